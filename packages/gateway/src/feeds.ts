import { cap } from '@yingji/adapters/cap';
import { gbt26875 } from '@yingji/adapters/gbt26875';
import { sl651 } from '@yingji/adapters/sl651';
import { table } from '@yingji/adapters/table';
import type { FeedDefinition } from '@yingji/core';

/** The feeds that a configuration can name. */
export const feedDefinitions: { readonly [use: string]: FeedDefinition } = { cap, gbt26875, sl651, table };

/** Members of a feed's configuration that are paths, with `*` for each item of a list: those start from the configuration's folder. */
export const feedPaths: { readonly [use: string]: readonly string[] } = {
  cap: ['folder', 'files.*'],
  table: ['file', 'boundary'],
};
