import { expect } from 'chai';
import { explainFrame, readFrame } from '@yingji/core/frame';
import { decodeSl651, encodeAnswer, encodeQuery, ENDS, type Sl651Element } from './index.js';
import { DOWNWARD, UPWARD } from './layout.js';
import { bare, decodeIt, hex, SELF, SENT, STATION, up } from './station.test.js';

const elementsOf = (bytes: Uint8Array): readonly Sl651Element[] => decodeSl651(bytes).frame!.elements;
const codes = (bytes: Uint8Array): string[] => decodeSl651(bytes).issues.map(({ code }) => code);
const to = { encoding: 'hex', centre: 1, station: STATION, password: '1234' } as const;

describe('sl651 codec', () => {
  const level = up(`${SELF} 20 19 000005 39 23 00010490 38 12 1099`);

  it('reads a frame, and each of its elements with its decimals', () => {
    const { frame, length, issues } = decodeSl651(level);
    expect([length, issues]).to.deep.equal([level.length, []]);
    expect(frame).to.deep.include({
      ...{ direction: 'up', centre: 1, station: STATION, password: '1234', function: 0x32, ends: 3, serial: 7 },
      ...{ sentAt: '2026-06-12T16:00:00', measuredBy: STATION, stationClass: 'H' },
    });
    const at = '2026-06-12T16:00:00';
    expect(frame!.elements).to.deep.equal([
      { guide: 0x20, at, value: 0.5 },
      { guide: 0x39, at, value: 10.49 },
      { guide: 0x38, at, value: 10.99 },
    ]);
  });

  it('takes a leading FF for the sign, FF alone and nines for no value', () => {
    const said = elementsOf(
      up(
        `${SELF} 39 2b ff00000172 39 23 ffffffff 39 23 09999999 39 23 99999999 20 19 999999 03 12 0999 18 11 0999 27 2b 0999999999`,
      ),
    );
    expect(said.map(({ value }) => value)).to.deep.equal([-0.172, null, null, null, null, 9.99, 99.9, null]);
    expect(said[1]!.none).to.equal('ffffffff');
    expect(elementsOf(up(`${SELF} 39 23 0001049f`))[0]).to.deep.include({ value: null, none: '0001049f' });
  });

  it('reads twelve rains and twelve levels, each with its place, FF for none', () => {
    const said = elementsOf(up(`${SELF} f460 05 14 ff 00 0a 00 00 00 00 00 00 64 f6c0 ${'0031'.repeat(11)} ffff`));
    expect(said).to.have.length(24);
    expect(said.slice(0, 3).map(({ value }) => value)).to.deep.equal([0.5, 2, null]);
    expect(said[11]).to.deep.include({ guide: 0xf4, value: 10, series: { n: 11, of: 12, stepS: 300 } });
    expect([said[12]!.guide, said[12]!.value, said[23]!.value, said[23]!.none]).to.deep.equal([
      0xf6,
      0.49,
      null,
      'ffff',
    ]);
  });

  it('reads an even series behind its step, up to the next time of observation', () => {
    const said = elementsOf(up(`${SELF} 0418 000100 39 23 00010000 00010010 ffffffff f0f0 2606121500 38 12 1200`));
    expect(said.map(({ guide, value, series }) => [guide, value, series?.n])).to.deep.equal([
      [0x39, 10, 0],
      [0x39, 10.01, 1],
      [0x39, null, 2],
      [0x38, 12, undefined],
    ]);
    expect(said[0]!.series!.stepS).to.equal(3600);
  });

  it('takes no element behind an even series for a value of it', () => {
    const twelve = '00010490'.repeat(12);
    const said = elementsOf(up(`${SELF} 0418 000005 39 23 ${twelve} 38 12 1210`, { function: 0x31 }));
    expect(said.map(({ guide }) => guide)).to.deep.equal([...new Array<number>(12).fill(0x39), 0x38]);
    const two = elementsOf(up(`${SELF} 0418 000005 20 19 000005 000010 26 19 010112 010113 38 12 1210`));
    expect(two.map(({ guide, value }) => `${guide.toString(16)}=${value}`).join(' ')).to.equal(
      '20=0.5 20=1 26=1011.2 26=1011.3 38=12.1',
    );
    const hostile = up(`${SELF} 0418 000005 20 19 ${'1011'.repeat(1990)} 10`);
    const began = process.cpuUsage().user;
    for (let i = 0; i < 10; i += 1) elementsOf(hostile);
    expect((process.cpuUsage().user - began) / 10_000, 'milliseconds each').to.be.below(20);
    const volts = elementsOf(up(`${SELF} 0418 000005 38 12 1011 1012 1011 1013`));
    expect(volts.map(({ value }) => value)).to.deep.equal([10.11, 10.12, 10.11, 10.13]);
  });

  it('reads elements of vendors of one byte and of two', () => {
    expect(
      elementsOf(up(`${SELF} 76 2a ff00000172 ff01 12 0123`)).map(({ guide, value }) => [guide, value]),
    ).to.deep.equal([
      [0x76, -1.72],
      [0xff01, 1.23],
    ]);
  });

  it('keeps aside what cannot be read on, with the elements before it', () => {
    for (const wrong of ['39 23 0001', 'f4 58 00', 'f400', '04 19 000005', 'ff01', 'f2', '45 10 0001', '0418 ffffff']) {
      const { frame, issues } = decodeSl651(up(`${SELF} 20 19 000005 ${wrong}`));
      expect(
        issues.map(({ code, level: how }) => [code, how]),
        wrong,
      ).to.deep.equal([['sl651-element', 'warning']]);
      expect(
        frame!.elements.map(({ value }) => value),
        wrong,
      ).to.deep.equal([0.5]);
      expect(frame!.rest, wrong).to.be.instanceOf(Uint8Array);
    }
  });

  it('a time that is none is told and is null', () => {
    const { frame, issues } = decodeSl651(up(`f1f1 ${STATION} 48 f0f0 2602301600 20 19 000005`));
    expect([frame!.elements[0]!.at, issues[0]!.code]).to.deep.equal([null, 'sl651-bad-time']);
    expect(decodeSl651(hex('7e7e0145010300011234 2f 0008 02 0007 260612160060 03 0000')).issues[0]!.code).to.equal(
      'sl651-checksum',
    );
  });

  it('refuses every proper prefix, a changed byte, and a body without serial and time', () => {
    for (let cut = 0; cut < level.length; cut += 1)
      expect(decodeSl651(level.subarray(0, cut)).frame).to.equal(undefined);
    for (let i = 0; i < level.length; i += 1) {
      const bad = level.slice();
      bad[i]! ^= 4;
      expect(decodeSl651(bad).frame, `byte ${i}`).to.equal(undefined);
    }
    expect(codes(bare('0007'))).to.deep.equal(['sl651-short']);
  });

  it('an answer and a question are frames of the centre', () => {
    const { frame } = decodeSl651(encodeAnswer({ ...to, function: 0x32, serial: 7 }, ENDS.esc, SENT));
    expect(frame).to.deep.include({ direction: 'down', centre: 1, station: STATION, serial: 7, ends: 0x1b });
    const asked = encodeQuery({ ...to, serial: 9, sentAt: SENT, ask: { of: 'real-time' } });
    expect(Buffer.from(asked).toString('hex').slice(0, -4)).to.equal('7e7e450103000101123437800802000926061216000005');
    const period = { of: 'period', from: SENT, to: SENT, stepS: 3600, guide: [0x39, 0x23] } as const;
    const body = encodeQuery({ ...to, serial: 9, sentAt: SENT, ask: period });
    expect(Buffer.from(body.subarray(22, -3)).toString('hex')).to.equal('260612162606121604180001003923');
    expect(() => encodeQuery({ ...to, serial: 9, sentAt: SENT, ask: { ...period, stepS: 90 } })).to.throw(RangeError);
    expect(() => up('00'.repeat(4090))).to.throw(RangeError, '4095');
  });

  it('its layouts say the same of a frame', () => {
    const { value, issues } = readFrame(UPWARD, level);
    expect(issues).to.deep.equal([]);
    expect(value).to.deep.include({ centre: 1, function: 0x32, length: level.length - 17, begins: 2, ends: 3 });
    const answer = encodeAnswer({ ...to, function: 0x32, serial: 7 }, ENDS.eot, SENT);
    expect(readFrame(DOWNWARD, answer).value).to.deep.include({ centre: 1, length: 8, ends: 4 });
    expect(explainFrame(UPWARD, level).lines.map(({ says }) => says)).to.include('50 遥测站定时报 (periodic)');
  });
});

