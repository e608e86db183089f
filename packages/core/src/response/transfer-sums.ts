import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import type { Transfer } from '../model/transfer.js';
import { compareTold, type Fact } from '../resilience/fact.js';

/** People of one order, or of one household of it. */
export interface Sums {
  readonly due: number;
  readonly moved: number;
  readonly refused: number;
  readonly away: number;
  readonly unreached: number;
  /** Due, and nothing told of them yet. */
  readonly waiting: number;
  /** More told than due: the telling is wrong. */
  readonly over: number;
  /** due = moved + refused + away + unreached. */
  readonly closes: boolean;
  readonly returned: number;
}

/** Who refused or was not reached, and must not be forgotten. */
export interface Unsettled {
  readonly of: EntityId;
  readonly refused: number;
  readonly unreached: number;
  readonly waiting: number;
  readonly since: Instant;
}

/** Those who refused or were not reached and whom somebody closed by name. */
export interface Settled {
  readonly of: EntityId;
  readonly refused: number;
  readonly unreached: number;
  readonly by: string;
  readonly reason: string;
}

/** How one order stands. */
export interface TransferState {
  readonly sums: Sums;
  /** The work list, who waits longest first. */
  readonly open: readonly Unsettled[];
  readonly closed: readonly Settled[];
  /** Tallies of whole places, beside the households told one by one; never added to them. */
  readonly tallies: ReadonlyMap<EntityId, Sums>;
}

/**
 * How the transfer of one order stands, by the latest telling of each household; where no household is told of, by the tallies of
 * places. `persons` are those of the order who are due though nothing was told of them. Facts of a drill count for a drill's order.
 */
export function transferState(
  order: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
  persons: readonly { readonly id: EntityId; readonly persons: number; readonly since: Instant }[] = [],
): TransferState {
  const told = latestTold(order, transfers);
  const latest = new Set(told.map(({ value }) => value.of));
  const households = told.filter(isHousehold);
  const places = told.filter((each) => !isHousehold(each));
  const due = new Map(persons.map((each) => [each.id, each]));
  const silent = [...due.values()].filter(({ id }) => !latest.has(id));
  const counted = households.length + silent.length > 0 ? households : places;
  const parts = [
    ...counted.map(({ value }) => sumsOf(value)),
    ...silent.map((each) => sumsOf({ ...NONE, due: each.persons })),
  ];
  const open = [
    ...counted.flatMap(unsettled),
    ...silent.map(({ id, persons: waiting, since }) => ({ of: id, refused: 0, unreached: 0, waiting, since })),
  ];
  return {
    sums: parts.reduce(add, sumsOf(NONE)),
    open: open.sort((a, b) => millis(a.since) - millis(b.since) || (a.of < b.of ? -1 : 1)),
    closed: counted.flatMap(settled),
    tallies: new Map(places.map(({ value }) => [value.of, sumsOf(value)])),
  };
}

/** Sums of one order, and how many stand on its work list, by what was told alone; nothing where nothing was told. */
export function transferSums(
  order: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
): { readonly sums: Sums; readonly open: number } | undefined {
  const told = latestTold(order, transfers);
  if (told.length === 0) return undefined;
  const households = told.filter(isHousehold);
  const counted = households.length > 0 ? households : told;
  return {
    sums: counted.map(({ value }) => sumsOf(value)).reduce(add, sumsOf(NONE)),
    open: counted.filter(isOpen).length,
  };
}

/** The latest telling of each household and place of an order, by its id. */
function latestTold(
  { id, exercise }: Pick<Fact<unknown>, 'id' | 'exercise'>,
  transfers: readonly Fact<Transfer>[],
): Fact<Transfer>[] {
  const latest = new Map<string, Fact<Transfer>>();
  for (const each of transfers) {
    if (each.value.order !== id || each.exercise !== exercise) continue;
    const have = latest.get(each.value.of);
    if (!have || isLater(each, have)) latest.set(each.value.of, each);
  }
  return [...latest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether it tells of one household, and not of a whole place. */
export const isHousehold = ({ value }: Pick<Fact<Transfer>, 'value'>): boolean =>
  value.of.startsWith('person-at-risk/');

const NONE = { due: 0, moved: 0, refused: 0, away: 0, unreached: 0 };

/** Whether one telling adds up: due = moved + refused + away + unreached. */
export function sumsOf(value: Pick<Transfer, keyof typeof NONE | 'returned'>): Sums {
  const { due, moved, refused, away, unreached, returned = 0 } = value;
  const left = due - moved - refused - away - unreached;
  return {
    due,
    moved,
    refused,
    away,
    unreached,
    waiting: Math.max(0, left),
    over: Math.max(0, -left),
    closes: left === 0,
    returned,
  };
}

/** One household that does not add up is not made good by another. */
const add = (a: Sums, b: Sums): Sums => {
  const sums: { [name: string]: number | boolean } = { ...a, closes: a.closes && b.closes };
  for (const [name, n] of Object.entries(b)) if (typeof n === 'number') sums[name] = Number(sums[name]) + n;
  return sums as unknown as Sums;
};

/** Only a person closes, and is named by it; a reason without a name closes nothing. */
const isClosed = ({ value: { closed, refused, unreached }, by }: Fact<Transfer>): boolean =>
  closed !== undefined && by !== undefined && refused + unreached > 0;

/** Whether somebody of it is still on the work list. */
export const isOpen = (fact: Fact<Transfer>): boolean =>
  sumsOf(fact.value).waiting > 0 || (!isClosed(fact) && fact.value.refused + fact.value.unreached > 0);

function unsettled(fact: Fact<Transfer>): Unsettled[] {
  if (!isOpen(fact)) return [];
  const { refused, unreached } = isClosed(fact) ? NONE : fact.value;
  return [{ of: fact.value.of, refused, unreached, waiting: sumsOf(fact.value).waiting, since: fact.at }];
}

function settled(fact: Fact<Transfer>): Settled[] {
  if (!isClosed(fact)) return [];
  const { of, refused, unreached, closed } = fact.value;
  return [{ of, refused, unreached, by: fact.by!, reason: closed! }];
}

/** Whether a telling is the later of two. */
export const isLater = (a: Fact<Transfer>, b: Fact<Transfer>): boolean => compareTold(a, b) > 0;
