import { expect } from 'chai';
import { overrideThresholds } from '../codes/override-thresholds.js';
import { nationalThresholds } from '../codes/warning-thresholds.js';
import type { Draft, Entry } from '../model/change.js';
import { Device } from '../model/device.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { Observation } from '../model/observation.schema.js';
import type { Report } from '../model/report.js';
import { schemas } from '../model/schemas.js';
import { createCity, type City } from '../city/city.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createEntries, createManualClock, createSeededIds } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import type { Analyst } from '../view/analyst.js';
import type { Delta } from '../view/view.js';
import { keyOf, reachedBy } from '../warning/limits.js';
import { defineLimitWatch } from './limit-watch.js';

const gauge = entityId('device', 'water', 'nanning');
// The stages of the Yong at Nanning as public notices name them.
const stages = [
  ['guard', 69.4],
  ['warning', 73],
  ['urgent', 74.9],
] as const;
const GAUGE = Device.parse({
  name: '南宁水文站',
  type: 'water-gauge',
  native: '80700001',
  verticalDatum: '站用基面',
  quantities: [
    {
      quantity: 'water-level',
      unit: 'm',
      limits: [
        ...stages.map(([name, value]) => ({ name, side: 'above' as const, value })),
        { name: 'low', side: 'below' as const, value: 60 },
      ],
    },
  ],
});
const level = (value: number, more: object = {}): Observation =>
  Observation.parse({
    device: gauge,
    quantity: 'water-level',
    value,
    unit: 'm',
    quality: 'good',
    verticalDatum: '站用基面',
    ...more,
  });
const rain = (quantity: string, value: number): Observation =>
  Observation.parse({ device: gauge, quantity, value, unit: 'mm', quality: 'good' });

describe('what a reading reaches', () => {
  const keys = (reading: Observation, device = GAUGE, thresholds = nationalThresholds): string[] | undefined =>
    reachedBy(device, reading, thresholds)?.map(keyOf);

  it('the limits of its gauge, the worst first; equal is reached', () => {
    expect(keys(level(69.39))).to.deep.equal([]);
    expect(keys(level(69.4))).to.deep.equal(['above:guard']);
    expect(keys(level(74.9))).to.deep.equal(['above:urgent', 'above:warning', 'above:guard']);
    expect(keys(level(60))).to.deep.equal(['below:low']);
    const [told] = GAUGE.quantities!;
    const lower = { name: 'dry', side: 'below' as const, value: 58 };
    const two = { ...GAUGE, quantities: [{ ...told!, limits: [...told!.limits!, lower] }] };
    expect(keys(level(58), two)).to.deep.equal(['below:dry', 'below:low']);
  });

  it('a number that is reached from above, at the number itself', () => {
    const frost = (value: number): Observation =>
      Observation.parse({ device: gauge, quantity: 'ground-temperature', value, unit: 'Cel', quality: 'good' });
    expect(keys(frost(0))).to.deep.equal(['frost:blue']);
    expect(keys(frost(0.1))).to.deep.equal([]);
  });

  it('nothing is compared of another datum, none, another unit, or what is not good', () => {
    for (const more of [
      { verticalDatum: '1985 国家高程基准' },
      { verticalDatum: undefined },
      { quality: 'suspect' },
      { quality: 'fault', value: null },
      { value: '75' },
    ])
      expect(keys(level(75, more)), JSON.stringify(more)).to.equal(undefined);
    const { verticalDatum: _, ...bare } = GAUGE;
    expect(keys(level(75), bare)).to.equal(undefined);
    expect(keys(level(7500, { unit: 'cm' }))).to.deep.equal([]);
  });

  it('the national numbers of a signal, or those of a city over them', () => {
    expect(keys(rain('rainfall-3h', 49.9))).to.deep.equal([]);
    expect(keys(rain('rainfall-3h', 50))).to.deep.equal(['rainstorm:orange']);
    expect(keys(rain('rainfall-3h', 100))).to.deep.equal(['rainstorm:red', 'rainstorm:orange']);
    expect(keys(rain('rainfall-1h', 100))).to.deep.equal([]);
    const { thresholds } = overrideThresholds({
      rainstorm: {
        red: { withinH: 1, needs: 'all', criteria: [{ quantity: 'rainfall-1h', is: 'at-least', value: 80 }] },
      },
    });
    expect(keys(rain('rainfall-1h', 80), GAUGE, thresholds)).to.deep.equal(['rainstorm:red']);
  });

  it('no threshold that one reading cannot tell: of days running, or of several quantities together', () => {
    const warm = (value: number): Observation => ({ ...rain('air-temperature', value), unit: 'Cel' });
    expect(keys(warm(36))).to.deep.equal([]);
    expect(keys(warm(37))).to.deep.equal(['high-temperature:orange']);
    expect(keys({ ...rain('temperature-drop-24h', 20), unit: 'Cel' })).to.deep.equal([]);
    expect(keys({ ...rain('gust-force', 9), unit: '{Bft}' }, GAUGE, { gale: nationalThresholds.gale! })).to.not.include(
      'gale:orange',
    );
  });
});

