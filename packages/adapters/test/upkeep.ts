import { join } from 'node:path';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { entityId, type YingjiError } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';

export type Work = 'open' | 'retain' | 'erase' | 'backup';

/** One piece of upkeep over the database of a folder: `done`, or the code of what went wrong. `ready` hears when it begins. */
export async function upkeep(folder: string, work: Work, ready: () => void = () => undefined): Promise<string> {
  const at = (name: string): string => join(folder, name);
  try {
    if (work === 'open') ready();
    const sqlite = await createSqliteStore({
      file: at('city.db'),
      keyFile: at('vault.key'),
      clock: createManualClock(),
    });
    if (work !== 'open') ready();
    try {
      if (work === 'retain') await sqlite.prune({ observationDays: 1, logDays: 2 });
      if (work === 'erase') await sqlite.vault.erase({ entity: entityId('report', 'calls', '1') });
      if (work === 'backup') await sqlite.backup(at('copy.db'));
    } finally {
      await sqlite.close();
    }
    return 'done';
  } catch (error) {
    return (error as YingjiError).code;
  }
}
