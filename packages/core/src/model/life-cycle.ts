import { issue, type Issue } from '../error.js';
import type { Change } from './change.js';
import type { Kind, LifeCycle } from './kind.js';
import { valueOf } from './slot.js';
import { assetLife } from './asset.js';
import { controlLife } from './control.js';
import { deploymentLife } from './deployment.js';
import { facilityLife } from './facility.js';
import { findingLife } from './finding.js';
import { incidentLife } from './incident.js';
import { instructionLife } from './instruction.js';
import { planLife } from './plan.js';
import { planRunLife } from './plan-run.js';
import { responderLife } from './responder.js';
import { responseLife } from './response.js';
import { shiftLife } from './shift.js';
import { taskLife } from './task.js';

const own: { readonly [kind: string]: LifeCycle } = {
  asset: assetLife,
  control: controlLife,
  deployment: deploymentLife,
  facility: facilityLife,
  finding: findingLife,
  incident: incidentLife,
  instruction: instructionLife,
  plan: planLife,
  'plan-run': planRunLife,
  responder: responderLife,
  response: responseLife,
  shift: shiftLife,
  task: taskLife,
};

/** The life cycle of a kind; `undefined` where it has none. */
export function lifeOf({ name, states, begins }: Kind): LifeCycle | undefined {
  if (states) return { states, ...(begins && { begins }) };
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** States in which a life of this kind may begin; none where it has no life cycle. */
export function beginsIn(kind: Kind): readonly string[] {
  const { begins, states = {} } = lifeOf(kind) ?? {};
  return begins ?? Object.keys(states).slice(0, 1);
}

/**
 * Whether the table of this kind lets what is in state `from` (absent: is not there yet) come into state `to`. To stay in a
 * state is no step. A kind without a table refuses nothing.
 */
export function canBecome(kind: Kind, from: string | undefined, to: string): boolean {
  const life = lifeOf(kind);
  if (!life || from === to) return true;
  return (from === undefined ? beginsIn(kind) : (life.states[from] ?? [])).includes(to);
}

/** The Issue of a fact that jumps a step of its life cycle. A feed's fact is kept all the same: facts cannot be refused. */
export function unexpectedStep(kind: Kind, have: Change, next: Change): Issue | undefined {
  if (kind.law === 'event' || have.exercise !== next.exercise) return undefined;
  const [from, to] = [valueOf(have)?.['state'], valueOf(next)?.['state']];
  if (typeof from !== 'string' || typeof to !== 'string' || canBecome(kind, from, to)) return undefined;
  return issue(
    'unexpected-transition',
    `${next.id} went from ${from} to ${to}, which its life cycle does not know; it is kept as told. Ask its source what happened in between.`,
    { path: '/body/value/state', level: 'warning' },
  );
}
