import { readFile } from 'node:fs/promises';
import { connect as dial, isIP, type Socket } from 'node:net';
import type { Connection, ConnectionOptions, FieldPacket, QueryOptions } from 'mysql2';
import { YingjiError } from '@yingji/core/feed';
import { LATE_MS, type SqlConnect, type SqlRow, type SqlServer } from './sql-server.js';

/**
 * Connects to MySQL or MariaDB, through the package `mysql2` (install it beside); the session may only read. Text comes out of any
 * character set of a column as the server converts it; binary columns come in hex (`0xd3a6`), BIT as a number. Errors: `driver-missing`,
 * when the package is not there; `sql-no-name`, where `tls` has an address for a `host`.
 */
export function mysql(options: SqlServer): SqlConnect {
  const { host, port = 3306, tls = false, ca, timeoutS = 20 } = options;
  if (tls && isIP(host) !== 0)
    throw new YingjiError(
      'sql-no-name',
      `TLS checks the certificate of ${host} against a name; give host as one, by the hosts file if need be.`,
    );
  return async (stop) => {
    const { createConnection } = await driver();
    const ssl = tls && {
      rejectUnauthorized: true,
      verifyIdentity: true,
      ...(ca !== undefined && { ca: await readFile(ca) }),
    };
    stop.throwIfAborted();
    const socket = dial({ host, port, noDelay: true, keepAlive: true });
    const breakOff = (): void => void socket.destroy();
    stop.addEventListener('abort', breakOff, { once: true });
    const client = createConnection(settings(options, socket, ssl));
    // A connection that breaks between two statements: the next one says so.
    client.on('error', () => undefined);
    // A server that went dark says nothing, not even that a statement took too long: only we can tell.
    const ask = (sql: string): Promise<SqlRow[]> => askAs(client, { sql, timeout: timeoutS * 1_000 + LATE_MS });
    let ended: Promise<void> | undefined;
    function close(): Promise<void> {
      stop.removeEventListener('abort', breakOff);
      if (socket.destroyed) return Promise.resolve();
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.setTimeout(LATE_MS, breakOff);
        client.end(breakOff);
      });
    }
    try {
      await new Promise<void>((resolve, reject) => client.connect((error) => (error ? reject(error) : resolve())));
      const [{ version } = { version: null }] = await ask('select version() as version');
      for (const statement of beginnings(options, version ?? '')) await ask(statement);
    } catch (error) {
      stop.removeEventListener('abort', breakOff);
      breakOff();
      throw error;
    }
    return {
      rows: (statement, [since, most]) =>
        ask(statement.replace(/\$([12])\b/g, (_, which) => (which === '1' ? client.escape(since) : String(most)))),
      end: () => (ended ??= close()),
    };
  };
}

function settings(
  { host, database, user, password, timeoutS = 20 }: SqlServer,
  socket: Socket,
  ssl: ConnectionOptions['ssl'] | false,
): ConnectionOptions {
  return {
    host,
    database,
    user,
    ...(password !== undefined && { password }),
    ...(ssl && { ssl }),
    charset: 'utf8mb4',
    connectTimeout: timeoutS * 1_000,
    stream: () => socket,
    // A server that is not what it says may ask for files of this machine, and names columns as it likes.
    flags: ['-LOCAL_FILES'],
    disableEval: true,
  };
}

/** What a session begins with; none of it needs a right. */
function beginnings({ timeoutS = 20, utcOffset = '+08:00' }: SqlServer, version: string): readonly string[] {
  const longest = /mariadb/i.test(version)
    ? `max_statement_time = ${timeoutS}`
    : `max_execution_time = ${timeoutS * 1_000}`;
  return [
    'set session transaction read only',
    `set session time_zone = '${utcOffset}'`,
    `set session ${longest}`,
    // With this mode a backslash is no escape, and a watermark that holds one could end its quotes.
    `set session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')`,
  ];
}

async function askAs(client: Connection, asked: QueryOptions): Promise<SqlRow[]> {
  const [rows, fields] = await new Promise<[unknown, readonly FieldPacket[]]>((resolve, reject) =>
    client.query({ ...asked, rowsAsArray: true, typeCast: false }, (error, rows, fields) => {
      if (!error) return resolve([rows, fields]);
      // Of MariaDB's own errors the package knows only the number.
      error.code ??= `errno ${error.errno}`;
      reject(error);
    }),
  );
  // A column may have any name, also that of a prototype.
  const named = (row: readonly (Buffer | null)[]): SqlRow =>
    Object.fromEntries(fields.map((field, i) => [field.name, textOf(row[i] ?? null, field)]));
  return Array.isArray(rows) ? (rows as (Buffer | null)[][]).map(named) : [];
}

/** Numbers of types and of a character set in the client/server protocol. */
const BIT = 16;
const GEOMETRY = 255;
const STRINGS: ReadonlySet<number> = new Set([15, 249, 250, 251, 252, 253, 254]);
const BINARY = 63;

/** Text as it is written: a number of twenty digits and a time without a zone stay what they are. */
function textOf(bytes: Buffer | null, { columnType, characterSet }: FieldPacket): string | null {
  if (bytes === null) return null;
  if (columnType === BIT) return String(BigInt(`0x${bytes.toString('hex')}`));
  const binary = columnType === GEOMETRY || (STRINGS.has(columnType ?? 0) && characterSet === BINARY);
  return binary ? `0x${bytes.toString('hex')}` : bytes.toString('utf8');
}

async function driver(): Promise<Pick<typeof import('mysql2'), 'createConnection'>> {
  try {
    const { default: mysql2 } = await import('mysql2');
    return mysql2;
  } catch (cause) {
    throw new YingjiError(
      'driver-missing',
      'MySQL and MariaDB are read through the package mysql2; npm install mysql2 beside.',
      { cause },
    );
  }
}
