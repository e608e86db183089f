import type { Kind } from './kind.js';
export type { Inspection } from './inspection.schema.js';

export const inspection: Kind = {
  name: 'inspection',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['of', 'place', 'inspector'],
};
