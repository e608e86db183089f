import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { fromWgs84, toWgs84, type Datum, type LonLat } from './index.js';

interface Vectors {
  readonly points: readonly {
    readonly name: string;
    readonly wgs84: LonLat;
    readonly gcj02: LonLat;
    readonly bd09: LonLat;
  }[];
}
const { points } = JSON.parse(readFileSync(new URL('vectors/points.json', import.meta.url), 'utf8')) as Vectors;

const shared = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const sample = `${shared}/samples/coord/vectors.csv`;

/** Metres between two near points. */
function apart([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  return Math.hypot((lonA - lonB) * 111_320 * Math.cos((latA * Math.PI) / 180), (latA - latB) * 110_950);
}

describe('datum', () => {
  for (const point of points) {
    for (const datum of ['gcj02', 'bd09'] as const) {
      it(`${point.name}: ${datum} both ways`, () => {
        expect(apart(fromWgs84(point.wgs84, datum), point[datum])).below(0.001);
        expect(apart(toWgs84(point[datum], datum), point.wgs84)).below(0.001);
      });
    }
  }

  it('takes WGS 84 and CGCS2000 as they are', () => {
    for (const datum of ['wgs84', 'cgcs2000'] as const) {
      expect(toWgs84([108.3, 22.8], datum)).deep.equal([108.3, 22.8]);
      expect(fromWgs84([108.3, 22.8], datum)).deep.equal([108.3, 22.8]);
    }
  });

  it('shifts nothing outside China', () => {
    for (const point of [
      [139.7, 35.7],
      [2.35, 48.85],
      [-122.4, 37.8],
      [103.8, 1.35],
    ] as const) {
      expect(toWgs84(point, 'gcj02')).deep.equal(point);
    }
  });

  it('moves Nanning by some 500 m, so that a datum taken for another cannot pass unseen', () => {
    for (const { wgs84, gcj02 } of points.slice(0, 2)) expect(apart(wgs84, gcj02)).within(480, 560);
  });

  it('gives back every point inside China within a millimetre', () => {
    const inside = fc.tuple(
      fc.double({ min: 74, max: 134.7, noNaN: true }),
      fc.double({ min: 4.2, max: 53.2, noNaN: true }),
    );
    const datum = fc.constantFrom<Datum>('gcj02', 'bd09');
    fc.assert(
      fc.property(inside, datum, (point, which) => apart(toWgs84(fromWgs84(point, which), which), point) < 0.001),
      seeds(),
    );
  });

  it('answers a finite point for any finite input', () => {
    const any = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    fc.assert(
      fc.property(any, fc.constantFrom<Datum>('gcj02', 'bd09'), (point, which) =>
        toWgs84(point, which).every(Number.isFinite),
      ),
      seeds(),
    );
  });

  it(`agrees within 0.5 m with ../shared/samples/coord${existsSync(sample) ? '' : ' (skipped: ../shared is not here)'}`, function () {
    if (!existsSync(sample)) return this.skip();
    const rows = readFileSync(sample, 'utf8').trim().split(/\r?\n/).slice(1);
    expect(rows).not.empty;
    for (const row of rows) {
      const [, ...numbers] = row.split(',');
      const [wLon = 0, wLat = 0, gLon = 0, gLat = 0, bLon = 0, bLat = 0] = numbers.map(Number);
      expect(apart(toWgs84([gLon, gLat], 'gcj02'), [wLon, wLat]), row).below(0.5);
      expect(apart(toWgs84([bLon, bLat], 'bd09'), [wLon, wLat]), row).below(0.5);
    }
  });
});
