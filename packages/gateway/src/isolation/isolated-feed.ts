import {
  YingjiError,
  type Clock,
  type Delivery,
  type Feed,
  type FeedContext,
  type Issue,
  type Session,
} from '@yingji/core';
import type { Decoder } from '../quarantine/decoder.js';
import { isolatedDecoder } from './isolated-decoder.js';
import { isDelivery, isHeard, type ThreadData, type ToHost } from './messages.js';
import { createBusy } from './busy.js';
import { createRate } from './rate.js';
import { failure, startThread, tooMuchMemory, type FeedThread } from './thread.js';

export interface IsolationOptions {
  readonly clock: Clock;
  readonly limits?: { readonly [limit in keyof IsolationLimits]?: number | undefined };
  /** Hears what it prints; absent: nobody does. */
  readonly printed?: (text: string) => void;
  readonly waits?: Partial<IsolationWaits>;
}

/** What a feed from outside may use. */
export interface IsolationLimits {
  /** Megabytes of its heap. */
  readonly memoryMb: number;
  /** Messages a second; more wait at their source. */
  readonly perSecond: number;
  /** Percent of one core, on average over four seconds; 100 is no limit. */
  readonly cpuPercent: number;
}

const DEFAULTS: IsolationLimits = { memoryMb: 96, perSecond: 300, cpuPercent: 75 };

/** What a thread may take, in milliseconds. */
export interface IsolationWaits {
  /** To load its feed. */
  readonly load: number;
  readonly open: number;
  readonly execute: number;
  /** To close when it is stopped. */
  readonly close: number;
  /** One that says nothing is ended before so long has passed. */
  readonly silence: number;
}

const WAITS: IsolationWaits = { load: 15_000, open: 30_000, execute: 45_000, close: 5_000, silence: 5_000 };
const PING_MS = 500;
/** Deliveries on their way between thread and host. */
const UNDERWAY = 64;
/** Over so many seconds messages are counted: what comes at once is taken in at once, before those of all others. */
const BURST_S = 1;
/** Over so many seconds all else is counted. */
const TALK_S = 10;
/** Lines a thread may log in a second; what is more is let go. */
const LINES_PER_SECOND = 20;
/** Lines, states and answers a thread may send in a second on average: each costs the host, also one that is let go. */
const TALK_PER_SECOND = 200;

/** Packets a thread that is recorded may tell of in a second on average. */
const PACKETS_PER_SECOND = 2_000;

/** Of each sleep its own: eleven that hear one are reported as a leak. */
const never = (): AbortSignal => new AbortController().signal;

/**
 * A feed from outside, in a thread of its own: what throws, hangs, floods or leaks there ends or waits there. Gives Issues when
 * its configuration is refused. One that cannot be loaded is a feed that fails to open, and is tried again as such: a city
 * starts without it. Errors, when it is opened or read: `feed-not-loaded`, `feed-hung`, `feed-out-of-memory`,
 * `feed-too-busy`, `feed-broke-contract`, `feed-failed`. It keeps a buggy feed from hurting others; code that means harm it does not keep from the files of the host.
 */
export async function isolateFeed(
  data: ThreadData,
  { clock, limits: given, printed, waits: otherWaits }: IsolationOptions,
): Promise<
  { readonly feed: Feed; readonly decoder: Decoder; readonly recipe: boolean } | { readonly issues: readonly Issue[] }
