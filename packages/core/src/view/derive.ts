import type { Json, JsonObject } from '../json.js';
import { compareOrder } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Device } from '../model/device.js';
import type { FeedHealth } from '../model/feed.js';
import type { Incident } from '../model/incident.js';
import { LONGEST_BEAT_S, isMeasured } from '../model/observation.js';
import type { Place } from '../model/place.js';
import type { Report } from '../model/report.js';
import { CLOCK_AHEAD_MS, millis, type Instant } from '../model/time.js';
import type { Triage } from '../model/triage.js';
import type { Warning } from '../model/warning.js';
import type { Quantity } from '../resilience/ledger.js';
import { areaCodes, warningState, type ChainLink } from '../warning/chain.js';
import { codeAliases, hearsAlias, wholeOf } from './alias.js';
import { shownBy } from './several-sources.js';
import { compact, type Cell } from './cell.js';
import type { Freshness, Row } from './view.js';

/** What stands of one entity. */
export type Standing = Pick<Cell, 'id' | 'kind' | 'value' | 'at' | 'order' | 'position' | 'source' | 'exercise' | 'by'>;

/** What a derivation may look at: rows already derived, by id or by what they are known under. */
export interface Surroundings {
  row(id: string): Row | undefined;
  /** Those whose ref fields name this id. */
  referring(id: EntityId): readonly Standing[];
  /** Rows known under an alias, e.g. `code:450103`. */
  known(alias: string): readonly Row[];
  /** What the movements of a stock come to. */
  ledger(stock: Standing): Quantity;
}

/** What follows from an entity and those around it. */
export interface Derived {
  readonly derived: JsonObject;
  readonly fresh: Freshness;
  /** When the result changes by time alone, milliseconds. */
  readonly due?: number | undefined;
}

export type Derive = (entry: Standing, around: Surroundings, now: number) => Derived;

const RANKS: ReadonlyMap<unknown, number> = new Map([
  ['red', 0],
  ['orange', 1],
  ['yellow', 3],
  ['blue', 4],
]);
/** The colours of the levels of incidents, from 1 on. */
const COLOURS = [...RANKS.keys()];
const UNGRADED_RANK = 2;
const BELOW_RANK = 5;

/** What has no such level stands between those that must not wait and those that may. */
function level(name: unknown): { readonly level: string; readonly rank: number } {
  const rank = RANKS.get(name);
  return rank === undefined ? { level: 'ungraded', rank: UNGRADED_RANK } : { level: String(name), rank };
}

/**
 * The last of each state: of thousands that were last heard in one message, or never, each would else have one of its own. Frozen,
 * so that nobody writes into all of them.
 */
const lately: { [state in Freshness['state']]?: Freshness } = {};

function as(state: Freshness['state'], since: Instant | undefined): Freshness {
  const last = lately[state];
  if (last && last.since === since) return last;
  return (lately[state] = Object.freeze(since ? { state, since } : { state }));
}

/** Things that are said once and do not go on being said: known, of the instant they were said. */
export const said = (entry: Standing): Freshness => as('live', entry.at);

/** By when it was true; the same on every machine, whatever arrived first. */
const earlier = (a: Standing, b: Standing): number => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1);

/** Real counts with real, and a drill with its own. */
const together = (a: Standing | Row, b: Standing | Row): boolean => a.exercise === b.exercise;

/** Those who name it, of the same drill or real as it is. */
const namedBy = (entry: Standing, around: Surroundings): readonly Standing[] =>
  around.referring(entry.id).filter((other) => together(other, entry));

/** The earliest acknowledgement stands: who saw it first. */
function acknowledged(naming: readonly Standing[]): JsonObject | undefined {
  const [first] = naming.filter(({ kind }) => kind === 'acknowledgement').sort(earlier);
  return first && { at: first.at, masked: String(first.value['masked'] ?? '') };
}

const rowOf = (id: unknown, around: Surroundings): Row | undefined =>
  typeof id === 'string' ? around.row(id) : undefined;

