import { canonical } from '../json.js';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { systemClock } from '../ports/system.js';
import type { Query } from '../view/query.js';
import type { Delta, Group, Health, LocalView, Row, View } from '../view/view.js';
import { createEntries, detector, fireAlarm } from './entries.js';
import { createSeededIds } from './seeded-ids.js';
import { until } from './until.js';

/** A view under test, and the local view that stands behind it, which the checks change. */
export interface ViewUnderTest {
  readonly view: View;
  /** The same object as `view` where there is no way between them. Read-only: it takes no Commands. */
  readonly city: LocalView;
  /** Whether nothing is being done for any query any more. */
  idle(): boolean;
  /**
   * Breaks the way, lets `meanwhile` happen, and mends it when too much has happened to go on from where it broke. Absent
   * where there is no way.
   */
  lose?(meanwhile: () => void): Promise<void>;
  dispose(): Promise<void>;
}

/** One property of every View; `run` throws an Error that says what is wrong. */
export interface ViewCheck {
  readonly name: string;
  run(): Promise<void>;
}

interface Context extends ViewUnderTest {
  readonly make: ReturnType<typeof createEntries>;
  say(...batch: Entry[]): void;
  follow(query: Query): Followed;
}

/** What the Deltas of one query add up to. */
interface Followed {
  readonly deltas: readonly Delta[];
  rows(): readonly Row[];
  /** Waits until the sum is what the city answers now. */
  same(what: string): Promise<void>;
  stop(): void;
}

const incident = (n: number): EntityId => entityId('incident', 'city', String(n));
const place = entityId('place', 'registry', 'yard');
const reportsOf: Query = {
  kind: 'incident',
  join: [
    {
      as: 'reports',
      via: { link: 'tells', at: 'to' },
      query: { kind: 'report', join: [{ as: 'devices', via: { field: 'device' }, query: { kind: 'device' } }] },
    },
  ],
};

/** One of each form of question. */
const QUERIES: readonly Query[] = [
  { kind: 'device', where: [{ field: 'type', op: 'ne', value: 'gas' }] },
  { kind: 'device', where: [{ within: { bbox: [108.2, 22, 108.6, 23] } }] },
  { kind: 'device', sort: [{ field: 'extra.v:rank', dir: 'desc' }], top: 3 },
  { kind: 'device', nearest: { to: [108.5, 22.8], k: 3 } },
  { kind: 'device', group: { by: ['type', 'zone'], worst: 'extra.v:rank' } },
  { kind: 'place', join: [{ as: 'devices', via: { namedBy: 'place' }, query: { kind: 'device' } }] },
  { kind: 'report' },
  reportsOf,
];

