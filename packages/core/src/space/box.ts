import type { Span } from './position.js';
import { BRANCH, CHUNK, column, HANDLES, NEXT, PER_CHUNK, quadrant, ROOT, row, WORDS, type Tree } from './tree.js';

/** Adds every point below a node. */
export function takeAll(tree: Tree, node: number, into: number[]): void {
  const { nodes, words } = tree;
  const held = nodes[2 * node + 1]!;
  if (held === BRANCH) {
    const child = nodes[2 * node]!;
    for (let i = child; i < child + 4; i += 1) takeAll(tree, i, into);
    return;
  }
  let used = ((held - 1) % PER_CHUNK) + 1;
  for (let list = nodes[2 * node]!; list >= 0; list = words[WORDS * list + NEXT]!, used = PER_CHUNK)
    for (let i = WORDS * list + HANDLES; i < WORDS * list + HANDLES + used; i += 1) into.push(words[i]!);
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
  const { at, words, nodes } = tree;
  let used = ((nodes[2 * leaf + 1]! - 1) % PER_CHUNK) + 1;
  for (let list = nodes[2 * leaf]!; list >= 0; list = words[WORDS * list + NEXT]!, used = PER_CHUNK)
    for (let of = 0; of < used; of += 1) {
      const lon = at[CHUNK * list + 2 * of]!;
      const lat = at[CHUNK * list + 2 * of + 1]!;
      if (lon >= west && lon <= east && lat >= south && lat <= north) into.push(words[WORDS * list + HANDLES + of]!);
    }
}

/** A node that the box touches. */
function visit(box: Box, node: number, x: number, y: number, size: number): void {
  const { left, right, bottom, top, tree } = box;
  const held = tree.nodes[2 * node + 1]!;
  if (held === 0) return;
  if (x > left && x + size <= right && y > bottom && y + size <= top) return takeAll(tree, node, box.into);
  if (held !== BRANCH) return lookAt(box, node);
  const child = tree.nodes[2 * node]!;
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

function takePart(tree: Tree, west: number, south: number, east: number, north: number, into: number[]): void {
  const left = column(west);
  const right = column(east);
  const bottom = row(Math.max(-90, Math.min(90, south)));
  const top = row(Math.max(-90, Math.min(90, north)));
  // Down to the smallest node that holds all four borders.
  let node = ROOT;
  let shift = 24;
  for (; tree.nodes[2 * node + 1] === BRANCH; node = tree.nodes[2 * node]! + quadrant(left, bottom, shift)) {
    if (left >> (shift - 1) !== right >> (shift - 1) || bottom >> (shift - 1) !== top >> (shift - 1)) break;
    shift -= 1;
  }
  const box = { tree, west, south, east, north, left, bottom, right, top, into };
  visit(box, node, (left >> shift) << shift, (bottom >> shift) << shift, 1 << shift);
}

/** Adds the points within a span, its borders included. Only leaves that its border runs through are looked at point by point. */
export function takeBox(tree: Tree, { west, south, east, north, crosses }: Span, into: number[]): void {
  if (crosses) {
    takePart(tree, west, south, 180, north, into);
    takePart(tree, -180, south, east, north, into);
  } else takePart(tree, west, south, east, north, into);
}
