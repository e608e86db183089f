import type Database from 'libsql';
import { YingjiError } from '@yingji/core';
import type { Sealing } from './sealing.js';

/** So many rows of each table are tried: one that is damaged does not make a key the wrong one. */
const TRIED = 3;

/**
 * Whether these secrets were sealed with this key: another one of the right form would seal new ones beside them, and nobody would
 * notice before the first is needed. Error `vault-key-wrong`: there are some, and none opens.
 */
export function checkKey(db: Database.Database, sealing: Sealing, message: string): void {
  const some = <T>(sql: string): T[] => db.prepare(sql).all(TRIED) as T[];
  const rows = some<{ key: string; field: string; sealed: ArrayBuffer }>(
    'SELECT key, field, sealed FROM vault LIMIT ?',
  );
  const messages = some<{ sealed: ArrayBuffer }>('SELECT sealed FROM quarantine LIMIT ?');
  const tries = [
    ...rows.map(
      ({ key, field, sealed }) =>
        () =>
          sealing.unseal('row', Buffer.from(sealed), `${key} ${field}`),
    ),
    ...messages.map(
      ({ sealed }) =>
        () =>
          sealing.unseal('quarantine', Buffer.from(sealed)),
    ),
  ];
  let why: unknown;
  for (const open of tries) {
    try {
      open();
      return;
    } catch (cause) {
      why = cause;
    }
  }
  if (tries.length > 0) throw new YingjiError('vault-key-wrong', message, { cause: why });
}
