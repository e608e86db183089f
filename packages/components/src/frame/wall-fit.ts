/** What a wall has room for at most. */
const MOST_LINES = 12;

/** A wall does not scroll: lines without room are counted instead. */
export class WallFit {
  /** How many are drawn. */
  lines = MOST_LINES;
  #measured = '';

  /**
   * Looks at what was drawn of so many lines in `box`, which is measured anew when it is another; `true`: draw again. `list` selects the
   * lines and what is said of those left out: the room is what all else leaves, and is another when a strip above them comes or goes.
   */
  look(box: HTMLElement, { total, list, isTooLong }: { total: number; list: string; isTooLong: boolean }): boolean {
    const before = this.lines;
    const { clientWidth, clientHeight } = (box.getRootNode() as ShadowRoot).host;
    const others = [...box.children].filter((each) => !each.matches(list)).map((each) => each.clientHeight);
    const about = [total, clientWidth, clientHeight, ...others].join();
    if (about !== this.#measured) this.lines = MOST_LINES;
    else if (isTooLong && before > 1) this.lines = before - 1;
    this.#measured = about;
    return this.lines !== before || (isTooLong && this.lines > 1);
  }
}
