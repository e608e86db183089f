import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { id } from '../model/marks.js';
import type { Incident } from '../model/incident.js';
import type { Link } from '../model/link.js';
import type { Report } from '../model/report.js';
import { triageSteps, type Triage } from '../model/triage.js';
import { rejection } from '../model/triage.schema.js';
import { factOf, factsOf, takesPart, together } from '../resilience/fact.js';
import type { Reader, Row } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { intoOf } from './merge-incidents.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';

const of = id;

const Input = z.discriminatedUnion('outcome', [
  z.strictObject({ of, outcome: z.literal('accepted') }),
  /** The incident that it tells of; `repeat` where that is known by another call already (重复报警). */
  z.strictObject({ of, outcome: z.literal('attached'), incident: id, repeat: z.literal(true).optional() }),
  z.strictObject({ of, outcome: z.literal('rejected'), reason: rejection }),
  z.strictObject({ of, outcome: z.literal('handed-over'), to: id, reason: z.enum(['to-12345', 'not-theirs']) }),
  /** Who handed it back, where that is known. */
  z.strictObject({ of, outcome: z.literal('returned'), to: id.optional() }),
]);
/** What is decided about a report, with what that outcome asks for. */
export type TriageReport = z.infer<typeof Input>;

/**
 * 分诊: takes a report up, attaches it to an incident, rejects it with a reason, hands it over, or has it back. To attach is a link,
 * which `unmerge-incident` takes back; all else is a triage. What stands so already changes nothing. Issues: `invalid-input`, `not-found`,
 * `not-allowed-now` where it has been decided otherwise, `merged-already` where the incident is part of another.
 */
export const triageReport: CommandDefinition<'triage-report', TriageReport> = {
  name: 'triage-report',
  title: { zh: '分诊', en: 'Sort a report' },
  rule: commandRules['triage-report'],
  schema: Input,
  parse: (input) =>
    parseInput(Input, input, '{"of": "<report>", "outcome": "accepted"} and what that outcome asks for'),
  decide(reader, { parsed, ...command }, { now }) {
    const report = reader.get(parsed.of);
    if (!factOf<Report>(report, 'report'))
      return refuseInput('not-found', `${parsed.of} is no report in the picture; read it again.`, 'of');
    const state = String(report!.derived['state']);
    if (state === parsed.outcome) return standsSo(reader, report!, parsed) ? { drafts: [] } : decided(report!, state);
    if (!triageSteps[state]?.includes(parsed.outcome)) return decided(report!, state);
    const saying = { command, at: now, exercise: report!.exercise };
    if (parsed.outcome === 'attached') {
      const wrong = notForIt(reader, report!, parsed.incident);
      if (wrong) return wrong;
      const value: Link = {
        from: parsed.of,
        to: parsed.incident,
        role: 'tells',
        score: 1,
        reasons: parsed.repeat ? ['desk', 'duplicate'] : ['desk'],
      };
      return { drafts: [cityFact(madeBy('link', command, parsed.of), value, saying)] };
    }
    const unit = 'to' in parsed && parsed.to !== undefined ? reader.get(parsed.to) : undefined;
    if (
      'to' in parsed &&
      parsed.to !== undefined &&
      (unit?.kind !== 'organization' || !takesPart(unit, report!.exercise))
    )
      return refuseInput('not-found', `${parsed.to} is no organization in the picture; choose another.`, 'to');
    const value: Triage = parsed;
    return { drafts: [cityFact(madeBy('triage', command, parsed.of), value, saying)] };
  },
};

/** Whether what stands is what is asked for, and not only of the same name. */
function standsSo(reader: Reader, report: Row, asked: TriageReport): boolean {
  if (asked.outcome === 'attached') return report.derived['incident'] === asked.incident;
  const last = together(report, factsOf<Triage>(reader.referring(report.id), 'triage'))
    .filter(({ value }) => value.of === report.id)
    .sort((a, b) => Number(b.position) - Number(a.position))[0]?.value;
  const told = asked as Partial<Triage>;
  return last?.reason === told.reason && last?.to === told.to;
}

/** What its state lets be done, in words that say the next step. */
function decided({ id: report, derived }: Row, state: string): Refusal {
  const next =
    state === 'attached'
      ? `it tells of ${String(derived['incident'])}; take it out by unmerge-incident first`
      : `it can become ${triageSteps[state]?.join(' or ') ?? 'nothing'}; read it again`;
  return refuseInput('not-allowed-now', `${report} is ${state}: ${next}.`, 'outcome');
}

/** Why a report cannot be attached to this. One that is over takes it: a repeat of it is no other incident, and no nuisance. */
function notForIt(reader: Reader, report: Row, named: TriageReport['of']): Refusal | undefined {
  const row = reader.get(named);
  if (!factOf<Incident>(row, 'incident') || row!.exercise !== report.exercise)
    return refuseInput('not-found', `${named} is no incident in the picture; choose another.`, 'incident');
  const into = intoOf(reader, row!);
  return into && refuseInput('merged-already', `${named} is merged into ${into}; attach it to that.`, 'incident');
}
