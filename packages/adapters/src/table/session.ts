import { createHash } from 'node:crypto';
import {
  canonical,
  type Delivery,
  type Draft,
  type FeedContext,
  type Issue,
  type Session,
  type Verdict,
} from '@yingji/core';
import { defaultLimits, type TableConfig } from './config.js';
import { decodeTable } from './decode.js';
import { fileStamp, readWhole, unreadable } from './files.js';

/** A file counts as finished when nothing about it changed for this long. */
const REST_MS = 300;
/** How long to wait before looking again for a file that is not there, or offering again what could not be stored. */
const AGAIN_MS = 5_000;

const hash = (...parts: readonly (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('base64url');
};

interface Found {
  readonly stamp: string;
  readonly bytes: Uint8Array;
  readonly boundary?: Uint8Array;
}

/**
 * Reads the file when it rests, offers it as one delivery, and looks again. One file is one delivery, so that a full list
 * is stored whole or not at all. Of a changed file only the rows that differ from what was stored are offered again; the
 * full list of ids always goes with them.
 */
export function openTable(config: TableConfig, context: FeedContext, stop: AbortSignal): Session {
  const { clock, source, logger } = context;
  const limits = config.limits ?? defaultLimits;
  const paths = config.boundary === undefined ? [config.file] : [config.file, config.boundary];
  const verdicts = new Map<number, Verdict>();
  let wake = (): void => {};
  let state: 'open' | 'failed' | undefined;
  let working: Promise<unknown> = Promise.resolve();

  const status = (next: 'open' | 'failed', why?: Issue): void => {
    if (state !== next) context.status(next, why);
    state = next;
  };
  const stampNow = async (): Promise<string> => (await Promise.all(paths.map(fileStamp))).join(' ');

  /** The files as they rest, or `undefined`: unchanged, still changing or not readable. */
  const look = async (
    known: string | undefined,
  ): Promise<Found | { readonly refused: Issue; readonly stamp: string } | undefined> => {
    try {
      const stamp = await stampNow();
      if (stamp === known) return void status('open');
      await clock.sleep(REST_MS, stop);
      if (stop.aborted || (await stampNow()) !== stamp) return undefined;
      const [main, boundary] = await Promise.all(paths.map((path) => readWhole(path, limits.bytes)));
      if ((await stampNow()) !== stamp) return undefined;
      status('open');
      for (const read of [main, boundary]) {
        if (read && 'issue' in read)
          return read.issue.code === 'file-changing' ? undefined : { refused: read.issue, stamp };
      }
      if (!main || !('bytes' in main)) return undefined;
      return { stamp, bytes: main.bytes, ...(boundary && 'bytes' in boundary && { boundary: boundary.bytes }) };
    } catch (error) {
      const why = unreadable(config.file, error);
      if (state !== 'failed') logger.write('warn', why.code, { file: config.file });
      return void status('failed', why);
    }
  };

  const verdictOf = async (token: number): Promise<Verdict | undefined> => {
    while (!stop.aborted && !verdicts.has(token)) await new Promise<void>((resolve) => (wake = resolve));
    const verdict = verdicts.get(token);
    verdicts.delete(token);
    return verdict;
  };
  stop.addEventListener('abort', () => wake(), { once: true });

  async function* deliver(): AsyncGenerator<Delivery> {
    let known: string | undefined;
    let content: string | undefined;
    let stored: ReadonlyMap<string, string> = new Map();
    let token = 0;
    // What may change how the same bytes are understood belongs to the identity of the message.
    const how = canonical({ ...config, file: undefined, boundary: undefined, watch: undefined });

    while (!stop.aborted) {
      const looking = look(known);
      working = looking;
      const found = await looking;
      if (stop.aborted) return;
      if (found && 'refused' in found) {
        known = found.stamp;
        const key = hash(found.stamp, how);
        token += 1;
        yield { token, key, receivedAt: clock.now(), drafts: [], issues: [found.refused], outcome: 'undecodable' };
        if ((await verdictOf(token)) === 'retry') known = undefined;
      } else if (found) {
        known = found.stamp;
        const sum = hash(found.bytes, found.boundary ?? '', how);
        if (sum !== content) {
          const receivedAt = clock.now();
          const table = decodeTable({ ...found, reading: config, source, receivedAt });
          const now = new Map(table.drafts.map((draft) => [draft.id as string, hash(canonical(draft.body))]));
          const drafts: readonly Draft[] = table.drafts.filter(({ id }) => stored.get(id) !== now.get(id));
          token += 1;
          yield {
            token,
            // The stamp tells a file put back to an earlier text from a repeat of that text.
            key: `${sum}@${hash(found.stamp)}`,
            receivedAt,
            drafts,
            issues: table.issues,
            outcome: table.usable ? 'good' : 'undecodable',
            ...(!table.usable && { raw: found.bytes }),
            ...(table.complete && { complete: table.complete }),
          };
          const verdict = await verdictOf(token);
          if (verdict === 'retry') known = undefined;
          else content = sum;
          if (verdict === 'stored' && table.usable) stored = now;
        }
      }
      if (known !== undefined && config.watch === undefined) return await aborted(stop);
      await clock.sleep(config.watch === undefined ? AGAIN_MS : config.watch * 1000, stop);
    }
  }

  return {
    deliveries: deliver(),
    settle(token, verdict) {
      verdicts.set(token, verdict);
      wake();
    },
    closed: aborted(stop)
      .then(() => working)
      .then(() => undefined),
  };
}

function aborted(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
}
