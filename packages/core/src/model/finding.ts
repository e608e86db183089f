import type { Kind, LifeCycle } from './kind.js';
export type { Finding } from './finding.schema.js';

/** Overdue is derived (`findingDue`). A finding that fails its check goes back to be put right. */
export const finding: Kind = {
  name: 'finding',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['source', 'place', 'inspection', 'assignee', 'authority'],
};

export const findingLife: LifeCycle = {
  states: {
    found: ['graded'],
    graded: ['assigned'],
    assigned: ['rectifying'],
    rectifying: ['submitted'],
    submitted: ['verified', 'rectifying'],
    verified: ['closed', 'rectifying'],
    closed: [],
  },
};
