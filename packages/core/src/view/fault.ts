import type { EntityId } from '../model/id.js';
import type { Cell } from './cell.js';
import type { Derive, Derived, Surroundings } from './derive.js';
import type { LocalViewOptions } from './local-view.js';
import type { Row } from './view.js';

/** Whether nothing could be derived of a row: whoever asks by what is derived is shown it, for it may be what they ask for. */
export const isFaulty = ({ derived }: Pick<Row, 'derived'>): boolean => derived['fault'] !== undefined;

const FAILED = 'derivation-failed';

/** Rows whose derivation threw. */
export interface Faults {
  /** Derives; where that throws, the row has what was stated, `derived.fault`, and is of unknown freshness. */
  derive(by: Derive, cell: Cell, around: Surroundings, now: number): Derived;
  forget(cell: Cell): void;
  /** Tells of those that came since the last call. */
  tell(): void;
  /** What health is to name while the link is live. */
  readonly code: string | undefined;
}

/**
 * One value that a rule did not expect must not blind the city to all others: stopping would not end it, since the same log
 * brings the same value at the next start. What was derived before is not kept either; it would look like the truth.
 */
export function createFaults({ onFault, fault }: Pick<LocalViewOptions, 'onFault' | 'fault'>): Faults {
  const faulty = new Set<Cell>();
  const fresh: { readonly id: EntityId; readonly cause: unknown }[] = [];
  return {
    derive(by, cell, around, now) {
      try {
        const made = by(cell, around, now);
        if (faulty.size > 0) faulty.delete(cell);
        return made;
      } catch (cause) {
        if (!faulty.has(cell)) fresh.push({ id: cell.id, cause });
        faulty.add(cell);
        return { derived: { fault: FAILED }, fresh: { state: 'unknown' } };
      }
    },
    forget: (cell) => void faulty.delete(cell),
    tell() {
      for (const { id, cause } of fresh.splice(0)) onFault?.(id, cause);
    },
    get code() {
      return faulty.size > 0 ? FAILED : fault?.();
    },
  };
}
