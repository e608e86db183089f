import { Observable, share } from 'rxjs';
import type { EntityId } from '../model/id.js';
import type { Reader, Row, View } from '../view/view.js';
import { placesAround } from './belongs.js';
import { behind } from './moves.js';
import { holdsAt, sharedWith } from './sharing.js';
import { isAtLeast, type Tier } from './tier.js';
import type { Sight } from './policy.js';

export type SharesView = Pick<View, 'select' | 'health$'> & Pick<Reader, 'get' | 'referring' | 'find' | 'at' | 'now'>;

/** Which incidents the linkages that stand share with which organizations, as of now. */
export interface Shares {
  /** What some organizations have of some incidents, as far as they are shared with any of them. */
  tiersOf(organizations: ReadonlySet<string>, incidents: readonly string[]): Sight['tiers'];
  /** What belongs to incidents that are shared otherwise by now: by linkage, by what became of them, or by the hour. */
  readonly moved$: Observable<readonly Row[]>;
  /** How often any of these organizations has lost something while somebody followed `moved$`. */
  losses(organizations: ReadonlySet<string>): number;
}

type Tiers = ReadonlyMap<string, Tier>;
const NOBODY: Tiers = new Map();

/**
 * Looks up what linkage gives. Nothing is asked twice of one picture: the linkages are read once a batch by their kind, and an
 * incident when somebody asks for it. `moves$`: rows that may stand elsewhere by now.
 */
export function sharesIn(view: SharesView, moves$: Observable<readonly Row[]>): Shares {
  let asked = { at: -1, now: '', linkages: [] as readonly Row[], incidents: new Map<string, Tiers>() };
  const lost = new Map<string, number>();

  /** Of the picture as it is at this moment, whoever has been told of it and whoever not. */
  function current(): typeof asked {
    const { at, now } = view;
    if (asked.at !== at || asked.now !== now)
      asked = { at, now, linkages: view.find({ kind: 'linkage' }) as readonly Row[], incidents: new Map() };
    return asked;
  }

  function sharedIn(id: string): Tiers {
    const { linkages, incidents, now } = current();
    if (linkages.length === 0) return NOBODY;
    let tiers = incidents.get(id);
    if (!tiers) {
      const row = view.get(id as EntityId);
      tiers =
        row?.kind === 'incident'
          ? sharedWith({ row, places: placesAround(view, row) }, linkages, now as Row['at'])
          : NOBODY;
      incidents.set(id, tiers);
    }
    return tiers;
  }

  const moved$ = new Observable<readonly Row[]>((subscriber) => {
    const last = new Map<string, Tiers>();
    let holding = '';
    const look = (ids: Iterable<string>, first = false): void => {
      const other = [...ids].filter((id) => {
        const [had, has] = [last.get(id) ?? NOBODY, sharedIn(id)];
        if (has.size === 0) last.delete(id);
        else last.set(id, has);
        const less = [...had].filter(([who, tier]) => !isAtLeast(has.get(who), tier));
        for (const [who] of less) lost.set(who, (lost.get(who) ?? 0) + 1);
        return less.length > 0 || [...has].some(([who, tier]) => had.get(who) !== tier);
      });
      if (first || other.length === 0) return;
      const rows = [...other.flatMap((id) => view.get(id as EntityId) ?? []), ...behind(view, other as EntityId[])];
      if (rows.length > 0) subscriber.next(rows);
    };
    const lookAtAll = (): void =>
      look(new Set([...last.keys(), ...view.find({ kind: 'incident' }).map(({ id }) => id)]));
    const holdingNow = (): string =>
      current()
        .linkages.filter(({ value }) => holdsAt(value, view.now))
        .map(({ id }) => id)
        .join(' ');
    const following = [
      view
        .select({ kind: 'incident' })
        .subscribe(({ reset, put, removed }) => look([...put.map(({ id }) => id), ...removed], reset)),
      view.select({ kind: 'linkage' }).subscribe(({ reset }) => reset || lookAtAll()),
      moves$.subscribe((rows) => look(rows.filter(({ kind }) => kind === 'incident').map(({ id }) => id))),
      // Time alone begins and ends some of them.
      view.health$.subscribe(() => {
        const before = holding;
        holding = holdingNow();
        if (holding !== before) lookAtAll();
      }),
    ];
    return () => following.forEach((each) => each.unsubscribe());
  }).pipe(share());

  return {
    tiersOf(organizations, incidents) {
      if (organizations.size === 0 || incidents.length === 0) return {};
      const found: { [incident: EntityId]: Tier } = {};
      for (const id of incidents)
        for (const [who, tier] of sharedIn(id))
          if (organizations.has(who) && !isAtLeast(found[id as EntityId], tier)) found[id as EntityId] = tier;
      return found;
    },
    moved$,
    losses: (organizations) => [...organizations].reduce((sum, id) => sum + (lost.get(id) ?? 0), 0),
  };
}
