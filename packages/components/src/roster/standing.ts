import { READ_MS } from '../controllers/keep-focus.js';

/**
 * Since when each line has stood where it stands, with what can be pressed in it: a line that has just moved under the pointer is not the one
 * that was pressed. Those that were there from the beginning have stood there always.
 */
export class Standing {
  #lines = new Map<string, { readonly as: string; readonly since: number }>();
  #isBegun = false;

  /** Another list. */
  forget(): void {
    this.#lines = new Map();
    this.#isBegun = false;
  }

  /** A line is drawn, the so manieth, with an act in it. */
  draws(key: string, index: number, act = ''): void {
    const as = `${index} ${act}`;
    const since = this.#isBegun ? performance.now() : -Infinity;
    if (this.#lines.get(key)?.as !== as) this.#lines.set(key, { as, since });
  }

  /** All of the list is drawn. */
  drawn(): void {
    this.#isBegun ||= this.#lines.size > 0;
  }

  hasJustMoved(key: string): boolean {
    return performance.now() - (this.#lines.get(key)?.since ?? -Infinity) < READ_MS;
  }
}
