/** The last messages of a stream, numbered from 1; the oldest go when they take more room than there is. */
export interface Ring<T> {
  /** Number of the newest message; 0 before the first. */
  readonly last: number;
  /** Messages with a greater number are here. */
  readonly first: number;
  /** Adds a message that takes `size`; the newest always stays. */
  add(message: T, size: number): void;
  /** Forgets all messages: whoever has not had them yet needs whole results. Numbers go on. */
  clear(): void;
  /** The message of a number that is here. */
  at(n: number): T;
  /** All after a number, which must be here or be the last that is not. */
  after(n: number): readonly T[];
}

export function createRing<T>(room: number): Ring<T> {
  let kept: { readonly message: T; readonly size: number }[] = [];
  let first = 0;
  let held = 0;
  return {
    get first() {
      return first;
    },
    get last() {
      return first + kept.length;
    },
    add(message, size) {
      kept.push({ message, size });
      held += size;
      let drop = 0;
      while (held > room && drop < kept.length - 1) held -= kept[drop++]!.size;
      if (drop === 0) return;
      kept = kept.slice(drop);
      first += drop;
    },
    clear() {
      first += kept.length;
      kept = [];
      held = 0;
    },
    at: (n) => kept[n - first - 1]!.message,
    after: (n) => kept.slice(n - first).map(({ message }) => message),
  };
}
