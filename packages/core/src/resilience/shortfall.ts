import { millis, toInstant, type Instant } from '../model/time.js';
import { fromThousandths, roundedUp, sum, thousandths } from './amounts.js';
import { expiryFirst, isUsable, lotsOf, type Lot } from './lots.js';

/** What one person needs of an item; the numbers are the city's own data. Exactly one of the two rates. */
export type Norm = { readonly item: string; readonly unit: string } &
  /** Used up: water, meals. */
  (
    | { readonly perPersonDay: number }
    /** Given once and kept: a bed, a blanket. */
    | { readonly perPerson: number }
  );

/** How far the stock of one item goes. */
export interface Need {
  readonly item: string;
  readonly unit: string;
  readonly needed: number;
  /** What can really be handed out in that time: goods that expire before their day serve nobody. */
  readonly covered: number;
  readonly short: number;
  /** Whole days from the start for which everyone is served. */
  readonly days: number;
  /** Lots of the item counted in another unit, which could not be added. */
  readonly otherUnits: readonly string[];
}

const DAY_MS = 24 * 3_600_000;

/**
 * What is missing for `persons` people over `days` days, by item. Days are of 24 hours from `now`; a lot serves a day if it
 * may still be handed out when that day begins. Of a last day in part only that part is needed. What is needed, of a day and in all,
 * is rounded up to a thousandth of the unit, never down. Only real lots count, or those of
 * the drill that is named. The answer is by item, the worst covered first.
 */
export function shortfall(
  lots: readonly Lot[],
  norms: readonly Norm[],
  {
    persons,
    days,
    now,
    exercise,
  }: {
    readonly persons: number;
    readonly days: number;
    readonly now: Instant;
    readonly exercise?: string | undefined;
  },
): Need[] {
  const counted = lotsOf(lots, exercise);
  return norms
    .map((norm): Need => {
      const same = counted.filter(({ item }) => item === norm.item);
      const fitting = same.filter(({ unit }) => unit === norm.unit);
      const otherUnits = [...new Set(same.filter(({ unit }) => unit !== norm.unit).map(({ unit }) => unit))].sort();
      const { item, unit } = norm;
      if ('perPerson' in norm) {
        const needed = roundedUp(persons * norm.perPerson);
        const last = toInstant(millis(now) + Math.max(0, days - 1) * DAY_MS);
        const usable = sum(fitting.filter((lot) => isUsable(lot, last)).map(({ quantity }) => Math.max(0, quantity)));
        const covered = Math.min(needed, usable);
        const enough = usable >= needed;
        return { item, unit, needed, covered, short: sum([needed, -covered]), days: enough ? days : 0, otherUnits };
      }
      const daily = roundedUp(persons * norm.perPersonDay);
      const needed = roundedUp(daily * days);
      const served = serve(fitting, { daily, days, needed, now });
      return {
        item,
        unit,
        needed,
        covered: served.covered,
        short: sum([needed, -served.covered]),
        days: served.days,
        otherUnits,
      };
    })
    .sort((a, b) => ratio(a) - ratio(b) || (a.item < b.item ? -1 : 1));
}

/** Hands out day by day, what expires first goes first. */
function serve(
  lots: readonly Lot[],
  {
    daily,
    days,
    needed,
    now,
  }: { readonly daily: number; readonly days: number; readonly needed: number; readonly now: Instant },
): { readonly covered: number; readonly days: number } {
  const left = new Map(lots.map(({ id, quantity }) => [id, thousandths(quantity)]));
  const whole = thousandths(daily);
  let [covered, full] = [0, 0];
  for (let day = 0; day < days; day += 1) {
    const wanted = Math.min(whole, thousandths(needed) - day * whole);
    let open = wanted;
    for (const { id } of expiryFirst(lots, toInstant(millis(now) + day * DAY_MS))) {
      const taken = Math.min(open, left.get(id)!);
      left.set(id, left.get(id)! - taken);
      open -= taken;
      covered += taken;
    }
    if (open === 0 && full === day && day + 1 <= days) full = day + 1;
  }
  return { covered: fromThousandths(covered), days: full };
}

const ratio = ({ needed, covered }: Need): number => (needed === 0 ? 1 : covered / needed);
