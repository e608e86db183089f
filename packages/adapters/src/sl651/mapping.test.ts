import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { checkDraft, millis, toInstant, type Draft, type JsonObject } from '@yingji/core';
import { checkObservation } from '@yingji/core/codes';
import { bare, decodeIt, packets, SELF, SENT, STATION, up } from './station.test.js';

const said = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});
const DATUM = { verticalDatum: '珠江基面' };
const codes = (issues: readonly { readonly code: string }[]): string[] => issues.map(({ code }) => code);
const beijing = (text: string): number => Date.parse(`${text}+08:00`);

describe('sl651 mapping', () => {
  it('a level is of its gauge and states the datum that the configuration gives it, or none', () => {
    const bytes = up(`${SELF} 39 23 00010490 3e 23 00000550`);
    const [level, inlet] = decodeIt(bytes, DATUM).drafts;
    expect(said(level!)).to.deep.equal({
      ...{ device: `device/registry/${STATION}`, quantity: 'water-level', value: 10.49, unit: 'm', quality: 'good' },
      ...DATUM,
    });
    expect(said(inlet!)).to.deep.include({ device: `device/registry/${STATION}-z3`, value: 0.55 });
    expect(said(decodeIt(bytes).drafts[0]!)).not.to.have.property('verticalDatum');
    expect(said(decodeIt(up(`${SELF} 20 19 000005`), DATUM).drafts[0]!)).not.to.have.property('verticalDatum');
    const own = { ...DATUM, stations: { [STATION]: { verticalDatum: '1985国家高程基准' } } };
    expect(said(decodeIt(bytes, own).drafts[0]!)['verticalDatum']).to.equal('1985国家高程基准');
  });

  it('what is no value is a fault with what stood there, and never a number', () => {
    const { drafts, issues } = decodeIt(up(`${SELF} 39 23 99999999 20 19 ffffff 38 12 1099`), DATUM);
    expect(drafts.map((draft) => [said(draft)['value'], said(draft)['quality'], said(draft)['fault']])).to.deep.equal([
      [null, 'fault', '99999999'],
      [null, 'fault', 'ffffff'],
      [10.99, 'good', undefined],
    ]);
    expect(codes(issues)).to.deep.equal(['sl651-fault-value']);
  });

  it('each value of a series is an observation at its own instant, its id its place in time', () => {
    const rain = `f460 ${'05'.repeat(11)} ff`;
    const bytes = up(`f1f1 ${STATION} 48 f0f0 2606121505 ${rain}`, { function: 0x34 });
    const { drafts } = decodeIt(bytes);
    expect(drafts.map(({ at }) => millis(at))).to.deep.equal(
      Array.from({ length: 12 }, (_, i) => beijing('2026-06-12T15:05:00') + i * 300_000),
    );
    expect(said(drafts[0]!)).to.deep.include({ quantity: 'rainfall-5min', value: 0.5, unit: 'mm' });
    expect(said(drafts[11]!)).to.deep.include({ value: null, quality: 'fault', fault: 'ff' });
    const again = decodeIt(up(`f1f1 ${STATION} 48 f0f0 2606121505 ${rain}`, { function: 0x38, serial: 99 })).drafts;
    expect(again.slice(0, 11).map(({ id, at, body }) => [id, at, body])).to.deep.equal(
      drafts.slice(0, 11).map(({ id, at, body }) => [id, at, body]),
    );
    expect(again[11]!.id, 'what was missing may be told later').not.to.equal(drafts[11]!.id);
  });

  it('a series of a full hour is that of the hour before, and one that would end after it was sent ends when it was', () => {
    const hour = decodeIt(up(`${SELF} f460 ${'05'.repeat(12)}`)).drafts;
    expect([millis(hour[11]!.at), hour[0]!.basis]).to.deep.equal([beijing('2026-06-12T16:00:00'), 'stated']);
    const { drafts } = decodeIt(up(`f1f1 ${STATION} 48 f0f0 2606121555 f460 ${'05'.repeat(12)}`));
    expect([millis(drafts[0]!.at), millis(drafts[11]!.at)]).to.deep.equal([
      beijing('2026-06-12T15:00:00'),
      beijing('2026-06-12T15:55:00'),
    ]);
    expect(drafts[0]!.basis).to.equal('derived');
  });

  it('five-minute levels are levels only over the base that is stated for their gauge', () => {
    const bytes = up(`${SELF} f5c0 ${'0031'.repeat(11)} ffff f6c0 ${'0064'.repeat(12)}`);
    const without = decodeIt(bytes, DATUM).drafts;
    expect(said(without[0]!)).to.deep.include({ quantity: 'height', value: 0.49, extra: { 'sl651:relative': 'DRZ1' } });
    const { drafts } = decodeIt(bytes, { ...DATUM, stations: { [STATION]: { levelBases: [72.25] } } });
    expect(said(drafts[0]!)).to.deep.include({ quantity: 'water-level', value: 72.74, ...DATUM });
    expect(drafts[0]!.basis).to.equal('derived');
    expect(said(drafts[11]!)).to.deep.include({ quantity: 'water-level', value: null, quality: 'fault' });
    expect(said(drafts[12]!)).to.deep.include({
      quantity: 'height',
      device: `device/registry/${STATION}-z2`,
      value: 1,
    });
  });

  it('converts units, keeps elements that no quantity is for, and maps those of a vendor', () => {
    const bytes = up(`${SELF} 08 18 001013 58 1a 001234 32 1b 000500 76 2a ff00000172`);
    const [pressure, water] = decodeIt(bytes).drafts;
    expect(said(pressure!)).to.deep.include({
      value: 101_300,
      unit: 'Pa',
      extra: { 'sl651:SW': 0.5, 'sl651:76': -1.72 },
    });
    expect(said(water!)).to.deep.include({
      quantity: 'pressure',
      device: `device/registry/${STATION}-wp1`,
      value: 12_340,
    });
    const own = {
      elements: { '76': { quantity: 'water-level', part: 'z9' }, '08': { quantity: 'air-pressure', factor: 10 } },
    };
    const mapped = decodeIt(bytes, own).drafts.map(said);
    expect(mapped[0]!['value']).to.equal(10_130);
    expect(mapped[2]).to.deep.include({
      quantity: 'water-level',
      device: `device/registry/${STATION}-z9`,
      value: -1.72,
    });
    const alone = decodeIt(up(`${SELF} 76 2a ff00000172`));
    expect([alone.drafts, codes(alone.issues)]).to.deep.equal([[], ['sl651-unmapped']]);
  });

  it('states a status word, a version, a clock and what was entered by hand', () => {
    const one = (fn: number, body: string) => said(decodeIt(up(body, { function: fn })).drafts[0]!);
    const self = `f1f1 ${STATION}`;
    expect(one(0x46, `${self} 45 20 00000480`)['value']).to.deep.equal(['normal', 'pump-stopped']);
    expect(one(0x46, `${self} 45 20 00000043`)['value']).to.deep.equal([
      ...['mains-fault', 'battery-low', 'level-gauge-fault', 'cabinet-open'],
    ]);
    expect(one(0x45, `${self} 03 56312e`)).to.deep.include({ quantity: 'software-version', value: 'V1.' });
    expect(one(0x51, self)).to.deep.include({ quantity: 'device-time', value: '2026-06-12T16:00:00+08:00' });
    expect(one(0x35, `f2f2 ${Buffer.from('Q 1.234').toString('hex')}`)).to.deep.include({
      ...{ quantity: 'flow-rate', value: 1.234, extra: { 'sl651:entered': true } },
    });
    const words = decodeIt(up(`f2f2 ${Buffer.from('call somebody').toString('hex')}`, { function: 0x35 }));
    expect([words.drafts, codes(words.issues)]).to.deep.equal([[], ['sl651-unmapped']]);
  });

  it('what a level, a flow or the water exceeds is an alarm; what the station lacks is its state alone', () => {
    const self = `f1f1 ${STATION}`;
    const told = (word: string, fn = 0x46) => decodeIt(up(`${self} 45 20 ${word}`, { function: fn })).drafts;
    const [state, level, flow, quality, ...more] = told('0000009c');
    expect(said(state!)['value']).to.deep.equal([
      ...['water-level-exceeded', 'flow-exceeded', 'water-quality-exceeded'],
    ]);
    expect([level!.kind, said(level!)]).to.deep.equal([
      'report',
      {
        ...{ channel: 'device', needs: ['municipal'], title: '水位超限报警', eventType: '11A00', native: STATION },
        ...{ device: `device/registry/${STATION}`, occurredAt: SENT, extra: { 'sl651:alarm': 'water-level-exceeded' } },
      },
    ]);
    expect(level!.id).to.equal(`report/hydro/${STATION}.water-level-exceeded.20260612T080000Z.7`);
    expect([said(flow!)['title'], said(flow!)['eventType']]).to.deep.equal(['流量超限报警', undefined]);
    expect([said(quality!)['title'], said(quality!)['eventType']]).to.deep.equal(['水质超限报警', '12Q00']);
    expect(more).to.deep.equal([]);
    for (const draft of [level!, flow!, quality!]) expect(checkDraft(draft).issues).to.deep.equal([]);
    // Mains, battery, both gauges, the door, the memory, the card, the pump, the quota.
    expect(told('00000f63').map(({ kind }) => kind)).to.deep.equal(['observation']);
    expect(
      told('0000009c', 0x30).map(({ kind }) => kind),
      'a trial',
    ).to.deep.equal(['observation']);
  });

  it('a picture is named by its sum, size and type, at its time of observation; its bytes stay aside', () => {
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
    const of = (picture: Uint8Array) => decodeIt(Uint8Array.from(Buffer.concat(packets(picture, 3))));
    const { drafts, issues, ok } = of(jpeg);
    const sum = createHash('sha256').update(jpeg).digest('hex');
    expect([ok, drafts.length, codes(issues)]).to.deep.equal([true, 1, ['sl651-picture']]);
    const { extra, ...value } = said(drafts[0]!);
    expect(value).to.deep.equal({
      device: `device/registry/${STATION}`,
      ...{ quantity: 'picture', value: `sha256:${sum}`, quality: 'good' },
    });
    const picture = (extra as JsonObject)['sl651:picture'] as JsonObject;
    expect(picture).to.deep.include({ bytes: 9, type: 'image/jpeg' });
    expect(picture['message']).to.match(new RegExp(`^${STATION}\\.36\\.7\\.`));
    expect(millis(drafts[0]!.at)).to.equal(beijing('2026-06-12T16:00:00'));
    expect(checkDraft(drafts[0]!).issues).to.deep.equal([]);
    expect(JSON.stringify(drafts), 'no bytes').not.to.include(Buffer.from(jpeg).toString('hex'));
    const other = said(of(Uint8Array.from([0x89, 0x50, 0x4e, 0x47])).drafts[0]!);
    expect([other['quality'], (other['extra'] as JsonObject)['sl651:picture']]).to.deep.equal([
      'suspect',
      { bytes: 4, message: ((other['extra'] as JsonObject)['sl651:picture'] as JsonObject)['message'] },
    ]);
  });

  it('what is told beside a picture is read as well', () => {
    const { drafts } = decodeIt(up(`${SELF} 38 12 1099 f3f3 ffd8ff01`, { function: 0x36 }));
    expect(drafts.map((draft) => said(draft)['quantity'])).to.deep.equal(['voltage', 'picture']);
  });

  it('a picture in ASCII is one as well', () => {
    const text = `ST ${STATION} TT 2606121555 PIC ffd8ff01`;
    const bytes = up('', { encoding: 'ascii', function: 0x36, body: Uint8Array.from(Buffer.from(text)) });
    const [picture] = decodeIt(bytes).drafts;
    expect([said(picture!)['quality'], millis(picture!.at)]).to.deep.equal(['good', beijing('2026-06-12T15:55:00')]);
  });

  it('says nothing of keeping the line, of having obeyed, and keeps settings aside', () => {
    for (const fn of [0x2f, 0x40, 0x42, 0x47, 0x48, 0x49, 0x4a])
      expect(decodeIt(up(`f1f1 ${STATION} 03 10 03e8`, { function: fn }))).to.deep.equal({
        ok: true,
        drafts: [],
        issues: [],
      });
    for (const fn of [0x41, 0x43, 0x4b, 0x50, 0xe1])
      expect(codes(decodeIt(up(`f1f1 ${STATION} 0120`, { function: fn })).issues), String(fn)).to.deep.equal([
        'sl651-unmapped',
      ]);
    expect(codes(decodeIt(up('', { direction: 'down' })).issues)).to.deep.equal(['sl651-downward']);
  });

  it('a clock that runs ahead, or was never set, is set right by receipt', () => {
    for (const [sent, observed, code] of [
      ['2059-06-12T16:00:00', '5906121555', 'clock-ahead'],
      ['2000-01-01T00:05:00', '0001010000', 'clock-behind'],
    ] as const) {
      const sentAt = toInstant(beijing(sent));
      const { drafts, issues } = decodeIt(up(`f1f1 ${STATION} 48 f0f0 ${observed} 39 23 00010490`, { sentAt }), DATUM);
      expect(codes(issues)).to.deep.equal([code]);
      expect(millis(drafts[0]!.at), 'five minutes before receipt').to.equal(millis(SENT) - 300_000);
    }
    const odd = decodeIt(up(`f1f1 ${STATION} 48 f0f0 5906121555 39 23 00010490`), DATUM);
    expect([millis(odd.drafts[0]!.at), codes(odd.issues)]).to.deep.equal([millis(SENT), ['clock-ahead']]);
    const none = decodeIt(up(`f1f1 ${STATION} 48 f0f0 2600121555 39 23 00010490`), DATUM);
    expect([millis(none.drafts[0]!.at), codes(none.issues)]).to.deep.equal([millis(SENT), ['sl651-bad-time']]);
  });

  it('what is told to try a station out is suspect', () => {
    const [level] = decodeIt(up(`${SELF} 39 23 00010490`, { function: 0x30 }), DATUM).drafts;
    expect(said(level!)).to.deep.include({ value: 10.49, quality: 'suspect', extra: { 'sl651:trial': true } });
  });

  it('what comes late is dated as it says', () => {
    const { drafts, issues } = decodeIt(up(`f1f1 ${STATION} 48 f0f0 2606091555 20 19 000005`));
    expect([millis(drafts[0]!.at), issues]).to.deep.equal([beijing('2026-06-09T15:55:00'), []]);
  });

  it('a relay speaks for others, nobody else does', () => {
    const of = (station: string, config = {}) =>
      decodeIt(up(`f1f1 4501030002 48 f0f0 2606121600 20 19 000005`, { station }), config);
    expect(said(of('450103ea61').drafts[0]!)['device']).to.equal('device/registry/4501030002');
    expect([of(STATION).drafts, codes(of(STATION).issues)]).to.deep.equal([[], ['sl651-station-differs']]);
    expect(of(STATION, { relays: [STATION] }).drafts).to.have.length(1);
  });

  it('where elements do not fill their message, those before are suspect, and a negative one is none', () => {
    const { drafts } = decodeIt(up(`${SELF} 20 19 000005 39 23 ff00000172 38 12 1200`), DATUM);
    expect(drafts.map(said).map(({ value, quality }) => [value, quality])).to.deep.equal([
      [0.5, 'suspect'],
      [null, 'fault'],
    ]);
  });

  it('only the stations that are listed may speak, also for others', () => {
    const allowed = { addresses: [STATION] };
    expect(decodeIt(up(`${SELF} 20 19 000005`), allowed).drafts).to.have.length(1);
    const foreign = decodeIt(up(`f1f1 4501030002 48 f0f0 2606121600 20 19 000005`), allowed);
    expect([foreign.ok, foreign.drafts, codes(foreign.issues)]).to.deep.equal([false, [], ['sl651-not-listed']]);
  });

  it('every element is a draft that the door takes as it is', () => {
    const all = Array.from({ length: 0x75 }, (_, i) => i + 1).filter((guide) => guide !== 4 && guide !== 0x45);
    const body = all.map((guide) => `${guide.toString(16).padStart(2, '0')} 21 00000012`).join('');
    const { drafts, issues } = decodeIt(up(`${SELF} ${body}`), DATUM);
    expect(issues).to.deep.equal([]);
    expect(drafts.length).to.be.above(60);
    expect(new Set(drafts.map(({ id }) => id)).size).to.equal(drafts.length);
    for (const draft of drafts) {
      expect(checkDraft(draft).issues, draft.id).to.deep.equal([]);
      const { issues: doubts } = checkObservation(said(draft) as never);
      expect(
        codes(doubts).filter((code) => code !== 'implausible-value'),
        draft.id,
      ).to.deep.equal([]);
    }
    expect(decodeIt(bare('0007')).ok).to.equal(false);
  });
});
