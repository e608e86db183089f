import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import { millis, type Instant } from '../model/time.js';
import { sum } from './amounts.js';
import { together, type Fact } from './fact.js';
import { createLedger, type Quantity } from './ledger.js';

/**
 * The quantity of a stock: what was counted last and what has moved since, or all that moved where nobody has counted; in any
 * order, with any repeats. `movements` may hold others as well (a stock is also named by movements that are bound for it). Of a
 * drill's stock only that drill's movements count.
 */
export function quantityOf(
  stock: Pick<Fact<unknown>, 'id' | 'exercise'>,
  movements: readonly Fact<Movement>[],
): Quantity {
  const ledger = createLedger(stock);
  together(stock, movements).forEach(ledger.add);
  return ledger.read();
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
