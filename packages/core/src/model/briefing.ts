import type { Kind } from './kind.js';
export type { Briefing } from './briefing.schema.js';

export const briefing: Kind = {
  name: 'briefing',
  law: 'event',
  owner: 'city',
  coalesce: false,
  sensitive: ['/signer'],
  refs: ['about', 'replaces'],
};
