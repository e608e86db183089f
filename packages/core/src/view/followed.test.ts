import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries } from '../testing/index.js';
import { metresBetween } from './area.js';
import { createLocalView } from './local-view.js';
import type { LonLat, Query, Test } from './query.js';
import type { Group, LocalView, Row } from './view.js';
import { seeds } from '../testing/seeds.js';

const id = (kind: string, n: number | string): EntityId =>
  entityId(kind, kind === 'incident' || kind === 'link' ? 'city' : 'registry', String(n));

/** What was said last of each entity, without anything of a view. */
interface Told {
  readonly id: EntityId;
  readonly value: Record<string, unknown>;
  readonly atS: number;
  /** The drill it is of. */
  readonly exercise?: string;
}

/** What is known without a view: whatever is asked is worked out by a walk over all of it. */
class Plain {
  readonly all = new Map<string, Told>();

  of(kind: string): Told[] {
    return [...this.all.values()]
      .filter((told) => told.id.startsWith(`${kind}/`))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  placeOf({ value }: Told): Told | undefined {
    return this.all.get(String(value['place']));
  }
  where(told: Told): LonLat | undefined {
    return (told.value['position'] ?? this.placeOf(told)?.value['centre']) as LonLat | undefined;
  }
  code(told: Told): unknown {
    return (told.id.startsWith('place/') ? told : this.placeOf(told))?.value['code'];
  }
  /** Ends of the links that stand. */
  tells(): { readonly from: unknown; readonly to: unknown }[] {
    const undone = new Set(this.of('link').map(({ value }) => value['undoes']));
    return this.of('link')
      .filter((link) => link.value['undoes'] === undefined && !undone.has(link.id))
      .map(({ value }) => ({ from: value['from'], to: value['to'] }));
  }
}

type Tree = readonly [id: string, rev: unknown, ...joined: unknown[]];
const leaf = ({ id: of, value }: Pick<Told, 'id' | 'value'>): Tree => [of, value['rev']];
const tree = ({ id: of, value, joined }: Row): Tree => [
  of,
  value['rev'],
  ...Object.values(joined ?? {}).map((rows) => rows.map(tree)),
];

const isIn = (at: LonLat | undefined, holds: (lon: number, lat: number) => boolean): boolean => !!at && holds(...at);
const rank = ({ value }: Told): number => value['rank'] as number;
const byRank = (a: Told, b: Told): number => rank(b) - rank(a) || (a.id < b.id ? -1 : 1);
const TO: LonLat = [2, 3];

const field = (name: string, op: 'eq' | 'ne' | 'ge', value: string | number): Test => ({ field: name, op, value });
const within = (area: object): readonly Test[] => [{ within: area as never }];
const box = (west: number, south: number, east: number, north: number): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** Each kind of live query, and what it comes to, in the order it is asked for. */
const asked = (make: ReturnType<typeof createEntries>): readonly (readonly [Query, (plain: Plain) => Tree[]])[] => {
  const devices = (fits: (told: Told, plain: Plain) => boolean) => (plain: Plain) =>
    plain
      .of('device')
      .filter((told) => fits(told, plain))
      .map(leaf);
  return [
    [{ kind: 'device' }, devices(() => true)],
    [
      { kind: 'device', where: [field('type', 'ne', 'gas'), { field: 'zone', op: 'in', value: ['1', null] }] },
      devices(({ value }) => value['type'] !== 'gas' && value['zone'] === '1'),
    ],
    [{ kind: 'device', where: [field('rank', 'ge', 2)] }, devices((told) => rank(told) >= 2)],
    [
      { kind: 'device', where: [{ field: 'type', op: 'prefix', value: 's' }] },
      devices(({ value }) => String(value['type']).startsWith('s')),
    ],
    [
      {
        kind: 'device',
        where: within({
          polygon: [
            [
              [0, 0],
              [10, 0],
              [0, 10],
            ],
          ],
        }),
      },
      devices((told, plain) => isIn(plain.where(told), (x, y) => x > 0 && y > 0 && x + y < 10)),
    ],
    [
      { kind: 'device', where: within({ polygon: [box(-10, -10, 20, 20), box(1, 1, 4, 9)] }) },
      devices((told, plain) =>
        isIn(plain.where(told), (x, y) => x > -10 && x < 20 && y < 20 && !(x > 1 && x < 4 && y > 1 && y < 9)),
      ),
    ],
    [
      { kind: 'device', where: within({ polygon: [box(170, 0, 190, 20)] }) },
      devices((told, plain) => isIn(plain.where(told), (x, y) => (x > 170 || x < -170) && y > 0 && y < 20)),
    ],
    [
      { kind: 'device', where: [field('type', 'ne', 'gas'), ...within({ bbox: [170, 0, -170, 20] })] },
      devices(
        (told, plain) =>
          told.value['type'] !== 'gas' && isIn(plain.where(told), (x, y) => (x >= 170 || x <= -170) && y >= 0),
      ),
    ],
    [
      { kind: 'device', where: within({ bbox: [0, 0, 6, 6] }) },
      devices((told, plain) => isIn(plain.where(told), (x, y) => x >= 0 && x <= 6 && y >= 0 && y <= 6)),
    ],
    [{ kind: 'device', division: '450103' }, devices((told, plain) => plain.code(told) === '450103')],
    [{ kind: 'device', division: '4501' }, devices((told, plain) => plain.code(told) !== undefined)],
    [
      { kind: 'place', division: '450105' },
      (plain) =>
        plain
          .of('place')
          .filter((told) => plain.code(told) === '450105')
          .map(leaf),
    ],
    [
      { kind: 'report', since: make.at(3), until: make.at(6) },
      (plain) =>
        plain
          .of('report')
          .filter(({ atS }) => atS >= 3 && atS < 6)
          .map(leaf),
    ],
    [
      { kind: 'device', sort: [{ field: 'rank', dir: 'desc' }], top: 3 },
      (plain) => plain.of('device').sort(byRank).slice(0, 3).map(leaf),
    ],
    [
      { kind: 'device', where: [field('type', 'ne', 'gas')], nearest: { to: TO, k: 3 } },
      (plain) => {
        const far = (told: Told): number => metresBetween(TO, plain.where(told)!);
        return plain
          .of('device')
          .filter((told) => told.value['type'] !== 'gas' && plain.where(told))
          .sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1))
          .slice(0, 3)
          .map(leaf);
      },
    ],
    [
      { kind: 'report', join: [{ as: 'devices', via: { field: 'device' }, query: { kind: 'device' } }] },
      (plain) =>
        plain.of('report').map((told) => {
          const device = plain.all.get(String(told.value['device']));
          return [...leaf(told), device ? [leaf(device)] : []];
        }),
    ],
    [
      {
        kind: 'place',
        join: [
          {
            as: 'devices',
            via: { namedBy: 'place' },
            query: {
              kind: 'device',
              where: [field('type', 'ne', 'gas')],
              sort: [{ field: 'rank', dir: 'desc' }],
              top: 2,
            },
          },
        ],
      },
      (plain) =>
        plain.of('place').map((told) => {
          const here = plain.of('device').filter(({ value }) => value['place'] === told.id && value['type'] !== 'gas');
          return [...leaf(told), here.sort(byRank).slice(0, 2).map(leaf)];
        }),
    ],
    [
      { kind: 'incident', join: [{ as: 'reports', via: { link: 'tells', at: 'to' }, query: { kind: 'report' } }] },
      (plain) =>
        plain.of('incident').map((told) => {
          const telling = new Set(plain.tells().flatMap(({ from, to }) => (to === told.id ? [from] : [])));
          return [
            ...leaf(told),
            plain
              .of('report')
              .filter((report) => telling.has(report.id))
              .map(leaf),
          ];
        }),
    ],
    [
      {
        kind: 'report',
        division: '450103',
        join: [{ as: 'of', via: { link: 'tells', at: 'from' }, query: { kind: 'incident' } }],
      },
      (plain) =>
        plain
          .of('report')
          .filter(({ value }) => {
            const device = plain.all.get(String(value['device']));
            return device && plain.code(device) === '450103';
          })
          .map((told) => {
            const of = new Set(plain.tells().flatMap(({ from, to }) => (from === told.id ? [to] : [])));
            return [
              ...leaf(told),
              plain
                .of('incident')
                .filter((incident) => of.has(incident.id))
                .map(leaf),
            ];
          }),
    ],
  ];
};

