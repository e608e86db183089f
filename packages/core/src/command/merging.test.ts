import { expect } from 'chai';
import fc from 'fast-check';
import { checkDraft } from '../feed/door.js';
import { entityId, type EntityId } from '../model/id.js';
import { organizationExample } from '../model/organization.schema.js';
import { createEntries, fireAlarm } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from '../view/host-view.js';
import type { Row } from '../view/view.js';
import type { Json } from '../json.js';
import type { CommandDefinition } from './command.js';
import { person } from './desk.test.js';
import { mergeIncidents, unmergeIncident } from './merge-incidents.js';
import { triageReport } from './triage-report.js';

const report = (n: number): EntityId => fireAlarm(String(n))[0];
const incident = (n: number): EntityId => entityId('incident', 'city', String(n));
const UNIT = entityId('organization', 'registry', 'unit');
const [REPORTS, INCIDENTS] = [3, 3];

/** A picture of some reports and incidents; a Command is decided on it as it stands, and what it states is in it at once. */
function picture() {
  const { put, at } = createEntries();
  const view = createLocalView({ now: at(0) });
  view.apply(
    [
      put(UNIT, organizationExample),
      ...Array.from({ length: REPORTS }, (_, n) => put(report(n), fireAlarm(String(n))[1])),
      ...Array.from({ length: INCIDENTS }, (_, n) => put(incident(n), { state: 'confirmed', title: '火警' })),
    ],
    at(0),
  );
  let sent = 0;
  return {
    view,
    /** Codes of what speaks against it, or how many facts it states. */
    send({ name, parse, decide }: CommandDefinition, input: Json): string | number {
      const read = parse(input);
      if ('issues' in read) return read.issues[0]!.code;
      const now = at((sent += 1));
      const decision = decide(
        view,
        { v: 1, id: `command-${sent}`, name, actor: 'u1', at: now, input, parsed: read.input, seed: `command-${sent}` },
        { now, actor: person('u1') },
      );
      if ('issues' in decision) return decision.issues[0]!.code;
      if (!('drafts' in decision)) throw new Error('no act on the vault');
      for (const { id, by, body } of decision.drafts) {
        const { draft } = checkDraft({ v: 1, kind: id.split('/')[0]!, id, at: now, basis: 'stated', body });
        view.apply([put(id, (draft!.body as { value: object }).value, { atS: sent, by: by! })], now);
      }
      return decision.drafts.length;
    },
  };
}
type Picture = ReturnType<typeof picture>;

const shown = ({ view }: Picture): readonly Row[] => ['report', 'incident'].flatMap((kind) => view.find({ kind }));

const aReport = fc.nat(REPORTS - 1).map(report);
const anIncident = fc.nat(INCIDENTS - 1).map(incident);
const cases = (input: fc.Arbitrary<object>) => input.map((value) => value as Json);
const sorted = cases(
  fc.oneof(
    fc.record({ of: aReport, outcome: fc.constantFrom('accepted', 'returned') }),
    fc.record({ of: aReport, outcome: fc.constant('attached'), incident: anIncident }),
    fc.record({ of: aReport, outcome: fc.constant('rejected'), reason: fc.constantFrom('silent', 'nuisance') }),
    fc.record({
      of: aReport,
      outcome: fc.constant('handed-over'),
      to: fc.constant(UNIT),
      reason: fc.constant('to-12345'),
    }),
  ),
).map((input) => [triageReport, input] as const);
const merged = cases(fc.record({ incident: anIncident, into: anIncident })).map(
  (input) => [mergeIncidents, input] as const,
);
const parted = cases(
  fc.record({ of: fc.oneof(aReport, anIncident), from: anIncident, reason: fc.constant('mistake') }),
).map((input) => [unmergeIncident, input] as const);
const deeds = fc.array(fc.oneof({ weight: 4, arbitrary: sorted }, merged, parted), { maxLength: 12 });

