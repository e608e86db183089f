import { expect } from 'chai';
import fc from 'fast-check';
import type { Device } from '../model/device.js';
import { toInstant } from '../model/time.js';
import { clearsOf, holdLimits, type HeldLimits } from './held-limits.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const LIMITS = [
  ['above:urgent', 10],
  ['above:warning', 6],
  ['above:guard', 3],
] as const;
const AFTER = { leftAfterS: 1800, clearOf: () => undefined };

interface Said {
  readonly value: number;
  readonly minute: number;
}

/** What each reading reached anew. */
function tell(readings: readonly Said[], options: Parameters<typeof holdLimits>[2] = AFTER): (readonly string[])[] {
  let held: HeldLimits | undefined;
  return readings.map(({ value, minute }) => {
    const reached = LIMITS.filter(([, limit]) => value >= limit).map(([key]) => key);
    const next = holdLimits(held, { value, at: toInstant(START + minute * 60_000), reached }, options);
    held = next.held;
    return next.anew;
  });
}
const at = (minute: number, value: number): Said => ({ minute, value });

describe('a number that was reached', () => {
  it('is not reached anew by what flutters about it, until it was left for long enough or by far', () => {
    const flutter = [6.1, 5.9, 6, 5.8, 6.2].map((value, i) => at(i * 5, value));
    expect(tell(flutter)).to.deep.equal([['above:warning', 'above:guard'], [], [], [], []]);
    // Inside for half an hour; and inside of the next number too.
    expect(tell([at(0, 6.1), at(5, 5.9), at(20, 5.9), at(35, 5.9), at(36, 6.1)]).at(-1)).to.deep.equal([
      'above:warning',
    ]);
    expect(tell([at(0, 6.1), at(5, 2.9), at(6, 6.1)]).at(-1)).to.deep.equal(['above:warning']);
    expect(tell([at(0, 6.1), at(5, 5.9), at(34, 6.1)]).at(-1), 'a minute too early').to.deep.equal([]);
    expect(tell([at(0, 6.1), at(5, 5.9), at(35, 6.1)]).at(-1), 'nobody saw what was between').to.deep.equal([
      'above:warning',
    ]);
  });

  it('is left at the value its limit is stated to be over at, and only there', () => {
    const clearOf = (key: string) => (key === 'above:warning' ? ({ side: 'above', value: 5 } as const) : undefined);
    const options = { leftAfterS: 1800, clearOf };
    const last = (...readings: Said[]): unknown => tell(readings, options).at(-1);
    expect(last(at(0, 6.1), at(5, 5.1), at(600, 5.1), at(601, 6.1))).to.deep.equal([]);
    expect(last(at(0, 6.1), at(5, 5), at(6, 6.1))).to.deep.equal(['above:warning']);
    const below = { leftAfterS: 1800, clearOf: () => ({ side: 'below', value: 4 }) as const };
    const low = (value: number, held?: HeldLimits): ReturnType<typeof holdLimits> =>
      holdLimits(held, { value, at: toInstant(START), reached: value <= 3 ? ['below:low'] : [] }, below);
    const first = low(3);
    expect(low(3, low(3.9, first.held).held).anew).to.deep.equal([]);
    expect(low(3, low(4, first.held).held).anew).to.deep.equal(['below:low']);
  });

  it('is left at the value that its device states for that quantity in that unit, and at none of another', () => {
    const device = (unit: string, clear: number) => ({
      ...{ quantity: 'water-level', unit },
      limits: [{ name: 'warning', side: 'above' as const, value: clear + 1, clear }],
    });
    const clearOf = clearsOf(
      { type: 'gauge', native: '1', quantities: [device('m', 5), device('cm', 500)] } as Device,
      {
        quantity: 'water-level',
        unit: 'm',
      },
    );
    expect(clearOf('above:warning')).to.deep.equal({ side: 'above', value: 5 });
    expect(clearOf('above:guard')).to.equal(undefined);
  });

  it('is always told by the first reading that reaches it, and anew only after it was left', () => {
    const readings = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 20 })), {
        minLength: 1,
        maxLength: 25,
      })
      .map((steps) => {
        let minute = 0;
        return steps.map(([value, gap]) => at((minute += gap), value));
      });
    let again = 0;
    fc.assert(
      fc.property(readings, (all) => {
        const told = tell(all);
        for (const [i, [key, limit]] of LIMITS.entries()) {
          const times = told.flatMap((keys, n) => (keys.includes(key) ? [n] : []));
          const first = all.findIndex(({ value }) => value >= limit);
          expect(times[0] ?? -1, key).to.equal(first);
          const inner = LIMITS[i + 1]?.[1] ?? -Infinity;
          for (const [n, time] of times.entries()) {
            expect(all[time]!.value).to.be.at.least(limit);
            const before = times[n - 1];
            if (before === undefined) continue;
            again += 1;
            // Somewhere between the two tellings it was inside by far, or at the end of a stretch of half an hour inside.
            const between = all.slice(before + 1, time);
            const stretches = between.map(({ value, minute }, k) => {
              const out = between.slice(k).findIndex((each) => each.value >= limit);
              const end = out < 0 ? all[time]!.minute : between[k + out]!.minute;
              return value < limit && end - minute >= 30;
            });
            expect(between.some(({ value }) => value < inner) || stretches.includes(true), `${key} told anew`).to.equal(
              true,
            );
          }
        }
      }),
      seeds(),
    );
    // In 480 and more of 1,000 runs: that chance leaves no more than 200 is far less likely than 1e-9.
    expect(again).to.be.above(200);
  });
});
