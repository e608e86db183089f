import type { Kind } from './kind.js';
export type { Movement } from './movement.schema.js';

export const movement: Kind = {
  name: 'movement',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: [],
  refs: ['stock', 'leg', 'to'],
};

/** Which way the things of each sort of movement may go; a movement the other way is a contradiction. */
export const directions = {
  receive: ['in'],
  issue: ['out'],
  return: ['in'],
  transfer: ['out', 'in'],
  rotation: ['out', 'in'],
  requisition: ['out', 'in'],
  donation: ['out', 'in'],
  scrap: ['out'],
  count: ['out', 'in'],
} as const satisfies { readonly [sort: string]: readonly ('in' | 'out')[] };
