import { millis } from '../model/time.js';
import { compareTold, type Fact } from './fact.js';

/** Tellings of one thing in the order of `compareTold`: one more, or one less, costs the same however many there are. */
export interface Latest<V> {
  add(fact: Fact<V>): void;
  /** Takes out what was added. */
  remove(fact: Fact<V>): void;
  /** The latest of them. */
  last(): Fact<V> | undefined;
}

export function createLatest<V>(): Latest<V> {
  const told: { readonly ms: number; readonly fact: Fact<V> }[] = [];

  /** Where it stands, or would: most are told in the order of their times, so the end is looked at first. */
  function placeOf(fact: Fact<V>): number {
    const ms = millis(fact.at);
    const isBefore = (n: number): boolean =>
      told[n]!.ms < ms || (told[n]!.ms === ms && compareTold(told[n]!.fact, fact) < 0);
    let [low, high] = [0, told.length];
    if (high > 0 && isBefore(high - 1)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add: (fact) => void told.splice(placeOf(fact), 0, { ms: millis(fact.at), fact }),
    remove(fact) {
      const place = placeOf(fact);
      if (told[place]?.fact.id === fact.id) told.splice(place, 1);
    },
    last: () => told.at(-1)?.fact,
  };
}
