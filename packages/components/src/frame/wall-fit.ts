/** What a wall has room for at most. */
const MOST_LINES = 12;

/** A wall does not scroll: lines without room are counted instead. */
export class WallFit {
  /** How many are drawn. */
  lines = MOST_LINES;
  #measured = '';

  /** Looks at what was drawn of `about`, which is measured anew when it is another; `true`: draw again. */
  look(about: string, isTooLong: boolean): boolean {
    const before = this.lines;
    if (about !== this.#measured) this.lines = MOST_LINES;
    else if (isTooLong && before > 1) this.lines = before - 1;
    this.#measured = about;
    return this.lines !== before || (isTooLong && this.lines > 1);
  }
}
