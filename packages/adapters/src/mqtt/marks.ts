/** What tells a message from another of the same text, the same for one that comes again. */
export interface Marks {
  of(message: { readonly id: number; readonly text: string; readonly dup: boolean }): string;
  /** It is confirmed: whatever comes under its identifier without being called a repeat is another. */
  confirmed(id: number): void;
}

interface Last {
  readonly text: string;
  readonly nth: number;
  readonly confirmed: boolean;
}

/** More are never unconfirmed at once. */
const MOST = 4_096;

/**
 * A packet identifier is used again as soon as it is confirmed (MQTT 3.1.1, 2.3.1), by some brokers at once: a door that opens, closes
 * and opens may come three times under the same. So what comes under one that is confirmed is a new message, unless the broker says
 * that it is a repeat, and what comes under one that is not is the same, whatever it says.
 */
export function createMarks(): Marks {
  const last = new Map<number, Last>();
  const set = (id: number, next: Last): void => {
    last.delete(id);
    last.set(id, next);
    if (last.size > MOST) last.delete(last.keys().next().value!);
  };
  return {
    of({ id, text, dup }) {
      const before = last.get(id);
      const same = before !== undefined && before.text === text;
      const nth = !same ? 0 : before.confirmed && !dup ? before.nth + 1 : before.nth;
      set(id, { text, nth, confirmed: false });
      return `${id}.${nth}`;
    },
    confirmed(id) {
      const before = last.get(id);
      if (before) last.set(id, { ...before, confirmed: true });
    },
  };
}
