import { expect } from 'chai';
import { parseInstant, type Json } from '@yingji/core';
import { factorOf } from './units.js';
import { webhook } from './index.js';

const wrong = (config: Json): (readonly [string, string])[] => {
  const made = webhook.configure(config);
  return 'issues' in made ? made.issues.map(({ path, message }) => [path, message] as const) : [];
};
const reading = (given: object): Json => ({
  rules: [{ as: 'observations', device: '/sn', readings: [{ path: '/v', ...given }] }],
});
const report = (given: object): Json => ({
  rules: [{ as: 'report', channel: 'video', title: { always: '烟火' }, ...given }],
});
const seen = (channel: string) => ({ as: 'report', channel, title: { always: '烟火' } }) as const;
const decode = (config: Json, body: unknown, receivedAt?: string) =>
  decodeText(config, JSON.stringify(body), receivedAt);
const decodeText = (config: Json, text: string, receivedAt = '2026-06-12T16:00:00+08:00') =>
  webhook.decode(new TextEncoder().encode(text), {
    ...{ source: 'w', receivedAt: parseInstant(receivedAt)!, config },
  });

describe('the mapping of a webhook', () => {
  it('is refused with its place, and says what would be right', () => {
    const cases: readonly (readonly [Json, string, RegExp])[] = [
      [reading({ quantity: 'presure', unit: 'kPa' }), '/rules/0/readings/0/quantity', /"presure" is no quantity/],
      [reading({ quantity: 'pressure', unit: 'kp' }), '/rules/0/readings/0/unit', /Pa, hPa, kPa, MPa, bar, and kp/],
      [reading({ quantity: 'pressure', unit: 'm' }), '/rules/0/readings/0/unit', /m is none of them/],
      [reading({ quantity: 'pressure' }), '/rules/0/readings/0/unit', /no unit is none of them/],
      [reading({ quantity: 'door-state', unit: '1' }), '/rules/0/readings/0/unit', /has no unit/],
      [reading({ quantity: 'door-state', codes: { 1: 'ajar' } }), '/rules/0/readings/0/codes/1', /open, closed/],
      [reading({ quantity: 'door-state', path: 'v' }), '/rules/0/readings/0/path', /JSON pointer/],
      [reading({ quantity: 'door-state', path: '/a~2' }), '/rules/0/readings/0/path', /JSON pointer/],
      [report({ eventType: { always: '99Z99' } }), '/rules/0/eventType/always', /event type/],
      [report({ title: { path: '/t' } }), '/rules/0/title', /either always, or path and codes/],
      [{ rules: [{ as: 'profile', profile: 'toaster', device: '/a', payload: '' }] }, '/rules/0/profile', /profiles/],
      [{ items: 'alarms' }, '/items', /JSON pointer/],
    ];
    for (const [config, path, says] of cases) {
      const found = wrong(config);
      expect(
        found.map(([at]) => at),
        JSON.stringify(config),
      ).to.deep.equal([path]);
      expect(found[0]![1]).to.match(says);
    }
  });

  it('brings units to those of the vocabulary, and takes no other size for the same', () => {
    expect(factorOf('MPa', 'Pa')).to.equal(1e6);
    expect(factorOf('mg/m3', 'ug/m3')).to.equal(1000);
    expect(factorOf('ug/m3', 'mg/m3')).to.equal(0.001);
    expect(factorOf('K', 'Cel')).to.equal(undefined);
    expect(factorOf('constructor', 'm')).to.equal(undefined);
  });

  const keysAt = (config: Json, body: unknown, at: string): string[] =>
    decode(config, body, at).drafts.map(({ id }) => id);

  it('names an alarm by its key, else by its text; without a time the same is news after ten minutes', () => {
    const [config, body] = [report({}), { camera: 'C1', type: 2 }];
    const first = keysAt(config, body, '2026-06-12T16:00:00+08:00');
    expect(keysAt(config, body, '2026-06-12T16:09:59+08:00')).to.deep.equal(first);
    expect(keysAt(config, { type: 2, camera: 'C1' }, '2026-06-12T16:00:00+08:00')).to.deep.equal(first);
    expect(keysAt(config, body, '2026-06-12T16:10:00+08:00')).not.to.deep.equal(first);
  });

  it('takes a state without a time for news each time, or a door that opens again would look closed', () => {
    const config = reading({ quantity: 'door-state' });
    const open = keysAt(config, { sn: 'D', v: 'open' }, '2026-06-12T16:00:00+08:00');
    expect(keysAt(config, { sn: 'D', v: 'open' }, '2026-06-12T16:00:01+08:00')).not.to.deep.equal(open);
    const dated = { rules: [{ ...(config as { rules: object[] }).rules[0], at: '/t' }] } as Json;
    const body = { sn: 'D', v: 'open', t: '2026-06-12 15:59:00' };
    expect(keysAt(dated, body, '2026-06-12T16:00:01+08:00')).to.deep.equal(
      keysAt(dated, body, '2026-06-12T17:00:00+08:00'),
    );
  });

  it('leaves a position out whose datum nobody states, and what is no item', () => {
    const config = report({ position: { lon: '/lon', lat: '/lat' } });
    const { drafts, issues } = decode(config, [{ lon: 108.3, lat: 22.8 }, 5, null, []]);
    expect(drafts.map(({ body }) => 'value' in body && (body.value as object))).to.have.lengthOf(1);
    expect(JSON.stringify(drafts)).not.to.include('position');
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['datum-missing', '/0/lon'],
      ['webhook-unmapped', '/1'],
      ['webhook-unmapped', '/2'],
      ['webhook-unmapped', '/3'],
    ]);
  });

  it('keeps a state that nobody knows, and a report whose code stands in no table', () => {
    const door = decode(reading({ quantity: 'door-state', codes: { 0: 'closed' } }), { sn: 'D', v: 9 });
    expect(door.drafts[0]).to.have.nested.property('body.value.value').that.deep.equals(['9']);
    const title = { path: '/type', codes: { 1: '烟火' }, otherwise: '视频报警' };
    const other = decode(report({ title }), { type: 2 });
    expect(other.drafts[0]).to.have.nested.property('body.value.title', '视频报警');
    expect(other.issues.map(({ code }) => code)).to.deep.equal(['webhook-unknown-code']);
  });

  it('puts no key of a picture, no number of a person into what everybody reads', () => {
    const config = report({ snapshot: '/url', extra: { 'v:note': '/note' } });
    const [one] = decode(config, { url: 'https://u:p@h/x.jpg', note: 'call 13800138000' }).drafts;
    expect(JSON.stringify(one)).not.to.match(/u:p|13800138000/);
    const [two] = decode(config, { url: 'https://h/x.jpg?sign=k#f' }).drafts;
    expect(two).to.have.nested.property('body.value.extra').that.deep.equals({ 'yingji:snapshot': 'https://h/x.jpg' });
  });

  it('does not believe a clock that was never set: an alarm at each start is news, and is of now', () => {
    const profiled: Json = {
      rules: [{ as: 'profile', profile: 'smoke-detector', device: '/sn', payload: '', at: '/t' }],
    };
    for (const [t, code] of [
      ['1970-01-01T00:05:00Z', 'clock-behind'],
      ['2000-01-01 00:00:00', 'clock-behind'],
      ['2099-01-01 00:00:00', 'clock-ahead'],
    ] as const)
      for (const config of [profiled, { rules: [{ ...seen('video'), at: '/t' }] } as Json]) {
        const said = { sn: 'A1', state: 'fire', t };
        const [first, later] = ['2026-06-12T16:00:00+08:00', '2026-06-12T20:00:00+08:00'].map((at) =>
          decode(config, said, at),
        );
        expect(first!.issues.map((each) => each.code)).to.include(code);
        expect(first!.drafts.map(({ at }) => at)).to.deep.equal(first!.drafts.map(() => '2026-06-12T16:00:00+08:00'));
        expect(JSON.stringify(first!.drafts), 'no time that is none').not.to.match(/1970|1999|2000-|209[89]/);
        const ids = (of: typeof first): string[] => of!.drafts.map(({ id }) => id);
        expect(ids(later)).not.to.include.members(ids(first));
      }
    // One that has stood still for days says what can be, and tells nothing apart.
    const stuck = { sn: 'A1', state: 'fire', t: '2026-03-01 00:00:00' };
    for (const config of [profiled, { rules: [{ ...seen('video'), at: '/t' }] } as Json]) {
      const [first, later] = ['2026-06-12T16:00:00+08:00', '2026-06-12T20:00:00+08:00'].map((at) =>
        decode(config, stuck, at).drafts.map(({ id }) => id),
      );
      expect(later).not.to.include.members(first!);
    }
    // What people tell may be long ago, and never to come.
    const told = (t: string) => decode({ rules: [{ ...seen('12345'), at: '/t' }] }, { sn: 'A1', t });
    expect(told('2024-05-01 08:00:00').drafts[0]!.at).to.equal('2024-05-01T00:00:00.000Z');
    expect(told('2099-05-01 08:00:00').drafts[0]!.at).to.equal('2026-06-12T16:00:00+08:00');
  });

  it('takes a number however its platform writes it, and its code for "no value" as well', () => {
    const config = reading({ quantity: 'water-level', unit: 'm', faults: [-9999, '8888'] });
    const value = (v: Json): Json =>
      (decode(config, { sn: 'A', v }).drafts[0]!.body as { readonly value: { readonly value: Json } }).value.value;
    for (const v of [-9999, '-9999', '-9999.00', '-9.999e3', 8888, '8888.0', '1e400', '0x10', true])
      expect(value(v), String(v)).to.equal(null);
    expect([0.1 + 0.2, '0.30000000000000004', '73.000000000000001', 0].map(value)).to.deep.equal([0.3, 0.3, 73, 0]);
    expect(value('0'), 'a code that is no number is not nought').to.equal(0);
  });

  it('takes no name that is the number of a person, and no endless one of a device', () => {
    const config: Json = { rules: [{ ...seen('community'), key: ['/phone', '/n'], device: '/sn' }] };
    const named = (phone: string) => decode(config, { phone, n: 7, sn: 'x'.repeat(5_000) });
    const { drafts, issues } = named('13800138000');
    expect(JSON.stringify(drafts)).not.to.match(/13800138000|xxxx/);
    expect(issues.map(({ code }) => code)).to.deep.equal(['webhook-no-device']);
    expect(named('13800138000').drafts[0]!.id).to.equal(drafts[0]!.id);
    expect(named('13900139000').drafts[0]!.id).not.to.equal(drafts[0]!.id);
  });

  it('tells alarms apart whose numbers have more digits than JSON keeps', () => {
    const config: Json = { rules: [{ ...seen('video'), key: ['/id'], device: '/camera' }] };
    const body = '[{"id":1795000000000000001,"camera":45010300001320000101},{"id":1795000000000000002}]';
    const { drafts } = decodeText(config, body);
    expect(drafts.map(({ id }) => id)).to.deep.equal(['report/w/1795000000000000001', 'report/w/1795000000000000002']);
    expect(drafts[0]).to.have.nested.property('body.value.device', 'device/registry/45010300001320000101');
  });

  it('takes for how sure a source is a number alone', () => {
    const config = report({ confidence: { path: '/c', unit: '1' } });
    const sure = (c: Json): unknown =>
      (decode(config, { c }).drafts[0]!.body as { readonly value: { readonly extra?: Json } }).value.extra;
    expect(sure(0.5)).to.deep.equal({ 'yingji:confidence': 0.5 });
    for (const c of ['0x1', true, '1e400', '']) expect(sure(c), String(c)).to.equal(undefined);
  });
});
