import type { Kind } from './kind.js';
export type { Organization } from './organization.schema.js';

export const organization: Kind = {
  name: 'organization',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/contact', '/phone'],
  refs: ['parent', 'place'],
};
