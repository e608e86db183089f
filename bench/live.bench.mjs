// 10,000 updates and three live queries: a filter, 250 counts, the first 100 by a number; what each asks for is drawn anew for
// each run. Every contender gets whole, fresh entities; ours come with provenance and are put in order by it. `limit` only sets a
// Map and keeps one counter. After each batch, outside the time, everybody must have what a plain walk over all gives.
import { createLocalView } from '@yingji/core/view';
import { autorun, computed, observable, runInAction } from 'mobx';

const UPDATES = 10_000;
const TOP = 100;
const DISTRICTS = Array.from({ length: 50 }, (_, n) => `D${n}`);
const STATES = ['new', 'active', 'contained', 'resolved', 'closed'];
const NOW = '2026-06-12T08:00:00Z';

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const shuffled = (list, next) => {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(next() * left.length), 1)[0]);
};

/** A world of `size` entities, and batches of updates to it. What is asked for changes from run to run. */
function world(size, seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const asked = {
    where: shuffled(
      [
        { field: 'district', op: 'eq', value: pick(DISTRICTS) },
        { field: 'status', op: 'eq', value: pick(STATES) },
      ],
      next,
    ),
    by: shuffled(['district', 'status'], next),
    sort: { field: pick(['score', 'lat', 'lon']), dir: pick(['asc', 'desc']) },
    counted: pick(STATES),
  };
  const home = Array.from({ length: size }, () => pick(DISTRICTS));
  const ids = Array.from({ length: size }, (_, n) => `object/bench/${n}`);
  let rev = 0;
  const entity = (n) => ({
    id: ids[n],
    district: home[n],
    status: pick(STATES),
    severity: Math.floor(next() * 4),
    score: Math.round(next() * 1e9) / 1e3,
    lat: 50 + next() * 10,
    lon: 30 + next() * 20,
    title: 'Object',
    rev: (rev += 1),
  });
  const all = home.map((_, n) => entity(n));
  return {
    asked,
    /** As they stand after the last batch that was made. */
    all,
    updates: () =>
      Array.from({ length: UPDATES }, () => {
        const n = Math.floor(next() * size);
        return (all[n] = entity(n));
      }),
  };
}

/** The first 100 by one walk over all, for those who have no order of their own. */
function firstOf(rows, { field, dir }) {
  const sign = dir === 'asc' ? 1 : -1;
  const found = [];
  for (const row of rows) {
    const by = sign * row[field];
    if (found.length === TOP && by >= sign * found[TOP - 1][field]) continue;
    if (found.length < TOP) found.push(row);
    let at = found.length - 1;
    for (; at > 0 && sign * found[at - 1][field] > by; at -= 1) found[at] = found[at - 1];
    found[at] = row;
  }
  return found;
}

const fitting = (rows, [one, other]) =>
  rows.filter((row) => row[one.field] === one.value && row[other.field] === other.value);

