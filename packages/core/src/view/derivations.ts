import { sameJson, type JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { toInstant, type Instant } from '../model/time.js';
import {
  deriveFinding,
  deriveMovement,
  deriveResponder,
  deriveRiskSource,
  deriveShift,
  deriveTransfers,
  stockHolding,
  type DerivedByTime,
} from '../resilience/derived.js';
import { factOf, takesPart, type Fact, type KindFact } from '../resilience/fact.js';
import { feedbackOf } from '../response/feedbacks.js';
import { urgingsOf } from '../response/urgings.js';
import * as own from './derive.js';
import type { Derive, Standing, Surroundings } from './derive.js';
import type { Row } from './view.js';

/** The view has checked a value against the schema of its kind. */
export const fact = <V>(entry: Standing): Fact<V> => entry as unknown as Fact<V>;
export const referring = (entry: Standing, around: Surroundings): readonly KindFact[] => around.referring(entry.id);

/** What is read off the row of what something stands with, beside its value. */
const GROUND = ['position', 'placeName', 'divisions'] as const;

/** What an entity without a place of its own stands in, the first that is there. */
const STANDS_WITH = ['facility', 'stock', 'source', 'of', 'grid', 'order'] as const;

/** Position, place name and divisions, by its own place or that of what it stands with. */
function ground({ value }: Standing, around: Surroundings): JsonObject {
  const here = own.located(value, around);
  const found: { [name: string]: JsonObject[string] } = {};
  for (const name of GROUND) {
    const owner = STANDS_WITH.map((field) => around.row(String(value[field] ?? ''))?.derived[name]);
    const stated = here[name] ?? owner.find((each) => each !== undefined);
    if (stated !== undefined) found[name] = stated;
  }
  const places = (value['places'] ?? []) as readonly string[];
  const codes = places.flatMap((id) => (around.row(id)?.derived['divisions'] ?? []) as readonly string[]);
  if (codes.length > 0) found['divisions'] = [...new Set(codes)].sort();
  return found;
}

/** A derivation of people, supplies or risks, shown where it stands. */
export function ruled(rule: (entry: Standing, around: Surroundings, now: Instant) => DerivedByTime): Derive {
  return (entry, around, now) => {
    const { derived, due } = rule(entry, around, toInstant(now));
    const shown = { ...ground(entry, around), ...derived };
    return { derived: shown, fresh: own.said(entry), ...(due !== undefined && { due }) };
  };
}

const sited: Derive = (entry, around) => ({ derived: ground(entry, around), fresh: own.said(entry) });

/** Kinds of which nothing is derived but where they stand. */
const SITED = [
  ...['camera', 'facility', 'asset', 'deployment', 'inspection', 'activity', 'transfer', 'person-at-risk', 'team'],
  ...['notice', 'plan', 'organization', 'loss', 'assessment'],
];

/** What is derived, and what those who name it add to that. */
export const adding =
  (rule: (entry: Standing, naming: readonly KindFact[]) => JsonObject) =>
  (derive: Derive): Derive =>
  (entry, around, now) => {
    const made = derive(entry, around, now);
    return { ...made, derived: { ...made.derived, ...rule(entry, referring(entry, around)) } };
  };

/** What orders transfers shows their sums. */
const ordering = adding((entry, naming) => deriveTransfers(entry, naming).derived);

/** What somebody has to do shows how often he was pressed for it. */
const pressed = adding(urgingsOf);

/** What a unit was sent for shows what it told back last. */
const answered = adding(feedbackOf);

/** Kinds whose rows are derived from those who name them. */
const hearing: { readonly [kind: string]: Derive } = {
  device: own.device,
  report: own.report,
  incident: ordering(own.incident),
  task: answered(pressed(own.task)),
  finding: pressed(ruled((entry, _, now) => deriveFinding(fact(entry), now))),
  warning: own.warning,
  response: ordering(sited),
  control: ordering(sited),
  'plan-run': ordering(sited),
  stock: ruled((entry, around, now) => stockHolding(fact(entry), around.ledger(entry), now)),
  movement: ruled((entry, around) => deriveMovement(fact(entry), referring(entry, around))),
  'risk-source': ruled((entry, around, now) =>
    deriveRiskSource(fact(entry), referring(entry, around), { device: (id) => around.row(id), now }),
  ),
};

/** Kinds whose rows are derived from those they name, or find by an alias, alone; a feed names nobody. */
const looking: { readonly [kind: string]: Derive } = {
  feed: own.feed,
  place: own.place,
  observation: own.observation,
  shift: ruled((entry, around, now) => {
    const person = factOf<{ readonly state: 'active' }>(around.row(String(entry.value['responder'])), 'responder');
    // Nobody whom a drill invented covers a real shift.
    return deriveShift(fact(entry), person && takesPart(person, entry.exercise) ? person.value : undefined, now);
  }),
  responder: ruled((entry, _, now) => deriveResponder(fact(entry), now)),
  ...Object.fromEntries(SITED.map((kind) => [kind, sited])),
};

/** Of those they name these kinds look at the ground alone: what else changes there is nothing to them. */
const GROUNDED: ReadonlySet<string> = new Set([...SITED, 'stock', 'movement', 'finding', 'responder']);

/** How rows of a kind come by what is derived, and whose changes ask for that anew. */
export interface Rule {
  /** Absent where nothing is derived. */
  readonly derive: Derive | undefined;
  /** Whether its rows are derived from those who name them: of all others a change of theirs need not ask. */
  readonly hears: boolean;
  /** Whether of those they name its rows look only at where these stand. */
  readonly sited: boolean;
  /** Whether more is seen of a row than where it stands by whoever looks at no more of others itself. */
  readonly shown?: boolean;
  /** Names that its entities are known under and look for: those that share one are derived from each other. */
  readonly shared?: (entry: Entry) => readonly string[];
}

/** The rule of a kind. */
export const ruleOf = (kind: string): Rule => ({
  derive: hearing[kind] ?? looking[kind],
  hears: kind in hearing,
  sited: GROUNDED.has(kind),
});

/** Whether whoever looks at where a row stands sees the same in both. */
export const sameGround = (a: Row | undefined, b: Row | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.value === b.value &&
  GROUND.every((name) => sameJson(a.derived[name], b.derived[name]));