> {
  const limits = {
    memoryMb: given?.memoryMb ?? DEFAULTS.memoryMb,
    perSecond: given?.perSecond ?? DEFAULTS.perSecond,
    cpuPercent: given?.cpuPercent ?? DEFAULTS.cpuPercent,
  };
  const waits = { ...WAITS, ...otherWaits };
  const decoder = isolatedDecoder(data, { clock, limits });
  let ready: FeedThread | undefined = startThread(data, limits, printed);
  const open = async (context: FeedContext, stop: AbortSignal): Promise<Session> => {
    const thread = ready ?? startThread(data, limits, printed);
    ready = undefined;
    const made = await loaded(thread, clock, waits.load);
    if (!('issues' in made)) return openThread(thread, { context, stop, limits, waits });
    thread.kill();
    throw failure(
      'feed-not-loaded',
      `its configuration is refused now: ${made.issues.map(({ message }) => message).join(' ')}`,
    );
  };
  const made = await loaded(ready, clock, waits.load).catch((error: YingjiError) => error);
  if (made instanceof YingjiError) {
    ready = undefined;
    return { feed: { ...UNKNOWN, id: data.feed, open }, decoder, recipe: false };
  }
  if (!('issues' in made)) {
    const { recipe, ...facts } = made.facts;
    return { feed: { ...facts, open }, decoder, recipe };
  }
  ready.kill();
  return made;
}

/** What can be said of a feed that could not be loaded. */
const UNKNOWN = {
  contract: 1,
  title: { zh: '外部来源（未能加载）', en: 'Feed from outside, not loaded' },
  ordering: { by: 'arrival' },
  canRefuse: false,
} as const;

async function loaded(thread: FeedThread, clock: Clock, ms: number): Promise<Awaited<FeedThread['made']>> {
  const late = new AbortController();
  try {
    const made = await Promise.race([thread.made, clock.sleep(ms, late.signal)]);
    if (made) return made;
    throw failure('feed-hung', `it was not loaded within ${ms / 1000} s; mend the feed`);
  } catch (error) {
    thread.kill();
    throw error;
  } finally {
    late.abort();
  }
}

interface Opening {
  readonly context: FeedContext;
  readonly stop: AbortSignal;
  readonly limits: IsolationLimits;
  readonly waits: IsolationWaits;
}

