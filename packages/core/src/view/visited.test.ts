import { expect } from 'chai';
import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import type { Query } from './query.js';
import type { Delta, Row } from './view.js';

const of = (kind: string, n: number): EntityId =>
  entityId(kind, ['incident', 'link'].includes(kind) ? 'city' : 'registry', String(n));
const smoke = [{ field: 'type', op: 'eq' as const, value: 'smoke-detector' }];
const TOP = 10;
/** So many rows at most does `top` keep sorted beyond those it shows: where a changed one stands is found among them. */
const RESERVE = 128;
/** So many places, and of devices, reports and links this many times as many. */
const PER_PLACE = 10;

/** Rows of a Delta, and those shown beside them. */
const shown = (rows: readonly Row[]): number =>
  rows.reduce((sum, { joined = {} }) => sum + 1 + Object.values(joined).reduce((all, each) => all + shown(each), 0), 0);

/** A city of devices, each with a report that tells of one of few incidents; and which rows one query looks at meanwhile. */
function city(places: number, query: Query) {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const looked = new Set<string>();
  let [reads, asked, asking] = [0, 0, false];
  let rev = 0;
  let results = 0;
  /** Its value tells when the query reads any of it. */
  function put(id: EntityId, value: object, atS = 0): Entry {
    const entry = make.put(id, value, { atS });
    const version = `${id} ${(rev += 1)}`;
    const watched = new Proxy((entry.body as { value: JsonObject }).value, {
      get(target, name) {
        reads += 1;
        if (asking) looked.add(version);
        return target[name as string];
      },
    });
    return { ...entry, body: { value: watched } };
  }
  const device = (n: number, nth = 0): Entry =>
    put(of('device', n), {
      type: 'smoke-detector',
      native: String(n),
      contract: { by: 'event' },
      place: of('place', n % places),
      position: [(n % 97) / 10 + nth / 1000, (n % 89) / 10],
      rank: (n * 7919 + nth) % 10_007,
    });
  const report = (n: number, nth = 0): Entry =>
    put(
      of('report', n),
      { channel: 'device', type: 'smoke-detector', title: String(nth), device: of('device', n) },
      nth,
    );
  const devices = places * PER_PLACE;
  const all = Array.from({ length: devices }, (_, n) => n);
  view.apply(
    [
      ...all
        .slice(0, places)
        .map((n) => put(of('place', n), { name: 'x', scheme: 'division', code: String(450_100 + n) })),
      ...all.slice(0, places).map((n) => put(of('incident', n), { state: 'confirmed', title: 'x' })),
      ...all.map((n) => device(n)),
      ...all.map((n) => report(n)),
      ...all.map((n) =>
        put(of('link', n), { from: of('report', n), to: of('incident', n % places), role: 'tells', reasons: [] }),
      ),
    ],
    make.at(0),
  );
  const following = view
    .select(query, (job) => {
      asked += 1;
      asking = true;
      job();
      asking = false;
    })
    .subscribe(({ reset, put: rows, removed, groups = [] }: Delta) => {
      if (!reset) results += shown(rows) + removed.length + groups.length;
    });
  return {
    devices,
    /** Distinct rows that were looked at, and results that were told, for a batch of changes to these devices or reports. */
    change(kind: 'device' | 'report', numbers: readonly number[], nth: number) {
      looked.clear();
      results = 0;
      view.apply(
        numbers.map((n) => (kind === 'device' ? device(n, nth) : report(n, nth))),
        make.at(nth),
      );
      return { looked: looked.size, results };
    },
    leave: () => following.unsubscribe(),
    /** How often the view or whoever follows it read what was told, and how often one that follows had work, for a batch. */
    all(kind: 'device' | 'report', numbers: readonly number[], nth: number) {
      const before = { reads, asked };
      const { results } = this.change(kind, numbers, nth);
      return { results, reads: reads - before.reads, asked: asked - before.asked };
    },
  };
}

const polygon = [
  [
    [0, 0],
    [5, 0],
    [0, 5],
  ],
] as const;

/** Each kind of live query, and of what kind the changes are that it is told of. */
const QUERIES: { readonly [name: string]: readonly [Query, 'device' | 'report'] } = {
  'a field': [{ kind: 'device', where: smoke }, 'device'],
  'a polygon': [{ kind: 'device', where: [...smoke, { within: { polygon } }] }, 'device'],
  'a box': [{ kind: 'device', where: [...smoke, { within: { bbox: [0, 0, 5, 5] } }] }, 'device'],
  'a division': [{ kind: 'device', where: smoke, division: '450103' }, 'device'],
  'the beginning of a field': [
    { kind: 'device', where: [...smoke, { field: 'place', op: 'prefix', value: 'place/registry/1' }] },
    'device',
  ],
  'a time': [
    {
      ...{ kind: 'report', where: smoke },
      since: '2026-06-12T16:00:01+08:00' as never,
      until: '2026-06-12T16:00:03+08:00' as never,
    },
    'report',
  ],
  'the first few': [{ kind: 'device', where: smoke, sort: [{ field: 'rank', dir: 'desc' }], top: TOP }, 'device'],
  'the nearest': [{ kind: 'device', where: smoke, nearest: { to: [4, 4], k: TOP } }, 'device'],
  counts: [{ kind: 'device', where: smoke, group: { by: ['place'], worst: 'rank' } }, 'device'],
  'a join by a reference of its own': [
    { kind: 'report', join: [{ as: 'devices', via: { field: 'device' }, query: { kind: 'device', where: smoke } }] },
    'device',
  ],
  'a join by those who name it': [
    { kind: 'place', join: [{ as: 'devices', via: { namedBy: 'place' }, query: { kind: 'device', where: smoke } }] },
    'device',
  ],
  'a join along links, and from there by a reference': [
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
    'report',
  ],
};

describe('a live query looks at no more rows than changed, and those it tells', () => {
  for (const [name, [query, kind]] of Object.entries(QUERIES))
    it(name, () => {
      const [few, many] = [city(10, query), city(100, query)];
      const held = query.sort ? RESERVE : 0;
      let told = 0;
      for (let nth = 1; nth < 5; nth += 1) {
        const numbers = Array.from({ length: 20 }, (_, i) => (i * 13 + nth) % few.devices);
        for (const each of [few, many]) {
          const { looked, results } = each.change(kind, numbers, nth);
          expect(looked, `of ${each.devices}, ${results} results`).to.be.within(1, numbers.length + results + held);
          told += results;
        }
      }
      expect(told).to.be.above(0);
    });
});

describe('a live query that nobody follows any more costs nothing', () => {
  for (const [name, [query, kind]] of Object.entries(QUERIES))
    it(name, () => {
      // Of a kind that is not there nothing is ever asked: what is read then is what the view reads for itself.
      const [none, left, kept] = [{ kind: 'camera' }, query, query].map((each) => city(10, each));
      none!.leave();
      left!.leave();
      const numbers = Array.from({ length: 20 }, (_, i) => i * 3);
      for (let nth = 1; nth < 4; nth += 1) {
        const nobody = none!.all(kind, numbers, nth);
        expect(left!.all(kind, numbers, nth))
          .to.deep.equal(nobody)
          .and.to.include({ results: 0, asked: 0 });
        const { reads, asked } = kept!.all(kind, numbers, nth);
        expect(asked, 'work while it is followed').to.be.above(0);
        expect(reads, 'reads while it is followed').to.be.above(nobody.reads);
      }
    });
});
