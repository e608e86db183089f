import { expect } from 'chai';
import fc from 'fast-check';
import { YingjiError } from '../error.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import type { Row } from '../view/view.js';
import { fromColumns } from './from-columns.js';
import { snapshotParts } from './snapshot-parts.js';
import { toColumns } from './to-columns.js';
import { seeds } from '../testing/seeds.js';

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const there = (rows: readonly unknown[]): unknown => fromColumns(overJson(toColumns(rows)));

/** What comes of a text: its rows, or the code of what is wrong with it. */
function read(columns: unknown): Row[] | string {
  try {
    return fromColumns(columns);
  } catch (error) {
    if (error instanceof YingjiError) return error.code;
    throw error;
  }
}

function rows(): readonly Row[] {
  const make = createEntries();
  const view = createLocalView({ now: make.at(100) });
  view.apply(
    Array.from({ length: 300 }, (_, n) => [
      make.put(...detector(String(n), { name: `${n} 号`, position: [108 + n / 1e6, 22.8], zone: `${n % 7}` }), {
        atS: n % 9,
        ...(n % 50 === 0 && { exercise: 'drill' }),
      }),
      make.put(...fireAlarm(String(n))),
    ]).flat(),
    make.at(100),
  );
  return [...view.find({ kind: 'device' }), ...view.find({ kind: 'report' })];
}

