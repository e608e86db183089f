import type { Kind } from './kind.js';
export type { Deployment } from './deployment.schema.js';

export const deployment: Kind = {
  name: 'deployment',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['teams', 'assets', 'place', 'about', 'replaces'],
};
