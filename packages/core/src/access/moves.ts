import { filter, map, Observable, share, type Subscription } from 'rxjs';
import type { EntityId } from '../model/id.js';
import { hostOnly, kinds } from '../model/kinds.js';
import type { Reader, Row, View } from '../view/view.js';
import { referred, type Known } from './belongs.js';

/** Kinds that nothing else belongs by; by far the most rows are theirs. */
const LEAVES: ReadonlySet<string> = new Set(['observation', 'acknowledgement', 'shelving', 'triage', ...hostOnly]);

/** What came, went, or belongs by another than before. What follows is known once for all who listen. */
export function movedIn(view: Pick<View, 'select'>, known: Known = kinds): Observable<ReadonlySet<EntityId>> {
  return new Observable<ReadonlySet<EntityId>>((subscriber) => {
    const last = new Map<EntityId, Row>();
    const following: Subscription[] = Object.keys(known)
      .filter((kind) => !LEAVES.has(kind))
      .map((kind) =>
        view.select({ kind }).subscribe(({ reset, put, removed }) => {
          const moved = new Set<EntityId>();
          for (const row of put) {
            const had = last.get(row.id);
            if (!had || !belongsAlike(had, row, known)) moved.add(row.id);
            last.set(row.id, row);
          }
          for (const id of removed) if (last.delete(id)) moved.add(id);
          if (!reset && moved.size > 0) subscriber.next(moved);
        }),
      );
    return () => following.forEach((each) => each.unsubscribe());
  }).pipe(share());
}

/**
 * Rows that may belong elsewhere than before though they did not change themselves, because something they refer to is among
 * `moved$`: the readings of a device that was moved.
 */
export const movesIn = (
  view: Pick<Reader, 'get' | 'referring'>,
  moved$: Observable<ReadonlySet<EntityId>>,
): Observable<readonly Row[]> =>
  moved$.pipe(
    map((moved) => behind(view, moved)),
    filter((rows) => rows.length > 0),
    share(),
  );

/** Everything that belongs by these, by whatever way: what refers to them, and what was derived to be told of them. */
export function behind(view: Pick<Reader, 'get' | 'referring'>, moved: Iterable<EntityId>): Row[] {
  const found = new Map<EntityId, Row>();
  const ids = [...moved];
  const take = (row: Row | undefined): void => {
    if (!row || found.has(row.id)) return;
    found.set(row.id, row);
    ids.push(row.id);
  };
  for (let i = 0; i < ids.length; i += 1)
    for (const row of view.referring(ids[i]!)) {
      take(row);
      // A report names no incident: the link does, and then it is derived for the report.
      const told =
        row.kind === 'link' && row.value['to'] === ids[i] ? view.get(row.value['from'] as EntityId) : undefined;
      if (told?.derived['incident'] === ids[i]) take(told);
    }
  return [...found.values()];
}

function belongsAlike(a: Row, b: Row, known: Known): boolean {
  if (a.value === b.value && a.derived['incident'] === b.derived['incident']) return true;
  const [these, those] = [referred(a, known), referred(b, known)];
  return (
    a.value['code'] === b.value['code'] && these.length === those.length && these.every((id, i) => id === those[i])
  );
}
