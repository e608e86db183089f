// Ways in which a document may arrive broken. Runs against the source and against what is built, as cap-hostile.test.ts does.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cap } from '@yingji/adapters/cap';
import { schemas } from '@yingji/core/schemas';
import { createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { entries } from './entries.js';
import { AREA, context, encode, END, HEAD } from './heavy-cap.js';
import { watchSlowest } from './timing.js';

const SHARED = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const LIMIT_MS = 50;
const ROUNDS = Number(process.env['YINGJI_FUZZ'] ?? 3_000);

describe(`mutated CAP documents, ${entries} (${ROUNDS}; YINGJI_FUZZ=200000 for the long run)`, function () {
  this.timeout(60_000 + ROUNDS * 10);

  const OWN = [
    `${AREA}<polygon>22.5,108.1 22.9,108.1 22.9,108.6 22.5,108.1</polygon><circle>22.8,108.3 2</circle><geocode><valueName>CN-GB2260</valueName><value>450103,450107</value></geocode>${END}`,
    `<?xml version="1.0" encoding="UTF-8"?>\n${HEAD.replace('Actual', 'Exercise')}<references>s,h,2026-06-12T15:55:00+08:00</references><incidents>"a b" c</incidents><info><headline>解除暴雨橙色预警</headline><description><![CDATA[a & b]]> &lt;c&gt;</description></info><!-- c --></alert>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><id>f</id><entry><id>e</id><content>${HEAD.replace(/<(\/?)(\w)/g, '<$1cap:$2')}</cap:alert></content></entry></feed>`,
  ].map(encode);
  const folder = join(SHARED, 'data/cap/google-cap-library');
  const known = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(?:cap|atom|rss)$/.test(entry.name))
        .map((entry) => new Uint8Array(readFileSync(join(folder, entry.name))))
    : [];
  const seeds = [...OWN, ...known];
  const PIECES = [
    '<',
    '>',
    '&',
    '"',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<!DOCTYPE',
    '</info>',
    '<polygon>',
    '\0',
    '\u{1F600}',
    '&#xD800;',
    ',',
    ' ',
    '-',
    'xmlns=""',
    '９',
    '1e999',
    '<?xml encoding="gbk"?>',
  ].map(encode);

  it('never throw, never take long, and only give warnings that fit the schema', () => {
    const { warnings, refusals, slowestMs } = readAll(cap.decode, ROUNDS);
    // Both must happen, or the mutations are of no use.
    expect(warnings).to.be.above(ROUNDS / 20);
    expect(refusals).to.be.above(ROUNDS / 20);
    if (process.env['YINGJI_PRINT'] === '1') console.log({ rounds: ROUNDS, warnings, refusals, slowestMs });
  });

  /** A reader that waits once it has come to the n-th document, again each time it is asked for that one, or never again. */
  function slowAt(n: number, { again }: { readonly again: boolean }): typeof cap.decode {
    const seen = new Set<Uint8Array>();
    let slow: Uint8Array | undefined;
    return (bytes, about) => {
      const first = seen.add(bytes).size === n && slow === undefined;
      if (first) slow = bytes;
      const waits = first || (again && bytes === slow);
      for (const began = performance.now(); waits && performance.now() - began < LIMIT_MS;);
      return cap.decode(bytes, about);
    };
  }

  it('are seen when one among hundreds takes long', () => {
    expect(() => readAll(slowAt(300, { again: true }), 400)).to.throw('round 299');
  });

  it('are not called slow when the machine once was', () => {
    expect(readAll(slowAt(300, { again: false }), 400).slowestMs).to.be.below(LIMIT_MS);
  });

  function readAll(decode: typeof cap.decode, rounds: number) {
    const dice = createSeededIds(20_260_612);
    const below = (limit: number): number => Math.floor(dice.random() * limit);
    const watch = watchSlowest(LIMIT_MS);
    let warnings = 0;
    let refusals = 0;
    for (let round = 0; round < rounds; round += 1) {
      const bytes = mutate(seeds[below(seeds.length)]!, below);
      const { ok, drafts, issues } = watch.run(() => decode(bytes, context));
      expect(watch.slowestMs, `round ${round}`).to.be.below(LIMIT_MS);
      expect(drafts.length + issues.length, `round ${round} says nothing`).to.be.above(0);
      warnings += drafts.length;
      if (!ok) refusals += 1;
      for (const { id, body } of drafts) {
        expect(id).to.match(/^warning\/x\/[^/\s]+$/);
        const wrong = schemas.warning.schema.safeParse((body as { value: unknown }).value).error;
        expect(wrong?.issues ?? [], `round ${round}`).to.deep.equal([]);
      }
    }
    return { warnings, refusals, slowestMs: watch.slowestMs };
  }

  /** One to four changes: a byte, a cut, a repeat, a piece of XML, an end. */
  function mutate(seed: Uint8Array, below: (limit: number) => number): Uint8Array {
    let bytes: Uint8Array = seed.slice();
    for (let changes = 1 + below(4); changes > 0; changes -= 1) {
      const at = below(bytes.length + 1);
      const to = Math.min(bytes.length, at + below(40));
      const sort = below(6);
      if (sort <= 2 && bytes.length > 0) bytes[Math.min(at, bytes.length - 1)] = below(256);
      else if (sort === 3) bytes = joined(bytes.subarray(0, at), bytes.subarray(below(2) === 0 ? to : at + 1));
      else if (sort === 4 && below(2) === 0) bytes = joined(bytes.subarray(0, to), bytes.subarray(at));
      else if (sort === 4) bytes = joined(bytes.subarray(0, at), PIECES[below(PIECES.length)]!, bytes.subarray(at));
      else if (below(8) === 0) bytes = bytes.slice(0, at);
    }
    return bytes;
  }

  function joined(...parts: readonly Uint8Array[]): Uint8Array {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
});
