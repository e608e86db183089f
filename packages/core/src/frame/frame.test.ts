import { expect } from 'chai';
import fc from 'fast-check';
import { checksum, defineLayout, describeLayout, explainFrame, readFrame, type Field } from './index.js';
import { toHex } from './read.js';
import { seeds } from '../testing/seeds.js';

const RUNS = seeds();

/** A gas detector of nobody: mark, address, count, readings of two sorts, checksum, end. */
const gas = defineLayout({
  title: { zh: '燃气探测器', en: 'gas detector' },
  norm: 'example 1.0',
  fields: [
    { name: 'start', is: 'mark', hex: 'a55a' },
    { name: 'length', is: 'uint', bytes: 2, zh: '长度', en: 'length of what follows' },
    { name: 'address', is: 'digits', bytes: 3 },
    { name: 'sort', is: 'uint', bytes: 1, words: { 1: { zh: '读数', en: 'readings' }, 2: { zh: '文字', en: 'text' } } },
    {
      name: 'body',
      is: 'choice',
      by: 'sort',
      cases: {
        1: [
          { name: 'count', is: 'uint', bytes: 1 },
          {
            name: 'readings',
            is: 'list',
            count: { by: 'count' },
            fields: [
              { name: 'level', is: 'uint', bytes: 2, scale: 0.1, unit: '%{LEL}', none: [0xffff] },
              { name: 'temperature', is: 'int', bytes: 2, scale: 0.1, unit: 'Cel', order: 'little' },
              {
                name: 'states',
                is: 'flags',
                bytes: 1,
                bits: {
                  0: { word: 'alarm', zh: '报警', en: 'alarm' },
                  3: { word: 'fault', zh: '故障', en: 'fault' },
                },
              },
            ],
          },
        ],
        2: [{ name: 'said', is: 'text', bytes: { before: 3 }, charset: 'gb18030' }],
      },
    },
    { name: 'sum', is: 'checksum', of: 'sum8', from: 'length' },
    { name: 'end', is: 'mark', hex: '2323' },
  ],
});

const withSum = (hex: string): Uint8Array => {
  const bytes = hex.match(/../g)!.map((pair) => parseInt(pair, 16));
  const sum = bytes.reduce((all, byte) => (all + byte) & 0xff, 0);
  return Uint8Array.from([0xa5, 0x5a, ...bytes, sum, 0x23, 0x23]);
};
const readings = withSum('0010' + '450103' + '01' + '02' + '00c8' + '1900' + '01' + 'ffff' + 'f6ff' + '08');
const text = withSum('0008' + '450103' + '02' + 'c8bcc6f8');
const codes = (bytes: Uint8Array): [string, string][] =>
  readFrame(gas, bytes).issues.map(({ code, path }) => [code, path]);

