import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Handover } from '../model/handover.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Responder } from '../model/responder.js';
import type { Shift } from '../model/shift.js';
import { millis, type Instant } from '../model/time.js';
import { factOf, takesPart } from '../resilience/fact.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  of: means(id, 'The shift that ends.'),
  to: means(id, 'The shift that takes over.'),
  items: means(z.array(words(500)).max(100), 'What is open, in words; an empty list says that nothing is.'),
  about: means(z.array(id).max(100).optional(), 'What stays open and is in the picture.'),
});
/** From which shift to which, the open items in words, and what they are about. */
export type HandOver = z.infer<typeof Input>;

/**
 * 交接班: hands the open items of one shift to the next of the same duty and place. Who takes over must have signed in: nothing is
 * handed to an empty chair, nor to one whose shift is over. Issues: `invalid-input`, `not-found`, `not-signed-in`, `shift-over`,
 * `not-active`.
 */
export const handOver: CommandDefinition<'hand-over', HandOver> = {
  name: 'hand-over',
  title: { zh: '交接班', en: 'Hand over' },
  rule: commandRules['hand-over'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"of": "<shift>", "to": "<shift>", "items": []}'),
  decide(reader, { parsed, ...command }, { now, actor }) {
    const of = factOf<Shift>(reader.get(parsed.of), 'shift');
    const to = factOf<Shift>(reader.get(parsed.to), 'shift');
    if (!of) return refuseInput('not-found', `${parsed.of} is no shift in the picture; read it again.`, 'of');
    if (!to) return refuseInput('not-found', `${parsed.to} is no shift in the picture; read it again.`, 'to');
    if (
      of.id === to.id ||
      of.value.role !== to.value.role ||
      of.value.place !== to.value.place ||
      of.exercise !== to.exercise
    )
      return refuseInput('invalid-input', 'a shift is handed to the next of the same duty and place.', 'to');
    if (of.value.signedIn === undefined)
      return refuseInput('not-signed-in', `nobody signed in to ${of.id}, so it has nothing to hand over.`, 'of');
    if (to.value.state !== 'signed-in')
      return refuseInput('not-signed-in', `${to.id} is ${to.value.state}; whoever takes over signs in first.`, 'to');
    if (millis(to.value.to as Instant) <= millis(now))
      return refuseInput('shift-over', `${to.id} ended at ${to.value.to}; hand over to the one that runs.`, 'to');
    if (factOf<Responder>(reader.get(to.value.responder), 'responder')?.value.state !== 'active')
      return refuseInput('not-active', `${to.value.responder} is not active; hand over to somebody who is.`, 'to');
    const about = parsed.about ?? [];
    const unknown = about.findIndex((each) => {
      const row = reader.get(each);
      return !row || !takesPart(row, of.exercise);
    });
    if (unknown >= 0)
      return refuseInput('not-found', `${about[unknown]} is not in the picture; read it again.`, `about/${unknown}`);
    const value: Handover = {
      of: of.id,
      to: to.id,
      items: parsed.items.map(maskNumbers),
      ...(about.length > 0 ? { about } : {}),
      masked: actor.masked,
    };
    return { drafts: [cityFact(madeBy('handover', command), value, { command, at: now, exercise: of.exercise })] };
  },
};
