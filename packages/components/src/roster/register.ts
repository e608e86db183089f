import type { EntityId, Row } from '@yingji/core';

/** One person of the register. */
export interface PersonLine {
  readonly key: EntityId;
  readonly row: Row;
  readonly isOn: boolean;
}

/** Everybody but who has left, those on duty first. */
export function registerLines(
  rows: Iterable<Row>,
  { on, isHere }: { readonly on: ReadonlySet<string>; readonly isHere: (grid: string) => boolean },
): PersonLine[] {
  const [first, rest]: [PersonLine[], PersonLine[]] = [[], []];
  for (const row of rows) {
    const { state, grid } = row.value as { readonly state?: string; readonly grid?: string };
    if (state === 'left' || (grid !== undefined && !isHere(grid))) continue;
    const isOn = on.has(row.id);
    (isOn ? first : rest).push({ key: row.id, row, isOn });
  }
  return [...first, ...rest];
}

/** Lines that have every word that was typed, in whatever order. */
export function matching<L>(lines: readonly L[], text: string, textOf: (line: L) => string): readonly L[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return lines;
  return lines.filter((line) => {
    const told = textOf(line).toLowerCase();
    return words.every((word) => told.includes(word));
  });
}
