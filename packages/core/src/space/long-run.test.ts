import { expect } from 'chai';
import { createClusters } from './clusters.js';
import { from, haversine } from './great-circle.js';
import { createHandles } from './handles.js';
import type { BBox } from './position.js';
import { createSpaceIndex } from './space-index.js';

const LEVELS = 5;
const MAX_ZOOM = 16;
const STEPS = 10_000;
const WORLD: BBox = [-180, -90, 180, 90];

interface Point {
  readonly key: string;
  readonly lon: number;
  readonly lat: number;
  readonly level: number;
  readonly x: number;
  readonly y: number;
}

/** Numbers below 1 that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** As devices report, to seven digits: a city, the whole world, both poles, both names of the antimeridian, one spot for many. */
function somewhere(next: () => number): [number, number] {
  const sort = next();
  const digits = (degrees: number): number => Number(degrees.toFixed(7));
  if (sort < 0.5) return [digits(108.2 + next() * 0.4), digits(22.7 + next() * 0.3)];
  if (sort < 0.7) return [108.35, 22.82];
  if (sort < 0.8) return [next() < 0.5 ? 180 : -180, digits(next() * 180 - 90)];
  if (sort < 0.85) return [digits(next() * 360 - 180), next() < 0.5 ? 90 : -90];
  return [digits(next() * 360 - 180), digits(next() * 180 - 90)];
}

/** Index and clusters over the same points under the same handles, and what a list of all of them says. */
function world(seed: number) {
  const next = numbers(seed);
  const handles = createHandles<string>();
  const index = createSpaceIndex();
  const clusters = createClusters({ levels: LEVELS, maxZoom: MAX_ZOOM });
  const points = new Map<number, Point>();
  let made = 0;

  function put(key: string, lon: number, lat: number, level: number): void {
    const handle = handles.take(key);
    index.put(handle, lon, lat);
    clusters.put(handle, lon, lat, level);
    points.set(handle, { key, lon, lat, level, ...cellOf(lon, lat) });
  }
  function remove(handle: number): void {
    expect(handles.release(points.get(handle)!.key)).to.equal(handle);
    expect([index.remove(handle), clusters.remove(handle)]).to.deep.equal([true, true]);
    points.delete(handle);
  }
  const any = (): number => [...points.keys()][Math.floor(next() * points.size)]!;
  const level = (): number => Math.floor(next() * LEVELS);

  return {
    ...{ next, handles, index, clusters, points, put, remove, any },
    step() {
      const turn = next();
      if (points.size < 200 || (turn < 0.15 && points.size < 400))
        put(`device/fire/${(made += 1)}`, ...somewhere(next), level());
      else if (turn < 0.3) remove(any());
      else {
        const { key, lon, lat, level: before } = points.get(any())!;
        if (turn < 0.5) put(key, lon, lat, level());
        else put(key, ...somewhere(next), before);
      }
    },
  };
}

/** The cell of a place by the words of Web Mercator, 8 to a tile of 512 px, at the last zoom. */
function cellOf(lon: number, lat: number): { readonly x: number; readonly y: number } {
  const wide = 8 * 2 ** MAX_ZOOM;
  const radians = (Math.max(-89.9999, Math.min(89.9999, lat)) * Math.PI) / 180;
  const x = Math.floor((((lon + 180) % 360) / 360) * wide);
  const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * wide);
  return { x, y: Math.max(0, Math.min(wide - 1, y)) };
}

/** What stands in each cell of a zoom, by level; beyond the last zoom there are none. */
function countedAt(points: Iterable<Point>, zoom: number): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  if (zoom > MAX_ZOOM) return cells;
  for (const { x, y, level } of points) {
    const id = `${zoom}/${x >> (MAX_ZOOM - zoom)}/${y >> (MAX_ZOOM - zoom)}`;
    let counts = cells.get(id);
    if (!counts) cells.set(id, (counts = new Array<number>(LEVELS).fill(0)));
    counts[level]! += 1;
  }
  return cells;
}

