import { expect } from 'chai';
import fc from 'fast-check';
import { LONGEST_BEAT_S, SHORTEST_BEAT_S } from '../model/observation.js';
import { beatOf, hearing } from './beat.js';
import { seeds } from '../testing/seeds.js';

const NOON = Date.parse('2026-06-12T12:00:00+08:00');
const after = (heard: readonly number[]): number | undefined =>
  beatOf(heard.reduce<readonly number[]>((known, at) => hearing(known, at), []));
const every = (s: number, times: number, from = NOON): number[] =>
  Array.from({ length: times }, (_, i) => from + i * s * 1000);

describe('the beat of a reading, learned', () => {
  it('is not known before four readings, and is their spacing from then on', () => {
    for (const times of [0, 1, 2, 3]) expect(after(every(300, times)), `${times} readings`).to.equal(undefined);
    for (const times of [4, 5, 9, 30]) expect(after(every(300, times)), `${times} readings`).to.equal(300);
  });

  it('a repeat is no reading, and one outage or one burst does not move it', () => {
    expect(after([...every(300, 3), NOON, NOON, NOON])).to.equal(undefined);
    const outage = NOON + 9 * 3_600_000;
    expect(after([...every(300, 5), ...every(300, 4, outage)])).to.equal(300);
    expect(after([...every(300, 7), NOON + 1800_100, NOON + 1800_200])).to.equal(300);
  });

  it('what was told long ago has no part in it', () => {
    expect(after([...every(300, 9), 0, 1000, 2000, NOON - 86_400_000])).to.equal(300);
    expect(after([...every(3600, 9), ...every(60, 9, NOON + 9 * 3_600_000)]), 'it tells more often now').to.equal(60);
  });

  it('what is told when something happens has none', () => {
    expect(after([0, 5, 3600, 3610, 9000, 9001, 40_000, 90_000].map((s) => NOON + s * 1000))).to.equal(undefined);
  });

  it('is never shorter than half a minute nor longer than a day', () => {
    expect(after(every(0.2, 9))).to.equal(SHORTEST_BEAT_S);
    expect(after(every(40 * 86_400, 9))).to.equal(LONGEST_BEAT_S);
  });

  it('the same readings give the same beat, in any order and with any repeats', () => {
    const instants = fc.array(fc.integer({ min: NOON, max: NOON + 86_400_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(
        instants.chain((heard) =>
          fc.tuple(fc.constant(heard), fc.shuffledSubarray(heard, { minLength: heard.length }), fc.subarray(heard)),
        ),
        ([heard, shuffled, again]) => {
          expect(after([...shuffled, ...again])).to.equal(after(heard));
        },
      ),
      seeds(),
    );
  });

  it('of one that keeps its time within a fifth, at most one reading lost, silence of two beats is silence', () => {
    const device = fc.record({
      everyS: fc.integer({ min: 60, max: 3600 }),
      late: fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 9, maxLength: 9 }),
      lost: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(device, ({ everyS, late, lost }) => {
        const heard = late.map((part, i) => Math.round(NOON + (i + part) * everyS * 1000)).filter((_, i) => i !== lost);
        const beat = after(heard);
        expect(beat).to.be.within(Math.max(SHORTEST_BEAT_S, everyS * 0.79), everyS * 1.21);
      }),
      seeds(),
    );
  });
});
