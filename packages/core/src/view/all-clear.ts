import type { Device } from '../model/device.js';
import type { EntityId } from '../model/id.js';
import type { Place } from '../model/place.js';
import type { Instant } from '../model/time.js';
import { deviceState } from '../resilience/risk-state.js';
import { wholeOf } from './alias.js';
import { inside, metresBetween, positionOf } from './area.js';
import { isPolygon } from './check-query.js';
import type { LonLat } from './query.js';
import type { Reader, Row } from './view.js';

/** Why nobody can say that there is nothing. */
export type Doubt =
  /** No device in the place is stated to tell of this event type. */
  | { readonly why: 'unseen'; readonly eventType: string }
  /** A device that would tell of it has fallen silent, or was never heard, or a quantity that it is stated to measure. */
  | { readonly why: 'silent'; readonly device: EntityId; readonly since?: Instant }
  /** A device that would tell of it is heard, but says that it is broken or shielded (屏蔽). */
  | { readonly why: 'out-of-order'; readonly device: EntityId }
  /** A source is late or was never reached: what it would say is not known. */
  | { readonly why: 'feed'; readonly feed: EntityId; readonly since?: Instant }
  /** Something is open that could be anywhere: nobody knows where it is. */
  | { readonly why: 'unplaced'; readonly of: EntityId }
  /** No such place is in the register. */
  | { readonly why: 'place-unknown' };

/** The answer to "is there nothing?", with everything it rests on. */
export interface AllClear {
  readonly place: EntityId;
  readonly eventTypes: readonly string[];
  /**
   * `something`: an alarm, an incident or a warning is open. `unknown`: none is, but somebody who would tell of one is silent or
   * missing. `nothing-seen`: all that was asked about is watched, and tells of nothing. Never said as 解除.
   */
  readonly state: 'something' | 'unknown' | 'nothing-seen';
  readonly now: Instant;
  /** Real alarms, incidents and warnings of these types, or of a type nobody knows, that are open in the place. */
  readonly open: readonly EntityId[];
  /** For each event type, how many devices would tell of it, and how many should but are silent or out of order. */
  readonly watched: readonly { readonly eventType: string; readonly live: number; readonly silent: number }[];
  readonly doubts: readonly Doubt[];
  /** How much of the ground live devices reach, 0 to 1; absent where the place has no boundary. Without a stated range: nothing. */
  readonly share?: number;
  /** When the oldest word it rests on was said. */
  readonly since?: Instant;
}

const OVER = new Set(['rejected', 'handed-over', 'closed', 'reviewed', 'false-alarm']);
/** Points of the ground that are looked at, along each side. */
const GRID = 32;

/**
 * 无异常核验: whether anything of these event types (codes or beginnings of codes) is open in a place, and what that rests on:
 * who watches, how fresh they are, how much of the ground they reach, and what would change the answer. Pure over the reader.
 */
