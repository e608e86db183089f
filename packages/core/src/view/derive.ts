import type { Json, JsonObject } from '../json.js';
import { compareOrder } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Device } from '../model/device.js';
import type { FeedHealth } from '../model/feed.js';
import type { Incident } from '../model/incident.js';
import type { Place } from '../model/place.js';
import type { Report } from '../model/report.js';
import type { Task } from '../model/task.js';
import { CLOCK_AHEAD_MS, millis, toInstant, type Instant } from '../model/time.js';
import type { Triage } from '../model/triage.js';
import type { Warning } from '../model/warning.js';
import { areaCodes, warningState, type ChainLink } from '../warning/chain.js';
import { codeAliases, hearsAlias, wholeOf } from './alias.js';
import { shownBy } from './several-sources.js';
import type { Cell } from './cell.js';
import type { Freshness, Row } from './view.js';

/** What stands of one entity. */
export type Standing = Pick<Cell, 'id' | 'kind' | 'value' | 'at' | 'order' | 'source' | 'exercise' | 'by'>;

/** What a derivation may look at: rows already derived, by id or by what they are known under. */
export interface Surroundings {
  row(id: string): Row | undefined;
  /** Those whose ref fields name this id. */
  referring(id: EntityId): readonly Standing[];
  /** Rows known under an alias, e.g. `code:450103`. */
  known(alias: string): readonly Row[];
}

/** What follows from an entity and those around it. */
export interface Derived {
  readonly derived: JsonObject;
  readonly fresh: Freshness;
  /** When the result changes by time alone, milliseconds. */
  readonly due?: number;
}

export type Derive = (entry: Standing, around: Surroundings, now: number) => Derived;

const LEVELS = { red: 0, orange: 1, yellow: 3, blue: 4 } as const;
const INCIDENT_LEVELS: { readonly [level: string]: keyof typeof LEVELS } = {
  '1': 'red',
  '2': 'orange',
  '3': 'yellow',
  '4': 'blue',
};
const NUMBERED_RANK: { readonly [grade: string]: number } = { '1': 0, '2': 1, '3': 3, '4': 4 };
const UNGRADED_RANK = 2;
const BELOW_RANK = 5;

const level = (name: string | undefined): { level: string; rank: number } =>
  name !== undefined && name in LEVELS
    ? { level: name, rank: LEVELS[name as keyof typeof LEVELS] }
    : { level: 'ungraded', rank: UNGRADED_RANK };

/** Things that are said once and do not go on being said: known, of the instant they were said. */
export const said = (entry: Standing): Freshness => ({ state: 'live', since: entry.at });

/** The JSON of a record without its absent members. */
function compact(record: { readonly [key: string]: Json | undefined }): JsonObject {
  const present: { [key: string]: Json } = {};
  for (const key of Object.keys(record)) if (record[key] !== undefined) present[key] = record[key];
  return present;
}

/** By when it was true; the same on every machine, whatever arrived first. */
const earlier = (a: Standing, b: Standing): number => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1);

/** Real counts with real, and a drill with its own. */
const together = (a: Standing | Row, b: Standing | Row): boolean => a.exercise === b.exercise;

/** The earliest acknowledgement stands: who saw it first. */
function acknowledged(entry: Standing, around: Surroundings): JsonObject | undefined {
  const [first] = around
    .referring(entry.id)
    .filter((other) => other.kind === 'acknowledgement' && together(other, entry))
    .sort(earlier);
  return first && { at: first.at, masked: String(first.value['masked'] ?? '') };
}

