import type { Kind } from './kind.js';

/** What an analyst must remember between steps. Never on the wire, never from a feed. */
export const memory: Kind = {
  name: 'memory',
  law: 'register',
  owner: 'city',
  coalesce: true,
  sensitive: [],
  refs: [],
};