describe('wire: rows by columns', () => {
  it('come back as they were, and are smaller', () => {
    const all = rows();
    expect(there(all)).to.deep.equal(overJson(all));
    expect(JSON.stringify(toColumns(all)).length).to.be.below(JSON.stringify(all).length / 3);
    expect(JSON.stringify(there(all)), 'the order of members too').to.equal(JSON.stringify(all));
  });

  it('come back as JSON would bring them, whatever stands in them', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom('a|b', '|~^`', '', '\u2028', '\ud800', '火', 0, -0, 0.1, 1e21, 2 ** 53, NaN, undefined, null),
      fc.constantFrom([1, 2], [1, 'x'], [[]], [undefined], [undefined, 1], {}, { state: 'live', since: '' }),
      fc.double(),
    );
    const row = fc.record(
      { id: fc.string(), a: value, b: value, c: fc.constantFrom('x', 'y'), ['__proto__']: value, constructor: value },
      { requiredKeys: ['id'] },
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (list) => {
        expect(JSON.stringify(there(list))).to.equal(JSON.stringify(list));
      }),
      seeds(),
    );
  });

  it('say once what stands in two members', () => {
    const list = Array.from({ length: 9 }, (_, n) => ({ id: `a ${n}`, at: `a ${n}`, position: [n / 10, 1 - n / 10] }));
    const twice = list.map((row) => ({ ...row, other: { position: row.position } }));
    expect(JSON.stringify(toColumns(twice)).split('a 3')).to.have.length(2);
    expect(there(twice)).to.deep.equal(twice);
    const [row] = there(twice) as readonly (typeof twice)[number][];
    expect(row?.other.position, 'an object that stands in both is made once').to.equal(row?.position);
  });

  it('take what has the same parts in another order, or in another number, for another thing', () => {
    const list = Array.from({ length: 9 }, (_, n) => ({
      id: `a ${n}`,
      position: [n / 10, 1 - n / 10],
      turned: [1 - n / 10, n / 10],
      whole: n < 5 ? [n / 10, 1 - n / 10] : { lon: n / 10, lat: 1 - n / 10 },
      named: { lon: n / 10, lat: 1 - n / 10 },
      renamed: { x: n / 10, y: 1 - n / 10 },
    }));
    expect(JSON.stringify(there(list))).to.equal(JSON.stringify(list));
  });

  it('are not taken for others by a comma in a name', () => {
    const list = Array.from({ length: 9 }, (_, n) => ({ id: `${n}`, value: { 'state,since': n } }));
    expect(there(list)).to.deep.equal(list);
  });

  it('are objects like any other, however many forms there are and whatever their members are called', () => {
    const list = Array.from({ length: 240 }, (_, n) => ({
      id: `${n}`,
      value: { [`k${Math.floor(n / 8)}`]: n, 7: `${n}`, constructor: n / 2, '"\\\n火': [n, `${n}`], '\ud800': n },
    }));
    const back = there(list) as readonly (typeof list)[number][];
    expect(JSON.stringify(back)).to.equal(JSON.stringify(list));
    for (const { value } of back) expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
    expect(new Set(back.map(({ value }) => value)).size).to.equal(list.length);
  });

  it('come in parts that a slow way can carry', () => {
    const all = rows();
    const long = all.map((row, n) => ({ ...row, value: { ...row.value, text: `${n}`.repeat(800) } }));
    const parts = [...snapshotParts(long)];
    for (const { text } of parts) expect(text.length).to.be.at.most(96 * 1024);
    const back = parts.flatMap(({ text }) => fromColumns(JSON.parse(text)));
    expect(JSON.stringify(back)).to.equal(JSON.stringify(long));
    expect([...snapshotParts([])].map(({ text }) => fromColumns(JSON.parse(text)))).to.deep.equal([[]]);
  });

  const id = { text: '1|2|3|4', by: '|' };
  const withColumn = (column: unknown): unknown => ({ n: 4, rows: { keys: ['id', 'x'], of: [id, column] } });
  const deep = (depth: number): unknown => (depth === 0 ? { one: 1 } : { keys: ['x'], of: [deep(depth - 1)] });
  const hostile: Record<string, unknown> = {
    'no object': 7,
    'a list': [],
    nothing: null,
    'no number': { n: '4', rows: id },
    'fewer than none': { n: -1, rows: id },
    'a number far too large': { n: 1e12, rows: { one: { id: 'x' } } },
    'rows that are none': { n: 4, rows: id },
    'rows without id': { n: 4, rows: { one: {} } },
    'more texts than rows': withColumn({ text: '1|2|3|4|5', by: '|' }),
    'fewer texts than rows': withColumn({ text: '1|2|3', by: '|' }),
    'a separator of no length': withColumn({ text: '1234', by: '' }),
    'a text of separators': withColumn({ text: '|'.repeat(5_000_000), by: '|' }),
    'an index out of range': withColumn({ list: ['a', 'b'], at: '0120' }),
    'an index that is none': withColumn({ list: ['a', 'b'], at: '01!0' }),
    'an index beyond ASCII': withColumn({ list: ['a', 'b'], at: '01火0' }),
    'too few indexes': withColumn({ list: ['a', 'b'], at: '010' }),
    'indexes that are no text': withColumn({ list: ['a', 'b'], at: [0, 1, 0, 1] }),
    'an empty list': withColumn({ list: [], at: '0000' }),
    'numbers that are none': withColumn({ nums: [1, 2, '3', 4] }),
    'too few numbers': withColumn({ nums: [1, 2, 3] }),
    'steps to infinity': withColumn({ nums: [1e308, 1e308, 1e308, 1e308], steps: true }),
    'a divisor of zero': withColumn({ nums: [1, 2, 3, 4], per: 0 }),
    'a prototype as key': withColumn({ keys: ['__proto__'], of: [{ one: { hacked: true } }] }),
    'a key twice': withColumn({ keys: ['a', 'a'], of: [{ one: 1 }, { one: 2 }] }),
    'the same key among very many': withColumn({
      keys: [...Array.from({ length: 200_000 }, (_, k) => `k${k}`), 'k0'],
      of: Array(200_001).fill({ one: 1 }),
    }),
    'a key that is none': withColumn({ keys: [{}], of: [{ one: 1 }] }),
    'more keys than columns': withColumn({ keys: ['a', 'b'], of: [{ one: 1 }] }),
    'columns that are none': withColumn({ keys: ['a'], of: 'x' }),
    'a form out of range': withColumn({ forms: [{ one: 1 }], at: '0001' }),
    'no forms': withColumn({ forms: [], at: '0000' }),
    'lists of another size': withColumn({ size: 3, of: [{ one: 1 }] }),
    'a reference to itself': withColumn({ as: 1 }),
    'a reference to nothing': withColumn({ as: -1 }),
    'a reference to a member': withColumn({ as: 'length' }),
    'a reference to another length': withColumn({ forms: [{ one: 1 }, { as: 0 }], at: '0011' }),
    'no known form': withColumn({ mystery: [] }),
    'columns too deep': withColumn(deep(100)),
    'far more values than text': {
      n: 200_000,
      rows: { keys: ['id', ...Array.from({ length: 50 }, (_, k) => `k${k}`)], of: Array(51).fill({ one: 'x' }) },
    },
  };
  for (const [what, columns] of Object.entries(hostile))
    it(`refuse ${what}`, () => {
      expect(read(columns)).to.equal('bad-columns');
      expect(({} as Record<string, unknown>)['hacked']).to.equal(undefined);
    });

  it('cut off or changed anywhere, they are rows or refused, and nothing else', () => {
    const text = JSON.stringify(toColumns(rows().slice(0, 40)));
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.nat(3),
        fc.constantFrom('', '0', '9', '"', '|', ',1', '[', 'z'),
        (at, cut, put) => {
          let columns: unknown;
          try {
            columns = JSON.parse(text.slice(0, at) + put + text.slice(at + cut));
          } catch {
            return;
          }
          const back = read(columns);
          if (typeof back === 'string') expect(back).to.equal('bad-columns');
          else expect(back.length).to.be.at.most(99);
        },
      ),
      seeds(3000),
    );
  });
});
