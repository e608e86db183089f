import type { Kind, LifeCycle } from './kind.js';
export type { Instruction } from './instruction.schema.js';

export const instruction: Kind = {
  name: 'instruction',
  law: 'register',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['device'],
};

export const instructionLife: LifeCycle = {
  states: { sent: ['done', 'refused', 'unknown'], done: [], refused: [], unknown: [] },
};
