import type { Kind } from './kind.js';
export type { Callup } from './callup.schema.js';

export const callup: Kind = {
  name: 'callup',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: ['/name', '/phone'],
  refs: ['about', 'person', 'insteadOf'],
};
