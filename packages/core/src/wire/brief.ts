import type { EntityId } from '../model/id.js';
import type { Position } from '../model/change.js';
import type { Instant } from '../model/time.js';
import type { Delta, Row } from '../view/view.js';
import type { Down, Resume } from './messages.js';

type Told = 'kind' | 'source' | 'recordedAt' | 'joined';

/** A row without what its id says, and without `recordedAt` where that is the time of its message. */
export type BriefRow = Omit<Row, Told> &
  Partial<Pick<Row, 'kind' | 'source' | 'recordedAt'>> & {
    readonly joined?: { readonly [as: string]: readonly BriefRow[] };
  };

/** What changed in one result, without lists that are empty, and without `at` where that is the position of its message. */
export type Brief = Pick<Delta, 'groups' | 'now'> & {
  readonly put?: readonly BriefRow[];
  readonly removed?: readonly EntityId[];
  readonly at?: Position;
};

type Joined<R> = { readonly [as: string]: readonly R[] };

const each = <A, B>(joined: Joined<A>, change: (row: A) => B): Joined<B> =>
  Object.fromEntries(Object.entries(joined).map(([as, rows]) => [as, rows.map(change)]));

/** Kind and source as they stand in an id, still encoded; where they are others in the row, the row says so. */
const partsOf = ({ id }: Pick<Row, 'id'>): readonly (string | undefined)[] => id.split('/', 2);

function toBriefRow({ kind, source, recordedAt, joined, ...row }: Row, now: Instant): BriefRow {
  const [ofKind, ofSource] = partsOf(row);
  return {
    ...row,
    ...(kind !== ofKind && { kind }),
    ...(source !== ofSource && { source }),
    ...(recordedAt !== now && { recordedAt }),
    ...(joined && { joined: each(joined, (other) => toBriefRow(other, now)) }),
  };
}

function fromBriefRow({ joined, ...row }: BriefRow, now: Instant): Row {
  const [kind = '', source = ''] = partsOf(row);
  const others = joined && { joined: each(joined, (other) => fromBriefRow(other, now)) };
  return { kind, source, recordedAt: now, ...row, ...others };
}

/** The change of a result as a message of that position says it: a Delta that is no reset. */
export function toBrief({ put, removed, groups, at, now }: Delta, position: Position): Brief {
  return {
    ...(put.length > 0 && { put: put.map((row) => toBriefRow(row, now)) }),
    ...(removed.length > 0 && { removed }),
    ...(groups && { groups }),
    ...(at !== position && { at }),
    now,
  };
}

/** The Delta that a message of that position tells; one that leaves nothing out is read as it is. */
export function fromBrief({ put = [], removed = [], ...rest }: Brief, position: Position): Delta {
  const { now } = rest;
  return { reset: false, gap: false, at: position, ...rest, put: put.map((row) => fromBriefRow(row, now)), removed };
}

/** Where a client stands that has taken a diff: what may be left out and what may not each move their own number only. */
export function placeAfter(place: Resume, { resume, after }: Down & { readonly t: 'diff' }): Resume {
  const stays = after === undefined ? place.loose !== undefined && { loose: place.loose } : { seq: place.seq };
  return { ...place, ...resume, ...stays };
}
