import { sameJson, type JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import type { Responder } from '../model/responder.js';
import type { RiskSource } from '../model/risk-source.js';
import type { Shift } from '../model/shift.js';
import type { Stock } from '../model/stock.js';
import { toInstant, type Instant } from '../model/time.js';
import {
  deriveFinding,
  deriveMovement,
  deriveResponder,
  deriveRiskSource,
  deriveShift,
  stockHolding,
  type DerivedByTime,
} from '../resilience/derived.js';
import { factOf, takesPart, type Fact, type KindFact } from '../resilience/fact.js';
import { feedbackOf } from '../response/feedbacks.js';
import { urgingsOf } from '../response/urgings.js';
import { compact, type Cell } from './cell.js';
import * as own from './derive.js';
import { task } from './task.js';
import type { Derive, Standing, Surroundings } from './derive.js';
import type { Row } from './view.js';

const referring = (entry: Standing, around: Surroundings): readonly KindFact[] => around.referring(entry.id);

/** What is read off the row of what something stands with, beside its value. */
const GROUND = ['position', 'placeName', 'divisions'] as const;

/** What an entity without a place of its own stands in, the first that is there. */
const STANDS_WITH = ['facility', 'stock', 'source', 'of', 'grid', 'order'] as const;

/** Position, place name and divisions, by its own place or that of what it stands with. */
function ground({ value }: Standing, around: Surroundings): JsonObject {
  const others = STANDS_WITH.map((field) => around.row(String(value[field] ?? '')));
  const found = compact(own.located(value, around, ...others));
  const places = (value['places'] ?? []) as readonly string[];
  const codes = places.flatMap((id) => (around.row(id)?.derived['divisions'] ?? []) as readonly string[]);
  return codes.length > 0 ? { ...found, divisions: [...new Set(codes)].sort() } : found;
}

/** A derivation of people, supplies or risks, shown where it stands. */
export function ruled<V>(
  rule: (fact: Standing & Fact<V>, now: Instant, around: Surroundings) => DerivedByTime,
): Derive {
  return (entry, around, now) => {
    // The view has checked a value against the schema of its kind.
    const { derived, due } = rule(entry as Standing & Fact<V>, toInstant(now), around);
    const shown = { ...ground(entry, around), ...derived };
    return { derived: shown, fresh: own.said(entry), due };
  };
}

const sited: Derive = (entry, around) => ({ derived: ground(entry, around), fresh: own.said(entry) });

/** Kinds of which nothing is derived but where they stand. */
const SITED = [
  ...['camera', 'facility', 'asset', 'deployment', 'inspection', 'activity', 'transfer', 'person-at-risk', 'team'],
  ...['notice', 'plan', 'organization', 'loss', 'assessment', 'response', 'control', 'plan-run', 'agreement'],
];

/** What is derived, and what those who name it add to that. */
const adding =
  (rule: (entry: Standing, naming: readonly KindFact[]) => JsonObject) =>
  (derive: Derive): Derive =>
  (entry, around, now) => {
    const made = derive(entry, around, now);
    return { ...made, derived: { ...made.derived, ...rule(entry, referring(entry, around)) } };
  };

/** What somebody has to do shows how often he was pressed for it. */
const pressed = adding(urgingsOf);

/** What a unit was sent for shows what it told back last. */
const answered = adding(feedbackOf);

/** Kinds whose rows are derived from those who name them. */
const hearing: { readonly [kind: string]: Derive } = {
  device: own.device,
  report: own.report,
  incident: own.incident,
  task: answered(pressed(task)),
  finding: pressed(ruled(deriveFinding)),
  warning: own.warning,
  stock: ruled<Stock>((stock, now, around) => stockHolding(stock, around.ledger(stock), now)),
  movement: ruled<Movement>((movement, _, around) => deriveMovement(movement, referring(movement, around))),
  'risk-source': ruled<RiskSource>((source, now, around) =>
    deriveRiskSource(source, referring(source, around), { device: around.row, now }),
  ),
};

/** Kinds whose rows are derived from those they name, or find by an alias, alone; a feed names nobody. */
const looking: { readonly [kind: string]: Derive } = {
  feed: own.feed,
  place: own.place,
  observation: own.observation,
  shift: ruled<Shift>((shift, now, around) => {
    const person = factOf<Responder>(around.row(shift.value.responder), 'responder');
    // Nobody whom a drill invented covers a real shift.
    return deriveShift(shift, person && takesPart(person, shift.exercise) ? person.value : undefined, now);
  }),
  responder: ruled(deriveResponder),
  ...Object.fromEntries(SITED.map((kind) => [kind, sited])),
};

/** Of those they name these kinds look at the ground alone, a reading at how fresh they are: what else changes there is nothing to them. */
const GROUNDED: ReadonlySet<string> = new Set([...SITED, 'observation', 'stock', 'movement', 'finding', 'responder']);

/** How rows of a kind come by what is derived, and whose changes ask for that anew. */
export interface Rule {
  /** Absent where nothing is derived. */
  readonly derive: Derive | undefined;
  /** Whether its rows are derived from those who name them: of all others a change of theirs need not ask. */
  readonly hears: boolean;
  /** Whether of those they name its rows look only at where these stand, and how fresh they are. */
  readonly sited: boolean;
  /** Whether more is seen of a row than where it stands by whoever looks at no more of others itself. */
  readonly shown?: boolean;
  /** Whom another row of its kind concerns besides those who name it: they are to be derived anew. */
  readonly stirs?: (before: Row | undefined, now: Row | undefined) => Iterable<EntityId>;
  /**
   * Takes down what stands of an entity now, where those it names keep up what all of its kind come to, and never look through
   * them; gives those that are to be derived anew.
   */
  readonly note?: (cell: Pick<Cell, 'id' | 'at' | 'exercise' | 'by' | 'order' | 'stated'>) => Iterable<EntityId>;
}

/** The rule of a kind. */
export const ruleOf = (kind: string): Rule => ({
  derive: hearing[kind] ?? looking[kind],
  hears: Object.hasOwn(hearing, kind),
  sited: GROUNDED.has(kind),
  // Nothing of what a page derives looks through the transfers of an order.
  ...(kind === 'transfer' && { note: () => [] }),
});

/**
 * What is another in a row now: nothing of it but what time makes of it and what is told of it, as fresh as before; its value or how fresh it
 * is; or where it stands: of a place the value says that.
 */
export type Otherwise = 'time' | 'value' | 'ground';

/** What whoever looks at one row, and then at the other, sees otherwise. */
export function otherwise(a: Row | undefined, b: Row | undefined): Otherwise {
  if (!a || !b || !GROUND.every((name) => sameJson(a.derived[name], b.derived[name]))) return 'ground';
  if (a.position === b.position && a.value === b.value && a.fresh.state === b.fresh.state) return 'time';
  return a.kind === 'place' ? 'ground' : 'value';
}
