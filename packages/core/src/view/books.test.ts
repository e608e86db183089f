import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { callupExample } from '../model/callup.schema.js';
import type { Entry } from '../model/change.js';
import { facilityExample } from '../model/facility.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { incidentExample } from '../model/incident.schema.js';
import { responderExample } from '../model/responder.schema.js';
import { responseExample } from '../model/response.schema.js';
import { toInstant } from '../model/time.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './host-view.js';
import { createLocalView as createPageView } from './local-view.js';
import type { LocalView, Row } from './view.js';

const registry = (kind: string, n: number | string): EntityId => entityId(kind, 'registry', String(n));
const city = (kind: string, n: number | string): EntityId => entityId(kind, 'city', String(n));
const household = (n: number): EntityId => registry('person-at-risk', n);
const START = Date.parse('2026-06-12T16:00:00+08:00');

type Told = readonly [EntityId, object];
const transfer = (n: number, more: object): Told => [
  city('transfer', n),
  {
    ...{ order: city('incident', 0), of: household(n), due: 2, moved: 2, refused: 0, away: 0, unreached: 0 },
    ...{ to: registry('facility', 0), ...more },
  },
];
const call = (n: number, more: object): Told => [
  city('callup', n),
  { ...callupExample, about: [city('warning', 0)], person: registry('responder', n), outcome: 'busy', ...more },
];

const base: readonly Told[] = [
  ...[0, 1].map((n): Told => [registry('facility', n), { ...facilityExample, capacity: { persons: 9 } }]),
  [registry('place', 0), { name: 'x', scheme: 'grid' }],
  [city('incident', 0), incidentExample],
  [city('response', 0), responseExample],
  ...[0, 1].map((n): Told => [city('warning', n), { ...warningExample, references: [] }]),
  ...[0, 1, 2].map((n): Told => [
    registry('responder', n),
    { ...responderExample, deputies: [1, 2].map((each) => registry('responder', each)) },
  ]),
];

/** A picture in which so many were told, each of which notes when something reads what it says. */
function counting(many: number, nth: (n: number) => Told) {
  const make = createEntries(START);
  const view = createLocalView({ now: make.at(0) });
  const read = new Set<string>();
  let early = 0;
  const entry = ([id, value]: Told, atS: number): Entry => {
    const made = make.put(id, value, { atS });
    const watched = new Proxy((made.body as { value: JsonObject }).value, {
      get: (of, name) => (read.add(id), Reflect.get(of, name)),
    });
    // Of two tellings of one event the first stands: each is told by an earlier order than the one before.
    return { ...made, order: [0, (early -= 1)], body: { value: watched } };
  };
  view.apply(
    base.map((told) => entry(told, 0)),
    make.at(0),
  );
  view.apply(
    Array.from({ length: many }, (_, n) => entry(nth(n), n)),
    make.at(0),
  );
  /** How many of those told, it among them, are read when this is told. */
  return function tell(told: Told, atS = many): number {
    read.clear();
    view.apply([entry(told, atS)], make.at(0));
    expect(view.standing(told[0])?.body, 'it stands').to.deep.include({ value: told[1] });
    return read.size;
  };
}

/** What is told one by one. */
const SORTS: { readonly [name: string]: (n: number) => Told } = {
  'transfers of households into one shelter': (n) => transfer(n, {}),
  'transfers of one household': (n) => transfer(n, { of: household(0) }),
  'transfers of one place': (n) => transfer(n, { of: registry('place', 0) }),
  'calls of many posts about one warning': (n) => call(n, {}),
  'calls of one post about one warning': (n) => call(n, { person: registry('responder', 0) }),
  'calls in the stead of one, of deputies in turn': (n) =>
    call(n, { person: registry('responder', 1 + (n % 2)), insteadOf: registry('responder', 0) }),
};
/** The change, its shelter or warning, its order, two tellings that stood or stand, whom these name. */
const MOST = 10;

