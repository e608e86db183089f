import type { Kind } from './kind.js';
export type { Feedback } from './feedback.schema.js';

/** It moves no state: what a task has become is said of the task. */
export const feedback: Kind = {
  name: 'feedback',
  law: 'event',
  owner: 'source',
  coalesce: false,
  sensitive: ['/narrative'],
  refs: ['of', 'about'],
};
