import { expect } from 'chai';
import fc from 'fast-check';
import type { Draft } from '../model/change.js';
import type { Instant } from '../model/time.js';
import { seeds } from '../testing/seeds.js';
import { asFault } from './weigh.js';
import { checkDraft } from './door.js';
import { isPlainReading } from './plain-reading.js';

const reading = {
  v: 1,
  kind: 'observation',
  id: 'observation/fire/450103000001-1-1-65536.component-state.20260612T080000Z.7.0',
  at: '2026-06-12T16:00:00+08:00' as Instant,
  basis: 'stated',
  body: {
    value: {
      device: 'device/registry/450103000001-1-1-65536',
      quantity: 'component-state',
      value: ['fault'],
      quality: 'good',
      extra: { 'gbt26875:status': 4, 'gbt26875:component': 40, 'gbt26875:description': '3栋12号感烟' },
    },
  },
};
const measured = {
  ...reading,
  body: {
    value: {
      device: 'device/registry/9%2F1',
      quantity: 'water-level',
      value: 74.82,
      unit: 'm',
      verticalDatum: '1985国家高程基准',
      fault: 'E1',
      quality: 'suspect',
      everyS: 300,
    },
  },
};

/** What a hostile or careless mapping may put anywhere. */
const ODD: readonly unknown[] = [
  ...[undefined, null, true, 0, -0, 1, -1, NaN, Infinity, 86_401, '', 'x', 'a:', ':a', 'a:b', 'A:b', '1a:b', '\ud800'],
  ...[
    '气象',
    '% ',
    '/',
    'device/a/b',
    'device/a/%',
    'observation/fire/',
    'observation/fire/a b',
    'observation/other/1',
  ],
  ...[
    '2026-06-12',
    '2026-13-12T16:00:00Z',
    '2026-06-12T16:00:00Z',
    'stated',
    'good',
    'x'.repeat(300),
    'x'.repeat(2000),
  ],
  ...[
    [],
    [1],
    ['a', '\udc00'],
    [undefined],
    new Array(3),
    {},
    { a: 1 },
    { 'a:b': {} },
    { 'a:b': -0 },
    { 'a:\ud800': 1 },
  ],
  ...[{ removed: true, reason: 'x' }, { of: 'a', n: 1 }, new Date(0), Object.create({ 'a:b': 1 }), Array(70).fill('a')],
  ...[JSON.parse('{"__proto__":{"a:b":1}}'), Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a:${i}`, i]))],
];
/** Where something may be put, taken away, or added. */
const PLACES = [
  ...['v', 'kind', 'id', 'at', 'basis', 'body', 'serial', 'exercise', 'cause', 'by', 'other', 'toString'].map(
    (name) => [name],
  ),
  ...['value', 'removed', 'reason', 'other'].map((name) => ['body', name]),
  ...[
    'device',
    'quantity',
    'value',
    'unit',
    'verticalDatum',
    'fault',
    'quality',
    'everyS',
    'extra',
    'name',
    '__proto__',
  ].map((name) => ['body', 'value', name]),
  ...['gbt26875:status', 'other', 'a:b', 'a:\ud800', '__proto__'].map((name) => ['body', 'value', 'extra', name]),
];

function put(into: unknown, [name, ...rest]: readonly string[], what: unknown): void {
  if (typeof into !== 'object' || into === null) return;
  if (rest.length > 0) return put((into as Record<string, unknown>)[name!], rest, what);
  if (what === undefined) Reflect.deleteProperty(into, name!);
  else Object.defineProperty(into, name!, { value: what, enumerable: true, configurable: true, writable: true });
}

function changed(of: object, changes: readonly (readonly [where: readonly string[], what: unknown])[]): Draft {
  const draft = structuredClone(of);
  for (const [where, what] of changes) put(draft, where, what);
  return draft as Draft;
}
const change = fc.tuple(fc.constantFrom(...PLACES), fc.oneof(fc.constantFrom(...ODD), fc.anything()));
const any = fc
  .tuple(fc.constantFrom(reading, measured), fc.array(change, { maxLength: 3 }))
  .map(([of, changes]) => changed(of, changes));

describe('a plain reading', () => {
  it('is one that devices tell every day, in words, as a measurement and as a fault', () => {
    for (const each of [reading, measured]) expect(isPlainReading(each as never, 'fire')).to.equal(true);
    const fault = structuredClone(measured) as { body: { value: { value: unknown; quality: string } } };
    Object.assign(fault.body.value, { value: null, quality: 'fault' });
    expect(isPlainReading(fault as never, 'fire')).to.equal(true);
  });

  it('is none of another source, nor of what plays, numbers itself or removes', () => {
    expect(isPlainReading(reading as never, 'other')).to.equal(false);
    for (const more of [{ exercise: 'drill' }, { serial: { of: 'a', n: 1 } }, { by: 'x' }, { cause: [] }])
      expect(isPlainReading({ ...reading, ...more } as never, 'fire'), JSON.stringify(more)).to.equal(false);
    expect(isPlainReading({ ...reading, body: { removed: true, reason: 'x' } } as never, 'fire')).to.equal(false);
  });

  /** Whether it is one; then the door has nothing to say of it, and its text gives back what was checked. */
  function holds(draft: Draft): boolean {
    if (!isPlainReading(draft, 'fire')) return false;
    expect(asFault(draft).draft).to.equal(draft);
    const { draft: kept, issues } = checkDraft(draft);
    expect([kept === draft, issues], JSON.stringify(draft)).to.deep.equal([true, []]);
    expect(JSON.parse(JSON.stringify(draft))).to.deep.equal(draft);
    return true;
  }

  it('is nothing of which the door would say anything, whatever stands anywhere in it', () => {
    for (const of of [reading, measured])
      for (const where of PLACES) for (const what of ODD) holds(changed(of, [[where, what]]));
  });

  it('nor whatever a mapping puts into it in several places', () => {
    let plain = 0;
    fc.assert(
      fc.property(any, (draft) => void (plain += Number(holds(draft)))),
      seeds(3000),
    );
    // It would hold of a look that never says yes.
    expect(plain).to.be.greaterThan(300);
  });
});
