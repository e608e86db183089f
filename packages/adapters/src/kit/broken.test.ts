// How sound feeds are broken, each in one way; used by the tests of mutants beside it.
import { expect } from 'chai';
import type { Delivery, FeedContext, FeedDefinition, Session, Verdict } from '@yingji/core';
import { checkFeed, type FeedSubject } from './index.js';

export type Decode = FeedDefinition['decode'];
type Open = (context: FeedContext, stop: AbortSignal) => Promise<Session>;

/** What is wrong with a mutant, and the check that must find it. */
export interface Mutant {
  readonly is: string;
  readonly found: string;
  make(sound: FeedSubject): FeedSubject;
}

export function itFinds(mutants: readonly Mutant[], sound: () => Promise<FeedSubject>): void {
  for (const { is, found, make } of mutants)
    it(`${found}: a feed that ${is}`, async () => {
      const { passed, checks } = await checkFeed(make(await sound()), { only: [found] });
      expect(checks.map(({ id, result }) => [id, result])).to.deep.equal([[found, 'failed']]);
      expect(checks[0]!.findings.join()).to.not.include('the check broke');
      expect(passed).to.equal(false);
    });
}

export const withOpen = (sound: FeedSubject, change: (open: Open, decode: Decode) => Open): FeedSubject => {
  const { definition } = sound;
  return {
    ...sound,
    definition: {
      ...definition,
      configure(config) {
        const made = definition.configure(config);
        if (!('feed' in made)) return made;
        return {
          feed: { ...made.feed, open: change(made.feed.open.bind(made.feed), definition.decode.bind(definition)) },
        };
      },
    },
  };
};

export const withSettle = (sound: FeedSubject, change: (verdict: Verdict) => Verdict | undefined): FeedSubject =>
  withOpen(sound, (open) => async (context, stop) => {
    const session = await open(context, stop);
    return {
      ...session,
      settle(token, verdict) {
        const changed = change(verdict);
        if (changed) session.settle(token, changed);
      },
    };
  });

export const withDeliveries = (
  sound: FeedSubject,
  change: (delivery: Delivery, n: number) => Delivery,
): FeedSubject => {
  let n = 0;
  return withOpen(sound, (open) => async (context, stop) => {
    const session = await open(context, stop);
    async function* changed(): AsyncGenerator<Delivery> {
      for await (const delivery of session.deliveries) yield change(delivery, (n += 1));
    }
    return { ...session, deliveries: changed() };
  });
};

/** Deliveries without bounds, as somebody queues them who does not use the kit. */
export function queued(decode: Decode, { source, clock }: FeedContext, stop: AbortSignal) {
  const queue: Delivery[] = [];
  const settled = new Map<number, (verdict: Verdict) => void>();
  let wake = (): void => undefined;
  let token = 0;
  async function* deliveries(): AsyncGenerator<Delivery> {
    while (!stop.aborted)
      if (queue.length > 0) yield queue.shift()!;
      else await new Promise<void>((resolve) => (wake = resolve));
  }
  stop.addEventListener('abort', () => wake());
  return {
    deliveries: deliveries(),
    settle: (which: number, verdict: Verdict): void => settled.get(which)?.(verdict),
    deliver(bytes: Uint8Array, then: (verdict: Verdict) => void = () => undefined): void {
      const { drafts, issues } = decode(bytes, { source, receivedAt: clock.now() });
      const key = Buffer.from(bytes).toString('hex');
      settled.set((token += 1), then);
      queue.push({ token, key, receivedAt: clock.now(), drafts, issues, outcome: 'good' });
      wake();
    },
  };
}
