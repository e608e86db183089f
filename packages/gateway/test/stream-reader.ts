import type { Down } from '@yingji/core/wire';
import { readLines } from '../../adapters/src/remote/lines.js';
import { openReports, type HttpFixture } from './http-fixture.js';

export { readLines };

export interface OpenStream {
  readonly status: number;
  /** Messages up to and with the first that passes. */
  until(test: (message: Down) => boolean): Promise<Down[]>;
  /** Whether the stream has ended, having read what is left. */
  ended(): Promise<boolean>;
  close(): Promise<void>;
}

/** A stream, unless its actor has no place left. */
export async function placed(at: Pick<HttpFixture, 'url' | 'token'>): Promise<OpenStream | undefined> {
  const stream = await openStream(at);
  if (stream.status === 200) return stream;
  await stream.close();
  return undefined;
}

/** `credential`: headers instead of the token of the fixture. */
export async function openStream(
  at: Pick<HttpFixture, 'url' | 'token'>,
  body: unknown = openReports,
  credential: { readonly [name: string]: string } = { authorization: `Bearer ${at.token}` },
): Promise<OpenStream> {
  const stop = new AbortController();
  const answer = await fetch(`${at.url}/api/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...credential },
    body: JSON.stringify(body),
    signal: stop.signal,
  });
  const lines = readLines(answer.body!);
  return {
    status: answer.status,
    async until(test) {
      const seen: Down[] = [];
      for (;;) {
        const { done, value } = await lines.next();
        if (done) throw new Error(`the stream ended after ${seen.map(({ t }) => t).join(' ')}`);
        const message = JSON.parse(value) as Down;
        seen.push(message);
        if (test(message)) return seen;
      }
    },
    async ended() {
      try {
        for await (const line of lines) void line;
        return true;
      } catch {
        return true;
      }
    },
    async close() {
      stop.abort();
      await lines.return().catch(() => undefined);
    },
  };
}
