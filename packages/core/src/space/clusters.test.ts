import { expect } from 'chai';
import fc from 'fast-check';
import { YingjiError } from '../error.js';
import { createClusters, type Clusters } from './clusters.js';
import { createCells, addPoint, dropPoint } from './cells.js';
import type { BBox } from './position.js';
import { seeds } from '../testing/seeds.js';

interface Known {
  readonly lon: number;
  readonly lat: number;
  readonly level: number;
}

const LEVELS = 4;
const WORLD: BBox = [-180, -90, 180, 90];
const place = fc.oneof(
  fc.record({
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
  }),
  fc.record({
    lon: fc.double({ min: 108.3, max: 108.32, noNaN: true }),
    lat: fc.double({ min: 22.8, max: 22.82, noNaN: true }),
  }),
  fc.constantFrom(
    ...[
      [108.35, 22.82],
      [108.35, 22.8200001],
      [180, 0],
      [-180, 0],
      [179.9999, 0],
      [0, 90],
      [0, -90],
      [0, 0],
    ].map(([lon, lat]) => ({ lon: lon!, lat: lat! })),
  ),
);
/** As devices report: two ways of computing agree on which side of a border such a place is. */
const reported = place.map(({ lon, lat }) => ({ lon: Number(lon.toFixed(7)), lat: Number(lat.toFixed(7)) }));
const level = fc.nat(LEVELS - 1);
const stepsAt = (at: typeof place) =>
  fc.array(fc.record({ handle: fc.nat(40), place: at, level, turn: fc.constantFrom('put', 'put', 'level', 'gone') }), {
    maxLength: 150,
    size: 'max',
  });
const steps = stepsAt(place);
type Steps = typeof steps extends fc.Arbitrary<infer S> ? S : never;

function replay(clusters: Clusters, history: Steps) {
  const known = new Map<number, Known>();
  for (const { handle, place: to, level: next, turn } of history) {
    const before = known.get(handle);
    if (turn === 'gone') expect(clusters.remove(handle)).to.equal(known.delete(handle));
    else {
      const { lon, lat } = turn === 'level' && before ? before : to;
      clusters.put(handle, lon, lat, next);
      known.set(handle, { lon, lat, level: next });
    }
  }
  expect(clusters.size).to.equal(known.size);
  return known;
}

/** Column and row of a place at a zoom by the words of Web Mercator, 8 cells to a tile of 512 px, as fractions. */
function cellOf({ lon, lat }: { lon: number; lat: number }, zoom: number): [number, number] {
  const wide = 8 * 2 ** zoom;
  const x = (((lon + 180) % 360) / 360) * wide;
  const radians = (Math.max(-89.9999, Math.min(89.9999, lat)) * Math.PI) / 180;
  const y = ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * wide;
  return [x, Math.max(0, Math.min(wide - 1e-9, y))];
}

function groups(known: Map<number, Known>, zoom: number): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (const [handle, point] of [...known].sort(([a], [b]) => a - b)) {
    const id = `${zoom}/${cellOf(point, zoom).map(Math.floor).join('/')}`;
    cells.set(id, [...(cells.get(id) ?? []), handle]);
  }
  return cells;
}

const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof YingjiError ? `${error.code} ${error.recovery}` : String(error);
  }
  return 'nothing was thrown';
};