/** Where something stands: by what it says itself, and for the rest by the first of those it stands with that tells it. */
export function located(
  value: { readonly position?: unknown; readonly device?: unknown; readonly place?: unknown },
  around: Surroundings,
  ...others: readonly (Row | undefined)[]
) {
  const place = rowOf(value.place, around);
  const beside = [rowOf(value.device, around), ...others];
  const told = (name: string): Json | undefined =>
    beside.find((row) => row?.derived[name] !== undefined)?.derived[name];
  return {
    position: (value.position ?? beside[0]?.derived['position'] ?? place?.value['centre'] ?? told('position')) as
      Json | undefined,
    placeName: place?.value['name'] ?? told('placeName'),
    divisions: place?.derived['divisions'] ?? told('divisions'),
  };
}

/** The division a place is, or those it lies in, by the beginning that all codes within them share. */
export const place: Derive = (entry, around) => {
  const { code, parents = [] } = entry.value as unknown as Place;
  const found = new Set<string>(code === undefined ? [] : [wholeOf(code)]);
  // A code says where in the tree of divisions it stands; without one the places it lies in say it. By what they state:
  // places that lie in each other would else keep alive what none of them says any more.
  const above = new Set(found.size === 0 ? parents : []);
  for (const id of above) {
    const other = id === entry.id ? undefined : (around.row(id)?.value as Partial<Place> | undefined);
    if (other?.code !== undefined) found.add(wholeOf(other.code));
    else for (const each of other?.parents ?? []) above.add(each);
  }
  return { derived: found.size === 0 ? {} : { divisions: [...found].sort() }, fresh: said(entry) };
};

/** A reading is as fresh as its own age against the contract of its device; of a device of events, or in words, as fresh as that. */
export const observation: Derive = (entry, around, now) => {
  const device = rowOf(entry.value['device'], around);
  const own = device?.exercise === entry.exercise ? device : undefined;
  return {
    derived: NOTHING,
    fresh: as(own?.fresh.state ?? 'unknown', entry.at),
    ...(own && byBeat(own.value as unknown as Device, entry, now)),
  };
};

export const device: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Device;
  const own: Told = { alarms: 0 };
  let played: Told | undefined;
  let heard: Instant | undefined;
  let readings: Timed[] | undefined;
  let twins: EntityId[] | undefined;
  for (const other of around.referring(entry.id)) {
    if (other.kind === 'link' && other.value['role'] === 'same-as') twins ??= twinsOf(entry, around);
    if (together(other, entry)) {
      hear(own, other, around);
      if (other.kind === 'observation') {
        heard = latest(heard, other.at);
        const reading = byBeat(value, other, now);
        if (reading) (readings ??= []).push(reading);
      }
    } else if (TOLD.has(other.kind)) hear((played ??= { alarms: 0 }), other, around);
  }
  const place = rowOf(value.place, around);
  const position = (value.position ?? place?.value['centre']) as Json | undefined;
  const placeName = place?.value['name'];
  const divisions = place?.derived['divisions'];
  const derived: { [name: string]: Json } = {};
  if (position !== undefined) derived['position'] = position;
  if (placeName !== undefined) derived['placeName'] = placeName;
  if (divisions !== undefined) derived['divisions'] = divisions;
  derived['states'] = statesOf(own);
  derived['alarms'] = own.alarms;
  // What a drill plays on this device is told beside what is real, and never keeps it fresh.
  if (played) derived['drill'] = { states: statesOf(played), alarms: played.alarms };
  if (twins?.length) derived['shown'] = shownBy([entry.id, ...twins], entry, around);
  return { derived, ...deviceFreshness(entry, heard, readings, around) };
};

/** The later of two; of one instant written in two ways always the same text. */
function latest(a: Instant | undefined, b: Instant): Instant {
  if (a === undefined) return b;
  const apart = millis(a) - millis(b);
  return apart > 0 || (apart === 0 && a < b) ? a : b;
}

/** Many tell of nothing, and share it: frozen, so that nobody writes into all of them. */
const SILENT: readonly never[] = Object.freeze([]);
const NOTHING: JsonObject = Object.freeze({});

/** The states and the number of alarms that observations and reports tell of a device. */
interface Told {
  /** As they were told, the same again too. */
  states?: (readonly string[])[];
  alarms: number;
}