function countOf(rows, [one, other]) {
  const counts = new Map();
  for (const row of rows) {
    const key = `${row[one]}|${row[other]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const kind = { name: 'object', law: 'register', owner: 'source', coalesce: false, sensitive: [], refs: [] };

function ours({ where, by, sort }) {
  const view = createLocalView({ now: NOW, kinds: { object: kind } });
  let position = 0;
  const entries = (rows) =>
    rows.map((row) => ({
      v: 1,
      kind: 'object',
      id: row.id,
      source: 'bench',
      at: NOW,
      order: [0, (position += 1)],
      basis: 'stated',
      body: { value: row },
      position,
      recordedAt: NOW,
    }));
  const result = { filter: new Map(), counts: new Map(), top: new Map() };
  const follow = (rows, query) =>
    view.select(query).subscribe(({ put, removed }) => {
      for (const { id, value } of put) rows.set(id, value);
      for (const id of removed) rows.delete(id);
    });
  return {
    entries,
    load(loaded) {
      view.apply(loaded, NOW);
      follow(result.filter, { kind: 'object', where });
      follow(result.top, { kind: 'object', sort: [sort], top: TOP });
      view.select({ kind: 'object', group: { by } }).subscribe(({ groups }) => {
        for (const { key, count } of groups)
          if (count === 0) result.counts.delete(key.join('|'));
          else result.counts.set(key.join('|'), count);
      });
    },
    apply: (batch) => view.apply(batch, NOW),
    told: () => inOrder({ filter: [...result.filter.values()], counts: result.counts, top: [...result.top.values()] }),
  };
}

function mobx({ where, by, sort }) {
  const rows = observable.map(undefined, { deep: false });
  const result = {};
  const queries = {
    filter: () => fitting([...rows.values()], where),
    counts: () => countOf(rows.values(), by),
    top: () => firstOf(rows.values(), sort),
  };
  return {
    entries: (batch) => batch,
    load(loaded) {
      runInAction(() => loaded.forEach((row) => rows.set(row.id, row)));
      for (const [name, query] of Object.entries(queries)) {
        const answer = computed(query);
        autorun(() => (result[name] = answer.get()));
      }
    },
    apply: (batch) => runInAction(() => batch.forEach((row) => rows.set(row.id, row))),
    told: () => inOrder(result),
  };
}

function limit({ counted }) {
  const rows = new Map();
  let active = 0;
  return {
    entries: (batch) => batch,
    load(loaded) {
      for (const row of loaded) {
        rows.set(row.id, row);
        if (row.status === counted) active += 1;
      }
    },
    apply(batch) {
      for (const row of batch) {
        if (rows.get(row.id).status === counted) active -= 1;
        if (row.status === counted) active += 1;
        rows.set(row.id, row);
      }
    },
    told: () => active,
  };
}

const inOrder = ({ filter, counts, top }) =>
  JSON.stringify([
    filter.map(({ id, rev }) => `${id} ${rev}`).sort(),
    [...counts].filter(([, count]) => count > 0).sort(),
    top.map(({ id, rev }) => `${id} ${rev}`).sort(),
  ]);

/** What everybody must have told, by a plain walk over all. */
function plain(rows, { where, by, sort, counted }) {
  const told = inOrder({ filter: fitting(rows, where), counts: countOf(rows, by), top: firstOf(rows, sort) });
  return {
    yingji: told,
    MobX: told,
    'Map.set and a counter': rows.filter(({ status }) => status === counted).length,
  };
}

/** One bench at one size. Batches are made outside the time; each contender takes the same ones, and is checked after each. */
export function live(name, { size, perRound }, goals) {
  return {
    name,
    goals,
    async prepare() {
      const made = world(size, Date.now());
      const contenders = {
        yingji: ours(made.asked),
        MobX: mobx(made.asked),
        'Map.set and a counter': limit(made.asked),
      };
      const keys = Object.keys(contenders);
      for (const each of Object.values(contenders)) each.load(each.entries(made.all));
      const waiting = Object.fromEntries(keys.map((key) => [key, []]));
      function make() {
        const batch = made.updates();
        const right = plain(made.all, made.asked);
        for (const key of keys) waiting[key].push({ batch: contenders[key].entries(batch), right: right[key] });
      }
      /** Milliseconds for one batch. */
      function take(key) {
        const { batch, right } = waiting[key].shift();
        const began = performance.now();
        contenders[key].apply(batch);
        const ms = performance.now() - began;
        if (contenders[key].told() !== right) throw new Error(`${key} differs for ${JSON.stringify(made.asked)}`);
        return ms;
      }
      const work = (key) => () => {
        while (waiting[key].length < perRound) make();
        let ms = 0;
        for (let i = 0; i < perRound; i += 1) ms += take(key);
        return { ops: UPDATES * perRound, ms };
      };
      return {
        cases: Object.fromEntries(keys.map((key) => [key, work(key)])),
        check() {
          for (let i = 0; i < 5; i += 1) {
            make();
            keys.forEach(take);
          }
        },
        once: true,
      };
    },
  };
}

export const bench = live('live queries, 25,000 entities', { size: 25_000, perRound: 10 }, [
  { ours: 'yingji', peer: 'MobX', atLeast: 4 },
  { ours: 'yingji', peer: 'Map.set and a counter', atLeast: 1 / 3 },
]);
