import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import { millis, type Instant } from '../model/time.js';
import { fromThousandths, sum, thousandths } from './amounts.js';
import { together, type Fact } from './fact.js';

/** How much of one lot is there, by its movements. Amounts are in the unit of the stock. */
export interface Quantity {
  /** Below zero when more is known to have gone out than in: the ledger is wrong, count the stock. */
  readonly quantity: number;
  /** By how much the ledger is below zero; 0 = none. */
  readonly discrepancy: number;
  /** The latest count (盘点): the counted value, and what the ledger was wrong by (盘盈 > 0, 盘亏 < 0). */
  readonly count?: { readonly at: Instant; readonly counted: number; readonly difference: number };
}

/**
 * The quantity of a stock: the sum of its movements, in any order, with any repeats. `movements` may hold others as well
 * (a stock is also named by movements that are bound for it). Of a drill's stock only that drill's movements count.
 */
export function quantityOf(
  stock: Pick<Fact<unknown>, 'id' | 'exercise'>,
  movements: readonly Fact<Movement>[],
): Quantity {
  // In one pass: a ledger is long, and is added up with every movement.
  const once = new Set<EntityId>();
  let whole = 0;
  let last: Fact<Movement> | undefined;
  for (const fact of movements) {
    const { id, value, exercise } = fact;
    if (value.stock !== stock.id || exercise !== stock.exercise || once.has(id)) continue;
    once.add(id);
    whole += thousandths(signed(value));
    if (value.sort === 'count' && (!last || later(fact, last) < 0)) last = fact;
  }
  const quantity = fromThousandths(whole);
  const discrepancy = Math.max(0, -quantity);
  if (last?.value.counted === undefined) return { quantity, discrepancy };
  const count = { at: last.at, counted: last.value.counted, difference: signed(last.value) };
  return { quantity, discrepancy, count };
}

/** What of a first leg of a 调拨 has not arrived, by the movements that name it; below zero when more arrived than left. */
export function onTheWay(leg: Fact<Movement>, movements: readonly Fact<Movement>[]): number {
  const arrived = together(leg, movements).filter(({ value }) => value.direction === 'in' && value.leg === leg.id);
  return sum([leg.value.quantity, ...arrived.map(({ value }) => -value.quantity)]);
}

/** One 调拨 whose second leg has not brought everything in. */
export interface Transit {
  /** The movement out. */
  readonly leg: EntityId;
  readonly from: EntityId;
  readonly to?: EntityId;
  readonly since: Instant;
  /** Still on the way; below zero when more arrived than left, which is a discrepancy. */
  readonly quantity: number;
}

/**
 * What has left one stock by 调拨 and has not arrived, the longest on the way first. It is in no stock: neither here nor there.
 * Only what is really on the way is told, or what the drill that is named has on the way.
 */
export function inTransit(movements: readonly Fact<Movement>[], exercise?: string): Transit[] {
  const once = together({ exercise }, movements);
  const arrived = new Map<string, number[]>();
  for (const { value } of once)
    if (value.direction === 'in' && value.leg !== undefined) {
      const parts = arrived.get(value.leg);
      if (parts) parts.push(-value.quantity);
      else arrived.set(value.leg, [-value.quantity]);
    }
  return once
    .filter(({ value }) => value.sort === 'transfer' && value.direction === 'out')
    .map(({ id, at, value }) => ({
      leg: id,
      from: value.stock,
      ...(value.to === undefined ? {} : { to: value.to }),
      since: at,
      quantity: sum([value.quantity, ...(arrived.get(id) ?? [])]),
    }))
    .filter(({ quantity }) => quantity !== 0)
    .sort((a, b) => millis(a.since) - millis(b.since) || (a.leg < b.leg ? -1 : 1));
}

const signed = ({ direction, quantity }: Movement): number => (direction === 'in' ? quantity : -quantity);

const later = (a: Fact<Movement>, b: Fact<Movement>): number => millis(b.at) - millis(a.at) || (a.id < b.id ? -1 : 1);
