import { expect } from 'chai';
import fc from 'fast-check';
import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import { stockExample } from '../model/stock.schema.js';
import { millis, toInstant } from '../model/time.js';
import { factsOf } from '../resilience/fact.js';
import { inTransit, quantityOf } from '../resilience/quantity.js';
import type { Reader } from '../view/view.js';
import { facilityExample } from '../model/facility.schema.js';
import { desks, person, type Desk } from './desk.test.js';
import { recordMovement } from './record-movement.js';
import { seeds } from '../testing/seeds.js';

const stock = (name: string, more: object = {}): [string, object] => [
  `stock/registry/${name}`,
  { ...stockExample, lot: name, ...more },
];
const A = 'stock/registry/a';
const receive = { stock: A, sort: 'receive', quantity: 100 };

describe('record-movement', () => {
  const desk = desks([recordMovement]);
  const movements = ({ all }: Desk) => factsOf<Movement>(all('movement'), 'movement');
  const quantity = (at: Desk, name = 'a', exercise?: string): number =>
    quantityOf({ id: `stock/registry/${name}` as never, exercise }, movements(at)).quantity;

  it('adds and takes; sent again under one id it happens once', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive, { id: 'received-1' });
    await at.send('record-movement', receive, { id: 'received-1' });
    const [issued] = await at.send('record-movement', {
      stock: A,
      sort: 'issue',
      quantity: 30,
      reason: '找 13812345678 领',
    });
    expect([quantity(at), at.all('movement').length]).to.deep.equal([70, 2]);
    expect(at.value(issued!)['reason']).to.equal('找 138****5678 领');
    expect(at.city.view.get(issued as never)).to.deep.include({ by: 'u1', basis: 'stated' });
  });

  it('two people who happen to use one command id make two movements', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive, { id: 'received-1', as: 'u1' });
    await at.send('record-movement', receive, { id: 'received-1', as: 'u2' });
    expect(quantity(at)).to.equal(200);
  });

  it('one person who uses one command id for two things does both', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive, { id: 'used-twice' });
    const issue = { stock: A, sort: 'issue', quantity: 4 };
    await at.send('record-movement', issue, { id: 'used-twice' });
    expect(quantity(at)).to.equal(96);
    await at.send('record-movement', issue, { id: 'used-twice' });
    expect(quantity(at), 'sent again').to.equal(96);
  });

  it('never takes it below zero, whatever is asked in whatever order', async () => {
    const at = await desk();
    let lots = 0;
    const order = fc.record({
      sort: fc.constantFrom('receive', 'issue', 'scrap', 'return'),
      quantity: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(order, { maxLength: 8 }), async (orders) => {
        const name = `lot-${(lots += 1)}`;
        const id = `stock/registry/${name}`;
        await at.list(stock(name));
        const standing = (): number =>
          quantityOf({ id: id as EntityId }, factsOf<Movement>(at.city.view.referring(id as EntityId), 'movement'))
            .quantity;
        for (const each of orders) {
          const before = standing();
          const [answer] = await at.send('record-movement', { stock: id, ...each });
          const change = each.sort === 'issue' || each.sort === 'scrap' ? -each.quantity : each.quantity;
          expect(standing()).to.equal(before + change >= 0 ? before + change : before);
          if (before + change < 0) expect(answer).to.equal('stock-short /input/quantity');
        }
      }),
      // Each Command waits for the writer through a turn of the event loop, which a page makes 4 ms long.
      seeds(typeof document === 'undefined' ? 100 : 40),
    );
  });

  it('a late fact of a feed may take it below zero; then a Command takes nothing, and a count puts it right', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.list(['movement/registry/late', { stock: A, sort: 'issue', direction: 'out', quantity: 5 }]);
    expect(quantityOf({ id: A as never }, movements(at))).to.deep.equal({ quantity: -5, discrepancy: 5, lent: 5 });
    expect(await at.send('record-movement', { stock: A, sort: 'issue', quantity: 1 })).to.deep.equal([
      'stock-short /input/quantity',
    ]);
    const [counted] = await at.send('record-movement', { stock: A, sort: 'count', counted: 58 });
    expect(at.value(counted!)).to.deep.equal({ stock: A, sort: 'count', direction: 'in', quantity: 63, counted: 58 });
    const [again] = await at.send('record-movement', { stock: A, sort: 'count', counted: 56 });
    expect(at.value(again!)).to.deep.include({ direction: 'out', quantity: 2, counted: 56 });
    expect(quantity(at)).to.equal(56);
  });

  it('picks by expiry over the lots of an item, and refuses an expired lot by name', async () => {
    const at = await desk();
    const expires = (month: string): object => ({ expires: `2026-${month}-01T00:00:00+08:00` });
    await at.list(stock('a', expires('09')), stock('b', expires('07')), stock('c', expires('06')));
    for (const name of ['a', 'b', 'c'])
      await at.send('record-movement', { ...receive, stock: `stock/registry/${name}` });
    const item = { item: stockExample.item, facility: stockExample.facility };
    await at.send('record-movement', { ...item, sort: 'issue', quantity: 130 });
    expect(['a', 'b', 'c'].map((name) => quantity(at, name))).to.deep.equal([70, 0, 100]);
    expect(await at.send('record-movement', { ...item, sort: 'issue', quantity: 71 })).to.deep.equal([
      'stock-short /input/quantity',
    ]);
    const C = 'stock/registry/c';
    expect(await at.send('record-movement', { stock: C, sort: 'issue', quantity: 1 })).to.deep.equal([
      'lot-expired /input/stock',
    ]);
    await at.send('record-movement', { stock: C, sort: 'scrap', quantity: 100, reason: '过期' });
    expect(quantity(at, 'c')).to.equal(0);
  });

  it('what happened earlier is judged by the time when it happened', async () => {
    const at = await desk();
    const hours = (h: number): string => toInstant(millis(at.clock.now()) + h * 3_600_000);
    await at.list(stock('a', { expires: hours(-1) }), stock('b', { expires: hours(9) }));
    for (const name of ['a', 'b'])
      await at.send('record-movement', { ...receive, stock: `stock/registry/${name}`, at: hours(-9) });
    const item = { item: stockExample.item, facility: stockExample.facility, sort: 'issue', quantity: 10 };
    expect(await at.send('record-movement', { stock: A, sort: 'issue', quantity: 1, at: hours(-1) })).to.deep.equal([
      'lot-expired /input/stock',
    ]);
    const [issued] = await at.send('record-movement', { stock: A, sort: 'issue', quantity: 1, at: hours(-2) });
    expect(at.value(issued!)['quantity']).to.equal(1);
    await at.send('record-movement', { ...item, at: hours(-2) });
    await at.send('record-movement', item);
    expect([quantity(at, 'a'), quantity(at, 'b')]).to.deep.equal([89, 90]);
  });

  it('a count of an earlier time is held against what the ledger said then, and what moved since stays moved', async () => {
    const at = await desk();
    const hours = (h: number): string => toInstant(millis(at.clock.now()) + h * 3_600_000);
    await at.list(stock('a', { expires: undefined }));
    await at.send('record-movement', { ...receive, quantity: 66, at: hours(-9) });
    await at.send('record-movement', { stock: A, sort: 'issue', quantity: 8, at: hours(-1) });
    const [counted] = await at.send('record-movement', { stock: A, sort: 'count', counted: 65, at: hours(-2) });
    expect(at.value(counted!)).to.deep.include({ direction: 'out', quantity: 1, counted: 65 });
    expect(quantity(at)).to.equal(57);
    expect(await at.send('record-movement', { stock: A, sort: 'count', counted: 7, at: hours(-2) })).to.deep.equal([
      'stock-short /input/counted',
    ]);
    await at.send('record-movement', { stock: A, sort: 'count', counted: 7 });
    expect(quantity(at)).to.equal(7);
  });

  it('a count stands over what happened before it, though it is entered after it', async () => {
    const at = await desk();
    const hours = (h: number): string => toInstant(millis(at.clock.now()) + h * 3_600_000);
    await at.list(stock('a', { expires: undefined }));
    await at.send('record-movement', { ...receive, at: hours(-9) });
    await at.send('record-movement', { stock: A, sort: 'count', counted: 20, at: hours(-1) });
    const shown = (): unknown[] => [quantity(at), at.city.view.get(A as never)?.derived['quantity']];
    const issue = (quantity: number, h: number) =>
      at.send('record-movement', { stock: A, sort: 'issue', quantity, at: hours(h) });
    const [late] = await issue(30, -2);
    expect(at.value(late!), 'more than is there now, and less than was there then').to.deep.include({ quantity: 30 });
    expect(shown()).to.deep.equal([20, 20]);
    expect(await issue(71, -2), 'more than was there then').to.deep.equal(['stock-short /input/quantity']);
    await issue(8, -0.5);
    expect(shown()).to.deep.equal([12, 12]);
    expect(await issue(13, -0.5), 'more than is there now').to.deep.equal(['stock-short /input/quantity']);
    const item = { item: stockExample.item, facility: stockExample.facility, sort: 'issue', at: hours(-3) };
    expect(await at.send('record-movement', { ...item, quantity: 60 })).to.have.length(1);
    await at.send('record-movement', { stock: A, sort: 'count', counted: 7, at: hours(-4) });
    expect(shown(), 'a count of before the last one').to.deep.equal([12, 12]);
    await at.send('record-movement', { stock: A, sort: 'issue', quantity: 2 });
    await at.send('record-movement', { stock: A, sort: 'count', counted: 11 });
    await at.send('record-movement', { stock: A, sort: 'issue', quantity: 1 });
    expect(shown(), 'all in one instant, in the order they were sent').to.deep.equal([10, 10]);
  });

  it('what happens now is decided without reading the ledger', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive);
    const { view } = at.city;
    const reader: Reader = Object.create(view, {
      referring: { value: () => expect.fail('the whole ledger was read') },
    }) as Reader;
    for (const input of [
      { ...receive },
      { stock: A, sort: 'issue', quantity: 100 },
      { stock: A, sort: 'count', counted: 3 },
      { item: stockExample.item, facility: stockExample.facility, sort: 'issue', quantity: 100 },
    ]) {
      const read = recordMovement.parse(input);
      const command = { v: 1, id: 'c1', name: 'record-movement', actor: 'u1', at: view.now, input } as const;
      if (!('input' in read)) expect.fail('it is no input');
      const decided = recordMovement.decide(
        reader,
        { ...command, parsed: read.input, seed: 's' },
        { now: view.now, actor: person('u1') },
      );
      expect(decided, input.sort).to.have.property('drafts');
    }
  });

  it('scraps what is named, never what happens to expire first', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive);
    const scrap = { item: stockExample.item, facility: stockExample.facility, sort: 'scrap', quantity: 5 };
    expect(await at.send('record-movement', scrap)).to.deep.equal(['invalid-input /input/stock']);
    expect(quantity(at)).to.equal(100);
  });

  it('of two people who take the last one at the same time, one is refused', async () => {
    const at = await desk();
    await at.list(stock('a'), stock('b'));
    const item = { item: stockExample.item, facility: stockExample.facility, sort: 'issue', quantity: 7 };
    await at.send('record-movement', { ...receive, quantity: 5 });
    await at.send('record-movement', { ...receive, quantity: 5, stock: 'stock/registry/b' });
    const answers = await Promise.all(['u1', 'u2', 'u3'].map((as) => at.send('record-movement', item, { as })));
    expect(answers.map((ids) => ids.length)).to.deep.equal([2, 1, 1]);
    expect(answers.slice(1).flat()).to.deep.equal(['stock-short /input/quantity', 'stock-short /input/quantity']);
    expect(quantity(at) + quantity(at, 'b')).to.equal(3);
  });

  it('by item, too, what was seen must be there; lots in different units are taken by name', async () => {
    const at = await desk();
    await at.list(
      stock('a'),
      stock('b'),
      stock('c', { item: 'meal', unit: '份' }),
      stock('d', { item: 'meal', unit: '箱' }),
    );
    await at.send('record-movement', receive);
    const issued = { item: stockExample.item, facility: stockExample.facility, sort: 'issue', quantity: 5 };
    expect(await at.send('record-movement', { ...issued, seen: 99 })).to.deep.equal(['changed-meanwhile /input/seen']);
    expect(await at.send('record-movement', { ...issued, item: 'meal' })).to.deep.equal(['invalid-input /input/stock']);
    await at.send('record-movement', { ...receive, stock: 'stock/registry/b' });
    const taken = await at.send('record-movement', { ...issued, quantity: 120, seen: 200 });
    expect(taken.map((id) => at.value(id)['quantity'])).to.deep.equal([100, 20]);
  });

  it('调拨: on the way until the second leg, which brings in no more than left', async () => {
    const at = await desk();
    const far = { facility: 'facility/registry/shelter' };
    await at.list(stock('a'), stock('b', far), stock('c', { ...far, item: 'bed' }));
    await at.send('record-movement', receive);
    const [leg] = await at.send('record-movement', {
      stock: A,
      sort: 'transfer',
      direction: 'out',
      quantity: 60,
      to: far.facility,
    });
    const arrive = { stock: 'stock/registry/b', sort: 'transfer', direction: 'in', leg: leg! };
    expect([quantity(at), quantity(at, 'b'), inTransit(movements(at))[0]?.quantity]).to.deep.equal([40, 0, 60]);
    expect(await at.send('record-movement', { ...arrive, quantity: 61 })).to.deep.equal([
      'leg-mismatch /input/quantity',
    ]);
    expect(await at.send('record-movement', { ...arrive, stock: 'stock/registry/c', quantity: 1 })).to.deep.equal([
      'leg-mismatch /input/leg',
    ]);
    await at.send('record-movement', { ...arrive, quantity: 58 });
    expect(inTransit(movements(at))[0]?.quantity).to.equal(2);
    expect(await at.send('record-movement', { ...arrive, quantity: 3 })).to.deep.equal([
      'leg-mismatch /input/quantity',
    ]);
    await at.send('record-movement', { ...arrive, stock: A, quantity: 2 });
    expect([quantity(at), quantity(at, 'b'), inTransit(movements(at))]).to.deep.equal([42, 58, []]);
  });

  it('调拨 makes nothing last longer than it did', async () => {
    const at = await desk();
    const hours = (n: number): string => new Date(Date.parse(at.clock.now()) + n * 3_600_000).toISOString();
    const ends = { a: hours(-1), b: hours(-1), soon: hours(-2), later: hours(900), never: undefined };
    await at.list(...Object.entries(ends).map(([name, expires]) => stock(name, { expires })));
    await at.send('record-movement', receive);
    const [leg] = await at.send('record-movement', { stock: A, sort: 'transfer', direction: 'out', quantity: 60 });
    const arrive = (name: string): Promise<string[]> =>
      at.send('record-movement', {
        ...{ stock: `stock/registry/${name}`, sort: 'transfer', direction: 'in', leg: leg!, quantity: 1 },
      });
    for (const name of ['later', 'never'])
      expect(await arrive(name), name).to.deep.equal(['leg-mismatch /input/stock']);
    for (const name of ['a', 'b', 'soon']) expect((await arrive(name))[0], name).to.match(/^movement/);
  });

  it('what is real is bound for nothing that a drill invented', async () => {
    const at = await desk();
    const to = 'facility/played/shelter';
    await at.list(stock('a'));
    await at.play([to, facilityExample]);
    await at.send('record-movement', receive);
    const issue = { sort: 'issue', quantity: 1 };
    const named = { item: stockExample.item, facility: stockExample.facility };
    for (const from of [{ stock: A }, named])
      expect(await at.send('record-movement', { ...issue, ...from, to })).to.deep.equal(['not-found /input/to']);
    expect(quantity(at)).to.equal(100);
  });

  it('调拨 arrives though its lot has left the list meanwhile', async () => {
    const at = await desk();
    const rows = ['a', 'b', 'x', 'y'].map((name) => stock(name));
    await at.list(...rows);
    await at.send('record-movement', receive);
    const [leg] = await at.send('record-movement', { stock: A, sort: 'transfer', direction: 'out', quantity: 100 });
    await at.whole('stock', ...rows.slice(1));
    expect(at.city.view.get(A as never)).to.equal(undefined);
    const arrive = { stock: 'stock/registry/b', sort: 'transfer', direction: 'in', leg: leg!, quantity: 100 };
    expect(at.value((await at.send('record-movement', arrive))[0]!)).to.deep.include({ quantity: 100 });
    expect(inTransit(movements(at))).to.deep.equal([]);
  });

  it('what was seen and what is there must be one', async () => {
    const at = await desk();
    await at.list(stock('a'));
    await at.send('record-movement', receive);
    const issued = { stock: A, sort: 'issue', quantity: 5 };
    expect(await at.send('record-movement', { ...issued, seen: 99 })).to.deep.equal(['changed-meanwhile /input/seen']);
    expect(await at.send('record-movement', issued, { expects: [A as never, 1] })).to.deep.equal([
      'changed-meanwhile /expects',
    ]);
    expect(await at.send('record-movement', { ...issued, seen: 100 })).to.have.length(1);
    expect(quantity(at)).to.equal(95);
  });

  it('a drill moves a drill’s stock, and its movements are marked', async () => {
    const at = await desk('spring');
    await at.list(stock('a'));
    const [id] = await at.send('record-movement', receive);
    expect(at.city.view.get(id as never)?.exercise).to.equal('spring');
    expect([quantity(at), quantity(at, 'a', 'spring')]).to.deep.equal([0, 100]);
  });

  it('refuses what contradicts itself', async () => {
    const at = await desk();
    await at.list(stock('a'));
    const refused = async (input: object): Promise<string> => (await at.send('record-movement', input as never)).join();
    expect(await refused({ ...receive, stock: 'stock/registry/x' })).to.equal('not-found /input/stock');
    expect(await refused({ ...receive, quantity: -1 })).to.equal('invalid-input /input/quantity');
    expect(await refused({ ...receive, colour: 'red' })).to.equal('invalid-input /input');
    expect(await refused({ ...receive, direction: 'out' })).to.equal('invalid-input /input/direction');
    expect(await refused({ ...receive, leg: 'movement/city/1' })).to.equal('invalid-input /input/leg');
    expect(await refused({ ...receive, at: '2030-01-01T00:00:00Z' })).to.equal('invalid-input /input/at');
    expect(await refused({ stock: A, sort: 'transfer', quantity: 1 })).to.equal('invalid-input /input/direction');
    expect(await refused({ stock: A, sort: 'transfer', direction: 'in', quantity: 1 })).to.equal(
      'invalid-input /input/leg',
    );
    expect(await refused({ stock: A, sort: 'count', quantity: 1 })).to.equal('invalid-input /input/quantity');
    expect(await refused({ stock: A, sort: 'count', counted: 1, direction: 'in' })).to.equal(
      'invalid-input /input/direction',
    );
    expect(await refused({ sort: 'issue', quantity: 1 })).to.equal('invalid-input /input/stock');
    expect(await refused({ item: 'x', facility: 'facility/r/1', sort: 'issue', quantity: 1 })).to.equal(
      'not-found /input/item',
    );
    expect(await refused({ item: 'x', facility: 'facility/r/1', sort: 'receive', quantity: 1 })).to.equal(
      'invalid-input /input/stock',
    );
    const leg = { stock: A, sort: 'transfer', direction: 'in', quantity: 1, leg: 'movement/city/none' };
    expect(await refused(leg)).to.equal('not-found /input/leg');
  });
});
