import { expect } from 'chai';
import fc from 'fast-check';
import type { LogRow } from '@yingji/core';
import { seeds } from '../../../test/seeds.js';
import { packRows, unpackRows } from './crossing.js';

const json = fc.jsonValue({ maxDepth: 4 });
const row = fc.record(
  { change: fc.dictionary(fc.string(), json), slot: fc.string(), prev: fc.nat() },
  { requiredKeys: ['change'] },
);

describe('rows on their way to the thread of the database', () => {
  it('arrive as they were, each Change as the JSON text of it alone', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const arrived = unpackRows(packRows(rows as unknown as LogRow[]));
        expect(arrived).to.deep.equal(
          rows.map(({ change, slot, prev }) => [slot ?? null, prev ?? null, JSON.stringify(change)]),
        );
      }),
      seeds(),
    );
  });

  it('none is cut by what another crossing had between its rows, nor by what looks like two', () => {
    const { mark } = packRows([]);
    const hostile = [{ 'a:b': [{}, mark, {}] }, { 'a:b': '},{"v":1' }, { [`",\n"${mark}`]: `"${mark}",` }];
    const rows = hostile.map((change) => ({ change })) as unknown as LogRow[];
    expect(unpackRows(packRows(rows)).map(([, , change]) => JSON.parse(change) as unknown)).to.deep.equal(hostile);
  });

  it('no text holds more than 64 of them: a longer one takes five times as long to cross', () => {
    const rows = Array.from({ length: 130 }, (_, n) => ({ change: { n } })) as unknown as LogRow[];
    const packed = packRows(rows);
    expect(packed.changes.map((text) => text.split(packed.mark).length)).to.deep.equal([64, 64, 2]);
    expect(unpackRows(packed).map(([, , change]) => change)).to.deep.equal(
      rows.map((row) => JSON.stringify(row.change)),
    );
  });

  it('another number of rows is an error, and nothing is taken', () => {
    const rows = [1, 2].map((n) => ({ change: { n } })) as unknown as LogRow[];
    const packed = packRows(rows);
    for (const more of [{ count: 3 }, { count: 1 }, { mark: 'x' }, { places: '[null,null]' }, { changes: [] }])
      expect(() => unpackRows({ ...packed, ...more }), JSON.stringify(more)).to.throw('store-rows-torn');
    expect(unpackRows(packRows([]))).to.deep.equal([]);
  });
});
