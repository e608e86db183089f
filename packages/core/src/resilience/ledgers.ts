import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import { factsOf, type Fact, type KindFact } from './fact.js';
import { createLedger, type Ledger, type Quantity } from './ledger.js';

/** The ledgers of a picture: each is added up when it is first asked for, and kept up from then on. */
export interface Ledgers {
  /** Tells of what stands now, a stock or a movement, and of what it said before, if it stood before. */
  note(fact: KindFact, before: unknown): void;
  of(stock: Fact<unknown>): Quantity;
}

/** `referring` gives what names a stock. */
export function createLedgers(referring: (stock: EntityId) => readonly KindFact[]): Ledgers {
  const kept = new Map<string, Ledger>();
  return {
    note(fact, before) {
      if (fact.kind === 'stock') kept.delete(fact.id);
      if (fact.kind !== 'movement') return;
      const movement = fact as Fact<Movement>;
      const { stock } = movement.value;
      if (!before) return kept.get(stock)?.add(movement);
      // Two tellings under one id: the first one stands, whichever came first.
      for (const { stock: each } of [before as Movement, movement.value]) kept.delete(each);
    },
    of(stock) {
      let ledger = kept.get(stock.id);
      if (!ledger) {
        kept.set(stock.id, (ledger = createLedger(stock)));
        factsOf<Movement>(referring(stock.id), 'movement').forEach(ledger.add);
      }
      return ledger.read();
    },
  };
}
