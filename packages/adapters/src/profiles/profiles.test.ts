// The vectors of every profile are checked in test/shipped-feeds.test.ts, by `yingji check`. Here: what the README says is so.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseInstant, readingsOf, type Json, type JsonProfile } from '@yingji/core';
import { ebikeChargerMembers, gasMembers, heatMembers, smokeMembers } from './fire.js';
import type { Members } from './generic-json.js';
import { deviceProfiles, pondingGauge, smokeDetector } from './index.js';
import { doorMembers, manholeMembers, pumpMembers, tiltMembers } from './structure.js';
import { flowMembers, pipePressureMembers, pondingMembers, rainMembers, waterLevelMembers } from './water.js';

const members = new Map<string, Members>([
  ['smoke-detector', smokeMembers],
  ['heat-detector', heatMembers],
  ['gas-detector', gasMembers],
  ['ebike-charger', ebikeChargerMembers],
  ['ponding-gauge', pondingMembers],
  ['water-level-gauge', waterLevelMembers],
  ['rain-gauge', rainMembers],
  ['pipe-pressure-gauge', pipePressureMembers],
  ['flow-meter', flowMembers],
  ['manhole-cover', manholeMembers],
  ['tilt-sensor', tiltMembers],
  ['door-sensor', doorMembers],
  ['pump', pumpMembers],
]);

/** Rows of the table of members: the profile, the member, its quantity, its unit, the range. */
function rowsOfReadme(): string[][] {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  let profile = '';
  return [
    ...readme.matchAll(/^\| (?:`([\w-]+)`)? *\| `(\w+)` *\| `([\w-]+)` *\| (\S*) *\| (?:(\S+) – (\S+))? *\|$/gm),
  ].map(([, named, member, quantity, unit, lowest, highest]) => {
    profile = named ?? profile;
    return [profile, member!, quantity!, unit!, lowest ?? '', highest ?? ''];
  });
}

const said = (payload: Json, profile = pondingGauge) =>
  readingsOf(
    profile,
    { native: 'p1', key: '1', payload },
    { source: 'iot', registry: 'registry', receivedAt: parseInstant('2026-06-12T16:00:00+08:00')! },
  );

describe('device profiles', () => {
  it('are of thirteen kinds, and the README names every member with its unit and its range', () => {
    const due = [...deviceProfiles].flatMap(([id, { quantities }]) =>
      Object.entries(members.get(id)!).map(([name, member]) => {
        if (!('unit' in member)) return [id, name, member.quantity, '', '', ''];
        const { lowest, highest } = quantities[member.quantity]!;
        const shown = [lowest!, highest!].map((end) => String(Number((end / (member.times ?? 1)).toPrecision(12))));
        return [id, name, member.quantity, member.unit, ...shown];
      }),
    );
    expect(deviceProfiles).to.have.lengthOf(13);
    expect(rowsOfReadme()).to.deep.equal(due);
  });

  it('take a word that nobody knows as it was said, and what is no word for none', () => {
    const { ok, drafts, issues } = said({ state: ['flood', 1, { no: 'word' }], depth: 3 });
    expect(ok).to.equal(true);
    expect(drafts[1]).to.have.nested.property('body.value.value').that.deep.equals(['flood', 'water-level-exceeded']);
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([['payload-odd-member', '/state']]);
  });

  it('lose no alarm to what is wrong beside it', () => {
    const { ok, drafts } = said({ time: 'yesterday', state: 1, obscuration: {}, battery: 'full' }, smokeDetector);
    expect(ok).to.equal(true);
    expect(drafts.map(({ kind }) => kind)).to.deep.equal(['report', 'observation', 'observation', 'observation']);
  });

  it('take the nines of SL 651 for no value, with the decimals of its elements or without', () => {
    const value = (profile: string, payload: Json): Json[] =>
      said(payload, deviceProfiles.get(profile) as JsonProfile).drafts.map(
        ({ body }) => (body as { readonly value: { readonly value: Json } }).value.value,
      );
    for (const level of [99_999_999, 99_999.999, 9_999.999, '9999.999'])
      expect(value('water-level-gauge', { level }), String(level)).to.deep.equal([null]);
    for (const total of [99_999_999, 999_999, 99_999.9])
      expect(value('rain-gauge', { total }), String(total)).to.deep.equal([null]);
    for (const rain1h of [99_999_999, 99_999, 9_999.9])
      expect(value('rain-gauge', { rain1h }), String(rain1h)).to.deep.equal([null]);
    expect(value('water-level-gauge', { level: 999.999 })).to.deep.equal([999.999]);
    expect(value('rain-gauge', { total: 9_999.9 }), 'ten metres in some years').to.deep.equal([9_999.9]);
  });

  it('repeat nothing that stood where something else was due', () => {
    const { issues } = said({ depth: '13800138000 of somebody', state: 1 });
    expect(JSON.stringify(issues)).not.to.include('138');
  });

  it('take the member of a prototype for none', () => {
    expect(said({ depth: 1, state: 'constructor' }).drafts[0]).to.have.nested.property(
      'body.value.value[0]',
      'constructor',
    );
    expect(said(JSON.parse('{"__proto__":{"depth":3}}') as Json).ok).to.equal(false);
  });
});