describe('a frame as data', () => {
  it('is read member by member, in the order of the wire', () => {
    const { value, length, issues } = readFrame(gas, readings);
    expect(issues).to.deep.equal([]);
    expect(length).to.equal(readings.length);
    expect(value).to.deep.equal({
      length: 16,
      address: '450103',
      sort: 1,
      body: {
        count: 2,
        readings: [
          { level: 20, temperature: 2.5, states: ['alarm'] },
          { level: null, temperature: -1, states: ['fault'] },
        ],
      },
    });
    expect(readFrame(gas, text).value?.body).to.deep.equal({ said: '燃气' });
  });

  it('has the type of what it says', () => {
    const { value } = readFrame(gas, readings);
    const address: string | undefined = value?.address;
    const body = value?.body;
    const level: number | null | undefined = body && 'readings' in body ? body.readings[0]?.level : undefined;
    const states: ('alarm' | 'fault')[] | undefined = body && 'readings' in body ? body.readings[0]?.states : undefined;
    expect([address, level, states]).to.deep.equal(['450103', 20, ['alarm']]);
  });

  it('keeps tenths as they are said', () => {
    const tenth = defineLayout({
      title: { zh: '', en: '' },
      norm: 'x',
      fields: [{ name: 'n', is: 'uint', bytes: 1, scale: 0.1, offset: -40 }],
    });
    for (const [raw, value] of [
      [3, -39.7],
      [7, -39.3],
      [255, -14.5],
    ] as const)
      expect(readFrame(tenth, Uint8Array.of(raw)).value!.n).to.be.closeTo(value, 1e-12);
    const plain = defineLayout({ ...tenth, fields: [{ name: 'n', is: 'uint', bytes: 1, scale: 0.1 }] });
    expect(readFrame(plain, Uint8Array.of(3)).value).to.deep.equal({ n: 0.3 });
  });

  it('tells a wrong checksum as it stands on the wire, and the one that is due', () => {
    const fields = [
      { name: 'a', is: 'uint', bytes: 2 },
      { name: 'crc', is: 'checksum', of: 'crc16-modbus', from: 'a' },
    ] as const;
    const said = (order: 'big' | 'little', ...crc: number[]): string | undefined =>
      readFrame(
        defineLayout({ title: { zh: '帧', en: 'frame' }, norm: 'N', order, fields }),
        Uint8Array.of(0, 1, ...crc),
      ).issues[0]?.message;
    expect(checksum('crc16-modbus', Uint8Array.of(0, 1))).to.equal(0x70c0);
    expect(said('little', 0xc0, 0x70)).to.equal(undefined);
    expect(said('little', 0, 0)).to.equal('N: the frame has checksum 0000 where c070 is due.');
    expect(said('big', 0xc0, 0x70)).to.equal('N: the frame has checksum c070 where 70c0 is due.');
  });

  it('says what is wrong, and where', () => {
    const changed = (at: number, byte: number): Uint8Array => readings.map((was, i) => (i === at ? byte : was));
    expect(codes(changed(0, 0))).to.deep.equal([['frame-mark', '/start']]);
    expect(codes(changed(readings.length - 3, 0))).to.deep.equal([['frame-checksum', '/sum']]);
    const digit = withSum('0010' + '4a0103' + '01' + '00');
    expect(codes(digit)).to.deep.equal([['frame-digit', '/address']]);
    expect(codes(changed(7, 9))).to.deep.equal([['frame-unknown', '/body']]);
    expect(codes(readings.subarray(0, 14))).to.deep.equal([['frame-cut', '/body/readings/1/level']]);
    expect(codes(withSum('0008' + '450103' + '02' + 'c8bcff'))).to.deep.equal([['frame-text', '/body/said']]);
  });

  it('refuses every beginning of a good frame', () => {
    for (const whole of [readings, text])
      for (let cut = 0; cut < whole.length; cut += 1)
        expect(readFrame(gas, whole.subarray(0, cut)), String(cut)).to.not.have.property('value');
  });

  it('never throws, whatever comes, and never takes more bytes than there are', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.array(fc.tuple(fc.nat(readings.length - 1), fc.nat(255)), { maxLength: 3 }),
        (bytes, changes) => {
          for (const each of [bytes, readings.map((was, i) => changes.find(([at]) => at === i)?.[1] ?? was)]) {
            const { length, value, issues } = readFrame(gas, each);
            expect(length).to.be.at.most(each.length);
            expect(value === undefined).to.equal(issues.some(({ level }) => level === 'error'));
          }
        },
      ),
      RUNS,
    ));

  it('is drawn byte by byte: every byte once, also of what cannot be read', () =>
    fc.assert(
      fc.property(fc.nat(readings.length), fc.uint8Array({ maxLength: 4 }), (cut, more) => {
        const bytes = Uint8Array.from([...readings.subarray(0, cut), ...more]);
        const { lines } = explainFrame(gas, bytes);
        expect(lines.map(({ hex }) => hex).join('')).to.equal(toHex(bytes));
      }),
      RUNS,
    ));

  it('is drawn with the words of a duty officer', () => {
    const of = (path: string) => explainFrame(gas, readings).lines.find((line) => line.path === path);
    expect(of('/sort')).to.deep.include({ offset: 7, hex: '01', says: '1 读数 (readings)' });
    expect(of('/body/readings/0/level')).to.deep.include({ offset: 9, hex: '00c8', says: '20 %{LEL}' });
    expect(of('/body/readings/1/level')!.says).to.equal('—');
    expect(of('/body/readings/1/states')!.says).to.equal('fault');
  });

  it('is described as a table', () => {
    const table = describeLayout(gas).map(([offset, bytes, name]) => [offset, bytes, name]);
    expect(table.slice(0, 6)).to.deep.equal([
      ['0', '2', 'start'],
      ['2', '2', 'length'],
      ['4', '3', 'address'],
      ['7', '1', 'sort'],
      ['8', 'by sort', 'body'],
      ['8', '1', 'sort=1.count'],
    ]);
    expect(table.at(-1)).to.deep.equal(['…', '2', 'end']);
  });

  const wrong: readonly (readonly [string, readonly Field[]])[] = [
    [
      'a name twice',
      [
        { name: 'a', is: 'bytes', bytes: 1 },
        { name: 'a', is: 'bytes', bytes: 1 },
      ],
    ],
    [
      'a size by what comes later',
      [
        { name: 'a', is: 'bytes', bytes: { by: 'b' } },
        { name: 'b', is: 'uint', bytes: 1 },
      ],
    ],
    [
      'a size by text',
      [
        { name: 'a', is: 'text', bytes: 1, charset: 'ascii' },
        { name: 'b', is: 'bytes', bytes: { by: 'a' } },
      ],
    ],
    ['a mark that is none', [{ name: 'a', is: 'mark', hex: '4' }]],
    ['a sum from nowhere', [{ name: 'a', is: 'checksum', of: 'xor8', from: 'b' }]],
    ['a size below nothing', [{ name: 'a', is: 'bytes', bytes: -1 }]],
    ['a fault inside', [{ name: 'a', is: 'list', count: 1, fields: [{ name: 'b', is: 'mark', hex: '' }] }]],
  ];
  for (const [what, fields] of wrong)
    it(`refuses ${what}`, () =>
      expect(() => defineLayout({ title: { zh: '', en: '' }, norm: 'x', fields })).to.throw('bad-layout'));

  it('ends where a list takes no bytes, and where a size comes out below nothing', () => {
    const empty = defineLayout({
      title: { zh: '', en: '' },
      norm: 'x',
      fields: [{ name: 'list', is: 'list', count: { before: 0 }, fields: [{ name: 'none', is: 'bytes', bytes: 0 }] }],
    });
    expect(readFrame(empty, new Uint8Array(3)).length).to.equal(0);
    const below = defineLayout({
      title: { zh: '', en: '' },
      norm: 'x',
      fields: [
        { name: 'size', is: 'uint', bytes: 1 },
        { name: 'rest', is: 'bytes', bytes: { by: 'size', less: 4 } },
      ],
    });
    expect(readFrame(below, Uint8Array.of(1, 2, 3)).issues[0]).to.include({ code: 'frame-cut', path: '/rest' });
  });
});
