import type { JsonObject } from '../json.js';
import { parseId, type EntityId } from '../model/id.js';
import type { AllClear } from './all-clear.js';
import type { Doubt } from './doubt.js';
import { ALL_CLEAR, type Query } from './query.js';
import type { Row } from './view.js';

/** The most event types, and the most sources, of one question. */
export const ALL_CLEAR_MOST = 32;

/** What is asked: whether anything of these event types is open in a place; see `allClear`. */
export interface AllClearAsked {
  readonly place: EntityId;
  readonly eventTypes: readonly string[];
  /** The sources whose silence counts; default: all real ones that the city ever had and did not retire. */
  readonly feeds?: readonly EntityId[];
}

type DoubtShown<D> = D extends Doubt ? Pick<D, 'why'> & Partial<D> : never;

/**
 * The value of the one row that answers: an {@link AllClear} as of the Delta's `now`. Who sees less than the city has the same
 * answer, made of all of it; what they may not see is counted in it and not named.
 */
export interface AllClearShown extends Omit<AllClear, 'now' | 'doubts'> {
  readonly doubts: readonly DoubtShown<Doubt>[];
  /** How many of what is open are not in `open`. */
  readonly openHidden?: number;
}

/** The question as data. A View that cannot answer it (one of the past, of a replay, of an older host) gives no row. */
export const allClearQuery = ({ place, eventTypes, feeds }: AllClearAsked): Query<typeof ALL_CLEAR> => ({
  kind: ALL_CLEAR,
  where: [
    { field: 'place', op: 'eq', value: place },
    { field: 'eventTypes', op: 'in', value: eventTypes },
    ...(feeds ? [{ field: 'feeds', op: 'in', value: feeds } as const] : []),
  ],
});

/** What a Query of this kind asks; `undefined` where it is not as {@link allClearQuery} makes it. */
export function allClearAsked(query: object): AllClearAsked | undefined {
  const { kind, where, ...more } = query as { readonly [member: string]: unknown };
  if (kind !== ALL_CLEAR || !Array.isArray(where) || where.length > 3 || Object.keys(more).length > 0) return undefined;
  const [place, types, sources] = where as readonly unknown[];
  const asked = valueOf(place, 'place', 'eq');
  const eventTypes = valueOf(types, 'eventTypes', 'in');
  const feeds = sources === undefined ? undefined : valueOf(sources, 'feeds', 'in');
  if (!isText(asked) || !isTexts(eventTypes) || (sources !== undefined && !isTexts(feeds))) return undefined;
  return { place: asked as EntityId, eventTypes, ...(isTexts(feeds) && { feeds: feeds as EntityId[] }) };
}

function valueOf(test: unknown, field: string, op: string): unknown {
  if (typeof test !== 'object' || test === null) return undefined;
  const { value, ...rest } = test as { readonly [member: string]: unknown };
  return rest['field'] === field && rest['op'] === op && Object.keys(rest).length === 2 ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= ALL_CLEAR_MOST && value.every(isText);

/** The answer without the ids of what somebody may not see; the state, the counts and the reasons stay. */
export function withoutHidden(row: Row, hidden: (id: EntityId) => boolean): Row {
  const { open, doubts, ...rest } = row.value as unknown as AllClearShown;
  const named = open.filter((id) => !hidden(id));
  const shown = doubts.map((doubt) =>
    Object.fromEntries(
      Object.entries(doubt).filter(([key, id]) => key === 'why' || !parseId(String(id)) || !hidden(id as EntityId)),
    ),
  );
  const value = {
    ...rest,
    open: named,
    doubts: shown,
    ...(named.length < open.length && { openHidden: open.length - named.length }),
  };
  return { ...row, value: value as unknown as JsonObject };
}
