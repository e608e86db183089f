import type { JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Inspection } from '../model/inspection.js';
import type { RiskSource } from '../model/risk-source.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { together, type Fact } from './fact.js';

/** How one device stands, the worst first. `unknown` = not in the picture, or nobody can say. */
export const watchStates = ['alarm', 'fault', 'stale', 'unknown', 'live'] as const;
/** One of the `watchStates`. */
export type WatchState = (typeof watchStates)[number];

/** What is asked of a device row: its derived states and alarms, and how fresh it is. */
export interface WatchingDevice {
  readonly id: EntityId;
  readonly derived: JsonObject;
  readonly fresh: { readonly state: 'live' | 'stale' | 'unknown' };
  /** The drill that invented it; absent: it is real. */
  readonly exercise?: string | undefined;
}

/** Stated states that are an alarm by themselves; reports in force are counted by `derived.alarms`. */
const ALARMS: ReadonlySet<string> = new Set(['fire', 'alarm', 'exceeded']);
/** A device that is shielded (屏蔽) sees nothing, as one that is broken. */
const isFault = (state: string): boolean => /(^|-)fault$/.test(state) || state === 'shielded';

/** How a device stands. An alarm never times out: that of a device gone silent is still one. */
export function deviceState({ derived, fresh }: Pick<WatchingDevice, 'derived' | 'fresh'>): WatchState {
  const stated = derived['states'];
  const states = Array.isArray(stated) ? stated.map(String) : [];
  if (Number(derived['alarms'] ?? 0) > 0 || states.some((state) => ALARMS.has(state))) return 'alarm';
  return states.some(isFault) ? 'fault' : fresh.state;
}

/**
 * What the linked devices say of a risk source: the worst of their states, and which are in it. `unwatched` = none is linked,
 * which is not calm. A linked device that is not in the picture is unknown.
 */
export function watchState(
  { devices = [] }: Pick<RiskSource, 'devices'>,
  device: (id: EntityId) => WatchingDevice | undefined,
): { readonly state: WatchState | 'unwatched'; readonly worst: readonly EntityId[] } {
  const stands = [...new Set(devices)].map((id) => {
    const row = device(id);
    return { id, state: row ? deviceState(row) : 'unknown' };
  });
  const state = watchStates.find((each) => stands.some((stand) => stand.state === each));
  if (state === undefined) return { state: 'unwatched', worst: [] };
  return { state, worst: stands.flatMap((stand) => (stand.state === state ? [stand.id] : [])).sort() };
}

/**
 * When a risk source was last inspected and must be again; one that was never inspected is overdue, one without an interval
 * never is.
 */
export function inspectionDue(
  source: Fact<RiskSource>,
  inspections: readonly Fact<Inspection>[],
  now: Instant,
): { readonly last?: Instant; readonly due?: Instant; readonly overdue: boolean } {
  const times = together(source, inspections)
    .filter(({ value, at }) => value.of === source.id && millis(at) <= millis(now))
    .map(({ at }) => millis(at));
  const last = times.length > 0 ? Math.max(...times) : undefined;
  const every = source.value.inspectEveryDays;
  const told = last === undefined ? {} : { last: toInstant(last) };
  if (every === undefined) return { ...told, overdue: false };
  if (last === undefined) return { overdue: true };
  const due = last + every * 24 * 3_600_000;
  return { ...told, due: toInstant(due), overdue: due <= millis(now) };
}
