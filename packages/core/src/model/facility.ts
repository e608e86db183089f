import type { Kind, LifeCycle } from './kind.js';
export type { Facility } from './facility.schema.js';

/** Opening state. Full is none: it is computed from who is there. */
export const facility: Kind = {
  name: 'facility',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/contact', '/phone'],
  refs: ['place', 'organization', 'devices'],
};

export const facilityLife: LifeCycle = {
  states: {
    closed: ['preparing', 'open', 'restored'],
    preparing: ['open', 'closed'],
    open: ['closed'],
    restored: ['preparing', 'open'],
  },
};
