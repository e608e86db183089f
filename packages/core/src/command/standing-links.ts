import type { EntityId } from '../model/id.js';
import type { Link } from '../model/link.js';
import { millis } from '../model/time.js';
import { factsOf, together, type Fact } from '../resilience/fact.js';
import type { Reader, Row } from '../view/view.js';

/**
 * The links of a role that go out from `from` and that nobody has taken back, of its drill alone or real ones: the earliest first,
 * which is the one that the picture goes by.
 */
export function standingLinks(reader: Pick<Reader, 'referring'>, from: Row, role: Link['role']): Fact<Link>[] {
  const made = together(from, factsOf<Link>(reader.referring(from.id), 'link'));
  const undone = new Set<EntityId | undefined>(made.map(({ value }) => value.undoes));
  return made
    .filter(
      ({ id, value }) => value.from === from.id && value.role === role && value.undoes === undefined && !undone.has(id),
    )
    .sort((a, b) => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1));
}