export function located(value: { position?: unknown; device?: unknown; place?: unknown }, around: Surroundings) {
  const device = typeof value.device === 'string' ? around.row(value.device) : undefined;
  const place = typeof value.place === 'string' ? around.row(value.place) : undefined;
  const position = (value.position ?? device?.derived['position'] ?? place?.value['centre']) as Json | undefined;
  return {
    position,
    deviceName: device?.value['name'],
    placeName: place?.value['name'] ?? device?.derived['placeName'],
    divisions: place?.derived['divisions'] ?? device?.derived['divisions'],
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

/** A reading is as fresh as its own age against the contract of its device; of a device of events, as fresh as that. */
export const observation: Derive = (entry, around, now) => {
  const device = around.row(String(entry.value['device']));
  if (!device || device.exercise !== entry.exercise)
    return { derived: {}, fresh: { state: 'unknown', since: entry.at } };
  const { contract } = device.value as unknown as Device;
  if (contract?.by === 'periodic') return { derived: {}, ...periodic(millis(entry.at), contract.everyS, now) };
  return { derived: {}, fresh: { state: device.fresh.state, since: entry.at } };
};

export const device: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Device;
  const own: Told = { states: [], alarms: 0 };
  let played: Told | undefined;
  let heard = -Infinity;
  let twins: EntityId[] | undefined;
  const referring = around.referring(entry.id);
  for (const other of referring) {
    if (other.kind === 'link' && other.value['role'] === 'same-as') twins ??= twinsOf(entry, referring, around);
    if (together(other, entry)) {
      hear(own, other, around);
      if (other.kind === 'observation') heard = Math.max(heard, millis(other.at));
    } else if (TOLD.has(other.kind)) hear((played ??= { states: [], alarms: 0 }), other, around);
  }
  const place = value.place === undefined ? undefined : around.row(value.place);
  const position = (value.position ?? place?.value['centre']) as Json | undefined;
  const placeName = place?.value['name'];
  const derived: { [name: string]: Json } = {};
  if (position !== undefined) derived['position'] = position;
  if (placeName !== undefined) derived['placeName'] = placeName;
  const divisions = place?.derived['divisions'];
  if (divisions !== undefined) derived['divisions'] = divisions;
  derived['states'] = own.states.length > 0 ? own.states.sort() : SILENT;
  derived['alarms'] = own.alarms;
  // What a drill plays on this device is told beside what is real, and never keeps it fresh.
  if (played) derived['drill'] = { states: played.states.sort(), alarms: played.alarms };
  if (twins?.length) derived['shown'] = shownBy([entry.id, ...twins], entry, around);
  const { fresh, due = Infinity } = deviceFreshness(value, { entry, heard, now, around });
  return { derived, fresh, due };
};

/** Most devices tell of nothing, and share it: frozen, so that nobody writes into all of them. */
const SILENT: readonly string[] = Object.freeze([]);

/** The states and the number of alarms that observations and reports tell of a device. */
interface Told {
  readonly states: string[];
  alarms: number;
}

const TOLD = new Set(['observation', 'report']);

function hear(told: Told, other: Standing, around: Surroundings): void {
  if (other.kind === 'observation') {
    const said = other.value['value'];
    if (Array.isArray(said))
      for (const each of said as string[]) if (!told.states.includes(each)) told.states.push(each);
  }
  if (other.kind === 'report' && !NO_ALARM.has(String(around.row(other.id)?.derived['state']))) told.alarms += 1;
}

/** Reports that people have said are none. */
const NO_ALARM = new Set(['rejected', 'handed-over']);

/**
 * A periodic device may miss one beat, not two; heard in a future that has not come (our clock was set back), nobody can
 * say. A device of events is as fresh as the worst of the feeds that would carry its word: it may hang on any of them.
 */
function deviceFreshness(
  value: Device,
  { entry, heard, now, around }: { entry: Standing; heard: number; now: number; around: Surroundings },
): Pick<Derived, 'fresh' | 'due'> {
  const since = Number.isFinite(heard) ? { since: toInstant(heard) } : {};
  if (value.contract?.by === 'periodic')
    return Number.isFinite(heard) ? periodic(heard, value.contract.everyS, now) : { fresh: { state: 'unknown' } };
  const feeds = around.known(hearsAlias(entry.source));
  const worst = (['stale', 'unknown', 'live'] as const).find((state) =>
    feeds.some(({ fresh }) => fresh.state === state),
  );
  return { fresh: { state: worst ?? 'unknown', ...since } };
}

function periodic(heard: number, everyS: number, now: number): Pick<Derived, 'fresh' | 'due'> {
  const since = toInstant(heard);
  if (heard > now + CLOCK_AHEAD_MS) return { fresh: { state: 'unknown', since }, due: heard - CLOCK_AHEAD_MS };
  const until = heard + 2 * everyS * 1000;
  return until > now ? { fresh: { state: 'live', since }, due: until } : { fresh: { state: 'stale', since } };
}

/** The devices that observe the same as this one, by links that stand. */
const twinsOf = (entry: Standing, referring: readonly Standing[], around: Surroundings): EntityId[] =>
  links(
    referring.filter((other) => together(other, entry)),
    around,
  )
    .filter(({ role }) => role === 'same-as')
    .map(({ from, to }) => (from === entry.id ? to : from) as EntityId)
    .filter((id) => {
      const twin = around.row(id);
      return twin?.kind === 'device' && together(twin, entry);
    });

export const report: Derive = (entry, around) => {
  const value = entry.value as unknown as Report;
  const referring = around.referring(entry.id).filter((other) => together(other, entry));
  const [triage] = referring
    .filter((other) => other.kind === 'triage')
    // In the order the city decided, not by a clock that may have been set back since.
    .sort((a, b) => compareOrder(b.order, a.order) || (a.id < b.id ? -1 : 1));
  const incident = links(referring, around).find((link) => link.from === entry.id && link.role === 'tells')?.to;
  const outcome = triage && (triage.value as unknown as Triage).outcome;
  return {
    derived: compact({
      ...level(undefined),
      state: outcome ?? (incident === undefined ? 'received' : 'attached'),
      acknowledged: acknowledged(entry, around),
      ...located(value, around),
      incident,
    }),
    fresh: said(entry),
  };
};

/** Link events that no later link takes back, the earliest first. */
function links(
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
  const own = around.referring(entry.id).filter((other) => together(other, entry));
  const telling = links(own, around).filter((link) => link.to === entry.id && link.role === 'tells');
  const here = located(value, around);
  const first = telling.map((link) => around.row(link.from)).find((row) => row?.derived['position'] !== undefined);
  const graded =
    value.level === 'below' ? { level: 'ungraded', rank: BELOW_RANK } : level(INCIDENT_LEVELS[value.level ?? '']);
  return {
    derived: compact({
      ...graded,
      position: here.position ?? first?.derived['position'],
      placeName: here.placeName ?? first?.derived['placeName'],
      divisions: here.divisions ?? first?.derived['divisions'],
      reports: telling.length,
      acknowledged: acknowledged(entry, around),
    }),
    fresh: said(entry),
  };
};

export const warning: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Warning;
  const referring = around
    .referring(entry.id)
    .filter((other) => other.kind === 'warning' && other.source === entry.source);
  const asLink = (other: Standing): ChainLink => ({
    id: other.id,
    at: other.at,
    value: other.value as unknown as Warning,
    exercise: other.exercise,
  });
  const { state, by, due } = warningState(asLink(entry), referring.map(asLink), now);
  // Only what came before it is counted, so that messages that name each other in a ring count to an end.
  const before = value.references
    .map((id) => around.row(id))
    .filter((row) => row !== undefined && comesBefore(row, entry))
    .map((row) => Number(row?.derived['revision']));
  const known = value.references.some((id) => !around.row(id)) ? 1 : 0;
  const places = areaCodes(entry.value).flatMap((code) => {
    const [exact, within] = codeAliases(code);
    const found = around.known(exact);
    return (found.length > 0 || within === undefined ? found : around.known(within)).map((row) => row.id);
  });
  const grade = value.grade ?? '';
  const rank = NUMBERED_RANK[grade];
  const derived = compact({
    ...level(value.grade),
    ...(rank === undefined ? {} : { rank }),
    state,
    endedBy: by,
    revision: Math.max(known, ...before) + 1,
    places: [...new Set(places)].sort(),
    divisions: areaCodes(entry.value).map(wholeOf).sort(),
    acknowledged: acknowledged(entry, around),
  });
  return due === undefined ? { derived, fresh: said(entry) } : { derived, fresh: said(entry), due };
};

const comesBefore = (row: Row, entry: Standing): boolean =>
  millis(row.at) < millis(entry.at) || (row.at === entry.at && row.id < entry.id);

const CLOSED_TASK = new Set(['done', 'checked', 'returned', 'declined']);

export const task: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Task;
  const due = value.due === undefined || CLOSED_TASK.has(value.state) ? Infinity : millis(value.due as Instant);
  const here = located(value, around);
  const about = value.about.map((id) => around.row(id)).find((row) => row !== undefined);
  const derived = compact({
    overdue: due <= now,
    position: here.position ?? about?.derived['position'],
    placeName: here.placeName ?? about?.derived['placeName'],
    divisions: here.divisions ?? about?.derived['divisions'],
  });
  return due > now && Number.isFinite(due) ? { derived, fresh: said(entry), due } : { derived, fresh: said(entry) };
};

export const feed: Derive = (entry) => {
  const value = entry.value as unknown as FeedHealth;
  const since = value.lastEvent === undefined ? {} : { since: value.lastEvent as Instant };
  const state = value.state === 'failed' ? (value.lastEvent === undefined ? 'unknown' : 'stale') : value.state;
  return { derived: {}, fresh: { state, ...since } };
};
