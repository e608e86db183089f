import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { YingjiError, type FeedDefinition, type Json } from '@yingji/core';
import * as z from 'zod';
import type { FeedSubject, FeedVector } from './subject.js';

const Vector = z.strictObject({
  name: z.string(),
  source: z.string(),
  sort: z.enum(['good', 'truncated', 'checksum', 'hostile']),
  frame: z
    .string()
    .regex(/^([0-9a-f]{2})*$/, 'must be pairs of 0–9, a–f')
    .optional(),
  text: z.string().optional(),
  drafts: z.array(z.json()).optional(),
  issues: z.array(z.string()).optional(),
  answer: z.string().optional(),
});

const Settings = z.strictObject({
  /** Configuration to open it with. */
  config: z.json().default({}),
  /** How its source speaks. */
  line: z.enum(['tcp-client']).optional(),
  skip: z.record(z.string(), z.string()).default({}),
});

/**
 * A feed from a folder or an installed package: its module (the package's own entry, by default or as `feed`), `vectors/*.json`,
 * `README.md`, and `check.json` for how to check it. Error: `feed-not-loaded`, which says what is missing.
 */
export async function loadSubject(name: string, from = process.cwd()): Promise<FeedSubject> {
  const folder = await folderOf(name, from);
  const definition = await definitionIn(folder);
  const { config, line, skip } = await settingsIn(folder);
  const files = (await readdir(join(folder, 'vectors')).catch(() => []))
    .filter((file) => file.endsWith('.json'))
    .sort();
  const vectors = await Promise.all(files.map((file) => json(join(folder, 'vectors', file), z.array(Vector), [])));
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  return {
    definition,
    config,
    vectors: vectors.flat() as FeedVector[],
    readme,
    skip,
    ...(line && { line }),
  };
}

/** The feed of a folder or an installed package. Error: `feed-not-loaded`. */
export const loadFeed = async (name: string, from = process.cwd()): Promise<FeedDefinition> =>
  definitionIn(await folderOf(name, from));

/** The configuration that its `check.json` gives, without loading any of its code. Error: `feed-not-loaded`. */
export const loadTrialConfig = async (name: string, from = process.cwd()): Promise<Json> =>
  (await settingsIn(await folderOf(name, from))).config;

async function settingsIn(
  folder: string,
): Promise<Omit<z.infer<typeof Settings>, 'config'> & { readonly config: Json }> {
  const settings = await json(join(folder, 'check.json'), Settings, {});
  return { ...settings, config: settings.config as Json };
}

/** `./folder` or a path is a folder; anything else a package, as Node finds it from here. */
async function folderOf(name: string, from: string): Promise<string> {
  if (/^(\.{1,2}([/\\]|$)|[/\\]|[A-Za-z]:)/.test(name)) return resolve(from, name);
  for (const base of createRequire(join(from, 'x.js')).resolve.paths(name) ?? []) {
    const folder = join(base, name);
    const there = await readFile(join(folder, 'package.json')).catch(() => undefined);
    if (there) return folder;
  }
  throw notLoaded(`${name} is not installed here; a folder is named like ./${name}`);
}

async function definitionIn(folder: string): Promise<FeedDefinition> {
  const { exports: entry, main } = (await json(join(folder, 'package.json'), z.record(z.string(), z.json()), {})) as {
    readonly exports?: Json;
    readonly main?: string;
  };
  const file = join(folder, entryOf(entry) ?? main ?? 'index.js');
  const loaded = (await import(pathToFileURL(file).href).catch((error: Error) => {
    throw notLoaded(`${file} cannot be loaded: ${error.message}`);
  })) as { readonly default?: unknown; readonly feed?: unknown };
  const found = loaded.default ?? loaded.feed;
  if (!isDefinition(found))
    throw notLoaded(`${file} exports no feed, neither by default nor as "feed"; make one with defineFeed`);
  return found;
}

const isDefinition = (found: unknown): found is FeedDefinition =>
  typeof found === 'object' && found !== null && 'configure' in found && 'decode' in found;

function entryOf(entry: Json | undefined): string | undefined {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const { '.': root, import: esm, default: other } = entry as { [name: string]: Json };
  return entryOf(root ?? esm ?? other);
}

async function json<T>(file: string, schema: z.ZodType<T>, absent: z.input<z.ZodType<T>>): Promise<T> {
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

const notLoaded = (what: string): YingjiError => new YingjiError('feed-not-loaded', `${what}.`, { recovery: 'skip' });
