import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { splitAtAntimeridian } from './antimeridian.js';
import type { CapPoint } from './cap-alert.js';

const box = (west: number, east: number): CapPoint[] => [
  [west, -10],
  [east, -10],
  [east, 10],
  [west, 10],
  [west, -10],
];
/** Degrees of latitude times degrees of longitude, by the shoelace formula. */
const areaOf = (ring: readonly CapPoint[]): number =>
  Math.abs(ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0)) / 2;
const spans = (rings: readonly (readonly CapPoint[])[]): number[][] =>
  rings
    .map((ring) => [Math.min(...ring.map(([lon]) => lon)), Math.max(...ring.map(([lon]) => lon))])
    .sort((a, b) => a[0]! - b[0]!);

describe('splitAtAntimeridian', () => {
  it('leaves alone what does not reach it', () => {
    for (const ring of [box(100, 120), box(-180, -170), box(170, 180), box(-180, 180), box(-100, 70)])
      expect(splitAtAntimeridian(ring)).to.deep.equal({ rings: [ring], changed: false });
  });

  it('cuts a ring that goes on at the other side', () => {
    const { rings, changed } = splitAtAntimeridian(box(170, -170));
    expect(changed).to.equal(true);
    expect(spans(rings)).to.deep.equal([
      [-180, -170],
      [170, 180],
    ]);
    expect(rings.reduce((sum, ring) => sum + areaOf(ring), 0)).to.equal(400);
  });

  it('cuts a ring that counts on over 180, either way', () => {
    expect(spans(splitAtAntimeridian(box(170, 190)).rings)).to.deep.equal([
      [-180, -170],
      [170, 180],
    ]);
    expect(spans(splitAtAntimeridian(box(-190, -170)).rings)).to.deep.equal([
      [-180, -170],
      [170, 180],
    ]);
  });

  it('moves a ring that lies wholly beyond', () => {
    expect(spans(splitAtAntimeridian(box(185, 195)).rings)).to.deep.equal([[-175, -165]]);
    expect(spans(splitAtAntimeridian(box(200, 360)).rings)).to.deep.equal([[-160, 0]]);
  });

  it('takes a ring with corners on both sides of the line itself', () => {
    const ring: CapPoint[] = [
      [170, 0],
      [180, 0],
      [-180, 0],
      [-170, 0],
      [-170, 5],
      [170, 5],
      [170, 0],
    ];
    const { rings } = splitAtAntimeridian(ring);
    expect(spans(rings)).to.deep.equal([
      [-180, -170],
      [170, 180],
    ]);
    expect(rings.reduce((sum, piece) => sum + areaOf(piece), 0)).to.equal(100);
  });

  it('closes a ring around a pole over the pole', () => {
    const ring: CapPoint[] = [-150, -90, -30, 30, 90, 150, -150].map((lon): CapPoint => [lon, 70]);
    const { rings } = splitAtAntimeridian(ring);
    expect(rings.reduce((sum, piece) => sum + areaOf(piece), 0)).to.be.closeTo(360 * 20, 1e-6);
  });

  it('leaves nothing of a ring without area', () => {
    expect(
      splitAtAntimeridian([
        [190, 0],
        [190, 5],
        [190, 9],
        [190, 0],
      ]).rings,
    ).to.deep.equal([]);
  });

  it('always gives closed rings a map can draw', () => {
    const point = fc.tuple(fc.integer({ min: -360, max: 360 }), fc.integer({ min: -90, max: 90 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 30 }), (corners) => {
        const ring = [...corners, corners[0]!] as CapPoint[];
        for (const piece of splitAtAntimeridian(ring).rings) {
          expect(piece.length).to.be.at.least(4);
          expect(piece[0]).to.deep.equal(piece.at(-1));
          for (const [lon, lat] of piece)
            expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90, `${lon},${lat}`).to.equal(true);
        }
      }),
      seeds(),
    );
  });
});
