import type { Json } from '../json.js';
import type { Device } from '../model/device.js';
import type { EntityId } from '../model/id.js';
import type { RiskSource } from '../model/risk-source.js';
import { millis, type Instant } from '../model/time.js';
import { deviceState, type WatchState } from '../resilience/risk-state.js';
import { positionOf } from './area.js';
import { shareOf, type Reach } from './ground-share.js';
import { groundOf, linked, placesIn, standsIn } from './stands-in.js';
import type { Reader, Row } from './view.js';

/** Why nobody can say that there is nothing. */
export type Doubt =
  /** No event type was asked about. */
  | { readonly why: 'nothing-asked' }
  /** No device in the place is stated to tell of this event type. */
  | { readonly why: 'unseen'; readonly eventType: string }
  /** Devices tell of some of the kinds within this event type, and none is stated to tell of all. */
  | { readonly why: 'partly'; readonly eventType: string }
  /** No device that watches reaches any of the ground: without a stated range it reaches nothing. */
  | { readonly why: 'unreached' }
  /** A device that would tell of it, or one of its readings, has fallen silent, or was never heard. */
  | { readonly why: 'silent'; readonly device: EntityId; readonly since?: Instant }
  /** A device that would tell of it states no contract, so that nobody can judge its silence. */
  | { readonly why: 'no-contract'; readonly device: EntityId }
  /** A device that would tell of it is heard, but says that it is broken or shielded (屏蔽), or its reading may not be used. */
  | { readonly why: 'out-of-order'; readonly device: EntityId }
  /** A real source is late, was never reached, was removed or is not in the picture: what it would say is not known. */
  | { readonly why: 'feed'; readonly feed: EntityId; readonly since?: Instant }
  /** Nothing new can come into the picture: its store takes nothing, or it was closed. */
  | { readonly why: 'cut-off'; readonly code: string }
  /** The log holds lines that nobody here can read, of what this rests on, or of nobody knows what: they may tell of anything. */
  | { readonly why: 'unread'; readonly kind?: string; readonly v: Json; readonly lines: number }
  /** Something is open that could be anywhere: nobody knows where it is. */
  | { readonly why: 'unplaced'; readonly of: EntityId }
  /** No such place is in the register; one of a drill is none. */
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
  /**
   * Real alarms, incidents and warnings of these types, or of a type nobody knows, that are open in the place; and its devices
   * that themselves say alarm. Without an event type: of any.
   */
  readonly open: readonly EntityId[];
  /** For each event type, how many devices would tell of it, and how many should but are silent or out of order. */
  readonly watched: readonly { readonly eventType: string; readonly live: number; readonly silent: number }[];
  readonly doubts: readonly Doubt[];
  /** How much of the ground live devices reach, 0 to 1; absent where the place has no boundary. Without a stated range: nothing. */
  readonly share?: number;
  /** Real risk sources known to stand there, and how many of them a live device that was asked about is linked to. */
  readonly hazards: { readonly all: number; readonly watched: number };
  /** When the oldest word it rests on was said. */
  readonly since?: Instant;
}

const OVER = new Set(['rejected', 'handed-over', 'closed', 'reviewed', 'false-alarm']);

type Asked = Pick<Reader, 'get' | 'find' | 'referring' | 'now' | 'trouble' | 'lacking'>;

/**
 * 无异常核验: whether anything of these event types (codes or beginnings of codes; 12000 and 12 are the whole class) is open in a
 * place, and what that rests on: who watches, how fresh they are, how much of the ground they reach, and what would change the
 * answer. Pure over the reader, which must be of the whole picture: what is hidden from somebody is not seen here either. Of several
 * questions to one picture each may be given the same `survey`.
 */
