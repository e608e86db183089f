import type { Kind, LifeCycle } from './kind.js';
export type { Control } from './control.schema.js';

/** A closure is lifted by its authority only: no sensor that reads dry lifts it. */
export const control: Kind = {
  name: 'control',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['place', 'orderedBy', 'grounds'],
};

export const controlLife: LifeCycle = {
  states: {
    ordered: ['in-place', 'lifted'],
    'in-place': ['lifted'],
    lifted: [],
  },
};
