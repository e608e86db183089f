import {
  issue,
  millis,
  YingjiError,
  type FeedContext,
  type Issue,
  type Packet,
  type Transport,
  type Verdict,
} from '@yingji/core/feed';
import { writeTime } from './http-poll.js';
import type { SqlConnect, SqlConnection, SqlRow } from './sql-server.js';

export interface SqlPollOptions {
  readonly connect: SqlConnect;
  /**
   * What is asked: two parameters, the watermark and how many rows at most, ordered by the watermark, and rows at the watermark
   * itself again: `select * from jjdb where gxsj >= $1 order by gxsj limit $2`.
   */
  readonly statement: string;
  /** Column of the watermark: when a row changed. */
  readonly mark: string;
  readonly everyS?: number;
  /** Rows at once. Default 500. */
  readonly most?: number;
  /** Seconds before the last watermark that are asked for again, as rows are committed late. Default 60. */
  readonly overlapS?: number;
  /** Seconds before now at which the first poll begins. Default 86,400. */
  readonly lookbackS?: number;
  /** Offset of the times of that database. Default `+08:00`. */
  readonly utcOffset?: string;
  /** What a watermark is as an instant; for the overlap alone. */
  readTime(text: string): number | undefined;
}

/**
 * Reads rows that changed out of a database of a source, as JSON. The watermark is the latest that was read and settled, in the
 * database's own words, and moves only then; rows with a time that is yet to be do not move it, and are read again until it has
 * come. It is not kept over a restart, which begins `lookbackS` before.
 */
export function sqlPoll(options: SqlPollOptions): Transport {
  const { connect, statement, mark, everyS = 10, most = 500, overlapS = 60, lookbackS = 86_400 } = options;
  const { utcOffset = '+08:00', readTime } = options;
  return {
    stream: false,
    open(context, stop) {
      const { clock } = context;
      const tell = standingOf(context);
      const aborted = new Promise<undefined>((resolve) => {
        if (stop.aborted) resolve(undefined);
        else stop.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      let connection: SqlConnection | undefined;
      let opening: Promise<unknown> = Promise.resolve();
      let watermark: string | undefined;
      let first = Infinity;
      const written = (ms: number): string =>
        writeTime(new Date(ms).toISOString() as never, { time: 'local', utcOffset });

      /** Where a poll begins: some time before the watermark, as far as that can be read, also where a clock was set back since. */
      function begin(): string {
        const now = millis(clock.now());
        if (watermark === undefined) return written((first = Math.min(first, now - lookbackS * 1_000)));
        const ms = readTime(watermark);
        return ms === undefined ? watermark : written(Math.min(ms, now) - overlapS * 1_000);
      }

      /** The last row of a page whose time has come: one that is yet to be would hide all that come until then. */
      function latestOf(page: readonly SqlRow[]): string | undefined {
        const now = millis(clock.now());
        const marks = page.map((row) => row[mark]).reverse();
        return marks.find((text) => typeof text === 'string' && (readTime(text) ?? now) <= now) ?? undefined;
      }

      /** As far as the times can be read: a page whose last row is not its latest hides the rest of those before. */
      function isOrdered(page: readonly SqlRow[]): boolean {
        let latest = -Infinity;
        return page.every((row) => {
          const at = readTime(row[mark] ?? '') ?? latest;
          const follows = at >= latest;
          latest = at;
          return follows;
        });
      }

      async function* pages({ rows }: SqlConnection): AsyncGenerator<Packet> {
        let since = begin();
        while (!stop.aborted) {
          const page = await rows(statement, [since, most]);
          const last = page.at(-1)?.[mark];
          if (page.length > 0 && typeof last !== 'string') throw noMark(mark);
          if (!isOrdered(page)) throw notOrdered(mark);
          if (page.length >= most && last === since) throw stuck(most, mark);
          let settle: (verdict: Verdict) => void = () => undefined;
          const settled = new Promise<Verdict>((resolve) => (settle = resolve));
          const bytes = new TextEncoder().encode(JSON.stringify(page));
          yield { line: 'rows', bytes, receivedAt: clock.now(), last: true, answer: () => undefined, settled: settle };
          const verdict = await Promise.race([settled, aborted]);
          if (verdict === undefined || verdict === 'retry') return;
          if (typeof last === 'string') since = last;
          watermark = latestOf(page) ?? watermark;
          if (page.length < most) return;
        }
      }

      async function* packets(): AsyncGenerator<Packet> {
        while (!stop.aborted) {
          try {
            const dialled = connect(stop);
            opening = dialled.then((open) => (stop.aborted ? open.end() : undefined)).catch(() => undefined);
            connection = await Promise.race([dialled, aborted]);
            if (!connection || stop.aborted) return;
            yield* pages(connection);
            tell();
          } catch (error) {
            if (stop.aborted) return;
            tell(faultOf(error));
          } finally {
            await connection?.end();
            connection = undefined;
          }
          await clock.sleep(everyS * 1_000, stop);
        }
      }
      const closed = aborted.then(async () => {
        await opening;
        await connection?.end();
      });
      return Promise.resolve({ packets: packets(), closed });
    },
  };
}

const noMark = (mark: string): YingjiError =>
  new YingjiError('sql-no-mark', `A row has no ${mark}; name the column of the time of change in the option mark.`);

const notOrdered = (mark: string): YingjiError =>
  new YingjiError(
    'sql-not-ordered',
    `The rows do not come in the order of ${mark}; let the statement order by it first.`,
  );

const stuck = (most: number, mark: string): YingjiError =>
  new YingjiError(
    'sql-stuck',
    `${most} rows and more have one ${mark}, and no page leads past them; raise the option most.`,
  );

/** What went wrong, without what was asked: a statement may hold a name. */
function faultOf(error: unknown): Issue {
  // The text of an error begins with its code, which an Issue has beside it.
  if (error instanceof YingjiError) return issue(error.code, error.message.slice(error.code.length + 2));
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return issue('sql-failed', `The database cannot be asked (${code}); check address, rights and statement.`);
}

/** Tells how the source stands, when that changes. */
function standingOf({ source, logger, status }: FeedContext): (wrong?: Issue) => void {
  let told = '';
  return (wrong) => {
    const now = wrong?.message ?? '';
    if (now === told) return;
    told = now;
    if (wrong) logger.write('warn', wrong.code, { feed: source, message: wrong.message });
    status(wrong ? 'reconnecting' : 'open', wrong);
  };
}
