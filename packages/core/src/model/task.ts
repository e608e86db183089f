import type { Kind, LifeCycle } from './kind.js';
export type { Task } from './task.schema.js';

export const task: Kind = {
  name: 'task',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['about', 'place', 'assignee'],
};

export const taskLife: LifeCycle = {
  begins: ['issued', 'offered'],
  states: {
    issued: ['signed', 'returned', 'done'],
    signed: ['moving', 'returned', 'done'],
    moving: ['on-scene', 'returned'],
    'on-scene': ['handling', 'returned'],
    handling: ['reported', 'returned'],
    reported: ['done', 'handling'],
    done: ['checked', 'handling'],
    checked: [],
    returned: [],
    offered: ['accepted', 'declined'],
    accepted: ['moving', 'declined'],
    declined: [],
  },
};