/** What every View must hold to, local or remote and over whatever way, as data: any test runner can run it. */
export function viewChecks(make: () => Promise<ViewUnderTest>): ViewCheck[] {
  const check = (name: string, body: (context: Context) => Promise<void>): ViewCheck => ({
    name,
    async run() {
      const made = await make();
      const followed: Followed[] = [];
      try {
        await body({
          ...made,
          make: createEntries(),
          say: (...batch) => made.city.apply(batch, systemClock.now()),
          follow(query) {
            const each = follow(made, query);
            followed.push(each);
            return each;
          },
        });
      } finally {
        for (const each of followed) each.stop();
        await made.dispose();
      }
    },
  });
  return [
    check('begins with one reset that holds the whole result, empty or not', async ({ make, say, follow }) => {
      say(make.put(...detector('1')), make.put(...detector('2')));
      const [devices, reports] = [follow({ kind: 'device' }), follow({ kind: 'report' })];
      await devices.same('the devices');
      await reports.same('the reports');
      for (const { deltas } of [devices, reports])
        is(
          deltas.map(({ reset, gap, removed }) => [reset, gap, removed.length]),
          [[true, false, 0]],
          'the first Deltas',
        );
    }),
    check('tells what comes, changes and goes, each once', async ({ make, say, follow }) => {
      say(make.put(...detector('1')));
      const { deltas, same, rows } = follow({ kind: 'device', where: [{ field: 'name', op: 'ne', value: 'hidden' }] });
      await same('the first');
      const steps = [
        make.put(...detector('2')),
        make.put(...detector('2', { name: '二号' })),
        make.put(...detector('1', { name: 'hidden' })),
        make.gone(detector('2')[0]),
      ];
      for (const step of steps) {
        say(step);
        await same('the result after a step');
      }
      is(rows(), [], 'what is left');
      is(
        deltas.map(({ reset, put, removed }) => [reset, put.length, removed.length]),
        [
          [true, 1, 0],
          [false, 1, 0],
          [false, 1, 0],
          [false, 0, 1],
          [false, 0, 1],
        ],
        'the Deltas',
      );
    }),
    check('a group that empties is told with a count of 0', async ({ make, say, follow }) => {
      const { deltas, same } = follow({ kind: 'device', group: { by: ['zone'] } });
      say(make.put(...detector('1', { zone: '东' })), make.put(...detector('2', { zone: '西' })));
      await same('two groups');
      say(make.put(...detector('1', { zone: '西' })));
      await same('one group');
      is(
        [...(deltas.at(-1)?.groups ?? [])].sort((a, b) => a.count - b.count),
        [
          { key: ['东'], count: 0 },
          { key: ['西'], count: 2 },
        ],
        'the last Delta',
      );
    }),
    check('rows carry those they are joined with, and follow each of them', async ({ make, say, follow }) => {
      const { same, rows } = follow(reportsOf);
      const tells = { from: fireAlarm('1')[0], to: incident(1), role: 'tells', reasons: [] };
      const names = (): unknown =>
        rows()[0]?.joined?.['reports']?.map(({ joined }) => joined?.['devices']?.map(({ value }) => value['name']));
      say(make.put(incident(1), { state: 'confirmed', title: '火警' }), make.put(...fireAlarm('1')));
      say(make.put(entityId('link', 'city', '1'), tells), make.put(...detector('1', { name: '3 栋' })));
      await same('the joined rows');
      is(names(), [['3 栋']], 'the device of the report of the incident');
      say(make.put(...detector('1', { name: '4 栋' })));
      await same('the joined rows after a change at their end');
      is(names(), [['4 栋']], 'the device of the report of the incident');
    }),
    check('what Deltas add up to is always the answer of the city', async ({ city, follow, make }) => {
      const followed = QUERIES.map((query) => ({ query, ...follow(query) }));
      const { random } = createSeededIds(11);
      const below = (most: number): number => Math.floor(random() * most);
      for (let batch = 0; batch < 25; batch += 1) {
        city.apply(
          Array.from({ length: below(12) }, () => anything(make, below)),
          systemClock.now(),
        );
        // At some steps nobody waits, so that several batches are under way at once.
        if (batch % 3 === 0) for (const { query, same } of followed) await same(JSON.stringify(query));
      }
      for (const { query, same, deltas } of followed) {
        await same(JSON.stringify(query));
        is(deltas.filter(({ reset, gap }) => reset || gap).length, 1, 'resets, where nothing was lost');
      }
    }),
    check('a second asker is answered, and the first is not told again', async ({ make, say, follow }) => {
      say(make.put(...detector('1')));
      const first = follow({ kind: 'device' });
      await first.same('the first asker’s rows');
      const second = follow({ kind: 'device' });
      await second.same('the second asker’s rows');
      first.stop();
      say(make.put(...detector('2')));
      await second.same('the rows of who stays');
      is([first.deltas.length, second.deltas.length], [1, 2], 'Deltas of each');
    }),
    check('who unsubscribes is told nothing more, and then nothing is done', async ({ make, say, follow, idle }) => {
      const queries = QUERIES.map((query) => follow(query));
      for (const { same } of queries) await same('the first result');
      is(idle(), false, 'idle while somebody listens');
      const told = queries.map(({ deltas }) => deltas.length);
      for (const { stop } of queries) stop();
      await until('idle once nobody listens', () => idle());
      say(make.put(...detector('1')));
      await systemClock.sleep(20, new AbortController().signal);
      is(
        queries.map(({ deltas }) => deltas.length),
        told,
        'Deltas after unsubscribing',
      );
      const again = follow({ kind: 'device' });
      await again.same('the rows of who comes later');
    }),
    check('who leaves and comes back at once gets the whole result again', async ({ make, say, follow }) => {
      say(make.put(...detector('1')));
      const first = follow({ kind: 'device' });
      await first.same('the rows');
      first.stop();
      const again = follow({ kind: 'device' });
      await again.same('the rows of who came back');
      again.stop();
      await systemClock.sleep(20, new AbortController().signal);
      const later = follow({ kind: 'device' });
      await later.same('the rows of who came back later');
      is([again.deltas.length, later.deltas.length], [1, 1], 'Deltas of each');
    }),
    check('says how the way to the data stands, with the host’s time', async ({ city, view, follow }) => {
      const healths: Health[] = [];
      const watching = view.health$.subscribe((health) => healths.push(health));
      is(healths.length, 1, 'healths told at once');
      const last = (): Health | undefined => healths.at(-1);
      follow({ kind: 'device' });
      await until('live', () => last()?.link.state === 'live' && last()?.now !== undefined);
      city.advance(systemClock.now(), 'store-failed');
      await until('stale by store-failed', () => last()?.link.state === 'stale' && last()?.code === 'store-failed');
      city.advance(systemClock.now());
      await until('live again', () => last()?.link.state === 'live' && last()?.code === undefined);
      watching.unsubscribe();
    }),
    check('a view that takes no Commands says so', async ({ view }) => {
      const result = await view.send({ v: 1, id: 'decision-1', name: 'acknowledge-alarm', input: {} });
      is(result.ok ? [] : result.issues.map(({ code }) => code), ['read-only'], 'the issues');
    }),
    check(
      'flags what may have been missed, where versions may not be left out',
      async ({ make, say, lose, follow }) => {
        if (!lose) return;
        say(make.put(...fireAlarm('0')), make.put(...detector('0')));
        const [reports, devices] = [follow({ kind: 'report' }), follow({ kind: 'device' })];
        await reports.same('the reports');
        await devices.same('the devices');
        await lose(() => {
          for (let n = 1; n <= 400; n += 1) say(make.put(...fireAlarm(String(n))), make.put(...detector(String(n))));
        });
        await reports.same('the reports after the loss');
        await devices.same('the devices after the loss');
        const gaps = (deltas: readonly Delta[]): unknown => deltas.slice(1).map(({ reset, gap }) => reset && gap);
        is(gaps(reports.deltas), [true], 'the reports were flagged');
        is(gaps(devices.deltas), [false], 'the devices were not');
      },
    ),
  ];
}

