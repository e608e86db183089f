import type { Kind } from './kind.js';
export type { Activity } from './activity.schema.js';

export const activity: Kind = {
  name: 'activity',
  law: 'event',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['organizer', 'places', 'plan'],
};
