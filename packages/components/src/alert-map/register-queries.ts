import type { Query } from '@yingji/core';

/** Layers of what stands in the registers and of what was ordered: fetched when one of them has something to show. */
export const REGISTERS = ['controls', 'responses', 'risks', 'facilities', 'teams', 'cameras'] as const;
export type Register = (typeof REGISTERS)[number];

export const isRegister = (name: string): name is Register => (REGISTERS as readonly string[]).includes(name);

const but = (kind: string, ...states: readonly string[]): Query => ({
  kind,
  where: states.map((value) => ({ field: 'state', op: 'ne', value })),
});

/** What each layer asks for. What is over, or was never there, is no part of it. */
export const REGISTER_QUERIES: readonly (readonly [Register, Query])[] = [
  ['controls', but('control', 'lifted')],
  ['responses', but('response', 'ended')],
  ['risks', { kind: 'risk-source' }],
  ['facilities', { kind: 'facility' }],
  ['teams', but('deployment', 'ended', 'called-off')],
  ['teams', but('asset', 'retired')],
  ['teams', { kind: 'team' }],
  ['cameras', { kind: 'camera' }],
];
