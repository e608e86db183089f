// Device profiles that each break their contract in one way: the named check must say so.
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  defineDeviceProfile,
  type BytesProfile,
  type DecodedPayload,
  type DeviceReading,
  type Json,
  type JsonProfile,
} from '@yingji/core';
import { checkProfile, loadCodecs, loadFeed, loadSubjects, type FeedVector, type ProfileSubject } from './index.js';

const folder = fileURLToPath(new URL('../../../../examples/04-own-adapter/water-level-gauge', import.meta.url));
const gauge = async (): Promise<ProfileSubject & { readonly profile: BytesProfile }> => {
  const [subject] = await loadSubjects(folder);
  return subject as ProfileSubject & { readonly profile: BytesProfile };
};

interface Mutant {
  readonly is: string;
  readonly found: string;
  readonly change?: Partial<BytesProfile>;
  /** Every payload read otherwise. */
  read?(payload: Uint8Array, decode: (payload: Uint8Array) => DecodedPayload): DecodedPayload;
}

const changed = ({ readings, issues }: DecodedPayload, change: (reading: DeviceReading) => object): DecodedPayload => ({
  readings: readings.map((reading) => ({ ...reading, ...change(reading) }) as DeviceReading),
  ...(issues && { issues }),
});
const told = {
  'water-temperature': { unit: 'Cel' },
  'battery-level': { unit: '%', faults: [255] },
  'station-state': {},
};

const mutants: readonly Mutant[] = [
  {
    is: 'tells millimetres and the vocabulary metres',
    found: 'units',
    change: { quantities: { ...told, 'ponding-depth': { unit: 'mm' } } },
  },
  {
    is: 'names its unit wrong, whatever it tells',
    found: 'quantities',
    change: { quantities: { ...told, 'ponding-depth': { unit: 'cm' } } },
  },
  {
    is: 'tells a quantity that nobody knows',
    found: 'units',
    read: (payload, decode) =>
      changed(decode(payload), ({ quantity }) => ({ quantity: quantity === 'ponding-depth' ? 'wetness' : quantity })),
  },
  {
    is: 'tells what it does not name',
    found: 'quantities',
    change: { quantities: { 'battery-level': { unit: '%', faults: [255] }, 'station-state': {} } },
  },
  {
    is: 'can tell more than is plausible',
    found: 'quantities',
    change: { quantities: { ...told, 'ponding-depth': { unit: 'm', lowest: 0, highest: 500 } } },
  },
  {
    is: 'throws at a payload that is too short',
    found: 'fuzz',
    read: (payload, decode) => (payload[6]!.toFixed(), decode(payload)),
  },
  {
    is: 'gives no readings where it reads nothing',
    found: 'fuzz',
    read: (payload, decode) => (payload.length < 3 ? (undefined as unknown as DecodedPayload) : decode(payload)),
  },
  {
    is: 'reads the clock',
    found: 'pure',
    read: (payload, decode) => (Date.now() > 0 ? decode(payload) : { readings: [] }),
  },
  {
    is: 'dates by a device whose clock says 2059',
    found: 'times',
    read: (payload, decode) => changed(decode(payload), () => ({ at: '2059-01-01T00:00:00Z' })),
  },
  {
    is: 'takes what is missing for zero',
    found: 'prefixes',
    read: (payload, decode) => ({ ...decode(payload), issues: [] }),
  },
  {
    is: 'takes a code of a fault for a value',
    found: 'decode',
    change: { quantities: { ...told, 'battery-level': { unit: '%' }, 'ponding-depth': { unit: 'm' } } },
  },
  {
    is: 'names a fault code that no vector has',
    found: 'faults',
    change: { quantities: { ...told, 'ponding-depth': { unit: 'm', faults: [99.999] } } },
  },
  {
    is: 'raises an alarm at a word that is no state',
    found: 'alarms',
    change: { alarms: [{ quantity: 'station-state', word: 'wet', title: '潮湿', needs: ['municipal'] }] },
  },
  {
    is: 'tells of an event type that is empty',
    found: 'device',
    change: { detects: [''] },
  },
];

describe('what `yingji check` finds in device profiles', function () {
  this.timeout(60_000);

  it('nothing in a sound one', async () => {
    const { passed, checks } = await checkProfile(await gauge());
    expect(checks.filter(({ result }) => result !== 'passed')).to.deep.equal([]);
    expect(passed).to.equal(true);
  });

  for (const { is, found, change = {}, read } of mutants)
    it(`${found}: a profile that ${is}`, async () => {
      const sound = await gauge();
      const decode = (payload: Uint8Array): DecodedPayload => sound.profile.decode(payload, {});
      const profile: BytesProfile = {
        ...sound.profile,
        ...change,
        decode: (payload) => (read ? read(payload, decode) : decode(payload)),
      };
      const { passed, checks } = await checkProfile({ ...sound, profile, fuzz: 500 }, { only: [found] });
      expect(checks.map(({ id, result }) => [id, result])).to.deep.equal([[found, 'failed']]);
      expect(checks[0]!.findings.join()).to.not.include('the check broke');
      expect(passed).to.equal(false);
    });

  it('fuzz: a profile of JSON that throws where a member is missing, and not one that looks first', async () => {
    const profile = (decode: JsonProfile['decode']): ProfileSubject => ({
      profile: defineDeviceProfile({
        id: 'door',
        title: { zh: '门磁', en: 'Door' },
        norm: 'none',
        contract: 1,
        type: 'door-contact',
        payload: 'json',
        quantities: { 'door-state': {} },
        updates: { by: 'event' },
        decode,
      }),
      ...{ receivedAt: '2026-06-12T16:00:00+08:00' as ProfileSubject['receivedAt'], readme: '', skip: {}, fuzz: 50 },
      vectors: [{ name: 'open', source: 'derived', sort: 'good', text: '{"data":{"door":"open"}}' } as FeedVector],
    });
    const resultOf = async (decode: JsonProfile['decode']): Promise<string | undefined> =>
      (await checkProfile(profile(decode), { only: ['fuzz'] })).checks[0]?.result;
    const deep = (payload: Json): string => (payload as { data: { door: string } }).data.door;
    expect(await resultOf((payload) => ({ readings: [{ quantity: 'door-state', value: deep(payload) }] }))).to.equal(
      'failed',
    );
    const looks = (payload: Json): readonly DeviceReading[] =>
      JSON.stringify(payload).includes('"door":"open"') ? [{ quantity: 'door-state', value: 'open' }] : [];
    expect(await resultOf((payload) => ({ readings: looks(payload) }))).to.equal('passed');
  });

  it('is no feed: it decodes, and nothing can be opened', async () => {
    const [codec] = await loadCodecs(folder);
    expect(codec!.configure({})).to.have.nested.property('issues[0].code', 'bad-feed');
    expect(await loadFeed(folder).catch((error: Error) => error.message)).to.include('device profiles and no feed');
  });
});
