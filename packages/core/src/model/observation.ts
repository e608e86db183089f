import type { Kind } from './kind.js';
export type { Observation } from './observation.schema.js';

export const observation: Kind = {
  name: 'observation',
  law: 'event',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['device'],
  keepLatestBy: ['device', 'quantity'],
};
