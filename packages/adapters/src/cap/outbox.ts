import type { Delivery, Instant, Verdict } from '@yingji/core';
import type { Part } from './deliveries.js';

/** Deliveries that wait to be taken; more make the reader of files and addresses wait. */
const ROOM = 64;
/** Keys remembered as stored: a file under a second name, or an unchanged entry of a list, is not offered again. */
const REMEMBERED = 20_000;

/** Between the readers and the runner: gives tokens, waits for room, tells each reader what became of its delivery. */
export interface Outbox {
  readonly deliveries: AsyncIterable<Delivery>;
  /** Resolves once there is room; `settled` then resolves with the verdict, or with `retry` when the session ends first. */
  offer(part: Part, receivedAt: Instant): Promise<{ readonly settled: Promise<Verdict> }>;
  settle(token: number, verdict: Verdict): void;
  /** Ends `deliveries`; what was not settled counts as `retry`. */
  close(): void;
}

export function createOutbox(): Outbox {
  const waiting: Delivery[] = [];
  const open = new Map<number, { readonly key: string; readonly resolve: (verdict: Verdict) => void }>();
  const offered = new Map<string, Promise<Verdict>>();
  let token = 0;
  let closed = false;
  let wakers: (() => void)[] = [];

  const wake = (): void => {
    const due = wakers;
    wakers = [];
    for (const waker of due) waker();
  };
  const change = (): Promise<void> => new Promise((resolve) => wakers.push(resolve));

  function remember(key: string, settled: Promise<Verdict>): void {
    offered.delete(key);
    offered.set(key, settled);
    for (const oldest of offered.keys()) {
      if (offered.size <= REMEMBERED) break;
      offered.delete(oldest);
    }
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    for (;;) {
      if (closed) return;
      const next = waiting.shift();
      if (next === undefined) await change();
      else {
        wake();
        yield next;
      }
    }
  }

  return {
    deliveries: deliveries(),
    async offer(part, receivedAt) {
      // An empty delivery only says that the source was heard; each one is news.
      const news = part.drafts.length + part.issues.length > 0;
      const before = news ? offered.get(part.key) : undefined;
      if (before) return { settled: before };
      while (waiting.length >= ROOM && !closed) await change();
      if (closed) return { settled: Promise.resolve('retry') };
      token += 1;
      const settled = new Promise<Verdict>((resolve) => open.set(token, { key: part.key, resolve }));
      if (news) remember(part.key, settled);
      waiting.push({ ...part, token, receivedAt });
      wake();
      return { settled };
    },
    settle(settledToken, verdict) {
      const entry = open.get(settledToken);
      if (!entry) return;
      open.delete(settledToken);
      if (verdict === 'retry') offered.delete(entry.key);
      entry.resolve(verdict);
    },
    close() {
      closed = true;
      for (const { resolve } of open.values()) resolve('retry');
      open.clear();
      wake();
    },
  };
}
