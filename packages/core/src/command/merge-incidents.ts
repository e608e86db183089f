import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { isOverState } from '../fusion/open-report.js';
import type { EntityId } from '../model/id.js';
import type { Link } from '../model/link.js';
import { id, means } from '../model/marks.js';
import type { Reader, Row } from '../view/view.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { standingLinks } from './standing-links.js';

const Merge = z.strictObject({
  incident: means(id, 'The one that is part of the other from now on.'),
  into: id,
});
/** Which incident is the same as which: the first goes on as the second. */
export type MergeIncidents = z.infer<typeof Merge>;

const Unmerge = z.strictObject({
  of: means(id, 'What is taken out: a report, or an incident that was merged.'),
  from: means(id, 'The incident that it is taken out of.'),
  reason: means(z.enum(['other-place', 'other-time', 'other-event', 'mistake']), '不同地点, 不同时间, 另一起, 误操作.'),
});
/** What is taken out of which incident, and why. */
export type UnmergeIncident = z.infer<typeof Unmerge>;

/** The incident that one is merged into, by a link that stands. */
export const intoOf = (reader: Pick<Reader, 'referring'>, incident: Row): EntityId | undefined =>
  standingLinks(reader, incident, 'same-as')[0]?.value.to;

/**
 * 警情归并: two incidents are one, and the first goes on as the second. It is a link: neither is written over, and reports stay with
 * the incident they tell of. Issues: `invalid-input`, `not-found`, `merged-already`, `not-allowed-now` where what is open would go
 * behind what is over.
 */
export const mergeIncidents: CommandDefinition<'merge-incidents', MergeIncidents> = {
  name: 'merge-incidents',
  title: { zh: '警情归并', en: 'Merge incidents' },
  rule: commandRules['merge-incidents'],
  schema: Merge,
  parse: (input) => parseInput(Merge, input, '{"incident": "<id>", "into": "<id>"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const [incident, into] = [reader.get(parsed.incident), reader.get(parsed.into)];
    if (incident?.kind !== 'incident')
      return refuseInput('not-found', `${parsed.incident} is no incident in the picture; read it again.`, 'incident');
    if (into?.kind !== 'incident' || into.exercise !== incident.exercise)
      return refuseInput('not-found', `${parsed.into} is no incident it could be merged into; choose another.`, 'into');
    if (incident.id === into.id)
      return refuseInput('invalid-input', 'an incident is merged into another; name two.', 'into');
    const already = intoOf(reader, incident);
    if (already === into.id) return { drafts: [] };
    if (already !== undefined)
      return refuseInput(
        'merged-already',
        `${incident.id} is merged into ${already}; merge that, or unmerge-incident first.`,
        'incident',
      );
    const beyond = intoOf(reader, into);
    if (beyond !== undefined)
      return refuseInput('merged-already', `${into.id} is merged into ${beyond} itself; merge into that.`, 'into');
    if (isOverState(into.value['state']) && !isOverState(incident.value['state']))
      return refuseInput(
        'not-allowed-now',
        `${into.id} is ${String(into.value['state'])}, and ${incident.id} is not over; merge them the other way round.`,
        'into',
      );
    const value: Link = { from: incident.id, to: into.id, role: 'same-as', score: 1, reasons: ['desk'] };
    const saying = { command, at: now, exercise: incident.exercise };
    return { drafts: [cityFact(madeBy('link', command, incident.id), value, saying)] };
  },
};

/**
 * 拆分: takes a report or a merged incident out of an incident again, with the reason. The link is taken back by another, so that all
 * is as it was before, and what came in between stays. Issues: `invalid-input`, `not-found`, `not-merged` where it is in it no more.
 */
export const unmergeIncident: CommandDefinition<'unmerge-incident', UnmergeIncident> = {
  name: 'unmerge-incident',
  title: { zh: '拆分', en: 'Unmerge' },
  rule: commandRules['unmerge-incident'],
  schema: Unmerge,
  parse: (input) =>
    parseInput(Unmerge, input, '{"of": "<report or incident>", "from": "<incident>", "reason": "mistake"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const row = reader.get(parsed.of);
    if (row?.kind !== 'report' && row?.kind !== 'incident')
      return refuseInput('not-found', `${parsed.of} is no report or incident in the picture; read it again.`, 'of');
    const role = row.kind === 'report' ? 'tells' : 'same-as';
    // More than one, where a rule and a person said the same.
    const standing = standingLinks(reader, row, role).filter(({ value }) => value.to === parsed.from);
    if (standing.length === 0)
      return refuseInput('not-merged', `${parsed.of} is not part of ${parsed.from}; read it again.`, 'from');
    const drafts = standing.map(({ id: undoes, value: { from, to } }) => {
      const value: Link = { from, to, role, reasons: ['desk', parsed.reason], undoes: undoes as EntityId<'link'> };
      return cityFact(madeBy('link', command, undoes), value, { command, at: now, exercise: row.exercise });
    });
    return { drafts };
  },
};
