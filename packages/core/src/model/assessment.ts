import type { Kind } from './kind.js';
export type { Assessment } from './assessment.schema.js';

export const assessment: Kind = {
  name: 'assessment',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['place'],
};
