import type { Kind, LifeCycle } from './kind.js';
import type { Responder } from './responder.schema.js';
import { millis, type Instant } from './time.js';
export type { Responder } from './responder.schema.js';

export const responder: Kind = {
  name: 'responder',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/name', '/phone'],
  refs: ['organization', 'teams', 'grid', 'deputies'],
};

export const responderLife: LifeCycle = {
  states: {
    enrolled: ['trained', 'left'],
    trained: ['active', 'left'],
    active: ['paused', 'left'],
    paused: ['active', 'left'],
    left: ['enrolled'],
  },
};

/** Whether they can be sent at `now`, in milliseconds, as was said; nothing where nobody knows. What keeps them busy is no part of it. */
export function availabilityAt(
  { availability }: Pick<Responder, 'availability'>,
  now: number,
): NonNullable<Responder['availability']>['is'] | undefined {
  const { is, until } = availability ?? {};
  return until === undefined || now < millis(until as Instant) ? is : undefined;
}
