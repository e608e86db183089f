import { expect } from 'chai';
import fc from 'fast-check';
import { entityId } from '../model/id.js';
import { Observation } from '../model/observation.schema.js';
import { checkObservation } from './check-observation.js';
import { quantities } from './quantities.js';
import type { Quantity } from './quantity.js';
import { seeds } from '../testing/seeds.js';

const device = entityId('device', 'registry', '1');
const of = (more: Partial<Observation>): Observation => ({
  device,
  quantity: 'air-temperature',
  value: 31.5,
  unit: 'Cel',
  quality: 'good',
  ...more,
});
const codes = (more: Partial<Observation>, context = {}): string[] =>
  checkObservation(of(more), context).issues.map(({ code }) => code);

describe('observations against the vocabulary', () => {
  it('a plausible one comes back as it is', () => {
    const given = of({});
    expect(checkObservation(given)).to.deep.equal({ observation: given, issues: [] });
    expect(checkObservation(given).observation).to.equal(given);
  });

  it('out of range is kept and marked', () => {
    const { observation, issues } = checkObservation(of({ value: 400 }));
    expect(observation).to.deep.equal(of({ value: 400, quality: 'suspect' }));
    expect(issues.map(({ code, path, level }) => [code, path, level])).to.deep.equal([
      ['implausible-value', '/value', 'warning'],
    ]);
  });

  it('the ends of a range are plausible', () => {
    for (const value of [-60, 60]) expect(codes({ value })).to.deep.equal([]);
    for (const value of [-60.001, 60.001]) expect(codes({ value })).to.deep.equal(['implausible-value']);
  });

  it('a fault code is a fault and no value, though its number were plausible', () => {
    const { observation, issues } = checkObservation(of({ value: 55, extra: { 'v:a': 1 } }), { faultCodes: [55] });
    expect(observation).to.deep.equal(
      of({ value: null, quality: 'fault', extra: { 'v:a': 1, 'yingji:fault-value': 55 } }),
    );
    expect(issues.map(({ code }) => code)).to.deep.equal(['fault-code']);
  });

  it('a value beside a stated fault, no value beside none, and NaN are faults', () => {
    for (const [given, code] of [
      [of({ quality: 'fault' }), 'fault-with-value'],
      [of({ value: null }), 'no-value'],
      [of({ value: NaN }), 'no-number'],
    ] as const) {
      const { observation, issues } = checkObservation(given);
      expect([observation.value, observation.quality]).to.deep.equal([null, 'fault']);
      expect(issues.map((each) => each.code)).to.deep.equal([code]);
    }
    expect(codes({ value: null, quality: 'fault' })).to.deep.equal([]);
  });

  it('an unknown quantity is kept, with an Issue at its name', () => {
    for (const quantity of ['radon', '__proto__', 'constructor', 'x'.repeat(10_000_000)]) {
      const given = of({ quantity });
      const { observation, issues } = checkObservation(given);
      expect(observation).to.equal(given);
      expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([['unknown-quantity', '/quantity']]);
      expect(issues[0]!.message.length).to.be.below(200);
    }
  });

  it('another unit, or none, is kept and marked, and its number is not judged', () => {
    for (const unit of ['K', undefined]) {
      const { unit: _, ...bare } = of({ value: 400 });
      const { observation, issues } = checkObservation(unit === undefined ? bare : { ...bare, unit });
      expect([observation.value, observation.quality]).to.deep.equal([400, 'suspect']);
      expect(issues.map(({ code }) => code)).to.deep.equal(['wrong-unit']);
    }
  });

  it('words where a number belongs, and a number where words belong', () => {
    expect(codes({ value: '31.5' })).to.deep.equal(['wrong-sort-of-value']);
    expect(codes({ quantity: 'pump-state', value: 1 })).to.deep.equal(['wrong-sort-of-value']);
    expect(codes({ quantity: 'software-version', value: '1.4' })).to.deep.equal([]);
  });

  it('an unknown state is kept beside the known ones, and does not spoil them', () => {
    const given = of({ quantity: 'component-state', value: ['fire', 'purple'] });
    const { observation, issues } = checkObservation(given);
    expect(observation).to.equal(given);
    expect(issues.map(({ code }) => code)).to.deep.equal(['unknown-state']);
    expect(codes({ quantity: 'component-state', value: ['fire'] })).to.deep.equal([]);
  });

  it('no number of a person gets into an Issue', () => {
    for (let at = 0; at < 45; at += 1) {
      const { issues } = checkObservation(of({ value: `${'请'.repeat(at)}13800000000` }));
      expect(issues[0]!.message).to.not.match(/13800/);
    }
    expect(checkObservation(of({ value: '请拨打 13800000000' })).issues[0]!.message).to.include('138****0000');
  });

  it('a level is suspect until its vertical datum is known', () => {
    const level = of({ quantity: 'water-level', value: 74.82, unit: 'm' });
    expect(checkObservation(level).observation.quality).to.equal('suspect');
    expect(checkObservation(level).issues.map(({ code }) => code)).to.deep.equal(['level-without-datum']);
    expect(checkObservation(level, { verticalDatum: '珠江基面' })).to.deep.equal({
      observation: { ...level, verticalDatum: '珠江基面' },
      issues: [],
    });
  });

  it('whatever comes: no throw, nothing lost but a faulty value, quality only lowered, and it settles', () => {
    const ranks = ['good', 'suspect', 'fault'];
    const any = fc.record({
      device: fc.constant(device),
      quantity: fc.oneof(fc.constantFrom(...Object.keys(quantities.rows)), fc.string()),
      value: fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.array(fc.string()), fc.constant(null)),
      unit: fc.string(),
      quality: fc.constantFrom('good' as const, 'suspect' as const, 'fault' as const),
    });
    fc.assert(
      fc.property(any, fc.array(fc.oneof(fc.double(), fc.string()), { maxLength: 3 }), (given, faultCodes) => {
        const before = JSON.stringify(given);
        const { observation } = checkObservation(given, { faultCodes });
        expect(JSON.stringify(given)).to.equal(before);
        expect(ranks.indexOf(observation.quality)).to.be.at.least(ranks.indexOf(given.quality));
        expect(Observation.safeParse(observation).success).to.equal(given.quantity !== '');
        if (observation.quality !== 'fault' || Array.isArray(given.value))
          expect(observation.value).to.equal(given.value);
        const again = checkObservation(observation, { faultCodes });
        expect(again.observation).to.deep.equal(observation);
      }),
      seeds(),
    );
  });
});