describe('limit watch', () => {
  function world(analyst: Analyst = defineLimitWatch()) {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    let delta: Delta | undefined;
    view.select(analyst.watches[0]!).subscribe((next) => (delta = next));
    let [n, atS] = [0, 0];
    const apply = (...entries: Entry[]): void => view.apply(entries, make.at(atS));
    apply(make.put(gauge, GAUGE));
    const kept = (drafts: readonly Draft[]): Draft[] => {
      apply(
        ...drafts.map(({ id, body, by, exercise }) =>
          make.put(id, (body as { value: object }).value, { atS, by: by!, ...(exercise && { exercise }) }),
        ),
      );
      return [...drafts];
    };
    return {
      view,
      make,
      apply,
      /** What is reported after a reading, with what was remembered of it kept. */
      read(value: Observation, exercise?: string): string[] {
        atS += 300;
        delta = undefined;
        apply(
          make.put(entityId('observation', 'water', String((n += 1))), value, { atS, ...(exercise && { exercise }) }),
        );
        if (!delta) return [];
        const asked = [delta];
        const { drafts } = analyst.step(asked, { view, now: make.at(atS) });
        expect(analyst.step(asked, { view, now: make.at(atS) }).drafts, 'pure').to.deep.equal(drafts);
        kept(drafts);
        expect(analyst.step(asked, { view, now: make.at(atS) }).drafts, 'again').to.deep.equal([]);
        return drafts.filter(({ kind }) => kind === 'report').map(({ body }) => titleOf(body));
      },
    };
  }
  const titleOf = (body: Draft['body']): string => ('value' in body ? (body.value as unknown as Report).title : '');

  it('tells of a limit when it is reached, of the worst alone, with the datum; going down ends nothing', () => {
    const { read, view } = world();
    expect(read(level(69.3))).to.deep.equal([]);
    expect(read(level(69.41))).to.deep.equal(['南宁水文站 水位 69.41 m（站用基面），超设防 69.4 m']);
    expect(read(level(69.5))).to.deep.equal([]);
    expect(read(level(75.91))).to.deep.equal(['南宁水文站 水位 75.91 m（站用基面），超紧急 74.9 m']);
    expect(read(level(73.2))).to.deep.equal([]);
    expect(read(level(66))).to.deep.equal([]);
    const reports = view.find({ kind: 'report' });
    expect(reports).to.have.length(2);
    for (const { value, by, derived } of reports) {
      expect(schemas.report.schema.safeParse(value).success).to.equal(true);
      expect([value['channel'], value['device'], by]).to.deep.equal(['device', gauge, 'limit-watch@2']);
      expect(derived['state']).to.not.equal('rejected');
    }
    expect(view.get(gauge)?.derived['alarms']).to.equal(2);
    expect(view.find({ kind: 'warning' })).to.deep.equal([]);
  });

  it('around a limit it is told once while that is open; once dismissed, only when it is reached anew', () => {
    const { read, view, apply, make } = world();
    const dismiss = (): void => {
      const of = view.find({ kind: 'report' }).at(-1)!.id;
      apply(make.put(entityId('triage', 'city', of), { of, outcome: 'rejected', reason: 'false' }, { by: 'u1' }));
    };
    expect(read(level(73.1))).to.have.length(1);
    for (const value of [72.9, 73.1, 72.9, 73.1]) expect(read(level(value))).to.deep.equal([]);
    dismiss();
    expect(read(level(73.2))).to.deep.equal([]);
    expect(read(level(66))).to.deep.equal([]);
    expect(read(level(73.1))).to.have.length(1);
  });

  it('what flutters about a limit is told once even where each report is dismissed; one that was left is told anew', () => {
    const { read, view, apply, make } = world();
    const dismiss = (): void => {
      for (const { id: of, derived } of view.find({ kind: 'report' }))
        if (derived['state'] === 'received')
          apply(make.put(entityId('triage', 'city', of), { of, outcome: 'rejected', reason: 'false' }, { by: 'u1' }));
    };
    expect(read(level(73.1))).to.have.length(1);
    for (const value of [72.99, 73.01, 72.98, 73.02, 72.99, 73]) {
      dismiss();
      expect(read(level(value)), String(value)).to.deep.equal([]);
    }
    expect(read(level(74.9)), 'the first to reach the next one').to.have.length(1);
    dismiss();
    // Readings come every five minutes: the seventh inside is half an hour after the first.
    for (let n = 0; n < 7; n += 1) expect(read(level(72.9))).to.deep.equal([]);
    expect(read(level(73.1)), 'left for half an hour').to.have.length(1);
  });

  it('a limit that states where it is over again is left there; another delay is for the host to say', () => {
    const own = Device.parse({
      ...GAUGE,
      quantities: [
        { quantity: 'water-level', unit: 'm', limits: [{ name: 'warning', side: 'above', value: 73, clear: 72.5 }] },
      ],
    });
    const told = (analyst: Analyst, device: Device, ...values: number[]): number => {
      const { read, view, apply, make } = world(analyst);
      apply(make.put(gauge, device));
      return values.reduce((sum, value) => {
        const count = read(level(value)).length;
        for (const { id: of } of view.find({ kind: 'report' }))
          apply(make.put(entityId('triage', 'city', of), { of, outcome: 'rejected', reason: 'false' }, { by: 'u1' }));
        return sum + count;
      }, 0);
    };
    const inside = Array.from({ length: 9 }, () => 72.6);
    expect(told(defineLimitWatch(), own, 73.1, ...inside, 73.1)).to.equal(1);
    expect(told(defineLimitWatch(), own, 73.1, 72.5, 73.1)).to.equal(2);
    expect(told(defineLimitWatch(), GAUGE, 73.1, 72.6, 73.1)).to.equal(1);
    expect(told(defineLimitWatch({ leftAfterS: 300 }), GAUGE, 73.1, 72.6, 73.1)).to.equal(2);
  });

  it('whose incident was closed is told again when it comes back, though it never quite left', () => {
    const { read, view, apply, make } = world();
    expect(read(level(73.1))).to.have.length(1);
    const from = view.find({ kind: 'report' })[0]!.id;
    const to = entityId('incident', 'city', '1');
    const incident = (state: string): Entry => make.put(to, { state, title: '超警戒' }, { by: 'u1' });
    apply(
      incident('confirmed'),
      make.put(entityId('link', 'city', '1'), { from, to, role: 'tells', reasons: ['by-hand'] }, { by: 'u1' }),
    );
    for (const value of [72.9, 73.1]) expect(read(level(value)), 'while it is open').to.deep.equal([]);
    apply(incident('closed'));
    expect(read(level(73.2)), 'still over').to.deep.equal([]);
    expect(read(level(72.9))).to.deep.equal([]);
    expect(read(level(73.1))).to.have.length(1);
    for (const value of [72.9, 73.1]) expect(read(level(value)), 'told and open').to.deep.equal([]);
  });

  it('what cannot be compared changes nothing of what is remembered', () => {
    const { read, view, apply, make } = world();
    expect(read(level(73.1))).to.have.length(1);
    apply(
      make.put(entityId('triage', 'city', '1'), {
        of: view.find({ kind: 'report' })[0]!.id,
        outcome: 'rejected',
        reason: 'false',
      }),
    );
    expect(read(level(1, { quality: 'suspect' }))).to.deep.equal([]);
    expect(read(level(73.1))).to.deep.equal([]);
  });

  it('a drill is told apart and of that drill alone', () => {
    const { read, view } = world();
    expect(read(level(73.1), 'spring')).to.have.length(1);
    expect(view.find({ kind: 'report' })[0]!.exercise).to.equal('spring');
    expect(view.get(gauge)?.derived['alarms']).to.equal(0);
    expect(read(level(73.1))).to.have.length(1);
  });

  it('rain is judged by the rule of rainstorm, a thermometer by none; a city’s own rule stands in its place', () => {
    const { read, view } = world();
    expect(read(rain('rainfall-3h', 102))).to.deep.equal([
      '南宁水文站 3 小时降水量 102 mm，达暴雨红色预警信号标准 100 mm',
    ]);
    expect(view.find({ kind: 'report' })[0]!.value['eventType']).to.equal('11B03');
    expect(read({ ...rain('air-temperature', 41), unit: 'Cel' })).to.deep.equal([]);
    const heat = world(defineLimitWatch({ thresholds: nationalThresholds }));
    expect(heat.read({ ...rain('air-temperature', 41), unit: 'Cel' })).to.deep.equal([
      '南宁水文站 气温 41 ℃，达高温红色预警信号标准 40 ℃',
    ]);
    const own = world(defineLimitWatch({ thresholds: overrideThresholds({ rainstorm: { red: null } }).thresholds }));
    expect(own.read(rain('rainfall-3h', 102))).to.deep.equal([
      '南宁水文站 3 小时降水量 102 mm，达暴雨橙色预警信号标准 50 mm',
    ]);
  });

  it('in a city: told in the commit after the reading, and not again after a restart', async () => {
    const clock = createManualClock();
    const ids = createSeededIds(3);
    const held = createMemoryStore({ clock, ids });
    const start = async (): Promise<{ city: City; read(key: string, value: number): Promise<void> }> => {
      const feed = createFeedByHand(clock);
      const feeds = [{ feed: feed.feed, source: 'water' }];
      const city = await createCity({ ...held, clock, ids, feeds, analysts: [defineLimitWatch()] });
      const deliver = async (key: string, id: EntityId, value: object): Promise<void> => {
        await clock.pass(60_000);
        feed.deliver(key, [[id, value]]);
        for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
      };
      await deliver('gauge', gauge, GAUGE);
      return { city, read: (key, value) => deliver(key, entityId('observation', 'water', key), level(value)) };
    };
    const first = await start();
    await first.read('1', 73.1);
    const [told] = first.city.view.find({ kind: 'report' });
    expect(told?.value['title']).to.equal('南宁水文站 水位 73.1 m（站用基面），超警戒 73 m');
    expect(told?.basis).to.equal('derived');
    await first.city.close();
    const { city, read } = await start();
    await read('2', 73.3);
    expect(city.view.find({ kind: 'report' }).map(({ id }) => id)).to.deep.equal([told!.id]);
    await read('3', 75);
    expect(city.view.find({ kind: 'report' })).to.have.length(2);
    await city.close();
  });

  it('says nothing of a device that nobody knows', () => {
    expect(world().read(level(99, { device: 'device/water/other' }))).to.deep.equal([]);
  });
});
