import { expect } from 'chai';
import { takeBox } from './box.js';
import { findNearest } from './nearest.js';
import { takePolygon, toEdges } from './polygon.js';
import { toSpan } from './position.js';
import { createSpaceIndex } from './space-index.js';
import { createTree, putPoint, removePoint, type Tree } from './tree.js';

/** Numbers below 1 that look random and are the same each time. */
function numbers(): () => number {
  let state = 12345;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const SCENES = {
  'all over the world': (next: () => number): [number, number] => [next() * 360 - 180, next() * 180 - 90],
  'a city of 1°': (next: () => number): [number, number] => [108 + next(), 22 + next()],
  'a city, and a few all over the world': (next: () => number): [number, number] =>
    next() < 0.001 ? [next() * 360 - 180, next() * 180 - 90] : [108 + next(), 22 + next()],
  'seventeen devices in every building': (next: () => number): [number, number] => {
    const building = Math.floor(next() * 6000);
    return [108 + ((building * 0.61803) % 1), 22 + ((building * 0.41421) % 1)];
  },
  'all at one place': (): [number, number] => [108.35, 22.82],
};

/** A tree whose points are counted when their position is read. */
function counted(tree: Tree): { tree: Tree; reads(): number } {
  let reads = 0;
  const at = new Proxy(tree.at, {
    get(target, key) {
      reads += 1;
      return Reflect.get(target, key, target) as unknown;
    },
  });
  return { tree: { ...tree, at }, reads: () => reads };
}

describe('space tree', () => {
  for (const [name, place] of Object.entries(SCENES))
    it(`takes at most 40 bytes a point, while it grows and while points move: ${name}`, () => {
      const next = numbers();
      const index = createSpaceIndex();
      for (let n = 0; n < 100_000; n += 1) {
        index.put(n, ...place(next));
        if (n >= 1000 && n % 97 === 0) expect(index.bytes / index.size).to.be.at.most(40);
      }
      for (let n = 0; n < 100_000; n += 1) index.put(Math.floor(next() * 100_000), ...place(next));
      expect(index.bytes / index.size).to.be.at.most(40);
    });

  it('does not split what stands at one place, nor loses it when one moves away', () => {
    const tree = createTree();
    for (let n = 0; n < 10_000; n += 1) putPoint(tree, n, 108.35, 22.82);
    expect(tree.blocks).to.equal(1);
    putPoint(tree, 5000, 108.350001, 22.82);
    const found: number[] = [];
    takeBox(tree, toSpan([108.35, 22.82, 108.35, 22.82]), found);
    expect(found).to.have.length(9999);
    expect(found).to.not.include(5000);
    for (let n = 10_000; n < 11_000; n += 1) putPoint(tree, n, 108 + n / 10_000, 22 + (n % 100) / 100);
    expect(tree.blocks).to.be.above(50);
  });

  it('gives nodes back when points go', () => {
    const next = numbers();
    const tree = createTree();
    for (let n = 0; n < 20_000; n += 1) putPoint(tree, n, 108 + next(), 22 + next());
    const used = tree.blocks;
    for (let turn = 0; turn < 3; turn += 1) {
      for (let n = 0; n < 20_000; n += 1) removePoint(tree, n);
      expect(tree.nodes[1]).to.equal(0);
      for (let n = 0; n < 20_000; n += 1) putPoint(tree, n, 50 + next() * 3, 10 + next() * 3);
    }
    expect(tree.blocks).to.be.below(1.1 * used);
  });

  for (const name of ['a city of 1°', 'a city, and a few all over the world'] as const)
    it(`looks only at points that stand near: ${name}`, () => {
      const next = numbers();
      const tree = createTree();
      for (let n = 0; n < 200_000; n += 1) putPoint(tree, n, ...SCENES[name](next));
      const looked = counted(tree);
      const heap = { angles: [], handles: [], size: 0 };
      for (let n = 0; n < 100; n += 1)
        findNearest(looked.tree, { lon: 108 + next(), lat: 22 + next(), most: 10, within: Infinity }, undefined, heap);
      // Two numbers a point, some of them read twice.
      expect(looked.reads() / 100).to.be.below(3 * 10 * 10);

      const before = looked.reads();
      const found: number[] = [];
      takeBox(looked.tree, toSpan([108.2, 22.2, 108.8, 22.8]), found);
      expect(found).to.have.length.above(60_000);
      // Only leaves under the border: about the root of the number, times four sides.
      expect(looked.reads() - before).to.be.below(4 * 3 * 12 * Math.sqrt(found.length));

      const after = looked.reads();
      const within: number[] = [];
      takePolygon(
        looked.tree,
        toEdges([
          [
            [108.1, 22.1],
            [108.9, 22.2],
            [108.5, 22.9],
          ],
        ]),
        within,
      );
      expect(within).to.have.length.above(40_000);
      expect(looked.reads() - after).to.be.below(4 * 3 * 12 * Math.sqrt(within.length));
    });
});
