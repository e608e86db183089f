import type { EntityId } from '../model/id.js';
import type { Link } from '../model/link.js';
import { millis } from '../model/time.js';
import { factsOf, together, type Fact } from '../resilience/fact.js';
import type { Reader, Row } from '../view/view.js';

/**
 * The links of a role that go out from a row (or come in, at its end `to`) and that nobody has taken back, of its drill alone or real
 * ones: the earliest first, which is the one that the picture goes by.
 */
export function standingLinks(
  reader: Pick<Reader, 'referring'>,
  row: Row,
  role: Link['role'],
  end: 'from' | 'to' = 'from',
): Fact<Link>[] {
  const made = together(row, factsOf<Link>(reader.referring(row.id), 'link'));
  const undone = new Set<EntityId | undefined>(made.map(({ value }) => value.undoes));
  return made
    .filter(
      ({ id, value }) => value[end] === row.id && value.role === role && value.undoes === undefined && !undone.has(id),
    )
    .sort((a, b) => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1));
}

/** An incident and all that go on as it, by whatever row of merges: what is done to it is done to them. */
export function wholeIncident(reader: Pick<Reader, 'get' | 'referring'>, incident: Row): readonly Row[] {
  const found = new Map([[incident.id, incident]]);
  for (const each of found.values())
    for (const { value } of standingLinks(reader, each, 'same-as', 'to')) {
      const row = reader.get(value.from);
      if (row && !found.has(row.id)) found.set(row.id, row);
    }
  return [...found.values()];
}
