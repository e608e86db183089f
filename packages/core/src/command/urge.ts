import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { EntityId } from '../model/id.js';
import { id, instant, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { millis, type Instant } from '../model/time.js';
import type { Urging } from '../model/urging.js';
import { takesPart } from '../resilience/fact.js';
import type { Reader } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  of: means(id, 'A task or a finding.'),
  sort: z.enum(['urge', 'supervise']),
  to: means(id.optional(), 'Who is pressed: needed where it is assigned to nobody.'),
  authority: means(id.optional(), 'The unit that supervises: with supervise, and only with that.'),
  answerBy: instant.optional(),
  reason: words(200).optional(),
});
/** What is pressed for, how, by which authority and until when an answer is wanted. */
export type Urge = z.infer<typeof Input>;

/** States in which nobody owes anything any more; who wants it back says so by its own Command. */
const OVER: { readonly [kind: string]: ReadonlySet<string> } = {
  task: new Set(['done', 'checked', 'returned', 'declined']),
  finding: new Set(['closed']),
};
const PRESSED: ReadonlySet<string> = new Set(['organization', 'team', 'responder']);

/**
 * 催办, 督办: presses for a task or a finding that is not over. To urge is a reminder; to supervise is a demand of an authority that
 * is named. It is counted on what it is of (`urged`, `supervised`) and moves no state and no deadline of it.
 * Issues: `invalid-input`, `not-found`, `not-allowed-now`.
 */
export const urge: CommandDefinition<'urge', Urge> = {
  name: 'urge',
  title: { zh: '催办、督办', en: 'Urge or supervise' },
  rule: commandRules.urge,
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"of": "<id>", "sort": "urge"}; supervise has an "authority" as well'),
  decide(reader, { parsed, ...command }, { now }) {
    const { of, sort, to, authority, answerBy, reason } = parsed;
    const row = reader.get(of as EntityId);
    const over = row && OVER[row.kind];
    if (!over) return refuseInput('not-found', `${of} is no task or finding in the picture; read it again.`, 'of');
    if (over.has(String(row.value['state'])))
      return refuseInput(
        'not-allowed-now',
        `${of} is ${String(row.value['state'])}; there is nothing to press for.`,
        'of',
      );
    if (to === undefined && row.value['assignee'] === undefined)
      return refuseInput('invalid-input', 'it is assigned to nobody; say by "to" who is pressed, or assign it.', 'to');
    if ((sort === 'supervise') !== (authority !== undefined))
      return refuseInput('invalid-input', 'who supervises is named, and only who supervises.', 'authority');
    if (answerBy !== undefined && millis(answerBy as Instant) <= millis(now))
      return refuseInput('invalid-input', 'the time to answer by lies ahead.', 'answerBy');
    const wrong =
      missing(reader, { id: authority, field: 'authority', exercise: row.exercise, kinds: AUTHORITIES }) ??
      missing(reader, { id: to, field: 'to', exercise: row.exercise, kinds: PRESSED });
    if (wrong) return wrong;
    const value: Urging = {
      of,
      sort,
      ...(to === undefined ? {} : { to }),
      ...(authority === undefined ? {} : { authority }),
      ...(answerBy === undefined ? {} : { answerBy }),
      ...(reason === undefined ? {} : { reason: maskNumbers(reason) }),
    };
    return { drafts: [cityFact(madeBy('urging', command, of), value, { command, at: now, exercise: row.exercise })] };
  },
};

const AUTHORITIES: ReadonlySet<string> = new Set(['organization']);

interface Named {
  readonly id: string | undefined;
  readonly field: string;
  readonly exercise: string | undefined;
  readonly kinds: ReadonlySet<string>;
}

/** Whoever is named must be in the picture; whom a drill invented, for that drill alone. */
function missing(reader: Reader, { id: named, field, exercise, kinds }: Named): Refusal | undefined {
  if (named === undefined) return undefined;
  const row = reader.get(named as EntityId);
  if (row && kinds.has(row.kind) && takesPart(row, exercise)) return undefined;
  return refuseInput('not-found', `${named} is no ${[...kinds].join(' or ')} in the picture; choose another.`, field);
}
