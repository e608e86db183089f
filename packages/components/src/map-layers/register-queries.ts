import type { Query } from '@yingji/core';
import type { Register } from '../alert-map/registers.js';

/** In the order of the menu. */
export const REGISTERS: readonly Register[] = ['controls', 'responses', 'risks', 'facilities', 'teams', 'cameras'];

export const isRegister = (name: string): name is Register => (REGISTERS as readonly string[]).includes(name);

/** What those ask for that are off to begin with. What is over, or was never there, is no part of it. */
export const MORE_QUERIES: readonly (readonly [Register, Query])[] = [
  ['risks', { kind: 'risk-source' }],
  ['facilities', { kind: 'facility' }],
  [
    'teams',
    {
      kind: 'deployment',
      where: ['ended', 'called-off'].map((value) => ({ field: 'state', op: 'ne', value })),
    },
  ],
  ['teams', { kind: 'asset', where: [{ field: 'state', op: 'ne', value: 'retired' }] }],
  ['teams', { kind: 'team' }],
  ['cameras', { kind: 'camera' }],
];