describe('clusters', () => {
  it('hold what a count of every point by its cell gives: sizes, levels, the worst, members; at every zoom', () => {
    fc.assert(
      fc.property(
        stepsAt(reported),
        fc.integer({ min: 0, max: 17 }),
        fc.integer({ min: 1, max: 4 }),
        (history, zoom, minPoints) => {
          const clusters = createClusters({ levels: LEVELS, minPoints });
          const known = replay(clusters, history);
          const found = clusters.find(WORLD, zoom);
          const expected = zoom > 16 ? new Map<string, number[]>() : groups(known, zoom);
          const alone = zoom > 16 ? [...known.keys()] : [];
          for (const [id, handles] of expected)
            if (handles.length < Math.max(minPoints, 1) || (minPoints === 1 && handles.length === 1)) {
              alone.push(...handles);
              expected.delete(id);
            }
          expect(found.clusters.map(({ id }) => id).sort()).to.deep.equal([...expected.keys()].sort());
          for (const { id, size, counts, worst, lon, lat } of found.clusters) {
            const handles = expected.get(id)!;
            const levels = handles.map((handle) => known.get(handle)!.level);
            expect(size).to.equal(handles.length);
            expect(counts).to.deep.equal([0, 1, 2, 3].map((each) => levels.filter((one) => one === each).length));
            expect(worst).to.equal(Math.min(...levels));
            expect(clusters.members(id)).to.deep.equal(handles);
            const middle = handles.map((handle) => cellOf(known.get(handle)!, 0));
            const [x, y] = cellOf({ lon, lat }, 0);
            expect(x).to.be.closeTo(middle.reduce((sum, [each]) => sum + each, 0) / size, 1e-6);
            expect(y).to.be.closeTo(middle.reduce((sum, [, each]) => sum + each, 0) / size, 1e-6);
          }
          expect(found.singles).to.deep.equal(
            alone
              .sort((a, b) => a - b)
              .map((handle) => {
                const { lon, lat, level: at } = known.get(handle)!;
                return { handle, lon: lon === 180 ? -180 : lon + 0, lat: lat + 0, level: at };
              }),
          );
        },
      ),
      seeds(),
    );
  });

  it('leave no point of a box untold, and tell of no cell that the box does not touch', () => {
    const box = fc
      .tuple(place, place)
      .map(([a, b]): BBox => [a.lon, Math.min(a.lat, b.lat), b.lon, Math.max(a.lat, b.lat)]);
    fc.assert(
      fc.property(steps, box, fc.integer({ min: 0, max: 17 }), (history, bbox, zoom) => {
        const clusters = createClusters({ levels: LEVELS });
        const known = replay(clusters, history);
        const found = clusters.find(bbox, zoom);
        const [west, south, east, north] = bbox;
        const inLon = (x: number): boolean => (west <= east ? x >= west && x <= east : x >= west || x <= east);
        const inside = [...known].filter(
          ([, { lon, lat }]) =>
            lat >= south && lat <= north && (inLon(lon) || (Math.abs(lon) === 180 && (inLon(180) || inLon(-180)))),
        );
        const told = new Set(found.singles.map(({ handle }) => handle));
        expect([...told].every((handle) => inside.some(([each]) => each === handle))).to.equal(true);
        for (const { id } of found.clusters) for (const handle of clusters.members(id)) told.add(handle);
        for (const [handle] of inside) expect(told.has(handle), `point ${handle}`).to.equal(true);
        expect(new Set(found.clusters.map(({ id }) => id)).size).to.equal(found.clusters.length);
        for (const { id } of found.clusters) {
          const [, column, row] = id.split('/').map(Number) as [number, number, number];
          const wide = 8 * 2 ** zoom;
          const edge = (x: number): number => (x / wide) * 360 - 180;
          const overlaps = (a: number, b: number): boolean => edge(column) <= b + 1e-9 && edge(column + 1) >= a - 1e-9;
          const touches = west <= east ? overlaps(west, east) : overlaps(west, 180) || overlaps(-180, east);
          expect(touches || Math.abs(west) === 180 || Math.abs(east) === 180, id).to.equal(true);
          expect(row).to.be.at.least(Math.floor(cellOf({ lon: 0, lat: north }, zoom)[1] - 1e-3));
          expect(row).to.be.at.most(Math.floor(cellOf({ lon: 0, lat: south }, zoom)[1] + 1e-3));
        }
      }),
      seeds(),
    );
  });

  it('follow from the points alone: whatever the order and the history, the answers are equal to the last digit', () => {
    fc.assert(
      fc.property(steps, steps, fc.integer({ min: 0, max: 17 }), (history, other, zoom) => {
        const clusters = createClusters({ levels: LEVELS });
        const known = replay(clusters, history);
        const again = createClusters({ levels: LEVELS });
        replay(again, other);
        for (let handle = 0; handle <= 40; handle += 1) if (!known.has(handle)) again.remove(handle);
        for (const [handle, point] of [...known].sort(([a], [b]) => b - a))
          again.put(handle, point.lon, point.lat, point.level);
        expect(again.find(WORLD, zoom)).to.deep.equal(clusters.find(WORLD, zoom));
      }),
      seeds(),
    );
  });

  it('cost a move at most two walks over the zooms, however many points there are', () => {
    let state = 7;
    const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const cells = createCells({ rootsWide: 8, maxZoom: 16, levels: LEVELS });
    const put = (handle: number): void => addPoint(cells, handle, 108 + next(), 22 + next(), handle % LEVELS);
    for (let handle = 0; handle < 50_000; handle += 1) put(handle);
    let reads = 0;
    cells.sums = new Proxy(cells.sums, {
      get(target, key) {
        reads += 1;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
      set: (target, key, value) => Reflect.set(target, key, value, target),
    });
    for (let n = 0; n < 1000; n += 1) {
      const handle = Math.floor(next() * 50_000);
      reads = 0;
      dropPoint(cells, handle);
      put(handle);
      // Both sums at each of 17 zooms on both walks, and of a point that was alone until now at those below.
      expect(reads).to.be.at.most(2 * 17 * 2 + 3 * 17);
    }
  });

  it('give their cells back when points go', () => {
    const cells = createCells({ rootsWide: 8, maxZoom: 16, levels: LEVELS });
    for (let turn = 0; turn < 5; turn += 1) {
      for (let n = 0; n < 3000; n += 1) addPoint(cells, n, ((n * 0.618) % 1) + turn, (n * 0.414) % 1, n % LEVELS);
      for (let n = 0; n < 3000; n += 1) dropPoint(cells, n);
      expect(cells.slots.subarray(0, 64).every((slot) => slot === -1)).to.equal(true);
    }
    expect(cells.used).to.be.below(6000);
  });

  it('refuse what they cannot count, and stay as they were', () => {
    const clusters = createClusters({ levels: 3 });
    clusters.put(1, 108, 22, 2);
    const bad: [number, number, number, number, string][] = [
      [1, NaN, 22, 0, 'position-invalid skip'],
      [1, 108, 91, 0, 'position-invalid skip'],
      [1, 181, 22, 0, 'position-invalid skip'],
      [1, 108, 22, 3, 'level-invalid skip'],
      [1, 108, 22, -1, 'level-invalid skip'],
      [1, 108, 22, 0.5, 'level-invalid skip'],
      [1, 108, 22, NaN, 'level-invalid skip'],
      [-1, 108, 22, 0, 'handle-invalid skip'],
      [2 ** 31, 108, 22, 0, 'handle-invalid skip'],
    ];
    for (const [handle, lon, lat, at, expected] of bad)
      expect(code(() => clusters.put(handle, lon, lat, at))).to.equal(expected);
    expect(clusters.find(WORLD, 3)).to.deep.equal({
      clusters: [],
      singles: [{ handle: 1, lon: 108, lat: 22, level: 2 }],
    });
    for (const handle of [0, 2, -1, NaN, 1e9, 0.5]) expect(clusters.remove(handle)).to.equal(false);
    expect(code(() => clusters.find([0, 1, 0, 0], 3))).to.equal('box-invalid skip');
    expect(code(() => clusters.find(WORLD, NaN))).to.equal('zoom-invalid skip');
    for (const id of ['', '3', '3/1', '3/-1/0', '3/64/0', '17/0/0', '3/0.5/0', 'a/b/c', '3/1e9/1', '-1/0/0'])
      expect(clusters.members(id)).to.deep.equal([]);
    for (const options of [
      { levels: 0 },
      { levels: 17 },
      { levels: NaN },
      { levels: 3, radius: 4 },
      { levels: 3, radius: NaN },
      { levels: 3, maxZoom: 21 },
      { levels: 3, maxZoom: 1.5 },
      { levels: 3, minPoints: 0 },
    ])
      expect(code(() => createClusters(options))).to.equal('clusters-invalid fatal');
  });

  it('take any zoom: below 0 as 0, between two as the lower, beyond the last as none', () => {
    const clusters = createClusters({ levels: 1 });
    for (let n = 0; n < 5; n += 1) clusters.put(n, 108.35, 22.82, 0);
    expect(clusters.find(WORLD, -3).clusters[0]!.id).to.match(/^0\//);
    expect(clusters.find(WORLD, 7.9).clusters[0]!.id).to.match(/^7\//);
    expect(clusters.find(WORLD, 16).clusters).to.have.length(1);
    expect(clusters.find(WORLD, Infinity)).to.deep.include({ clusters: [] });
    expect(clusters.find(WORLD, 22).singles).to.have.length(5);
  });
});
