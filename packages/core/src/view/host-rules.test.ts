import { expect } from 'chai';
import fc from 'fast-check';
import { callupExample } from '../model/callup.schema.js';
import type { Entry, Position } from '../model/change.js';
import { facilityExample } from '../model/facility.schema.js';
import { entityId, parseId, type EntityId } from '../model/id.js';
import { responderExample } from '../model/responder.schema.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from './host-view.js';
import type { LocalView } from './view.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const NOW = toInstant(START + 3_600_000);
const RUNS = seeds();

interface Made {
  readonly id: EntityId;
  readonly at: Instant;
  readonly value: object;
  readonly exercise?: string | undefined;
}

/** A picture of these facts, told one by one or at once. */
function picture(facts: readonly Made[], apart: boolean): LocalView {
  const view = createLocalView({ now: NOW });
  const entries = facts.map(({ id, value, at, exercise }, i): Entry => {
    const { kind, source } = parseId(id)!;
    const position = (i + 1) as Position;
    const body = { value: value as never };
    const entry = {
      v: 1,
      kind,
      id,
      source,
      at,
      order: [0, 1],
      basis: 'stated',
      body,
      position,
      recordedAt: NOW,
    } as const;
    return exercise === undefined ? entry : { ...entry, exercise };
  });
  if (apart) for (const entry of entries) view.apply([entry], NOW);
  else view.apply(entries, NOW);
  return view;
}

/** The facts, each once by its id (a register or event told twice under one id is another matter), and in two orders. */
const inTwoOrders = (made: fc.Arbitrary<Made>, max: number) =>
  fc
    .uniqueArray(made, { selector: ({ id }) => id, minLength: 1, maxLength: max })
    .chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }), fc.boolean()),
    );

const minute = fc.nat(50).map((n) => toInstant(START + n * 60_000));
const drill = fc.constantFrom(undefined, undefined, undefined, 'spring');
const registry = (kind: string, n: number | string): EntityId => entityId(kind, 'registry', String(n));
const city = (kind: string, n: number | string): EntityId => entityId(kind, 'city', String(n));

