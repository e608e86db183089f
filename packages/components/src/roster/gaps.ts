import type { EntityId, Instant, Row } from '@yingji/core';
import { coverGaps, withParents, type CoverAsked, type Gap } from '@yingji/core/people';
import type { Rows } from '../controllers/observe.js';
import { peopleOn, type ShiftFact } from './duty.js';

/** A duty that must be covered; without a place, in every grid. The numbers are the city's own. */
export type Cover = Omit<CoverAsked, 'place'> & { readonly place?: string };

/** One grid, one line. */
export interface GapLine {
  readonly key: EntityId;
  /** In order of time, from the hour that is asked about on. */
  readonly gaps: readonly Gap[];
  /** Those of the instant itself. */
  readonly open: readonly Gap[];
  readonly from: Instant;
}

/** How far ahead is looked, hours. */
export const HOURS = 24;
const HOUR_MS = 3_600_000;

/** What is not covered in which grid, as core says it: what lacks somebody now first, then what soon will. */
export function gapLines(options: {
  readonly cover: readonly Cover[];
  readonly shifts: readonly ShiftFact[];
  readonly people: Rows;
  readonly places: Rows;
  readonly isHere: (place: string) => boolean;
  readonly at: Instant;
}): GapLine[] {
  const { cover, places, isHere, at } = options;
  const shifts = options.shifts.filter(({ exercise }) => exercise === undefined);
  const grids = [...places.values()].filter(isGrid).map(({ id }) => id as string);
  const asked = cover
    .flatMap((each): CoverAsked[] =>
      (each.place === undefined ? grids : [each.place]).map((place) => ({ ...each, place })),
    )
    .filter(({ place }) => isHere(place));
  const start = Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS;
  const [from, to] = [start, start + HOURS * HOUR_MS].map((ms) => new Date(ms).toISOString() as Instant) as [
    Instant,
    Instant,
  ];
  const parents = (id: string): readonly string[] => parentsIn(places, id);
  const gaps = coverGaps({ shifts, responders: peopleOn(shifts, options.people) }, asked, {
    ...{ from, to },
    parentsOf: (place) => withParents(place, parents),
  });
  const lines = new Map(asked.map(({ place }) => [place, [] as Gap[]]));
  for (const gap of gaps) lines.get(gap.place)?.push(gap);
  const holds = (gap: Gap): boolean => Date.parse(gap.from) <= Date.parse(at) && Date.parse(at) < Date.parse(gap.to);
  const first = ({ open, gaps: [next] }: GapLine): number =>
    open.length > 0 ? 0 : next ? Date.parse(next.from) : Infinity;
  return [...lines]
    .map(([place, own]): GapLine => ({ key: place as EntityId, gaps: own, open: own.filter(holds), from }))
    .sort((a, b) => (first(a) === first(b) ? (a.key < b.key ? -1 : 1) : first(a) - first(b)));
}

const isGrid = ({ value }: Row): boolean => value['scheme'] === 'grid';

export const parentsIn = (places: Rows, id: string): readonly string[] =>
  (places.get(id as EntityId)?.value['parents'] as readonly string[] | undefined) ?? [];
