import type { Kind, LifeCycle } from './kind.js';
export type { Plan } from './plan.schema.js';

/** A revised plan is reviewed, approved, filed and published like a new one. */
export const plan: Kind = {
  name: 'plan',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['places', 'shelters', 'replaces'],
};

export const planLife: LifeCycle = {
  states: {
    drafted: ['reviewed'],
    reviewed: ['approved', 'drafted'],
    approved: ['filed', 'drafted'],
    filed: ['published'],
    published: ['exercised', 'revised'],
    exercised: ['exercised', 'revised'],
    revised: ['reviewed'],
  },
};
