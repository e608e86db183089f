import { expect } from 'chai';
import fc from 'fast-check';
import { millis, toInstant } from './time.js';
import { seeds } from '../testing/seeds.js';

describe('time', () => {
  it('an instant is read as Date.parse reads it, asked again or not, and whatever it is', () => {
    const text = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom('2026-06-12T16:00:00+08:00', '2026-06-12T16:00:00.001+08:00', '2026-06-12T16:00:00Z'),
      fc.string({ maxLength: 4 }),
      fc.constantFrom('', 'Z', '气象', undefined, null, 5),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 30 }), (texts) => {
        for (const each of [...texts, ...texts]) expect(millis(each as never)).to.deep.equal(Date.parse(each as never));
      }),
      seeds(),
    );
  });

  it('an instant is written as toISOString writes it', () => {
    for (const ms of [0, -0, 1.5, 1, 1, -62_135_596_800_000])
      expect(toInstant(ms)).to.equal(new Date(ms).toISOString());
    expect(() => toInstant(NaN)).to.throw(RangeError);
    expect(toInstant(1)).to.equal('1970-01-01T00:00:00.001Z');
  });
});
