import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Callup } from '../model/callup.js';
import { Callup as CallupSchema } from '../model/callup.schema.js';
import { id, instant, means } from '../model/marks.js';
import { millis, type Instant } from '../model/time.js';
import { takesPart } from '../resilience/fact.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { attemptsOf, isCalledAbout } from './record-callup.js';
import { refuseInput } from './refuse-input.js';

/** As many as a desk can follow up; whoever must be reached beyond that is reached by a warning. */
const MOST_PEOPLE = 200;

const Input = z.strictObject({
  about: means(id, 'A warning, a response or an incident.'),
  people: means(z.array(id).min(1).max(MOST_PEOPLE), 'Who is called, each by name; named twice is once. At most 200.'),
  channel: CallupSchema.shape.channel,
  answerBy: instant.optional(),
});
/** Who is called about what, all at once, by which channel, and until when they are to confirm. */
export type CallUp = z.infer<typeof Input>;

/**
 * 一键叫应: everybody of a set is called by name, in one commit: all of them or none. Each is an attempt of its own (`sent`), as by
 * `record-callup`, and what came of it is told of each by `answer-callup`. It states that they are called; it carries no message.
 * Issues: `invalid-input`, `not-found`.
 */
export const callUp: CommandDefinition<'call-up', CallUp> = {
  name: 'call-up',
  title: { zh: '一键叫应', en: 'Call up by name' },
  rule: commandRules['call-up'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"about": "<id>", "people": ["<responder>"], "channel": "phone"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { about, channel, answerBy } = parsed;
    const row = reader.get(about);
    if (!row || !isCalledAbout(row))
      return refuseInput('not-found', `${about} is no warning, response or incident in the picture.`, 'about');
    if (answerBy !== undefined && millis(answerBy as Instant) <= millis(now))
      return refuseInput('invalid-input', 'the time to answer by lies ahead.', 'answerBy');
    const people = [...new Set(parsed.people)];
    const unknown = people.find((each) => {
      const who = reader.get(each);
      return who?.kind !== 'responder' || !takesPart(who, row.exercise);
    });
    if (unknown !== undefined)
      return refuseInput('not-found', `${unknown} is no responder in the picture; nobody was called.`, 'people');
    return {
      drafts: people.map((person) => {
        const call: Callup = {
          ...{ about: [about], person, channel, outcome: 'sent', attempt: attemptsOf(reader, row, person) + 1 },
          ...(answerBy !== undefined && { answerBy }),
        };
        return cityFact(madeBy('callup', command, person), call, { command, at: now, exercise: row.exercise });
      }),
    };
  },
};
