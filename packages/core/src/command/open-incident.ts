import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Incident } from '../model/incident.js';
import type { Link } from '../model/link.js';
import { eventType, id, level, lonLat, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Report } from '../model/report.js';
import { triageSteps } from '../model/triage.js';
import { factOf, takesPart, type Fact } from '../resilience/fact.js';
import type { Reader } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  of: means(id.optional(), 'The report that tells of it. Others are attached by triage-report.'),
  place: means(id.optional(), 'Where; needed where no report tells of it.'),
  position: means(lonLat.optional(), 'WGS 84, degrees.'),
  title: means(words(200).optional(), 'One line that names it; default: that of the report.'),
  eventType: means(eventType.optional(), 'Default: as the report states it.'),
  level: level.optional(),
  exercise: means(z.string().min(1).optional(), 'Names the drill that it belongs to, where the report does not.'),
});
/** What happened, where, and which report tells of it. */
export type OpenIncident = z.infer<typeof Input>;

/**
 * 立案: something has happened, as a report tells or as the desk knows. The incident begins `open`, and the report is attached to it in
 * the same commit. Issues: `invalid-input`, `not-found`, `not-allowed-now` where the report tells of another, or was decided to be none.
 */
export const openIncident: CommandDefinition<'open-incident', OpenIncident> = {
  name: 'open-incident',
  title: { zh: '立案', en: 'Open an incident' },
  rule: commandRules['open-incident'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"of": "<report>"}, or a "title" and the "place"'),
  decide(reader, { parsed, ...command }, { now }) {
    const { of, position, level: grade } = parsed;
    const report = of === undefined ? undefined : telling(reader, of, parsed.exercise);
    if (report && 'issues' in report) return report;
    const exercise = report ? report.exercise : parsed.exercise;
    const place = parsed.place ?? (report && placeOf(reader, report.value));
    const title = parsed.title ?? report?.value.title;
    if (title === undefined)
      return refuseInput('invalid-input', 'say by "title" what happened, or by "of" who tells of it.', 'title');
    if (!report && place === undefined)
      return refuseInput('invalid-input', 'say by "place" where, or by "of" who tells of it.', 'place');
    if (parsed.place !== undefined) {
      const row = reader.get(parsed.place);
      if (row?.kind !== 'place' || !takesPart(row, exercise))
        return refuseInput('not-found', `${parsed.place} is no place in the picture; choose another.`, 'place');
    }
    const kind = parsed.eventType ?? report?.value.eventType;
    const value: Incident = {
      state: 'open',
      title: maskNumbers(title),
      ...(kind === undefined ? {} : { eventType: kind }),
      ...(grade === undefined ? {} : { level: grade }),
      ...(place === undefined ? {} : { place }),
      ...(position === undefined ? {} : { position, datum: 'wgs84' }),
      steps: [{ to: 'open', at: now, by: command.actor }],
    };
    const saying = { command, at: now, exercise };
    const incident = cityFact(madeBy('incident', command), value, saying);
    if (!report) return { drafts: [incident] };
    const link: Link = { from: report.id, to: incident.id, role: 'tells', score: 1, reasons: ['desk'] };
    return { drafts: [incident, cityFact(madeBy('link', command, report.id), link, saying)] };
  },
};

/** The report, where an incident may be opened of it. */
function telling(reader: Reader, of: Fact<Report>['id'], asked: string | undefined): Refusal | Fact<Report> {
  const row = reader.get(of);
  const report = factOf<Report>(row, 'report');
  if (!report || (asked !== undefined && asked !== report.exercise))
    return refuseInput('not-found', `${of} is no report in the picture that could tell of it; read it again.`, 'of');
  const state = String(row!.derived['state']);
  if (triageSteps[state]?.includes('attached')) return report;
  const next =
    state === 'attached'
      ? `it tells of ${String(row!.derived['incident'])}; take it out by unmerge-incident first`
      : 'take it up again by triage-report first';
  return refuseInput('not-allowed-now', `${of} is ${state}: ${next}.`, 'of');
}

/** Where a report tells that it is: its place, or that of the device that raised it. */
function placeOf(reader: Reader, { place, device }: Report): Incident['place'] {
  return place ?? (device && (reader.get(device)?.value['place'] as Incident['place']));
}
