import { parentPort, workerData } from 'node:worker_threads';
import { loadFeed } from '@yingji/adapters/kit';
import { systemClock, systemIds, YingjiError, type Feed, type FeedContext, type Session } from '@yingji/core';
import type { ThreadData, ToHost, ToThread } from './messages.js';

// The thread of one feed from outside: loads it, opens it when told, and says what it delivers, as far as it was granted.
const port = parentPort!;
const { feed: name, from, config } = workerData as ThreadData;
const tell = (message: ToHost): void => port.postMessage(message);

function failed(error: unknown): void {
  const { code, message, recovery } =
    error instanceof YingjiError ? error : new YingjiError('feed-failed', String(error), { recovery: 'retry' });
  tell({ is: 'failed', code, message: message.slice(`${code}: `.length), recovery });
}

async function make(): Promise<Feed | undefined> {
  const made = (await loadFeed(name, from)).configure(config);
  if ('issues' in made) {
    tell({ is: 'made', issues: made.issues });
    return undefined;
  }
  const { id, contract, title, ordering, expectEveryMs, hears, canRefuse } = made.feed;
  const facts = { id, contract, title, ordering, canRefuse, ...(hears && { hears }) };
  tell({ is: 'made', facts: expectEveryMs === undefined ? facts : { ...facts, expectEveryMs }, issues: [] });
  return made.feed;
}

let session: Session | undefined;
const ending = new AbortController();
let granted = 0;
let more: () => void = () => undefined;

async function serve(feed: Feed, source: string): Promise<void> {
  const context: FeedContext = {
    source,
    clock: systemClock,
    ids: systemIds,
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
    tell({ is: 'delivery', delivery });
  }
  await session.closed;
}

const feed = await make().catch((error: unknown) => failed(error));
port.on('message', (message: ToThread) => {
  switch (message.do) {
    case 'open':
      return void serve(feed!, message.source).then(() => tell({ is: 'ended' }), failed);
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
      return void session!.execute!(message.command).then(
        (issues) => tell({ is: 'executed', n: message.n, issues }),
        failed,
      );
    case 'ping':
      return tell({ is: 'pong' });
    case 'stop':
      ending.abort();
      return more();
  }
});
