import { issue, type Issue } from '../error.js';
import type { Change, Draft, Order } from '../model/change.js';
import { CLOCK_AHEAD_MS, millis, type Instant } from '../model/time.js';
import type { Ordering } from '../ports/feed.js';
import type { Stamp } from '../ports/store.js';

/** How many numbers below the last one are remembered as not yet arrived. */
const GAPS = 64;

export interface Stamped {
  readonly changes: readonly Change[];
  readonly issues: readonly Issue[];
  /** The counters that moved, to be stored in the same commit. */
  readonly stamps: ReadonlyMap<string, Stamp>;
}

/**
 * Gives the drafts of one message their order. Pure: the counters come in and go out as data, so that they stand or fall
 * with the commit that carries the message.
 */
export function stamp(
  drafts: readonly Draft[],
  context: {
    readonly source: string;
    readonly ordering: Ordering;
    readonly receivedAt: Instant;
    readonly counter: (name: string) => Stamp | undefined;
  },
): Stamped {
  const { source, ordering, receivedAt } = context;
  const issues: Issue[] = [];
  const moved = new Map<string, Stamp>();
  /** Steps of counters, for drafts of one message to share; most messages have none. */
  let orders: Map<string, Order> | undefined;
  const received = millis(receivedAt);

  const arrival = (): Order => {
    const have = moved.get(source) ?? context.counter(source) ?? { epoch: 0, last: 0 };
    const next = { ...have, last: have.last + 1 };
    moved.set(source, next);
    return [next.epoch, next.last];
  };

  const changes = drafts.map((draft): Change => {
    const { serial } = draft;
    let at = draft.at;
    if (millis(at) > received + CLOCK_AHEAD_MS) {
      issues.push(
        issue(
          'clock-ahead',
          `${draft.id} is dated ${at}, received ${receivedAt}; receipt time is used. Set the clock of the source.`,
          {
            path: '/at',
            level: 'warning',
          },
        ),
      );
      at = receivedAt;
    }
    let order: Order;
    if (ordering.by === 'source-time') order = [0, millis(at)];
    else if (ordering.by === 'sequence' && serial) {
      // All drafts of one message share one step of its counter.
      const step = `${serial.of}#${serial.n}`;
      const counter = `${source}#${serial.of}`;
      const known = orders?.get(step);
      if (known) order = known;
      else {
        const { order: taken, stamp: next } = advance(moved.get(counter) ?? context.counter(counter), {
          n: serial.n,
          at,
          modulus: ordering.modulus,
        });
        moved.set(counter, next);
        orders ??= new Map();
        orders.set(step, taken);
        order = taken;
      }
    } else order = arrival();
    return changeOf(draft, at, source, order);
  });
  return { changes, issues, stamps: moved };
}

/** Member by member: on the way of every message, and copying all but the serial would cost as much as the rest. */
function changeOf(
  { v, kind, id, basis, body, exercise, cause, by }: Draft,
  at: Instant,
  source: string,
  order: Order,
): Change {
  const change: Change = { v, kind, id, source, at, order, basis, body };
  if (exercise === undefined && cause === undefined && by === undefined) return change;
  return {
    ...change,
    ...(exercise === undefined ? {} : { exercise }),
    ...(cause === undefined ? {} : { cause }),
    ...(by === undefined ? {} : { by }),
  };
}

/**
 * One step of a wrapping counter. Forward over the wrap begins a new epoch. Backward fills a gap if that number is
 * missing; a number that was already used means the device started again, which begins a new epoch too, so that a
 * rebooted detector is never taken for an old one.
 */
function advance(
  have: Stamp | undefined,
  { n, at, modulus }: { n: number; at: Instant; modulus: number },
): { order: Order; stamp: Stamp } {
  if (!have) return { order: [0, n], stamp: { epoch: 0, last: n, at, missing: [] } };
  const forward = (n - have.last + modulus) % modulus;
  const missing = have.missing ?? [];
  if (forward === 0 && at === have.at) return { order: [have.epoch, n], stamp: have };
  // A number that never came is a late message, unless it was said after the last one: then a rebooted device says it.
  if (missing.includes(n) && millis(at) <= millis(have.at ?? at)) {
    const epoch = n > have.last ? have.epoch - 1 : have.epoch;
    return { order: [epoch, n], stamp: { ...have, missing: missing.filter((gap) => gap !== n) } };
  }
  if (forward > 0 && forward < modulus / 2) {
    const epoch = n < have.last ? have.epoch + 1 : have.epoch;
    const skipped = Array.from({ length: Math.min(forward - 1, GAPS) }, (_, i) => (n - 1 - i + modulus) % modulus);
    return { order: [epoch, n], stamp: { epoch, last: n, at, missing: [...skipped, ...missing].slice(0, GAPS) } };
  }
  return { order: [have.epoch + 1, n], stamp: { epoch: have.epoch + 1, last: n, at, missing: [] } };
}
