import type { Kind } from './kind.js';
export type { Camera } from './camera.schema.js';

export const camera: Kind = {
  name: 'camera',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['place', 'organization'],
};
