import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { EntityId } from '../model/id.js';
import type { Incident } from '../model/incident.js';
import { id } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Report } from '../model/report.js';
import type { Shelving } from '../model/shelving.js';
import { millis, toInstant } from '../model/time.js';
import { factOf } from '../resilience/fact.js';
import { mayBeShelved } from '../response/shelved.js';
import type { Reader, Row } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { standingLinks } from './standing-links.js';
import { words } from './words.js';

const MINUTE_MS = 60_000;
/** 8 h, until a city says otherwise. */
const MOST_MINUTES = 480;
/** In these somebody waits for help on a telephone. */
const CALLS: ReadonlySet<string> = new Set(['110', '119', '120', '122']);
/** In these there is nothing to set aside. */
const OVER: ReadonlySet<string> = new Set(['closed', 'reviewed', 'false-alarm', 'handed-over']);

const Input = z.strictObject({ of: id, minutes: z.number().int().min(1).max(MOST_MINUTES), reason: words(200) });
/** Which incident, for how long, and why. */
export type ShelveAlarm = z.infer<typeof Input>;

/**
 * 搁置: sets an incident aside for some minutes, with a reason; `mostMinutes` is how many, default and at most 480. It counts on, and comes back by
 * itself: at the end, when anything is stated of it, when another report is attached. Not a red one, nor one that nobody graded, nor one of
 * which a call to 110, 119, 120 or 122 tells. Issues: `invalid-input`, `not-found`, `not-allowed-now`, `not-shelvable`.
 */
export function defineShelveAlarm({ mostMinutes = MOST_MINUTES } = {}): CommandDefinition<'shelve-alarm', ShelveAlarm> {
  const Bounded = Input.extend({ minutes: Input.shape.minutes.max(mostMinutes) });
  return {
    name: 'shelve-alarm',
    title: { zh: '搁置', en: 'Set aside' },
    rule: commandRules['shelve-alarm'],
    schema: Bounded,
    parse: (input) => parseInput(Bounded, input, `{"of": "<incident>", "minutes": 1 to ${mostMinutes}, "reason": "…"}`),
    decide(reader, { parsed, ...command }, { now, actor }) {
      const found = incidentOf(reader, parsed.of);
      if ('issues' in found) return found;
      const { row, incident } = found;
      if (OVER.has(incident.state))
        return refuseInput('not-allowed-now', `${row.id} is ${incident.state}; there is nothing to set aside.`, 'of');
      if (!mayBeShelved(incident))
        return refuseInput('not-shelvable', 'what is red, or graded by nobody, is not set aside.', 'of');
      const calls = standingLinks(reader, row, 'tells', 'to')
        .map(({ value }) => factOf<Report>(reader.get(value.from), 'report'))
        .filter((report) => report && CALLS.has(report.value.channel));
      if (calls.length > 0)
        return refuseInput(
          'not-shelvable',
          'somebody called 110, 119, 120 or 122 about it: it is not set aside.',
          'of',
        );
      const value: Shelving = {
        of: row.id,
        until: toInstant(millis(now) + parsed.minutes * MINUTE_MS),
        reason: maskNumbers(parsed.reason),
        masked: actor.masked,
      };
      const { exercise } = row;
      return { drafts: [cityFact(madeBy('shelving', command, row.id), value, { command, at: now, exercise })] };
    },
  };
}

/** {@link defineShelveAlarm} as it comes. */
export const shelveAlarm = defineShelveAlarm();

const Taken = z.strictObject({ of: id });
/** Which incident. */
export type UnshelveAlarm = z.infer<typeof Taken>;

/** 取消搁置: brings an incident back before its time. Issues: `invalid-input`, `not-found`, `not-allowed-now` where it is not set aside. */
export const unshelveAlarm: CommandDefinition<'unshelve-alarm', UnshelveAlarm> = {
  name: 'unshelve-alarm',
  title: { zh: '取消搁置', en: 'Bring back' },
  rule: commandRules['unshelve-alarm'],
  schema: Taken,
  parse: (input) => parseInput(Taken, input, '{"of": "<incident>"}'),
  decide(reader, { parsed, ...command }, { now, actor }) {
    const found = incidentOf(reader, parsed.of);
    if ('issues' in found) return found;
    const { id: of, derived, exercise } = found.row;
    if (derived['shelved'] === undefined)
      return refuseInput('not-allowed-now', `${of} is not set aside; look again.`, 'of');
    const value: Shelving = { of, masked: actor.masked };
    return { drafts: [cityFact(madeBy('shelving', command, of), value, { command, at: now, exercise })] };
  },
};

function incidentOf(reader: Reader, of: string): Refusal | { readonly row: Row; readonly incident: Incident } {
  const row = reader.get(of as EntityId);
  const found = factOf<Incident>(row, 'incident');
  if (!row || !found) return refuseInput('not-found', `${of} is no incident in the picture; read it again.`, 'of');
  return { row, incident: found.value };
}
