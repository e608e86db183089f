import { YingjiError, type Issue } from '../error.js';
import type { Command } from '../command/command.js';
import type { Vocabulary } from '../model/vocabulary.js';
import type { Clock } from '../ports/clock.js';
import type { Feed, Session } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Writer } from '../writer/writer.js';
import { boundLog } from './bounded-log.js';
import { createHealth } from './health.js';
import { InHand, type Line } from './in-hand.js';
import { soundDelivery } from './sound-delivery.js';

/** How much may be unsettled before reading pauses: enough to fill a commit, not so much that an answer waits for two. */
const CREDIT_COUNT = 600;
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
  /** Default: the words of this version. */
  readonly words?: Vocabulary;
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
  const { feed, source, clock, ids } = options;
  const logger = boundLog(options.logger, { clock, feed: source });
  const health = createHealth({ ...options, logger });
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
      const ceiling = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** failures);
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
    } finally {
      // However it ended: its sockets and files are closed before it is opened again.
      const ended = session;
      session = undefined;
      end();
      stop.removeEventListener('abort', end);
      await ended?.closed;
    }
  }

  /** Takes deliveries as long as there is credit; ends when the session ends and all is settled. */
  async function drain(open: Session, end: () => void): Promise<void> {
    let unsettled = 0;
    let bytes = 0;
    let broken: YingjiError | undefined;
    let tell: () => void = () => undefined;
    const oneSettled = (): Promise<void> => new Promise((resolve) => (tell = resolve));
    const line: Line = {
      options,
      session: open,
      health,
      logger,
      settled(size, error) {
        bytes -= size;
        unsettled -= 1;
        tell();
        if (error?.recovery !== 'fatal') return;
        broken = error;
        end();
      },
    };
    try {
      for await (const given of open.deliveries) {
        const sound = soundDelivery(given, { source, now: clock.now });
        if (!sound) throw new YingjiError('delivery-malformed', `${source} delivered what is none; mend its feed.`);
        health.heard(sound.delivery.receivedAt);
        const inHand = new InHand(line, sound);
        bytes += inHand.bytes;
        unsettled += 1;
        const slow = inHand.begin();
        if (slow) await slow;
        while (unsettled >= CREDIT_COUNT || bytes >= CREDIT_BYTES) await oneSettled();
        if (broken) break;
      }
    } finally {
      while (unsettled > 0) await oneSettled();
    }
    if (broken) throw broken;
  }

  return {
    closed: keepOpen().finally(() => logger.flush()),
    tick() {
      health.tick();
      logger.tick();
    },
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
