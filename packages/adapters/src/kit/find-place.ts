import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { YingjiError, type Json } from '@yingji/core';
import * as z from 'zod';

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
  const { exports: entry, main } = (await json(join(folder, 'package.json'), z.record(z.string(), z.json()), {})) as {
    readonly exports?: Json;
    readonly main?: string;
  };
  const named = entryOf(entry) ?? main;
  if (named !== undefined) return { folder, file: join(folder, named) };
  const [script, typed] = [join(folder, 'index.js'), join(folder, 'index.ts')];
  return { folder, file: !(await isFile(script)) && (await isFile(typed)) ? typed : script };
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

/** A JSON file as its schema has it; `absent` where there is none. Error: `feed-not-loaded`. */
export async function json<T>(file: string, schema: z.ZodType<T>, absent: z.input<z.ZodType<T>>): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  let value: unknown = absent;
  try {
    if (text !== undefined) value = JSON.parse(text);
  } catch (error) {
    throw notLoaded(`${file} is no JSON: ${(error as Error).message}`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw notLoaded(
    `${file}: ${read.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ')}`,
  );
}

export const notLoaded = (what: string): YingjiError =>
  new YingjiError('feed-not-loaded', `${what}.`, { recovery: 'skip' });