/** One random change of a small world. */
function anything(make: ReturnType<typeof createEntries>, below: (most: number) => number): Entry {
  const n = String(below(12));
  const kind = below(10);
  if (kind === 0) return make.gone(detector(n)[0]);
  if (kind === 1) return make.put(...fireAlarm(n));
  if (kind === 2) return make.put(incident(below(3)), { state: 'confirmed', title: `火警 ${below(5)}` });
  if (kind === 3)
    return make.put(entityId('link', 'city', n), {
      from: fireAlarm(n)[0],
      to: incident(below(3)),
      role: 'tells',
      reasons: [],
    });
  if (kind === 4) return make.put(place, { name: `小区 ${below(3)}`, scheme: 'compound' });
  return make.put(
    ...detector(n, {
      type: ['smoke', 'heat', 'gas'][below(3)],
      extra: { 'v:rank': below(4) },
      ...(below(2) === 0 && { zone: String(below(2)) }),
      ...(below(3) > 0 && { position: [108 + below(10) / 10, 22.8] }),
      ...(below(2) === 0 && { place }),
    }),
  );
}

function follow({ view, city }: ViewUnderTest, query: Query): Followed {
  const deltas: Delta[] = [];
  const rows = new Map<EntityId, Row>();
  const groups = new Map<string, Group>();
  const subscription = view.select(query).subscribe((delta) => {
    deltas.push(delta);
    if (delta.reset) {
      rows.clear();
      groups.clear();
    }
    for (const row of delta.put) rows.set(row.id, row);
    for (const id of delta.removed) rows.delete(id);
    for (const group of delta.groups ?? [])
      if (group.count === 0) groups.delete(canonical(group.key));
      else groups.set(canonical(group.key), group);
  });
  const textOf = (of: Iterable<Row>, counts: Iterable<Group>): string =>
    [...of, ...counts]
      .map((each) => canonical(each))
      .sort()
      .join('\n');
  return {
    deltas,
    rows: () => [...rows.values()],
    same: (what) =>
      until(`${what} as the city has it`, () => {
        const { put, groups: counts = [] } = city.answer(query);
        return deltas.length > 0 && textOf(rows.values(), groups.values()) === textOf(put, counts);
      }),
    stop: () => subscription.unsubscribe(),
  };
}

function is(have: unknown, want: unknown, what: string): void {
  if (canonical(have) !== canonical(want)) throw new Error(`${what}: ${canonical(have)} is not ${canonical(want)}`);
}
