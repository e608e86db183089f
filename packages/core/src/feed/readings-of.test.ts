import { expect } from 'chai';
import * as z from 'zod';
import { YingjiError } from '../error.js';
import type { Json } from '../json.js';
import { entityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { checkDraft } from './door.js';
import { defineFeed } from './define-feed.js';
import { defineDeviceProfile, deviceOf, type DecodedPayload, type JsonProfile } from './device-profile.js';
import { stated } from './push.js';
import { readingsOf, type DeviceMessage } from './readings-of.js';

const receivedAt = '2026-06-12T16:00:00+08:00' as Instant;
const context = { source: 'things', registry: 'registry', receivedAt };
const at = '2026-06-12T15:59:50+08:00' as Instant;

const smoke = (decode: JsonProfile['decode'], more: Partial<JsonProfile> = {}): JsonProfile =>
  defineDeviceProfile({
    id: 'smoke',
    title: { zh: '感烟', en: 'Smoke' },
    norm: 'none',
    contract: 1,
    type: 'smoke-detector',
    payload: 'json',
    quantities: {
      'component-state': {},
      'battery-level': { unit: '%', lowest: 0, highest: 100, faults: [255] },
    },
    updates: { by: 'periodic', everyS: 600 },
    alarms: [{ quantity: 'component-state', word: 'fire', title: '感烟报警', needs: ['fire'], eventType: '12G00' }],
    decode,
    ...more,
  });
const says = (...readings: DecodedPayload['readings']): JsonProfile => smoke(() => ({ readings }));
const message = (payload: DeviceMessage['payload'] = {}): DeviceMessage => ({ native: 'A1', key: '7', at, payload });
const values = (profile: JsonProfile, given = message()): Json[] =>
  readingsOf(profile, given, context).drafts.map(({ body }) => ('value' in body ? body.value : null));
const codes = (profile: JsonProfile, given = message()): string[] =>
  readingsOf(profile, given, context).issues.map(({ code, path }) => `${code} ${path}`.trim());

describe('readingsOf', () => {
  it('makes an observation of each reading, in the unit and at the beat of its profile', () => {
    const { ok, drafts, issues } = readingsOf(says({ quantity: 'battery-level', value: 80 }), message(), context);
    expect({ ok, issues }).to.deep.equal({ ok: true, issues: [] });
    expect(drafts).to.deep.equal([
      {
        v: 1,
        kind: 'observation',
        id: 'observation/things/A1.battery-level.7',
        at,
        basis: 'stated',
        body: {
          value: {
            device: 'device/registry/A1',
            quantity: 'battery-level',
            unit: '%',
            everyS: 600,
            value: 80,
            quality: 'good',
          },
        },
      },
    ]);
    expect(drafts.flatMap((draft) => checkDraft(draft).issues)).to.deep.equal([]);
  });

  it('makes a report of an alarm, and leaves other words alone', () => {
    const { drafts } = readingsOf(says({ quantity: 'component-state', value: ['fire', 'fault'] }), message(), context);
    expect(drafts.map(({ id }) => id)).to.deep.equal([
      'report/things/A1.fire.7',
      'observation/things/A1.component-state.7',
    ]);
    expect(drafts[0]!.body).to.deep.include({
      value: {
        channel: 'device',
        needs: ['fire'],
        title: '感烟报警',
        native: 'A1',
        device: 'device/registry/A1',
        occurredAt: at,
        eventType: '12G00',
        extra: { 'profile:alarm': 'component-state fire' },
      },
    });
    expect(drafts.flatMap((draft) => checkDraft(draft).issues)).to.deep.equal([]);
    expect(values(says({ quantity: 'component-state', value: 'fire' }))).to.have.length(2);
    expect(values(says({ quantity: 'component-state', value: ['normal'] }))).to.have.length(1);
  });

  it('takes a fault code for no value, and marks what the sensor cannot tell', () => {
    const read = (value: number | null): Json => values(says({ quantity: 'battery-level', value }))[0]!;
    expect(read(255)).to.deep.include({ value: null, quality: 'fault', fault: '255' });
    expect(read(null)).to.deep.include({ value: null, quality: 'fault' });
    expect(read(NaN)).to.deep.include({ value: null, quality: 'fault' });
    expect(read(101)).to.deep.include({ value: 101, quality: 'suspect' });
    expect(read(0)).to.deep.include({ value: 0, quality: 'good' });
    expect([255, NaN, 101].map((value) => codes(says({ quantity: 'battery-level', value })).join())).to.deep.equal([
      'fault-code /readings/0/value',
      'no-number /readings/0/value',
      'implausible-value /readings/0/value',
    ]);
  });

  it('keeps a quantity that the profile does not name, and says so', () => {
    const profile = says({ quantity: 'tilt', value: 3 });
    expect(values(profile)).to.have.length(1);
    expect(codes(profile)).to.deep.equal(['quantity-not-in-profile /readings/0/value']);
  });

  it('dates by the reading, else the message, else receipt; two of one quantity have two ids', () => {
    const earlier = '2026-06-12T15:00:00+08:00' as Instant;
    const profile = says(
      { quantity: 'battery-level', value: 1, at: earlier },
      { quantity: 'battery-level', value: 2, at },
    );
    const { drafts } = readingsOf(profile, message(), context);
    expect(drafts.map(({ id, at: when }) => [id, when])).to.deep.equal([
      ['observation/things/A1.battery-level.7', earlier],
      ['observation/things/A1.battery-level.1.7', at],
    ]);
    const undated = readingsOf(
      says({ quantity: 'battery-level', value: 1 }),
      { native: 'A1', key: '7', payload: {} },
      context,
    );
    expect(undated.drafts[0]!.at).to.equal(receivedAt);
  });

  it('dates nothing by a clock that cannot be right, and says so once', () => {
    const never = '2000-01-01T00:00:00+08:00' as Instant;
    const profile = says(
      { quantity: 'battery-level', value: 1, at: never },
      { quantity: 'component-state', value: 'fire', at: never },
    );
    const read = (given: DeviceMessage) => readingsOf(profile, given, context);
    const { at: _, ...undated } = message();
    expect(new Set(read(undated).drafts.map((draft) => draft.at))).to.deep.equal(new Set([receivedAt]));
    expect(JSON.stringify(read(undated).drafts)).not.to.include(never);
    expect(read(undated).issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['clock-behind', '/readings/0/at'],
    ]);
    expect(read(message()).drafts[0]!.at, 'that of the message is next').to.equal(at);
    const ahead = '2059-01-01T00:00:00+08:00' as Instant;
    expect(codes(says({ quantity: 'battery-level', value: 1 }), { ...message(), at: ahead })).to.deep.equal([
      'clock-ahead /readings/0/at',
    ]);
    expect(read({ ...undated, kept: true }).drafts[0]!.at, 'kept on its way, for as long as it says').to.equal(never);
    expect(read({ ...message(), at: ahead, kept: true }).drafts[0]!.at).to.equal(never);
  });

  it('reads JSON from bytes, and refuses what is none', () => {
    const seen: Json[] = [];
    const profile = smoke((payload) => (seen.push(payload), { readings: [] }));
    const text = (given: string): DeviceMessage => message(new TextEncoder().encode(given));
    expect(codes(profile, text('{"a":1}'))).to.deep.equal([]);
    expect(codes(profile, text('{"a":'))).to.deep.equal(['payload-no-json']);
    expect(codes(profile, message(Uint8Array.of(0x22, 0xff, 0x22)))).to.deep.equal(['payload-no-json']);
    expect(seen).to.deep.equal([{ a: 1 }]);
    const bytes = defineDeviceProfile({
      ...smoke(() => ({ readings: [] })),
      payload: 'bytes' as const,
      decode: () => ({ readings: [] }),
    });
    expect(readingsOf(bytes, message('AQI='), context).issues.map(({ code }) => code)).to.deep.equal([
      'payload-no-bytes',
    ]);
  });

  it('never throws: a profile that does, or gives no readings, is an Issue', () => {
    const throwing = smoke((payload) => ({ readings: [(payload as { a: { b: never } }).a.b] }));
    expect(codes(throwing)).to.deep.equal(['read-failed']);
    expect(codes(smoke(() => ({}) as DecodedPayload))).to.deep.equal(['read-failed']);
    expect(codes(says({ quantity: 'battery-level', value: 1 }), { ...message(), native: '\ud800' })).to.deep.equal([
      'read-failed',
    ]);
  });

  it('is all that a feed with profiles needs', () => {
    const byProfile = { A1: says({ quantity: 'battery-level', value: 80 }) };
    const Body = z.object({ device: z.enum(['A1']), id: z.string(), data: z.json() });
    const feed = defineFeed({
      id: 'posted',
      title: { zh: '推送', en: 'Posted' },
      norm: 'none',
      contract: 1,
      config: z.strictObject({}),
      ordering: { by: 'source-time' },
      transport: () => expect.fail('nothing is opened'),
      read(bytes, { source, receivedAt: received }) {
        const { device, id, data } = Body.parse(JSON.parse(new TextDecoder().decode(bytes)));
        const given = { native: device, key: id, payload: data as Json };
        const { drafts, issues } = readingsOf(byProfile[device], given, {
          source,
          registry: 'registry',
          receivedAt: received,
        });
        return { key: `${device}-${id}`, drafts, issues };
      },
    });
    const bytes = new TextEncoder().encode('{"device":"A1","id":"9","data":{}}');
    const { ok, drafts } = feed.decode(bytes, { source: 'posted', receivedAt });
    expect(ok).to.equal(true);
    expect(drafts.map(({ id }) => id)).to.deep.equal(['observation/posted/A1.battery-level.9']);
  });
});

