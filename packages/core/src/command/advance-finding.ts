import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { finding as kind, type Finding } from '../model/finding.js';
import { isOf, type EntityId } from '../model/id.js';
import { id, instant, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { millis, type Instant } from '../model/time.js';
import { factOf, takesPart, type Fact } from '../resilience/fact.js';
import type { Reader } from '../view/view.js';
import { cityFact } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { stepIssue } from './life-cycle.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { words } from './words.js';

const named = { finding: id };
const note = words(500);

const Advance = z.discriminatedUnion('to', [
  z.strictObject({ ...named, to: z.literal('graded'), sort: z.enum(['ordinary', 'major']), note: note.optional() }),
  z.strictObject({ ...named, to: z.literal('assigned'), assignee: id, due: instant, note: note.optional() }),
  z.strictObject({ ...named, to: z.literal('rectifying'), note: note.optional() }),
  z.strictObject({
    ...named,
    to: z.literal('submitted'),
    evidence: z.array(words(200)).min(1).max(50),
    note: note.optional(),
  }),
  z.strictObject({ ...named, to: z.literal('verified'), note: note.optional() }),
  z.strictObject({ ...named, to: z.literal('closed'), note: note.optional() }),
]);
/** Which finding goes on to which step, with what that step asks for. */
export type AdvanceFinding = z.infer<typeof Advance>;

const Amend = z.strictObject({
  ...named,
  extend: means(z.strictObject({ until: instant, reason: note }).optional(), '延期: a later date, with its reason.'),
  supervise: means(z.strictObject({ authority: id }).optional(), '挂牌督办: the unit that supervises it by name.'),
  regrade: means(
    z.strictObject({ sort: z.enum(['ordinary', 'major']) }).optional(),
    'A grade that turned out to be wrong.',
  ),
});
/** What is changed about a finding that stays at its step: a later date, listed supervision, another grade. */
export type AmendFinding = z.infer<typeof Amend>;

const ASSIGNEES = new Set(['organization', 'team', 'responder']);

/**
 * One step of a finding on its way to closure (销号), by its life cycle. Assigning names who and until when; submitting brings
 * evidence; who submitted does not verify; what fails the check goes back with the reason.
 * Issues: `invalid-input`, `not-found`, `not-owner`, `not-allowed-now`, `same-person`.
 */
export const advanceFinding: CommandDefinition<'advance-finding', AdvanceFinding> = {
  name: 'advance-finding',
  title: { zh: '推进隐患整改', en: 'Advance a finding' },
  rule: commandRules['advance-finding'],
  schema: Advance,
  parse: (input) => parseInput(Advance, input, '{"finding": "<id>", "to": "rectifying"} and what that step asks for'),
  decide(reader, { parsed, ...command }, { now }) {
    const found = ownFinding(reader, parsed.finding);
    if ('issues' in found) return found;
    const { id: own, value, exercise } = found;
    const step = stepIssue(kind, { from: value.state, to: parsed.to, id: own });
    if (step) return { issues: [step] };
    if (parsed.to === 'assigned') {
      const wrong = assignment(reader, parsed, { exercise, now });
      if (wrong) return wrong;
    }
    if (parsed.to === 'rectifying' && value.state !== 'assigned' && parsed.note === undefined)
      return refuseInput('invalid-input', 'say by "note" why it is sent back.', 'note');
    if (parsed.to === 'verified' && value.steps.filter(({ to }) => to === 'submitted').at(-1)?.by === command.actor)
      return refuseInput('same-person', 'who submitted it does not verify it; ask somebody else.', 'to');
    const next: Finding = {
      ...value,
      state: parsed.to,
      ...(parsed.to === 'graded' ? { sort: parsed.sort } : {}),
      ...(parsed.to === 'assigned' ? { assignee: parsed.assignee, due: parsed.due } : {}),
      steps: [
        ...value.steps,
        {
          to: parsed.to,
          at: now,
          by: command.actor,
          ...(parsed.note === undefined ? {} : { note: maskNumbers(parsed.note) }),
          ...(parsed.to === 'submitted' ? { evidence: parsed.evidence.map(maskNumbers) } : {}),
        },
      ],
    };
    return { drafts: [cityFact(own, next, { command, at: now, exercise })] };
  },
};

/** 延期, 挂牌督办, 改定级: changes a finding that is not closed without moving it on. Issues as for advance-finding. */
export const amendFinding: CommandDefinition<'amend-finding', AmendFinding> = {
  name: 'amend-finding',
  title: { zh: '隐患延期、督办、改级', en: 'Amend a finding' },
  rule: commandRules['amend-finding'],
  schema: Amend,
  parse: (input) => parseInput(Amend, input, '{"finding": "<id>"} and one of extend, supervise, regrade'),
  decide(reader, { parsed, ...command }, { now }) {
    const found = ownFinding(reader, parsed.finding);
    if ('issues' in found) return found;
    const { id: own, value, exercise } = found;
    const { extend, supervise, regrade } = parsed;
    if (!extend && !supervise && !regrade)
      return refuseInput('invalid-input', 'nothing is amended; give one of extend, supervise, regrade.', 'extend');
    if (value.state === 'closed')
      return refuseInput('not-allowed-now', `${own} is closed; raise a new finding.`, 'finding');
    if (regrade && value.sort === undefined)
      return refuseInput('not-allowed-now', `${own} is not graded yet; advance it.`, 'regrade');
    if (
      extend &&
      (value.due === undefined ||
        millis(extend.until as Instant) <= Math.max(millis(value.due as Instant), millis(now)))
    )
      return refuseInput(
        'invalid-input',
        'an extension moves a date that is set to a later one that lies ahead.',
        'extend/until',
      );
    const authority = supervise && reader.get(supervise.authority);
    if (supervise && (authority?.kind !== 'organization' || !takesPart(authority, exercise)))
      return refuseInput(
        'not-found',
        `${supervise.authority} is no organization in the picture; choose another.`,
        'supervise/authority',
      );
    const granted = extend && {
      from: value.due!,
      until: extend.until,
      at: now,
      by: command.actor,
      reason: maskNumbers(extend.reason),
    };
    const next: Finding = {
      ...value,
      ...(granted ? { due: granted.until, extensions: [...(value.extensions ?? []), granted] } : {}),
      ...(supervise ? { authority: supervise.authority } : {}),
      ...(regrade ? { sort: regrade.sort } : {}),
    };
    return { drafts: [cityFact(own, next, { command, at: now, exercise })] };
  },
};

/** A finding of our own: what another system keeps is advanced there. */
function ownFinding(reader: Reader, id: EntityId): Refusal | Fact<Finding> {
  const found = factOf<Finding>(reader.get(id), 'finding');
  if (!found) return refuseInput('not-found', `${id} is no finding in the picture; read it again.`, 'finding');
  if (!isOf(id, 'finding', 'city'))
    return refuseInput('not-owner', `${id} is kept by another system; advance it there.`, 'finding');
  return found;
}

function assignment(
  reader: Reader,
  { assignee, due }: { assignee: string; due: string },
  { exercise, now }: { readonly exercise: string | undefined; readonly now: Instant },
): Refusal | undefined {
  const row = reader.get(assignee as EntityId);
  if (!row || !ASSIGNEES.has(row.kind) || !takesPart(row, exercise))
    return refuseInput('not-found', `${assignee} is no organization, team or responder in the picture.`, 'assignee');
  if (millis(due as Instant) <= millis(now))
    return refuseInput('invalid-input', 'the date to put it right by lies ahead.', 'due');
  return undefined;
}
