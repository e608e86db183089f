import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Responder } from '../model/responder.js';
import { shift as kind, type Shift } from '../model/shift.js';
import { millis, type Instant } from '../model/time.js';
import type { Actor } from '../ports/authenticator.js';
import { factOf, type Fact } from '../resilience/fact.js';
import type { Reader } from '../view/view.js';
import { cityFact } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { stepIssue } from './life-cycle.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  shift: id,
  reason: means(words(200).optional(), 'Why somebody else signs for the person.'),
});
/** Which shift; and why, where somebody signs for another. */
export type SignShift = z.infer<typeof Input>;

const GIVE = '{"shift": "<id>"}, and "reason" where you sign for somebody else';

/** How early somebody may come on duty before the shift begins: an hour, until a city says otherwise. */
const EARLY_MINUTES = 60;

/**
 * 签到: a person comes on duty. `earlyMinutes` is how long before the beginning; default 60. Who signs for somebody else says
 * why and is named. Issues: `invalid-input`, `not-found`, `not-allowed-now`, `not-active`, `not-yours`, `too-early`, `shift-over`.
 */
export function defineSignIn({ earlyMinutes = EARLY_MINUTES } = {}): CommandDefinition<'sign-in', SignShift> {
  return {
    name: 'sign-in',
    title: { zh: '签到', en: 'Sign in' },
    rule: commandRules['sign-in'],
    schema: Input,
    parse: (input) => parseInput(Input, input, GIVE),
    decide(reader, { parsed, ...command }, { now, actor }) {
      const found = shiftFor(reader, parsed, { actor, to: 'signed-in' });
      if ('issues' in found) return found;
      const { shift, person } = found;
      if (person?.value.state !== 'active')
        return refuseInput('not-active', `${shift.value.responder} is not active; plan somebody who is.`, 'shift');
      if (millis(now) < millis(shift.value.from as Instant) - earlyMinutes * 60_000)
        return refuseInput(
          'too-early',
          `${shift.id} begins at ${shift.value.from}; sign in when you are there.`,
          'shift',
        );
      if (millis(now) >= millis(shift.value.to as Instant))
        return refuseInput(
          'shift-over',
          `${shift.id} ended at ${shift.value.to}; sign in to the one that runs.`,
          'shift',
        );
      const value: Shift = { ...shift.value, state: 'signed-in', signedIn: signature(parsed, { actor, now }) };
      return { drafts: [cityFact(shift.id, value, { command, at: now, exercise: shift.exercise })] };
    },
  };
}

/** {@link defineSignIn} as it comes. */
export const signIn = defineSignIn();

/** 签退: a person goes off duty; a shift signed out covers nothing from then on. Issues as for sign-in. */
export const signOut: CommandDefinition<'sign-out', SignShift> = {
  name: 'sign-out',
  title: { zh: '签退', en: 'Sign out' },
  rule: commandRules['sign-out'],
  schema: Input,
  parse: (input) => parseInput(Input, input, GIVE),
  decide(reader, { parsed, ...command }, { now, actor }) {
    const found = shiftFor(reader, parsed, { actor, to: 'signed-out' });
    if ('issues' in found) return found;
    const { shift } = found;
    const value: Shift = { ...shift.value, state: 'signed-out', signedOut: signature(parsed, { actor, now }) };
    return { drafts: [cityFact(shift.id, value, { command, at: now, exercise: shift.exercise })] };
  },
};

/** 取消排班: takes a shift that has not begun to be served off the rota. Issues: `not-found`, `not-allowed-now`. */
export const cancelShift: CommandDefinition<'cancel-shift', SignShift> = {
  name: 'cancel-shift',
  title: { zh: '取消排班', en: 'Cancel a shift' },
  rule: commandRules['cancel-shift'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"shift": "<id>"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const found = shiftFor(reader, parsed, { to: 'cancelled' });
    if ('issues' in found) return found;
    const { id: own, value, exercise } = found.shift;
    return { drafts: [cityFact(own, { ...value, state: 'cancelled' }, { command, at: now, exercise })] };
  },
};

/** The shift and its person, when the step is allowed and the actor may sign for them. */
function shiftFor(
  reader: Reader,
  { shift: of, reason }: SignShift,
  { actor, to }: { actor?: Actor; to: Shift['state'] },
): Refusal | { readonly shift: Fact<Shift>; readonly person: Fact<Responder> | undefined } {
  const shift = factOf<Shift>(reader.get(of), 'shift');
  if (!shift) return refuseInput('not-found', `${of} is no shift in the picture; read it again.`, 'shift');
  const step = stepIssue(kind, { from: shift.value.state, to, id: shift.id });
  if (step) return { issues: [step] };
  const person = factOf<Responder>(reader.get(shift.value.responder), 'responder');
  const account = person?.value.account;
  if (actor && account !== undefined && account !== actor.id && reason === undefined)
    return refuseInput(
      'not-yours',
      'this is the shift of somebody else; say by "reason" why you sign for them.',
      'reason',
    );
  return { shift, person };
}

const signature = ({ reason }: SignShift, { actor, now }: { actor: Actor; now: Instant }) => ({
  at: now,
  by: actor.id,
  ...(reason === undefined ? {} : { reason: maskNumbers(reason) }),
});
