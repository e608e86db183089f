import { setImmediate } from 'node:timers/promises';
import { YingjiError, type Clock, type EntityId, type Query, type Reader } from '@yingji/core';

/** What one may have of a host that has one thread for all: `burstMs` at once, and this part of the time after that. */
const PART = 0.05;
/** How many times as long as something took, whoever asked for it rests: others need several turns for one answer. */
const REST = 4;
const MOST_KEYS = 10_000;
/** What one actor's streams may take at once, in milliseconds: opening them, and following what changes. */
export const STREAMS_MS = 5_000;

interface Account {
  /** Milliseconds had and not yet forgiven, as of `at`. */
  ms: number;
  readonly at: number;
  rested: number;
}

/** What each actor has had of the host's time. */
export interface Work {
  /** Seconds until this one may ask again; nothing when now. */
  wait(who: string): number | undefined;
  /** Does something for an actor, and notes how long it took. */
  spend<T>(who: string, job: () => T): T;
  /** The same, after what this actor asked before, with a turn for everybody else in between; or how many seconds to wait. */
  inTurn<T>(who: string, job: () => T | Promise<T>): Promise<{ readonly waitS: number } | { readonly done: T }>;
  /** Notes what was done for an actor unasked, in milliseconds; seconds until it may have more, when that is too much. */
  charge(who: string, ms: number): number | undefined;
}

export function createWork({
  burstMs,
  clock,
}: {
  readonly burstMs: number;
  readonly clock: Pick<Clock, 'elapsed' | 'sleep'>;
}): Work {
  const elapsed = (): number => clock.elapsed();
  const never = new AbortController().signal;
  const spent = new Map<string, Account>();
  const turns = new Map<string, Promise<void>>();

  function had(who: string): Account {
    const now = elapsed();
    const { ms, at, rested } = spent.get(who) ?? { ms: 0, at: now, rested: now };
    const account = { ms: Math.max(0, ms - (now - at) * PART), at: now, rested };
    spent.delete(who);
    spent.set(who, account);
    if (spent.size > MOST_KEYS) spent.delete(spent.keys().next().value!);
    return account;
  }
  const note = (who: string, since: number): void => {
    const account = had(who);
    const took = account.at - since;
    account.ms += took;
    account.rested = account.at + REST * took;
  };
  const wait = (who: string): number | undefined => {
    const over = had(who).ms - burstMs;
    return over < 0 ? undefined : Math.max(1, Math.ceil(over / PART / 1_000));
  };

  return {
    wait,
    spend(who, job) {
      const since = elapsed();
      try {
        return job();
      } finally {
        note(who, since);
      }
    },
    charge(who, ms) {
      had(who).ms += ms;
      return wait(who);
    },
    async inTurn(who, job) {
      const before = turns.get(who);
      let end: () => void = () => undefined;
      const mine = new Promise<void>((resolve) => (end = resolve));
      turns.set(who, mine);
      try {
        await before;
        await setImmediate();
        const rest = had(who).rested - elapsed();
        if (rest > 0) await clock.sleep(rest, never);
        const waitS = wait(who);
        if (waitS !== undefined) return { waitS };
        const since = elapsed();
        try {
          return { done: await job() };
        } finally {
          note(who, since);
        }
      } finally {
        end();
        if (turns.get(who) === mine) turns.delete(who);
      }
    },
  };
}

/** Rows that all joins of one request may meet, for who sees a part of the city: each costs a look at rights besides. */
const MOST_LOOKS = 25_000;
/** How long the questions of one request may hold the host up, in milliseconds; what was begun is finished. */
const MOST_MS = 500;

/** Counts what is asked of a view while a question is taken in; what follows of it later follows what changes. */
export interface Meter {
  /** The same view, counted. */
  over<V extends Counted>(view: V): V;
  /** `asks`: how often the job asks each question. Errors `query-too-wide`, `too-much-at-once`. */
  within<T>(job: () => T, asks?: number): T;
  /** Whether what is taken in now has taken too long already. */
  readonly late: boolean;
}

type Counted = Pick<Reader, 'referring' | 'answer' | 'at'>;

export function createMeter(): Meter {
  let left = Infinity;
  let until = Infinity;
  const tooWide = (): YingjiError =>
    new YingjiError('query-too-wide', `its joins meet more than ${MOST_LOOKS} rows; ask for fewer.`, {
      recovery: 'skip',
    });
  const meter: Meter = {
    over<V extends Counted>(view: V): V {
      const inTime = (query: Query): Query => {
        if (query.join && meter.late) throw tooLong();
        return query;
      };
      return Object.create(view, {
        referring: {
          value: (id: EntityId) => {
            const found = view.referring(id);
            left -= found.length;
            if (left < 0) throw tooWide();
            return found;
          },
        },
        // Who sees the whole city is answered by the view itself, whose joins nobody counts here.
        answer: { value: (query: Query) => view.answer(inTime(query)) },
        // Every answer says of when it is: none is given any more once there was too much.
        at: {
          get() {
            if (left < 0) throw tooWide();
            return view.at;
          },
        },
      }) as V;
    },
    within(job, asks = 1) {
      left = asks * MOST_LOOKS;
      until = performance.now() + asks * MOST_MS;
      try {
        return job();
      } finally {
        left = until = Infinity;
      }
    },
    get late() {
      return performance.now() > until;
    },
  };
  return meter;
}

export const tooLong = (): YingjiError =>
  new YingjiError('too-much-at-once', 'these queries take too long together; ask for fewer at a time.', {
    recovery: 'skip',
  });

/** What somebody reads who has had their part. */
export const tooMuchWork = (waitS: number): { readonly code: string; readonly message: string } => ({
  code: 'too-much-work',
  message: `What you asked took as much of this host as one may have; come back in ${waitS} s and ask for less, or keep one stream open instead of asking again.`,
});
