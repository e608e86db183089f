/** Where a database is, who asks it, and how. */
export interface SqlServer {
  readonly host: string;
  /** Default 5432 of PostgreSQL, 3306 of MySQL and MariaDB. */
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  /** TLS, the certificate checked against `host`. Default false. */
  readonly tls?: boolean;
  /** File of the certificates that are trusted with `tls`, PEM; absent: those of this machine. */
  readonly ca?: string | undefined;
  /** Seconds a connection or a statement may take. Default 20. */
  readonly timeoutS?: number;
  /** Offset in which times with a zone (TIMESTAMPTZ; TIMESTAMP of MySQL) are written; others come as they stand. Default `+08:00`. */
  readonly utcOffset?: string;
}

/** One row, every value as the text that the database writes. */
export type SqlRow = { readonly [column: string]: string | null };

/** An open connection to a database; nothing is written over it. */
export interface SqlConnection {
  /** Rows of the statement, its two parameters filled in. */
  rows(statement: string, parameters: readonly [since: string, most: number]): Promise<readonly SqlRow[]>;
  /** Resolves when nothing of it is open; what still runs is broken off. */
  end(): Promise<void>;
}

/** Opens a connection; aborting `stop` breaks off all of it at once, also the dialling. */
export type SqlConnect = (stop: AbortSignal) => Promise<SqlConnection>;

/** How long a goodbye is waited for, and how much longer than the server we wait for a statement, in milliseconds. */
export const LATE_MS = 500;
