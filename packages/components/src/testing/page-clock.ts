/** The clock of a page in the hands of a test: time stands until it is told, and what is due comes then, in its order. */
export interface PageClock {
  /** Lets so many milliseconds pass, with all timers and frames that fall due. */
  pass(ms: number): Promise<void>;
  /** Lets so many milliseconds pass in which the page does nothing, as while it waits for something else. */
  stall(ms: number): void;
  restore(): void;
}

const FRAME_MS = 16;

/** Takes timers, frames and `performance.now` of the page until it is restored. */
export function takePageClock(): PageClock {
  const page = window as unknown as Record<string, unknown>;
  const names = ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'];
  const own = names.map((name) => [name, page[name]] as const);
  const ownNow = performance.now.bind(performance);
  let now = 1_000;
  // No number of the page itself: what outlives the test must not drop one of its timers.
  let last = 1_000_000_000;
  const due = new Map<number, { readonly at: number; readonly act: (now: number) => void }>();
  const add = (at: number, act: (now: number) => void): number => {
    due.set((last += 1), { at, act });
    return last;
  };
  const drop = (id: number): void => void due.delete(id);
  Object.assign(page, {
    setTimeout: (act: () => void, ms = 0) => add(now + ms, act),
    requestAnimationFrame: (act: (now: number) => void) => add((Math.floor(now / FRAME_MS) + 1) * FRAME_MS, act),
    clearTimeout: drop,
    cancelAnimationFrame: drop,
  });
  performance.now = () => now;
  return {
    async pass(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...due]
          .filter(([, { at }]) => at <= end)
          .sort(([a, one], [b, two]) => one.at - two.at || a - b);
        if (!next) break;
        drop(next[0]);
        now = Math.max(now, next[1].at);
        next[1].act(now);
        // What it promised comes before what is due next.
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
      now = end;
    },
    stall: (ms) => void (now += ms),
    restore() {
      Object.assign(page, Object.fromEntries(own));
      performance.now = ownNow;
    },
  };
}
