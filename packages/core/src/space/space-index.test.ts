import { expect } from 'chai';
import fc from 'fast-check';
import { YingjiError } from '../error.js';
import { distance, from, haversine } from './great-circle.js';
import { createSpaceIndex, type SpaceIndex } from './space-index.js';
import type { BBox } from './position.js';
import { seeds } from '../testing/seeds.js';

type Point = readonly [lon: number, lat: number];

/** Places where things go wrong: edges of cells, poles, both names of the antimeridian, and crowds at one spot. */
const lon = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: 108.3, max: 108.31, noNaN: true }),
  fc.constantFrom(-180, 180, -179.9999999, 179.9999999, 0, 90, 108.35),
);
const lat = fc.oneof(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: 22.8, max: 22.81, noNaN: true }),
  fc.constantFrom(-90, 90, 0, 45, 22.82),
);
const position = fc.tuple(lon, lat);
const step = fc.record({ handle: fc.nat(60), to: fc.option(position, { freq: 4 }) });
const steps = fc.oneof(
  fc.array(step, { maxLength: 200, size: 'max' }),
  // Many at very few places.
  fc.array(fc.record({ handle: fc.nat(60), to: fc.option(fc.constantFrom<Point>([108, 22], [108, 22.000001])) }), {
    maxLength: 200,
    size: 'max',
  }),
);

function replay(history: readonly { handle: number; to: Point | null }[]): [SpaceIndex, Map<number, Point>] {
  const index = createSpaceIndex();
  const points = new Map<number, Point>();
  for (const { handle, to } of history) {
    if (to) {
      index.put(handle, ...to);
      points.set(handle, to);
    } else expect(index.remove(handle)).to.equal(points.delete(handle));
    expect(index.has(handle)).to.equal(to !== null);
  }
  expect(index.size).to.equal(points.size);
  return [index, points];
}

const sorted = (handles: readonly number[]): number[] => [...handles].sort((a, b) => a - b);
const onAntimeridian = (x: number): boolean => x === 180 || x === -180;

/** By the words of the definition: eastward from west to east, each meridian under both of its names. */
function brute(points: Map<number, Point>, [west, south, east, north]: BBox): number[] {
  const within = (x: number): boolean => (west <= east ? x >= west && x <= east : x >= west || x <= east);
  const found = [...points].filter(
    ([, [x, y]]) => y >= south && y <= north && (within(x) || (onAntimeridian(x) && (within(180) || within(-180)))),
  );
  return sorted(found.map(([handle]) => handle));
}

const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof YingjiError ? `${error.code} ${error.recovery}` : String(error);
  }
  return 'nothing was thrown';
};

