import type { Cell } from './cell.js';
import type { Otherwise } from './derivations.js';
import { isFaulty } from './fault.js';

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
  for (const other of named)
    ask(other, other.table?.hears && !(reading && other.made && !other.made.derived['shown']), touch);
  for (const alias of aliases) for (const other of alias.ties?.lookers ?? []) touch(other);
}

/** `past` are those that were looked past already. */
function look(other: Cell, wanted: unknown, touch: Touch, past?: Cell[]): void {
  if (other.table?.kind.name === 'link') {
    for (const end of other.ties?.named ?? []) if (end.table?.hears) ask(end, true, touch, past);
  } else if (wanted) touch(other);
}

/** A device of which nothing can be derived stays as it is, whatever it is asked: those beside which readings are shown are asked past it. */
function ask(other: Cell, wanted: unknown, touch: Touch, past?: Cell[]): void {
  look(other, wanted, touch);
  if (!other.made || !isFaulty(other.made) || past?.includes(other)) return;
  (past ??= []).push(other);
  for (const each of other.ties?.lookers ?? []) look(each, false, touch, past);
}
