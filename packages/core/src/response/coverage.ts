import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';

/** One telling of whom a message reached at one place: of one channel, one send or one round of doors. */
export interface Reached {
  readonly place: string;
  /** People reached, where not all are known by key. Sends are not people: give what was delivered or answered. */
  readonly count?: number;
  /** Keys of the people reached (pseudonyms), where they are known: one person over three channels or at two places is one. */
  readonly keys?: readonly string[];
}

/** A place of one way of cutting the ground, with the people who are there. */
export interface PopulatedPlace {
  readonly id: EntityId;
  /** The place of the same cut that it lies in. */
  readonly parent?: string | undefined;
  readonly population?: { readonly day?: number | undefined; readonly night?: number | undefined } | undefined;
}

/** How many people of one place were reached. Numbers of several channels may be the same people, so it is a range. */
export interface Coverage {
  readonly place: EntityId;
  /** People there in that period; absent = not known. */
  readonly population?: number;
  /** At least so many different people: what is shown. */
  readonly atLeast: number;
  /** At most so many, if no two channels reached the same person. */
  readonly atMost: number;
  /** `atLeast` of the population, 0 to 1; absent where the population is not known or zero. */
  readonly rate?: number;
}

/** A place that is not fully reached, with how many people are missed; absent = nobody knows how many are there. */
export interface Uncovered extends Coverage {
  readonly missed?: number;
}

/** Who was reached: place by place, and the places still to go to. */
export interface CoverageState {
  /** Every place given, those without a parent first told as a whole. */
  readonly places: ReadonlyMap<EntityId, Coverage>;
  /** The work list: places that nothing lies in and that are not fully reached, most people missed first; unknown ones before all. */
  readonly uncovered: readonly Uncovered[];
}

/**
 * Coverage counts people, not sends: of several tellings at least the best and at most their sum, never more than are there. What
 * was told of a place and of the places in it overlaps and is not added, and who is known by key at several places is one person in
 * what these lie in. The population is that of the period: by day or by night.
 */
export function coverage(
  given: readonly PopulatedPlace[],
  reached: readonly Reached[],
  period: 'day' | 'night',
): CoverageState {
  const places = [...new Map(given.map((place) => [place.id, place])).values()];
  const children = new Map<string, PopulatedPlace[]>();
  const known = new Set<string>(places.map(({ id }) => id));
  for (const place of places) if (place.parent !== undefined) addTo(children, place.parent, place);
  const tellings = new Map<string, Reached[]>();
  for (const each of reached) addTo(tellings, each.place, each);
  const found = new Map<EntityId, Found>();

  const visit = (place: PopulatedPlace, above: ReadonlySet<string>): Found => {
    const before = found.get(place.id);
    if (before) return before;
    const inside = (children.get(place.id) ?? []).filter(({ id }) => !above.has(id));
    const path = inside.length > 0 ? new Set([...above, place.id]) : above;
    const parts = inside.map((each) => visit(each, path));
    const own = direct(tellings.get(place.id) ?? []);
    const stated = place.population?.[period];
    const summed = parts.length > 0 && parts.every(({ population }) => population !== undefined);
    const population = stated ?? (summed ? total(parts, (part) => part.population!) : undefined);
    const most = population ?? Infinity;
    const keys = new Set([...own.keys, ...parts.flatMap((part) => [...part.keys])]);
    // Whoever is known at several of the parts is counted in each of them.
    const inParts = new Set(parts.flatMap((part) => [...part.keys])).size;
    const twiceInParts = total(parts, (part) => part.keys.size) - inParts;
    const atLeast = Math.min(
      most,
      Math.max(own.atLeast, total(parts, (part) => part.atLeast) - twiceInParts, ...parts.map((part) => part.atLeast)),
    );
    const twice = own.keys.size + total(parts, (part) => part.keys.size) - keys.size;
    const beyond = own.atMost + total(parts, (part) => part.beyond) - twice;
    const atMost = Math.min(most, beyond);
    const here: Found = {
      keys,
      beyond,
      place: place.id,
      atLeast,
      atMost,
      ...(population === undefined ? {} : { population }),
      ...(population === undefined || population === 0 ? {} : { rate: atLeast / population }),
    };
    found.set(place.id, here);
    return here;
  };
  for (const place of places) if (place.parent === undefined || !known.has(place.parent)) visit(place, new Set());
  // Places that lie in each other in a ring have nothing above them: each is told all the same.
  for (const place of places) visit(place, new Set());

  const uncovered = places
    .filter(({ id }) => !children.has(id))
    .map(({ id }) => told(found.get(id)!))
    .filter(({ population, atLeast }) => population === undefined || atLeast < population)
    .map((each): Uncovered =>
      each.population === undefined ? each : { ...each, missed: each.population - each.atLeast },
    )
    .sort((a, b) => missedOf(b) - missedOf(a) || (a.place < b.place ? -1 : 1));
  return { places: new Map([...found].map(([id, each]) => [id, told(each)])), uncovered };
}

/** Puts one more into the list under a key. */
export function addTo<T>(lists: Map<string, T[]>, key: string, member: T): void {
  const list = lists.get(key);
  if (list) list.push(member);
  else lists.set(key, [member]);
}

const missedOf = ({ missed = Infinity }: Uncovered): number => Math.min(missed, Number.MAX_SAFE_INTEGER);

/** With the keys of all who are known to be reached there or in what lies in it. */
interface Found extends Coverage {
  readonly keys: ReadonlySet<string>;
  /** `atMost`, were there no end to how many are there. */
  readonly beyond: number;
}

const told = ({ keys: _, beyond: __, ...coverage }: Found): Coverage => coverage;

/** What the tellings of one place say by themselves: any two may have reached the same people, or quite other ones. */
function direct(tellings: readonly Reached[]): {
  readonly keys: ReadonlySet<string>;
  readonly atLeast: number;
  readonly atMost: number;
} {
  const keys = new Set(tellings.flatMap((each) => each.keys ?? []));
  const numbers = tellings.map(({ count = 0 }) => count);
  const unknown = tellings.map(({ count = 0, keys: named = [] }) => Math.max(0, count - new Set(named).size));
  return { keys, atLeast: Math.max(keys.size, ...numbers), atMost: keys.size + total(unknown, (each) => each) };
}

const total = <T>(list: readonly T[], of: (each: T) => number): number => list.reduce((sum, each) => sum + of(each), 0);

/** When people count as being there by day; hours of the local day, the city's own data. */
export interface DayHours {
  /** Day begins, hours after midnight. */
  readonly from: number;
  /** Night begins. */
  readonly to: number;
  /** Local time ahead of UTC, minutes. */
  readonly offsetMinutes: number;
}

/** Until a city says otherwise: 08:00 to 20:00, Chinese time. A convention of ours, of no norm. */
export const dayHours: DayHours = { from: 8, to: 20, offsetMinutes: 480 };

/** Which population holds at an instant. */
export function periodAt(at: Instant, { from, to, offsetMinutes }: DayHours = dayHours): 'day' | 'night' {
  const hours = ((((millis(at) / 60_000 + offsetMinutes) % 1440) + 1440) % 1440) / 60;
  return hours >= from && hours < to ? 'day' : 'night';
}