describe('space, over a long run', () => {
  it('at every zoom the counts of all clusters and singles are the points, and the worst is the worst', () => {
    const { step, clusters, points } = world(7);
    for (let n = 0; n < STEPS; n += 1) {
      step();
      // At every moment at one zoom, in turn; now and then at all.
      const zooms = n % 500 === 0 ? Array.from({ length: MAX_ZOOM + 2 }, (_, zoom) => zoom) : [n % (MAX_ZOOM + 2)];
      for (const zoom of zooms) {
        const expected = countedAt(points.values(), zoom);
        const { clusters: groups, singles } = clusters.find(WORLD, zoom + (n % 3 === 0 ? 0.999 : 0));
        let told = singles.length;
        // Compared by hand, and told only when it is wrong: there are a million of them.
        const wrong = groups.filter(({ id, size, counts, worst }) => {
          told += size;
          return (
            counts.join() !== expected.get(id)?.join() ||
            worst !== counts.findIndex((count) => count > 0) ||
            size !== counts.reduce((sum, count) => sum + count, 0)
          );
        });
        expect(wrong, `step ${n}`).to.deep.equal([]);
        expect(told, `step ${n}, zoom ${zoom}`).to.equal(points.size);
        expect(clusters.size).to.equal(points.size);
        expect(singles.filter(({ handle, level }) => level !== points.get(handle)?.level)).to.deep.equal([]);
        if (zoom > MAX_ZOOM) expect(groups).to.deep.equal([]);
      }
    }
  });

  it('nearest, boxes and the handles are those of a look at every point, ties and more than there are included', () => {
    const { step, next, index, handles, points } = world(99);
    for (let n = 0; n < STEPS; n += 1) {
      step();
      if (n % 50 !== 0) continue;
      const [lon, lat] = somewhere(next);
      const home = lon === 180 ? -180 : lon;
      const ranked = [...points]
        .map(([handle, point]) => ({
          handle,
          angle: haversine(from(home, lat), point.lon === 180 ? -180 : point.lon, point.lat),
        }))
        .sort((a, b) => a.angle - b.angle || a.handle - b.handle)
        .map(({ handle }) => handle);
      for (const most of [0, 1, 10, points.size, points.size + 1, 100_000, Infinity])
        expect(index.nearest(lon, lat, { most }).map(({ handle }) => handle)).to.deep.equal(ranked.slice(0, most));
      const box: BBox = [somewhere(next)[0], -90, somewhere(next)[0], lat];
      const [west, , east, north] = box;
      const within = (x: number): boolean => (west <= east ? x >= west && x <= east : x >= west || x <= east);
      const inBox = [...points].filter(
        ([, { lon: x, lat: y }]) => y <= north && (within(x) || (Math.abs(x) === 180 && (within(180) || within(-180)))),
      );
      expect(index.inBox(box).sort((a, b) => a - b)).to.deep.equal(inBox.map(([h]) => h).sort((a, b) => a - b));
      for (const [handle, { key }] of points) expect(handles.key(handle)).to.equal(key);
      expect(index.size).to.equal(points.size);
    }
  });

  it('an answer stands while its points move, go and come again under other keys', () => {
    const { step, index, clusters, handles, points, put, remove } = world(3);
    for (let n = 0; n < 300; n += 1) step();
    const answer = index.inBox(WORLD);
    const groups = clusters.find(WORLD, 3);
    const before = [...answer];
    const counts = groups.clusters.map((group) => [...group.counts]);
    for (const [i, handle] of answer.entries()) {
      if (i % 3 === 0) remove(handle);
      else put(points.get(handle)!.key, 0, 0, 1);
      if (i % 3 === 2) put(`other/${i}`, 1, 1, 0);
    }
    expect(answer).to.deep.equal(before);
    expect(groups.clusters.map((group) => group.counts)).to.deep.equal(counts);
    expect(index.inBox(WORLD).sort((a, b) => a - b)).to.deep.equal([...points.keys()].sort((a, b) => a - b));
    // Who asks from within an answer gets the whole of it, and spoils nothing.
    const asked: number[] = [];
    const accepts = (handle: number): boolean => {
      asked.push(index.nearest(0, 0, { most: 3 }).length);
      return handles.key(handle) !== undefined;
    };
    const all = index.nearest(1, 1, { most: 7 });
    expect(index.nearest(1, 1, { most: 7, accepts })).to.deep.equal(all);
    expect(new Set(asked)).to.deep.equal(new Set([3]));
    expect(() =>
      index.nearest(1, 1, {
        most: 7,
        accepts: () => {
          throw new Error('theirs');
        },
      }),
    ).to.throw('theirs');
    expect(index.nearest(1, 1, { most: 7 })).to.deep.equal(all);
  });

  it('a thousand at one spot, at a pole and on both names of the antimeridian are all there, and all go', () => {
    for (const [lon, lat] of [
      [108.35, 22.82],
      [0, 90],
      [77, -90],
      [180, 0],
      [-180, 0],
    ] as const) {
      const index = createSpaceIndex();
      const clusters = createClusters({ levels: 2, maxZoom: 20 });
      for (let n = 0; n < 1000; n += 1) {
        index.put(n, lon === 180 && n % 2 === 1 ? -180 : lon, lat);
        clusters.put(n, lon === 180 && n % 2 === 1 ? -180 : lon, lat, n % 2);
      }
      const here = `${lon} ${lat}`;
      for (const box of [[lon, lat, lon, lat], WORLD, [179, -90, -179, 90]] as const)
        expect(index.inBox(box).length, here).to.equal(box[0] === 179 && Math.abs(lon) < 179 ? 0 : 1000);
      expect(
        index.nearest(lon, lat, { most: 3 }).map(({ handle }) => handle),
        here,
      ).to.deep.equal([0, 1, 2]);
      for (const zoom of [-1, 0, 3.5, 20]) {
        const { clusters: groups, singles } = clusters.find(WORLD, zoom);
        expect([groups.length, groups[0]!.size, singles.length], here).to.deep.equal([1, 1000, 0]);
        expect(groups[0], here).to.deep.include({ counts: [500, 500], worst: 0 });
      }
      expect(clusters.find(WORLD, 21).singles, here).to.have.length(1000);
      for (let n = 0; n < 1000; n += 2) clusters.remove(n);
      expect(clusters.find(WORLD, 20).clusters[0], here).to.deep.include({ counts: [0, 500], worst: 1 });
      for (let n = 0; n < 1000; n += 1) {
        expect(index.remove(n)).to.equal(true);
        clusters.remove(n);
      }
      expect([index.size, clusters.size, index.inBox(WORLD).length], here).to.deep.equal([0, 0, 0]);
      expect(clusters.find(WORLD, 5), here).to.deep.equal({ clusters: [], singles: [] });
    }
  });
});