export function allClear(
  view: Asked,
  {
    place,
    eventTypes,
    feeds,
  }: {
    readonly place: EntityId;
    readonly eventTypes: readonly string[];
    /** The sources whose silence counts; default: all real ones that the city ever had and did not retire. One of a drill is as good as none. */
    readonly feeds?: readonly EntityId[];
  },
  survey: Survey = surveyOf(view),
): AllClear {
  const here = view.get(place);
  const within = placesIn(view, place);
  const devices = [...within].flatMap((id) =>
    view.referring(id).filter(({ kind, value, exercise }) => kind === 'device' && value['place'] === id && !exercise),
  );
  const tells = (device: Row): boolean => eventTypes.some((eventType) => tellsOf(device, eventType));
  // Nobody waits for what hung on retired feeds alone, and it vouches for nothing; an alarm of its own goes on.
  const watching = devices.filter((device) => device.derived['retired'] !== true && tells(device));
  const doubted = new Map(watching.map((device) => [device, doubtOf(view, device)]));
  const seeing = watching.filter((device) => doubted.get(device) === undefined);
  const running = survey.running.filter(({ value }) => concerns(value['eventType'], eventTypes));
  const { surely, isHere } = standsIn(view, place, within);
  const alarmed = devices.filter(
    (device) =>
      stateOf(device) === 'alarm' && (detectedBy(device).length === 0 || eventTypes.length === 0 || tells(device)),
  );
  const open = [...running.filter((row) => isHere(row) === true), ...alarmed];
  const watched = eventTypes.map((eventType) => {
    const telling = watching.filter((device) => tellsOf(device, eventType));
    const live = telling.filter((device) => doubted.get(device) === undefined).length;
    return { eventType, live, silent: telling.length - live };
  });
  const reaching = seeing.flatMap((device) => reachOf(device) ?? []);
  const share = shareOf(groundOf(here), reaching);
  const unreached = seeing.length > 0 && (share === 0 || reaching.length === 0);
  const doubts: Doubt[] = [
    ...(view.trouble === undefined ? [] : [{ why: 'cut-off', code: view.trouble } as const]),
    ...unreadDoubts(view, devices),
    ...(here?.kind === 'place' && here.exercise === undefined ? [] : [{ why: 'place-unknown' } as const]),
    ...(eventTypes.length > 0 ? [] : [{ why: 'nothing-asked' } as const]),
    ...watched.flatMap(({ eventType, live }): Doubt[] => {
      if (live === 0) return [{ why: 'unseen', eventType }];
      return seeing.some((device) => tellsOfAll(device, eventType)) ? [] : [{ why: 'partly', eventType }];
    }),
    ...(unreached ? [{ why: 'unreached' } as const] : []),
    ...[...doubted.values()].filter((doubt) => doubt !== undefined),
    ...running.filter((row) => isHere(row) === undefined).map(({ id }): Doubt => ({ why: 'unplaced', of: id })),
    ...silentFeeds(view, feeds),
  ];
  const hazards = survey.hazards.filter(surely);
  const live = new Set(seeing.map(({ id }) => id));
  const isWatched = ({ value }: Pick<Row, 'value'>): boolean =>
    ((value as unknown as RiskSource).devices ?? []).some((id) => live.has(id));
  const oldest = earliest(watching.flatMap(({ fresh }) => fresh.since ?? []));
  return {
    place,
    eventTypes,
    state: open.length > 0 ? 'something' : doubts.length > 0 ? 'unknown' : 'nothing-seen',
    now: view.now,
    open: open.map(({ id }) => id),
    watched,
    doubts,
    ...(share === undefined ? {} : { share }),
    hazards: { all: hazards.length, watched: hazards.filter(isWatched).length },
    ...(oldest === undefined ? {} : { since: oldest }),
  };
}

const byTime = (a: Instant, b: Instant): number => millis(a) - millis(b);

/** Of thousands, each is read once. */
function earliest(times: readonly Instant[]): Instant | undefined {
  let [first, ms] = [times[0], Infinity];
  for (const time of times) {
    const each = millis(time);
    if (each < ms) [first, ms] = [time, each];
  }
  return first;
}

const since = ({ fresh }: Row): { since?: Instant } => (fresh.since === undefined ? {} : { since: fresh.since });