export function allClear(
  view: Pick<Reader, 'get' | 'find' | 'referring' | 'now'>,
  {
    place,
    eventTypes,
    feeds,
  }: {
    readonly place: EntityId;
    readonly eventTypes: readonly string[];
    /** The sources whose silence counts; default: all of the city. */
    readonly feeds?: readonly EntityId[];
  },
): AllClear {
  const within = placesIn(view, place);
  const devices = [...within].flatMap((id) =>
    view.referring(id).filter(({ kind, value, exercise }) => kind === 'device' && value['place'] === id && !exercise),
  );
  const tellsOf = (device: Row, eventType: string): boolean =>
    ((device.value as unknown as Device).detects ?? []).some((code) => related(code, eventType));
  const watching = devices.filter((device) => eventTypes.some((eventType) => tellsOf(device, eventType)));
  const live = (row: Row): boolean => row.fresh.state === 'live';
  const silence = new Map(watching.map((device) => [device.id, silenceOf(view, device)]));
  const hears = ({ id }: Row): boolean => silence.get(id) === undefined;
  const sees = (device: Row): boolean => hears(device) && deviceState(device) !== 'fault';
  const running = openOf(view).filter(({ value }) => concerns(value['eventType'], eventTypes));
  const isHere = standsIn(view, place, within);
  const open = running.filter((row) => isHere(row) === true);
  const watched = eventTypes.map((eventType) => {
    const telling = watching.filter((device) => tellsOf(device, eventType));
    const seeing = telling.filter(sees).length;
    return { eventType, live: seeing, silent: telling.length - seeing };
  });
  const since = ({ fresh }: Pick<Row, 'fresh'>): { since?: Instant } =>
    fresh.since === undefined ? {} : { since: fresh.since };
  const doubts: Doubt[] = [
    ...(view.get(place) ? [] : [{ why: 'place-unknown' } as const]),
    ...watched.filter((each) => each.live === 0).map(({ eventType }): Doubt => ({ why: 'unseen', eventType })),
    ...watching
      .filter((device) => !hears(device))
      .map(({ id }): Doubt => ({ why: 'silent', device: id, ...since(silence.get(id)!) })),
    ...watching
      .filter((device) => hears(device) && !sees(device))
      .map(({ id }): Doubt => ({ why: 'out-of-order', device: id })),
    ...running.filter((row) => isHere(row) === undefined).map(({ id }): Doubt => ({ why: 'unplaced', of: id })),
    ...view
      .find({ kind: 'feed' })
      .filter((feed) => !live(feed) && (feeds === undefined || feeds.includes(feed.id)))
      .map((feed): Doubt => ({ why: 'feed', feed: feed.id, ...since(feed) })),
  ];
  const share = shareOf(view.get(place), watching.filter(sees));
  const oldest = watching.flatMap(({ fresh }) => fresh.since ?? []).sort(byTime)[0];
  return {
    place,
    eventTypes,
    state: open.length > 0 ? 'something' : doubts.length > 0 ? 'unknown' : 'nothing-seen',
    now: view.now,
    open: open.map(({ id }) => id),
    watched,
    doubts,
    ...(share === undefined ? {} : { share }),
    ...(oldest === undefined ? {} : { since: oldest }),
  };
}

/** How long nothing was heard of a device, or of a quantity it is stated to measure; undefined while all of it is live. */
function silenceOf(view: Pick<Reader, 'referring'>, device: Row): Pick<Row, 'fresh'> | undefined {
  if (device.fresh.state !== 'live') return device;
  const { contract, quantities = [] } = device.value as unknown as Device;
  if (contract === undefined || contract.by === 'event' || quantities.length === 0) return undefined;
  const readings = view.referring(device.id).filter(({ kind, exercise }) => kind === 'observation' && !exercise);
  for (const { quantity, unit } of quantities) {
    const reading = readings.find(({ value }) => value['quantity'] === quantity);
    // What is stated in words may never have been said.
    if (reading ? reading.fresh.state !== 'live' : unit !== undefined)
      return reading ?? { fresh: { state: 'unknown' } };
  }
  return undefined;
}

const byTime = (a: Instant, b: Instant): number => Date.parse(a) - Date.parse(b);

/** One is the other, or a part of it: 12 and 12G00. */
const related = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** What has no known type may be of any. */
const concerns = (eventType: unknown, asked: readonly string[]): boolean =>
  typeof eventType !== 'string' || asked.some((code) => related(code, eventType));

/** The place and all that lie in it. */
function placesIn(view: Pick<Reader, 'referring'>, place: EntityId): ReadonlySet<EntityId> {
  const found = new Set([place]);
  for (const id of found)
    for (const { kind, id: inner, value } of view.referring(id))
      if (kind === 'place' && ((value['parents'] as readonly string[] | undefined) ?? []).includes(id))
        found.add(inner);
  return found;
}

/** Real alarms, incidents and warnings that are not over. */
function openOf(view: Pick<Reader, 'find'>): Row[] {
  const running = ({ value, derived, exercise }: Row): boolean =>
    exercise === undefined && !OVER.has(String(derived['state'] ?? value['state']));
  return [
    ...view.find({ kind: 'report' }).filter(running),
    ...view.find({ kind: 'incident' }).filter(running),
    ...view.find({ kind: 'warning', where: [{ field: 'derived.state', op: 'eq', value: 'in-force' }] }).filter(running),
  ];
}

