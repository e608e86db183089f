import type { Issue } from '../error.js';
import { YingjiError } from '../error.js';
import { millis } from '../model/time.js';
import type { Command } from '../command/command.js';
import type { Clock } from '../ports/clock.js';
import type { Delivery, Feed, Session } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Writer } from '../writer/writer.js';
import { createHealth, type FeedWatch } from './health.js';
import { intake } from './intake.js';

/** How much may be unsettled before reading pauses: enough to fill a commit, not so much that an answer waits for two. */
const CREDIT_COUNT = 1000;
const CREDIT_BYTES = 4 * 1024 * 1024;
const BACKOFF_MS = { first: 500, most: 30_000 };

export interface RunnerOptions {
  readonly feed: Feed;
  readonly source: string;
  readonly exercise?: string;
  readonly writer: Writer;
  readonly vault: Vault;
  readonly view: Reader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Keeps one feed going: opens it, takes what it delivers, confirms only what is stored, opens it again when it breaks. */
export interface FeedRunner {
  /** Resolves when stopped and everything of the feed is closed. */
  readonly closed: Promise<void>;
  /** Lets time pass for silence: called about once a second. */
  tick(): void;
  /** Acts on the source itself; Issues when it cannot or refused. */
  execute(command: Command): Promise<readonly Issue[]>;
}

export function runFeed(options: RunnerOptions, stop: AbortSignal): FeedRunner {
  const { feed, source, writer, clock, ids, logger } = options;
  const health = createHealth(options);
  let session: Session | undefined;

  async function keepOpen(): Promise<void> {
    for (let failures = 0; !stop.aborted;) {
      const began = clock.elapsed();
      try {
        await serve();
        if (stop.aborted) break;
        health.status('reconnecting');
      } catch (cause) {
        const error =
          cause instanceof YingjiError
            ? cause
            : new YingjiError('feed-failed', `${source} could not be read.`, { recovery: 'retry', cause });
        logger.write('error', error.code, { feed: source, message: error.message });
        health.status('failed', { code: error.code, path: '', level: 'error', message: error.message });
      }
      // A session that held for a while starts the back-off anew. Full jitter keeps a city's feeds from coming back as one.
      failures = clock.elapsed() - began > BACKOFF_MS.most ? 1 : failures + 1;
      const ceiling = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** (failures - 1));
      await clock.sleep(BACKOFF_MS.first + ids.random() * (ceiling - BACKOFF_MS.first), stop);
    }
  }

  async function serve(): Promise<void> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    if (stop.aborted) return;
    stop.addEventListener('abort', end, { once: true });
    try {
      session = await feed.open(
        { source, clock, ids, logger, status: (state, why) => health.status(state, why) },
        ending.signal,
      );
      await drain(session, end);
      await session.closed;
    } finally {
      stop.removeEventListener('abort', end);
      session = undefined;
    }
  }

  /** Takes deliveries as long as there is credit; ends when the session ends and all is settled. */
  async function drain(open: Session, end: () => void): Promise<void> {
    let unsettled = 0;
    let bytes = 0;
    let broken: YingjiError | undefined;
    let freed = (): void => undefined;
    const settled = async (below: { readonly count: number; readonly bytes: number }): Promise<void> => {
      while (unsettled >= below.count || bytes >= below.bytes) await new Promise<void>((resolve) => (freed = resolve));
    };
    for await (const delivery of open.deliveries) {
      const size = delivery.raw?.byteLength ?? 256;
      unsettled += 1;
      bytes += size;
      void take(open, delivery, health)
        .catch((error: YingjiError) => {
          if (error.recovery !== 'fatal') return;
          broken = error;
          end();
        })
        .finally(() => {
          unsettled -= 1;
          bytes -= size;
          freed();
        });
      await settled({ count: CREDIT_COUNT, bytes: CREDIT_BYTES });
      if (broken) break;
    }
    await settled({ count: 1, bytes: 1 });
    if (broken) throw broken;
  }

  async function take(open: Session, delivery: Delivery, watch: FeedWatch): Promise<void> {
    const idle =
      delivery.outcome === 'good' && delivery.drafts.length + delivery.issues.length === 0 && !delivery.complete;
    watch.heard(delivery.receivedAt);
    if (idle) return open.settle(delivery.token, 'stored');
    try {
      const taken = await writer.submit(intake(delivery, options), { message: { feed: source, key: delivery.key } });
      if (!taken.repeat) watch.counted(taken);
      for (const { code, path, level } of taken.issues)
        logger.write(level === 'info' ? 'info' : 'warn', code, { feed: source, path });
      open.settle(delivery.token, taken.verdict);
    } catch (error) {
      open.settle(delivery.token, 'retry');
      throw error;
    }
  }

  return {
    closed: keepOpen(),
    tick: () => health.tick(millis(clock.now())),
    execute: (command) =>
      session?.execute?.(command) ??
      Promise.resolve([
        {
          code: 'cannot-execute',
          path: '/name',
          level: 'error',
          message: `${source} takes no ${command.name} now; it is not connected or its protocol has none.`,
        },
      ]),
  };
}
