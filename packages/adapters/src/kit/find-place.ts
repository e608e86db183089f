import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { YingjiError, type Json, type JsonObject } from '@yingji/core/feed';

/** Where a name leads: the module, and the folder in which its vectors and its README stand. */
export interface Place {
  readonly folder: string;
  readonly file: string;
}

/** `./folder` or a path is a folder; anything else a package, as Node finds it from here, or else a folder. */
export async function findPlace(name: string, from: string): Promise<Place> {
  if (/^(\.{1,2}([/\\]|$)|[/\\]|[A-Za-z]:)/.test(name)) return placeIn(resolve(from, name));
  const [, packageName = name, entry] = /^(@[^/]+\/[^/]+|[^/@]+)(\/.+)?$/.exec(name) ?? [];
  const { resolve: find } = createRequire(join(from, 'x.js'));
  for (const base of find.paths(name) ?? []) {
    const folder = join(base, packageName);
    if (!(await isFile(join(folder, 'package.json')))) continue;
    if (entry === undefined) return placeIn(folder);
    try {
      const file = find(name);
      return { folder: dirname(file), file };
    } catch (error) {
      throw notLoaded(`${name} cannot be found: ${(error as Error).message}`);
    }
  }
  const here = await placeIn(resolve(from, name));
  if (await isFile(here.file)) return here;
  throw notLoaded(`${name} is not installed here, and no folder; a folder is named like ./${name}`);
}

async function placeIn(folder: string): Promise<Place> {
  const { exports: entry, main } = await packageIn(folder);
  const named = entryOf(entry) ?? entryOf(main);
  if (named !== undefined) return { folder, file: join(folder, named) };
  const [script, typed] = [join(folder, 'index.js'), join(folder, 'index.ts')];
  return { folder, file: !(await isFile(script)) && (await isFile(typed)) ? typed : script };
}

/** Read without a schema: this runs in the thread of each feed from outside, which is to carry no more than it must. */
async function packageIn(folder: string): Promise<JsonObject> {
  const file = join(folder, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    const read = JSON.parse(text) as Json;
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as JsonObject;
  } catch (error) {
    throw notLoaded(`${file} is no JSON: ${(error as Error).message}`);
  }
  throw notLoaded(`${file}: must be an object`);
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

function entryOf(entry: Json | undefined): string | undefined {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const { '.': root, import: esm, default: other } = entry as { [name: string]: Json };
  return entryOf(root ?? esm ?? other);
}

/** What another said of it may end in a full stop, or not. */
export const notLoaded = (what: string): YingjiError =>
  new YingjiError('feed-not-loaded', `${what.replace(/\.+$/, '')}.`, { recovery: 'skip' });
