import type { Kind, LifeCycle } from './kind.js';
export type { Asset } from './asset.schema.js';

export const asset: Kind = {
  name: 'asset',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['organization', 'team', 'facility', 'place'],
};

export const assetLife: LifeCycle = {
  states: {
    ready: ['moving', 'working', 'repair', 'retired'],
    moving: ['working', 'ready', 'repair'],
    working: ['moving', 'ready', 'repair'],
    repair: ['ready', 'retired'],
    retired: [],
  },
};
