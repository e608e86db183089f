import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { isOverState } from '../fusion/open-report.js';
import type { EntityId } from '../model/id.js';
import { incident as kind, type Incident } from '../model/incident.js';
import { eventType, id, level, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Task } from '../model/task.js';
import { factOf, factsOf, takesPart, together, type Fact } from '../resilience/fact.js';
import { CLOSED_TASK } from '../view/task.js';
import type { Reader, Row } from '../view/view.js';
import { cityFact } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { stepIssue } from './life-cycle.js';
import { intoOf } from './merge-incidents.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { standingLinks, wholeIncident } from './standing-links.js';
import { words } from './words.js';

const named = { incident: id };
const said = words(500);
/** What is left open all the same, and why. */
const override = z.strictObject({ reason: said }).optional();

const Advance = z.discriminatedUnion('to', [
  z.strictObject({ ...named, to: z.literal('confirmed'), note: said.optional() }),
  z.strictObject({ ...named, to: z.literal('first-handling'), note: said.optional() }),
  z.strictObject({ ...named, to: z.literal('responding'), note: said.optional() }),
  z.strictObject({ ...named, to: z.literal('controlled'), note: said.optional() }),
  z.strictObject({ ...named, to: z.literal('closed'), reason: said, override }),
  z.strictObject({ ...named, to: z.literal('reviewed'), note: said }),
  z.strictObject({ ...named, to: z.literal('reopened'), reason: said }),
  z.strictObject({ ...named, to: z.literal('false-alarm'), reason: said, override }),
  z.strictObject({ ...named, to: z.literal('handed-over'), unit: id, reason: said, override }),
]);
/** Which incident goes on to which step, with what that step asks for. */
export type AdvanceIncident = z.infer<typeof Advance>;

const Grade = z.strictObject({
  ...named,
  level: means(level.optional(), 'Ⅰ–Ⅳ, 1 is worst; `below` = 未达级.'),
  eventType: eventType.optional(),
});
/** The level, the event type, or both, that an incident has from now on. */
export type GradeIncident = z.infer<typeof Grade>;

/**
 * One step of an incident by its life cycle: 核实 先期处置 处置中 已控制 已结束 复盘 复燃 误报 移交. What ends it, and what brings it back, has
 * a reason; what is open then (tasks, people on the list of its transfers) is left only by name, with another. What stands so already
 * changes nothing. Issues: `invalid-input`, `not-found`, `not-allowed-now`, `merged-already`, `still-open`.
 */
export const advanceIncident: CommandDefinition<'advance-incident', AdvanceIncident> = {
  name: 'advance-incident',
  title: { zh: '推进事件处置', en: 'Advance an incident' },
  rule: commandRules['advance-incident'],
  schema: Advance,
  parse: (input) => parseInput(Advance, input, '{"incident": "<id>", "to": "confirmed"} and what that step asks for'),
  decide(reader, { parsed, ...command }, { now }) {
    const found = goingOn(reader, parsed.incident);
    if ('issues' in found) return found;
    const { id: own, value, exercise } = found;
    if (value.state === parsed.to && standsSo(value, parsed)) return { drafts: [] };
    const wrong = stepIssue(kind, { from: value.state, to: parsed.to, id: own });
    if (wrong) return { issues: [wrong] };
    if (parsed.to === 'handed-over') {
      const unit = reader.get(parsed.unit);
      if (unit?.kind !== 'organization' || !takesPart(unit, exercise))
        return refuseInput('not-found', `${parsed.unit} is no organization in the picture; choose another.`, 'unit');
    }
    const left = isOverState(parsed.to) && parsed.to !== 'reviewed' ? openOf(reader, parsed) : undefined;
    const allowed = 'override' in parsed ? parsed.override : undefined;
    if (left && !allowed) return stillOpen(own, left);
    const said = 'reason' in parsed ? parsed.reason : parsed.note;
    const note = said === undefined ? {} : { note: maskNumbers(said) };
    const next: Incident = {
      ...value,
      state: parsed.to,
      ...('reason' in parsed ? { reason: maskNumbers(parsed.reason) } : {}),
      steps: [
        ...(value.steps ?? begun(reader.get(own)!)),
        {
          ...{ to: parsed.to, at: now, by: command.actor, ...note },
          ...(parsed.to === 'handed-over' ? { unit: parsed.unit as EntityId<'organization'> } : {}),
          ...(left && allowed ? { override: { reason: maskNumbers(allowed.reason), ...left } } : {}),
        },
      ],
    };
    return { drafts: [cityFact(own, next, { command, at: now, exercise })] };
  },
};

