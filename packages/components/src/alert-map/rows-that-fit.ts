/** How many rows of a list are to be seen whole. */
export function rowsThatFit(list: HTMLElement): number {
  const bottom = list.scrollTop + list.clientHeight + 1;
  const rows = [...list.children] as HTMLElement[];
  return rows.filter((row) => row.offsetTop - list.offsetTop + row.offsetHeight <= bottom).length;
}
