import { calls110, calls119, calls120, calls122 } from '@yingji/adapters/calls';
import { cap } from '@yingji/adapters/cap';
import { gbt26875 } from '@yingji/adapters/gbt26875';
import { mqtt } from '@yingji/adapters/mqtt';
import { sl651 } from '@yingji/adapters/sl651';
import { table } from '@yingji/adapters/table';
import { webhook } from '@yingji/adapters/webhook';
import type { FeedDefinition } from '@yingji/core';

/** The feeds that a configuration can name. */
export const feedDefinitions: { readonly [use: string]: FeedDefinition } = {
  'calls-110': calls110,
  'calls-119': calls119,
  'calls-120': calls120,
  'calls-122': calls122,
  cap,
  gbt26875,
  mqtt,
  sl651,
  table,
  webhook,
};

/** Members of a feed's configuration that are paths, with `*` for each item of a list: those start from the configuration's folder. */
export const feedPaths: { readonly [use: string]: readonly string[] } = {
  'calls-110': ['from.folder'],
  'calls-119': ['from.folder'],
  'calls-120': ['from.folder'],
  'calls-122': ['from.folder'],
  cap: ['folder', 'files.*'],
  mqtt: ['from.tls.ca', 'from.tls.cert'],
  table: ['file', 'boundary'],
};
