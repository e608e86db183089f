import type { Plan } from '../model/plan.js';
import type { PlanRun } from '../model/plan-run.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { compareTold, together, type Fact } from '../resilience/fact.js';

type State = PlanRun['state'];

/** How one step of a run stands. */
export interface StepState {
  /** Its key in the plan. */
  readonly step: string;
  readonly state: State;
  /** When that was told; absent of a step nobody has told of: it waits. */
  readonly since?: Instant;
  /** To be done by: as was told, else so long after it became active as the plan gives it. */
  readonly due?: Instant;
  /** It waits or is active after it was to be done; nothing of a run that is over. */
  readonly overdue: boolean;
  /** Why it was skipped or failed. */
  readonly reason?: string;
}

/** How one run of a plan stands (预案执行), folded from all that was told of it. */
export interface RunState {
  readonly state: State;
  readonly since: Instant;
  /** Those of the plan in its order, then any that only the run knows. */
  readonly steps: readonly StepState[];
  /** How many steps are overdue. */
  readonly overdue: number;
  /** The plan is not here in the version that is carried out: steps that nobody told of are not listed. */
  readonly stepsUnknown?: true;
}

const OF_RUN: ReadonlySet<State> = new Set<State>(['triggered', 'running', 'completed', 'aborted']);
const OVER: ReadonlySet<State> = new Set<State>(['completed', 'aborted']);
const OWED: ReadonlySet<State> = new Set<State>(['waiting', 'active']);

/**
 * How a run stands: `run` is the event that triggered it, `told` may hold other events as well, `plan` is the one it carries out, where it is
 * known. Of run and step each the last telling stands. `next`: when that changes by time alone. Of a drill's run only its own count.
 */
export function planRunState(
  run: Fact<PlanRun>,
  told: readonly Fact<PlanRun>[],
  { plan, now }: { readonly plan: Pick<Plan, 'version' | 'steps'> | undefined; readonly now: Instant },
): RunState & { readonly next?: Instant } {
  let whole = run;
  const last = new Map<string, Fact<PlanRun>>();
  for (const each of together(run, told).sort(compareTold)) {
    const { run: of, step, state } = each.value;
    if (of !== run.id || OF_RUN.has(state) !== (step === undefined)) continue;
    if (step !== undefined) last.set(step, each);
    else if (compareTold(whole, each) <= 0) whole = each;
  }
  const { version } = run.value;
  const planned = plan && (version === undefined || version === plan.version) ? plan.steps : undefined;
  const over = OVER.has(whole.value.state);
  const stepOf = (step: string, dueS: number | undefined): StepState => {
    const { at, value } = last.get(step) ?? {};
    const state = value?.state ?? 'waiting';
    const given = state === 'active' && dueS !== undefined ? toInstant(millis(at!) + 1000 * dueS) : undefined;
    const due = (value?.due as Instant | undefined) ?? given;
    const overdue = !over && OWED.has(state) && due !== undefined && millis(due) <= millis(now);
    return {
      step,
      state,
      ...(at !== undefined && { since: at }),
      ...(due !== undefined && { due }),
      overdue,
      ...(value?.reason !== undefined && { reason: value.reason }),
    };
  };
  const steps = (planned ?? []).map(({ key, dueS }) => stepOf(key, dueS));
  const named = new Set(steps.map(({ step }) => step));
  for (const step of [...last.keys()].sort()) if (!named.has(step)) steps.push(stepOf(step, undefined));
  const ahead = steps
    .filter(({ state, due, overdue }) => !over && !overdue && OWED.has(state) && due !== undefined)
    .map(({ due }) => millis(due!));
  return {
    state: whole.value.state,
    since: whole.at,
    steps,
    overdue: steps.filter(({ overdue }) => overdue).length,
    ...(!planned && { stepsUnknown: true as const }),
    ...(ahead.length > 0 && { next: toInstant(Math.min(...ahead)) }),
  };
}
