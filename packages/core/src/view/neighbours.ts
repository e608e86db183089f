import type { Cell } from './cell.js';

/** Touches everything whose derivation looks at this entity; a link is looked through at its ends. */
export function neighbours(
  { lookers, named, aliases }: NonNullable<Cell['ties']>,
  touch: (cell: Cell) => void,
  ground: 'same' | 'other' = 'other',
): void {
  const look = (other: Cell, wanted: boolean | undefined): void => {
    if (other.table?.kind.name === 'link') {
      for (const end of other.ties?.named ?? []) if (end.table?.hears) touch(end);
    } else if (wanted) touch(other);
  };
  for (const other of lookers ?? []) look(other, other.table?.looks && !(ground === 'same' && other.table.sited));
  for (const other of named) look(other, other.table?.hears);
  for (const alias of aliases) for (const other of alias.ties?.lookers ?? []) touch(other);
}
