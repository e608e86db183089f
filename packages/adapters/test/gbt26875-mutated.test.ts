import { readdirSync, readFileSync } from 'node:fs';
import { decodeGbt26875, gbt26875 } from '@yingji/adapters/gbt26875';
import { toInstant } from '@yingji/core';
import { isKindName, schemas } from '@yingji/core/schemas';
import { createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { watchSlowest } from './timing.js';

const folder = new URL('../src/gbt26875/vectors/', import.meta.url);
const good = readdirSync(folder)
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { readonly frame: string }[])
  .map(({ frame }) => Uint8Array.from(Buffer.from(frame, 'hex')))
  .filter((bytes) => decodeGbt26875(bytes).frame);
const context = { source: 'fire', receivedAt: toInstant(Date.parse('2026-06-12T16:00:00+08:00')) };
const ROUNDS = Number(process.env['YINGJI_FUZZ'] ?? 20_000);
const LIMIT_MS = 2;

describe(`mutated GB/T 26875 frames (${ROUNDS}; YINGJI_FUZZ=1000000 for the long run)`, function () {
  this.timeout(60_000 + ROUNDS);

  it('never throw, none takes long, and every draft made of them is sound', () => {
    const { sound, refused, slowestMs } = readAll(gbt26875.decode, ROUNDS);
    // Both must happen, or the mutations are of no use.
    expect(sound).to.be.above(ROUNDS / 20);
    expect(refused).to.be.above(ROUNDS / 20);
    if (process.env['YINGJI_PRINT'] === '1') console.log({ rounds: ROUNDS, sound, refused, slowestMs });
  });

  it('are seen when one among thousands takes long', () => {
    const seen = new Set<Uint8Array>();
    let slow: Uint8Array | undefined;
    const planted: typeof gbt26875.decode = (bytes, about) => {
      if (seen.add(bytes).size === 1_500) slow ??= bytes;
      for (const began = performance.now(); bytes === slow && performance.now() - began < LIMIT_MS;);
      return gbt26875.decode(bytes, about);
    };
    expect(() => readAll(planted, 2_000)).to.throw('round 1499');
  });

  function readAll(decode: typeof gbt26875.decode, rounds: number) {
    const { random } = createSeededIds(26875);
    const watch = watchSlowest(LIMIT_MS);
    let sound = 0;
    let refused = 0;
    for (let round = 0; round < rounds; round += 1) {
      const bytes = mutate(good[Math.floor(random() * good.length)]!, random);
      const { ok, drafts, issues } = watch.run(() => decode(bytes, context));
      expect(watch.slowestMs, `round ${round}`).to.be.below(LIMIT_MS);
      if (!ok) {
        refused += 1;
        expect(issues.length).to.be.greaterThan(0);
      }
      for (const { kind, at, body } of drafts) {
        sound += 1;
        expect(Number.isNaN(Date.parse(at))).to.equal(false);
        if (!isKindName(kind) || !('value' in body)) throw new Error(`a draft of kind ${kind}`);
        expect(schemas[kind].schema.safeParse(body.value).error).to.equal(undefined);
      }
    }
    return { sound, refused, slowestMs: watch.slowestMs };
  }

  function mutate(frame: Uint8Array, random: () => number): Uint8Array {
    const bytes = frame.slice();
    for (let k = 0; k <= random() * 4; k += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    // Half of them get their checksum mended, so that what is behind it is reached.
    if (random() < 0.5) bytes[bytes.length - 3] = bytes.subarray(2, -3).reduce((sum, byte) => sum + byte, 0) & 0xff;
    return bytes;
  }
});
