import type { Kind, LifeCycle } from './kind.js';
export type { Shift, ShiftRole } from './shift.schema.js';

export const shift: Kind = {
  name: 'shift',
  law: 'register',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['responder', 'place'],
};

export const shiftLife: LifeCycle = {
  states: { planned: ['signed-in', 'cancelled'], 'signed-in': ['signed-out'], 'signed-out': [], cancelled: [] },
};