/** Counts, and what they come to: the key, how many, the least rank. */
const counted: readonly (readonly [Query, (told: Told, plain: Plain) => readonly unknown[] | undefined])[] = [
  [
    { kind: 'device', group: { by: ['type', 'zone'], worst: 'rank' } },
    ({ value, exercise }) => (exercise ? undefined : [value['type'], value['zone'] ?? null]),
  ],
  [
    { kind: 'device', where: within({ bbox: [0, 0, 6, 6] }), group: { by: [], worst: 'rank' } },
    (told, plain) =>
      !told.exercise && isIn(plain.where(told), (x, y) => x >= 0 && x <= 6 && y >= 0 && y <= 6) ? [] : undefined,
  ],
  [
    { kind: 'device', division: '450103', group: { by: ['exercise', 'type'], worst: 'rank' } },
    (told, plain) => (plain.code(told) === '450103' ? [told.exercise ?? null, told.value['type']] : undefined),
  ],
];

function groupsOf(plain: Plain, keyOf: (typeof counted)[number][1]): Map<string, unknown> {
  const groups = new Map<string, { count: number; worst: number }>();
  for (const told of plain.of('device')) {
    const key = keyOf(told, plain);
    if (!key) continue;
    const { count, worst } = groups.get(JSON.stringify(key)) ?? { count: 0, worst: Infinity };
    groups.set(JSON.stringify(key), { count: count + 1, worst: Math.min(worst, rank(told)) });
  }
  return new Map([...groups].sort());
}

