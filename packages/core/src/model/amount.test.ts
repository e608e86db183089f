import { expect } from 'chai';
import fc from 'fast-check';
import { amount } from './amount.js';
import { seeds } from '../testing/seeds.js';

const isAmount = (value: unknown): boolean => amount.safeParse(value).success;

describe('an amount', () => {
  it('is whole thousandths of its unit, and nothing that would count as another amount', () => {
    for (const good of [0, 0.001, 0.123, 4.56, 1.1, 999_999_999.999, 1_000_000_000])
      expect(isAmount(good), `${good}`).to.equal(true);
    for (const bad of [
      1e-7,
      9e-7,
      1.5e-7,
      5e-324,
      1e-6,
      0.0005,
      0.1 + 0.2,
      1.0000000001,
      1_000_000_000.001,
      -0.001,
      NaN,
      Infinity,
    ])
      expect(isAmount(bad), `${bad}`).to.equal(false);
  });

  it('is taken however many thousandths it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (thousandths) => {
        expect(isAmount(Number(`${thousandths}e-3`))).to.equal(true);
      }),
      seeds(),
    );
  });

  it('is none when it is anything else, however small', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (value) => {
        expect(isAmount(value)).to.equal(Number(value.toFixed(3)) === value);
      }),
      seeds(),
    );
  });
});
