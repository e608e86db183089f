import type { Row, Warning } from '@yingji/core';
import type { Item, LonLat } from '../alert-map/item.js';
import type { Rows } from '../controllers/observe.js';
import { placesOf, tellingsOf } from '../alert-map/warning-item.js';
import type { MapWords } from '../alert-map/words.js';
import { circleRing, labelPoint, type Polygon } from './geometry.js';
import type { Numbers } from './numbers.js';
import { BESIDE, MARK_BESIDE } from './symbol-geometry.js';

/** The two GeoJSON geometries the map draws. */
export type Geometry = { type: 'Point'; coordinates: number[] } | { type: 'MultiPolygon'; coordinates: number[][][][] };
/** A GeoJSON feature (RFC 7946) with the number that GL knows it by. */
export interface Feature {
  type: 'Feature';
  id: number;
  geometry: Geometry;
  properties: { [name: string]: string | number };
}
export interface Collection {
  type: 'FeatureCollection';
  features: Feature[];
}

/**
 * Alarms are drawn from four sources, because a cluster may hold neither real things and drills nor reds and others. The
 * order is the one of drawing: what matters most lies on top.
 */
export const GROUPS = ['drill', 'drill-red', 'real', 'real-red'] as const;
export type Group = (typeof GROUPS)[number];

export const groupOf = (item: Item): Group =>
  `${item.exercise ? 'drill' : 'real'}${item.level === 'red' ? '-red' : ''}` as Group;

/** The picture of a symbol: kind, level and states in one name, drawn when the map first asks for it. */
export function symbolName(item: Item): string {
  const flags = `${item.waiting ? 'u' : ''}${item.stale ? 's' : ''}${item.exercise ? 'x' : ''}${item.unjudged ? 'q' : ''}`;
  return `symbol:${item.kind}:${item.numbered ? 'below' : item.level}:${flags}`;
}

/** The picture of a warning's mark: its level, or the number it is graded by. */
function markName(item: Item): string {
  const { grade } = item.row.value as unknown as Warning;
  return item.numbered
    ? `mark:numbered:${grade}`
    : `mark:${item.level}:${item.stale ? 's' : ''}${item.unjudged ? 'q' : ''}`;
}

const point = (coordinates: LonLat): Geometry => ({ type: 'Point', coordinates: [...coordinates] });

/** Digits after the point by which two positions count as one spot: about 1 m for symbols, 100 m for areas. */
const SAME_SPOT = 5;
const SAME_AREA = 3;

const spotOf = (at: LonLat, digits: number): string => at.map((degrees) => degrees.toFixed(digits)).join();

/**
 * The symbols of each group. Items come most urgent first: at one spot the first keeps the spot, the others stand beside. Those
 * for whom there is no room lie under the last one, which says how many they are.
 */
export function symbolFeatures(
  items: readonly Item[],
  numbers: Numbers,
): { readonly [G in Group]: Map<number, Feature> } {
  const last = BESIDE.length - 1;
  const crowds = new Map<string, { readonly first: Feature; n: number }>();
  const groups = { drill: new Map(), 'drill-red': new Map(), real: new Map(), 'real-red': new Map() };
  const spots = new Map<string, number>();
  for (const item of items) {
    if (!item.position || item.kind === 'warning' || item.ended) continue;
    const spot = spotOf(item.position, SAME_SPOT);
    const before = spots.get(spot) ?? 0;
    spots.set(spot, before + 1);
    const id = numbers.of(item.id);
    const importance = (item.kind === 'incident' ? 10 : 0) + (5 - item.rank) + (item.waiting ? 0.5 : 0);
    const feature: Feature = {
      type: 'Feature',
      id,
      geometry: point(item.position),
      properties: {
        number: id,
        symbol: symbolName(item),
        rank: item.rank,
        waiting: item.waiting ? 1 : 0,
        stale: item.stale ? 1 : 0,
        importance,
        beside: Math.min(before, last),
        label: before === 0 ? labelOf(item) : '',
      },
    };
    groups[groupOf(item)].set(id, feature);
    if (before === last) crowds.set(spot, { first: feature, n: 0 });
    else if (before > last) crowds.get(spot)!.n += 1;
  }
  for (const { first, n } of crowds.values()) if (n > 0) first.properties['label'] = `+${n}`;
  return groups;
}

/** Labels are short: eight Han characters a line, two lines. */
function labelOf(item: Item): string {
  const text = item.kind === 'incident' || item.unjudged || item.where === '' ? item.title : item.where;
  const chars = [...text];
  return chars.length <= 16 ? text : `${chars.slice(0, 8).join('')}…${chars.slice(-7).join('')}`;
}

