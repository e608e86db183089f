import type { Kind } from './kind.js';
export type { Responder } from './responder.schema.js';

export const responder: Kind = {
  name: 'responder',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/name', '/phone'],
  refs: ['organization', 'teams', 'grid', 'deputies'],
  states: {
    enrolled: ['trained', 'left'],
    trained: ['active', 'left'],
    active: ['paused', 'left'],
    paused: ['active', 'left'],
    left: ['enrolled'],
  },
};
