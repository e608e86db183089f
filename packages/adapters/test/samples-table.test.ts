// What the feeds make of every message that others wrote down, as a table: read it after a change of a codec. Each is read, or refused
// for the reason that stands here; the values of those that are read, the tests beside the codecs compare.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FeedDefinition, Instant, Json } from '@yingji/core';
import { expect } from 'chai';
import { calls110, calls119 } from '../src/calls/index.js';
import { cap } from '../src/cap/index.js';
import { gbt26875 } from '../src/gbt26875/index.js';
import { sl651 } from '../src/sl651/index.js';

const SHARED = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const here = ['samples', 'data'].every((name) => existsSync(join(SHARED, name)));
const receivedAt = '2026-06-12T08:00:00.000Z' as Instant;

/** Why the others are none: of the collected frames by what their collector could not read either. */
const REFUSED: readonly (readonly [name: RegExp, reason: string])[] = [
  // Ends with EOT, as only a centre does.
  [/^samples\/sl651\/20-up-50\.hex$|sl651-frames\.json 21$/, 'sl651-bad-end'],
  [/sl651-frames\.json (?:5|37)$/, 'sl651-checksum'],
  // Packets by themselves, and a frame that is cut.
  [/^samples\/sl651\/(?:2[2-9]|3[0-4])-up-36\.hex$|sl651-frames\.json (?:2[3-9]|3[0-58])$/, 'no-message'],
  [/\/xee\.(?:atom|cap)$/, 'xml-doctype'],
  // No call has a number, no time a year.
  [/cn-119-cad-mock\.json$/, 'calls-no-number'],
];

interface Sample {
  readonly name: string;
  readonly feed: FeedDefinition;
  readonly bytes: Uint8Array;
  readonly config?: Json;
}

describe(`samples of others, all of them${here ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const filesIn = (folder: string, ending: RegExp): readonly string[] =>
    readdirSync(join(SHARED, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => ending.test(file))
      .sort();
  const named = (file: string): string => relative(SHARED, file);
  const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.trim(), 'hex'));

  function* samples(): Generator<Sample> {
    for (const [folder, feed] of [
      ['samples/sl651', sl651],
      ['samples/gb26875', gbt26875],
    ] as const)
      for (const file of filesIn(folder, /\.hex$/))
        yield { name: named(file), feed, bytes: hex(readFileSync(file, 'utf8')), config: { port: 0 } };
    const packets = filesIn('samples/sl651', /\/(?:2[2-9]|3[0-4])-up-36\.hex$/).map((file) =>
      hex(readFileSync(file, 'utf8')),
    );
    packets.sort((a, b) => (a[16] ?? 0) - (b[16] ?? 0));
    yield { name: 'samples/sl651/22 to 34 together', feed: sl651, bytes: Buffer.concat(packets), config: { port: 0 } };
    const collected = join(SHARED, 'data/protocols/sl651-frames.json');
    const frames = JSON.parse(readFileSync(collected, 'utf8')) as readonly { readonly hex: string }[];
    for (const [i, frame] of frames.entries())
      yield { name: `${named(collected)} ${i}`, feed: sl651, bytes: hex(frame.hex), config: { port: 0 } };
    for (const folder of ['samples/cap12', 'data/cap'])
      for (const file of filesIn(folder, /\.(?:cap|xml|atom|rss)$/))
        yield { name: named(file), feed: cap, bytes: readFileSync(file) };
    for (const [file, feed] of [
      ['cn-110-platform-mock.json', calls110],
      ['cn-119-cad-mock.json', calls119],
    ] as const)
      yield {
        name: `data/calls/${file}`,
        feed,
        bytes: readFileSync(join(SHARED, 'data/calls', file)),
        config: { datum: 'gcj02' },
      };
  }

  it('are read, or refused for the stated reason, each in a line', function () {
    if (!here) return this.skip();
    this.timeout(60_000);
    const otherwise: string[] = [];
    for (const { name, feed, bytes, config } of samples()) {
      const { ok, drafts, issues } = feed.decode(bytes, { source: 'sample', receivedAt, ...(config && { config }) });
      const kinds = count(drafts.map(({ kind }) => kind));
      const told = count(issues.map(({ code }) => code));
      console.log(`      ${feed.id} · ${name} · ${ok ? 'read' : 'refused'} · ${kinds} · ${told}`);
      const reason = REFUSED.find(([names]) => names.test(name))?.[1];
      if (ok ? reason !== undefined : issues.some(({ code, level }) => level === 'error' && code !== reason))
        otherwise.push(`${name}: ${ok ? 'read' : told}, not ${reason ?? 'read'}`);
    }
    expect(otherwise).to.deep.equal([]);
  });
});

/** `report 2, task`. */
function count(words: readonly string[]): string {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].map(([word, n]) => (n === 1 ? word : `${word} ${n}`)).join(', ');
}
