import type { Kind } from './kind.js';
export type { Consultation } from './consultation.schema.js';

export const consultation: Kind = {
  name: 'consultation',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['about', 'present', 'leadsTo'],
};
