import type { Incident } from '../model/incident.js';
import type { Linkage } from '../model/linkage.js';
import { millis, type Instant } from '../model/time.js';
import type { Row } from '../view/view.js';
import { highest, type Tier } from './tier.js';

/** An incident in one of these is over: nobody is called to it, so that it is shared with nobody. Reopened, it is again. */
const OVER: ReadonlySet<unknown> = new Set<Incident['state']>(['closed', 'reviewed', 'false-alarm', 'handed-over']);

/** What each list of a linkage gives: 牵头, 协同, 知会. */
const LISTS = { lead: 'lead', assist: 'assist', informed: 'view' } as const satisfies { [list: string]: Tier };

/** What linkage is asked about an incident. */
export interface Happening {
  readonly row: Pick<Row, 'value' | 'exercise'>;
  /** The place it is at and all around it. */
  readonly places: ReadonlySet<string>;
}

/** At which tier an incident is shared with whom at an instant, by organization. Whoever is in several lists gets the highest. */
export function sharedWith(
  { row: { value, exercise }, places }: Happening,
  linkages: readonly Pick<Row, 'value' | 'exercise'>[],
  now: Instant,
): ReadonlyMap<string, Tier> {
  const found = new Map<string, Tier>();
  if (OVER.has(value['state'])) return found;
  for (const linkage of linkages) {
    const rule = linkage.value as Partial<Linkage>;
    // An arrangement made up for a drill gives nothing real; a drill is held by the arrangements that stand.
    if (linkage.exercise !== undefined && linkage.exercise !== exercise) continue;
    if (!isFor(rule, { value, places }) || !holdsAt(rule, now)) continue;
    for (const [list, tier] of Object.entries(LISTS) as [keyof typeof LISTS, Tier][])
      for (const id of rule[list] ?? []) found.set(id, highest([found.get(id), tier])!);
  }
  return found;
}

/** What it does not narrow, it is for; what it narrows and nobody knows of the incident, it is not for. */
export function isFor(
  { eventTypes, levels, places: within }: Partial<Linkage>,
  { value, places }: { readonly value: Row['value']; readonly places: ReadonlySet<string> },
): boolean {
  const { eventType, level } = value;
  if (eventTypes && !eventTypes.some((type) => typeof eventType === 'string' && eventType.startsWith(type)))
    return false;
  if (levels && !levels.some((each) => each === level)) return false;
  return !within || within.some((id) => places.has(id));
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** China has one time, the whole year. */
const AHEAD_MINUTES = 8 * 60;

/** Whether a linkage holds at an instant, by its validity and by the clock on the wall in China. */
export function holdsAt({ validFrom, validUntil, times }: Partial<Linkage>, now: Instant): boolean {
  const ms = millis(now);
  if (validFrom !== undefined && !(ms >= millis(validFrom as Instant))) return false;
  if (validUntil !== undefined && !(ms < millis(validUntil as Instant))) return false;
  if (!times) return true;
  const minute = Math.floor(ms / MINUTE_MS) + AHEAD_MINUTES;
  const day = Math.floor(minute / DAY_MINUTES);
  const clock = minute % DAY_MINUTES;
  return times.some(({ days, from, to }) => {
    const [first, last] = [minutesOf(from), minutesOf(to)];
    // Its last minute is part of it: day and night are written 00:00 to 23:59.
    if (first <= last) return isOn(days, day) && clock >= first && clock <= last;
    return (isOn(days, day) && clock >= first) || (isOn(days, day - 1) && clock <= last);
  });
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Saturday and Sunday are days of rest. Holidays, and days worked in their stead, are announced each year and not known here. */
function isOn(days: 'every' | 'workday' | 'restday', day: number): boolean {
  if (days === 'every') return true;
  // 1970-01-01 was a Thursday.
  const rests = (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
  return rests === (days === 'restday');
}