describe('the vocabulary itself', () => {
  const rows = Object.entries<Quantity>(quantities.rows);

  it('every number has a unit and two ends, nothing else has', () => {
    for (const [name, { is, unit, min, max }] of rows)
      if (is === 'number') {
        expect(unit, name).to.be.a('string').and.not.equal('');
        expect(min, name).to.be.below(max!);
      } else expect([unit, min, max], name).to.deep.equal([undefined, undefined, undefined]);
  });

  it('every list of states has at least two, each once, in kebab-case', () => {
    for (const [name, { is, states }] of rows)
      if (is === 'states') {
        expect(states!.length, name).to.be.above(1);
        expect(new Set(states).size, name).to.equal(states!.length);
        for (const state of states!) expect(state).to.match(/^[a-z]+(-[a-z]+)*$/);
      } else expect(states, name).to.equal(undefined);
  });

  it('a longer period has room for more rain than a shorter one, and its name says its seconds', () => {
    const rain = rows.flatMap(([name, { overS, max }]) => {
      const [, count, unit] = /^rainfall-(\d+)(min|h)$/.exec(name) ?? [];
      if (count !== undefined) expect(overS, name).to.equal(Number(count) * (unit === 'h' ? 3600 : 60));
      return count === undefined ? [] : [[overS!, max!] as const];
    });
    expect(rain.length).to.equal(10);
    for (const [at, [, most]] of rain.entries()) expect(most).to.be.above(rain[at - 1]?.[1] ?? 0);
  });
});
