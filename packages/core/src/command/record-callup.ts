import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Callup } from '../model/callup.js';
import { Callup as CallupSchema } from '../model/callup.schema.js';
import { id, instant, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { millis, type Instant } from '../model/time.js';
import { factOf, factsOf, takesPart, together, type Fact } from '../resilience/fact.js';
import type { Reader, Row } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const { channel, outcome } = CallupSchema.shape;

const Record = z
  .strictObject({
    about: means(id, 'A warning, a response or an incident.'),
    person: means(id.optional(), 'Who was called, where they are in the register.'),
    name: means(words(100).optional(), 'Who was called, where they are not: both go to the vault.'),
    phone: z.string().min(3).max(30).optional(),
    duty: words(100).optional(),
    insteadOf: means(id.optional(), 'Whose post it is, where a deputy was called.'),
    channel,
    outcome: outcome.default('sent'),
    answerBy: instant.optional(),
  })
  .refine(({ person, name, phone }) => (person === undefined) !== (name === undefined && phone === undefined), {
    path: ['person'],
    message: 'who was called is named by "person", or by "name" and "phone" where the register does not have them',
  });
/** Who was called about what, by which channel, and what came of it so far. */
export type RecordCallup = z.infer<typeof Record>;

const Answer = z.strictObject({ callup: id, outcome: outcome.exclude(['sent']) });
/** What came of an attempt since. */
export type AnswerCallup = z.infer<typeof Answer>;

const ABOUT: ReadonlySet<string> = new Set(['warning', 'response', 'incident']);
/** Whether people are called about such a thing. */
export const isCalledAbout = ({ kind }: Pick<Row, 'kind'>): boolean => ABOUT.has(kind);

/** What can be told of an attempt after what was told last: it comes further, or to nothing; who was missed may call back. */
const THEN: { readonly [told in Callup['outcome']]: readonly Callup['outcome'][] } = {
  sent: ['delivered', 'answered', 'confirmed', 'no-answer', 'busy', 'unreachable', 'failed'],
  delivered: ['answered', 'confirmed', 'no-answer'],
  answered: ['confirmed'],
  'no-answer': ['answered', 'confirmed'],
  busy: ['answered', 'confirmed'],
  unreachable: ['answered', 'confirmed'],
  failed: ['answered', 'confirmed'],
  confirmed: [],
};
const HEARD: ReadonlySet<Callup['outcome']> = new Set(['answered', 'confirmed']);

/**
 * 叫应: one attempt to reach one person about a warning, a response or an incident. Which attempt of that person it is, is counted here.
 * Only `confirmed`, who repeats the message, has it. Issues: `invalid-input`, `not-found`.
 */
export const recordCallup: CommandDefinition<'record-callup', RecordCallup> = {
  name: 'record-callup',
  title: { zh: '登记叫应', en: 'Record a call-up' },
  rule: commandRules['record-callup'],
  schema: Record,
  parse: (input) => parseInput(Record, input, '{"about": "<id>", "person": "<responder>", "channel": "phone"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { about, duty, ...told } = parsed;
    const row = reader.get(about);
    if (!row || !isCalledAbout(row))
      return refuseInput('not-found', `${about} is no warning, response or incident in the picture.`, 'about');
    for (const field of ['person', 'insteadOf'] as const) {
      const named = parsed[field];
      const who = named === undefined ? undefined : reader.get(named);
      if (named !== undefined && (who?.kind !== 'responder' || !takesPart(who, row.exercise)))
        return refuseInput(
          'not-found',
          `${named} is no responder in the picture; name who is, or give "name" and "phone".`,
          field,
        );
    }
    if (told.insteadOf !== undefined && told.insteadOf === told.person)
      return refuseInput('invalid-input', 'nobody is called in their own stead; name whose post it is.', 'insteadOf');
    if (told.answerBy !== undefined && millis(told.answerBy as Instant) <= millis(now))
      return refuseInput('invalid-input', 'the time to answer by lies ahead.', 'answerBy');
    const value: Callup = {
      about: [about],
      ...told,
      ...(duty === undefined ? {} : { duty: maskNumbers(duty) }),
      ...(told.person === undefined ? {} : { attempt: attemptsOf(reader, row, told.person) + 1 }),
      ...(HEARD.has(told.outcome) ? { answeredAt: now } : {}),
    };
    return { drafts: [cityFact(madeBy('callup', command), value, { command, at: now, exercise: row.exercise })] };
  },
};

/**
 * What came of an attempt that was recorded: delivered, answered, confirmed, or nobody there. It is told beside it, and moves nothing
 * back: who confirmed has the message. Telling it twice changes nothing. Issues: `invalid-input`, `not-found`, `not-registered` where the
 * person is known by number alone, `not-allowed-now`.
 */
export const answerCallup: CommandDefinition<'answer-callup', AnswerCallup> = {
  name: 'answer-callup',
  title: { zh: '登记叫应结果', en: 'Record what came of a call-up' },
  rule: commandRules['answer-callup'],
  schema: Answer,
  parse: (input) => parseInput(Answer, input, '{"callup": "<id>", "outcome": "confirmed"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const call = factOf<Callup>(reader.get(parsed.callup), 'callup');
    if (!call)
      return refuseInput('not-found', `${parsed.callup} is no call-up in the picture; read it again.`, 'callup');
    const { person, about } = call.value;
    // Their number is in the vault under the first telling, and is opened by nobody to write it again.
    if (person === undefined)
      return refuseInput(
        'not-registered',
        `who was called is in no register; say it by record-callup, with the same "phone" and this outcome.`,
        'callup',
      );
    const post = callsOf(reader, call);
    const told = post.filter(({ value }) => value.person === person && value.attempt === call.value.attempt);
    const last = latest(told).value;
    if (last.outcome === parsed.outcome) return { drafts: [] };
    if (!THEN[last.outcome].includes(parsed.outcome))
      return refuseInput(
        'not-allowed-now',
        `the attempt is ${last.outcome} and can become ${THEN[last.outcome].join(' or ') || 'nothing more'}; for another attempt, record-callup.`,
        'outcome',
      );
    // What is told last says whose turn it is: an old attempt that came to nothing must not stop the one that runs.
    const newest = latest(post);
    if (!HEARD.has(parsed.outcome) && !told.includes(newest))
      return refuseInput('not-allowed-now', `${newest.id} came after it; say what came of that.`, 'callup');
    const { answeredAt: _, ...said } = last;
    const value: Callup = {
      ...said,
      about,
      outcome: parsed.outcome,
      ...(HEARD.has(parsed.outcome) ? { answeredAt: now } : {}),
    };
    return {
      drafts: [cityFact(madeBy('callup', command, call.id), value, { command, at: now, exercise: call.exercise })],
    };
  },
};

/** Attempts of a person about a thing, told so far. */
export const attemptsOf = (reader: Reader, about: Row, person: string): number =>
  Math.max(
    0,
    ...together(about, factsOf<Callup>(reader.referring(about.id), 'callup'))
      .filter(({ value }) => value.person === person)
      .map(({ value }) => value.attempt ?? 1),
  );

/** All calls of the same post about the same things, what is told of it included. */
function callsOf(reader: Reader, call: Fact<Callup>): Fact<Callup>[] {
  const post = call.value.insteadOf ?? call.value.person;
  const around = call.value.about.flatMap((about) => factsOf<Callup>(reader.referring(about), 'callup'));
  return together(call, around).filter(({ value }) => (value.insteadOf ?? value.person) === post);
}

const latest = (calls: readonly Fact<Callup>[]): Fact<Callup> =>
  calls.reduce((a, b) => (Number(b.position) > Number(a.position) ? b : a));