async function openThread(thread: FeedThread, { context, stop, limits, waits }: Opening): Promise<Session> {
  const { clock, source, logger } = context;
  const queue: Delivery[] = [];
  const executing = new Map<number, (issues: readonly Issue[]) => void>();
  const rate = createRate(limits.perSecond, clock, BURST_S);
  const lines = createRate(LINES_PER_SECOND, clock, TALK_S);
  const talk = createRate(TALK_PER_SECOND, clock, TALK_S);
  const packets = createRate(PACKETS_PER_SECOND, clock, TALK_S);
  let [heardAt, underway, asked, ended] = [clock.elapsed(), 0, 0, false];
  const busy = createBusy(clock);
  let broken: YingjiError | undefined;
  let wake: () => void = () => undefined;
  let opened: (open: Extract<ToHost, { is: 'open' }>) => void;
  const open = new Promise<Extract<ToHost, { is: 'open' }>>((resolve) => (opened = resolve));

  function end(why?: YingjiError): void {
    broken ??= why;
    ended = true;
    for (const answer of executing.values()) answer([unanswered(`${source} ended before it was done`)]);
    executing.clear();
    wake();
  }

  function hear(message: ToHost): void {
    if (ended) return;
    heardAt = clock.elapsed();
    try {
      if ((message.is === 'heard' ? packets : message.is === 'delivery' ? undefined : talk)?.take())
        breach('it talks without end');
      else understand(message);
    } catch {
      breach('it says what nobody understands');
    }
  }

  /** Throws at what has not the shape it should have: the thread may be made to say anything. */
  function understand(message: ToHost): void {
    switch (message.is) {
      case 'open':
        return opened(message);
      case 'delivery':
        underway += 1;
        if (underway > UNDERWAY) return breach('it delivers more than it was asked for');
        if (!isDelivery(message.delivery)) return breach('it delivers what is no delivery');
        queue.push(message.delivery);
        return wake();
      case 'pong': {
        if (message.outsideHeap > limits.memoryMb * 1_048_576) return kill(tooMuchMemory(limits.memoryMb));
        const percent = busy(message.cpuMs ?? thread.activeMs());
        if (percent > limits.cpuPercent)
          kill(
            failure(
              'feed-too-busy',
              `it used ${Math.round(percent)} % of a core for seconds, ${limits.cpuPercent} at most; mend the feed, or give it more`,
            ),
          );
        return;
      }
      case 'status':
        return context.status(message.state, message.why);
      case 'log':
        return lines.take() === 0 ? logger.write(...message.line) : undefined;
      case 'decoded':
        return breach('it decodes what it was not asked to');
      case 'heard':
        if (!isHeard(message.packet)) return breach('it tells of what is no packet');
        return context.heard?.(message.packet);
      case 'executed':
        executing.get(message.n)?.([...message.issues]);
        return void executing.delete(message.n);
      case 'failed':
        return kill(failure(message.code, message.message, message.recovery));
      case 'ended':
        return thread.kill();
    }
  }

  const breach = (what: string): void => kill(failure('feed-broke-contract', `${what}; mend the feed`));

  function kill(why: YingjiError): void {
    end(why);
    thread.kill(why);
  }

  async function watch(): Promise<void> {
    while (!ended) {
      thread.tell({ do: 'ping' });
      await clock.sleep(PING_MS, never());
      if (!ended && clock.elapsed() - heardAt > waits.silence - 2 * PING_MS)
        kill(failure('feed-hung', `its thread has not answered for ${waits.silence / 1000} s; mend the feed`));
    }
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    let limitedAt = -Infinity;
    for (;;) {
      const delivery = queue.shift();
      if (delivery) {
        for (let wait = rate.take(); wait > 0 && !ended; wait = rate.take()) {
          // Once as it begins: of a line for each message the log would keep the first ten, and say nothing of the next flood.
          if (clock.elapsed() - limitedAt > BURST_S * 1000)
            logger.write('warn', 'feed-limited', { feed: source, perSecond: limits.perSecond });
          limitedAt = clock.elapsed();
          await clock.sleep(wait, stop);
        }
        underway -= 1;
        if (!stop.aborted) thread.tell({ do: 'grant', count: 1 });
        yield delivery;
      } else if (!ended) await new Promise<void>((resolve) => (wake = resolve));
      else if (broken && !stop.aborted) throw broken;
      else return;
    }
  }

  thread.hear(hear);
  const closed = thread.gone.then((why) => end(why ?? failure('feed-failed', 'it ended by itself')));
  const leave = (): void => {
    thread.tell({ do: 'stop' });
    void clock.sleep(waits.close, never()).then(() => thread.kill());
  };
  if (stop.aborted) leave();
  else stop.addEventListener('abort', leave, { once: true });
  thread.tell({ do: 'open', source, records: context.heard !== undefined });
  thread.tell({ do: 'grant', count: UNDERWAY });
  void watch();
  const late = new AbortController();
  void clock.sleep(waits.open, late.signal).then(() => {
    if (!late.signal.aborted)
      kill(failure('feed-hung', `it was not opened within ${waits.open / 1000} s; mend the feed`));
  });
  const { executes, port } = await Promise.race([open, closed.then(() => Promise.reject<never>(broken!))]).finally(() =>
    late.abort(),
  );
  return {
    deliveries: deliveries(),
    settle: (token, verdict) => thread.tell({ do: 'settle', token, verdict }),
    closed,
    ...(port !== undefined && { port }),
    ...(executes && {
      execute: (command) =>
        new Promise((answer) => {
          asked += 1;
          const n = asked;
          const done = new AbortController();
          executing.set(n, (issues) => {
            done.abort();
            answer(issues);
          });
          thread.tell({ do: 'execute', n, command });
          // Ends with its answer, of which there is one at the latest when the thread ends: not all commands wait on one signal.
          void clock.sleep(waits.execute, done.signal).then(() => {
            if (!executing.delete(n)) return;
            answer([
              unanswered(`${source} has not answered within ${waits.execute / 1000} s; look whether it was done`),
            ]);
          });
        }),
    }),
  };
}

/** Whether it was done, nobody knows. */
const unanswered = (what: string): Issue => ({
  code: 'outcome-unknown',
  path: '/name',
  level: 'error',
  message: `${what}.`,
});
