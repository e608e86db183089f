import type { Kind } from './kind.js';
import type { Triage } from './triage.schema.js';
export type { Triage } from './triage.schema.js';

export const triage: Kind = {
  name: 'triage',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['of', 'to'],
};

/**
 * What a Command makes of a report, by the state it is in (`derived.state`). From `attached` it is taken out by undoing its link;
 * who handed it over has it back first, and who rejected it says first that it is one after all.
 */
export const triageSteps: { readonly [state: string]: readonly Triage['outcome'][] } = {
  received: ['accepted', 'attached', 'rejected', 'handed-over'],
  accepted: ['attached', 'rejected', 'handed-over'],
  returned: ['accepted', 'attached', 'rejected', 'handed-over'],
  rejected: ['accepted'],
  'handed-over': ['returned'],
  attached: [],
};
