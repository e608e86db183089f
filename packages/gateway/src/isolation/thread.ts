import { Worker } from 'node:worker_threads';
import { saidBy, YingjiError, type Issue } from '@yingji/core';
import type { IsolationLimits } from './isolated-feed.js';
import type { FeedFacts, ThreadData, ThreadStart, ToHost, ToThread } from './messages.js';

/** The thread of one feed, from this side. */
export interface FeedThread {
  /** What it says of itself, once it is loaded. */
  readonly made: Promise<{ readonly facts: FeedFacts } | { readonly issues: readonly Issue[] }>;
  /** Resolves when it has ended for good: with the reason, if it was not we who wished it. */
  readonly gone: Promise<YingjiError | undefined>;
  /** Takes over what it says. */
  hear(listener: (message: ToHost) => void): void;
  tell(message: ToThread): void;
  /** Milliseconds in which it was not idle: also those in which it waited for a core. */
  activeMs(): number;
  /** Ends it at once, whatever it does. */
  kill(why?: YingjiError): void;
}

/** `printed` hears what it prints; without, nobody does, for it may be anything. */
export function startThread(
  data: ThreadData,
  { memoryMb }: IsolationLimits,
  printed?: (text: string) => void,
): FeedThread {
  const start: ThreadStart = { ...data, prints: printed !== undefined };
  const worker = new Worker(new URL('./feed-thread.js', import.meta.url), {
    workerData: start,
    // What the host was started with, secrets among it, is none of its business.
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  // Only where somebody hears: a stream that is read keeps the host alive.
  if (printed) for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', printed);
  let reason: YingjiError | undefined;
  let listener: (message: ToHost) => void = () => undefined;
  // Anything can be thrown, also nothing.
  worker.on('error', (error: unknown) => {
    const { code } = Object(error) as { readonly code?: unknown };
    reason ??=
      code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? tooMuchMemory(memoryMb)
        : failure('feed-failed', `it threw ${saidBy(error)} where nobody catches; mend the feed`);
  });
  const gone = new Promise<YingjiError | undefined>((resolve) => worker.on('exit', () => resolve(reason)));
  const made = new Promise<{ facts: FeedFacts } | { issues: readonly Issue[] }>((resolve, reject) => {
    worker.on('message', (message: ToHost) => {
      // Code in the thread may post what it likes, also nothing.
      const said = Object(message) as ToHost;
      if (said.is === 'made') resolve(said.facts ? { facts: said.facts } : { issues: said.issues });
      else if (said.is === 'failed') reject(failure(said.code, said.message, said.recovery));
      listener(message);
    });
    void gone.then((why) => reject(why ?? failure('feed-failed', 'it ended while it was loaded')));
  });
  made.catch(() => undefined);
  // A host that could not start, or is done, must not be kept alive by a feed that nobody opened. Last: to listen refers to it again.
  worker.unref();

  return {
    made,
    gone,
    hear: (told) => void (listener = told),
    tell: (message) => worker.postMessage(message),
    activeMs: () => worker.performance.eventLoopUtilization().active,
    kill(why) {
      reason ??= why;
      void worker.terminate();
    },
  };
}

export const tooMuchMemory = (memoryMb: number): YingjiError =>
  failure('feed-out-of-memory', `it used more than ${memoryMb} MB; mend the feed, or give it more`);

export const failure = (code: string, what: string, recovery: YingjiError['recovery'] = 'retry'): YingjiError =>
  new YingjiError(String(code), String(what).replace(/\.*$/, '.'), { recovery });
