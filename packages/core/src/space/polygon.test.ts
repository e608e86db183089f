import { expect } from 'chai';
import fc from 'fast-check';
import { YingjiError } from '../error.js';
import { inEdges, toEdges, type Polygon } from './polygon.js';
import { wrapLon } from './position.js';
import { createSpaceIndex } from './space-index.js';
import { seeds } from '../testing/seeds.js';

type Corner = [lon: number, lat: number];

/** A star round a middle, some of them over the antimeridian or near a pole, with a hole of a third its size. */
const polygon = fc
  .record({
    lon: fc.oneof(fc.constantFrom(180, -179, 108.3, 0), fc.double({ min: -180, max: 180, noNaN: true })),
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    reach: fc.constantFrom(0.001, 0.1, 2, 60),
    spikes: fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }),
    hole: fc.boolean(),
    named: fc.boolean(),
  })
  .map(({ lon, lat, reach, spikes, hole, named }): Polygon => {
    const ring = (part: number): Corner[] =>
      spikes.map((spike, i) => {
        const angle = (i / spikes.length) * 2 * Math.PI;
        const x = lon + part * spike * reach * Math.cos(angle);
        const y = lat + part * spike * reach * Math.sin(angle);
        // As GeoJSON names longitudes, or going on beyond ±180.
        return [named && x > 180 ? x - 360 : named && x < -180 ? x + 360 : x, Math.max(-90, Math.min(90, y))];
      });
    return hole ? [ring(1), ring(1 / 3)] : [ring(1)];
  });

/** Even-odd by the shorter way round from corner to corner; a place is looked for under three names. */
function brute(polygon: Polygon, lon: number, lat: number): boolean {
  let odd = false;
  for (const ring of polygon) {
    const lons = [ring[0]![0]!];
    for (let i = 1; i < ring.length; i += 1) {
      let step = ring[i]![0]! - ring[i - 1]![0]!;
      if (step > 180) step -= 360;
      else if (step < -180) step += 360;
      lons.push(lons[i - 1]! + step);
    }
    for (const name of [lon - 720, lon - 360, lon, lon + 360, lon + 720])
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [y, z] = [ring[i]![1]!, ring[j]![1]!];
        if (y > lat !== z > lat && lons[i]! + ((lons[j]! - lons[i]!) * (lat - y)) / (z - y) < name) odd = !odd;
      }
  }
  return odd;
}