/** Of one reading, as nearly all devices have no more, its own list. */
const statesOf = ({ states = [SILENT] }: Told): readonly string[] =>
  states.length > 1 || states[0]!.length > 1 ? [...new Set(states.flat())].sort() : states[0]!;

const TOLD = new Set(['observation', 'report']);

function hear(told: Told, other: Standing, around: Surroundings): void {
  if (other.kind === 'observation') {
    const said = other.value['value'];
    if (Array.isArray(said)) (told.states ??= []).push(said as string[]);
  } else if (other.kind === 'report' && !NO_ALARM.has(around.row(other.id)?.derived['state'])) told.alarms += 1;
}

/** Reports that people have said are none. */
const NO_ALARM: ReadonlySet<unknown> = new Set(['rejected', 'handed-over']);

/** How fresh something is, and when that changes by time alone. */
interface Timed {
  readonly fresh: Freshness;
  readonly due: number;
}

/**
 * A device that is heard at a beat is live by any of its readings, and silent when none is. A device of events is as fresh as the
 * worst of the feeds that would carry its word: it may hang on any of them. One that states no contract nobody can judge, and a
 * drill's feed carries the word of this drill only.
 */
function deviceFreshness(
  { value, source, exercise }: Standing,
  since: Instant | undefined,
  readings: readonly Timed[] | undefined,
  around: Surroundings,
): Timed {
  const { contract } = value as unknown as Device;
  const beats = readings ?? (contract?.by === 'periodic' ? SILENT : undefined);
  const due = beats ? Math.min(...beats.map((reading) => reading.due)) : Infinity;
  const carrying = (): readonly Row[] =>
    contract ? around.known(hearsAlias(source)).filter((feed) => feed.value['exercise'] === exercise) : SILENT;
  return { fresh: as(first(beats ? BEST : WORST, beats ?? carrying()), since), due };
}

const BEST: readonly Freshness['state'][] = ['live', 'stale'];
/** The worst that a thing carried by several ways may be. */
export const WORST: readonly Freshness['state'][] = ['stale', 'unknown', 'live'];

/** The first of these states that any of them is in. */
export function first(
  order: readonly Freshness['state'][],
  of: readonly { readonly fresh: Freshness }[],
): Freshness['state'] {
  for (const state of order) for (const { fresh } of of) if (fresh.state === state) return state;
  return 'unknown';
}

/**
 * Of what is told at a beat: one may be missed, not two. Heard in a future that has not come (our clock was set back), nobody can
 * say. A beat that is to be learned may not be known yet: then nobody can say either, until two of the longest beats are over.
 */
function byBeat({ contract }: Device, { at, value }: Standing, now: number): Timed | undefined {
  if (contract?.by !== 'periodic' && (contract?.by !== 'observed' || !isMeasured(value['value']))) return undefined;
  const { everyS } = (contract.by === 'periodic' ? contract : value) as { readonly everyS?: number };
  const heard = millis(at);
  const timed = (state: Freshness['state'], due = Infinity): Timed => ({ fresh: as(state, at), due });
  if (heard > now + CLOCK_AHEAD_MS) return timed('unknown', heard - CLOCK_AHEAD_MS);
  const due = heard + 2000 * (everyS ?? LONGEST_BEAT_S);
  return due > now ? timed(everyS === undefined ? 'unknown' : 'live', due) : timed('stale');
}

/**
 * The devices that observe the same as this one, by links that stand; and whoever is the same as one of those, or each end of
 * a row of links would show another reading.
 */
function twinsOf(entry: Standing, around: Surroundings): EntityId[] {
  const found = new Set([entry.id]);
  for (const id of found) {
    const naming = around.referring(id).filter((other) => together(other, entry));
    for (const { from, to, role } of links(naming, around)) {
      const twin = around.row(from === id ? to : from);
      if (role === 'same-as' && twin?.kind === 'device' && together(twin, entry)) found.add(twin.id);
    }
  }
  found.delete(entry.id);
  return [...found];
}

