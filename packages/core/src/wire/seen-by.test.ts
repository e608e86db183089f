import { expect } from 'chai';
import fc from 'fast-check';
import { createEntries, createPipe, createSeededIds, detector, fireAlarm, viewChecks } from '../testing/index.js';
import { actor } from '../testing/wire-world.js';
import { entityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import { systemClock } from '../ports/system.js';
import { createLocalView } from '../view/local-view.js';
import type { Query } from '../view/query.js';
import type { Delta, Group, Row } from '../view/view.js';
import { createHub } from './hub.js';
import { parseOpen, type Down, type Open } from './messages.js';
import { createRemoteView } from './remote-view.js';
import { seenBy, type See } from './seen-by.js';
import { seeds } from '../testing/seeds.js';

/** An invented policy: nothing of zone 9, no names of zone 8. */
const see: See = (row) => {
  const { zone, ...value } = row.value;
  if (zone === '9') return undefined;
  if (zone !== '8') return row;
  const { name, ...rest } = value;
  return name === undefined ? row : { ...row, value: { ...rest, zone } };
};

const incident = (n: number) => entityId('incident', 'city', String(n));
const queries: Query[] = [
  { kind: 'device' },
  { kind: 'device', where: [{ field: 'name', op: 'eq', value: '甲' }] },
  { kind: 'device', sort: [{ field: 'name', dir: 'asc' }], top: 2 },
  { kind: 'device', nearest: { to: [108.3, 22.8], k: 2 } },
  { kind: 'device', group: { by: ['zone', 'name'] } },
  {
    kind: 'incident',
    join: [
      {
        as: 'reports',
        via: { link: 'tells', at: 'to' },
        query: { kind: 'report', join: [{ as: 'devices', via: { field: 'device' }, query: { kind: 'device' } }] },
      },
    ],
  },
];

function adding(view: { select: ReturnType<typeof seenBy>['select'] }, query: Query) {
  const rows = new Map<string, Row>();
  const groups = new Map<string, Group>();
  const deltas: Delta[] = [];
  view.select(query).subscribe((delta) => {
    deltas.push(delta);
    for (const row of delta.put) rows.set(row.id, row);
    for (const id of delta.removed) rows.delete(id);
    for (const group of delta.groups ?? [])
      if (group.count === 0) groups.delete(JSON.stringify(group.key));
      else groups.set(JSON.stringify(group.key), group);
  });
  return { rows, groups, deltas };
}

const names = (deltas: readonly Delta[]): unknown =>
  deltas.map(({ put, removed }) => [put.map(({ id }) => id), removed]);

describe('wire: through somebody’s eyes', () => {
  it('what leaves sight is removed, and nothing is told of what is hidden', () => {
    const make = createEntries();
    const city = createLocalView({ now: make.at(0) });
    const { deltas } = adding(seenBy(city, see), { kind: 'device' });
    const [id] = detector('1');
    for (const zone of ['1', '9', '9', '1']) city.apply([make.put(...detector('1', { zone, name: zone }))], make.at(0));
    city.apply([make.put(...detector('1', { zone: '9' }))], make.at(0));
    city.apply([make.gone(id)], make.at(0));
    expect(names(deltas)).to.deep.equal([
      [[], []],
      [[id], []],
      [[], [id]],
      [[id], []],
      [[], [id]],
    ]);
  });

  it('what is hidden is not found by asking for it, nor counted, nor ranked', () => {
    const make = createEntries();
    const city = createLocalView({ now: make.at(0) });
    city.apply(
      [
        make.put(...detector('1', { zone: '1', name: '乙' })),
        make.put(...detector('8', { zone: '8', name: '甲' })),
        make.put(...detector('9', { zone: '9', name: '甲' })),
      ],
      make.at(0),
    );
    const seen = seenBy(city, see);
    expect(seen.answer(queries[1]!).put).to.deep.equal([]);
    expect(seen.answer(queries[2]!).put.map(({ value }) => value['native'])).to.deep.equal(['1', '8']);
    expect(seen.answer(queries[4]!).groups).to.deep.equal([
      { key: ['1', '乙'], count: 1 },
      { key: ['8', null], count: 1 },
    ]);
  });

  it('rows inside rows are seen with the same eyes, and a link that is hidden joins nothing', () => {
    const make = createEntries();
    const city = createLocalView({ now: make.at(0) });
    const tells = (n: number, more: object = {}) =>
      make.put(entityId('link', 'city', String(n)), {
        from: fireAlarm(String(n))[0],
        to: incident(1),
        role: 'tells',
        reasons: [],
        ...more,
      });
    city.apply(
      [
        make.put(incident(1), { state: 'confirmed', title: '火警' }),
        ...[8, 9, 1].flatMap((n) => [
          make.put(...detector(String(n), { zone: String(n), name: '甲' })),
          make.put(...fireAlarm(String(n))),
          tells(n, n === 1 ? { zone: '9' } : {}),
        ]),
      ],
      make.at(0),
    );
    const [row] = seenBy(city, see).answer(queries[5]!).put;
    expect(
      row?.joined?.['reports']?.map(({ joined }) => joined?.['devices']?.map(({ value }) => value['name'])),
    ).to.deep.equal([[undefined], []]);
  });

  it('what Deltas add up to is what a city of the seen rows alone would answer', () => {
    const step = fc.record({
      n: fc.nat(6),
      zone: fc.constantFrom('1', '8', '9'),
      name: fc.constantFrom('甲', '乙'),
      lon: fc.nat(9),
      what: fc.nat(6),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }), (batches) => {
        const make = createEntries();
        const city = createLocalView({ now: make.at(0) });
        const seen = seenBy(city, see);
        const sums = queries.map((query) => ({ query, ...adding(seen, query) }));
        for (const batch of batches) {
          city.apply(
            batch.map(({ n, zone, name, lon, what }) => {
              const [id, value] = detector(String(n), { zone, name, position: [108 + lon / 10, 22.8] });
              if (what === 0) return make.gone(id);
              if (what === 1) return make.put(...fireAlarm(String(n)));
              if (what === 2) return make.put(incident(n % 2), { state: 'confirmed', title: name, zone });
              const link = { from: fireAlarm(String(n))[0], to: incident(n % 2), role: 'tells', reasons: [], zone };
              return what === 3 ? make.put(entityId('link', 'city', String(n)), link) : make.put(id, value);
            }),
            make.at(0),
          );
          for (const { query, rows, groups } of sums) {
            const { put, groups: counts = [] } = seenBy(city, see).answer(query);
            const byId = (list: Iterable<Row>): unknown[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
            expect(byId(rows.values())).to.deep.equal(byId(put));
            expect([...groups.values()].map((group) => JSON.stringify(group)).sort()).to.deep.equal(
              counts.map((group) => JSON.stringify(group)).sort(),
            );
            expect(JSON.stringify([put, counts])).not.to.match(/"zone":"9"|"9",/);
          }
          const plain = city.find({ kind: 'device' }).flatMap((row) => see(row) ?? []);
          expect(new Set(sums[0]!.rows.keys())).to.deep.equal(new Set(plain.map(({ id }) => id)));
        }
      }),
      seeds(),
    );
  });

  it('the hub keeps apart who may not see the same', () => {
    const make = createEntries();
    const city = createLocalView({ now: make.at(0) });
    city.apply([make.put(...detector('1', { zone: '1' })), make.put(...detector('9', { zone: '9' }))], make.at(0));
    const hub = createHub({
      city: 'test',
      view: city,
      clock: systemClock,
      ids: createSeededIds(),
      policy: {
        audience: ({ roles }) => (roles.includes('commander') ? 'all' : 'some'),
        see: ({ roles }) => (roles.includes('commander') ? undefined : see),
      },
    });
    const asked = (who: Actor): string => {
      const open = parseOpen({ t: 'open', versions: [1], queries: { d: { kind: 'device' } } }) as Open;
      const lines: string[] = [];
      hub.open(open, who, { write: (line) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined });
      const snap = lines.map((line) => JSON.parse(line) as Down).find(({ t }) => t === 'snap') as Down & { t: 'snap' };
      return snap.delta.put.map(({ value }) => value['native']).join();
    };
    expect([asked(actor), asked({ ...actor, roles: ['commander'] }), asked({ ...actor, id: 'u2' })]).to.deep.equal([
      '1',
      '1,9',
      '1',
    ]);
    hub.close();
  });
});

describe('view, remote, through the eyes of somebody who sees all', () => {
  const checks = viewChecks(() => {
    const city = createLocalView({ now: systemClock.now() });
    const ids = createSeededIds();
    const policy = { audience: () => 'all', see: () => (row: Row) => row };
    const hub = createHub({ city: 'test', view: city, clock: systemClock, ids, beatMs: 50, policy });
    const pipe = createPipe(() => hub, actor);
    const send = city.send.bind(city);
    const view = createRemoteView({ connect: pipe.connect, send, clock: systemClock, ids });
    return Promise.resolve({
      view,
      city,
      idle: () => pipe.open === 0,
      dispose() {
        view.close();
        hub.close();
        return Promise.resolve();
      },
    });
  });
  for (const { name, run } of checks) it(name, run);
});