const box = (west: number, south: number, east: number, north: number): Corner[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** Places from within a hair of a corner to the other side of the world. */
function places([lon, lat]: Corner, seed: number, spreads: readonly number[]): Corner[] {
  return Array.from({ length: 300 }, (_, n) => {
    const spread = spreads[n % spreads.length]!;
    const x = lon + spread * Math.sin(n * 12.9898 + seed);
    const y = Math.max(-90, Math.min(90, lat + spread * Math.sin(n * 78.233 + 1.7 * seed + 1)));
    return [x > 180 ? x - 360 : x < -180 ? x + 360 : x, y];
  });
}

const refused = (shape: unknown): string => {
  try {
    toEdges(shape as Polygon);
  } catch (error) {
    return error instanceof YingjiError ? `${error.code} ${error.recovery}` : String(error);
  }
  return 'nothing was thrown';
};

// Not 0: a corner itself would be among the places.
const seed = fc.integer({ min: 1, max: 10_000 });

describe('points in a polygon', () => {
  it('are those that a look at every point and every edge finds', () => {
    fc.assert(
      fc.property(polygon, seed, (shape, from) => {
        const index = createSpaceIndex();
        const points = places(shape[0]![1] as Corner, from, [1e-9, 1e-7, 0.01, 3, 100]);
        points.push(...(shape.flat() as Corner[]).map(([x, y]): Corner => [wrapLon(x), y]));
        for (const [n, [x, y]] of points.entries()) index.put(n, x, y);
        const edges = toEdges(shape);
        const expected = [...points.keys()].filter((n) => inEdges(edges, ...points[n]!));
        expect(index.inPolygon(shape).sort((a, b) => a - b)).to.deep.equal(expected);
      }),
      seeds(),
    );
  });

  it('are those between the edges, the short way round from corner to corner', () => {
    let inside = 0;
    fc.assert(
      fc.property(polygon, seed, (shape, from) => {
        const edges = toEdges(shape);
        for (const [x, y] of places(shape[0]![0] as Corner, from, [0.0007, 0.07, 3, 100])) {
          expect(inEdges(edges, x, y)).to.equal(brute(shape, x, y));
          if (inEdges(edges, x, y)) inside += 1;
        }
      }),
      seeds(),
    );
    // 43,999 and more in each of ten times 1,000 runs, 300 a run at most: that chance leaves 10,000 is less likely than 1e-11.
    expect(inside).to.be.above(10_000);
  });

  it('over the antimeridian: named either way, closed or open, with a hole that is named the other way', () => {
    const index = createSpaceIndex();
    for (const [n, lon] of [160, 175, 179.5, 180, -179.5, -175, -160, 0].entries()) index.put(n, lon, 0.5);
    const found = (...rings: Corner[][]): string =>
      index
        .inPolygon(rings)
        .sort((a, b) => a - b)
        .join(' ');
    const [first] = box(170, -1, -170, 1);
    expect(found(box(170, -1, -170, 1))).to.equal('1 2 3 4 5');
    expect(found([...box(170, -1, -170, 1), first!])).to.equal('1 2 3 4 5');
    expect(found(box(170, -1, 190, 1))).to.equal('1 2 3 4 5');
    expect(found(box(-190, -1, -170, 1))).to.equal('1 2 3 4 5');
    expect(found(box(170, -1, 190, 1), box(-179.8, 0, -170.5, 0.9))).to.equal('1 2 3');
    expect(found(box(170, -1, -170, 1), box(179, 0, -179, 0.9))).to.equal('1 5');
    // Cut along the antimeridian, as RFC 7946 §3.1.9 asks.
    expect(found(box(170, -1, 180, 1))).to.match(/^1 2( 3)?$/);
  });

  it('of the whole world are all but those on its rim', () => {
    const index = createSpaceIndex();
    for (let n = 0; n < 500; n += 1) index.put(n, ((n * 73) % 360) - 180, ((n * 37) % 179) - 89);
    expect(index.inPolygon([box(-180, -90, 180, 90)])).to.have.length(500);
    expect(index.inPolygon([box(-180, 0, 180, 90)])).to.have.length(index.inBox([-180, 0, 180, 90]).length);
  });

  it('are not guessed where it is no polygon', () => {
    const shapes: unknown[] = [
      [],
      [[]],
      [[[0, 0]]],
      [
        [
          [0, 0],
          [1, 1],
        ],
      ],
      [
        [
          [0, 0],
          [1, 1],
          [0, 0],
        ],
      ],
      [
        [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
      ],
      [
        [
          [0, 0],
          [1, 0],
          [1, NaN],
        ],
      ],
      [
        [
          [0, 0],
          [1, 0],
          [Infinity, 1],
        ],
      ],
      [[[0, 0], [1, 0], [1]]],
      [
        [
          [22, 108],
          [23, 108],
          [23, 109],
        ],
      ],
      [
        box(0, 0, 1, 1),
        [
          [0, 0],
          [1, 1],
        ],
      ],
      // Round the south pole without a cut, and wider than the world.
      [
        [
          [-120, -70],
          [0, -70],
          [120, -70],
        ],
      ],
      [
        [
          [-180, 0],
          [0, 5],
          [170, 0],
          [300, 0],
          [200, -5],
          [0, -5],
        ],
      ],
    ];
    for (const shape of shapes) expect(refused(shape), JSON.stringify(shape)).to.equal('polygon-invalid skip');
  });
});
