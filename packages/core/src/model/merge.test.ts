import { expect } from 'chai';
import fc from 'fast-check';
import type { Change } from './change.js';
import { entityId } from './id.js';
import { kinds } from './kinds.js';
import { merge } from './merge.js';
import { settle, slotOf } from './slot.js';
import type { Instant } from './time.js';
import { seeds } from '../testing/seeds.js';

const T = '2026-06-12T16:00:00+08:00' as Instant;
const place = entityId('place', 'registry', '450103');

function change(order: readonly [number, number], value: Change['body'], more: Partial<Change> = {}): Change {
  return { v: 1, kind: 'place', id: place, at: T, basis: 'stated', source: 'registry', order, body: value, ...more };
}
const named = (name: string): Change['body'] => ({ value: { name, scheme: 'division' } });

function fold(kind: string, changes: readonly Change[]): Change | undefined {
  return changes.reduce<Change | undefined>((have, next) => merge(kinds[kind]!, have, next).current, undefined);
}

describe('merge', () => {
  it('keeps the highest order of a register, whatever came first', () => {
    const [old, young] = [change([0, 1], named('旧')), change([0, 2], named('新'))];
    expect(fold('place', [old, young])).to.equal(young);
    expect(fold('place', [young, old])).to.equal(young);
  });

  it('keeps a tombstone against an older value', () => {
    const gone = change([0, 5], { removed: true, reason: 'not-listed' });
    expect(fold('place', [gone, change([0, 4], named('又来'))])).to.equal(gone);
  });

  it('same order with another value: the larger canonical text stands, and it is said', () => {
    const [a, b] = [change([0, 1], named('甲')), change([0, 1], named('乙'))];
    const one = merge(kinds['place']!, a, b);
    const other = merge(kinds['place']!, b, a);
    expect(one.current).to.equal(other.current);
    expect([...one.issues, ...other.issues].map(({ code }) => code)).to.deep.equal([
      'order-conflict',
      'order-conflict',
    ]);
  });

  it('a repeat says nothing and changes nothing', () => {
    const a = change([0, 1], named('甲'));
    expect(merge(kinds['place']!, a, { ...a })).to.deep.include({ kept: false, issues: [] });
  });

  it('refuses a Change of another source, and a removal of an event', () => {
    const stranger = change([0, 9], named('冒名'), { source: 'somebody' });
    expect(merge(kinds['place']!, undefined, stranger).issues[0]?.code).to.equal('not-owner');
    const link = {
      ...change([0, 1], { removed: true, reason: 'x' }),
      kind: 'link',
      id: entityId('link', 'city', '1'),
      source: 'city',
    };
    expect(merge(kinds['link']!, undefined, link).issues[0]?.code).to.equal('event-immutable');
  });

  it('the same set of Changes gives the same state in any order, with any repeats', () => {
    const value = fc.constantFrom('甲', '乙', '丙', undefined);
    const some = fc.array(fc.tuple(fc.nat(2), fc.nat(3), value, fc.constantFrom({}, { exercise: 'drill' })), {
      minLength: 1,
      maxLength: 8,
    });
    const changes = some.map((list) =>
      list.map(([epoch, seq, name, drill]) =>
        change([epoch, seq], name === undefined ? { removed: true, reason: 'not-listed' } : named(name), drill),
      ),
    );
    const shuffled = changes.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, ([list, again]) => {
        expect(fold('place', again)).to.deep.equal(fold('place', list));
      }),
      seeds(),
    );
  });

  it('events are told once: the first telling stands, whatever came first', () => {
    const told = (seq: number, reason: string): Change => ({
      ...change([0, seq], { value: { of: 'report/calls/1', outcome: 'rejected', reason } }),
      kind: 'triage',
      id: entityId('triage', 'city', '1'),
      source: 'city',
    });
    const [first, second] = [told(1, 'silent'), told(2, 'misdial')];
    expect(fold('triage', [first, second])).to.equal(first);
    expect(fold('triage', [second, first])).to.equal(first);
    expect(merge(kinds['triage']!, first, second).issues[0]?.code).to.equal('event-conflict');
  });
});

describe('slot', () => {
  const observed = (native: string, at: string, value: number): Change => ({
    ...change([0, 1], { value: { device: 'device/registry/1', quantity: 'level', value, quality: 'good' } }),
    kind: 'observation',
    id: entityId('observation', 'wire', native),
    source: 'wire',
    at: at as Instant,
  });

  it('keeps the latest observation of a device and quantity by its own time, not by arrival', () => {
    const kind = kinds['observation']!;
    const [early, late] = [
      observed('b', '2026-06-12T16:00:00+08:00', 1),
      observed('a', '2026-06-12T16:05:00+08:00', 2),
    ];
    expect(slotOf(kind, early)).to.equal(slotOf(kind, late));
    expect(settle(kind, early, late).current).to.equal(late);
    expect(settle(kind, late, early).current).to.equal(late);
  });
});
