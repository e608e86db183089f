import type { Kind } from './kind.js';
export type { PersonAtRisk } from './person-at-risk.schema.js';

export const personAtRisk: Kind = {
  name: 'person-at-risk',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/name', '/phone', '/home', '/health'],
  refs: ['place', 'buddy', 'deputies'],
};