/**
 * The areas of warnings and the point of each where its mark stands, the worst last and so on top. Of several on one spot
 * the worst keeps the spot and speaks for all of them; the marks of the others stand beside it.
 */
export function areaFeatures(
  items: readonly Item[],
  context: { readonly places: Rows; readonly numbers: Numbers; readonly words: MapWords },
): { readonly areas: Feature[]; readonly marks: Feature[] } {
  const areas: Feature[] = [];
  const spots = new Map<string, { readonly item: Item; readonly id: number; readonly at: LonLat }[]>();
  for (const item of items) {
    if (item.kind !== 'warning' || item.ended) continue;
    const polygons = areaOf(item.row, context.places);
    if (polygons.length === 0) continue;
    const id = context.numbers.of(item.id);
    const level = item.numbered ? 'numbered' : item.level;
    const properties = { number: id, level, scheduled: item.state === 'scheduled' ? 1 : 0, stale: item.stale ? 1 : 0 };
    areas.push({ type: 'Feature', id, geometry: multiPolygon(polygons), properties });
    const at = labelPoint(polygons);
    if (!at) continue;
    const spot = spotOf(at, SAME_AREA);
    spots.set(spot, [...(spots.get(spot) ?? []), { item, id, at }]);
  }
  const marks = [...spots.values()].flatMap((here) =>
    here.map(({ item, id }, i): Feature => ({
      type: 'Feature',
      id,
      geometry: point(here[0]!.at),
      properties: {
        number: id,
        mark: markName(item),
        rank: item.rank,
        beside: Math.min(i, MARK_BESIDE.length - 1),
        label:
          i === 0
            ? areaLabel(
                here.map((each) => each.item.title),
                context.words,
              )
            : '',
      },
    })),
  );
  return { areas: areas.reverse(), marks: marks.reverse() };
}

/** Two lines at most: the worst, and the other one or how many others. */
function areaLabel([first = '', second, ...more]: readonly string[], words: MapWords): string {
  if (second === undefined) return first;
  return `${first}\n${more.length === 0 ? second : words.say('marks.more', { n: more.length + 1 })}`;
}

/** Where a warning holds: its own polygons and circles, and the outlines of places for areas given only by a code. */
export function areaOf(row: Row, places: Rows): Polygon[] {
  const value = row.value as unknown as Warning;
  const drawn: Polygon[] = [];
  let byCode = false;
  for (const telling of tellingsOf(value))
    for (const area of telling.areas) {
      const own: Polygon[] = [
        ...(area.polygons ?? []).map((ring): Polygon => [ring]),
        ...(area.circles ?? []).map(({ centre, radiusM }): Polygon => [circleRing(centre, radiusM)]),
      ];
      drawn.push(...own);
      byCode ||= own.length === 0;
    }
  if (!byCode && drawn.length > 0) return unique(drawn);
  const outlines = placesOf(row, places).flatMap(
    (id) => (places.get(id)?.value['boundary'] as unknown as Polygon[] | undefined) ?? [],
  );
  return unique([...drawn, ...outlines]);
}

/** Several tellings of one message repeat the same area; drawn twice it would look graver. */
function unique(polygons: readonly Polygon[]): Polygon[] {
  return [...new Map(polygons.map((polygon) => [JSON.stringify(polygon), polygon])).values()];
}

export function multiPolygon(polygons: readonly Polygon[]): Geometry {
  return { type: 'MultiPolygon', coordinates: polygons as unknown as number[][][][] };
}

/** Outlines of places, and a point for each name. */
export function placeFeatures(
  places: Rows,
  numbers: Numbers,
): { readonly outlines: Feature[]; readonly names: Feature[] } {
  const outlines: Feature[] = [];
  const names: Feature[] = [];
  for (const row of places.values()) {
    const id = numbers.of(row.id);
    const boundary = row.value['boundary'] as unknown as Polygon[] | undefined;
    if (boundary) outlines.push({ type: 'Feature', id, geometry: multiPolygon(boundary), properties: { number: id } });
    const at = (row.value['centre'] as unknown as LonLat | undefined) ?? (boundary && labelPoint(boundary));
    if (at)
      names.push({
        type: 'Feature',
        id,
        geometry: point(at),
        properties: {
          number: id,
          label: String(row.value['name'] ?? ''),
          minor: row.value['scheme'] === 'division' ? 0 : 1,
        },
      });
  }
  return { outlines, names };
}

export const collection = (features: Iterable<Feature>): Collection => ({
  type: 'FeatureCollection',
  features: [...features],
});