describe('sl651 codec, ASCII', () => {
  const ascii = (body: string, more = {}): Uint8Array =>
    up('', { encoding: 'ascii', body: Uint8Array.from(Buffer.from(body)), ...more });
  const self = ` ST ${STATION} H TT 2606121600`;

  it('reads symbols and values', () => {
    const bytes = ascii(`${self} PJ 0.5 Z -1.72 VT 11.15 PT 99999.9 AI M`);
    expect(Buffer.from(bytes.subarray(0, 24)).toString('latin1')).to.match(/^\x01014501030001123432.{4}\x02$/);
    const { frame, issues, length } = decodeSl651(bytes);
    expect(issues.map(({ code }) => code)).to.deep.equal(['sl651-fault-value', 'sl651-bad-number']);
    expect(length).to.equal(bytes.length);
    expect(frame).to.deep.include({
      encoding: 'ascii',
      station: STATION,
      measuredBy: STATION,
      stationClass: 'H',
      serial: 7,
    });
    expect(frame!.sentAt).to.equal('2026-06-12T16:00:00');
    expect(frame!.elements.map(({ value }) => value)).to.deep.equal([0.5, -1.72, 11.15, null, null]);
    for (let cut = 0; cut < bytes.length; cut += 1)
      expect(decodeSl651(bytes.subarray(0, cut)).frame).to.equal(undefined);
  });

  it('takes for a station ten digits, or the eight of a code, and repeats nothing else that stands there', () => {
    const named = (text: string) => decodeIt(ascii(` ST ${text} H TT 2606121600 PJ 0.5`, { station: '0012345678' }));
    expect(named('12345678').drafts[0]).to.have.nested.property('body.value.device', 'device/registry/0012345678');
    for (const text of ['13800138000', 'x/y', '123456789', '00123456788888'])
      for (const config of [{}, { relays: ['0012345678'] }, { addresses: ['0012345678'] }]) {
        const { drafts, issues } = decodeIt(ascii(` ST ${text} PJ 0.5`, { station: '0012345678' }), config);
        expect([drafts, issues.map(({ code, path }) => [code, path])]).to.deep.equal([
          [],
          [['sl651-bad-address', '/measuredBy']],
        ]);
        expect(JSON.stringify(issues)).not.to.include(text);
      }
  });

  it('reads series, states and steps', () => {
    const { frame } = decodeSl651(ascii(`${self} DRP 0514FF00000000000000000A ZT 00000004 DRH01 Z 1.0 1.1 1.2`));
    expect(frame!.elements.map(({ guide, value }) => [guide, value])).to.deep.equal([
      ...[0.5, 2, null, 0, 0, 0, 0, 0, 0, 0, 0, 1].map((value) => [0xf4, value]),
      [0x45, 4],
      ...[1, 1.1, 1.2].map((value) => [0x39, value]),
    ]);
  });

  it('tells what it does not know, and of a body without a serial number', () => {
    expect(codes(ascii(`${self} PJ 0.5 WHAT 3`))).to.deep.equal(['sl651-element']);
    expect(codes(bare(Buffer.from('nothing'), { encoding: 'ascii' }))).to.deep.equal(['sl651-short']);
  });
});
