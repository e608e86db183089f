import { wrapLon } from './position.js';

/**
 * A quadtree over the whole world whose leaves are lists of points. A node is an integer; four children stand side by side, and
 * four nodes are a block. Four points of one leaf stand side by side too, in a chunk, so that one look into memory serves four.
 * Only the first chunk of a leaf may have places left. All of it lies in a few typed arrays that grow.
 */
export interface Tree {
  /** The place at which a point stands, by handle, or −1. Place p is of chunk p >> 2. */
  place: Int32Array;
  /** Longitude and latitude by place, in degrees. */
  at: Float64Array;
  /** The point that stands there, by place. */
  handle: Int32Array;
  /** By chunk: the next one of its leaf (or the next free one) or −1, and the leaf. */
  next: Int32Array;
  owner: Int32Array;
  /** First chunk of a leaf or −1; first child of a branch. */
  first: Int32Array;
  /** Points of a leaf; {@link BRANCH} for a branch. */
  count: Int32Array;
  /** The branch above, by block; in a free block the next free one. */
  parent: Int32Array;
  /** Chunks ever used, and the first that is free again, or −1. */
  chunks: number;
  freeChunk: number;
  /** The same of blocks. */
  blocks: number;
  freeBlock: number;
  size: number;
}

export const ROOT = 0;
export const BRANCH = -1;
/** The world is this many columns wide and rows high: 2.4 m by 1.2 m at the equator. A leaf of one is not split. */
export const WORLD = 1 << 24;
/** A leaf of more points is split; siblings that together have half as many are made one. */
const LEAF = 16;
/** Memory for an eighth more than needed: amortised, and within 40 bytes a point. */
const GROWTH = 1.125;

export const column = (lon: number): number => Math.min(WORLD - 1, Math.floor((lon + 180) * (WORLD / 360)));
export const row = (lat: number): number => Math.min(WORLD - 1, Math.floor((lat + 90) * (WORLD / 180)));

export function createTree(): Tree {
  return {
    place: new Int32Array(0),
    at: new Float64Array(0),
    handle: new Int32Array(0),
    next: new Int32Array(0),
    owner: new Int32Array(0),
    first: new Int32Array(4).fill(-1),
    count: new Int32Array(4),
    parent: new Int32Array(1).fill(-1),
    chunks: 0,
    freeChunk: -1,
    blocks: 1,
    freeBlock: -1,
    size: 0,
  };
}

function grown<A extends Float64Array | Int32Array>(from: A, length: number, fill = 0): A {
  const to = new (from.constructor as new (length: number) => A)(length);
  to.set(from);
  if (fill !== 0) to.fill(fill, from.length);
  return to;
}

const longer = (length: number): number => Math.ceil(length * GROWTH) + 16;

/** A chunk for a leaf. */
function chunk(tree: Tree, owner: number, next: number): number {
  let at = tree.freeChunk;
  if (at >= 0) tree.freeChunk = tree.next[at]!;
  else {
    at = tree.chunks;
    tree.chunks += 1;
    if (at >= tree.next.length) {
      const length = longer(at);
      tree.next = grown(tree.next, length);
      tree.owner = grown(tree.owner, length);
      tree.handle = grown(tree.handle, 4 * length);
      tree.at = grown(tree.at, 8 * length);
    }
  }
  tree.next[at] = next;
  tree.owner[at] = owner;
  return at;
}

/** Four empty leaves below a branch; the first of them. */
function block(tree: Tree, parent: number): number {
  let at = tree.freeBlock;
  if (at >= 0) tree.freeBlock = tree.parent[at]!;
  else {
    at = tree.blocks;
    tree.blocks += 1;
    if (at >= tree.parent.length) {
      const length = longer(at);
      tree.parent = grown(tree.parent, length);
      tree.first = grown(tree.first, 4 * length);
      tree.count = grown(tree.count, 4 * length);
    }
  }
  tree.parent[at] = parent;
  const child = 4 * at;
  tree.first.fill(-1, child, child + 4);
  tree.count.fill(0, child, child + 4);
  return child;
}

function link(tree: Tree, node: number, handle: number, lon: number, lat: number): void {
  const used = tree.count[node]!;
  if ((used & 3) === 0) tree.first[node] = chunk(tree, node, tree.first[node]!);
  const place = 4 * tree.first[node]! + (used & 3);
  tree.at[2 * place] = lon;
  tree.at[2 * place + 1] = lat;
  tree.handle[place] = handle;
  tree.place[handle] = place;
  tree.count[node] = used + 1;
}

/** Takes a point from its leaf; whether leaves became one, so that nodes known before may be gone. */
function unlink(tree: Tree, handle: number): boolean {
  const { first, count, at } = tree;
  const place = tree.place[handle]!;
  const node = tree.owner[place >> 2]!;
  const left = count[node]! - 1;
  const head = first[node]!;
  // The last point takes the place that becomes free.
  const last = 4 * head + (left & 3);
  const moved = tree.handle[last]!;
  at[2 * place] = at[2 * last]!;
  at[2 * place + 1] = at[2 * last + 1]!;
  tree.handle[place] = moved;
  tree.place[moved] = place;
  tree.place[handle] = -1;
  count[node] = left;
  if ((left & 3) === 0) {
    first[node] = tree.next[head]!;
    tree.next[head] = tree.freeChunk;
    tree.freeChunk = head;
  }
  return left <= LEAF >> 2 && join(tree, node);
}

