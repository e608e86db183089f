import type { Kind } from './kind.js';
export type { Urging } from './urging.schema.js';

/** It moves no state and no deadline: what it is about stays where its unit says it stands. */
export const urging: Kind = {
  name: 'urging',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of', 'to', 'authority'],
};
