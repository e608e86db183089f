import type { Kind } from './kind.js';
export type { Transfer } from './transfer.schema.js';

export const transfer: Kind = {
  name: 'transfer',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['order', 'of', 'to'],
};
