import type { EntityId } from '../model/id.js';
import type { Facility } from '../model/facility.js';
import type { Transfer } from '../model/transfer.js';
import { isHousehold, isLater } from '../response/transfer-sums.js';
import type { DerivedByTime } from './derived.js';
import { together, type Fact } from './fact.js';

/** People in a facility. Households count exactly; tallies of places may tell of the same people, and make it a range. */
export interface Occupancy {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * How many persons each telling has where it says they were moved to, by its id; tellings that others stand over, and those who
 * went to relatives, are not in it. Of one household and order the latest stands. A household is in one place at a time, whoever
 * ordered it there: of several orders the one by which it was moved last says where. Who came home again is there no longer.
 */
export function sheltered(transfers: readonly Fact<Transfer>[]): ReadonlyMap<EntityId, number> {
  const standing = latestOf(transfers, ({ value, exercise }) => [value.order, value.of, exercise]);
  const moved = standing.filter(({ value }) => value.moved > 0);
  const housed = latestOf(moved.filter(isHousehold), ({ value, exercise }) => [value.of, exercise]);
  const counted = [...housed, ...standing.filter((each) => !isHousehold(each))].filter(({ value }) => value.to);
  return new Map(counted.map(({ id, value }) => [id, Math.max(0, value.moved - (value.returned ?? 0))]));
}

function latestOf(
  transfers: readonly Fact<Transfer>[],
  key: (transfer: Fact<Transfer>) => readonly (string | undefined)[],
): Fact<Transfer>[] {
  const latest = new Map<string, Fact<Transfer>>();
  for (const each of transfers) {
    const name = JSON.stringify(key(each));
    const have = latest.get(name);
    if (!have || isLater(each, have)) latest.set(name, each);
  }
  return [...latest.values()];
}

/**
 * How many people are in a facility by all that was told of transfers; nothing where none ever told of anybody brought there:
 * nobody knows then, and 0 would be a guess. Of a drill's facility only that drill's tellings count, of a real one only real ones.
 * The tallies of one order are added: give places of one cut.
 */
export function occupancyOf(
  facility: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
): Occupancy | undefined {
  const there = sheltered(transfers);
  return occupancyBy(facility, transfers, ({ id }) => there.get(id));
}

/** The same where it is known of each telling how many it has there. */
function occupancyBy(
  facility: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
  countOf: (transfer: Fact<Transfer>) => number | undefined,
): Occupancy | undefined {
  const told = together(facility, transfers).filter(({ value }) => value.to === facility.id);
  if (told.length === 0) return undefined;
  let households = 0;
  const tallies = new Map<EntityId, number>();
  for (const each of told) {
    const persons = countOf(each) ?? 0;
    const { order } = each.value;
    if (isHousehold(each)) households += persons;
    else tallies.set(order, (tallies.get(order) ?? 0) + persons);
  }
  const sums = [...tallies.values()];
  return {
    atLeast: Math.max(households, ...sums),
    atMost: sums.reduce((sum, each) => sum + each, households),
  };
}

/**
 * Whether a facility is full (满员): `yes` when no more fit by the least that are there, `no` when some do by the most; `unknown`
 * where its capacity in persons is not stated, nobody told who is there, or the range lies on both sides.
 */
export function fullness(
  { capacity }: Pick<Facility, 'capacity'>,
  occupancy: Occupancy | undefined,
): 'yes' | 'no' | 'unknown' {
  const most = capacity?.persons;
  if (most === undefined || !occupancy) return 'unknown';
  if (occupancy.atLeast >= most) return 'yes';
  return occupancy.atMost < most ? 'no' : 'unknown';
}

/**
 * A facility that takes people in, or was told to: `full`, and `occupancy` where anybody was told to be brought there. `countOf`
 * gives what `sheltered` has of a telling.
 */
export function deriveFacility(
  facility: Fact<Facility>,
  transfers: readonly Fact<Transfer>[],
  countOf: (transfer: Fact<Transfer>) => number | undefined,
): DerivedByTime {
  const { functions, emergencyFunctions = [] } = facility.value;
  const occupancy = occupancyBy(facility, transfers, countOf);
  if (!occupancy && ![...functions, ...emergencyFunctions].includes('shelter')) return { derived: {} };
  return { derived: { ...(occupancy && { occupancy: { ...occupancy } }), full: fullness(facility.value, occupancy) } };
}