/** 定级, 定性: says how grave an incident is, or what it is, and moves it nowhere. Issues as for advance-incident. */
export const gradeIncident: CommandDefinition<'grade-incident', GradeIncident> = {
  name: 'grade-incident',
  title: { zh: '事件定级', en: 'Grade an incident' },
  rule: commandRules['grade-incident'],
  schema: Grade,
  parse: (input) => parseInput(Grade, input, '{"incident": "<id>", "level": "3"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const found = goingOn(reader, parsed.incident);
    if ('issues' in found) return found;
    const { id: own, value, exercise } = found;
    const { incident: _, ...graded } = parsed;
    if (Object.keys(graded).length === 0)
      return refuseInput('invalid-input', 'nothing is graded; give level, eventType or both.', 'level');
    const next: Incident = { ...value, ...graded };
    if (next.level === value.level && next.eventType === value.eventType) return { drafts: [] };
    return { drafts: [cityFact(own, next, { command, at: now, exercise })] };
  },
};

/** An incident that goes on as itself: what is merged goes on as the other, and is moved on there. */
function goingOn(reader: Reader, own: EntityId): Refusal | Fact<Incident> {
  const row = reader.get(own);
  const found = factOf<Incident>(row, 'incident');
  if (!found) return refuseInput('not-found', `${own} is no incident in the picture; read it again.`, 'incident');
  const into = intoOf(reader, row!);
  if (into === undefined) return found;
  return refuseInput('merged-already', `${own} is merged into ${into}; move that on.`, 'incident');
}

/** Whether what stands is what is asked for, and not only of the same name. */
const standsSo = ({ steps }: Incident, asked: AdvanceIncident): boolean =>
  asked.to !== 'handed-over' || steps?.at(-1)?.unit === asked.unit;

/** How one that a rule opened came to where a person finds it. */
const begun = ({ value, at, by }: Row): NonNullable<Incident['steps']> =>
  by === undefined ? [] : [{ to: (value as unknown as Incident).state, at, by }];

/** What a step that ends an incident would leave behind. */
interface Left {
  readonly tasks: EntityId[];
  readonly households: number;
}

/** Tasks for it, or for a report that tells of it, where it is to be closed; and in any case people whom nobody accounts for. */
function openOf(reader: Reader, { incident: own, to }: AdvanceIncident): Left | undefined {
  const row = reader.get(own)!;
  const same = wholeIncident(reader, row);
  const households = same.reduce((sum, each) => sum + openTransfers(each), 0);
  const telling = same.flatMap((each) => standingLinks(reader, each, 'tells', 'to').map(({ value }) => value.from));
  const about = to === 'closed' ? [...same.map(({ id: each }) => each), ...telling] : [];
  const tasks = about
    .flatMap((each) => together(row, factsOf<Task>(reader.referring(each), 'task')))
    .filter(({ value }) => !CLOSED_TASK.has(value.state))
    .map(({ id: task }) => task);
  return tasks.length + households > 0 ? { tasks: [...new Set(tasks)].sort(), households } : undefined;
}

const openTransfers = ({ derived }: Row): number =>
  Number((derived['transfers'] as { readonly open?: number } | undefined)?.open ?? 0);

function stillOpen(own: EntityId, { tasks, households }: Left): Refusal {
  const what = [
    ...(tasks.length > 0 ? [`not done: ${tasks.slice(0, 5).join(', ')}${tasks.length > 5 ? ' …' : ''}`] : []),
    ...(households > 0 ? [`${households} on the list of its transfers`] : []),
  ].join('; ');
  return refuseInput(
    'still-open',
    `${own} has work that is open (${what}); finish it, or leave it by "override" with a reason.`,
    'to',
  );
}
