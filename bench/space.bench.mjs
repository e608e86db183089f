// A city's points on the move: one in a hundred moves, then boxes and nearest are asked. Ours moves them in place; flatbush, the
// fastest static index, is built anew. Then live clusters beside a reload of supercluster. Answers are compared with a look at every
// point: all of them before times count and after each round, one box and one nearest after every batch, outside the time.
import { randomInt } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClusters, createSpaceIndex, distance } from '@yingji/core/space';
import Flatbush from 'flatbush';
import Supercluster from 'supercluster';

const ASKED = 1000;
const NEAREST = 10;
const LEVELS = 5;
const VIEW = [34, 54, 35, 55];
const VIEW_ZOOM = 10;
const BYTES = 'bytes a point at 1 M, all that the process took for the index';

/** Numbers below 1 (xorshift), the same for the same seed, so that both sides get the same moves and questions. */
function numbers(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** `count` points in 10° by 10°, and what each round moves and asks. */
function world(count, seed, { west = 30, south = 50, span = 10 } = {}) {
  const next = numbers(seed);
  const lons = new Float64Array(count);
  const lats = new Float64Array(count);
  const anywhere = (p) => {
    lons[p] = west + next() * span;
    lats[p] = south + next() * span;
  };
  for (let p = 0; p < count; p += 1) anywhere(p);
  return {
    count,
    lons,
    lats,
    moves(tell) {
      for (let i = 0; i < count / 100; i += 1) {
        const p = Math.floor(next() * count);
        anywhere(p);
        tell?.(p);
      }
    },
    box: () => {
      const lon = west + next() * span;
      const lat = south + next() * span;
      return [lon, lat, lon + span / 100, lat + span / 100];
    },
    place: () => [west + next() * span, south + next() * span],
  };
}

function ours(of) {
  const index = createSpaceIndex();
  for (let p = 0; p < of.count; p += 1) index.put(p, of.lons[p], of.lats[p]);
  return {
    index,
    round(keep) {
      of.moves((p) => index.put(p, of.lons[p], of.lats[p]));
      let found = 0;
      for (let i = 0; i < ASKED; i += 1) {
        const answer = index.inBox(of.box());
        found += answer.length;
        keep?.(answer);
      }
      for (let i = 0; i < ASKED; i += 1) {
        const [lon, lat] = of.place();
        const answer = index.nearest(lon, lat, { most: NEAREST });
        found += answer.length;
        keep?.(answer);
      }
      return found;
    },
  };
}

/** Its nearest are those of a plane, and no others can be asked of it. */
function peer(of) {
  return {
    round(keep) {
      of.moves();
      const index = new Flatbush(of.count);
      for (let p = 0; p < of.count; p += 1) index.add(of.lons[p], of.lats[p], of.lons[p], of.lats[p]);
      index.finish();
      let found = 0;
      for (let i = 0; i < ASKED; i += 1) {
        const answer = index.search(...of.box());
        found += answer.length;
        keep?.(answer);
      }
      for (let i = 0; i < ASKED; i += 1) {
        const answer = index.neighbors(...of.place(), NEAREST);
        found += answer.length;
        keep?.(answer);
      }
      return found;
    },
  };
}

const same = (what, a, b) => {
  if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what} differ`);
};
const sorted = (handles) => Array.from(handles).sort((a, b) => a - b);

/** Nothing is nearer than this for each degree of latitude between. */
const DEGREE_M = distance(0, 0, 0, 1) * (1 - 1e-9);

/** The points of a box, looked at one by one. */
function bruteBox({ count, lons, lats }, [west, south, east, north]) {
  const found = [];
  for (let p = 0; p < count; p += 1)
    if (lons[p] >= west && lons[p] <= east && lats[p] >= south && lats[p] <= north) found.push(p);
  return found;
}

/** The nearest points, looked at one by one. */
function bruteNearest({ count, lons, lats }, lon, lat) {
  const found = [];
  let farthest = Infinity;
  for (let handle = 0; handle < count; handle += 1) {
    if (Math.abs(lats[handle] - lat) * DEGREE_M > farthest) continue;
    const near = { handle, distance: distance(lon, lat, lons[handle], lats[handle]) };
    if (near.distance > farthest) continue;
    found.push(near);
    found.sort((a, b) => a.distance - b.distance || a.handle - b.handle);
    if (found.length > NEAREST) found.pop();
    if (found.length === NEAREST) farthest = found.at(-1).distance;
  }
  return found;
}

/** So many boxes and so many nearest of an index are those of its points. */
function checkAnswers(of, index, asked) {
  for (let i = 0; i < asked; i += 1) {
    const box = of.box();
    same(`boxes of ${of.count}`, sorted(index.inBox(box)), bruteBox(of, box));
    const [lon, lat] = of.place();
    same(`nearest of ${of.count}`, index.nearest(lon, lat, { most: NEAREST }), bruteNearest(of, lon, lat));
  }
}

/** One round of both: every box of one is that of the other, and all that is asked is what a look at every point gives. */
function compare(count, seed) {
  const mine = world(count, seed);
  const theirs = world(count, seed);
  const [own, other] = [[], []];
  const { index, round } = ours(mine);
  round();
  round((answer) => own.push(answer));
  const flat = peer(theirs);
  flat.round();
  flat.round((answer) => other.push(answer));
  for (let i = 0; i < ASKED; i += 1) same(`boxes of ${count}`, sorted(own[i]), sorted(other[i]));
  checkAnswers(mine, index, ASKED);
}

function liveClusters(of) {
  const clusters = createClusters({ levels: LEVELS, radius: 60, maxZoom: 16 });
  const level = new Uint8Array(of.count);
  const put = (p) => clusters.put(p, of.lons[p], of.lats[p], level[p]);
  for (let p = 0; p < of.count; p += 1) {
    level[p] = p % LEVELS;
    put(p);
  }
  return {
    clusters,
    level,
    round() {
      of.moves((p) => {
        level[p] = (level[p] + 1) % LEVELS;
        put(p);
      });
      const { clusters: groups, singles } = clusters.find(VIEW, VIEW_ZOOM);
      return groups.length + singles.length;
    },
  };
}

/** It is spared counts per level, for which it would have to map and reduce. */
function reloaded(of) {
  const features = Array.from(of.lons, (lon, p) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates: [lon, of.lats[p]] },
  }));
  return {
    round() {
      of.moves((p) => (features[p].geometry.coordinates = [of.lons[p], of.lats[p]]));
      const index = new Supercluster({ radius: 60, maxZoom: 16 });
      index.load(features);
      return index.getClusters(VIEW, VIEW_ZOOM).length;
    },
  };
}

/** At every zoom each cell counted by hand, in floating point and with the formula of Web Mercator. */
function checkClusters(of, { clusters, level }) {
  const { count } = of;
  for (let zoom = 0; zoom <= 16; zoom += 1) {
    const wide = 8 * 2 ** zoom;
    const cells = new Map();
    for (let p = 0; p < count; p += 1) {
      const sin = Math.sin((of.lats[p] * Math.PI) / 180);
      const column = Math.floor(((of.lons[p] + 180) / 360) * wide);
      const row = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * wide);
      const id = `${zoom}/${column}/${row}`;
      if (!cells.has(id)) cells.set(id, new Array(LEVELS).fill(0));
      cells.get(id)[level[p]] += 1;
    }
    const sum = (counts) => counts.reduce((a, b) => a + b, 0);
    const rows = [...cells].filter(([, counts]) => sum(counts) > 1).map(([id, counts]) => [id, sum(counts), counts]);
    const found = clusters.find([-180, -90, 180, 90], zoom);
    const expected = rows.map((row) => [...row, row[2].findIndex((n) => n > 0)]);
    const told = found.clusters.map(({ id, size, counts, worst }) => [id, size, counts, worst]);
    const byId = ([a], [b]) => (a < b ? -1 : 1);
    same(`clusters at zoom ${zoom}`, told.sort(byId), expected.sort(byId));
    if (found.singles.length !== cells.size - rows.length) throw new Error(`single points at zoom ${zoom} differ`);
  }
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** Microseconds of one move, one box and one nearest. */
function costs(of) {
  const { index } = ours(of);
  const times = [[], [], []];
  for (let round = 0; round < 7; round += 1) {
    const works = [
      () => of.moves((p) => index.put(p, of.lons[p], of.lats[p])),
      () => {
        for (let i = 0; i < ASKED; i += 1) index.inBox(of.box());
      },
      () => {
        for (let i = 0; i < ASKED; i += 1) index.nearest(...of.place(), { most: NEAREST });
      },
    ];
    for (const [i, work] of works.entries()) {
      const began = performance.now();
      work();
      times[i].push(((performance.now() - began) * 1000) / (i === 0 ? of.count / 100 : ASKED));
    }
  }
  const [move, box, nearest] = times.map((each) => median(each).toFixed(2));
  return `move ${move}, box ${box}, nearest ${nearest}; ${(index.bytes / index.size).toFixed(1)} bytes a point`;
}

/** All that 1 M points take, in the heap and outside, after a collection. */
function bytesTaken(seed) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const taken = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const of = world(1_000_000, seed);
  // Buffers of what ran before are swept late: the second look counts.
  taken();
  const before = taken();
  const { index } = ours(of);
  return Number(((taken() - before) / index.size).toFixed(1));
}

export const bench = {
  name: 'space',
  goals: [
    { ours: 'ours 100 k', peer: 'flatbush built anew 100 k', atLeast: 4 },
    { ours: 'ours 1 M', peer: 'flatbush built anew 1 M', atLeast: 7 },
    { ours: 'live clusters 100 k', peer: 'supercluster reloaded 100 k', atLeast: 100 },
    { note: BYTES, atMost: 40 },
  ],
  async prepare() {
    const seed = randomInt(1, 2 ** 31);
    const cases = {};
    const indexes = [];
    /** The work alone is timed, and each batch checked after it. */
    const batch = (work, check) => () => {
      const began = performance.now();
      work();
      const ms = performance.now() - began;
      check?.();
      return { ops: 1, ms };
    };
    for (const [name, count] of [
      ['100 k', 100_000],
      ['1 M', 1_000_000],
    ]) {
      const [of, theirs] = [world(count, seed), peer(world(count, seed))];
      const mine = ours(of);
      indexes.push([of, mine.index]);
      cases[`ours ${name}`] = batch(mine.round, () => checkAnswers(of, mine.index, 1));
      cases[`flatbush built anew ${name}`] = batch(theirs.round);
    }
    const moving = world(100_000, seed);
    const [live, anew] = [liveClusters(moving), reloaded(world(100_000, seed))];
    cases['live clusters 100 k'] = batch(live.round);
    cases['supercluster reloaded 100 k'] = batch(anew.round);
    return {
      cases,
      check() {
        compare(100_000, seed);
        compare(1_000_000, seed);
        for (let i = 0; i < 5; i += 1) live.round();
        checkClusters(moving, live);
      },
      roundDone() {
        for (const [of, index] of indexes) checkAnswers(of, index, ASKED);
        checkClusters(moving, live);
      },
      notes: () => ({
        seed,
        [BYTES]: bytesTaken(seed),
        '100 k in 10°, µs': costs(world(100_000, seed)),
        '1 M in 10°, µs': costs(world(1_000_000, seed)),
        'a city of 1 M in 1°, µs': costs(world(1_000_000, seed, { west: 108, south: 22, span: 1 })),
        '10,000 all over the world, µs': costs(world(10_000, seed, { west: -180, south: -90, span: 180 })),
      }),
    };
  },
};