/** The beginning that all kinds within a type share: 12000 → 12, 12G00 → 12G. */
const wholeType = (code: string): string => code.replace(/^(\d\d)000$/, '$1').replace(/^(\d\d[A-Z])00$/, '$1');

const isWithin = (inner: string, outer: string): boolean => wholeType(inner).startsWith(wholeType(outer));

/** One is the other, or a part of it: 12000 and 12G04. */
const related = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

/** What has no known type may be of any; who asks about nothing is told of all. */
const concerns = (eventType: unknown, asked: readonly string[]): boolean =>
  typeof eventType !== 'string' || asked.length === 0 || asked.some((code) => related(code, eventType));

const detectedBy = (device: Row): readonly string[] => (device.value as unknown as Device).detects ?? [];
const tellsOf = (device: Row, eventType: string): boolean =>
  detectedBy(device).some((code) => related(code, eventType));
const tellsOfAll = (device: Row, eventType: string): boolean =>
  detectedBy(device).some((code) => isWithin(eventType, code));

/** What a device says of itself. The alarms that reports tell of it are judged as reports: one that is over hides no fault. */
const stateOf = ({ derived, fresh }: Row): WatchState =>
  deviceState({ derived: { states: derived['states'] ?? [] }, fresh });

/** Why a device that watches may be blind. */
function doubtOf(view: Asked, device: Row): Doubt | undefined {
  const { contract, quantities = [] } = device.value as unknown as Device;
  const silent = (row: Row | undefined): Doubt => ({ why: 'silent', device: device.id, ...(row && since(row)) });
  if (contract === undefined) return { why: 'no-contract', device: device.id };
  if (device.fresh.state !== 'live') return silent(device);
  const readings = view
    .referring(device.id)
    .filter(({ kind, exercise }) => kind === 'observation' && exercise === undefined);
  if (stateOf(device) === 'fault' || readings.some(({ value }) => value['quality'] !== 'good'))
    return { why: 'out-of-order', device: device.id };
  const late = readings.find(({ fresh }) => fresh.state !== 'live');
  if (late) return silent(late);
  const heard = new Set(readings.map(({ value }) => value['quantity']));
  // Where the beat is to be learned, what is stated in words may never have been said.
  const due = quantities.filter(({ unit }) => contract.by === 'periodic' || unit !== undefined);
  return contract.by !== 'event' && due.some(({ quantity }) => !heard.has(quantity)) ? silent(undefined) : undefined;
}

/** The sources that are late, or not there; a retired one only where it is asked for by name. What a drill's feed carries is of the drill: nothing real hangs on it. */
function silentFeeds(view: Asked, asked: readonly EntityId[] | undefined): Doubt[] {
  const known = view.find({ kind: 'feed' }).filter(({ value }) => value.exercise === undefined);
  const missing = asked?.filter((id) => !known.some((feed) => feed.id === id)) ?? [];
  return [
    ...known
      .filter((feed) => feed.fresh.state !== 'live' && (asked?.includes(feed.id) ?? feed.value.retired === undefined))
      .map((feed): Doubt => ({ why: 'feed', feed: feed.id, ...since(feed) })),
    ...missing.map((feed): Doubt => ({ why: 'feed', feed })),
  ];
}

/** Kinds of ours that this answer never rests on; of any other it may. */
const APART: ReadonlySet<string> = new Set([
  ...['activity', 'agreement', 'assessment', 'briefing', 'callup', 'camera', 'consultation', 'deployment', 'feedback'],
  ...['finding', 'handover', 'inspection', 'loss', 'memory', 'movement', 'notice', 'person-at-risk', 'plan'],
  ...['plan-run', 'shift', 'stock', 'task', 'transfer', 'urging'],
]);

/**
 * What cannot be read may be an alarm. Of no concern is what a kind tells that this answer never rests on: one of ours, or a host's
 * own, whose name no kind of ours ever has; and a reading of a device that is known, as it stands, to be elsewhere, and to be no other.
 */
