import { loadFeed } from '@yingji/adapters/kit';
import type { FeedDefinition } from '@yingji/core';
import { feedDefinitions } from '../feeds.js';
import { oneOf } from './args.js';

/** A feed of ours by its name; a folder or an installed package otherwise. */
export async function definitionOf(name: string): Promise<FeedDefinition> {
  if (Object.hasOwn(feedDefinitions, name)) return feedDefinitions[name]!;
  if (/^\.{1,2}$|[/\\@]/.test(name)) return loadFeed(name);
  return feedDefinitions[oneOf(name, Object.keys(feedDefinitions), 'feed')]!;
}
