import type { Kind } from './kind.js';
export type { Team } from './team.schema.js';

export const team: Kind = {
  name: 'team',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/phone'],
  refs: ['organization', 'place', 'parent', 'lead', 'deputies'],
};