export const report: Derive = (entry, around) => {
  const value = entry.value as unknown as Report;
  const naming = namedBy(entry, around);
  const [triage] = naming
    .filter((other) => other.kind === 'triage')
    // In the order the city decided, not by a clock that may have been set back since.
    .sort((a, b) => compareOrder(b.order, a.order) || (a.id < b.id ? -1 : 1));
  const incident = links(naming, around).find((link) => link.from === entry.id && link.role === 'tells')?.to;
  const outcome = (triage?.value as Triage | undefined)?.outcome ?? 'received';
  // Attached is what a link attaches: without one it is somebody's to sort, or it would be on no list.
  const judged = outcome === 'attached' ? 'accepted' : outcome;
  return {
    derived: compact({
      ...level(undefined),
      state: incident === undefined || NO_ALARM.has(judged) ? judged : 'attached',
      acknowledged: acknowledged(naming),
      ...located(value, around),
      deviceName: rowOf(value.device, around)?.value['name'],
      incident,
    }),
    fresh: said(entry),
  };
};

/** Link events that no later link takes back, the earliest first. */
export function links(
  referring: readonly Standing[],
  around: Surroundings,
): { id: EntityId; from: string; to: string; role: string }[] {
  return referring
    .filter((other) => other.kind === 'link')
    .filter((other) => other.value['undoes'] === undefined)
    .filter((other) =>
      around.referring(other.id).every((undo) => undo.value['undoes'] !== other.id || !together(undo, other)),
    )
    .sort(earlier)
    .map((other) => ({ id: other.id, ...(other.value as { from: string; to: string; role: string }) }));
}

export const incident: Derive = (entry, around) => {
  const value = entry.value as unknown as Incident;
  const naming = namedBy(entry, around);
  const telling = links(naming, around).filter((link) => link.to === entry.id && link.role === 'tells');
  const first = telling.map((link) => around.row(link.from)).find((row) => row?.derived['position'] !== undefined);
  const below = value.level === 'below' && { rank: BELOW_RANK };
  return {
    derived: compact({
      ...level(COLOURS[Number(value.level) - 1]),
      ...below,
      ...located(value, around, first),
      reports: telling.length,
      acknowledged: acknowledged(naming),
    }),
    fresh: said(entry),
  };
};

export const warning: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Warning;
  const referring = around
    .referring(entry.id)
    .filter((other) => other.kind === 'warning' && other.source === entry.source);
  // The view has checked their values against the schema of a warning.
  const { state, by, due } = warningState(entry as unknown as ChainLink, referring as unknown as ChainLink[], now);
  // Only what came before it is counted, so that messages that name each other in a ring count to an end.
  const revisions = value.references.map((id) => {
    const before = around.row(id);
    if (!before) return 1;
    return comesBefore(before, entry) ? Number(before.derived['revision']) : 0;
  });
  const places = areaCodes(entry.value).flatMap((code) => {
    const found = codeAliases(code).map(around.known);
    return (found.find((rows) => rows.length > 0) ?? []).map((row) => row.id);
  });
  // A number has the rank of the colour in its place, and no colour.
  const numbered = RANKS.get(COLOURS[Number(value.grade) - 1]);
  const derived = compact({
    ...level(value.grade),
    ...(numbered !== undefined && { rank: numbered }),
    state,
    endedBy: by,
    revision: Math.max(0, ...revisions) + 1,
    places: [...new Set(places)].sort(),
    divisions: areaCodes(entry.value).map(wholeOf).sort(),
    acknowledged: acknowledged(namedBy(entry, around)),
  });
  return { derived, fresh: said(entry), due };
};

const comesBefore = (row: Row, entry: Standing): boolean =>
  millis(row.at) < millis(entry.at) || (row.at === entry.at && row.id < entry.id);

export const feed: Derive = (entry) => {
  const value = entry.value as unknown as FeedHealth;
  const since = value.lastEvent as Instant | undefined;
  // Whatever else is told of it, nothing is heard of it now.
  const state = value.state === 'failed' || value.state === 'removed' ? (since ? 'stale' : 'unknown') : value.state;
  return { derived: NOTHING, fresh: as(state, since) };
};
