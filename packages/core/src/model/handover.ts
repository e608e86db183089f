import type { Kind } from './kind.js';
export type { Handover } from './handover.schema.js';

export const handover: Kind = {
  name: 'handover',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of', 'to', 'about'],
};
