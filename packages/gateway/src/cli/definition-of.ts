import { loadCodecs } from '@yingji/adapters/kit';
import type { FeedDefinition } from '@yingji/core';
import { feedLoaders } from '../feeds.js';
import { oneOf } from './args.js';
import { UsageError } from './io.js';

/** A feed of ours by its name; a folder or an installed package otherwise, in which `profile` names one of several. */
export async function definitionOf(name: string, profile?: string): Promise<FeedDefinition> {
  if (Object.hasOwn(feedLoaders, name)) return feedLoaders[name]!();
  if (!/^\.{1,2}$|[/\\@]/.test(name)) return feedLoaders[oneOf(name, Object.keys(feedLoaders), 'feed')]!();
  const codecs = await loadCodecs(name);
  const ids = codecs.map(({ id }) => id);
  if (profile === undefined && codecs.length > 1)
    throw new UsageError(`${name} holds several; name one with --profile: ${ids.join(', ')}.`);
  return codecs[profile === undefined ? 0 : ids.indexOf(oneOf(profile, ids, 'profile'))]!;
}
