import type { EntityId } from '../model/id.js';
import type { Transfer } from '../model/transfer.js';
import { createLatest, type Latest } from '../resilience/latest.js';
import type { Fact } from '../resilience/fact.js';
import { isHousehold, isLater, isOpen, sumsOf, type Sums } from './transfer-sums.js';

/** People in a facility. Households count exactly; tallies of places may tell of the same people, and make it a range. */
export interface Occupancy {
  readonly atLeast: number;
  readonly atMost: number;
}

type Told = Fact<Transfer>;
/** What is asked about; of a drill's only that drill's tellings count, of a real one only real ones. */
type Asked = Pick<Fact<unknown>, 'id' | 'exercise'>;

/** All that was told of transfers, kept up telling by telling: one more costs the same however many there are. */
export interface TransferBook {
  /**
   * A telling as it stands now, in place of what was noted under its id. Gives the tellings and facilities of which something else
   * is so now; events are not taken back.
   */
  note(telling: Told): ReadonlySet<EntityId>;
  /** How many persons a telling has where it says they were brought; nothing where another stands over it. */
  sheltered(id: EntityId): number | undefined;
  /** Nothing where nobody was ever told to be brought there: 0 would be a guess. */
  occupancy(facility: Asked): Occupancy | undefined;
  /** Sums of one order, and how many stand on its work list; nothing where nothing was told. */
  sums(order: Asked): { readonly sums: Sums; readonly open: number } | undefined;
}

/** Those that are brought to one facility. */
interface House {
  /** How many tellings name it, whatever stands over them. */
  named: number;
  households: number;
  /** By order: the tallies of one are added, give places of one cut. */
  readonly tallies: Map<EntityId, number>;
}

/** What stands of the households of one order, or of its places. */
interface Tally {
  count: number;
  open: number;
  /** Those that do not close. */
  wrong: number;
  readonly sums: { [name in Exclude<keyof Sums, 'closes'>]: number };
}

const createHouse = (): House => ({ named: 0, households: 0, tallies: new Map() });
const noSums = { due: 0, moved: 0, refused: 0, away: 0, unreached: 0, waiting: 0, over: 0, returned: 0 };
const createTally = (): Tally => ({ count: 0, open: 0, wrong: 0, sums: { ...noSums } });

const keyOf = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts);

/** What stands under a key; made when it is first asked for. */
function entry<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  let have = map.get(key);
  if (have === undefined) map.set(key, (have = make()));
  return have;
}

/**
 * Of one household or place and one order the latest telling stands. A household is in one place at a time, whoever ordered it
 * there: of several orders the one by which it was moved last says where. Who came home again is there no longer.
 */
export function createTransferBook(): TransferBook {
  const told = new Map<EntityId, Told>();
  /** By drill, order and whom they tell of. */
  const groups = new Map<string, Latest<Transfer>>();
  /** By drill and household, what stands of each order by which it was moved. */
  const moves = new Map<string, Map<EntityId, Told>>();
  const counts = new Map<EntityId, number>();
  const houses = new Map<string, House>();
  const orders = new Map<string, { readonly households: Tally; readonly places: Tally }>();
  let stirred = new Set<EntityId>();

  /** Brings the people of a telling where it says, or takes them from there. */
  function house(telling: Told | undefined, sign: 1 | -1): void {
    const to = telling?.value.to as EntityId | undefined;
    if (!telling || !to) return;
    const { id, value, exercise } = telling;
    const persons = Math.max(0, value.moved - (value.returned ?? 0));
    if (sign > 0) counts.set(id, persons);
    else counts.delete(id);
    stirred.add(id).add(to);
    const there = entry(houses, keyOf(exercise, to), createHouse);
    if (isHousehold(telling)) there.households += sign * persons;
    else {
      const sum = (there.tallies.get(value.order) ?? 0) + sign * persons;
      if (sum === 0) there.tallies.delete(value.order);
      else there.tallies.set(value.order, sum);
    }
  }

  function count(telling: Told | undefined, sign: 1 | -1): void {
    if (!telling) return;
    const order = entry(orders, keyOf(telling.exercise, telling.value.order), () => ({
      households: createTally(),
      places: createTally(),
    }));
    const tally = isHousehold(telling) ? order.households : order.places;
    const { closes, ...sums } = sumsOf(telling.value);
    tally.count += sign;
    if (isOpen(telling)) tally.open += sign;
    if (!closes) tally.wrong += sign;
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) tally.sums[name] += sign * sums[name];
  }

  /** Of the few orders by which one household was moved. */
  const lastOf = (standing: ReadonlyMap<EntityId, Told>): Told | undefined =>
    [...standing.values()].reduce<Told | undefined>((a, b) => (a && isLater(a, b) ? a : b), undefined);

  /** Another telling stands now of one household or place and one order. */
  function replace(before: Told | undefined, now: Told | undefined): void {
    count(before, -1);
    count(now, 1);
    const either = (now ?? before)!;
    if (!isHousehold(either)) {
      house(before, -1);
      house(now, 1);
      return;
    }
    const { order, of } = either.value;
    const key = keyOf(either.exercise, of);
    const standing = entry(moves, key, () => new Map<EntityId, Told>());
    const was = lastOf(standing);
    if (now && now.value.moved > 0) standing.set(order, now);
    else standing.delete(order);
    const is = lastOf(standing);
    if (standing.size === 0) moves.delete(key);
    if (was === is) return;
    house(was, -1);
    house(is, 1);
  }

  function move(telling: Told, sign: 1 | -1): void {
    const { value, exercise } = telling;
    const key = keyOf(exercise, value.order, value.of);
    const group = entry(groups, key, createLatest<Transfer>);
    const before = group.last();
    if (sign > 0) group.add(telling);
    else group.remove(telling);
    const now = group.last();
    if (!now) groups.delete(key);
    if (value.to) entry(houses, keyOf(exercise, value.to), createHouse).named += sign;
    if (now !== before) replace(before, now);
  }

  return {
    note(telling) {
      stirred = new Set();
      const before = told.get(telling.id);
      if (before) move(before, -1);
      told.set(telling.id, telling);
      move(telling, 1);
      return stirred;
    },
    sheltered: (id) => counts.get(id),
    occupancy({ id, exercise }) {
      const there = houses.get(keyOf(exercise, id));
      if (!there?.named) return undefined;
      let [atLeast, atMost] = [there.households, there.households];
      for (const sum of there.tallies.values()) {
        atLeast = Math.max(atLeast, sum);
        atMost += sum;
      }
      return { atLeast, atMost };
    },
    sums({ id, exercise }) {
      const order = orders.get(keyOf(exercise, id));
      const { count, open, wrong, sums } = order?.households.count
        ? order.households
        : (order?.places ?? createTally());
      return count === 0 ? undefined : { sums: { ...sums, closes: wrong === 0 }, open };
    },
  };
}
