import type { Kind } from './kind.js';
export type { FeedHealth } from './feed.schema.js';

export const feed: Kind = {
  name: 'feed',
  law: 'register',
  owner: 'city',
  coalesce: true,
  sensitive: [],
  refs: [],
};
