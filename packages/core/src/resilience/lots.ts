import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import { fromThousandths, sum, thousandths } from './amounts.js';

/** One stock with its quantity: what picking and counting ask of it. */
export interface Lot {
  readonly id: EntityId;
  readonly item: string;
  readonly facility: string;
  readonly unit: string;
  readonly quantity: number;
  readonly expires?: string | undefined;
  readonly minimum?: number | undefined;
  /** What was handed out of it and not brought back (`Quantity`); absent: even. */
  readonly lent?: number | undefined;
  /** The drill it belongs to; absent: it is real. */
  readonly exercise?: string | undefined;
}

/** Whether a lot may be handed out at that time. */
export const isUsable = ({ expires }: Pick<Lot, 'expires'>, now: Instant): boolean =>
  expires === undefined || millis(expires as Instant) > millis(now);

/** Lots that hold something and may be handed out, what expires first at the front, what never expires at the end. */
export function expiryFirst<L extends Pick<Lot, 'id' | 'quantity' | 'expires'>>(lots: readonly L[], now: Instant): L[] {
  const end = ({ expires }: L): number => (expires === undefined ? Infinity : millis(expires as Instant));
  return lots
    .filter((lot) => lot.quantity > 0 && isUsable(lot, now))
    .sort((a, b) => (end(a) === end(b) ? (a.id < b.id ? -1 : 1) : end(a) - end(b)));
}

/**
 * From which lots to take an amount: what expires first goes first (先进先出 by expiry), nothing expired. `short` is what the
 * lots together lack.
 */
export function pickLots<L extends Pick<Lot, 'id' | 'quantity' | 'expires'>>(
  lots: readonly L[],
  wanted: number,
  now: Instant,
): { readonly picks: readonly { readonly lot: L; readonly quantity: number }[]; readonly short: number } {
  let left = thousandths(wanted);
  const picks: { lot: L; quantity: number }[] = [];
  for (const lot of expiryFirst(lots, now)) {
    const taken = Math.min(left, thousandths(lot.quantity));
    if (taken <= 0) break;
    picks.push({ lot, quantity: fromThousandths(taken) });
    left -= taken;
  }
  return { picks, short: fromThousandths(left) };
}

/** How one item stands at one facility, in one unit. */
export interface Standing {
  readonly item: string;
  readonly facility: string;
  readonly unit: string;
  /** What may be handed out now. */
  readonly usable: number;
  /** What lies there but has expired. */
  readonly expired: number;
  /** The highest minimum that any of its lots states; absent = none stated. */
  readonly minimum?: number;
  /** What is missing to the minimum; 0 = nothing. */
  readonly lacking: number;
  /** What of all its lots was handed out and not brought back; 0 = nothing. What is used up never comes back. */
  readonly lent: number;
}

/** Each lot once, and only those of one drill, or all real ones: they are never counted together. */
export const lotsOf = <L extends Pick<Lot, 'id' | 'exercise'>>(
  lots: readonly L[],
  exercise: string | undefined,
): L[] => [...new Map(lots.filter((lot) => lot.exercise === exercise).map((lot) => [lot.id, lot])).values()];

/**
 * Each item at each facility, those that lack most of their minimum first. Expired goods fill no minimum; neither does one
 * lot's ledger below zero take from another lot. Only real lots count, or those of the drill that is named.
 */
export function standings(lots: readonly Lot[], now: Instant, exercise?: string): Standing[] {
  const groups = new Map<string, Lot[]>();
  for (const lot of lotsOf(lots, exercise)) {
    const key = JSON.stringify([lot.facility, lot.item, lot.unit]);
    const group = groups.get(key);
    if (group) group.push(lot);
    else groups.set(key, [lot]);
  }
  return [...groups.entries()]
    .map(([key, group]): { key: string; standing: Standing } => {
      const [{ item, facility, unit } = group[0]!] = group;
      const there = (usable: boolean): number =>
        sum(group.filter((lot) => isUsable(lot, now) === usable).map(({ quantity }) => Math.max(0, quantity)));
      const usable = there(true);
      const minimums = group.flatMap(({ minimum }) => (minimum === undefined ? [] : [minimum]));
      const minimum = minimums.length > 0 ? Math.max(...minimums) : undefined;
      const lacking = minimum === undefined ? 0 : Math.max(0, sum([minimum, -usable]));
      const lent = Math.max(0, sum(group.map((lot) => lot.lent ?? 0)));
      const known = { item, facility, unit, usable, expired: there(false), lacking, lent };
      return { key, standing: minimum === undefined ? known : { ...known, minimum } };
    })
    .sort((a, b) => share(b.standing) - share(a.standing) || (a.key < b.key ? -1 : 1))
    .map(({ standing }) => standing);
}

const share = ({ lacking, minimum = 0 }: Standing): number => (minimum > 0 ? lacking / minimum : 0);
