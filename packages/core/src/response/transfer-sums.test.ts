import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import { Transfer, transferExample } from '../model/transfer.schema.js';
import { toInstant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { sumsOf, transferState } from './transfer-sums.js';
import { seeds } from '../testing/seeds.js';

const TRANSFER = Transfer.parse(transferExample);
const xinzhu = entityId('place', 'registry', 'xinzhu');
const order = { id: entityId('response', 'city', '1') };
let serial = 0;
function told(
  of: EntityId,
  value: Partial<Transfer>,
  more: { atS?: number; by?: string; exercise?: string } = {},
): Fact<Transfer> {
  serial += 1;
  const { atS = 0, ...rest } = more;
  const { to: _, ...none } = { ...TRANSFER, due: 0, moved: 0, refused: 0, away: 0, unreached: 0 };
  return {
    id: entityId('transfer', 'city', String(serial).padStart(6, '0')),
    at: toInstant(atS * 1000),
    value: { ...none, order: order.id, of, ...value },
    ...rest,
  };
}
const household = (n: number): EntityId => entityId('person-at-risk', 'registry', `h-${n}`);
const names = (list: readonly { of: string }[]): string => list.map(({ of }) => of.split('h-')[1]).join();

describe('transfer sums', () => {
  it('due = moved + refused + away + unreached, else it does not close', () => {
    expect(sumsOf({ due: 96, moved: 88, refused: 3, away: 0, unreached: 5 })).to.deep.include({
      closes: true,
      waiting: 0,
    });
    expect(sumsOf({ due: 96, moved: 91, refused: 1, away: 4, unreached: 0 }).closes).to.equal(true);
    expect(sumsOf({ due: 96, moved: 80, refused: 3, away: 0, unreached: 5 })).to.deep.include({
      closes: false,
      waiting: 8,
    });
    expect(sumsOf({ due: 2, moved: 3, refused: 0, away: 0, unreached: 0 })).to.deep.include({ closes: false, over: 1 });
  });

  it('a refused or unreached person stays on the list until moved, or closed by name', () => {
    const first = told(household(1), { due: 3, moved: 2, refused: 1 }, { atS: 1 });
    const second = told(household(2), { due: 2, unreached: 2 }, { atS: 2 });
    const third = told(household(3), { due: 1, moved: 1 }, { atS: 3 });
    const all = [first, second, third];
    const state = transferState(order, all);
    expect(names(state.open)).to.equal('1,2');
    expect(state.sums).to.deep.include({ due: 6, moved: 3, refused: 1, unreached: 2, closes: true });
    const moved = told(household(2), { due: 2, moved: 2 }, { atS: 9 });
    expect(names(transferState(order, [...all, moved]).open)).to.equal('1');
    const closing = { due: 3, moved: 2, refused: 1, closed: '专人看守' };
    expect(names(transferState(order, [...all, moved, told(household(1), closing, { atS: 9 })]).open)).to.equal('1');
    const closed = transferState(order, [...all, moved, told(household(1), closing, { atS: 9, by: 'u7' })]);
    expect([names(closed.open), closed.sums.refused]).to.deep.equal(['', 1]);
    expect(closed.closed).to.deep.equal([{ of: household(1), refused: 1, unreached: 0, by: 'u7', reason: '专人看守' }]);
  });

  it('the latest telling counts, and closing is undone by a later one that says otherwise', () => {
    const closed = told(household(1), { due: 1, refused: 1, closed: '专人看守' }, { atS: 5, by: 'u7' });
    const late = told(household(1), { due: 1, moved: 1 }, { atS: 1 });
    expect(names(transferState(order, [closed, late]).open)).to.equal('');
    const again = told(household(1), { due: 1, unreached: 1 }, { atS: 8 });
    expect(names(transferState(order, [again, closed, late]).open)).to.equal('1');
  });

  it('who is due and of whom nothing was told is waiting, and on the list', () => {
    const persons = [1, 2].map((n) => ({ id: household(n) as never, persons: n, since: toInstant(0) }));
    const state = transferState(order, [told(household(1), { due: 1, moved: 1 })], persons);
    expect(state.sums).to.deep.include({ due: 3, moved: 1, waiting: 2, closes: false });
    expect(names(state.open)).to.equal('2');
    expect(transferState(order, [], [...persons, ...persons]).sums.due).to.equal(3);
  });

  it('one household that does not add up is not made good by another', () => {
    const [more, less] = [told(household(1), { due: 1, moved: 2 }), told(household(2), { due: 2, moved: 1 })];
    const [whole, other] = [told(household(3), { due: 1, moved: 1 }), told(household(0), { due: 1, moved: 1 })];
    expect(transferState(order, [more, less]).sums).to.deep.include({
      due: 3,
      moved: 3,
      over: 1,
      waiting: 1,
      closes: false,
    });
    expect(transferState(order, [less, whole]).sums.closes).to.equal(false);
    expect(transferState(order, [whole, other]).sums.closes).to.equal(true);
  });

  it('tallies of places stand beside the households and are never added; a drill counts for itself', () => {
    const tally = told(xinzhu, { due: 96, moved: 88, refused: 3, unreached: 5 });
    const drill = told(household(9), { due: 50, moved: 50 }, { exercise: 'spring' });
    const other = {
      ...told(household(8), { due: 7 }),
      value: { ...told(household(8), { due: 7 }).value, order: entityId('incident', 'city', 'x') },
    };
    expect(transferState(order, [tally, drill, other]).sums).to.deep.include({ due: 96, closes: true });
    const one = told(household(1), { due: 1, moved: 1 });
    const state = transferState(order, [tally, one, drill]);
    expect([state.sums.due, state.tallies.get(xinzhu)?.due]).to.deep.equal([1, 96]);
    expect(transferState({ ...order, exercise: 'spring' }, [tally, drill]).sums.due).to.equal(50);
  });

  it('the same tellings in any order, with any repeats, give the same state, whose parts never lose anybody', () => {
    const telling = fc.record({
      of: fc.nat(4),
      atS: fc.nat(5),
      parts: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
    });
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 15 }), fc.infiniteStream(fc.nat()), (list, random) => {
        const facts = list.map(({ of, atS, parts: [moved, refused, away, unreached, waiting] }) =>
          told(
            household(of),
            { due: moved + refused + away + unreached + waiting, moved, refused, away, unreached },
            { atS },
          ),
        );
        const again = [...facts, ...facts]
          .map((fact) => ({ fact, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        const state = transferState(order, facts);
        expect(transferState(order, again)).to.deep.equal(state);
        const { due, moved, refused, away, unreached, waiting } = state.sums;
        expect(moved + refused + away + unreached + waiting).to.equal(due);
        const visible = state.open.reduce((sum, each) => sum + each.refused + each.unreached + each.waiting, 0);
        expect(visible).to.equal(refused + unreached + waiting);
      }),
      seeds(),
    );
  });
});
