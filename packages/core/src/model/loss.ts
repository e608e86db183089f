import type { Kind } from './kind.js';
export type { Loss } from './loss.schema.js';

export const loss: Kind = {
  name: 'loss',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['about', 'place', 'replaces'],
};
