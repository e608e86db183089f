import type { Entry, Position } from '../model/change.js';
import type { Instant } from '../model/time.js';
import { canonical } from '../json.js';
import type { Commit, Store } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import { createManualClock, type ManualClock } from './manual-clock.js';

/** A store under test. `reopen` closes it and opens what was written again; absent for stores that keep nothing. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly vault: Vault;
  reopen?(): Promise<StoreUnderTest>;
  /** Forgets what is older, in days; absent for stores that forget nothing. */
  prune?(keep: { readonly observationDays?: number; readonly logDays?: number }): Promise<unknown>;
  dispose(): Promise<void>;
}

/** One property of every Store; `run` throws an Error that says what is wrong. */
export interface StoreCheck {
  readonly name: string;
  run(): Promise<void>;
}

export type MakeStore = (clock: ManualClock) => Promise<StoreUnderTest>;
export interface Context extends StoreUnderTest {
  readonly clock: ManualClock;
  readonly fence: number;
}

export type Check = (name: string, body: (context: Context) => Promise<void>) => StoreCheck;

/** Makes checks that each begin with a new store and its lease. */
export function createStoreCheck(make: MakeStore): Check {
  return (name, body) => ({
    name,
    async run() {
      const clock = createManualClock();
      const made = await make(clock);
      try {
        const lease = await made.store.lease('a', 30_000);
        if (!('fence' in lease)) throw new Error('a new store must give its lease');
        await body({ ...made, clock, fence: lease.fence });
      } finally {
        await made.dispose();
      }
    },
  });
}

export function commit(
  given: { fence: number; after: number; now: Instant } & Partial<Omit<Commit, 'fence' | 'after'>>,
): Commit {
  const { after, now, ...rest } = given;
  return {
    rows: [],
    vault: [],
    quarantine: [],
    seen: [],
    cursors: {},
    commands: [],
    stamps: {},
    ...rest,
    after: after as Position,
    recordedAt: now,
  };
}

export async function all(store: Store, after = 0, limit = 100): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.read(after as Position, limit)) entries.push(entry);
  return entries;
}

export function same(have: unknown, want: unknown, what: string): void {
  if (canonical(have ?? null) !== canonical(want ?? null))
    throw new Error(`${what}: ${canonical(have ?? null)} is not ${canonical(want ?? null)}`);
}
