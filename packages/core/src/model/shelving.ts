import type { Kind } from './kind.js';
export type { Shelving } from './shelving.schema.js';

/** It moves no state: whether an incident is set aside now is derived from these, the time, and what is known of it since. */
export const shelving: Kind = {
  name: 'shelving',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of'],
};