/** Each that a report can come to. */
const OUTCOMES: readonly { readonly [field: string]: Json }[] = [
  { outcome: 'accepted' },
  { outcome: 'returned' },
  { outcome: 'attached', incident: incident(0) },
  { outcome: 'rejected', reason: 'silent' },
  { outcome: 'handed-over', to: UNIT, reason: 'to-12345' },
];

const first = (input: object): [[readonly [typeof triageReport, Json]]] => [
  [[triageReport, { of: report(0), ...input }]],
];

describe('reports sorted, incidents merged', () => {
  it('whatever people decide on whatever they saw, each report is open, attached, rejected with a reason or handed over; once', () => {
    const seen: { [state: string]: number } = {};
    fc.assert(
      fc.property(deeds, (all) => {
        const at = picture();
        for (const [command, input] of all) {
          const before = shown(at);
          const said = at.send(command as CommandDefinition, input);
          if (typeof said === 'string' || said === 0) expect(shown(at), `refused: ${said}`).to.deep.equal(before);
        }
        const reports = at.view.find({ kind: 'report' });
        expect(reports).to.have.length(REPORTS);
        for (const { id, derived } of reports) {
          const state = String(derived['state']);
          seen[state] = (seen[state] ?? 0) + 1;
          // Exactly who is attached tells of an incident: none counts there that is rejected, none is attached to nothing.
          expect(state === 'attached', `${id} ${state}`).to.equal(derived['incident'] !== undefined);
          const last = at.view.find({ kind: 'triage' }).filter(({ value }) => value['of'] === id);
          if (state === 'rejected') expect(last.some(({ value }) => value['reason'] !== undefined)).to.equal(true);
        }
        const incidents = at.view.find({ kind: 'incident' });
        expect(incidents).to.have.length(INCIDENTS);
        // What goes on as another is counted there with its own.
        const themselves = incidents.filter(({ derived }) => derived['mergedInto'] === undefined);
        const counted = themselves.reduce((sum, { derived }) => sum + Number(derived['reports']), 0);
        expect(counted).to.equal(reports.filter(({ derived }) => derived['state'] === 'attached').length);
        // What goes on as another ends at one that goes on as itself.
        for (let { id, derived } of incidents) {
          for (let steps = 0; derived['mergedInto'] !== undefined; steps += 1) {
            expect(steps, id).to.be.below(INCIDENTS);
            ({ id, derived } = at.view.get(derived['mergedInto'] as EntityId)!);
          }
        }
      }),
      // Fewer than 1,000: each makes a picture and looks at all of it after every decision. Chance need not come upon each outcome.
      { ...seeds(200), examples: OUTCOMES.map(first) },
    );
    for (const state of ['received', 'accepted', 'attached', 'rejected', 'handed-over', 'returned'])
      expect(seen[state], state).to.be.above(0);
  });

  it('what is unmerged is exactly as if it had never been merged, whatever was decided before', () => {
    let undone = 0;
    fc.assert(
      fc.property(
        deeds,
        fc.oneof(
          fc
            .tuple(aReport, anIncident)
            .map(([of, to]) => [triageReport, { of, outcome: 'attached', incident: to }, of, to] as const),
          fc
            .tuple(anIncident, anIncident)
            .map(([of, to]) => [mergeIncidents, { incident: of, into: to }, of, to] as const),
        ),
        (all, [command, input, of, from]) => {
          const at = picture();
          for (const [each, said] of all) at.send(each as CommandDefinition, said);
          const before = shown(at);
          if (at.send(command as CommandDefinition, input) !== 1) return;
          expect(shown(at)).not.to.deep.equal(before);
          expect(at.send(unmergeIncident as CommandDefinition, { of, from, reason: 'other-place' })).to.equal(1);
          expect(shown(at)).to.deep.equal(before);
          expect(at.send(unmergeIncident as CommandDefinition, { of, from, reason: 'mistake' })).to.equal('not-merged');
          undone += 1;
        },
      ),
      // Fewer than 1,000: each makes a picture, and compares all of it before and after.
      seeds(250),
    );
    expect(undone, 'merges that were taken back').to.be.above(40);
  });
});
