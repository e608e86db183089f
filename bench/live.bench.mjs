// 10,000 updates and three live queries: a filter, 250 counts, the first 100 by a number. Every contender gets whole, fresh
// entities; ours come with provenance and are put in order by it. `limit` only sets a Map and keeps one counter.
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

/** A world of `size` entities, and batches of updates to it. What is asked for changes from run to run. */
function world(size, seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const asked = { district: pick(DISTRICTS), status: pick(STATES) };
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
  return {
    asked,
    all: () => home.map((_, n) => entity(n)),
    updates: () => Array.from({ length: UPDATES }, () => entity(Math.floor(next() * size))),
  };
}

/** The first 100 by one walk over all, for those who have no order of their own. */
function firstOf(rows) {
  const found = [];
  for (const row of rows) {
    if (found.length === TOP && row.score <= found[TOP - 1].score) continue;
    if (found.length < TOP) found.push(row);
    let at = found.length - 1;
    for (; at > 0 && found[at - 1].score < row.score; at -= 1) found[at] = found[at - 1];
    found[at] = row;
  }
  return found;
}

const countOf = (rows) => {
  const counts = new Map();
  for (const { district, status } of rows) {
    const key = `${district}|${status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

const kind = { name: 'object', law: 'register', owner: 'source', coalesce: false, sensitive: [], refs: [] };

function ours({ district, status }) {
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
      follow(result.filter, {
        kind: 'object',
        where: [
          { field: 'district', op: 'eq', value: district },
          { field: 'status', op: 'eq', value: status },
        ],
      });
      follow(result.top, { kind: 'object', sort: [{ field: 'score', dir: 'desc' }], top: TOP });
      view.select({ kind: 'object', group: { by: ['district', 'status'] } }).subscribe(({ groups }) => {
        for (const { key, count } of groups)
          if (count === 0) result.counts.delete(key.join('|'));
          else result.counts.set(key.join('|'), count);
      });
    },
    apply: (batch) => view.apply(batch, NOW),
    result: () => ({ filter: [...result.filter.values()], counts: result.counts, top: [...result.top.values()] }),
  };
}

function mobx({ district, status }) {
  const rows = observable.map(undefined, { deep: false });
  const result = {};
  const queries = {
    filter: () => [...rows.values()].filter((row) => row.district === district && row.status === status),
    counts: () => countOf(rows.values()),
    top: () => firstOf(rows.values()),
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
    result: () => result,
  };
}

function limit({ status }) {
  const rows = new Map();
  let active = 0;
  return {
    entries: (batch) => batch,
    load(loaded) {
      for (const row of loaded) {
        rows.set(row.id, row);
        if (row.status === status) active += 1;
      }
    },
    apply(batch) {
      for (const row of batch) {
        if (rows.get(row.id).status === status) active -= 1;
        if (row.status === status) active += 1;
        rows.set(row.id, row);
      }
    },
    active: () => active,
    rows: () => rows.values(),
  };
}

const inOrder = ({ filter, counts, top }) =>
  JSON.stringify([
    filter.map(({ id, rev }) => `${id} ${rev}`).sort(),
    [...counts].filter(([, count]) => count > 0).sort(),
    top.map(({ score }) => score).sort((a, b) => b - a),
  ]);

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
      const all = made.all();
      for (const each of Object.values(contenders)) each.load(each.entries(all));
      const waiting = Object.fromEntries(Object.keys(contenders).map((key) => [key, []]));
      const behind = Object.fromEntries(Object.keys(contenders).map((key) => [key, 0]));
      let batches = 0;
      const take = (key) => {
        if (waiting[key].length === 0) {
          const batch = made.updates();
          batches += 1;
          for (const [other, list] of Object.entries(waiting)) list.push(contenders[other].entries(batch));
        }
        behind[key] += 1;
        return waiting[key].shift();
      };
      function same() {
        for (const key of Object.keys(contenders)) while (behind[key] < batches) contenders[key].apply(take(key));
        const { district, status } = made.asked;
        const rows = [...contenders['Map.set and a counter'].rows()];
        const plain = inOrder({
          filter: rows.filter((row) => row.district === district && row.status === status),
          counts: countOf(rows),
          top: firstOf(rows),
        });
        for (const key of ['yingji', 'MobX'])
          if (inOrder(contenders[key].result()) !== plain) throw new Error(`${key} differs after ${batches} batches`);
      }
      const work = (key) => () => {
        let ms = 0;
        for (let i = 0; i < perRound; i += 1) {
          const batch = take(key);
          const began = performance.now();
          contenders[key].apply(batch);
          ms += performance.now() - began;
        }
        return { ops: UPDATES * perRound, ms };
      };
      return {
        cases: Object.fromEntries(Object.keys(contenders).map((key) => [key, work(key)])),
        check() {
          for (let i = 0; i < 5; i += 1) {
            contenders.yingji.apply(take('yingji'));
            same();
          }
        },
        once: true,
        roundDone: same,
      };
    },
  };
}

export const bench = live('live queries, 25,000 entities', { size: 25_000, perRound: 10 }, [
  { ours: 'yingji', peer: 'MobX', atLeast: 4 },
  { ours: 'yingji', peer: 'Map.set and a counter', atLeast: 1 / 3 },
]);
