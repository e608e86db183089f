import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { id, instant, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Shift } from '../model/shift.js';
import { shiftRole } from '../model/shift.schema.js';
import { millis, type Instant } from '../model/time.js';
import { factsOf, takesPart } from '../resilience/fact.js';
import { overlaps } from '../response/overlaps.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  role: shiftRole,
  responder: id,
  place: id,
  from: instant,
  to: instant,
  override: means(
    z.strictObject({ reason: words(200) }).optional(),
    'Allows overlaps with other shifts of the person; whoever sends it is named in the shift.',
  ),
  exercise: means(z.string().min(1).optional(), 'Names the drill that it belongs to.'),
});
/** Who, on which duty, where, from when to when (RFC 3339 with an offset); and who allows an overlap, and why. */
export type PlanShift = z.infer<typeof Input>;

/**
 * 排班: puts a person on a duty. One person on two duties at once is refused until somebody allows it by name, with a reason.
 * Issues: `invalid-input`, `not-found`, `not-active`, `shift-overlap`.
 */
export const planShift: CommandDefinition<'plan-shift', PlanShift> = {
  name: 'plan-shift',
  title: { zh: '排班', en: 'Plan a shift' },
  rule: commandRules['plan-shift'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"role", "responder", "place", "from", "to"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { override, exercise, ...planned } = parsed;
    if (millis(planned.from as Instant) >= millis(planned.to as Instant))
      return refuseInput('invalid-input', 'a shift ends after it begins; correct the times.', 'to');
    const person = reader.get(planned.responder);
    if (person?.kind !== 'responder' || !takesPart(person, exercise))
      return refuseInput(
        'not-found',
        `${planned.responder} is no responder in the picture; choose another.`,
        'responder',
      );
    if (person.value['state'] !== 'active')
      return refuseInput(
        'not-active',
        `${person.id} is ${String(person.value['state'])}; only who is active stands a duty.`,
        'responder',
      );
    const place = reader.get(planned.place);
    if (place?.kind !== 'place' || !takesPart(place, exercise))
      return refuseInput('not-found', `${planned.place} is no place in the picture; choose another.`, 'place');
    const own = madeBy('shift', command);
    const value: Shift = { ...planned, state: 'planned' };
    const saying = { command, at: now, exercise };
    const others = factsOf<Shift>(reader.referring(person.id), 'shift').filter((other) => other.id !== own);
    const found = overlaps([...others, { id: own, at: now, value, exercise }])
      .filter(({ shifts }) => shifts.includes(own))
      .map(({ shifts: [first, second] }) => (first === own ? second : first));
    if (found.length === 0) return { drafts: [cityFact(own, value, saying)] };
    if (!override)
      return refuseInput(
        'shift-overlap',
        `${person.id} is already on ${found.join(', ')} in that time; choose another, or allow it by "override" with a reason.`,
        'responder',
      );
    const allowed = { by: command.actor, reason: maskNumbers(override.reason), overlaps: found };
    return { drafts: [cityFact(own, { ...value, override: allowed }, saying)] };
  },
};
