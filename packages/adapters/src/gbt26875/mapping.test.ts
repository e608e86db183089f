import { expect } from 'chai';
import { toInstant, type Draft, type Instant } from '@yingji/core';
import type { Gbt26875Frame, Gbt26875Object } from './index.js';
import { mapFrame } from './mapping.js';

const receivedAt = toInstant(Date.parse('2026-06-12T16:00:30+08:00'));
const context = { source: 'fire', registry: 'registry', utcOffset: '+08:00', receivedAt };
const TIME = '2026-06-12T16:00:00';

function map(type: number, object: Gbt26875Object, more: Partial<Gbt26875Frame> = {}) {
  const frame: Gbt26875Frame = {
    serial: 7,
    version: { major: 1, user: 0 },
    time: '2026-06-12T16:00:05',
    source: 5001,
    destination: 1,
    command: 2,
    type,
    objects: [object],
    ...more,
  };
  return mapFrame(frame, context);
}
const value = (draft: Draft | undefined): Record<string, unknown> =>
  (draft!.body as { value: Record<string, unknown> }).value;
const part = { system: 1, systemAddress: 2, component: 40, address: 131_082, time: TIME };

describe('gbt26875 mapping', () => {
  it('a fire bit is a report and an observation, both at the time of the alarm', () => {
    const { drafts, issues } = map(2, { ...part, status: 2, text: '3栋1层走廊' });
    expect(issues).to.deep.equal([]);
    expect(drafts.map(({ kind, id, at }) => [kind, id, Date.parse(at)])).to.deep.equal([
      ['report', 'report/fire/5001-1-2-131082.20260612T080000Z', Date.parse(`${TIME}+08:00`)],
      [
        'observation',
        'observation/fire/5001-1-2-131082.component-state.20260612T080000Z.7.0',
        Date.parse(`${TIME}+08:00`),
      ],
    ]);
    expect(value(drafts[0])).to.deep.equal({
      channel: 'device',
      needs: ['fire'],
      eventType: '12G00',
      title: '感烟火灾探测器火警',
      occurredAt: drafts[0]!.at,
      native: '5001-1-2-131082',
      device: 'device/registry/5001-1-2-131082',
      address: '3栋1层走廊',
    });
    expect(value(drafts[1])).to.deep.equal({
      device: 'device/registry/5001-1-2-131082',
      quantity: 'component-state',
      value: ['fire'],
      quality: 'good',
      extra: { 'gbt26875:status': 2, 'gbt26875:component': 40, 'gbt26875:description': '3栋1层走廊' },
    });
  });

  it('masks the number of a person in what an installer typed, wherever it goes', () => {
    for (const type of [2, 7]) {
      const { drafts, issues } = map(type, { ...part, status: 2, text: '3栋值班室13800000000' });
      expect(JSON.stringify(drafts)).to.include('3栋值班室138****0000').and.not.include('13800000000');
      expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([['personal-text', '/objects/0/text']]);
    }
  });

  it('of a combustible gas detector it is a leak and no fire; gas from what burns is one, as is what has no type', () => {
    const told = (component: number): unknown => {
      const { title, eventType, needs } = value(map(2, { ...part, component, status: 2, text: '' }).drafts[0]);
      return [title, eventType, needs];
    };
    const leak = ['12D02', ['fire', 'municipal']];
    expect([10, 11, 12, 13].map(told)).to.deep.equal([
      ['可燃气体探测器报警', ...leak],
      ['点型可燃气体探测器报警', ...leak],
      ['独立式可燃气体探测器报警', ...leak],
      ['线型可燃气体探测器报警', ...leak],
    ]);
    for (const type of [0, 1, 16, 40, 74, 81, 200]) expect(told(type)).to.deep.include.members(['12G00', ['fire']]);
  });

  it('bit 0 does not decide whether it burns', () => {
    for (const status of [0b10, 0b11]) expect(map(2, { ...part, status, text: '' }).drafts[0]!.kind).to.equal('report');
  });

  const states: readonly [type: number, object: Gbt26875Object, quantity: string, words: string[]][] = [
    [2, { ...part, status: 1, text: '' }, 'component-state', ['normal']],
    [2, { ...part, status: 0, text: '' }, 'component-state', ['test']],
    [
      2,
      { ...part, status: 0b1_1111_1101, text: '' },
      'component-state',
      ['fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed', 'power-fault'],
    ],
    [
      1,
      { system: 1, systemAddress: 2, status: 0b11_1111_0000_0101, time: TIME },
      'system-state',
      ['fault', 'mains-fault', 'battery-fault', 'bus-fault', 'manual-mode', 'configuration-changed', 'reset'],
    ],
    [
      21,
      { status: 0b111_1101, time: TIME },
      'transmitter-state',
      ['fault', 'mains-fault', 'battery-fault', 'centre-channel-fault', 'line-fault'],
    ],
    [
      4,
      { system: 1, systemAddress: 2, operation: 0b111_1011, operator: 9, time: TIME },
      'system-operation',
      ['reset', 'muted', 'alarm-cleared', 'self-test', 'confirmed', 'test'],
    ],
    [24, { operation: 0b10_0000, operator: 9, time: TIME }, 'transmitter-operation', ['post-answered']],
  ];
  for (const [type, object, quantity, words] of states)
    it(`type ${type}, ${words.join(' ')}: an observation, and no alarm`, () => {
      const { drafts } = map(type, object);
      expect(drafts.map(({ kind }) => kind)).to.deep.equal(['observation']);
      expect(value(drafts[0])).to.deep.include({ quantity, value: words, quality: 'good' });
    });

  const alarms: readonly [type: number, object: Gbt26875Object, address: string, title: string][] = [
    [1, { system: 12, systemAddress: 2, status: 3, time: TIME }, '5001-12-2', '自动喷水灭火系统火警'],
    [2, { ...part, component: 23, status: 3, text: '' }, '5001-1-2-131082', '手动火灾报警按钮火警'],
    [2, { ...part, component: 200, status: 3, text: '' }, '5001-1-2-131082', '部件（类型 200）火警'],
    [4, { system: 1, systemAddress: 2, operation: 4, operator: 9, time: TIME }, '5001-1-2', '火灾报警系统手动报警'],
    [21, { status: 3, time: TIME }, '5001', '用户信息传输装置火警'],
    [24, { operation: 4, operator: 9, time: TIME }, '5001', '用户信息传输装置手动报警'],
  ];
  for (const [type, object, address, title] of alarms)
    it(`type ${type}: ${title}`, () => {
      const { drafts } = map(type, object);
      expect(drafts.map(({ kind }) => kind)).to.deep.equal(['report', 'observation']);
      expect(value(drafts[0])).to.deep.include({ title, native: address, device: `device/registry/${address}` });
    });

  const analogs: readonly [type: number, raw: number, quantity: string, value: number, unit: string | undefined][] = [
    [0, 5, 'analog', 5, undefined],
    [1, 3, 'event-count', 3, '{count}'],
    [2, 321, 'height', 3.21, 'm'],
    [3, -125, 'temperature', -12.5, 'Cel'],
    [4, 6, 'pressure', 600_000, 'Pa'],
    [5, 1013, 'pressure', 101_300, 'Pa'],
    [6, 250, 'gas-concentration', 25, '%{LEL}'],
    [7, 60, 'duration', 60, 's'],
    [8, 2198, 'voltage', 219.8, 'V'],
    [9, 15, 'current', 1.5, 'A'],
    [10, 123, 'flow-rate', 0.0123, 'm3/s'],
    [11, 600, 'air-flow-rate', 1, 'm3/s'],
    [12, 7, 'wind-speed', 7, 'm/s'],
    [200, -1, 'analog', -1, undefined],
  ];
  for (const [type, raw, quantity, si, unit] of analogs)
    it(`analog ${type}: ${raw} counts are ${si} ${unit ?? '(no unit known)'}`, () => {
      const said = value(map(3, { ...part, analog: type, value: raw }).drafts[0]);
      expect(said).to.deep.include({ quantity, value: si });
      expect(said['unit']).to.equal(unit);
      expect(said['extra']).to.deep.include({ 'gbt26875:analog-type': type, 'gbt26875:raw': raw });
    });

  it('versions, configuration and clocks are observations; a clock is a value, not the time of the fact', () => {
    const of = (type: number, object: Gbt26875Object): unknown[] => {
      const draft = map(type, object).drafts[0]!;
      return [
        value(draft)['quantity'],
        value(draft)['value'],
        value(draft)['quality'],
        draft.id.split('.')[0],
        Date.parse(draft.at),
      ];
    };
    const at = Date.parse('2026-06-12T16:00:05+08:00');
    const own = 'observation/fire/5001';
    expect(of(5, { system: 1, systemAddress: 2, major: 1, minor: 4 })).to.deep.equal([
      'software-version',
      '1.4',
      'good',
      `${own}-1-2`,
      at,
    ]);
    expect(of(25, { major: 2, minor: 0 })).to.deep.equal(['software-version', '2.0', 'good', own, at]);
    expect(of(6, { system: 1, systemAddress: 2, text: '两回路' })).to.deep.equal([
      'configuration',
      '两回路',
      'good',
      `${own}-1-2`,
      at,
    ]);
    expect(of(7, { system: 1, systemAddress: 2, component: 40, address: 5, text: '走廊' })).to.deep.equal([
      'configuration',
      '走廊',
      'good',
      `${own}-1-2-5`,
      at,
    ]);
    expect(of(26, { text: '装置' })).to.deep.equal(['configuration', '装置', 'good', own, at]);
    expect(of(8, { system: 1, systemAddress: 2, time: '2000-01-01T00:00:00' })).to.deep.equal([
      'device-time',
      '2000-01-01T00:00:00',
      'good',
      `${own}-1-2`,
      at,
    ]);
    expect(of(28, { time: null })).to.deep.equal(['device-time', null, 'fault', own, at]);
  });

  it('a label that is no instant: the frame’s own, else receipt', () => {
    const at = (object: string | null, frame: string | null): number =>
      Date.parse(map(2, { ...part, status: 2, text: '', time: object }, { time: frame }).drafts[0]!.at);
    expect(at(null, '2026-06-12T16:00:05')).to.equal(Date.parse('2026-06-12T16:00:05+08:00'));
    expect(at(null, null)).to.equal(Date.parse(receivedAt));
  });

  it('a clock that has stood still for days names nothing: the next fire under its label is another, and so is its state', () => {
    const TIME = '2026-03-01T00:00:05';
    const told = (receivedAt: string, serial = 1): string[] => {
      const frame = { ...base(), serial, time: TIME, type: 2, objects: [{ ...part, status: 3, text: '', time: TIME }] };
      return mapFrame(frame, { ...context, receivedAt: receivedAt as Instant }).drafts.map(({ id }) => id);
    };
    const first = told('2026-06-12T16:00:00+08:00');
    expect(told('2026-06-12T16:00:20+08:00'), 'a retry').to.deep.equal(first);
    expect(told('2026-06-12T17:00:00+08:00')).not.to.include.oneOf(first);
    expect(told('2026-06-12T16:05:00+08:00', 2)).not.to.include.oneOf(first);
    expect(told('2026-03-01T08:00:00+08:00', 2)[0], 'soon after, it is the same fire').to.equal(
      told('2026-03-01T00:00:10+08:00')[0],
    );
  });

  it('two objects of one component in one second are two observations', () => {
    const { drafts } = map(2, part, {
      objects: [
        { ...part, status: 4, text: '' },
        { ...part, status: 8, text: '' },
      ],
    });
    expect(new Set(drafts.map(({ id }) => id)).size).to.equal(2);
  });

  it('a heartbeat says nothing; what is not known is told from it', () => {
    expect(mapFrame({ ...base(), objects: [] }, context)).to.deep.equal({ drafts: [], issues: [], known: true });
    expect(map(200, {}).known).to.equal(false);
  });
});

const base = (): Gbt26875Frame => ({
  serial: 1,
  version: { major: 1, user: 0 },
  time: TIME,
  source: 5001,
  destination: 1,
  command: 2,
  objects: [],
});
