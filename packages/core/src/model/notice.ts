import type { Kind } from './kind.js';
export type { Notice } from './notice.schema.js';

export const notice: Kind = {
  name: 'notice',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['about', 'places', 'counts'],
};
