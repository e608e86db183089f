import type { Kind, LifeCycle } from './kind.js';
export type { Deployment } from './deployment.schema.js';

/** One that was called off never stood there; one that stood there ends (撤收). A new point is a new deployment. */
export const deployment: Kind = {
  name: 'deployment',
  law: 'register',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['teams', 'assets', 'place', 'about'],
};

export const deploymentLife: LifeCycle = {
  states: {
    ordered: ['in-place', 'called-off'],
    'in-place': ['ended'],
    ended: [],
    'called-off': [],
  },
};