function unreadDoubts(view: Asked, devices: readonly Row[]): Doubt[] {
  const { lacking = [] } = view;
  if (lacking.length === 0) return [];
  const near = new Set(devices.map(({ id }) => id));
  const moved = new Set(lacking.filter(({ kind }) => kind === 'device').map(({ id }) => id));
  const elsewhere = (id: EntityId): boolean =>
    view.get(id)?.kind === 'device' &&
    !moved.has(id) &&
    !near.has(id) &&
    !view.referring(id).some(({ kind }) => kind === 'link');
  const sums = new Map<string, Extract<Doubt, { why: 'unread' }>>();
  for (const { kind, v, slot } of lacking) {
    if (kind !== undefined && (kind.includes(':') || APART.has(kind))) continue;
    const device = kind === 'observation' ? deviceIn(slot) : undefined;
    if (device !== undefined && elsewhere(device)) continue;
    const sort = JSON.stringify([kind, v]);
    const lines = (sums.get(sort)?.lines ?? 0) + 1;
    sums.set(sort, { why: 'unread', ...(kind !== undefined && { kind }), v, lines });
  }
  return [...sums.values()];
}

/** The device that an observation is of, by the place it fills: `observation|"<device>"|…`. */
function deviceIn(slot: string | undefined): EntityId | undefined {
  const [, text] = /^observation\|("[^"]+")\|/.exec(slot ?? '') ?? [];
  return text === undefined ? undefined : (JSON.parse(text) as EntityId);
}

const isOver = ({ value, derived }: Row): boolean => OVER.has(String(derived['state'] ?? value['state']));

/** The incident by which one is over: itself, or the one it goes on as (of several that it would, the first to end, once all have). */
function endOf(view: Asked, incident: Row, before: ReadonlySet<EntityId> = new Set()): Row | undefined {
  if (isOver(incident)) return incident;
  const path = new Set([...before, incident.id]);
  const into = linked(view, incident.id, { role: 'same-as', at: 'from' }).map((id) => {
    const row = path.has(id) ? undefined : view.get(id);
    return row?.kind === 'incident' && row.exercise === undefined ? endOf(view, row, path) : undefined;
  });
  if (into.includes(undefined)) return undefined;
  return into.flatMap((row) => row ?? []).sort((a, b) => byTime(a.at, b.at))[0];
}

/** What every question is asked of, whatever its place: of one picture it is the same for all. */
export interface Survey {
  /** Real alarms, incidents and warnings that are not over. */
  readonly running: readonly Row[];
  /** Real risk sources. */
  readonly hazards: readonly Row[];
}

/** Looks through a city once, for all who ask about places in it at one position and one instant; a later one needs another. */
export const surveyOf = (view: Asked): Survey => ({
  running: openOf(view),
  hazards: view.find({ kind: 'risk-source' }).filter(({ exercise }) => exercise === undefined),
});

/** Real alarms, incidents and warnings that are not over. */
function openOf(view: Asked): Row[] {
  /** What tells of incidents is over with the last of them, unless it was told after that one was. */
  const isOverWith = (report: Row): boolean => {
    const incidents = linked(view, report.id, { role: 'tells', at: 'from' }).map((id) => view.get(id));
    return (
      incidents.length > 0 &&
      incidents.every((row) => {
        const end = row?.exercise === undefined ? row && endOf(view, row) : undefined;
        return end !== undefined && byTime(report.at, end.at) <= 0;
      })
    );
  };
  const running = (row: Row): boolean => row.exercise === undefined && !isOver(row);
  return [
    ...view.find({ kind: 'report' }).filter((report) => running(report) && !isOverWith(report)),
    ...view.find({ kind: 'incident' }).filter((incident) => running(incident) && !endOf(view, incident)),
    ...view.find({ kind: 'warning', where: [{ field: 'derived.state', op: 'eq', value: 'in-force' }] }).filter(running),
  ];
}

/** Where a device stands and how far it reaches; undefined where either is not stated. */
function reachOf(device: Row): Reach | undefined {
  const { rangeM } = device.value as unknown as Device;
  const position = positionOf(device);
  return rangeM === undefined || !position ? undefined : { position, rangeM };
}