describe('one more transfer or call', () => {
  for (const [name, nth] of Object.entries(SORTS))
    it(`asks no more of what was told before, however much that is: ${name}`, () => {
      const [few, many] = [20, 1000].map((length) => {
        const tell = counting(length, nth);
        const later = nth(length)[1];
        const [kind, value] = 'outcome' in later ? ['callup', { outcome: 'confirmed' }] : ['transfer', { moved: 1 }];
        return [
          tell(nth(length)),
          // Late, told anew, brought elsewhere: the last one, and one in the middle.
          tell([city(kind, length + 1), later], 3.5),
          tell([city(kind, length), { ...later, ...value }], length),
          tell([city(kind, 10), { ...nth(10)[1], ...value }], 10),
          ...(kind === 'transfer' ? [tell([city(kind, 11), { ...nth(11)[1], to: registry('facility', 1) }], 11)] : []),
        ];
      });
      expect(many).to.deep.equal(few);
      expect(Math.max(...many!)).to.be.within(1, MOST);
    });

  for (const name of ['transfers of households into one shelter', 'calls of many posts about one warning'])
    it(`takes no longer after 100 times as many: ${name}`, () => {
      const nth = SORTS[name]!;
      const telling = (length: number): ((count: number) => number) => {
        const { put, at } = createEntries(START);
        const view = createLocalView({ now: at(0) });
        let made = 0;
        const some = (count: number): Entry[] =>
          Array.from({ length: count }, () => put(...nth((made += 1)), { atS: made }));
        view.apply([...base.map(([id, value]) => put(id, value)), ...some(length)], at(0));
        return (count) => {
          const batch = some(count);
          const start = performance.now();
          for (const each of batch) view.apply([each], at(0));
          return performance.now() - start;
        };
      };
      const [short, long] = [telling(100), telling(10_000)];
      for (const warm of [short, long]) warm(200);
      const ratios = Array.from({ length: 9 }, () => {
        const of = short(50);
        return long(50) / of;
      });
      // Looking at each that was told once, and doing nothing with it, took 20 times as long for transfers.
      expect(ratios.sort((a, b) => a - b)[4]).to.be.below(4);
    });
});

describe('what is kept up of transfers and calls', () => {
  const drill = fc.constantFrom(undefined, undefined, undefined, 'spring');
  const facility = fc.nat(1).map((n) => registry('facility', n));
  const transfers = fc
    .record({
      order: fc.constantFrom(city('incident', 0), city('response', 0)),
      of: fc.constantFrom(household(0), household(1), registry('place', 0), registry('place', 1)),
      ...{ due: fc.nat(4), moved: fc.nat(4), refused: fc.nat(1), away: fc.constant(0), unreached: fc.constant(0) },
      to: fc.option(facility, { nil: undefined }),
      returned: fc.option(fc.nat(2), { nil: undefined }),
    })
    .chain((value) => fc.nat(5).map((n): Told => [city('transfer', n), value]));
  const person = fc.nat(3).map((n) => registry('responder', n));
  const callups = fc
    .record({
      about: fc.subarray([city('warning', 0), city('warning', 1), city('response', 0)], { minLength: 1 }),
      person,
      insteadOf: fc.option(person, { nil: undefined }),
      outcome: fc.constantFrom('delivered', 'confirmed', 'busy'),
      channel: fc.constant('phone'),
    })
    .chain((value) => fc.nat(5).map((n): Told => [city('callup', n), value]));
  const step = fc.record({
    told: fc.oneof(transfers, callups),
    minute: fc.nat(9),
    exercise: drill,
    early: fc.boolean(),
  });

  const KINDS = ['facility', 'incident', 'response', 'warning', 'transfer', 'callup'];
  const shown = (view: LocalView, of: (row: Row) => unknown): unknown =>
    KINDS.map((kind) =>
      view
        .find({ kind })
        .map((row) => [row.id, of(row)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );

  it('is what one learns who hears only what stands in the end; sums of an order are those a page adds up', () => {
    let again = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 10 }), (steps) => {
        const make = createEntries(START);
        const now = toInstant(START + 3_600_000);
        const first = base.map(([id, value]) => make.put(id, value));
        const [kept, fresh] = [createLocalView({ now }), createLocalView({ now })];
        const page = createPageView({ now });
        kept.apply(first, now);
        const standing = new Map<EntityId, Entry>();
        for (const [n, { told, minute, exercise, early }] of steps.entries()) {
          const [id, value] = told;
          const made = make.put(id, JSON.parse(JSON.stringify(value)) as object, {
            atS: minute * 60,
            ...(exercise !== undefined && { exercise }),
          });
          // Of two tellings of one event the first stands, and the real one before that of a drill.
          kept.apply([early ? { ...made, order: [0, -n - 1] } : made], now);
          const stands = kept.standing(id)!;
          if (standing.has(id) && standing.get(id)!.position !== stands.position) again += 1;
          standing.set(id, stands);
        }
        for (const view of [fresh, page]) view.apply([...standing.values()].reverse().concat(first), now);
        expect(shown(kept, ({ derived }) => derived)).to.deep.equal(shown(fresh, ({ derived }) => derived));
        const sums = ({ derived }: Row): unknown => derived['transfers'];
        expect(shown(kept, sums)).to.deep.equal(shown(page, sums));
        for (const { id } of kept.find({ kind: 'warning' }))
          expect(kept.referring(id).length).to.equal(page.referring(id).length);
      }),
      seeds(),
    );
    // 550 and more in each of ten runs: that chance leaves no more than 20 is far less likely than 1e-9.
    expect(again).to.be.above(20);
  });
});
