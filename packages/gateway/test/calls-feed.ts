import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Delivery, Draft, Feed, FeedDefinition, Issue, Verdict } from '@yingji/core';

/** What a call centre sends, one JSON object a line. */
export interface CallLine {
  readonly key: string;
  readonly drafts: readonly Draft[];
  readonly outcome: Delivery['outcome'];
}

/**
 * A call centre: the feed of people's own words, which neither built-in feed carries. One line is one message, answered with
 * `KEY VERDICT`; a line that is no JSON is undecodable.
 */
export const calls: FeedDefinition = {
  id: 'calls',
  title: { zh: '接处警', en: 'Calls' },
  norm: 'none: a test',
  contract: 1,
  configure(config) {
    const { port } = config as unknown as { readonly port: number };
    return { feed: { ...feed, open: (context, stop) => open(port, context, stop) } };
  },
  decode: () => ({ ok: true, drafts: [], issues: [] }),
};

const feed: Omit<Feed, 'open'> = {
  id: 'calls',
  contract: 1,
  title: calls.title,
  ordering: { by: 'arrival' },
  canRefuse: true,
};

const open: (port: number, ...rest: Parameters<Feed['open']>) => ReturnType<Feed['open']> = async (
  port,
  { clock, status },
  stop,
) => {
  const queue: Delivery[] = [];
  const answers = new Map<number, (verdict: Verdict) => void>();
  let wake: () => void = () => undefined;
  let token = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    stop.addEventListener('abort', () => socket.destroy(), { once: true });
    createInterface({ input: socket }).on('line', (line) => {
      token += 1;
      const { key, drafts, outcome } = read(line);
      const issues: Issue[] = [];
      queue.push({ token, key, receivedAt: clock.now(), drafts, issues, outcome, raw: Buffer.from(line) });
      answers.set(token, (verdict) => void socket.write(`${key} ${verdict}\n`));
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  stop.addEventListener('abort', () => (server.close(), wake()), { once: true });
  status('open');
  return {
    deliveries: (async function* () {
      while (!stop.aborted) {
        const next = queue.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    })(),
    settle: (of, verdict) => answers.get(of)?.(verdict),
    closed: new Promise((resolve) => server.once('close', resolve)),
  };
};

function read(line: string): CallLine {
  try {
    return JSON.parse(line) as CallLine;
  } catch {
    return { key: 'unread', drafts: [], outcome: 'undecodable' };
  }
}
