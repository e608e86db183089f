import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSqliteStore, type Keep, type SqliteStore } from '@yingji/adapters/stores/sqlite';
import { YingjiError, type Clock, type Quarantine, type Store, type Vault } from '@yingji/core';
import type { GatewayConfig } from './config/schema.js';
import { lockStore } from './store-lock.js';

/** Where a city keeps its log and its secrets. */
export interface Storage {
  readonly store: Store;
  readonly vault: Vault;
  /** What a feed delivered that could not be used; without it nobody can look into it or replay it. */
  readonly quarantined?: Quarantine;
  /** Deletes what has run out, and of the log what is no longer to be kept. Called now and then while the gateway runs. */
  prune?(): Promise<void>;
  close(): Promise<void>;
}

/** What was given, or the SQLite file. Error `config-wrong`: `store.keep` would be heeded by nobody. */
export async function storageFor(
  config: GatewayConfig['store'],
  given: Storage | undefined,
  parts: { readonly clock: Clock },
): Promise<Storage> {
  if (given && config.keep)
    throw new YingjiError(
      'config-wrong',
      '/store/keep is for the SQLite file, and this host keeps its log elsewhere; say there how long, and take it out here.',
    );
  return given ?? openStorage(config, parts);
}

/** Opens the SQLite file for this process alone; makes it, its key and their folders when they are not there. */
export async function openStorage(
  { file, keyFile, keep }: GatewayConfig['store'],
  { clock }: { readonly clock: Clock },
): Promise<Storage> {
  for (const path of [file, keyFile]) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = lockStore(file);
  try {
    const sqlite = await createSqliteStore({ file, keyFile, clock, ...kept(keep) });
    return {
      store: sqlite.store,
      vault: sqlite.vault,
      quarantined: sqlite.quarantine,
      prune: () => sqlite.prune().then(() => undefined),
      async close() {
        await sqlite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Opens what is there already, beside a running gateway too: for upkeep. Error `store-missing`. */
export async function openForUpkeep(
  { file, keyFile, keep }: GatewayConfig['store'],
  { clock }: { readonly clock: Clock },
): Promise<SqliteStore> {
  for (const path of [file, keyFile])
    if (!existsSync(path))
      throw new YingjiError('store-missing', `${path} is not there; has the gateway run with this configuration?`);
  return createSqliteStore({ file, keyFile, clock, ...kept(keep) });
}

/** What is not said is absent, never undefined. */
const kept = ({ observationDays, logDays }: GatewayConfig['store']['keep'] = {}): { readonly keep: Keep } => ({
  keep: { ...(observationDays !== undefined && { observationDays }), ...(logDays !== undefined && { logDays }) },
});