/** The places it lies in, and those they lie in. */
function placesAbove(view: Pick<Reader, 'get'>, place: EntityId): ReadonlySet<EntityId> {
  const found = new Set<EntityId>();
  const climb = (id: EntityId): void => {
    for (const parent of (view.get(id)?.value['parents'] as readonly EntityId[] | undefined) ?? []) {
      if (found.has(parent)) continue;
      found.add(parent);
      climb(parent);
    }
  };
  climb(place);
  return found;
}

/**
 * Whether a row stands in the place, by its place, its division or its position; undefined where they do not tell: a place
 * without a code of its own is only somewhere in its division, and so may be what is known to be in that division.
 */
function standsIn(
  view: Pick<Reader, 'get'>,
  place: EntityId,
  within: ReadonlySet<EntityId>,
): (row: Row) => boolean | undefined {
  const here = view.get(place);
  const code = here?.value['code'];
  const own = typeof code === 'string' ? wholeOf(code) : undefined;
  const divisions = (here?.derived['divisions'] as readonly string[] | undefined) ?? [];
  const above = placesAbove(view, place);
  const polygons = groundOf(here).map((polygon) => inside({ polygon }));
  return (row) => {
    const device = typeof row.value['device'] === 'string' ? view.get(row.value['device'] as EntityId) : undefined;
    const stated = [row.value['place'], device?.value['place']].filter((id) => id !== undefined);
    const places = [...stated, ...((row.derived['places'] as string[] | undefined) ?? [])] as EntityId[];
    const codes = (row.derived['divisions'] as readonly string[] | undefined) ?? [];
    const position = positionOf(row);
    if (places.some((id) => within.has(id))) return true;
    if (own !== undefined && codes.some((each) => each.startsWith(own))) return true;
    // What holds for a whole division holds for all that lies in it.
    const around = (each: string): boolean => divisions.some((division) => division.startsWith(each));
    if (row.kind === 'warning' && codes.some(around)) return true;
    if (position && polygons.some((holds) => holds(position[0], position[1]))) return true;
    // The position of what stands in a larger place may be no more than the centre of that.
    const exact = row.value['position'] ?? device?.value['position'];
    const known = places.filter((id) => view.get(id));
    if (!exact && known.some((id) => above.has(id))) return undefined;
    if (position && polygons.length > 0) return false;
    if (known.length > 0) return known.some((id) => above.has(id)) ? undefined : false;
    if (codes.length > 0 && divisions.length > 0)
      return codes.some((each) => around(each) || divisions.some((division) => each.startsWith(division)))
        ? undefined
        : false;
    return undefined;
  };
}

type Rings = readonly (readonly LonLat[])[];

/** The polygons of a place; an outline that is none covers nothing. */
const groundOf = (place: Row | undefined): Rings[] =>
  (((place?.value as Partial<Place> | undefined)?.boundary ?? []) as Rings[]).filter((polygon) => isPolygon(polygon));

/** By a grid of points over the boundary: the same answer everywhere, within some hundredths. */
function shareOf(place: Row | undefined, devices: readonly Row[]): number | undefined {
  const polygons = groundOf(place);
  if (polygons.length === 0) return undefined;
  const holds = polygons.map((polygon) => inside({ polygon }));
  const points = polygons.flatMap(([outline = []]) => outline);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const reaching = devices.flatMap((device) => {
    const { rangeM } = device.value as unknown as Device;
    const position = positionOf(device);
    return rangeM === undefined || !position ? [] : [{ position, rangeM }];
  });
  let [all, reached] = [0, 0];
  for (let i = 0; i < GRID; i += 1)
    for (let j = 0; j < GRID; j += 1) {
      const lon = west + ((i + 0.5) / GRID) * (east - west);
      const lat = south + ((j + 0.5) / GRID) * (north - south);
      if (!holds.some((hold) => hold(lon, lat))) continue;
      all += 1;
      if (reaching.some(({ position, rangeM }) => metresBetween(position, [lon, lat]) <= rangeM)) reached += 1;
    }
  return all === 0 ? undefined : reached / all;
}
