import type { Instant } from '@yingji/core';
import { shortfall, type Lot, type Need, type Norm } from '@yingji/core/supplies';
import type { LotRow, Transit } from './entry.js';

/** Whom the supplies must last for, and how long; the numbers are the city's own. */
export interface Demand {
  readonly persons: number;
  readonly days: number;
  readonly norms: readonly Norm[];
}

/** What core says is missing of an item, and what of that is missing still when all that is on the way has arrived. */
export interface NeedRow extends Need {
  readonly name: string;
  /** On the way here. */
  readonly inbound: number;
  readonly shortAfter: number;
}

/** Of real things alone, the worst covered first. */
export function needsOf(options: {
  readonly demand: Demand;
  readonly lots: readonly LotRow[];
  /** What is bound for here. */
  readonly inbound: readonly Transit[];
  readonly now: Instant;
}): NeedRow[] {
  const { demand, now } = options;
  const here = options.lots.filter((lot): lot is LotRow & Lot => lot.quantity !== undefined);
  const coming = options.inbound.flatMap(({ lot, leg, quantity, exercise }): Lot[] =>
    lot && quantity !== undefined && quantity > 0 && exercise === undefined ? [{ ...lot, id: leg, quantity }] : [],
  );
  const about = { persons: demand.persons, days: demand.days, now };
  const after = new Map(shortfall([...here, ...coming], demand.norms, about).map((need) => [need.item, need.short]));
  return shortfall(here, demand.norms, about).map((need) => ({
    ...need,
    name: options.lots.find(({ item }) => item === need.item)?.name ?? need.item,
    inbound: coming
      .filter(({ item, unit }) => item === need.item && unit === need.unit)
      .reduce((sum, { quantity }) => sum + quantity, 0),
    shortAfter: after.get(need.item) ?? need.short,
  }));
}