describe('defineDeviceProfile', () => {
  const refused = (more: Partial<JsonProfile>): string => {
    try {
      smoke(() => ({ readings: [] }), more);
    } catch (error) {
      if (error instanceof YingjiError) return `${error.code}: ${error.message}`;
      throw error;
    }
    return '';
  };

  it('refuses what cannot be, and names it', () => {
    const cases: readonly (readonly [Partial<JsonProfile>, string])[] = [
      [{ id: 'Smoke' }, 'id'],
      [{ type: '感烟' }, 'kebab-case'],
      [{ quantities: {}, alarms: [] }, 'no quantity'],
      [{ quantities: { 'battery-level': { lowest: 5, highest: 5 } }, alarms: [] }, 'battery-level'],
      [{ updates: { by: 'periodic', everyS: 0 } }, 'beat'],
      [{ rangeM: 0 }, 'sensing range'],
      [{ quantities: { tilt: { unit: 'deg' } } }, 'component-state'],
    ];
    for (const [more, named] of cases)
      expect(refused(more))
        .to.match(/^bad-profile: /)
        .and.include(named);
    expect(refused({})).to.equal('');
  });

  it('says what a register may take over', () => {
    const profile = smoke(() => ({ readings: [] }), { rangeM: 5.8, detects: ['12G'] });
    expect(deviceOf(profile)).to.deep.equal({
      type: 'smoke-detector',
      contract: { by: 'periodic', everyS: 600 },
      quantities: [{ quantity: 'component-state' }, { quantity: 'battery-level', unit: '%', lowest: 0, highest: 100 }],
      rangeM: 5.8,
      detects: ['12G'],
    });
    const draft = stated(entityId('device', 'registry', 'A1'), { ...deviceOf(profile), native: 'A1' }, receivedAt);
    expect(checkDraft(draft).issues).to.deep.equal([]);
  });
});
