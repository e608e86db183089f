import type { Span } from './position.js';
import { BRANCH, column, ROOT, row, WORLD, type Tree } from './tree.js';

/** Adds every point below a node. */
export function takeAll(tree: Tree, node: number, into: number[]): void {
  if (tree.count[node] === BRANCH) {
    const child = tree.first[node]!;
    for (let i = child; i < child + 4; i += 1) takeAll(tree, i, into);
  } else {
    let used = ((tree.count[node]! - 1) & 3) + 1;
    for (let list = tree.first[node]!; list >= 0; list = tree.next[list]!, used = 4)
      for (let place = 4 * list; place < 4 * list + used; place += 1) into.push(tree.handle[place]!);
  }
}

interface Box {
  readonly tree: Tree;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Columns and rows of the borders. They are compared, and not degrees, so that no rounding comes between a point and its leaf. */
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
  readonly into: number[];
}

function lookAt({ tree, west, south, east, north, into }: Box, leaf: number): void {
  const { at, handle, next, count, first } = tree;
  let used = ((count[leaf]! - 1) & 3) + 1;
  for (let list = first[leaf]!; list >= 0; list = next[list]!, used = 4)
    for (let place = 4 * list; place < 4 * list + used; place += 1) {
      const lon = at[2 * place]!;
      const lat = at[2 * place + 1]!;
      if (lon >= west && lon <= east && lat >= south && lat <= north) into.push(handle[place]!);
    }
}

/** A node that the box touches. */
function visit(box: Box, node: number, x: number, y: number, size: number): void {
  const { left, right, bottom, top, tree } = box;
  const held = tree.count[node]!;
  if (held === 0) return;
  if (x > left && x + size <= right && y > bottom && y + size <= top) return takeAll(tree, node, box.into);
  if (held !== BRANCH) return lookAt(box, node);
  const child = tree.first[node]!;
  const half = size >> 1;
  const middleX = x + half;
  const middleY = y + half;
  if (bottom < middleY) {
    if (left < middleX) visit(box, child, x, y, half);
    if (right >= middleX) visit(box, child + 1, middleX, y, half);
  }
  if (top >= middleY) {
    if (left < middleX) visit(box, child + 2, x, middleY, half);
    if (right >= middleX) visit(box, child + 3, middleX, middleY, half);
  }
}

const clamp = (lat: number): number => Math.max(-90, Math.min(90, lat));

/** Adds the points within a span, its borders included. Only leaves that its border runs through are looked at point by point. */
export function takeBox(tree: Tree, { west, south, east, north, crosses }: Span, into: number[]): void {
  const [bottom, top] = [row(clamp(south)), row(clamp(north))];
  const part = (from: number, to: number): void =>
    visit(
      { tree, west: from, south, east: to, north, left: column(from), bottom, right: column(to), top, into },
      ROOT,
      0,
      0,
      WORLD,
    );
  if (crosses) {
    part(west, 180);
    part(-180, east);
  } else part(west, east);
}
