// Bytes an entity of 15 fields takes in the view, with provenance and tombstones on, beside a bare Map of the same values.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLocalView } from '@yingji/core/view';

const ENTITIES = 200_000;
const NOW = '2026-06-12T08:00:00.000Z';
const RATIO = 'view, times a bare Map';
const kind = { name: 'object', law: 'register', owner: 'source', coalesce: false, sensitive: [], refs: [] };

setFlagsFromString('--expose_gc');
const gc = runInNewContext('gc');

function used() {
  gc();
  gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

/** What `build` keeps alive, bytes an entity. */
function bytes(build) {
  const before = used();
  const kept = build();
  const each = (used() - before) / ENTITIES;
  return [each, kept];
}

const value = (n) => ({
  id: `object/bench/${n}`,
  name: `对象 ${n}`,
  type: 'smoke',
  status: ['new', 'active', 'closed'][n % 3],
  district: `D${n % 50}`,
  zone: `z${n % 999}`,
  native: `889-1-${n}`,
  score: n * 1.37,
  severity: n % 4,
  lat: 22 + n * 1e-6,
  lon: 108 + n * 1e-6,
  floor: n % 30,
  owner: `o${n % 100}`,
  model: `m${n % 20}`,
  rev: n,
});

function bareMap() {
  const map = new Map();
  for (let n = 0; n < ENTITIES; n += 1) {
    const each = value(n);
    map.set(each.id, each);
  }
  return map;
}

function view() {
  const made = createLocalView({ now: NOW, kinds: { object: kind } });
  for (let from = 0; from < ENTITIES; from += 1000) {
    const recordedAt = new Date(1.78e12 + from).toISOString();
    const batch = Array.from({ length: 1000 }, (_, i) => {
      const n = from + i;
      const each = value(n);
      const at = new Date(1.78e12 + n * 7).toISOString();
      const stamp = { at, order: [0, n + 1], position: n + 1, recordedAt };
      return { v: 1, kind: 'object', id: each.id, source: 'bench', basis: 'stated', body: { value: each }, ...stamp };
    });
    made.apply(batch, NOW);
  }
  return made;
}

export const bench = {
  name: 'memory',
  goals: [{ note: RATIO, atMost: 1.5 }],
  prepare() {
    return Promise.resolve({
      cases: {},
      notes() {
        const [map, kept] = bytes(bareMap);
        const [all, held] = bytes(view);
        if (kept.size !== ENTITIES || held.get('object/bench/7')?.value.name !== '对象 7')
          throw new Error('not all is there');
        return {
          'bare Map, bytes an entity': Math.round(map),
          'view, bytes an entity': Math.round(all),
          [RATIO]: Number((all / map).toFixed(2)),
        };
      },
    });
  },
};