describe('space index', () => {
  it('gives for a box what a look at every point gives, whatever came and went, over the antimeridian too', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.tuple(lon, lat, lon, lat), { minLength: 1, maxLength: 6 }), (history, boxes) => {
        const [index, points] = replay(history);
        for (const [west, a, east, b] of boxes) {
          const box: BBox = [west, Math.min(a, b), east, Math.max(a, b)];
          expect(sorted(index.inBox(box))).to.deep.equal(brute(points, box));
        }
        expect(sorted(index.inBox([-180, -90, 180, 90]))).to.deep.equal(sorted([...points.keys()]));
      }),
      seeds(),
    );
  });

  it('gives the nearest as a look at every point gives them, in the same order', () => {
    fc.assert(
      fc.property(steps, position, fc.nat(70), fc.boolean(), (history, [x, y], most, odd) => {
        const [index, points] = replay(history);
        const accepts = (handle: number): boolean => handle % 2 === 1;
        const all = [...points].filter(([handle]) => !odd || accepts(handle));
        const expected = all
          .map(([handle, [a, b]]) => ({
            handle,
            angle: haversine(from(x === 180 ? -180 : x, y), a === 180 ? -180 : a, b),
          }))
          .sort((a, b) => a.angle - b.angle || a.handle - b.handle);
        const found = index.nearest(x, y, { most, ...(odd && { accepts }) });
        expect(found.map(({ handle }) => handle)).to.deep.equal(expected.slice(0, most).map(({ handle }) => handle));
        for (const near of found) expect(near.distance).to.equal(distance(x, y, ...points.get(near.handle)!));
      }),
      seeds(),
    );
  });

  it('leaves out what is farther than asked, and nothing that is exactly as far', () => {
    fc.assert(
      fc.property(steps, position, fc.nat(60), (history, [x, y], far) => {
        const [index] = replay(history);
        const all = index.nearest(x, y, { most: Infinity });
        const within = all[far % (all.length + 1)]?.distance ?? 1000;
        const expected = all.filter((near) => near.distance <= within);
        expect(index.nearest(x, y, { most: Infinity, within })).to.deep.equal(expected);
      }),
      seeds(),
    );
  });

  it('measures metres: a degree of latitude, half the equator, over the antimeridian, over the pole', () => {
    const degree = (Math.PI * 6_371_008.8) / 180;
    expect(distance(108, 22, 108, 23)).to.be.closeTo(degree, 1e-6);
    expect(distance(0, 0, 180, 0)).to.be.closeTo(180 * degree, 1e-6);
    expect(distance(179, 0, -179, 0)).to.be.closeTo(2 * degree, 1e-6);
    expect(distance(0, 89, 180, 89)).to.be.closeTo(2 * degree, 1e-6);
  });

  it('finds over the antimeridian and over the pole what is nearest there', () => {
    const index = createSpaceIndex();
    index.put(0, -179.9, 0);
    index.put(1, 170, 0);
    index.put(2, 0, 89);
    index.put(3, 90, 80);
    expect(index.nearest(179.9, 0, { most: 1 })[0]!.handle).to.equal(0);
    expect(index.nearest(180, 88, { most: 2 }).map(({ handle }) => handle)).to.deep.equal([2, 3]);
  });

  it('reads boxes of maps that were panned round the world', () => {
    const index = createSpaceIndex();
    index.put(0, 175, 1);
    index.put(1, -175, 1);
    index.put(2, 0, 1);
    index.put(3, 180, 1);
    const boxes: Record<string, BBox> = {
      '0 1 3': [170, 0, 190, 2],
      '1': [180.5, 0, 190, 2],
      '0 1 2 3': [-540, 0, 540, 2],
      '1 3': [-180, 0, -170, 2],
      '0 3': [170, 0, 180, 2],
      '2': [359, 0, 361, 2],
      '3': [180, 0, 180, 2],
      '': [-10, 2, 10, 90],
    };
    for (const [expected, box] of Object.entries(boxes)) expect(sorted(index.inBox(box)).join(' ')).to.equal(expected);
  });

  it('refuses what is no position, and stays as it was', () => {
    const index = createSpaceIndex();
    index.put(7, 108, 22);
    for (const [x, y] of [
      [NaN, 0],
      [0, NaN],
      [Infinity, 0],
      [0, -Infinity],
      [180.0001, 0],
      [0, 90.0001],
      [22.8, 108.3],
      [null, 0],
      ['108', 22],
      [undefined, undefined],
    ] as unknown as [number, number][]) {
      expect(code(() => index.put(7, x, y))).to.equal('position-invalid skip');
      expect(code(() => index.nearest(x, y, { most: 1 }))).to.equal('position-invalid skip');
    }
    expect(index.nearest(108, 22, { most: 1 })).to.deep.equal([{ handle: 7, distance: 0 }]);
  });

  it('tells no position in what it throws: it may be a home', () => {
    expect(() => createSpaceIndex().put(0, 187.654321, 22.123456)).to.throw(/^((?!187|22\.1).)*$/);
  });

  it('refuses handles that are no small integers before it takes memory for them', () => {
    const index = createSpaceIndex();
    for (const handle of [-1, 0.5, NaN, Infinity, 2 ** 25, 2 ** 53])
      expect(code(() => index.put(handle, 0, 0))).to.equal('handle-invalid skip');
    expect(index.bytes).to.be.below(1000);
    expect(index.size).to.equal(0);
  });

  it('removes what is not there without a word', () => {
    const index = createSpaceIndex();
    index.put(3, 1, 1);
    for (const handle of [0, 4, 1e9, -1, NaN, 1.5]) {
      expect(index.remove(handle)).to.equal(false);
      expect(index.has(handle)).to.equal(false);
    }
    expect(index.remove(3)).to.equal(true);
    expect(index.remove(3)).to.equal(false);
    expect(index.size).to.equal(0);
  });

  it('answers nothing of nothing, and nothing to nought', () => {
    const index = createSpaceIndex();
    expect(index.inBox([-180, -90, 180, 90])).to.deep.equal([]);
    expect(index.nearest(0, 0, { most: 5 })).to.deep.equal([]);
    index.put(0, 0, 0);
    expect(index.nearest(0, 0, { most: 0 })).to.deep.equal([]);
    expect(index.nearest(0, 0, { most: Infinity })).to.have.length(1);
  });

  it('refuses boxes and numbers that mean nothing', () => {
    const index = createSpaceIndex();
    for (const box of [
      [NaN, 0, 1, 1],
      [0, 0, Infinity, 1],
      [0, 2, 1, 1],
      [0, 0, 1],
    ] as unknown as BBox[])
      expect(code(() => index.inBox(box))).to.equal('box-invalid skip');
    for (const options of [
      { most: -1 },
      { most: 1.5 },
      { most: NaN },
      { most: 1, within: -1 },
      { most: 1, within: NaN },
    ])
      expect(code(() => index.nearest(0, 0, options))).to.equal('nearest-invalid skip');
  });
});
