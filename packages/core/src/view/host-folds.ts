import { asJson, type JsonObject } from '../json.js';
import type { Briefing } from '../model/briefing.js';
import type { PlanRun } from '../model/plan-run.js';
import type { Plan } from '../model/plan.js';
import type { Responder } from '../model/responder.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { isLate, replacedBy } from '../response/briefings.js';
import { planRunState } from '../response/plan-runs.js';
import { teamStrength } from '../response/team-strength.js';
import { factOf, factsOf, type Fact, type KindFact } from '../resilience/fact.js';
import { said, type Derive, type Standing, type Surroundings } from './derive.js';

// What a host folds from those who name an entity, where one of these changes seldom: added up anew each time.

const naming = <V>(entry: Standing, around: Surroundings, kind: string): Fact<V>[] =>
  factsOf<V>(around.referring(entry.id) as readonly KindFact[], kind);

/** Adds what was folded to what is derived anyway, and when that changes by time alone. */
const adding = (derive: Derive, [entry, around, now]: Parameters<Derive>, more: object, next?: Instant) => {
  const made = derive(entry, around, now);
  const due = Math.min(made.due ?? Infinity, next === undefined ? Infinity : millis(next));
  return { ...made, derived: { ...made.derived, ...(asJson(more) as JsonObject) }, ...(due < Infinity && { due }) };
};

/** The event that triggered a run of a plan: `run`, how it stands with all its steps. */
export const runningPlan =
  (derive: Derive): Derive =>
  (...asked) => {
    const [entry, around, now] = asked;
    const run = entry as unknown as Fact<PlanRun>;
    if (run.value.run !== undefined) return derive(...asked);
    const plan = factOf<Plan>(around.row(run.value.plan), 'plan')?.value;
    const told = naming<PlanRun>(entry, around, 'plan-run');
    const { next, ...state } = planRunState(run, told, { plan, now: toInstant(now) });
    return adding(derive, asked, { run: state }, next);
  };

/** A team: `strength`, who is in it and can be sent, and with which skills. */
export const strongTeam =
  (derive: Derive): Derive =>
  (...asked) => {
    const [entry, around, now] = asked;
    const { next, ...strength } = teamStrength(entry, naming<Responder>(entry, around, 'responder'), toInstant(now));
    return adding(derive, asked, { strength }, next);
  };

/** What is told in versions: `replacedBy`, the one that stands in its place. */
export const versioned =
  (derive: Derive): Derive =>
  (...asked) => {
    const [entry, around] = asked;
    const by = replacedBy(entry, naming(entry, around, entry.kind));
    return adding(derive, asked, by === undefined ? {} : { replacedBy: by });
  };

/** A briefing: `late` where it says by when it was due. */
export const briefing: Derive = (entry) => {
  const late = isLate(entry as unknown as Fact<Briefing>);
  return { derived: late === undefined ? {} : { late }, fresh: said(entry) };
};
