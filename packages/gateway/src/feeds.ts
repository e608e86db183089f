import type { FeedDefinition } from '@yingji/core';

/** Loads a feed when a configuration names it: a start waits for no protocol that nobody speaks here. */
export type FeedLoader = () => Promise<FeedDefinition>;

/** The feeds that ship, by the name a configuration calls them. */
export const feedLoaders: { readonly [use: string]: FeedLoader } = {
  'calls-110': async () => (await import('@yingji/adapters/calls')).calls110,
  'calls-119': async () => (await import('@yingji/adapters/calls')).calls119,
  'calls-120': async () => (await import('@yingji/adapters/calls')).calls120,
  'calls-122': async () => (await import('@yingji/adapters/calls')).calls122,
  cap: async () => (await import('@yingji/adapters/cap')).cap,
  gbt26875: async () => (await import('@yingji/adapters/gbt26875')).gbt26875,
  mqtt: async () => (await import('@yingji/adapters/mqtt')).mqtt,
  sl651: async () => (await import('@yingji/adapters/sl651')).sl651,
  table: async () => (await import('@yingji/adapters/table')).table,
  webhook: async () => (await import('@yingji/adapters/webhook')).webhook,
};

/** Members of a feed's configuration that are paths, with `*` for each item of a list: those start from the configuration's folder. */
export const feedPaths: { readonly [use: string]: readonly string[] } = {
  'calls-110': ['from.folder', 'from.ca'],
  'calls-119': ['from.folder', 'from.ca'],
  'calls-120': ['from.folder', 'from.ca'],
  'calls-122': ['from.folder', 'from.ca'],
  cap: ['folder', 'files.*'],
  mqtt: ['from.tls.ca', 'from.tls.cert'],
  table: ['file', 'boundary'],
};
