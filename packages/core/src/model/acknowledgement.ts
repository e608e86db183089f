import type { Kind } from './kind.js';
export type { Acknowledgement } from './acknowledgement.schema.js';

export const acknowledgement: Kind = {
  name: 'acknowledgement',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of'],
};
