import type { Kind } from './kind.js';
export type { Device } from './device.schema.js';

export const device: Kind = {
  name: 'device',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['place', 'organization'],
};
