import type { Kind } from './kind.js';
export type { Agreement } from './agreement.schema.js';

export const agreement: Kind = {
  name: 'agreement',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: ['/contact', '/phone'],
  refs: ['lender', 'borrower', 'facility'],
};
