import type { Movement } from '../model/movement.js';
import { millis, type Instant } from '../model/time.js';
import { fromThousandths, thousandths } from './amounts.js';
import type { Fact } from './fact.js';

/** How much of one lot is there, by its movements. Amounts are in the unit of the stock. */
export interface Quantity {
  /** Below zero when more is known to have gone out than in: the ledger is wrong, count the stock. */
  readonly quantity: number;
  /** By how much the ledger is below zero; 0 = none. */
  readonly discrepancy: number;
  /** The latest count (盘点): the counted value, and what the ledger was wrong by as it stood then (盘盈 > 0, 盘亏 < 0). */
  readonly count?: { readonly at: Instant; readonly counted: number; readonly difference: number };
  /**
   * What 领用 handed out of it and 归还 has not brought back, whenever it was counted since: lent, where it is not used up. Below
   * zero where what another lot gave came back here; absent where it is even.
   */
  readonly lent?: number;
}

/** The movements of one stock, added up as they become known, in any order, each once. */
export interface Ledger {
  /** Movements of other stocks, or of another drill than the stock is of, are none of its own. */
  add(movement: Fact<Movement>): void;
  read(): Quantity;
}

/**
 * A count stands over all that happened until then, whenever that becomes known: on it rests only what moved after. So one more
 * movement costs the same however long the ledger is; a count that comes late is held against what has moved since the one before.
 */
export function createLedger(stock: Pick<Fact<unknown>, 'id' | 'exercise'>): Ledger {
  let count: Fact<Movement> | undefined;
  let since: Fact<Movement>[] = [];
  let whole = 0;
  let lent = 0;

  const isOwn = ({ value, exercise }: Fact<Movement>): boolean =>
    value.stock === stock.id && exercise === stock.exercise;

  function rest(fact: Fact<Movement>): void {
    const { value } = fact;
    if (count && !isAfter(fact, count)) return;
    if (value.counted === undefined) {
      since.push(fact);
      whole += thousandths(signed(value));
      return;
    }
    const moved = since;
    [count, since, whole] = [fact, [], thousandths(value.counted)];
    moved.forEach(rest);
  }

  return {
    add(fact) {
      if (!isOwn(fact)) return;
      const { sort, quantity } = fact.value;
      if (sort === 'issue') lent += thousandths(quantity);
      if (sort === 'return') lent -= thousandths(quantity);
      rest(fact);
    },
    read() {
      const quantity = fromThousandths(whole);
      return {
        quantity,
        discrepancy: Math.max(0, -quantity),
        ...(count && { count: { at: count.at, counted: count.value.counted!, difference: signed(count.value) } }),
        ...(lent !== 0 && { lent: fromThousandths(lent) }),
      };
    },
  };
}

const signed = ({ direction, quantity }: Movement): number => (direction === 'in' ? quantity : -quantity);

/** Of one instant, what was recorded later; a count stands over what nobody knows to be later, and of two counts the greater id. */
const isAfter = (a: Fact<Movement>, b: Fact<Movement>): boolean =>
  (millis(a.at) - millis(b.at) ||
    (a.position ?? 0) - (b.position ?? 0) ||
    (a.value.counted === undefined || a.id < b.id ? -1 : 1)) > 0;
