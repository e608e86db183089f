import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { issue, type Issue } from '../error.js';
import { isOf, type EntityId } from '../model/id.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { task as kind, taskLife, type Task } from '../model/task.js';
import { factOf, factsOf, takesPart, type Fact } from '../resilience/fact.js';
import { isAllowed, presenceOf } from '../response/overlaps.js';
import type { Reader } from '../view/view.js';
import { cityFact, givenAt } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { stepIssue } from './life-cycle.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';

const named = { task: id };
const why = z.string().min(1).max(500);

const Input = z.discriminatedUnion('to', [
  /** Who takes it: needed of nobody, and never another than whom it was given to. */
  z.strictObject({ ...named, to: z.enum(['signed', 'accepted']), assignee: id.optional() }),
  z.strictObject({
    ...named,
    to: z.enum(['moving', 'on-scene', 'handling', 'reported', 'done', 'checked']),
    override: means(
      z.strictObject({ reason: why }).optional(),
      'Allows that its responder is on the scene of another task; whoever sends it is named in the task.',
    ),
  }),
  /** 退单: the only way out of an order. */
  z.strictObject({ ...named, to: z.enum(['returned', 'declined']), reason: why }),
]);
/** Which task goes on to which step, with what that step asks for. */
export type AdvanceTask = z.infer<typeof Input>;

const ASSIGNEES: ReadonlySet<string> = new Set(['organization', 'team', 'responder']);

/**
 * One step of a task that the city itself gave, by its life cycle: an order is signed for, gone to, done and checked, or returned
 * with a reason; an offer is accepted or declined. Who said that it is done does not check it. That its responder is on another scene
 * as well is a fact, and is kept: it is warned of (`task-overlap`) until somebody allows it by name, with the next step or, `to` being the
 * state that it is in, without one.
 * Issues: `invalid-input`, `not-found`, `not-owner`, `not-allowed-now`, `same-person`, `task-overlap`.
 */
export const advanceTask: CommandDefinition<'advance-task', AdvanceTask> = {
  name: 'advance-task',
  title: { zh: '推进任务', en: 'Advance a task' },
  rule: commandRules['advance-task'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"task": "<id>", "to": "signed"} and what that step asks for'),
  decide(reader, { parsed, ...command }, { actor: { masked } }) {
    const standing = reader.get(parsed.task as EntityId);
    const found = factOf<Task>(standing, 'task');
    if (!standing || !found)
      return refuseInput('not-found', `${parsed.task} is no task in the picture; read it again.`, 'task');
    const { id: own, value, exercise, by, at } = found;
    if (!isOf(own, 'task', 'city'))
      return refuseInput('not-owner', `${own} was given by another system; it is told there how it goes on.`, 'task');
    const allowed = 'override' in parsed ? parsed.override : undefined;
    // Who is there is allowed beside another scene by no step: what was told of the task stays true since it was told.
    const stays = allowed !== undefined && parsed.to === value.state && besides(found, reader).length > 0;
    const step = stays ? undefined : stepIssue(kind, { from: value.state, to: parsed.to, id: own });
    if (step) return { issues: [step] };
    if (parsed.to === 'checked' && by === command.actor)
      return refuseInput('same-person', 'who said that it is done does not check it; ask somebody else.', 'to');
    const assignee = 'assignee' in parsed ? (parsed.assignee as EntityId | undefined) : undefined;
    if (assignee !== undefined) {
      const row = reader.get(assignee);
      if (!row || !ASSIGNEES.has(row.kind) || !takesPart(row, exercise))
        return refuseInput('not-found', `${assignee} is no organization, team or responder here.`, 'assignee');
      if (value.assignee !== undefined && value.assignee !== assignee)
        return refuseInput('not-allowed-now', `${own} was given to ${value.assignee}; return it first.`, 'assignee');
    }
    const next: Task = {
      ...value,
      state: parsed.to,
      ...(taskLife.begins!.includes(value.state) && { issuedAt: value.issuedAt ?? at }),
      ...(assignee !== undefined && { assignee }),
      ...('reason' in parsed && { reason: maskNumbers(parsed.reason) }),
    };
    const given = stays ? at : givenAt(command, standing);
    const beside = besides({ id: own, at: given, value: next, exercise }, reader);
    if (allowed && beside.length > 0) {
      const tasks = [...(value.override?.tasks ?? []), ...beside];
      next.override = { by: command.actor, masked, reason: maskNumbers(allowed.reason), tasks };
    }
    const drafts = [cityFact(own, next, { command, at: given, exercise })];
    return beside.length > 0 && !allowed ? { drafts, warnings: [overlap(next.assignee!, beside)] } : { drafts };
  },
};

/** The tasks on whose scene the responder of this one is too, and which nobody allowed beside it. */
function besides(task: Fact<Task>, reader: Reader): EntityId<'task'>[] {
  const key = presenceOf(task);
  if (key === undefined) return [];
  return factsOf<Task>(reader.referring(task.value.assignee!), 'task')
    .filter((other) => other.id !== task.id && presenceOf(other) === key && !isAllowed(task, other))
    .map(({ id: other }) => other as EntityId<'task'>)
    .sort();
}

const overlap = (assignee: EntityId, tasks: readonly EntityId[]): Issue =>
  issue(
    'task-overlap',
    `${assignee} is on the scene of ${tasks.join(', ')} too; send somebody else, or allow it by "override" with a reason.`,
    { path: '/input/to', level: 'warning' },
  );
