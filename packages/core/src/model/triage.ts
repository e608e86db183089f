import type { Kind } from './kind.js';
export type { Triage } from './triage.schema.js';

export const triage: Kind = {
  name: 'triage',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of', 'to'],
};
