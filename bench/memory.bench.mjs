// Bytes an entity of 15 fields takes in the view, with provenance and tombstones on, beside a bare Map of the same values. The goal
// is for entities that name nobody and of which nothing is derived; what devices of a city take is told beside it.
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

/** A device: it lies in a place, stands under a zone, and has a row of derived values. */
const device = (n) => ({
  name: `探测器 ${n}`,
  type: 'smoke-detector',
  native: `889-1-${n}`,
  zone: `z${n % 999}`,
  place: `place/bench/${n % 50}`,
  organization: `organization/bench/${n % 100}`,
  position: [108 + n * 1e-6, 22 + n * 1e-6],
  datum: 'wgs84',
  floor: String(n % 30),
  system: `s${n % 7}`,
  model: `m${n % 20}`,
  detects: ['12G'],
  contract: { by: 'event' },
  rangeM: n % 90,
  priority: n % 4,
});

function bareMap(value, idOf) {
  const map = new Map();
  for (let n = 0; n < ENTITIES; n += 1) map.set(idOf(n), value(n));
  return map;
}

function view(name, value, idOf, options) {
  const made = createLocalView({ now: NOW, ...options });
  for (let from = 0; from < ENTITIES; from += 1000) {
    const recordedAt = new Date(1.78e12 + from).toISOString();
    const batch = Array.from({ length: 1000 }, (_, i) => {
      const n = from + i;
      const at = new Date(1.78e12 + n * 7).toISOString();
      const stamp = { at, order: [0, n + 1], position: n + 1, recordedAt };
      return { v: 1, kind: name, id: idOf(n), source: 'bench', basis: 'stated', body: { value: value(n) }, ...stamp };
    });
    made.apply(batch, NOW);
  }
  return made;
}

/** Bytes an entity in a bare Map and in the view. */
function beside(name, value, options) {
  const idOf = (n) => `${name}/bench/${n}`;
  const [map, kept] = bytes(() => bareMap(value, idOf));
  const [all, held] = bytes(() => view(name, value, idOf, options));
  if (kept.size !== ENTITIES || held.get(idOf(7))?.value.name !== value(7).name) throw new Error('not all is there');
  return [map, all];
}

export const bench = {
  name: 'memory',
  goals: [{ note: RATIO, atMost: 1.5 }],
  prepare() {
    return Promise.resolve({
      cases: {},
      notes() {
        const [map, all] = beside('object', value, { kinds: { object: kind } });
        const [plain, devices] = beside('device', device);
        return {
          'bare Map, bytes an entity': Math.round(map),
          'view, bytes an entity': Math.round(all),
          [RATIO]: Number((all / map).toFixed(2)),
          'devices in a bare Map, bytes each': Math.round(plain),
          'devices in the view, placed and derived, bytes each': Math.round(devices),
        };
      },
    });
  },
};
