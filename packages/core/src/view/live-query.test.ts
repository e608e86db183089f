import { expect } from 'chai';
import fc from 'fast-check';
import type { Change, Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { toInstant, type Instant } from '../model/time.js';
import { findingExample } from '../model/finding.schema.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { stockExample } from '../model/stock.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { shiftExample } from '../model/shift.schema.js';
import { responderExample } from '../model/responder.schema.js';
import { transferExample } from '../model/transfer.schema.js';
import { organizationExample } from '../model/organization.schema.js';
import { taskExample } from '../model/task.schema.js';
import { facilityExample } from '../model/facility.schema.js';
import { inspectionExample } from '../model/inspection.schema.js';
import { createLocalView } from './local-view.js';
import type { Query } from './query.js';
import type { Group, LocalView, Row } from './view.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const minute = (n: number): Instant => toInstant(START + n * 60_000);
const id = (kind: string, source: string, n: number): EntityId => entityId(kind, source, String(n));
const place = (n: number) => id('place', 'registry', n);
const device = (n: number) => id('device', 'registry', n);
const report = (n: number) => id('report', 'fire', n);
const incident = (n: number) => id('incident', 'city', n);
const link = (n: number) => id('link', 'city', n);
const warning = (n: number) => id('warning', 'cap', n);
const riskSource = (n: number) => id('risk-source', 'registry', n);
const facility = (n: number) => id('facility', 'registry', n);
const responder = (n: number) => id('responder', 'registry', n);
const stock = (n: number) => id('stock', 'registry', n);
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
/** Without members that are undefined. */
const clean = (value: object) => JSON.parse(JSON.stringify(value)) as object;
const pos = fc.constantFrom([108.35, 22.82], [108.36, 22.82], [108.35, 22.83]);
const made: fc.Arbitrary<readonly [EntityId, object]> = fc
  .oneof(
    fc
      .tuple(
        fc.nat(3),
        optional(fc.constantFrom('450103', '450105', '450100')),
        fc.array(fc.nat(3), { maxLength: 2 }),
        optional(pos),
      )
      .map(
        ([n, code, parents, centre]) =>
          [place(n), { name: `p${n}`, code, scheme: 'division', centre, parents: parents.map(place) }] as const,
      ),
    fc
      .record({
        n: fc.nat(3),
        place: optional(fc.nat(3).map(place)),
        position: optional(pos),
        priority: optional(fc.nat(2)),
        everyS: fc.constantFrom(60, 120),
        by: fc.constantFrom('periodic', 'event', 'none'),
      })
      .map(
        ({ n, everyS, by, ...more }) =>
          [
            device(n),
            {
              type: 'smoke-detector',
              native: String(n),
              ...more,
              contract: by === 'none' ? undefined : by === 'event' ? { by } : { by, everyS },
            },
          ] as const,
      ),
    fc
      .tuple(
        fc.nat(12),
        fc.nat(3),
        fc.constantFrom('level', 'state'),
        fc.constantFrom('good', 'fault'),
        fc.constantFrom('normal', 'fault'),
      )
      .map(
        ([n, d, quantity, quality, v]) =>
          [
            id('observation', 'fire', n),
            { device: device(d), quantity, quality, value: quantity === 'state' ? [v] : n },
          ] as const,
      ),
    fc.tuple(fc.nat(3), optional(fc.nat(3)), optional(fc.nat(3))).map(
      ([n, d, p]) =>
        [
          report(n),
          {
            channel: 'device',
            title: 'x',
            device: d === undefined ? undefined : device(d),
            place: p === undefined ? undefined : place(p),
          },
        ] as const,
    ),
    fc
      .tuple(fc.nat(2), optional(fc.nat(3)), fc.constantFrom('confirmed', 'closed'))
      .map(
        ([n, p, state]) => [incident(n), { state, title: 'x', place: p === undefined ? undefined : place(p) }] as const,
      ),
    fc.tuple(fc.nat(6), fc.nat(3), fc.nat(2), fc.constantFrom('tells', 'same-as', 'part-of'), optional(fc.nat(6))).map(
      ([n, a, b, role, undone]) =>
        [
          link(n),
          {
            from: role === 'same-as' ? device(a) : role === 'tells' ? report(a) : incident(a % 3),
            to: role === 'same-as' ? device(b) : incident(b),
            role,
            reasons: [],
            undoes: undone === undefined ? undefined : link(undone),
          },
        ] as const,
    ),
    fc
      .tuple(fc.nat(3), fc.nat(3), fc.constantFrom('accepted', 'rejected'))
      .map(([n, of, outcome]) => [id('triage', 'city', n), { of: report(of), outcome }] as const),
    fc
      .tuple(fc.nat(2), fc.constantFrom(report(0), report(1), incident(0), warning(0)))
      .map(([n, of]) => [id('acknowledgement', 'city', n), { of, masked: `李${n}` }] as const),
    fc
      .tuple(fc.nat(1), fc.constantFrom('live', 'stale', 'failed'), fc.boolean())
      .map(
        ([n, state, hears]) =>
          [
            id('feed', 'city', n),
            { title: { zh: '', en: '' }, state, lastEvent: minute(0), hears: hears ? ['registry'] : [] },
          ] as const,
      ),
    fc
      .tuple(
        fc.nat(3),
        fc.array(fc.nat(3), { maxLength: 2 }),
        fc.constantFrom('issue', 'update', 'lift'),
        fc.constantFrom('450103', '450100', '450105'),
        optional(fc.nat(9)),
      )
      .map(
        ([n, names, verb, code, exp]) =>
          [
            warning(n),
            {
              ...warningExample,
              verb,
              references: names.map(warning),
              expires: exp === undefined ? undefined : minute(exp),
              tellings: [
                { language: 'zh-CN', event: 'x', areas: [{ name: '', codes: [{ scheme: 'CN-GB2260', code }] }] },
              ],
            },
          ] as const,
      ),
    fc
      .tuple(fc.nat(1), optional(fc.nat(3)))
      .map(([n, p]) => [facility(n), { ...facilityExample, place: p === undefined ? undefined : place(p) }] as const),
    fc.tuple(fc.nat(1), fc.nat(1)).map(([n, f]) => [stock(n), { ...stockExample, facility: facility(f) }] as const),
    fc
      .tuple(
        fc.nat(3),
        fc.nat(1),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('in', 'out'),
        fc.constantFrom('receive', 'transfer', 'count'),
        optional(fc.nat(3)),
      )
      .map(
        ([n, s, quantity, direction, sort, leg]) =>
          [
            id('movement', 'city', n),
            {
              stock: stock(s),
              sort,
              direction,
              quantity,
              leg: leg === undefined ? undefined : id('movement', 'city', leg),
            },
          ] as const,
      ),
    fc
      .tuple(fc.nat(1), optional(fc.nat(3)), fc.array(fc.nat(3).map(device), { maxLength: 2 }))
      .map(
        ([n, p, devices]) =>
          [riskSource(n), { ...riskSourceExample, devices, place: p === undefined ? undefined : place(p) }] as const,
      ),
    fc
      .tuple(fc.nat(2), fc.nat(1), fc.constantFrom('found', 'closed'), optional(fc.nat(3)))
      .map(
        ([n, s, state, p]) =>
          [
            id('finding', 'city', n),
            { ...findingExample, source: riskSource(s), state, place: p === undefined ? undefined : place(p) },
          ] as const,
      ),
    fc
      .tuple(fc.nat(2), fc.nat(1), optional(fc.nat(3)))
      .map(
        ([n, s, p]) =>
          [
            id('inspection', 'city', n),
            { ...inspectionExample, of: riskSource(s), place: p === undefined ? undefined : place(p) },
          ] as const,
      ),
    fc
      .tuple(fc.nat(1), fc.constantFrom('active', 'left'), optional(fc.nat(3)))
      .map(
        ([n, state, g]) =>
          [responder(n), { ...responderExample, state, grid: g === undefined ? undefined : place(g) }] as const,
      ),
    fc
      .tuple(fc.nat(1), fc.nat(1), fc.nat(3), fc.nat(9))
      .map(
        ([n, r, p, m]) =>
          [
            id('shift', 'city', n),
            { ...shiftExample, responder: responder(r), place: place(p), from: minute(m), to: minute(m + 3) },
          ] as const,
      ),
    fc
      .tuple(fc.nat(2), fc.nat(2), fc.nat(3))
      .map(
        ([n, o, moved]) =>
          [id('transfer', 'city', n), { ...transferExample, order: incident(o), due: 4, moved, refused: 0 }] as const,
      ),
    fc
      .tuple(fc.nat(1), fc.nat(3))
      .map(([n, p]) => [id('organization', 'registry', n), { ...organizationExample, place: place(p) }] as const),
    fc
      .tuple(fc.nat(1), fc.constantFrom(incident(0), report(1), place(0)), optional(fc.nat(9)))
      .map(
        ([n, about, m]) =>
          [
            id('task', 'city', n),
            { ...taskExample, about: [about], due: m === undefined ? undefined : minute(m) },
          ] as const,
      ),
  )
  .map(([i, v]) => [i, clean(v)] as const);

const change = fc
  .tuple(made, fc.nat(4), fc.nat(9), optional(fc.nat(3)), fc.nat(4))
  .map(([[told, value], seq, at, drill, dice]): Change => {
    const [kind = '', source = ''] = told.split('/');
    const exercise = drill === 0 ? 'drill' : undefined;
    const same = (
      kind === 'observation'
        ? `${told}-${String((value as { device: string }).device.at(-1))}${(value as { quantity: string }).quantity}${exercise ?? ''}`
        : told
    ) as EntityId;
    const body: Change['body'] =
      dice === 0 && kinds[kind]!.law === 'register' ? { removed: true, reason: 'x' } : { value: value as never };
    return {
      v: 1,
      kind,
      id: same,
      source,
      at: minute(at),
      order: [0, seq],
      basis: 'stated',
      body,
      ...(exercise && { exercise }),
    };
  });

const picture = (view: LocalView): unknown =>
  Object.keys(kinds).flatMap((kind) => view.find({ kind }).map(({ position: _, recordedAt: __, ...seen }) => seen));

const field = (of: string, op: 'eq' | 'ne', value: string) => [{ field: of, op, value }];
const tells = { link: 'tells', at: 'to' } as const;
const sameAs = { link: 'same-as', at: 'from' } as const;
const fresh: Query = { kind: 'observation', where: field('fresh.state', 'eq', 'live') };
const devices: Query = { kind: 'device', join: [{ as: 'observations', via: { namedBy: 'device' }, query: fresh }] };
const reports: Query = {
  kind: 'report',
  where: field('derived.state', 'ne', 'rejected'),
  join: [{ as: 'devices', via: { field: 'device' }, query: devices }],
};
const stalest: Query = { kind: 'device', sort: [{ field: 'fresh.state', dir: 'desc' }], top: 1 };
const to = [108.355, 22.82] as const;
const queries: readonly Query[] = [
  { kind: 'incident', join: [{ as: 'reports', via: tells, query: reports }] },
  {
    kind: 'place',
    where: field('code', 'ne', '450105'),
    join: [
      { as: 'devices', via: { namedBy: 'place' }, query: stalest },
      { as: 'in', via: { field: 'parents' }, query: { kind: 'place', division: '450103' } },
    ],
  },
  {
    kind: 'device',
    sort: [{ field: 'derived.alarms', dir: 'desc' }],
    top: 2,
    join: [{ as: 'twins', via: sameAs, query: { kind: 'device' } }],
  },
  { kind: 'device', nearest: { to, k: 2 } },
  { kind: 'device', division: '450103' },
  { kind: 'report', since: minute(1), until: minute(4) },
  { kind: 'observation', where: field('quality', 'eq', 'good') },
  { kind: 'observation', sort: [{ field: 'at', dir: 'desc' }], top: 2 },
  { kind: 'observation', group: { by: ['device', 'fresh.state', 'quality'], worst: 'value' } },
  { kind: 'warning', division: '450103', group: { by: ['derived.state'], worst: 'derived.rank' } },
  { kind: 'report', group: { by: [] } },
];

/** What the Deltas of a query add up to. */
function follow(view: LocalView, query: Query) {
  const rows = new Map<string, Row>();
  const groups = new Map<string, Group>();
  const subscription = view.select(query).subscribe((delta) => {
    for (const gone of delta.removed) expect(rows.delete(gone), `${gone} was shown`).to.equal(true);
    for (const row of delta.put) rows.set(row.id, row);
    for (const group of delta.groups ?? []) groups.set(JSON.stringify(group.key), group);
  });
  const sum = () => inOrder([...rows.values()], [...groups.values()]);
  return { query, sum, leave: () => subscription.unsubscribe() };
}

const inOrder = (rows: readonly Row[], groups: readonly Group[] = []): unknown => [
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
  groups.filter(({ count }) => count > 0).sort((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1)),
];

describe('live queries', () => {
  const step = fc.record({
    batch: fc.array(change, { maxLength: 6 }),
    pass: fc.nat(3),
    anew: fc.nat(queries.length - 1),
  });

  /** Mostly short ones, so that a thousand are affordable, and some long enough for one thing to follow from another. */
  const steps = fc.oneof(
    { weight: 9, arbitrary: fc.array(step, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(step, { minLength: 1, maxLength: 12 }) },
  );

  it('add up to what is answered anew, and what is derived to what a view made anew derives, at every step', () => {
    fc.assert(
      fc.property(steps, (told) => {
        let passed = 0;
        const view = createLocalView({ now: minute(0) });
        const said: Entry[] = [];
        const live = queries.map((query) => follow(view, query));
        for (const { batch, pass, anew } of told) {
          passed += pass * 0.75;
          const now = minute(passed);
          const entries = batch.map((each, i): Entry => ({
            ...each,
            position: (said.length + i + 1) as Position,
            recordedAt: now,
          }));
          said.push(...entries);
          view.apply(entries, now);
          if (pass > 0) view.advance(now);
          for (const { query, sum } of live) {
            const { put, groups } = view.answer(query);
            expect(sum(), JSON.stringify(query)).to.deep.equal(inOrder(put, groups));
          }
          const [whole, backwards] = [createLocalView({ now }), createLocalView({ now })];
          whole.apply(said, now);
          for (const entry of [...said].reverse()) backwards.apply([entry], now);
          expect(picture(view)).to.deep.equal(picture(whole));
          expect(picture(view), 'the last one first').to.deep.equal(picture(backwards));
          live[anew]!.leave();
          live[anew] = follow(view, queries[anew]!);
        }
      }),
      seeds(),
    );
  });
});
