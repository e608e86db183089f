import { neighbour } from '../controllers/keep-focus.js';

type Rows = readonly { readonly id: string }[];

/** Where in a list its reader is, also once the row that was chosen is gone: nothing is chosen in its stead, and a step comes to its neighbour. */
export class ReadingPlace {
  #rows: Rows = [];
  /** The rows as they stood when the chosen one went, and where it was. */
  #gone: { readonly rows: Rows; readonly at: number } | undefined;

  /** The rows as they stand by now; `chosen` may have gone from them. */
  settle(rows: Rows, chosen: string | undefined): void {
    const isIt = ({ id }: Rows[number]): boolean => id === chosen;
    if (chosen !== undefined) {
      const at = this.#rows.findIndex(isIt);
      this.#gone = rows.some(isIt) ? undefined : at < 0 ? this.#gone : { rows: this.#rows, at };
    }
    this.#rows = rows;
  }

  /** Which of `rows` a step comes to; before the first or after the last where there is no more; undefined where the reader is nowhere. */
  step(by: 1 | -1, rows: Rows, chosen: string | undefined): number | undefined {
    const indexOf = (wanted: string | undefined): number => rows.findIndex(({ id }) => id === wanted);
    const at = indexOf(chosen);
    if (at >= 0) return at + by;
    if (!this.#gone) return undefined;
    const ids = new Set(rows.map(({ id }) => id));
    const before = by > 0 ? this.#gone.rows : [...this.#gone.rows].reverse();
    const gone = by > 0 ? this.#gone.at : before.length - 1 - this.#gone.at;
    const next = neighbour(before, gone, ({ id }) => ids.has(id));
    return next && indexOf(next.id);
  }
}
