// One piece of upkeep over a database, in a process of its own that may be killed: says `ready`, then `done` or what went wrong.
import { join } from 'node:path';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { entityId, type YingjiError } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';

const [folder, work] = process.argv.slice(2) as [string, string];
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const at = (name: string): string => join(folder, name);

try {
  if (work === 'open') say('ready');
  const sqlite = await createSqliteStore({ file: at('city.db'), keyFile: at('vault.key'), clock: createManualClock() });
  if (work !== 'open') say('ready');
  if (work === 'retain') await sqlite.prune({ observationDays: 1, logDays: 2 });
  if (work === 'erase') await sqlite.vault.erase({ entity: entityId('report', 'calls', '1') });
  if (work === 'backup') await sqlite.backup(at('copy.db'));
  await sqlite.close();
  say('done');
} catch (error) {
  say((error as YingjiError).code);
}
