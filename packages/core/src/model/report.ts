import type { Kind } from './kind.js';
export type { Report } from './report.schema.js';

export const report: Kind = {
  name: 'report',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: ['/caller', '/phone', '/home', '/narrative'],
  refs: ['device', 'place', 'peers'],
};
