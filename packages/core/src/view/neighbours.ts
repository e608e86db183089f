import type { Cell } from './cell.js';
import type { Otherwise } from './derivations.js';
import type { Row } from './view.js';

type Touch = (cell: Cell) => void;

/**
 * Touches everything whose derivation looks at this entity; a link is looked through at its ends. With `made`, its table, its row has
 * become another one: of a reading no device asks that, unless it is shown beside those of others.
 */
export function neighbours({ ties }: Cell, touch: Touch, is: Otherwise = 'value', made?: Cell['table']): void {
  if (!ties) return;
  const { lookers, noted, named, aliases } = ties;
  const reading = made?.kind.name === 'observation';
  if (lookers)
    for (const other of lookers)
      look(other, other.table?.derive !== undefined && !(is === 'time' && other.table.sited), touch);
  // They look at no more than where it stands, and that is told of a row.
  if (noted && is === 'ground') noted.forEach(touch);
  for (const other of named) look(other, other.table?.hears && !(reading && other.made && !shows(other.made)), touch);
  for (const alias of aliases) for (const other of alias.ties?.lookers ?? []) touch(other);
}

function look(other: Cell, wanted: unknown, touch: Touch): void {
  if (other.table?.kind.name === 'link') {
    for (const end of other.ties?.named ?? []) if (end.table?.hears) touch(end);
  } else if (wanted) touch(other);
}

/** Whether readings are shown with a row, or beside others past it: whoever is linked to a device of which nothing can be derived is asked through that. */
const shows = ({ derived }: Row): unknown => derived['shown'] ?? derived['fault'];
