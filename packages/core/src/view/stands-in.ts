import type { EntityId } from '../model/id.js';
import type { Place } from '../model/place.js';
import type { Warning } from '../model/warning.js';
import { EARTH_RADIUS_M } from '../space/great-circle.js';
import { wrapLon } from '../space/position.js';
import { wholeOf } from './alias.js';
import { inside, positionOf } from './area.js';
import { isPolygon } from './check-query.js';
import type { LonLat } from './query.js';
import type { Reader, Row } from './view.js';

type Rings = readonly (readonly LonLat[])[];

/** The polygons of a place; an outline that is none covers nothing. */
export const groundOf = (place: Row | undefined): Rings[] => outlineOf(place).filter((polygon) => isPolygon(polygon));

const outlineOf = (place: Row | undefined): Rings[] =>
  ((place?.value as Partial<Place> | undefined)?.boundary ?? []) as Rings[];

/** A place, those it lies in, and those they lie in. */
function chainOf(view: Pick<Reader, 'get'>, place: EntityId): ReadonlySet<EntityId> {
  const found = new Set([place]);
  for (const id of found)
    for (const parent of (view.get(id)?.value['parents'] as readonly EntityId[] | undefined) ?? []) found.add(parent);
  return found;
}

/** The other ends of the real links of a role that stand, seen from the end `at`. */
export function linked(
  view: Pick<Reader, 'referring'>,
  id: EntityId,
  { role, at }: { readonly role: string; readonly at: 'from' | 'to' },
): EntityId[] {
  const undone = (link: Row): boolean =>
    view.referring(link.id).some(({ value, exercise }) => value['undoes'] === link.id && exercise === undefined);
  return view
    .referring(id)
    .filter(
      ({ kind, value, exercise }) =>
        kind === 'link' && value['role'] === role && exercise === undefined && value[at] === id,
    )
    .filter((link) => link.value['undoes'] === undefined && !undone(link))
    .map(({ value }) => value[at === 'from' ? 'to' : 'from'] as EntityId);
}

/** Whether rows stand in one place. */
export interface StandsIn {
  /** What says of itself that it does, without a look at whoever tells of it, or at the ground of others. */
  surely(row: Row): boolean;
  /**
   * By its place, its division or its position; undefined where they do not tell: a place without a code of its own is only
   * somewhere in its division, and so may be what is known to be in that division.
   */
  isHere(row: Row): boolean | undefined;
}

