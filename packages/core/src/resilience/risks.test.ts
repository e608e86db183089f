import { expect } from 'chai';
import type { JsonObject } from '../json.js';
import { entityId } from '../model/id.js';
import { Finding, findingExample } from '../model/finding.schema.js';
import { RiskSource, riskSourceExample } from '../model/risk-source.schema.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from './fact.js';
import { findingDue, findingsAt, overdueFindings } from './findings.js';
import { deviceState, inspectionDue, watchState, type WatchingDevice } from './risk-state.js';

const FINDING = Finding.parse(findingExample);
const RISK_SOURCE = RiskSource.parse(riskSourceExample);
const NOW = '2026-06-20T08:00:00+08:00' as Instant;
const day = (days: number): Instant => toInstant(Date.parse(NOW) + days * 86_400_000);
const finding = (name: string, value: Partial<Finding>, exercise?: string): Fact<Finding> => ({
  id: entityId('finding', 'city', name),
  at: NOW,
  value: { ...FINDING, ...value },
  exercise,
});

describe('findings', () => {
  it('is overdue from its date on, until it is submitted, and again when it is sent back', () => {
    const due = day(0);
    const told = (state: Finding['state'], now: Instant): unknown => findingDue({ ...FINDING, due, state }, now);
    expect(told('rectifying', day(-1))).to.deep.equal({ overdue: false, due });
    for (const state of ['assigned', 'rectifying'] as const) expect(told(state, due)).to.deep.equal({ overdue: true });
    for (const state of ['submitted', 'verified', 'closed'] as const)
      expect(told(state, day(9))).to.deep.equal({ overdue: false });
    const { due: _, ...open } = FINDING;
    expect(findingDue(open, day(999))).to.deep.equal({ overdue: false });
  });

  it('lists what is overdue: major ones first, then the longest', () => {
    const extension = { from: day(-9), until: day(-5), at: day(-9), by: 'u1', reason: '等材料' };
    const list = overdueFindings(
      [
        finding('a', { sort: 'ordinary', due: day(-8) }),
        finding('b', { sort: 'major', due: day(-1), authority: entityId('organization', 'r', '1') }),
        finding('c', { sort: 'ordinary', due: day(-5), extensions: [extension] }),
        finding('d', { sort: 'major', due: day(2) }),
        finding('e', { sort: 'major', due: day(-2), state: 'closed' }),
      ],
      NOW,
    );
    expect(
      list.map(({ finding: id, supervised, extensions, byMs }) => [
        id.at(-1),
        supervised,
        extensions,
        byMs / 86_400_000,
      ]),
    ).to.deep.equal([
      ['b', true, 0, 1],
      ['a', false, 0, 8],
      ['c', false, 1, 5],
    ]);
  });

  it('those that are overdue equally long stand by their ids', () => {
    const list = ['b', 'a'].map((name) => finding(name, { due: day(-1) }));
    const ids = (facts: typeof list): string =>
      overdueFindings(facts, NOW)
        .map((each) => each.finding.at(-1))
        .join('');
    expect([ids(list), ids([...list].reverse())]).to.deep.equal(['ab', 'ab']);
  });

  it('lists what is really overdue, or what one drill plays', () => {
    const list = [finding('a', { due: day(-1) }), finding('d', { due: day(-1) }, 'drill')];
    const ids = (exercise?: string) =>
      overdueFindings([...list, ...list], NOW, exercise).map((each) => each.finding.at(-1));
    expect([ids(), ids('drill'), ids('other')]).to.deep.equal([['a'], ['d'], []]);
  });

  it('counts what is open at a source; what a drill plays is not', () => {
    const source = entityId('risk-source', 'registry', '1');
    const list = [
      finding('a', { source, due: day(-1), sort: 'major' }),
      finding('b', { source, due: day(1), sort: 'ordinary' }),
      finding('c', { source, state: 'closed' }),
      finding('d', { source: entityId('risk-source', 'registry', '2') }),
      finding('e', { source }, 'drill'),
    ];
    const counted = { open: 2, openMajor: 1, overdue: 1 };
    expect(findingsAt({ id: source }, [...list, ...list], NOW)).to.deep.equal(counted);
    expect(findingsAt({ id: source, exercise: 'drill' }, list, NOW).open).to.equal(1);
    expect(findingsAt({ id: FINDING.place! }, list.slice(0, 2), NOW)).to.deep.equal(counted);
  });
});

