import { readLines } from '../../adapters/src/remote/lines.js';
import { until } from './wait.js';

const headers = (token: string): { [name: string]: string } => ({
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
});

/** A stream of version 1, in which rows stand as they are. */
function follow(url: string, token: string, kinds: readonly string[]) {
  const stop = new AbortController();
  const lines: string[] = [];
  let failed: unknown;
  void (async () => {
    const queries = Object.fromEntries(kinds.map((kind) => [kind, { kind }]));
    const body = JSON.stringify({ t: 'open', versions: [1], queries });
    const answer = await fetch(`${url}/api/stream`, {
      ...{ method: 'POST', headers: headers(token), body, signal: stop.signal },
    });
    if (!answer.ok) throw new Error(`/api/stream answers ${answer.status}: ${await answer.text()}`);
    for await (const line of readLines(answer.body!)) lines.push(line);
  })().catch((error: unknown) => (failed = error));
  return {
    lines,
    told(sort: string, text = ''): boolean {
      if (failed !== undefined) throw failed as Error;
      return lines.some((line) => line.startsWith(`{"t":"${sort}"`) && line.includes(text));
    },
    close: () => stop.abort(),
  };
}

/** All that `GET /api/events` says of these kinds, an event a line. */
async function eventsOf(url: string, token: string, kinds: readonly string[]): Promise<readonly string[]> {
  const answer = await fetch(`${url}/api/events?kind=${kinds.join(',')}`, { headers: headers(token) });
  if (!answer.ok) throw new Error(`/api/events answers ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as readonly unknown[]).map((event) => JSON.stringify(event));
}

/** All that a replay of the whole past says of these kinds; nothing to whom none is shown. */
async function playedTo(url: string, token: string, kinds: readonly string[]): Promise<readonly string[]> {
  const queries = Object.fromEntries(kinds.map((kind) => [kind, { kind }]));
  const body = JSON.stringify({ t: 'open', versions: [1], queries });
  const answer = await fetch(`${url}/api/replay?from=0&speed=3600`, { method: 'POST', headers: headers(token), body });
  const lines = (await answer.text()).split('\n');
  if (answer.status === 403) return [];
  if (!lines.some((line) => line.includes('replay-ended')))
    throw new Error(`/api/replay answers ${answer.status}: ${lines.at(-2)}`);
  return lines;
}

/**
 * What these are told by streams, by events and by a replay of what was: of what was there when they came, and of what came while they listened, whose id
 * `meanwhile` answers. `told`: how many of them were told of that. Each line once, since many are told the same.
 */
export async function whatIsTold(
  url: string,
  { tokens, kinds, meanwhile }: { tokens: readonly string[]; kinds: readonly string[]; meanwhile(): Promise<string> },
): Promise<{ readonly lines: readonly string[]; readonly told: number }> {
  const streams = tokens.map((token) => follow(url, token, kinds));
  try {
    for (const stream of streams) await until('the whole of a stream', () => stream.told('ready'));
    const id = await meanwhile();
    const events = await Promise.all(tokens.map((token) => eventsOf(url, token, kinds)));
    const heard = events.map((lines) => lines.some((line) => line.includes(id)));
    // Whoever has it in his events is told of it by his stream as well.
    await until('what came meanwhile', () => streams.every((stream, i) => !heard[i] || stream.told('diff', id)));
    const played: string[] = [];
    // One after the other: no more are played at once.
    for (const token of tokens) played.push(...(await playedTo(url, token, kinds)));
    if (!played.some((line) => line.includes(id))) throw new Error('no replay shows what came meanwhile');
    const lines = new Set([...streams.flatMap((stream) => stream.lines), ...events.flat(), ...played]);
    return { lines: [...lines], told: heard.filter(Boolean).length };
  } finally {
    for (const stream of streams) stream.close();
  }
}
