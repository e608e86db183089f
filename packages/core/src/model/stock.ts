import type { Kind } from './kind.js';
export type { Stock } from './stock.schema.js';

/** How much is there is derived from movements (`quantityOf`), never stated here. */
export const stock: Kind = {
  name: 'stock',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['facility'],
};
