import type { Clock, Instant, Issue } from '@yingji/core';
import { undecoded, type DecodedRaw, type Decoder } from '../quarantine/decoder.js';
import type { IsolationLimits } from './isolated-feed.js';
import { isOutcome, type ThreadData, type ToHost } from './messages.js';
import { startThread, type FeedThread } from './thread.js';

/** What one message may take, in milliseconds. */
const DECODE_MS = 5_000;

/**
 * Decodes in a thread of its own, apart from the one that has the feed open: a message that hangs or breaks it there is an Issue,
 * and so are those after it.
 */
export const isolatedDecoder =
  (data: ThreadData, { clock, limits }: { readonly clock: Clock; readonly limits: IsolationLimits }): Decoder =>
  async (messages, source) => {
    const thread = startThread(data, limits);
    const late = new AbortController();
    try {
      const loaded = await Promise.race([thread.made, clock.sleep(3 * DECODE_MS, late.signal)]);
      if (!loaded || 'issues' in loaded)
        return messages.map(() =>
          undecoded('The feed could not be loaded; look at its configuration.', 'feed-not-loaded'),
        );
      const decoded: DecodedRaw[] = [];
      for (const message of messages) {
        const got = await ask(thread, { ...message, source, n: decoded.length }, clock);
        decoded.push(got);
        if (got.issues[0]?.code === 'feed-hung') break;
      }
      const after = undecoded('A message before this one hung the feed; replay this one without that.', 'feed-hung');
      return messages.map((_, i) => decoded[i] ?? after);
    } catch (error) {
      return messages.map(() => undecoded((error as Error).message, 'feed-failed'));
    } finally {
      late.abort();
      thread.kill();
    }
  };

async function ask(
  thread: FeedThread,
  message: { readonly bytes: Uint8Array; readonly receivedAt: Instant; readonly source: string; readonly n: number },
  clock: Clock,
): Promise<DecodedRaw> {
  const late = new AbortController();
  try {
    const heard = new Promise<DecodedRaw>((resolve) =>
      thread.hear((said) => {
        const { is, n, decoded } = Object(said) as Partial<Extract<ToHost, { is: 'decoded' }>>;
        if (is === 'decoded' && n === message.n)
          resolve(isDecoded(decoded) ? decoded : undecoded('It gave no result.'));
      }),
    );
    thread.tell({ do: 'decode', ...message });
    const gone = thread.gone.then((why) => undecoded(why?.message ?? 'The feed ended.', 'feed-hung'));
    const hung = clock
      .sleep(DECODE_MS, late.signal)
      .then(() => undecoded(`The feed did not decode it within ${DECODE_MS / 1000} s.`, 'feed-hung'));
    return await Promise.race([heard, gone, hung]);
  } finally {
    late.abort();
  }
}

function isDecoded(given: unknown): given is DecodedRaw {
  if (typeof given !== 'object' || given === null) return false;
  const { ok, drafts, issues, outcome } = given as { [member: string]: unknown };
  const isIssue = (each: unknown): each is Issue =>
    typeof each === 'object' && each !== null && typeof (each as Issue).code === 'string';
  return (
    typeof ok === 'boolean' &&
    isOutcome(outcome) &&
    Array.isArray(drafts) &&
    Array.isArray(issues) &&
    issues.every(isIssue)
  );
}