/** What the Deltas of a query add up to. */
function follow(view: LocalView, query: Query) {
  const rows = new Map<string, Row>();
  const groups = new Map<string, Group>();
  view.select(query).subscribe(({ put, removed, groups: counts = [] }) => {
    for (const gone of removed) expect(rows.delete(gone), `${gone} was shown`).to.equal(true);
    for (const row of put) rows.set(row.id, row);
    for (const group of counts) groups.set(JSON.stringify(group.key), group);
  });
  return {
    trees: () => [...rows.values()].map(tree).sort(([a], [b]) => (a < b ? -1 : 1)),
    counts: () =>
      new Map(
        [...groups]
          .filter(([, { count }]) => count > 0)
          .map(([key, { count, worst }]) => [key, { count, worst }] as const)
          .sort(),
      ),
  };
}

const position = fc.constantFrom<LonLat | undefined>(
  [2, 3],
  [5, 3],
  [5, 8],
  [3, 12],
  [175, 5],
  [-175, 5],
  [80, 5],
  undefined,
);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('device'),
    n: fc.nat(7),
    type: fc.constantFrom('smoke', 'heat', 'gas'),
    zone: fc.constantFrom('1', '2', undefined),
    place: fc.constantFrom(0, 1, undefined),
    position,
    rank: fc.nat(4),
    gone: fc.nat(5),
  }),
  fc.record({
    kind: fc.constant('place'),
    n: fc.nat(1),
    code: fc.constantFrom('450103', '450105', undefined),
    centre: position,
    gone: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('report'), n: fc.nat(3), device: fc.nat(7), atS: fc.nat(8), gone: fc.nat(5) }),
  fc.record({ kind: fc.constant('incident'), n: fc.nat(1), gone: fc.nat(5) }),
  fc.record({
    kind: fc.constant('link'),
    n: fc.nat(5),
    from: fc.nat(3),
    to: fc.nat(1),
    undoes: fc.option(fc.nat(5), { nil: undefined }),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A device of number 7 is of a drill. */
function entryOf(make: ReturnType<typeof createEntries>, plain: Plain, told: Step, rev: number): Entry {
  const { kind, n, gone = 1, atS = 0, ...said } = told as Step & { gone?: number; atS?: number };
  const of = id(kind, n);
  const drill = kind === 'device' && n === 7 ? { exercise: 'drill' } : {};
  if (gone === 0) {
    plain.all.delete(of);
    return { ...make.gone(of), ...drill };
  }
  const named: { [name: string]: unknown } = {
    ...said,
    rev,
    title: 'x',
    native: String(n),
    reasons: [],
    role: 'tells',
  };
  const ref = (name: string, as: string): unknown =>
    named[name] === undefined ? undefined : id(as, String(named[name]));
  const refs = {
    place: ref('place', 'place'),
    device: ref('device', 'device'),
    from: ref('from', 'report'),
    to: ref('to', 'incident'),
    undoes: ref('undoes', 'link'),
  };
  const value = JSON.parse(JSON.stringify({ ...named, ...refs })) as Record<string, unknown>;
  // An event that was told once stands as it was told.
  if (kind !== 'link' || !plain.all.has(of)) plain.all.set(of, { id: of, value, atS, ...drill });
  return make.put(of, value, { atS, ...drill });
}

describe('every kind of live query', () => {
  it('adds up, Delta by Delta, to what a plain walk over all that was told gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        (batches) => {
          const make = createEntries();
          const view = createLocalView({ now: make.at(0) });
          const plain = new Plain();
          let rev = 0;
          const rows = asked(make).map(([query, by]) => ({ query, by, ...follow(view, query) }));
          const groups = counted.map(([query, by]) => ({ query, by, ...follow(view, query) }));
          for (const batch of batches) {
            view.apply(
              batch.map((told) => entryOf(make, plain, told, (rev += 1))),
              make.at(0),
            );
            for (const { query, by, trees } of rows)
              expect(trees(), JSON.stringify(query)).to.deep.equal(by(plain).sort(([a], [b]) => (a < b ? -1 : 1)));
            for (const { query, by, counts } of groups)
              expect(counts(), JSON.stringify(query)).to.deep.equal(groupsOf(plain, by));
          }
        },
      ),
      seeds(),
    );
  });
});
