import type { Kind } from './kind.js';
export type { Place } from './place.schema.js';

export const place: Kind = {
  name: 'place',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['parents'],
};
