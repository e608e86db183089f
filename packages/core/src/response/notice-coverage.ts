import type { EntityId } from '../model/id.js';
import type { Notice } from '../model/notice.js';
import type { Place } from '../model/place.js';
import { toInstant, millis, type Instant } from '../model/time.js';
import { compareTold, together, type Fact } from '../resilience/fact.js';
import { addTo, coverage, dayHours, periodAt, type Coverage, type DayHours, type Reached } from './coverage.js';

/** How many people of all places together, a range, since two channels may have reached the same ones. */
export type Covered = Pick<Coverage, 'population' | 'atLeast' | 'atMost' | 'rate'>;

/** Whom notices about one thing reached. */
export interface NoticeCoverage {
  /** Whose number of people holds. */
  readonly period: 'day' | 'night';
  /** 覆盖率: where it arrived, of the people there now. */
  readonly coverage: Covered;
  /** 触达率: who confirmed it; absent where no channel can tell. */
  readonly reach?: Covered;
  /** 未触达: how many places are not known to be fully covered. */
  readonly uncovered: number;
  /** Of these the first twenty: most people missed first, and before all where nobody knows how many there are. */
  readonly worst: readonly { readonly place: EntityId; readonly missed?: number }[];
}

const WORST = 20;
/** Over all places: people of whom a channel cannot tell where they are. */
const EVERYWHERE = 'place//' as EntityId;

/**
 * Coverage of notices: of each the last count stands, and of all channels people count once, as `coverage` says. `notices` are the
 * notices and their later counts, those of drills apart; what was sent is no person. Numbers of another way of cutting the ground are
 * told of the place around it of the way that most of them use. Nothing where there is no notice. `looked` at these places.
 */
export function noticeCoverage(
  of: Pick<Fact<unknown>, 'exercise'>,
  notices: readonly Fact<Notice>[],
  options: {
    readonly place: (id: string) => Place | undefined;
    readonly now: Instant;
    readonly hours?: DayHours;
  },
): (NoticeCoverage & { readonly looked: ReadonlySet<string> }) | undefined {
  const { place, now, hours = dayHours } = options;
  const counted = lastCounts(together(of, notices));
  if (counted.length === 0) return undefined;
  const looked = new Set<string>();
  const known = (id: string): Place | undefined => {
    looked.add(id);
    return place(id);
  };
  const named = new Set(
    counted.flatMap(({ places, reached }) => [...places, ...reached.flatMap((each) => each.place ?? [])]),
  );
  const scheme = mostUsed([...named].map((id) => known(id)?.scheme));
  const own = new Set([...named].filter((id) => (known(id)?.scheme ?? scheme) === scheme));
  /** The nearest place around one, by any way of cutting the ground, that is told of. */
  const around = (id: string): EntityId => {
    const above = new Set(known(id)?.parents ?? []);
    for (const each of above) {
      if (each !== id && own.has(each)) return each;
      for (const further of known(each)?.parents ?? []) above.add(further);
    }
    return EVERYWHERE;
  };
  const home = new Map([...named].map((id) => [id, own.has(id) ? (id as EntityId) : around(id)]));
  const all = [
    { id: EVERYWHERE },
    ...[...own].map((id) => ({ id: id as EntityId, parent: around(id), population: known(id)?.population })),
  ];
  const tell = (count: (each: NonNullable<Notice['reached']>[number]) => number | undefined): Reached[] =>
    counted.flatMap(({ places, reached }) =>
      reached.flatMap((each) => {
        const number = count(each);
        const at = each.place ?? (places.length === 1 ? places[0]! : undefined);
        return number === undefined ? [] : { place: at === undefined ? EVERYWHERE : home.get(at)!, count: number };
      }),
    );

  const period = periodAt(now, hours);
  const arrived = coverage(
    all,
    tell(({ delivered, acknowledged }) => most(delivered, acknowledged)),
    period,
  );
  const confirmed = tell(({ acknowledged }) => acknowledged);
  const missing = arrived.uncovered.filter(({ place: id }) => id !== EVERYWHERE);
  return {
    period,
    coverage: whole(arrived.places),
    ...(confirmed.length > 0 && { reach: whole(coverage(all, confirmed, period).places) }),
    uncovered: missing.length,
    worst: missing
      .slice(0, WORST)
      .map(({ place: id, missed }) => ({ place: id, ...(missed !== undefined && { missed }) })),
    looked,
  };
}

/** Each notice with the last count that was told of it, and where it was for. */
function lastCounts(notices: readonly Fact<Notice>[]): {
  readonly places: readonly string[];
  readonly reached: NonNullable<Notice['reached']>;
}[] {
  const byNotice = new Map<string, Fact<Notice>[]>();
  for (const each of [...notices].sort(compareTold)) addTo(byNotice, each.value.counts ?? each.id, each);
  return [...byNotice.values()].map((told) => ({
    places: [...new Set(told.flatMap(({ value }) => value.places ?? []))],
    reached: told.find(({ id }) => id === lastCount(told))?.value.reached ?? [],
  }));
}

/** The last of the tellings of one notice that counts anybody. */
export const lastCount = (notices: readonly Fact<Notice>[]): EntityId | undefined =>
  [...notices]
    .sort(compareTold)
    .filter(({ value }) => value.reached !== undefined)
    .at(-1)?.id;

const most = (...numbers: readonly (number | undefined)[]): number | undefined => {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** What most of them are, of as many the first by name; what is not known is none. */
function mostUsed<T extends string>(list: readonly (T | undefined)[]): T | undefined {
  const counts = new Map<T, number>();
  for (const each of list) if (each !== undefined) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

function whole(places: ReadonlyMap<EntityId, Coverage>): Covered {
  const { place: _, ...all } = places.get(EVERYWHERE)!;
  return all;
}

/** When the number of people by day begins to hold, or that by night. */
export function nextPeriod(now: Instant, { from, to, offsetMinutes }: DayHours = dayHours): Instant {
  const HOUR_MS = 3_600_000;
  const local = millis(now) + offsetMinutes * 60_000;
  const day = Math.floor(local / (24 * HOUR_MS)) * 24 * HOUR_MS;
  const ahead = [from, to, from + 24].map((hour) => day + hour * HOUR_MS).filter((at) => at > local);
  return toInstant(Math.min(...ahead) - offsetMinutes * 60_000);
}
