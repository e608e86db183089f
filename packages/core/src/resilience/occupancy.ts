import type { EntityId } from '../model/id.js';
import type { Facility } from '../model/facility.js';
import type { Transfer } from '../model/transfer.js';
import { createTransferBook, type Occupancy, type TransferBook } from '../response/transfer-book.js';
import type { DerivedByTime } from './derived.js';
import type { Fact } from './fact.js';

export type { Occupancy };

function bookOf(transfers: readonly Fact<Transfer>[]): TransferBook {
  const book = createTransferBook();
  for (const each of transfers) book.note(each);
  return book;
}

/**
 * How many persons each telling has where it says they were moved to, by its id; tellings that others stand over, and those who
 * went to relatives, are not in it. Of one household and order the latest stands. A household is in one place at a time, whoever
 * ordered it there: of several orders the one by which it was moved last says where. Who came home again is there no longer.
 */
export function sheltered(transfers: readonly Fact<Transfer>[]): ReadonlyMap<EntityId, number> {
  const book = bookOf(transfers);
  return new Map(
    transfers.flatMap(({ id }) => {
      const persons = book.sheltered(id);
      return persons === undefined ? [] : [[id, persons] as const];
    }),
  );
}

/**
 * How many people are in a facility by all that was told of transfers; nothing where none ever told of anybody brought there:
 * nobody knows then, and 0 would be a guess. Of a drill's facility only that drill's tellings count, of a real one only real ones.
 * The tallies of one order are added: give places of one cut.
 */
export const occupancyOf = (
  facility: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
): Occupancy | undefined => bookOf(transfers).occupancy(facility);

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

/** A facility that takes people in, or was told to: `full`, and `occupancy` where anybody was told to be brought there. */
export function deriveFacility({ value }: Fact<Facility>, occupancy: Occupancy | undefined): DerivedByTime {
  const { functions, emergencyFunctions = [] } = value;
  if (!occupancy && ![...functions, ...emergencyFunctions].includes('shelter')) return { derived: {} };
  return { derived: { ...(occupancy && { occupancy: { ...occupancy } }), full: fullness(value, occupancy) } };
}
