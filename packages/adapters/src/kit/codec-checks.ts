import { millis, parseInstant, systemClock, type Issue, type Json } from '@yingji/core';
import {
  bytesOf,
  decodeIt,
  decodeVector,
  goodOf,
  type FeedCheck,
  type FeedSubject,
  type FeedVector,
} from './subject.js';
import { trapped } from './trapped.js';
import { mutations, strangeJson } from './mutations.js';

const SORTS = ['good', 'truncated', 'checksum', 'hostile'] as const;
/** How long an input may take, in milliseconds: far more than any needs, so that a busy machine is no fault, but linear. */
const mostMs = (bytes: Uint8Array): number => 250 + bytes.length / 100;

/** What the codec makes of bytes. */
export const codecChecks: readonly FeedCheck[] = [
  {
    id: 'vectors',
    about: 'There is a good, a truncated, a damaged and a hostile vector, and each says where it comes from.',
    run: ({ vectors }) => [
      ...SORTS.filter((sort) => !vectors.some((vector) => vector.sort === sort)).map(
        (sort) => `there is no vector of sort "${sort}"`,
      ),
      ...vectors
        .filter(({ source }) => !source?.trim())
        .map(({ name }) => `"${name}" does not say where it comes from`),
      ...vectors
        .filter(({ sort, issues = [] }) => sort !== 'good' && issues.length === 0)
        .map(({ name }) => `"${name}" must name the codes of the Issues it gives`),
    ],
  },
  {
    id: 'decode',
    about: 'Every vector comes to what it says.',
    run: (subject) =>
      subject.vectors.flatMap((vector) => {
        const { drafts, issues } = decodeVector(subject, vector);
        return [...wrongDrafts(vector, drafts as never), ...wrongIssues(vector, issues)].map(
          (what) => `"${vector.name}": ${what}`,
        );
      }),
  },
  {
    id: 'prefixes',
    about: 'The beginning of a good message is never taken for one.',
    run: (subject) =>
      goodOf(subject).flatMap((vector) => {
        const bytes = bytesOf(vector);
        for (let cut = 0; cut < bytes.length; cut += 1)
          if (decodeIt(subject, bytes.subarray(0, cut), vector.config).ok)
            return [`"${vector.name}": its first ${cut} of ${bytes.length} bytes are taken for a whole message`];
        return [];
      }),
  },
  {
    id: 'fuzz',
    about: 'Damaged messages and garbage never throw, never hang and never change what was handed in.',
    run(subject) {
      const wanted = subject.fuzz ?? Number(process.env['YINGJI_FUZZ'] ?? 2000);
      const sets = byConfig(subject.vectors);
      return sets.flatMap((vectors) => fuzzed(subject, vectors, Math.ceil(wanted / sets.length))).slice(0, 1);
    },
  },
  {
    id: 'pure',
    about: 'Decoding reads no clock, draws no chance, leaves nothing behind, and comes to the same every time.',
    run(subject) {
      const found = new Set<string>();
      const seen = new Map<string, string>();
      for (const vector of [...subject.vectors, ...[...subject.vectors].reverse()]) {
        const { value, touched } = trapped(() => JSON.stringify(decodeVector(subject, vector)));
        for (const what of touched) found.add(`"${vector.name}": ${what}`);
        const before = seen.get(vector.name);
        if (before !== undefined && before !== value)
          found.add(`"${vector.name}" comes to another result the second time`);
        seen.set(vector.name, value);
      }
      return [...found];
    },
  },
];

/** Vectors that are read with the same options stand together. */
function byConfig(vectors: readonly FeedVector[]): readonly (readonly FeedVector[])[] {
  const sets = new Map<string, FeedVector[]>();
  for (const vector of vectors) {
    const key = JSON.stringify(vector.config ?? {});
    sets.set(key, [...(sets.get(key) ?? []), vector]);
  }
  return sets.size === 0 ? [[]] : [...sets.values()];
}

function* inputs(vectors: readonly FeedVector[], count: number): Generator<Uint8Array> {
  for (const { text = '' } of vectors) yield* strangeJson(text);
  yield* mutations(vectors.map(bytesOf), count);
}

function timeOf(subject: FeedSubject, bytes: Uint8Array, config: FeedVector['config']): number {
  const began = systemClock.elapsed();
  decodeIt(subject, bytes, config);
  return systemClock.elapsed() - began;
}

function fuzzed(subject: FeedSubject, vectors: readonly FeedVector[], count: number): string[] {
  const config = vectors[0]?.config;
  for (const bytes of inputs(vectors, count)) {
    const before = Buffer.from(bytes).toString('hex');
    const began = systemClock.elapsed();
    try {
      const thrown = decodeIt(subject, bytes, config).issues.find(({ code }) => code === 'read-failed');
      if (thrown) return [`${thrown.message} At ${before.slice(0, 200)}`];
    } catch (error) {
      return [`it throws "${(error as Error).message}" at ${before.slice(0, 200)}`];
    }
    let took = systemClock.elapsed() - began;
    // Timed again: the machine may have been busy with something else.
    for (let again = 0; again < 2 && took > mostMs(bytes); again += 1) took = timeOf(subject, bytes, config);
    if (took > mostMs(bytes))
      return [`it takes ${Math.round(took)} ms for ${bytes.length} bytes: ${before.slice(0, 200)}`];
    if (Buffer.from(bytes).toString('hex') !== before)
      return [`it changes the bytes it was handed: ${before.slice(0, 200)}`];
  }
  return [];
}

function wrongDrafts({ drafts: wanted, sort }: FeedVector, drafts: readonly Json[]): string[] {
  if (wanted === undefined)
    return sort === 'good' && drafts.length === 0 ? ['it gives no draft, and does not say so'] : [];
  if (wanted.length !== drafts.length) return [`it gives ${drafts.length} drafts where ${wanted.length} are due`];
  return wanted.flatMap((each, i) => missing(each, drafts[i], `/${i}`));
}

/** Where `found` lacks what is `wanted`. */
function missing(wanted: Json, found: Json | undefined, path: string): string[] {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return isSame(wanted, found)
      ? []
      : [`draft ${path} is ${JSON.stringify(found)} where ${JSON.stringify(wanted)} is due`];
  const has = typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
  return Object.entries(wanted).flatMap(([name, each]) =>
    missing(each!, (has as { [name: string]: Json })[name], `${path}/${name}`),
  );
}

/** Instants are the same whatever their offset: one vector says what its document does. */
function isSame(wanted: Json, found: Json | undefined): boolean {
  if (JSON.stringify(wanted) === JSON.stringify(found)) return true;
  const [due, said] = [wanted, found].map((each) => (typeof each === 'string' ? parseInstant(each) : undefined));
  return due !== undefined && said !== undefined && millis(due) === millis(said);
}

function wrongIssues({ issues: wanted = [] }: FeedVector, issues: readonly Issue[]): string[] {
  const found = issues.map(({ code, path }, i) => (typeof wanted[i] === 'object' ? `${code} at ${path}` : code));
  const due = wanted.map((each) => (typeof each === 'string' ? each : `${each.code} at ${each.path}`));
  return found.join() === due.join() ? [] : [`its Issues are [${found.join(', ')}] where [${due.join(', ')}] are due`];
}
