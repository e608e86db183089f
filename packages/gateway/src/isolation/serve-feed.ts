import { readFileSync } from 'node:fs';
import { getHeapStatistics, serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { loadFeed } from '@yingji/adapters/kit/load';
import {
  issue,
  saidBy,
  systemClock,
  systemIds,
  YingjiError,
  type Command,
  type Feed,
  type FeedContext,
  type FeedDefinition,
  type Heard,
  type Issue,
  type Session,
} from '@yingji/core/feed';
import { decodeRaw } from '../quarantine/decoder.js';
import type { ThreadData, ToHost, ToThread } from './messages.js';

// What the thread of one feed from outside does: loads it, opens it when told, and says what it delivers, as far as it was granted.
const port = parentPort!;
const { feed: name, from, config } = workerData as ThreadData;
const tell = (message: ToHost): void => port.postMessage(message);

/** A delivery may take so many bytes in the host's memory, of which some wait there at once. */
const MOST_BYTES = 4 * 1024 * 1024;

function failed(error: unknown): void {
  const { code, message, recovery } =
    error instanceof YingjiError
      ? error
      : new YingjiError('feed-failed', `it threw ${saidBy(error)}; mend the feed`, { recovery: 'retry' });
  tell({ is: 'failed', code, message: message.slice(`${code}: `.length), recovery });
}

let codec: FeedDefinition;
async function make(): Promise<Feed | undefined> {
  codec = await loadFeed(name, from);
  const made = codec.configure(config);
  if ('issues' in made) {
    tell({ is: 'made', issues: made.issues });
    return undefined;
  }
  const { id, contract, title, ordering, expectEveryMs, hears, commands, canRefuse } = made.feed;
  const facts = {
    ...{ id, contract, title, ordering, canRefuse, recipe: codec.over !== undefined },
    ...(hears && { hears }),
    ...(commands && { commands }),
  };
  tell({ is: 'made', facts: expectEveryMs === undefined ? facts : { ...facts, expectEveryMs }, issues: [] });
  return made.feed;
}

/** Of this thread alone; Linux says so. */
function cpuUsed(): { readonly cpuMs?: number } {
  if (process.platform !== 'linux') return {};
  try {
    return { cpuMs: Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6 };
  } catch {
    return {};
  }
}

const tooLarge = (bytes: number): YingjiError =>
  new YingjiError('feed-broke-contract', `one message takes ${bytes} bytes, ${MOST_BYTES} at most; mend the feed.`, {
    recovery: 'retry',
  });

/** A command that breaks the feed's code is a command that was not done; the messages of its source go on. */
async function execute(command: Command): Promise<readonly Issue[]> {
  try {
    return await session!.execute!(command);
  } catch (error) {
    return [issue('outcome-unknown', `The feed threw ${saidBy(error)}; look whether it was done.`, { path: '/name' })];
  }
}

let session: Session | undefined;
const ending = new AbortController();
let granted = 0;
let more: () => void = () => undefined;

async function serve(feed: Feed, source: string, records: boolean): Promise<void> {
  const context: FeedContext = {
    source,
    clock: systemClock,
    ids: systemIds,
    ...(records && { heard: (packet: Heard) => tell({ is: 'heard', packet }) }),
    logger: { write: (...line) => tell({ is: 'log', line }) },
    status: (state, why) => tell({ is: 'status', state, ...(why && { why }) }),
  };
  session = await feed.open(context, ending.signal);
  tell({
    is: 'open',
    executes: session.execute !== undefined,
    ...(session.port !== undefined && { port: session.port }),
  });
  for await (const delivery of session.deliveries) {
    while (granted === 0 && !ending.signal.aborted) await new Promise<void>((resolve) => (more = resolve));
    if (ending.signal.aborted) break;
    granted -= 1;
    const bytes = serialize(delivery).byteLength;
    if (bytes > MOST_BYTES) throw tooLarge(bytes);
    tell({ is: 'delivery', delivery });
  }
  await session.closed;
}

const feed = await make().catch((error: unknown) => failed(error));
port.on('message', (message: ToThread) => {
  switch (message.do) {
    case 'open':
      return void serve(feed!, message.source, message.records).then(() => tell({ is: 'ended' }), failed);
    case 'grant':
      granted += message.count;
      return more();
    case 'settle':
      try {
        return session?.settle(message.token, message.verdict);
      } catch (error) {
        return failed(error);
      }
    case 'execute':
      return void execute(message.command).then((issues) => tell({ is: 'executed', n: message.n, issues }));
    case 'decode': {
      const { n, bytes, ...context } = message;
      return tell({ is: 'decoded', n, decoded: decodeRaw(codec, bytes, { ...context, config }) });
    }
    case 'ping':
      return tell({ is: 'pong', outsideHeap: getHeapStatistics().external_memory, ...cpuUsed() });
    case 'stop':
      ending.abort();
      return more();
  }
});
