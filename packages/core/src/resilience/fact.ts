import { compareOrder, type Entry, type Order, type Position } from '../model/change.js';
import { parseId, type EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';

/**
 * What a rule asks of an entity: a `Row` of the view is one, and an `Entry` becomes one with its value taken out. Facts of a
 * drill and real ones are never counted together.
 */
export interface Fact<V> {
  readonly id: EntityId;
  readonly at: Instant;
  readonly value: V;
  /** The drill it belongs to; absent: it is real. */
  readonly exercise?: string | undefined;
  /** Who stated it, where the city did. */
  readonly by?: string | undefined;
  /** Where it stands in the log: of two of one instant, which was recorded later. */
  readonly position?: Position;
  /** Which of two of one source was told later, as its source has it; a row does not tell. */
  readonly order?: Order;
}

/** A fact whose kind is still to be looked at. */
export interface KindFact extends Fact<unknown> {
  readonly kind: string;
}

/** Rows of one kind as facts of it: the view has checked their values against the schema of that kind. */
export function factsOf<V>(rows: readonly KindFact[], kind: string): Fact<V>[] {
  return rows.filter((row) => row.kind === kind) as unknown as Fact<V>[];
}

/** A row as a fact of a kind; `undefined` when there is none or it is of another kind. */
export function factOf<V>(row: KindFact | undefined, kind: string): Fact<V> | undefined {
  return row?.kind === kind ? (row as unknown as Fact<V>) : undefined;
}

/** An Entry of the log as a fact; `undefined` for a tombstone. */
export function factOfEntry({ kind, id, at, body, exercise, by, position, order }: Entry): KindFact | undefined {
  return 'value' in body ? { kind, id, at, value: body.value, exercise, by, position, order } : undefined;
}

/**
 * Negative where `a` was told before `b`: by their times; of one instant as their source told them, which a row says by its position:
 * what the city tells stands in the log in that order. Of two sources nobody can say, and it is always the same.
 */
export function compareTold(a: Fact<unknown>, b: Fact<unknown>): number {
  const apart = millis(a.at) - millis(b.at);
  if (apart !== 0 || a.id === b.id) return apart;
  const byId = a.id < b.id ? -1 : 1;
  if (parseId(a.id)?.source !== parseId(b.id)?.source) return byId;
  return (a.order && b.order ? compareOrder(a.order, b.order) : (a.position ?? 0) - (b.position ?? 0)) || byId;
}

/** Each once, and only those of the same drill, or all real ones. */
export function together<V>(self: Pick<Fact<unknown>, 'exercise'>, facts: readonly Fact<V>[]): Fact<V>[] {
  const byId = new Map(facts.filter(({ exercise }) => exercise === self.exercise).map((fact) => [fact.id, fact]));
  return [...byId.values()];
}

/** Whether something may take part: real things may be played with in a drill, what a drill invented is of that drill alone. */
export const takesPart = (row: Pick<Fact<unknown>, 'exercise'>, exercise: string | undefined): boolean =>
  row.exercise === undefined || row.exercise === exercise;
