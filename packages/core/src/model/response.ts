import type { Kind, LifeCycle } from './kind.js';
export type { Response } from './response.schema.js';

/** A response ends by an act of its authority only: no warning that is lifted ends it. */
export const response: Kind = {
  name: 'response',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['places', 'issuedBy', 'grounds', 'binds'],
};

export const responseLife: LifeCycle = {
  states: {
    started: ['raised', 'lowered', 'adjusted', 'ended'],
    raised: ['raised', 'lowered', 'adjusted', 'ended'],
    lowered: ['raised', 'lowered', 'adjusted', 'ended'],
    adjusted: ['raised', 'lowered', 'adjusted', 'ended'],
    ended: [],
  },
};
