import { expect } from 'chai';
import fc from 'fast-check';
import { checkObservation } from '../codes/check-observation.js';
import { quantities } from '../codes/quantities.js';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import type { Observation } from '../model/observation.js';
import { schemas } from '../model/schemas.js';
import { toInstant } from '../model/time.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createMemoryLogger, createSeededIds, detector, fireAlarm } from '../testing/index.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createCity } from '../city/city.js';
import { stated } from './push.js';
import { asFault, weighReading } from './weigh.js';
import { seeds } from '../testing/seeds.js';

const START = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
const [gauge, gaugeValue] = detector('gauge', { contract: { by: 'periodic', everyS: 300 } });
let n = 0;
const reading = (more: object): Draft =>
  stated(
    entityId('observation', 'wire', String((n += 1))),
    { device: gauge, quantity: 'water-level', value: 74.82, unit: 'm', quality: 'good', ...more },
    START,
  );
const weigh = (more: object, device?: object) => {
  const { draft, issues } = weighReading(reading(more), { get: () => device && ({ value: device } as never) });
  const value = ('value' in draft.body ? draft.body.value : {}) as Record<string, unknown>;
  return { value, codes: issues.map(({ code, path }) => [code, path]), issues };
};

describe('readings at the door', () => {
  it('a level takes its vertical datum from the message, else from its gauge, and is suspect without one', () => {
    const datum = '珠江基面';
    expect(weigh({})).to.deep.include({ codes: [['level-without-datum', '/body/value/value']] });
    expect(weigh({}).value['quality']).to.equal('suspect');
    for (const each of [weigh({ verticalDatum: datum }), weigh({}, { verticalDatum: datum })])
      expect([each.value['quality'], each.value['verticalDatum'], each.codes]).to.deep.equal(['good', datum, []]);
    const differs = weigh({ verticalDatum: datum }, { verticalDatum: '1985国家高程基准' });
    expect([differs.value['quality'], differs.value['verticalDatum'], differs.codes]).to.deep.equal([
      'suspect',
      datum,
      [['datum-differs', '/body/value/verticalDatum']],
    ]);
    const rain = weigh({ quantity: 'rainfall-1h', value: 3, unit: 'mm' }, { verticalDatum: datum });
    expect(rain.value).to.not.have.property('verticalDatum');
  });

  it('what its device cannot tell is kept and suspect, by the unit that the device states', () => {
    const ultrasonic = { quantities: [{ quantity: 'ponding-depth', unit: 'm', lowest: 0.02, highest: 2 }] };
    const depth = { quantity: 'ponding-depth', unit: 'm' };
    expect(weigh({ ...depth, value: 2 }, ultrasonic).codes).to.deep.equal([]);
    const beyond = weigh({ ...depth, value: 2.5 }, ultrasonic);
    expect([beyond.value['value'], beyond.value['quality'], beyond.codes]).to.deep.equal([
      2.5,
      'suspect',
      [['implausible-value', '/body/value/value']],
    ]);
    expect(beyond.issues[0]?.message).to.include('observation/wire/').and.include('0.02 to 2');
    expect(
      weigh({ ...depth, value: 2.5 }, { quantities: [{ quantity: 'ponding-depth', highest: 200 }] }).codes,
    ).to.deep.equal([]);
  });

  it('a number that is none is a fault of a device that was heard, not a lost message', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const { draft, issues } = asFault(reading({ value }));
      expect('value' in draft.body && draft.body.value).to.deep.include({ value: null, quality: 'fault' });
      expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([['no-number', '/body/value/value']]);
    }
    for (const value of [-0, 1e308, null, 'NaN', [NaN]]) {
      const given = reading({ value });
      expect(asFault(given)).to.deep.equal({ draft: given, issues: [] });
    }
    for (const body of [undefined, null, 7, {}, { removed: true }, { value: null }, { value: [NaN] }]) {
      const given = { ...reading({}), body } as never;
      expect(asFault(given).draft).to.equal(given);
    }
  });

  it('words that tell of fire stay words, whatever is wrong with the device that says them', () => {
    const fire = weigh({ quantity: 'component-state', value: ['fire', 'fault', 'purple'], quality: 'fault' });
    expect([fire.value['value'], fire.value['quality']]).to.deep.equal([['fire', 'fault', 'purple'], 'fault']);
    expect(weigh({ quantity: 'nobody-knows', value: ['fire'], quality: 'fault' }).value['value']).to.deep.equal([
      'fire',
    ]);
  });

  it('words of the vocabulary are passed at once, and are what the long way passes; others are told', () => {
    const words = [...(quantities.rows['component-state'].states ?? []), 'bewitched'];
    fc.assert(
      fc.property(
        fc.subarray(words),
        fc.constantFrom('good', 'suspect', 'fault'),
        fc.constantFrom('component-state', 'water-level', 'unheard-of'),
        (value, quality, quantity) => {
          const draft = reading({ quantity, value, quality, unit: undefined });
          const given = ('value' in draft.body ? draft.body.value : {}) as unknown as Observation;
          const { observation, issues } = checkObservation(given);
          const weighed = weighReading(draft, { get: () => undefined });
          expect(weighed.issues.map(({ code }) => code)).to.deep.equal(issues.map(({ code }) => code));
          expect(weighed.draft.body).to.deep.equal({ value: observation });
        },
      ),
      seeds(),
    );
    expect(weigh({ quantity: 'component-state', value: ['fire', 'bewitched'], unit: undefined }).codes).to.deep.equal([
      ['unknown-state', '/body/value/value'],
    ]);
  });

  it('whatever a device says, nothing of it is lost, and it stays what the schema allows', () => {
    const value = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.string(),
      fc.boolean(),
      fc.array(fc.string()),
      fc.constant(null),
    );
    const any = fc.record(
      {
        device: fc.constant(gauge),
        quantity: fc.oneof(fc.constantFrom(...Object.keys(quantities.rows)), fc.string({ minLength: 1 })),
        value,
        quality: fc.constantFrom('good', 'suspect', 'fault'),
        unit: fc.string(),
        verticalDatum: fc.string({ minLength: 1 }),
      },
      { requiredKeys: ['device', 'quantity', 'value', 'quality'] },
    );
    const devices = fc.record(
      {
        verticalDatum: fc.string({ minLength: 1 }),
        quantities: fc.array(
          fc.record({
            quantity: fc.constantFrom(...Object.keys(quantities.rows)),
            unit: fc.string(),
            lowest: fc.double(),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, fc.option(devices, { nil: undefined }), (given, registered) => {
        const { draft } = weighReading(reading(given), {
          get: () => registered && ({ value: registered } as never),
        });
        const kept = (draft.body as { value: Record<string, unknown> }).value;
        expect(schemas.observation.schema.safeParse(kept).error).to.equal(undefined);
        const faulty = (kept['extra'] as Record<string, unknown> | undefined)?.['yingji:fault-value'];
        expect(faulty ?? kept['value']).to.deep.equal(given.value);
      }),
      seeds(),
    );
    const place = stated(entityId('place', 'wire', '1'), { name: '甲' }, START);
    expect(weighReading(place, { get: () => undefined })).to.deep.equal({ draft: place, issues: [] });
  });

  it('in a city: all is kept, the health of the feed counts it, nothing goes to quarantine, and an alarm beside it stands', async () => {
    const clock = createManualClock();
    const { store, vault, quarantine } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const registry = createFeedByHand(clock);
    const wire = createFeedByHand(clock);
    const logger = createMemoryLogger();
    const city = await createCity({
      ...{ store, vault, clock, logger, ids: createSeededIds(5) },
      feeds: [
        { feed: registry.feed, source: 'registry' },
        { feed: wire.feed, source: 'fire' },
      ],
    });
    const turn = async (): Promise<void> => {
      for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const tell = async (key: string, quantity: string, value: unknown, unit?: string): Promise<void> => {
      const said = { device: gauge, quantity, value, quality: 'good', ...(unit === undefined ? {} : { unit }) };
      wire.deliver(key, [[entityId('observation', 'fire', key), said], fireAlarm('gauge', n)]);
      n += 1;
      await turn();
    };
    const qualities = (): unknown[] =>
      city.view.find({ kind: 'observation' }).map(({ value }) => [value['quantity'], value['quality']]);
    await tell('1', 'water-level', 74.82, 'm');
    await tell('2', 'air-temperature', 400, 'Cel');
    await tell('3', 'radon', 1);
    await tell('4', 'wind-speed', NaN, 'm/s');
    expect(qualities()).to.have.deep.members([
      ['water-level', 'suspect'],
      ['air-temperature', 'suspect'],
      ['radon', 'good'],
      ['wind-speed', 'fault'],
    ]);
    expect(city.view.find({ kind: 'report' })).to.have.length(4);
    expect(wire.verdicts).to.deep.equal(['stored', 'stored', 'stored', 'stored']);
    expect(quarantine).to.have.length(0);
    registry.deliver('list', [[gauge, { ...gaugeValue, verticalDatum: '珠江基面' }]]);
    await turn();
    await clock.pass(1000);
    await tell('5', 'water-level', 74.83, 'm');
    const level = city.view.find({
      kind: 'observation',
      where: [{ field: 'quantity', op: 'eq', value: 'water-level' }],
    })[0];
    expect(level?.value).to.deep.include({ quality: 'good', verticalDatum: '珠江基面' });
    const codes = logger.lines.map(({ code }) => code);
    expect(codes).to.include.members(['level-without-datum', 'implausible-value', 'unknown-quantity', 'no-number']);
    await city.close();
  });
});
