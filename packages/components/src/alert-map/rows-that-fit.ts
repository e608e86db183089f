/** A wall does not scroll: rows that would be cut are counted instead. */
export class RowsThatFit {
  /** How many are to be seen whole; undefined before any were drawn. */
  n: number | undefined;

  /** Looks at what was drawn; `true`: draw again. */
  look(list: HTMLElement): boolean {
    const before = this.n;
    const bottom = list.scrollTop + list.clientHeight + 1;
    const rows = [...list.children] as HTMLElement[];
    this.n = rows.filter((row) => row.offsetTop - list.offsetTop + row.offsetHeight <= bottom).length;
    return this.n !== before;
  }
}