describe('people in a facility, by what was told of transfers', () => {
  const CAPACITY = 5;
  const value = fc.record({
    order: fc.nat(1).map((n) => city('incident', n)),
    of: fc.oneof(
      fc.nat(2).map((n) => registry('person-at-risk', n)),
      fc.nat(1).map((n) => registry('place', n)),
    ),
    due: fc.constant(9),
    moved: fc.nat(6),
    refused: fc.constant(0),
    away: fc.constant(0),
    unreached: fc.constant(0),
    to: fc.option(
      fc.nat(1).map((n) => registry('facility', n)),
      { nil: undefined },
    ),
    returned: fc.option(fc.nat(3), { nil: undefined }),
  });
  type Told = typeof value extends fc.Arbitrary<infer V> ? V : never;
  const transfer = fc.tuple(fc.nat(30), value, minute, drill).map(([n, told, at, exercise]): Made => ({
    id: city('transfer', n),
    value: JSON.parse(JSON.stringify(told)) as Told,
    at,
    exercise,
  }));
  const shelter = { ...facilityExample, capacity: { persons: CAPACITY } };
  const shelters = [0, 1].map((n): Made => ({
    id: registry('facility', n),
    value: shelter,
    at: NOW,
    exercise: undefined,
  }));

  /** Straight from the words of the rule, by looking at everybody again. */
  function recount(facility: EntityId, facts: readonly Made[]): unknown {
    const real = facts
      .filter(({ exercise }) => exercise === undefined)
      .map(({ id, at, value: told }) => ({ id, at: millis(at), ...(told as Told) }))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    if (!real.some(({ to }) => to === facility)) return { full: 'unknown' };
    const standing = real.filter((a, i) => !real.slice(i + 1).some((b) => b.of === a.of && b.order === a.order));
    const there = ({ to, moved, returned = 0 }: Told): number => (to === facility ? Math.max(0, moved - returned) : 0);
    let households = 0;
    for (const of of new Set(standing.map((each) => each.of).filter((each) => each.startsWith('person')))) {
      const last = standing.filter((each) => each.of === of && each.moved > 0).at(-1);
      if (last) households += there(last);
    }
    const tallies = [0, 1].map((order) =>
      standing
        .filter((each) => each.order === city('incident', order) && each.of.startsWith('place'))
        .reduce((sum, each) => sum + there(each), 0),
    );
    const atLeast = Math.max(households, ...tallies);
    const atMost = households + tallies[0]! + tallies[1]!;
    const full = atLeast >= CAPACITY ? 'yes' : atMost < CAPACITY ? 'no' : 'unknown';
    return { occupancy: { atLeast, atMost }, full };
  }

  it('is what a recount of all tellings gives, in whatever order they come', () => {
    const seen = { yes: 0, no: 0, unknown: 0, gone: 0 };
    fc.assert(
      fc.property(inTwoOrders(transfer, 8), ([facts, again, apart]) => {
        const views = [picture([...shelters, ...facts], true), picture([...again, ...shelters], apart)];
        for (const { id } of shelters) {
          const want = recount(id, facts);
          for (const view of views) {
            const { occupancy, full } = view.get(id)!.derived;
            expect({ ...(occupancy && { occupancy }), full }).to.deep.equal(want);
            seen[full as 'yes'] += 1;
            if ((occupancy as { atMost?: number } | undefined)?.atMost === 0) seen.gone += 1;
          }
        }
      }),
      RUNS,
    );
    // All that can be told of it was told: the rarest in 248 and more of 1,000 runs, so that chance leaves no more than 20 is far
    // less likely than 1e-9.
    for (const count of Object.values(seen)) expect(count).to.be.above(20);
  });

  const world = () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const home = registry('facility', 'home');
    let n = 0;
    const tell = (told: Partial<Told>, options?: { exercise?: string }): void => {
      n += 1;
      const base = {
        order: city('incident', 1),
        of: registry('person-at-risk', 1),
        due: 9,
        moved: 0,
        refused: 0,
        away: 0,
        unreached: 0,
      };
      view.apply([make.put(city('transfer', n), { ...base, ...told }, { atS: n, ...options })], make.at(n));
    };
    const state = (): unknown[] => [view.get(home)!.derived['occupancy'], view.get(home)!.derived['full']];
    const open = (more: object = {}): void => view.apply([make.put(home, { ...facilityExample, ...more })], make.at(0));
    return { view, home, tell, state, open };
  };

  it('nobody told: not known, and never 0; no capacity: not known whether it is full', () => {
    const { home, tell, state, open } = world();
    open();
    expect(state()).to.deep.equal([undefined, 'unknown']);
    tell({ moved: 3, to: home as never });
    expect(state()).to.deep.equal([{ atLeast: 3, atMost: 3 }, 'no']);
    open({ capacity: { beds: 9 } });
    expect(state()).to.deep.equal([{ atLeast: 3, atMost: 3 }, 'unknown']);
  });

  it('who is told to be elsewhere, or home again, is there no longer; a drill’s people never are', () => {
    const { home, tell, state, open } = world();
    open({ capacity: { persons: 4 } });
    tell({ moved: 4, to: home as never });
    tell({ of: registry('person-at-risk', 2), moved: 2, to: home as never }, { exercise: 'spring' });
    expect(state()).to.deep.equal([{ atLeast: 4, atMost: 4 }, 'yes']);
    tell({ order: city('incident', 2), moved: 4, to: registry('facility', 'other') as never });
    expect(state()).to.deep.equal([{ atLeast: 0, atMost: 0 }, 'no']);
    // A later order that has not moved them says nothing of where they are.
    tell({ order: city('incident', 3), moved: 0 });
    tell({ order: city('incident', 2), moved: 4, returned: 1, to: home as never });
    expect(state()).to.deep.equal([{ atLeast: 3, atMost: 3 }, 'no']);
  });

  it('a facility that takes nobody in says nothing of it', () => {
    const { state, open } = world();
    open({ functions: ['aed'], emergencyFunctions: [] });
    expect(state()).to.deep.equal([undefined, undefined]);
  });
});

