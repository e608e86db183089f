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
import { ruleOf, type Rule } from './derivations.js';
import type { Derive } from './derive.js';
import { createHostRules } from './host-rules.js';
import { createLocalView } from './host-view.js';
import { createLocalView as createPageView } from './local-view.js';
import { deriveTransfers } from '../resilience/derived.js';
import { factOfEntry, type KindFact } from '../resilience/fact.js';
import { calledPosts } from '../response/callups.js';
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

/** A picture in which so many were told, each of which notes when something reads what it says; and how much is derived, from how many. */
function counting(many: number, nth: (n: number) => Told, rules: (kind: string) => Rule = createHostRules()) {
  const make = createEntries(START);
  let looks = 0;
  const view = createPageView({
    now: make.at(0),
    rules(kind) {
      const { derive, ...rule } = rules(kind);
      const counted: Derive = (entry, around, now) => {
        looks += 1;
        const referring: typeof around.referring = (id) => {
          const found = around.referring(id);
          looks += found.length;
          return found;
        };
        return derive!(entry, { ...around, referring }, now);
      };
      return { ...rule, derive: derive && counted };
    },
  });
  const read = new Set<string>();
  let early = 0;
  const entry = ([id, value]: Told, atS: number): Entry => {
    const made = make.put(id, value, { atS });
    const watched = new Proxy((made.body as { value: JsonObject }).value, {
      get: (of, name) => (read.add(id), Reflect.get(of, name)),
    });
    // Of two tellings of one event the first stands: each is told by an earlier order than the one before.
    const order = made.kind === 'responder' ? made.order : ([0, (early -= 1)] as const);
    return { ...made, order, body: { value: watched } };
  };
  view.apply(
    base.map((told) => entry(told, 0)),
    make.at(0),
  );
  view.apply(
    Array.from({ length: many }, (_, n) => entry(nth(n), n)),
    make.at(0),
  );
  /** Those told, it among them, that are read when this is told; and the derivations, with the rows that these look through. */
  return function tell(told: Told, atS = many): { readonly read: readonly string[]; readonly looks: number } {
    read.clear();
    looks = 0;
    view.apply([entry(told, atS)], make.at(0));
    const found = { read: [...read], looks };
    expect(view.standing(told[0])?.body, 'it stands').to.deep.include({ value: told[1] });
    return found;
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

const aboutOf = (value: unknown): readonly unknown[] => (value as { about?: readonly unknown[] }).about ?? [];

describe('one more transfer or call', () => {
  for (const [name, nth] of Object.entries(SORTS))
    it(`asks no more of what was told before, however much that is: ${name}`, () => {
      const [few, many] = [20, 1000].map((length) => {
        const counted = counting(length, nth);
        const tell = (...told: Parameters<typeof counted>) => {
          const { read, looks } = counted(...told);
          return [read.length, looks];
        };
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
      expect(Math.max(...many!.flat())).to.be.within(1, MOST);
    });

  for (const [name, nth] of Object.entries(SORTS).filter(([of]) => of.startsWith('transfers')))
    it(`asks no more of them in a page without a host: ${name}`, () => {
      const [few, many] = [20, 1000].map((length) => {
        const tell = counting(length, nth, ruleOf);
        return [tell(nth(length)), tell([city('transfer', 10), { ...nth(10)[1], moved: 1 }], 10)].map(
          ({ read, looks }) => [read.length, looks],
        );
      });
      expect(many).to.deep.equal(few);
      expect(Math.max(...many!.flat())).to.be.within(1, MOST);
    });
});

describe('a change of a responder', () => {
  const person = (n: number, more: object): Told => [
    registry('responder', n),
    { ...responderExample, deputies: [1, 2].map((each) => registry('responder', each)), ...more },
  ];
  const sorts = Object.entries(SORTS).filter(([name]) => name.startsWith('calls'));
  for (const [name, nth] of sorts)
    it(`asks of no call, or of the last of each post alone where other deputies may be called: ${name}`, () => {
      const [few, many] = [20, 1000].map((length) => {
        const tell = counting(length, nth);
        return [
          person(0, { teams: [] }),
          person(0, { deputies: [registry('responder', 2)] }),
          person(2, { state: 'paused' }),
        ].map((told, n) => tell(told, 2000 + n).read.filter((id) => id.startsWith('callup/')).length);
      });
      expect(many).to.deep.equal(few);
      // Three posts of whom the third is a deputy, or one.
      expect(many).to.deep.equal([0, 1, name.includes('many posts') ? 3 : 1]);
    });
});

describe('of one instant', () => {
  const [zero, one] = [0, 1].map((n) => registry('responder', n)) as [EntityId, EntityId];
  /** A picture is loaded, after a restart, in whatever order the log is read. */
  function inBothOrders(told: (put: ReturnType<typeof createEntries>['put']) => readonly Entry[]): LocalView[] {
    const { put, at } = createEntries(START);
    const entries = told(put);
    return [entries, [...entries].reverse()].map((batch) => {
      const view = createLocalView({ now: at(0) });
      for (const entry of batch) view.apply([entry], at(0));
      return view;
    });
  }

  it('the last call is the one that was told last, whatever the ids', () => {
    const views = inBothOrders((put) => {
      const at = (id: string, more: object): Entry =>
        put(city('callup', id), { ...callupExample, about: [city('warning', 0)], person: zero, ...more });
      return [
        put(city('warning', 0), { ...warningExample, references: [] }),
        put(zero, { ...responderExample, deputies: [one] }),
        put(one, responderExample),
        at('z', { outcome: 'delivered' }),
        at('a', { outcome: 'busy' }),
        at('m', { outcome: 'busy', person: one, insteadOf: zero }),
      ];
    });
    for (const view of views) {
      const calls = view.find({ kind: 'callup' });
      const chains = calls.filter(({ derived }) => derived['chain'] !== undefined);
      expect(chains.map(({ id, derived }) => [id, derived['chain']])).to.deep.equal([
        [city('callup', 'm'), 'exhausted'],
      ]);
      // What a page works out of the rows that it is shown.
      const posts = calledPosts({ id: city('warning', 0) }, calls as never, {
        deputies: () => [one],
        now: view.now,
      });
      expect(posts.map(({ last }) => last)).to.deep.equal([city('callup', 'm')]);
    }
  });

  it('the last telling of a transfer is the one that was told last, whatever the ids', () => {
    const at = (put: ReturnType<typeof createEntries>['put'], id: string, moved: number): Entry => {
      const [, value] = transfer(0, { moved, unreached: 2 - moved });
      return put(city('transfer', id), value);
    };
    for (const view of inBothOrders((put) => [put(...base[3]!), at(put, 'z', 0), at(put, 'a', 1), at(put, 'm', 2)])) {
      const incident = view.get(city('incident', 0))!;
      expect(incident.derived['transfers']).to.deep.include({ moved: 2, open: 0 });
      const rows = view.referring(incident.id) as readonly KindFact[];
      expect(deriveTransfers(incident, rows).derived['transfers']).to.deep.equal(incident.derived['transfers']);
    }
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

  it('is what one learns who hears only what stands in the end; sums of an order are those of all its transfers added up', () => {
    let again = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 10 }), (steps) => {
        const make = createEntries(START);
        const now = toInstant(START + 3_600_000);
        const first = base.map(([id, value]) => make.put(id, value));
        const [kept, fresh] = [createLocalView({ now }), createLocalView({ now })];
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
        fresh.apply([...standing.values()].reverse().concat(first), now);
        expect(shown(kept, ({ derived }) => derived)).to.deep.equal(shown(fresh, ({ derived }) => derived));
        for (const order of ['incident', 'response'].flatMap((kind) => kept.find({ kind })))
          expect(order.derived['transfers']).to.deep.equal(
            deriveTransfers(order, [...standing.values()].map(factOfEntry) as KindFact[]).derived['transfers'],
          );
        for (const { id } of kept.find({ kind: 'warning' })) {
          const about = [...standing.values()].filter(
            ({ body }) => 'value' in body && aboutOf(body.value).includes(id),
          );
          expect(kept.referring(id).map((row) => row.id)).to.have.members(about.map((each) => each.id));
        }
      }),
      seeds(),
    );
    // 550 and more in each of ten runs: that chance leaves no more than 20 is far less likely than 1e-9.
    expect(again).to.be.above(20);
  });
});
