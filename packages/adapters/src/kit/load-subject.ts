import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInstant, type DeviceProfile, type FeedDefinition, type Instant, type Json } from '@yingji/core';
import * as z from 'zod';
import { findPlace, notLoaded, type Place } from './find-place.js';
import { exportsOf, feedOf, feedsOf, isProfile } from './load-feed.js';
import { codecOf, type ProfileSubject } from './profile-subject.js';
import { json } from './read-json.js';
import { RECEIVED_AT, type FeedSubject, type FeedVector } from './subject.js';

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
  issues: z.array(z.union([z.string(), z.strictObject({ code: z.string(), path: z.string() })])).optional(),
  answer: z
    .string()
    .regex(/^([0-9a-f]{2}|\.\.)*$/, 'must be pairs of 0–9, a–f or ..')
    .optional(),
  config: z.record(z.string(), z.json()).optional(),
  delivered: z.literal(false).optional(),
  codec: z.json().optional(),
});

const Settings = z.strictObject({
  /** Configuration to open it with. */
  config: z.json().default({}),
  /** The instant at which its vectors are received. */
  receivedAt: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, 'must be RFC 3339 with an offset')
    .optional(),
  /** How its source speaks. */
  line: z.enum(['tcp-client', 'http-push']).optional(),
  skip: z.record(z.string(), z.string()).default({}),
});

/**
 * A feed from a folder or an installed package: what its module exports (by default, as `feed`, or as the only feed of it),
 * `vectors/*.json`, `README.md`, and `check.json` for how to check it. Error: `feed-not-loaded`, which says what is missing.
 */
export async function loadSubject(name: string, from = process.cwd()): Promise<FeedSubject> {
  const place = await findPlace(name, from);
  return subjectIn(place, feedOf(await exportsOf(place), place.file));
}

/**
 * What a folder or an installed package exports: its feeds, its device profiles. Where there are several, each has its vectors in
 * `vectors/<its id>.json`, but for a feed that is the only one: it has all that are no profile's. Error: `feed-not-loaded`, also where
 * vectors are of none of them.
 */
export async function loadSubjects(
  name: string,
  from = process.cwd(),
): Promise<readonly (FeedSubject | ProfileSubject)[]> {
  const { place, feeds, profiles } = await load(name, from);
  const named = [...feeds, ...profiles].map(({ id }) => `${id}.json`);
  const alone = named.length === 1;
  if (feeds.length !== 1 && !alone) await allNamed(place.folder, named);
  const isOf =
    ({ id }: { readonly id: string }) =>
    (file: string) =>
      alone || file === `${id}.json`;
  const { receivedAt, readme, skip } = await besides(place.folder);
  return Promise.all([
    ...feeds.map((feed) =>
      subjectIn(
        place,
        feed,
        feeds.length > 1 ? isOf(feed) : (file) => !profiles.some((profile) => file === `${profile.id}.json`),
      ),
    ),
    ...profiles.map(async (profile) => ({
      ...{ profile, receivedAt, readme, skip },
      vectors: await vectorsIn(place.folder, isOf(profile)),
    })),
  ]);
}

/** What decodes there: its feeds, and each of its device profiles as the codec of one payload. Error: `feed-not-loaded`. */
export async function loadCodecs(name: string, from = process.cwd()): Promise<readonly FeedDefinition[]> {
  const { feeds, profiles } = await load(name, from);
  return [...feeds, ...profiles.map(codecOf)];
}

/** The configuration that its `check.json` gives, without loading any of its code. Error: `feed-not-loaded`. */
export const loadTrialConfig = async (name: string, from = process.cwd()): Promise<Json> =>
  (await settingsIn((await findPlace(name, from)).folder)).config;

async function settingsIn(
  folder: string,
): Promise<Omit<z.infer<typeof Settings>, 'config'> & { readonly config: Json }> {
  const settings = await json(join(folder, 'check.json'), Settings, {});
  return { ...settings, config: settings.config as Json };
}

async function load(
  name: string,
  from: string,
): Promise<{
  readonly place: Place;
  readonly feeds: readonly FeedDefinition[];
  readonly profiles: readonly DeviceProfile[];
}> {
  const place = await findPlace(name, from);
  const exported = await exportsOf(place);
  const profiles = [...new Set(Object.values(exported))].filter(isProfile);
  const feeds = feedsOf(exported);
  // Where there is neither, the one that is missing is a feed.
  return { place, profiles, feeds: feeds.length + profiles.length > 0 ? feeds : [feedOf(exported, place.file)] };
}

async function subjectIn(
  { folder }: Place,
  definition: FeedDefinition,
  isMeant?: (file: string) => boolean,
): Promise<FeedSubject> {
  return { definition, ...(await besides(folder)), vectors: await vectorsIn(folder, isMeant) };
}

/** What stands beside the code, but for the vectors. */
async function besides(folder: string): Promise<Omit<FeedSubject, 'definition' | 'vectors'>> {
  const { config, receivedAt, line, skip } = await settingsIn(folder);
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  return {
    config,
    receivedAt: (receivedAt as Instant | undefined) ?? RECEIVED_AT,
    readme,
    skip,
    ...(line && { line }),
  };
}

const vectorFiles = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(folder, 'vectors')).catch(() => [])).filter((file) => file.endsWith('.json')).sort();

/** Vectors that nothing is checked with would be taken for checked. */
async function allNamed(folder: string, named: readonly string[]): Promise<void> {
  const strange = (await vectorFiles(folder)).filter((file) => !named.includes(file));
  if (strange.length > 0)
    throw notLoaded(
      `${folder}/vectors has ${strange.join(', ')} where ${named.join(', ')} may be: one for each by its id`,
    );
}

async function vectorsIn(folder: string, isMeant = (_: string): boolean => true): Promise<readonly FeedVector[]> {
  const files = (await vectorFiles(folder)).filter(isMeant);
  const read = await Promise.all(files.map((file) => json(join(folder, 'vectors', file), z.array(Vector), [])));
  return read.flat() as FeedVector[];
}