describe('what the linked devices say of a risk source', () => {
  const device = (state: 'live' | 'stale' | 'unknown', derived: JsonObject = {}): Omit<WatchingDevice, 'id'> => ({
    derived,
    fresh: { state },
  });

  it('alarm before fault before silence; an alarm never times out', () => {
    expect(deviceState(device('stale', { alarms: 1 }))).to.equal('alarm');
    expect(deviceState(device('live', { states: ['normal', 'fire'] }))).to.equal('alarm');
    expect(deviceState(device('live', { states: ['mains-fault'] }))).to.equal('fault');
    expect(deviceState(device('live', { states: ['shielded'], alarms: 0 }))).to.equal('fault');
    expect(deviceState(device('stale', { states: ['normal'] }))).to.equal('stale');
    expect(deviceState(device('live'))).to.equal('live');
  });

  it('the worst one is shown and named; none linked, or not known, is never calm', () => {
    const rows: Record<string, Omit<WatchingDevice, 'id'>> = {
      a: device('live'),
      b: device('stale'),
      c: device('stale'),
      fault: device('live', { states: ['fault'] }),
      alarm: device('live', { alarms: 1 }),
    };
    const look = (...names: string[]): unknown => {
      const named = new Map(names.map((name) => [entityId('device', 'registry', name), name]));
      const { state, worst } = watchState(
        { devices: names.map((name) => entityId('device', 'registry', name)) },
        (id) => {
          const row = rows[named.get(id)!];
          return row && { id, ...row };
        },
      );
      return { state, worst: worst.map((id) => named.get(id)) };
    };
    expect(look('a')).to.deep.equal({ state: 'live', worst: ['a'] });
    expect(look('a', 'c', 'b', 'b')).to.deep.equal({ state: 'stale', worst: ['b', 'c'] });
    expect(look('fault', 'alarm', 'c')).to.deep.equal({ state: 'alarm', worst: ['alarm'] });
    expect(look('c', 'fault')).to.deep.equal({ state: 'fault', worst: ['fault'] });
    expect(look('a', 'gone')).to.deep.equal({ state: 'unknown', worst: ['gone'] });
    expect(look()).to.deep.equal({ state: 'unwatched', worst: [] });
    expect(watchState({}, () => undefined).state).to.equal('unwatched');
  });
});

describe('inspection', () => {
  const source = { id: entityId('risk-source', 'registry', '1'), at: NOW, value: RISK_SOURCE };
  const inspected = (days: number, more: object = {}) => ({
    id: entityId('inspection', 'city', String(days)),
    at: day(days),
    value: { of: source.id, result: 'in-order' as const },
    ...more,
  });

  it('is due an interval after the last one; never inspected is overdue; drills and other things do not count', () => {
    expect(inspectionDue(source, [inspected(-3), inspected(-9)], NOW)).to.deep.equal({
      last: day(-3),
      due: day(4),
      overdue: false,
    });
    expect(inspectionDue(source, [inspected(-7)], NOW).overdue).to.equal(true);
    const others = [
      inspected(-1, { exercise: 'drill' }),
      inspected(-2, { value: { of: entityId('risk-source', 'registry', '2'), result: 'in-order' } }),
      inspected(1),
    ];
    expect(inspectionDue(source, others, NOW)).to.deep.equal({ overdue: true });
    const { inspectEveryDays: _, ...value } = RISK_SOURCE;
    expect(inspectionDue({ ...source, value }, [inspected(-99)], NOW)).to.deep.equal({
      last: day(-99),
      overdue: false,
    });
  });
});
