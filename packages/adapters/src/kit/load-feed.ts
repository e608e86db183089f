import { pathToFileURL } from 'node:url';
import type { DeviceProfile, FeedDefinition } from '@yingji/core/feed';
import { findPlace, notLoaded, type Place } from './find-place.js';

// Apart from what checks a feed, so that whoever only runs one loads neither the checks nor zod.

/** The feed of a folder or an installed package. Error: `feed-not-loaded`. */
export async function loadFeed(name: string, from = process.cwd()): Promise<FeedDefinition> {
  const place = await findPlace(name, from);
  return feedOf(await exportsOf(place), place.file);
}

type Exports = { readonly [name: string]: unknown };

export const exportsOf = async ({ file }: Place): Promise<Exports> =>
  (await import(pathToFileURL(file).href).catch((error: Error) => {
    const built = file.endsWith('.ts') ? '; build it, and name its package' : '';
    const module = /outside a module$/.test(error.message)
      ? '; say "type": "module" in the package.json of its folder'
      : '';
    throw notLoaded(`${file} cannot be loaded: ${error.message}${built}${module}`);
  })) as Exports;

/** The feed that is meant, by default or as `feed`; else all there are. */
export function feedsOf(exported: Exports): readonly FeedDefinition[] {
  const meant = [exported['default'], exported['feed']].find(isDefinition);
  return meant ? [meant] : [...new Set(Object.values(exported).filter(isDefinition))];
}

export function feedOf(exported: Exports, file: string): FeedDefinition {
  const all = feedsOf(exported);
  if (all.length === 1) return all[0]!;
  if (all.length > 1) throw notLoaded(`${file} exports ${all.length} feeds; export the one that is meant as "feed"`);
  throw notLoaded(
    Object.values(exported).some(isProfile)
      ? `${file} exports device profiles and no feed; name them in the profiles of one`
      : `${file} exports no feed, neither by default nor as "feed"; make one with defineFeed`,
  );
}

const isDefinition = (found: unknown): found is FeedDefinition =>
  typeof found === 'object' && found !== null && 'configure' in found && 'decode' in found;

export const isProfile = (found: unknown): found is DeviceProfile =>
  typeof found === 'object' && found !== null && 'quantities' in found && 'payload' in found && 'decode' in found;
