import { expect } from 'chai';
import { areaOf, circleOf, crossesItself, outlineOf, type Spot } from './figure.js';

const spots = (...pairs: readonly (readonly [number, number])[]): Spot[] => pairs.map(([x, y]) => ({ x, y }));
const SQUARE = spots([0, 0], [10, 0], [10, 10], [0, 10]);
/** A U, open above. */
const CUP = spots([0, 0], [3, 0], [3, 7], [7, 7], [7, 0], [10, 0], [10, 10], [0, 10]);

describe('figures on the map', () => {
  it('hold what stands inside, also of an outline that goes in and out', () => {
    expect(outlineOf(SQUARE)({ x: 5, y: 5 })).to.equal(true);
    expect(outlineOf(SQUARE)({ x: 11, y: 5 })).to.equal(false);
    expect(outlineOf(CUP)({ x: 1, y: 1 })).to.equal(true);
    expect(outlineOf(CUP)({ x: 5, y: 1 })).to.equal(false);
    expect(outlineOf(CUP)({ x: 5, y: 9 })).to.equal(true);
    expect(circleOf({ x: 0, y: 0 }, 5)({ x: 3, y: 4 })).to.equal(true);
    expect(circleOf({ x: 0, y: 0 }, 5)({ x: 5, y: 5 })).to.equal(false);
  });

  it('cross themselves, or do not', () => {
    expect(crossesItself(SQUARE)).to.equal(false);
    expect(crossesItself(CUP)).to.equal(false);
    expect(crossesItself(spots([0, 0], [10, 10], [10, 0], [0, 10]))).to.equal(true);
    expect(crossesItself(spots([0, 0], [10, 0], [5, 8]))).to.equal(false);
  });

  it('have an area on the ground, whichever way round, also over the antimeridian', () => {
    // A degree by a degree at the equator: R² × 1° × sin 1°.
    const degree = (6_371_008.8 ** 2 * Math.PI * Math.sin(Math.PI / 180)) / 180;
    const square = [
      [108, 0],
      [109, 0],
      [109, 1],
      [108, 1],
    ] as const;
    expect(areaOf(square) / degree).to.be.closeTo(1, 1e-4);
    expect(areaOf([...square].reverse()) / degree).to.be.closeTo(1, 1e-4);
    const over = square.map(([lon, lat]) => [lon === 108 ? 179.5 : -179.5, lat] as const);
    expect(areaOf(over) / degree).to.be.closeTo(1, 1e-4);
  });
});
