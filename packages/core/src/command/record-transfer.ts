import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Transfer } from '../model/transfer.js';
import { takesPart } from '../resilience/fact.js';
import { sumsOf } from '../response/transfer-sums.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const people = z.number().int().nonnegative().max(10_000_000);

const Input = z.strictObject({
  order: id,
  of: id,
  due: means(people.optional(), 'Of a person at risk: as many as the household has, unless stated. A tally states it.'),
  moved: people.default(0),
  refused: people.default(0),
  away: people.default(0),
  unreached: people.default(0),
  to: id.optional(),
  returned: people.optional(),
  closed: means(
    words(500).optional(),
    'Why those who refused or are not reached need not be followed any more; whoever sends it is named.',
  ),
});
/** How it stands with one household or place: people due, moved, refused, away and unreached. */
export type RecordTransfer = z.infer<typeof Input>;

const ORDERS = new Set(['incident', 'response', 'control', 'plan-run']);
const SUBJECTS = new Set(['person-at-risk', 'place']);

/**
 * 登记转移: how it stands with one household or place, told whole. The parts may not be more than are due; what is not told is
 * still waiting. Issues: `invalid-input`, `not-found`, `sum-exceeds-due`.
 */
export const recordTransfer: CommandDefinition<'record-transfer', RecordTransfer> = {
  name: 'record-transfer',
  title: { zh: '登记转移', en: 'Record a transfer' },
  rule: commandRules['record-transfer'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"order": "<id>", "of": "<id>", "moved": 2}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { order, of, to, returned, closed, ...counts } = parsed;
    const by = reader.get(order);
    if (!by || !ORDERS.has(by.kind))
      return refuseInput(
        'not-found',
        `${order} is no incident, response, control or plan run in the picture.`,
        'order',
      );
    const subject = reader.get(of);
    if (!subject || !SUBJECTS.has(subject.kind) || !takesPart(subject, by.exercise))
      return refuseInput('not-found', `${of} is no person at risk and no place in the picture.`, 'of');
    const { persons } = subject.value;
    const due = counts.due ?? persons;
    if (typeof due !== 'number') return refuseInput('invalid-input', 'state how many of the place are due.', 'due');
    // Nobody drops out by not being counted.
    if (typeof persons === 'number' && due < persons)
      return refuseInput(
        'invalid-input',
        `${persons} are of this household; say what became of each, and of who is not there that they are away.`,
        'due',
      );
    const shelter = to === undefined ? undefined : reader.get(to);
    if (to !== undefined && (shelter?.kind !== 'facility' || !takesPart(shelter, by.exercise)))
      return refuseInput('not-found', `${to} is no facility in the picture; choose another.`, 'to');
    const value: Transfer = {
      order,
      of,
      ...counts,
      due,
      ...(to === undefined ? {} : { to }),
      ...(returned === undefined ? {} : { returned }),
      ...(closed === undefined ? {} : { closed: maskNumbers(closed) }),
    };
    const { over } = sumsOf(value);
    if (over > 0) return refuseInput('sum-exceeds-due', `${over} more are told of than are due; count again.`, 'due');
    if ((returned ?? 0) > value.moved)
      return refuseInput('invalid-input', 'more came home than were moved; count again.', 'returned');
    if (closed !== undefined && value.refused + value.unreached === 0)
      return refuseInput(
        'invalid-input',
        'nobody refused and nobody is unreached: there is nothing to close.',
        'closed',
      );
    return { drafts: [cityFact(madeBy('transfer', command), value, { command, at: now, exercise: by.exercise })] };
  },
};
