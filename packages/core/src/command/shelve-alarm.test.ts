import { expect } from 'chai';
import fc from 'fast-check';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import type { Entry } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import { Shelving } from '../model/shelving.schema.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { createLocalView } from '../view/host-view.js';
import { advanceIncident, gradeIncident } from './advance-incident.js';
import { desks, type Desk } from './desk.test.js';
import { openIncident } from './open-incident.js';
import { defineShelveAlarm, shelveAlarm, unshelveAlarm } from './shelve-alarm.js';
import { triageReport } from './triage-report.js';

const MINUTE_MS = 60_000;
const REASON = '施工排水，已派人看守';

describe('搁置', () => {
  const open = desks([openIncident, gradeIncident, advanceIncident, triageReport, shelveAlarm, unshelveAlarm]);

  /** An incident of a level, told of by a report of a channel. */
  async function desk(level: string | undefined, channel = 'device', exercise?: string) {
    const at = await open(exercise);
    const report = (native: string, channel: string): readonly [string, object] => [
      `report/registry/${native}`,
      { channel, needs: ['fire'], eventType: '12G00', title: '火警' },
    ];
    await at.list(report('1', channel), report('2', 'device'));
    const [incident] = await at.send('open-incident', { of: 'report/registry/1' });
    if (level !== undefined) await at.send('grade-incident', { incident: incident!, level });
    const shelve = (more: object = {}) =>
      at.send('shelve-alarm', { of: incident!, minutes: 30, reason: REASON, ...more });
    const shelved = (): { until: Instant; masked: string; reason: string } | undefined =>
      at.city.view.get(incident as EntityId)?.derived['shelved'] as never;
    return { at, incident: incident!, shelve, shelved };
  }
  const kept = async (name: string, of: Awaited<ReturnType<typeof desk>>, act: (at: Desk) => Promise<unknown>) => {
    await of.shelve();
    expect(of.shelved(), name).to.not.equal(undefined);
    await act(of.at);
    expect(of.shelved(), name).to.equal(undefined);
  };

  it('sets an incident aside until a time, with who and why; no number of a reason stays, nothing else of it changes', async () => {
    const { at, incident, shelve, shelved } = await desk('3');
    const before = at.city.view.get(incident as EntityId)!;
    const [id] = await shelve({ reason: '已电告 13812345678' });
    expect(Shelving.safeParse(at.value(id!)).error).to.equal(undefined);
    expect(shelved()).to.deep.include({ masked: 'u1*', reason: '已电告 138****5678' });
    expect(millis(shelved()!.until) - millis(at.clock.now())).to.equal(30 * MINUTE_MS);
    const { derived, value } = at.city.view.get(incident as EntityId)!;
    const { shelved: _, ...rest } = derived;
    expect([value, rest]).to.deep.equal([before.value, before.derived]);
  });

  it('comes back by itself at the end, and not before', async () => {
    const { at, shelve, shelved } = await desk('3');
    await shelve();
    await at.clock.pass(29 * MINUTE_MS);
    at.city.view.advance(at.clock.now());
    expect(shelved()).to.not.equal(undefined);
    await at.clock.pass(MINUTE_MS);
    at.city.view.advance(at.clock.now());
    expect(shelved()).to.equal(undefined);
  });

  it('comes back when anything is stated of it, when a report is attached, and when it is taken back', async () => {
    const graded = await desk('3');
    await kept('graded', graded, (at) => at.send('grade-incident', { incident: graded.incident, level: '2' }));
    const moved = await desk('3');
    await kept('moved on', moved, (at) => at.send('advance-incident', { incident: moved.incident, to: 'confirmed' }));
    const told = await desk('3');
    await kept('told of', told, (at) =>
      at.send('triage-report', { of: 'report/registry/2', outcome: 'attached', incident: told.incident }),
    );
    const back = await desk('3');
    await kept('taken back', back, (at) => at.send('unshelve-alarm', { of: back.incident }));
    expect(await back.at.send('unshelve-alarm', { of: back.incident })).to.deep.equal(['not-allowed-now /input/of']);
  });

  it('is refused for red, for what nobody graded, for what somebody called about, and for what is over', async () => {
    for (const [level, channel] of [
      ['1', 'device'],
      [undefined, 'device'],
      ['3', '119'],
      ['3', '110'],
      ['3', '120'],
      ['below', '122'],
    ] as const) {
      const { shelve, shelved } = await desk(level, channel);
      expect(await shelve(), `${level} ${channel}`).to.deep.equal(['not-shelvable /input/of']);
      expect(shelved()).to.equal(undefined);
    }
    const over = await desk('3');
    await over.at.send('advance-incident', { incident: over.incident, to: 'false-alarm', reason: '误报' });
    expect((await over.shelve()).join()).to.match(/^not-allowed-now/);
    const { at, shelve } = await desk('4');
    expect(await shelve({ of: 'report/registry/1' })).to.deep.equal(['not-found /input/of']);
    for (const wrong of [{ minutes: 481 }, { minutes: 0 }, { minutes: 1.5 }, { reason: ' ' }])
      expect((await shelve(wrong)).join(), JSON.stringify(wrong)).to.match(/^invalid-input/);
    expect(at.all('shelving')).to.deep.equal([]);
  });

  it('lasts no longer than a city lets it', () => {
    const bounded = defineShelveAlarm({ mostMinutes: 60 });
    const of = 'incident/city/1';
    expect(bounded.parse({ of, minutes: 60, reason: REASON })).to.have.property('input');
    expect(bounded.parse({ of, minutes: 61, reason: REASON })).to.have.property('issues');
    expect(() => defineShelveAlarm({ mostMinutes: 600 }).parse({ of, minutes: 500, reason: REASON })).to.not.throw();
  });

  it('of a drill stays of that drill', async () => {
    const { at, shelve } = await desk('3', 'device', 'spring');
    const [id] = await shelve();
    expect(at.city.view.get(id as EntityId)).to.include({ exercise: 'spring' });
  });

  it('whatever was stated in whatever order: nothing is set aside past its end, nothing red or ungraded ever', () => {
    const make = createEntries();
    const of = 'incident/city/1';
    const level = fc.constantFrom('1', '2', '3', '4', 'below', undefined);
    const step = fc.oneof(
      level.map((level) => ({ kind: 'incident' as const, level })),
      fc.option(fc.integer({ min: -60, max: 600 })).map((minutes) => ({ kind: 'shelving' as const, minutes })),
    );
    let n = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 0, max: 700 }), (steps, later) => {
        const now = make.at(0);
        const view = createLocalView({ now });
        let last: string | undefined;
        const entries = steps.map((each): Entry => {
          if (each.kind === 'incident') {
            last = each.level;
            return make.put(of as EntityId, { state: 'open', title: '一', ...(each.level && { level: each.level }) });
          }
          const until =
            each.minutes === null ? {} : { until: toInstant(millis(now) + each.minutes * MINUTE_MS), reason: '因' };
          return make.put(`shelving/city/${(n += 1)}` as EntityId, { of, masked: '李*', ...until });
        });
        view.apply(entries, now);
        const at = toInstant(millis(now) + later * MINUTE_MS);
        view.advance(at);
        const shelved = view.get(of as EntityId)?.derived['shelved'] as { until: Instant } | undefined;
        if (!shelved) return;
        expect(millis(shelved.until)).to.be.greaterThan(millis(at));
        expect(last).to.be.oneOf(['2', '3', '4', 'below']);
        expect(steps.at(-1)!.kind, 'nothing was stated of it since').to.equal('shelving');
      }),
      seeds(),
    );
  });
});
