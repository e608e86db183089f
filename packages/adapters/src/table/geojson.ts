import { issue, type Issue } from '@yingji/core';
import type { LonLat } from '../datum/index.js';
import type { Limits } from './config.js';
import type { MultiPolygon, SheetResult, SheetRow } from './sheet.js';

type Obj = { readonly [key: string]: unknown };
const isObject = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A GeoJSON FeatureCollection (RFC 7946) to rows: properties are cells, Polygon and MultiPolygon become outlines.
 * RFC 7946 says WGS 84, yet Chinese files in GCJ-02 wear the same clothes: only a `datum` member or the older `crs`
 * member counts as stated.
 */
export function readGeoJson(text: string, limits: Limits): SheetResult {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return {
      issue: issue(
        'geojson-malformed',
        'The file is no JSON, or was cut off; write it elsewhere and rename it into place.',
      ),
    };
  }
  const features = isObject(root) && root['type'] === 'FeatureCollection' ? root['features'] : undefined;
  if (!isObject(root) || !Array.isArray(features)) {
    return {
      issue: issue('geojson-malformed', 'A FeatureCollection is expected; wrap the features in one.', {
        path: '/type',
      }),
    };
  }
  if (features.length > limits.rows) {
    return {
      issue: issue(
        'too-many-rows',
        `There are more than ${limits.rows} features; split the file or raise limits.rows.`,
        { path: '/features' },
      ),
    };
  }
  const keys = keysOf(features);
  const header = keys.map(wellFormed);
  const issues: Issue[] = [];
  const budget = { corners: limits.corners };
  const rows: SheetRow[] = [];
  let torn = false;
  for (const [at, feature] of features.entries()) {
    const path = `/features/${at}`;
    const label = `Feature ${at + 1}`;
    const properties = isObject(feature) ? feature['properties'] : undefined;
    if (!isObject(feature) || !isObject(properties)) {
      issues.push(issue('geojson-malformed', `${label} has no properties; give it at least code and name.`, { path }));
      torn = true;
      continue;
    }
    const deep = keys.filter((key) => isDeep(properties[key], MOST_DEEP));
    for (const key of deep)
      issues.push(
        issue('geojson-malformed', `${label}: ${wellFormed(key)} is nested too deep and left out.`, {
          path: `${path}/properties`,
        }),
      );
    const cells = keys.map((key) => (deep.includes(key) ? '' : cellOf(properties[key])));
    const outline = readOutline(feature['geometry'], budget);
    if (budget.corners < 0) {
      return {
        issue: issue(
          'too-many-corners',
          `The outlines have more than ${limits.corners} corners; simplify them or raise limits.corners.`,
          { path },
        ),
      };
    }
    if ('problem' in outline)
      issues.push(issue('outline-invalid', `${label}: ${outline.problem}`, { path: `${path}/geometry` }));
    rows.push({ label, path: `${path}/properties`, cells, ...('outline' in outline && { outline: outline.outline }) });
  }
  const datum = datumOf(root);
  return { sheet: { header, headerPath: '/features', rows, issues, torn, ...(datum !== undefined && { datum }) } };
}

function keysOf(features: readonly unknown[]): string[] {
  const keys = new Set<string>();
  for (const feature of features) {
    const properties = isObject(feature) ? feature['properties'] : undefined;
    if (isObject(properties)) for (const key of Object.keys(properties)) keys.add(key);
  }
  return [...keys];
}

/** A half of a surrogate pair is no character: no id, file or line takes it. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? wellFormed(value.trim()) : JSON.stringify(value);
}

/** Deeper than any property of a place; text without bottom can be read but not written again. */
const MOST_DEEP = 20;
function isDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => isDeep(inner, left - 1));
}

function datumOf(root: Obj): string | undefined {
  if (typeof root['datum'] === 'string') return root['datum'];
  const crs = root['crs'];
  const properties = isObject(crs) ? crs['properties'] : undefined;
  const name = isObject(properties) ? properties['name'] : undefined;
  if (typeof name !== 'string') return undefined;
  const epsg = /EPSG:+(\d+)$/i.exec(name);
  return epsg ? `epsg:${epsg[1]}` : /CRS84$/i.test(name) ? 'crs84' : name;
}

type Outline = { readonly outline: MultiPolygon } | { readonly problem: string } | { readonly none: true };

function readOutline(geometry: unknown, budget: { corners: number }): Outline {
  if (geometry === null || geometry === undefined) return { none: true };
  const type = isObject(geometry) ? geometry['type'] : undefined;
  const coordinates = isObject(geometry) ? geometry['coordinates'] : undefined;
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    return { problem: 'its geometry is no Polygon or MultiPolygon; the outline is left out.' };
  const polygons: unknown = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) return { problem: 'its outline is empty.' };
  const outline: LonLat[][][] = [];
  for (const polygon of polygons as unknown[]) {
    if (!Array.isArray(polygon) || polygon.length === 0) return { problem: 'a polygon has no ring.' };
    const rings: LonLat[][] = [];
    for (const ring of polygon as unknown[]) {
      const read = readRing(ring, budget);
      if (!read)
        return {
          problem: 'a ring is not a closed list of at least four longitude, latitude pairs; the outline is left out.',
        };
      rings.push(read);
    }
    outline.push(rings);
  }
  return { outline };
}

function readRing(ring: unknown, budget: { corners: number }): LonLat[] | undefined {
  if (!Array.isArray(ring) || ring.length < 4 || (budget.corners -= ring.length) < 0) return undefined;
  const corners: LonLat[] = [];
  for (const corner of ring as unknown[]) {
    const [lon, lat] = Array.isArray(corner) ? (corner as unknown[]) : [];
    if (typeof lon !== 'number' || typeof lat !== 'number') return undefined;
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return undefined;
    corners.push([lon, lat]);
  }
  const [first, last] = [corners[0], corners.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1] ? corners : undefined;
}
