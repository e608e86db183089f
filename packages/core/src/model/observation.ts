import type { Json } from '../json.js';
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

/** The shortest and the longest beat that is learned from readings, seconds: half a minute and a day. */
export const SHORTEST_BEAT_S = 30;
export const LONGEST_BEAT_S = 86_400;

/** Whether a value is a measurement, or a fault in place of one, and no word that is told when something happens. */
export const isMeasured = (value: Json | undefined): boolean => typeof value === 'number' || value === null;
