import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { YingjiError } from '@yingji/core/feed';
import { LATE_MS, type SqlConnect, type SqlRow, type SqlServer } from './sql-server.js';

/**
 * Connects to PostgreSQL, through the package `pg` (install it beside); the session may only read. Error `driver-missing`, when it
 * is not there.
 */
export function postgres(options: SqlServer): SqlConnect {
  const { host, port = 5432, database, user, password, tls = false, ca, timeoutS = 20, utcOffset = '+08:00' } = options;
  return async (stop) => {
    const { Client } = await driver();
    const socket = new Socket();
    const breakOff = (): void => void socket.destroy();
    stop.addEventListener('abort', breakOff, { once: true });
    if (stop.aborted) breakOff();
    const client = new Client({
      host,
      port,
      database,
      user,
      ...(password !== undefined && { password }),
      ssl: tls && { rejectUnauthorized: true, ...(ca !== undefined && { ca: await readFile(ca, 'utf8') }) },
      connectionTimeoutMillis: timeoutS * 1_000,
      statement_timeout: timeoutS * 1_000,
      // A machine that went dark says nothing, not even that: only we can tell.
      query_timeout: timeoutS * 1_000 + LATE_MS,
      options: '-c default_transaction_read_only=on -c datestyle=ISO',
      application_name: 'yingji',
      stream: () => socket,
      // Text as it is written: a number of twenty digits and a time without a zone stay what they are.
      types: { getTypeParser: () => (text: string | Buffer) => String(text) },
    });
    // A connection that breaks between two statements: the next one says so.
    client.on('error', () => undefined);
    let ended: Promise<void> | undefined;
    async function close(): Promise<void> {
      socket.setTimeout(LATE_MS, breakOff);
      await client.end();
      stop.removeEventListener('abort', breakOff);
      breakOff();
    }
    const end = (): Promise<void> => (ended ??= close());
    try {
      await client.connect();
      // POSIX counts west of Greenwich.
      const west = `${utcOffset.startsWith('-') ? '+' : '-'}${utcOffset.slice(1)}`;
      await client.query(`set time zone '<${utcOffset}>${west}'`);
    } catch (error) {
      stop.removeEventListener('abort', breakOff);
      breakOff();
      throw error;
    }
    return {
      rows: async (statement, parameters) => (await client.query<SqlRow>(statement, [...parameters])).rows,
      end,
    };
  };
}

async function driver(): Promise<Pick<typeof import('pg'), 'Client'>> {
  try {
    const { default: pg } = await import('pg');
    return pg;
  } catch (cause) {
    throw new YingjiError('driver-missing', 'PostgreSQL is read through the package pg; npm install pg beside.', {
      cause,
    });
  }
}
