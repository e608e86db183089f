import { issue, YingjiError, type Issue } from '../error.js';
import type { Command } from '../command/command.js';
import type { Vocabulary } from '../model/vocabulary.js';
import type { Clock } from '../ports/clock.js';
import type { Delivery, Feed, Session, Verdict } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Writer } from '../writer/writer.js';
import { boundLog } from './bounded-log.js';
import { createHealth } from './health.js';
import { intake, keysOf, textOf, type Intake, type Taken } from './intake.js';
import { soundDelivery, type Sound } from './sound-delivery.js';

/** How much may be unsettled before reading pauses: enough to fill a commit, not so much that an answer waits for two. */
const CREDIT_COUNT = 600;
const CREDIT_BYTES = 4 * 1024 * 1024;
/** What a delivery weighs that carries no bytes, and each of its drafts. */
const SMALL_BYTES = 256;
const BACKOFF_MS = { first: 500, most: 30_000 };

/** What has come in is taken to its end, also when the feed stops. */
const unhurried = new AbortController().signal;

const weight = ({ raw, drafts }: Delivery): number => raw?.byteLength ?? SMALL_BYTES * (1 + drafts.length);

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
  const { feed, source, writer, clock, ids } = options;
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
    try {
      const settled = (size: number, error: YingjiError | undefined): void => {
        bytes -= size;
        unsettled -= 1;
        tell();
        if (error?.recovery !== 'fatal') return;
        broken = error;
        end();
      };
      for await (const given of open.deliveries) {
        const sound = soundDelivery(given, { source, now: clock.now });
        if (!sound) throw new YingjiError('delivery-malformed', `${source} delivered what is none; mend its feed.`);
        health.heard(sound.delivery.receivedAt);
        // Weighed once: a session may take its bytes back as soon as they are settled.
        const size = weight(sound.delivery);
        bytes += size;
        unsettled += 1;
        const slow = take(open, sound, (error) => settled(size, error));
        if (slow) await slow;
        while (unsettled >= CREDIT_COUNT || bytes >= CREDIT_BYTES) await oneSettled();
        if (broken) break;
      }
    } finally {
      while (unsettled > 0) await oneSettled();
    }
    if (broken) throw broken;
  }

  /** Takes one delivery and settles it; `settled` hears the error for which it could not be stored. */
  function take(
    open: Session,
    sound: Sound,
    settled: (error: YingjiError | undefined) => void,
  ): Promise<void> | undefined {
    const { delivery, amiss } = sound;
    const told = delivery.drafts.length + delivery.issues.length + amiss.length;
    const idle = delivery.outcome === 'good' && told === 0 && !delivery.complete;
    if (idle) {
      settled(settle(open, delivery.token, 'stored'));
      return undefined;
    }
    const kept = (taken: Taken): void => {
      try {
        if (!taken.repeat) health.counted(taken);
        for (const { code, path, level } of taken.issues)
          logger.write(level === 'info' ? 'info' : 'warn', code, { feed: source, path });
      } finally {
        // Whatever breaks before: one that is never settled would be waited for, for ever.
        settled(settle(open, delivery.token, taken.verdict));
      }
    };
    const lost = (cause: unknown): void => {
      // What breaks its contract would again, for ever, if it were asked for again: it is done with.
      if (cause instanceof YingjiError && cause.recovery !== 'skip') failed(cause);
      else void submit(aside(sound), kept, (error) => failed(error as YingjiError));
    };
    const failed = (error: YingjiError): void => settled(settle(open, delivery.token, 'retry') ?? error);
    return submit(sound, kept, lost);
  }

  /** A session that cannot be told is of no use: it is ended, and opened anew. */
  function settle(open: Session, token: number, verdict: Verdict): YingjiError | undefined {
    try {
      open.settle(token, verdict);
      return undefined;
    } catch (cause) {
      return new YingjiError('feed-failed', `${source} could not pass on that a message was ${verdict}.`, { cause });
    }
  }

  /** Through the door, and to the writer: at once, or after moments in which others have their turn. */
  function submit(sound: Sound, kept: (taken: Taken) => void, lost: (why: unknown) => void): Promise<void> | undefined {
    const { complete, drafts } = sound.delivery;
    const enqueue = ({ work }: Intake): void => {
      const messages = keysOf(sound.delivery).map((key) => ({ feed: source, key }));
      // A full list is held against everything that was said before it.
      writer.enqueue({ work, messages, rows: drafts.length, alone: complete !== undefined, kept, lost });
    };
    try {
      const taken = intake(sound, options);
      if (!taken.step()) return slowly(taken).then(enqueue).catch(lost);
      enqueue(taken);
    } catch (cause) {
      lost(cause);
    }
    return undefined;
  }

  async function slowly(taken: Intake): Promise<Intake> {
    do await clock.sleep(0, unhurried);
    while (!taken.step());
    return taken;
  }

  /** A delivery that broke its contract, as it goes to quarantine. */
  function aside({ delivery, amiss, odd }: Sound): Sound {
    const { complete: _, ...rest } = delivery;
    const why = issue('delivery-broken', `${source} delivered what breaks the contract of a feed; mend its mapping.`);
    return {
      delivery: {
        ...{ ...rest, raw: delivery.raw ?? textOf(odd ? [...delivery.drafts, odd] : delivery.drafts), drafts: [] },
        ...{ issues: [...delivery.issues, why], outcome: 'undecodable' },
      },
      amiss,
    };
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
