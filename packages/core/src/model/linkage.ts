import type { Kind } from './kind.js';
export type { Linkage } from './linkage.schema.js';

export const linkage: Kind = {
  name: 'linkage',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['lead', 'assist', 'informed', 'places'],
};