/** Hangs all points of a list of chunks on leaves and frees the chunks. */
function relink(tree: Tree, from: number, count: number, leafOf: (lon: number, lat: number) => number): void {
  let used = ((count - 1) & 3) + 1;
  for (let list = from; list >= 0; used = 4) {
    for (let place = 4 * list; place < 4 * list + used; place += 1) {
      const lon = tree.at[2 * place]!;
      const lat = tree.at[2 * place + 1]!;
      link(tree, leafOf(lon, lat), tree.handle[place]!, lon, lat);
    }
    const after = tree.next[list]!;
    tree.next[list] = tree.freeChunk;
    tree.freeChunk = list;
    list = after;
  }
}

/** Makes a leaf and its siblings one, and that one with its siblings, as long as together they are half a leaf. */
function join(tree: Tree, node: number): boolean {
  const { count, first } = tree;
  let joined = false;
  for (let at = node >> 2; at > 0;) {
    const child = 4 * at;
    let together = 0;
    for (let i = child; i < child + 4; i += 1) {
      if (count[i] === BRANCH) return joined;
      together += count[i]!;
    }
    if (together > LEAF >> 1) return joined;
    const into = tree.parent[at]!;
    first[into] = -1;
    count[into] = 0;
    for (let i = child; i < child + 4; i += 1) relink(tree, first[i]!, count[i]!, () => into);
    tree.parent[at] = tree.freeBlock;
    tree.freeBlock = at;
    joined = true;
    at = into >> 2;
  }
  return joined;
}

const quadrant = (x: number, y: number, shift: number): number => ((x >> shift) & 1) | (((y >> shift) & 1) << 1);

function split(tree: Tree, node: number, shift: number): void {
  const [list, count] = [tree.first[node]!, tree.count[node]!];
  const child = block(tree, node);
  tree.first[node] = child;
  tree.count[node] = BRANCH;
  relink(tree, list, count, (lon, lat) => child + quadrant(column(lon), row(lat), shift));
}

/**
 * Whether a leaf takes one more point. Beyond its measure it does when all its points are at one place, as devices of one
 * building often are: no split would part them. That a leaf beyond its measure is such a one always holds, so its first point
 * speaks for all.
 */
function takes(tree: Tree, node: number, lon: number, lat: number): boolean {
  const count = tree.count[node]!;
  if (count < LEAF) return true;
  const { at, next } = tree;
  const isHere = (place: number): boolean => at[2 * place] === lon && at[2 * place + 1] === lat;
  if (count > LEAF) return isHere(4 * tree.first[node]!);
  for (let list = tree.first[node]!; list >= 0; list = next[list]!)
    for (let place = 4 * list; place < 4 * list + 4; place += 1) if (!isHere(place)) return false;
  return true;
}

/** Puts a point where it is now. The position was checked. */
export function putPoint(tree: Tree, handle: number, degreesEast: number, lat: number): void {
  if (handle >= tree.place.length) tree.place = grown(tree.place, Math.max(handle + 1, longer(tree.place.length)), -1);
  const lon = wrapLon(degreesEast);
  const x = column(lon);
  const y = row(lat);
  const had = tree.place[handle]!;
  let { first, count } = tree;
  let node = ROOT;
  let shift = 23;
  for (; count[node] === BRANCH; shift -= 1) node = first[node]! + quadrant(x, y, shift);
  if (had >= 0 && tree.owner[had >> 2] === node && count[node]! <= LEAF) {
    tree.at[2 * had] = lon;
    tree.at[2 * had + 1] = lat;
    return;
  }
  if (had < 0) tree.size += 1;
  else if (unlink(tree, handle)) {
    node = ROOT;
    for (shift = 23; count[node] === BRANCH; shift -= 1) node = first[node]! + quadrant(x, y, shift);
  }
  while (shift >= 0 && !takes(tree, node, lon, lat)) {
    split(tree, node, shift);
    ({ first, count } = tree);
    node = first[node]! + quadrant(x, y, shift);
    shift -= 1;
  }
  link(tree, node, handle, lon, lat);
}

/** Takes a point out; whether it was there. */
export function removePoint(tree: Tree, handle: number): boolean {
  if (!(tree.place[handle]! >= 0)) return false;
  unlink(tree, handle);
  tree.size -= 1;
  return true;
}

/** Bytes that the arrays take, the room they keep included. */
export const bytesOf = ({ place, at, handle, next, owner, first, count, parent }: Tree): number =>
  [place, at, handle, next, owner, first, count, parent].reduce((sum, { byteLength }) => sum + byteLength, 0);
