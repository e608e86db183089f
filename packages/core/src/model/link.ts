import type { Kind } from './kind.js';
export type { Link } from './link.schema.js';

export const link: Kind = {
  name: 'link',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['from', 'to', 'undoes'],
};