describe('who was called, and who is next', () => {
  const POSTS = 3;
  const outcome = fc.constantFrom('sent', 'delivered', 'answered', 'confirmed', 'no-answer', 'busy');
  const person = (n: number): EntityId => registry('responder', n);
  const call = fc
    .tuple(
      fc.nat(30),
      fc.nat(POSTS - 1),
      fc.option(fc.nat(5), { nil: undefined }),
      outcome,
      minute,
      drill,
      fc.nat(2),
      fc.boolean(),
    )
    .map(([n, post, deputy, came, at, exercise, about, late]): Made => {
      const value = {
        about: [city('warning', 0), city('warning', 1)].slice(about === 2 ? 1 : 0, about === 0 ? 1 : 2),
        channel: 'phone',
        outcome: came,
        ...(deputy === undefined ? { person: person(post) } : { person: person(deputy), insteadOf: person(post) }),
        ...(late && { answerBy: toInstant(START + 90 * 60_000) }),
      };
      return { id: city('callup', n), value, at, exercise };
    });
  const responder = fc
    .tuple(fc.nat(5), fc.constantFrom('active', 'active', 'paused'), fc.shuffledSubarray([0, 1, 2, 3, 4, 5]))
    .map(([n, state, deputies]): Made => {
      const value = {
        ...responderExample,
        state,
        deputies: deputies.map(person),
        ...(n === 4 && { deputies: undefined }),
      };
      return { id: person(n), value: JSON.parse(JSON.stringify(value)) as object, at: NOW };
    });
  const warnings = [0, 1].map((n): Made => ({
    id: city('warning', n),
    value: { ...warningExample, references: [] },
    at: NOW,
    exercise: undefined,
  }));

  interface Call {
    readonly about: readonly EntityId[];
    readonly person: EntityId;
    readonly insteadOf?: EntityId;
    readonly outcome: string;
    readonly answerBy?: string;
  }
  const BEST = ['confirmed', 'answered', 'delivered', 'sent', 'silent'];
  const reach = (came: string): string => (BEST.includes(came) ? came : 'silent');

  /** Straight from the words of the rule, post by post. */
  function recount(facts: readonly Made[]): { counts: Record<string, unknown>; chains: Record<string, unknown> } {
    const people = new Map(
      facts
        .filter(({ id }) => id.startsWith('responder'))
        .map(({ id, value }) => [id, value as { state: string; deputies?: EntityId[] }]),
    );
    const calls = facts
      .filter(({ id, exercise }) => id.startsWith('callup') && exercise === undefined)
      .map(({ id, at, value }) => ({ id, at: millis(at), ...(value as Call) }))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const counts: Record<string, unknown> = {};
    const chains: Record<string, { chain: string; next?: EntityId }[]> = {};
    for (const { id: about } of warnings) {
      const reached: string[] = [];
      for (let n = 0; n < POSTS; n += 1) {
        const of = calls.filter((each) => each.about.includes(about) && (each.insteadOf ?? each.person) === person(n));
        const last = of.at(-1);
        if (!last) continue;
        const best = BEST.find((each) => of.some(({ outcome: came }) => reach(came) === each))!;
        reached.push(best);
        const until = last.answerBy === undefined ? last.at + 300_000 : Date.parse(last.answerBy);
        const turn = people
          .get(person(n))
          ?.deputies?.find((id) => people.get(id)?.state === 'active' && !of.some((each) => each.person === id));
        const said =
          best === 'confirmed'
            ? { chain: 'confirmed' }
            : reach(last.outcome) !== 'silent' && until > millis(NOW)
              ? { chain: 'waiting' }
              : !people.has(person(n))
                ? { chain: 'unknown' }
                : turn === undefined
                  ? { chain: 'exhausted' }
                  : { chain: 'next', next: turn };
        (chains[last.id] ??= []).push(said);
      }
      if (reached.length === 0) continue;
      const count = Object.fromEntries(BEST.map((each) => [each, reached.filter((have) => have === each).length]));
      counts[about] = { called: reached.length, ...count, rate: count['confirmed']! / reached.length };
    }
    const URGENT = ['exhausted', 'unknown', 'next', 'waiting', 'confirmed'];
    const first = Object.entries(chains).map(([id, said]) => [
      id,
      URGENT.flatMap((state) => said.filter(({ chain }) => chain === state))[0],
    ]);
    return { counts, chains: Object.fromEntries(first) as Record<string, unknown> };
  }

  it('is what a recount of all calls gives, in whatever order they and the register come', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(inTwoOrders(fc.oneof(call, responder), 9), ([facts, again, apart]) => {
        const want = recount(facts);
        for (const view of [picture([...warnings, ...facts], true), picture([...again, ...warnings], apart)]) {
          const counts = Object.fromEntries(
            view
              .find({ kind: 'warning' })
              .flatMap(({ id, derived }) => (derived['callups'] ? [[id, derived['callups']]] : [])),
          );
          expect(counts).to.deep.equal(want.counts);
          const chains = Object.fromEntries(
            view
              .find({ kind: 'callup' })
              .filter(({ derived, exercise }) => derived['chain'] !== undefined && exercise === undefined)
              .map(({ id, derived: { chain, next } }) => [id, next === undefined ? { chain } : { chain, next }]),
          );
          expect(chains).to.deep.equal(want.chains);
          for (const { chain } of Object.values(chains)) seen[String(chain)] = (seen[String(chain)] ?? 0) + 1;
        }
      }),
      RUNS,
    );
    // The rarest in 140 and more of 1,000 runs: that chance leaves no more than 20 is far less likely than 1e-9.
    for (const chain of ['confirmed', 'waiting', 'unknown', 'exhausted', 'next'])
      expect(seen[chain], chain).to.be.above(20);
  });

  it('who does not repeat it in time is passed over, and a deputy who is paused is not called', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const [head, first, second] = [person(0), person(1), person(2)];
    const at = (n: number, more: object): Entry =>
      make.put(
        city('callup', n),
        { ...callupExample, about: [city('warning', 0)], person: head, outcome: 'delivered', ...more },
        { atS: n },
      );
    const chain = (n: number): unknown[] => {
      const { chain: state, next } = view.get(city('callup', n))!.derived;
      return [state, next];
    };
    view.apply(
      [
        make.put(city('warning', 0), { ...warningExample, references: [] }),
        make.put(head, { ...responderExample, deputies: [first, second] }),
        make.put(first, responderExample),
        make.put(second, responderExample),
        at(1, {}),
      ],
      make.at(1),
    );
    expect(chain(1)).to.deep.equal(['waiting', undefined]);
    view.advance(make.at(301));
    expect(chain(1)).to.deep.equal(['next', first]);
    view.apply([make.put(first, { ...responderExample, state: 'paused' })], make.at(302));
    expect(chain(1)).to.deep.equal(['next', second]);
    view.apply([at(303, { person: second, insteadOf: head, outcome: 'busy' })], make.at(303));
    expect([chain(1), chain(303)]).to.deep.equal([
      [undefined, undefined],
      ['exhausted', undefined],
    ]);
    view.apply([make.put(first, responderExample)], make.at(304));
    expect(chain(303)).to.deep.equal(['next', first]);
    view.apply([at(305, { person: first, insteadOf: head, outcome: 'confirmed' })], make.at(305));
    expect(chain(305)).to.deep.equal(['confirmed', undefined]);
    expect(view.get(city('warning', 0))!.derived['callups']).to.deep.include({ called: 1, confirmed: 1, rate: 1 });
  });

  it('who is no responder is known by pseudonym, and who is next is not known', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const phone = { $vault: 'k1', pseudonym: 'p1', masked: '138****1234' };
    const at = (n: number, more: object): Entry =>
      make.put(
        city('callup', n),
        { about: [city('warning', 0)], channel: 'phone', outcome: 'busy', ...more },
        { atS: n },
      );
    view.apply(
      [
        make.put(city('warning', 0), { ...warningExample, references: [] }),
        at(1, { phone }),
        at(2, { phone: { ...phone, $vault: 'k2' } }),
        at(3, { phone: { $vault: 'k3' } }),
      ],
      make.at(3),
    );
    expect(view.get(city('warning', 0))!.derived['callups']).to.deep.include({ called: 2, silent: 2, rate: 0 });
    expect(view.find({ kind: 'callup' }).map(({ derived }) => derived['chain'])).to.deep.equal([
      undefined,
      'unknown',
      'unknown',
    ]);
  });
});