export function standsIn(
  view: Pick<Reader, 'get' | 'referring'>,
  place: EntityId,
  within: ReadonlySet<EntityId>,
): StandsIn {
  const here = view.get(place);
  const code = here?.value['code'];
  const own = typeof code === 'string' ? wholeOf(code) : undefined;
  const divisions = (here?.derived['divisions'] as readonly string[] | undefined) ?? [];
  const above = chainOf(view, place);
  const polygons = groundOf(here);
  const holds = polygons.map((polygon) => inside({ polygon }));
  // A part of the outline that cannot be read may lie anywhere.
  const whole = polygons.length > 0 && polygons.length === outlineOf(here).length;

  /** Of two places of one cut of the ground, neither in the other, none reaches into the other; of two cuts one may. */
  function exclude(a: EntityId, b: EntityId): boolean {
    const [one, other] = [view.get(a), view.get(b)];
    if (!one || !other || one.value['scheme'] !== other.value['scheme']) return false;
    const [codeOne, codeOther] = [one.value['code'], other.value['code']];
    if (typeof codeOne === 'string' && typeof codeOther === 'string')
      return !nested(wholeOf(codeOne), wholeOf(codeOther));
    // Another register may know the same place by another id.
    return one.source === other.source && !chainOf(view, a).has(b) && !chainOf(view, b).has(a);
  }
  const isApart = (id: EntityId): boolean => [...chainOf(view, id)].some((a) => [...above].some((b) => exclude(a, b)));

  function groundsOf(row: Row) {
    const device = typeof row.value['device'] === 'string' ? view.get(row.value['device'] as EntityId) : undefined;
    const stated = [row.value['place'], device?.value['place']].filter((id) => id !== undefined);
    const places = [...stated, ...((row.derived['places'] as string[] | undefined) ?? [])] as EntityId[];
    const codes = (row.derived['divisions'] as readonly string[] | undefined) ?? [];
    const position = isLonLat(positionOf(row)) ? positionOf(row) : undefined;
    return { device, stated, places, codes, position };
  }

  function tellsSo(row: Row, { places, codes, position }: ReturnType<typeof groundsOf>): boolean {
    if (places.some((id) => within.has(id))) return true;
    if (own !== undefined && codes.some((each) => each.startsWith(own))) return true;
    // What holds for a whole division holds for all that lies in it.
    const around = (each: string): boolean => divisions.some((division) => division.startsWith(each));
    if (row.kind === 'warning' && codes.some(around)) return true;
    return position !== undefined && holds.some((hold) => hold(position[0], position[1]));
  }

  function isHere(row: Row): boolean | undefined {
    const grounds = groundsOf(row);
    const { device, stated, places, codes, position } = grounds;
    const exact = [row, device].find((each) => each?.value['position'] !== undefined);
    if (tellsSo(row, grounds)) return true;
    if (row.kind === 'warning' && !isCoded(row)) return undefined;
    if (row.kind === 'incident' && !exact && stated.length === 0) {
      // It stands where those stand that tell of it.
      const telling = linked(view, row.id, { role: 'tells', at: 'to' }).flatMap((id) => view.get(id) ?? []);
      if (telling.length > 0) return agreed(telling.map(isHere));
    }
    // The position of what stands in a larger place may be no more than the centre of that.
    if (exact && position && whole) {
      const off = Number(exact.value['accuracyM'] ?? 0);
      return off > 0 && !polygons.every((polygon) => metresTo(polygon, position) > off) ? undefined : false;
    }
    const known = places.filter((id) => view.get(id));
    if (known.length > 0) return known.every(isApart) ? false : undefined;
    if (codes.length > 0 && divisions.length > 0)
      return codes.some((each) => divisions.some((division) => nested(each, division))) ? undefined : false;
    return undefined;
  }
  return { surely: (row) => tellsSo(row, groundsOf(row)), isHere };
}

const nested = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** What one of them says is so; what all deny is not; else nobody knows. */
const agreed = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.every((answer) => answer === false) ? false : undefined;

/** A position may be sealed, or no position at all. */
const isLonLat = (position: unknown): position is LonLat =>
  Array.isArray(position) && position.length >= 2 && position.every((degrees) => typeof degrees === 'number');

/** Whether each area of a warning has a division code: one that has none may be anywhere. */
const isCoded = ({ value }: Row): boolean =>
  (value as unknown as Warning).tellings
    .flatMap(({ areas }) => areas)
    .every(({ codes = [] }) => codes.some(({ code }) => /^\d{2,}$/.test(code)));

/** Metres from a point outside to the nearest edge, as on a plane that touches the earth at the point. */
function metresTo(polygon: Rings, [lon, lat]: LonLat): number {
  const degree = (Math.PI / 180) * EARTH_RADIUS_M;
  const narrow = Math.cos((lat * Math.PI) / 180);
  let nearest = Infinity;
  for (const ring of polygon) {
    const corners = ring.map(([x, y]): LonLat => [wrapLon(x - lon) * degree * narrow, (y - lat) * degree]);
    for (const [i, [x, y]] of corners.entries()) {
      const [toX, toY] = corners[(i + 1) % corners.length]!;
      const [dx, dy] = [toX - x, toY - y];
      const along = Math.max(0, Math.min(1, -(x * dx + y * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(x + along * dx, y + along * dy));
    }
  }
  return nearest;
}
