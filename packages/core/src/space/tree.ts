import { wrapLon } from './position.js';

/**
 * A quadtree over the whole world whose leaves are lists of points. A node is an integer; four children stand side by side, and
 * four nodes are a block. Sixteen points of one leaf stand side by side too, in a chunk, with all that is read together: memory is
 * fast in a row, and slow from chunk to chunk. Only the first chunk of a leaf may have places left. All of it lies in a few typed arrays that grow.
 */
export interface Tree {
  /** The place at which a point stands, by handle, or −1. Place p is of chunk p >> 4. */
  place: Int32Array;
  /** {@link CHUNK} numbers a chunk: longitude and latitude of its points, in degrees, and what {@link Tree.words} has. */
  at: Float64Array;
  /**
   * The same memory, twice {@link CHUNK} words a chunk: from {@link HANDLES} its points, at {@link NEXT} the next chunk of the
   * leaf (or the next free one) or −1, at {@link OWNER} the leaf.
   */
  words: Int32Array;
  /** Two a node. Of a leaf its first chunk or −1, and how many points; of a branch its first child, and {@link BRANCH}. */
  nodes: Int32Array;
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

export const CHUNK = 41;
export const WORDS = 2 * CHUNK;
export const HANDLES = 64;
export const NEXT = 80;
const OWNER = 81;
/** Points of a chunk. */
export const PER_CHUNK = 16;
export const ROOT = 0;
export const BRANCH = -1;
/** The world is this many columns wide and rows high: 2.4 m by 1.2 m at the equator. A leaf of one is not split. */
export const WORLD = 1 << 24;
/** A leaf of more points is split; siblings that together have half as many are made one. */
const LEAF = 40;
/** Memory for a sixteenth more than needed: amortised, and within 40 bytes a point. */
const GROWTH = 1.0625;

export const column = (lon: number): number => Math.min(WORLD - 1, Math.floor((lon + 180) * (WORLD / 360)));
export const row = (lat: number): number => Math.min(WORLD - 1, Math.floor((lat + 90) * (WORLD / 180)));

export function createTree(): Tree {
  const at = new Float64Array(0);
  return {
    place: new Int32Array(0),
    at,
    words: new Int32Array(at.buffer),
    nodes: Int32Array.of(-1, 0, -1, 0, -1, 0, -1, 0),
    parent: new Int32Array(1).fill(-1),
    chunks: 0,
    freeChunk: -1,
    blocks: 1,
    freeBlock: -1,
    size: 0,
  };
}

function grown(from: Int32Array, length: number, fill = 0): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  if (fill !== 0) to.fill(fill, from.length);
  return to;
}

const longer = (length: number): number => Math.ceil(length * GROWTH) + 4;

/** A chunk for a leaf. */
function chunk(tree: Tree, owner: number, next: number): number {
  let list = tree.freeChunk;
  if (list >= 0) tree.freeChunk = tree.words[WORDS * list + NEXT]!;
  else {
    list = tree.chunks;
    tree.chunks += 1;
    if (CHUNK * list >= tree.at.length) {
      const at = new Float64Array(CHUNK * longer(list));
      at.set(tree.at);
      tree.at = at;
      tree.words = new Int32Array(at.buffer);
    }
  }
  tree.words[WORDS * list + NEXT] = next;
  tree.words[WORDS * list + OWNER] = owner;
  return list;
}

function freeChunk(tree: Tree, list: number): void {
  tree.words[WORDS * list + NEXT] = tree.freeChunk;
  tree.freeChunk = list;
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
      tree.nodes = grown(tree.nodes, 8 * length);
    }
  }
  tree.parent[at] = parent;
  for (let i = 8 * at; i < 8 * at + 8; i += 2) {
    tree.nodes[i] = -1;
    tree.nodes[i + 1] = 0;
  }
  return 4 * at;
}

function link(tree: Tree, leaf: number, handle: number, lon: number, lat: number): void {
  const { nodes } = tree;
  const used = nodes[2 * leaf + 1]!;
  if (used % PER_CHUNK === 0) nodes[2 * leaf] = chunk(tree, leaf, nodes[2 * leaf]!);
  const list = nodes[2 * leaf]!;
  const of = used % PER_CHUNK;
  tree.at[CHUNK * list + 2 * of] = lon;
  tree.at[CHUNK * list + 2 * of + 1] = lat;
  tree.words[WORDS * list + HANDLES + of] = handle;
  tree.place[handle] = 16 * list + of;
  nodes[2 * leaf + 1] = used + 1;
}

/** Takes a point from its leaf; whether leaves became one, so that nodes known before may be gone. */
function unlink(tree: Tree, handle: number): boolean {
  const { nodes, at, words } = tree;
  const place = tree.place[handle]!;
  const list = place >> 4;
  const of = place & 15;
  const leaf = words[WORDS * list + OWNER]!;
  const left = nodes[2 * leaf + 1]! - 1;
  // The last point takes the place that becomes free.
  const head = nodes[2 * leaf]!;
  const last = left % PER_CHUNK;
  const moved = words[WORDS * head + HANDLES + last]!;
  at[CHUNK * list + 2 * of] = at[CHUNK * head + 2 * last]!;
  at[CHUNK * list + 2 * of + 1] = at[CHUNK * head + 2 * last + 1]!;
  words[WORDS * list + HANDLES + of] = moved;
  tree.place[moved] = place;
  tree.place[handle] = -1;
  nodes[2 * leaf + 1] = left;
  if (last === 0) {
    nodes[2 * leaf] = words[WORDS * head + NEXT]!;
    freeChunk(tree, head);
  }
  return left <= LEAF >> 2 && join(tree, leaf);
}

/** Hangs all points of a list of chunks on leaves and frees the chunks. */
function relink(tree: Tree, from: number, count: number, leafOf: (lon: number, lat: number) => number): void {
  let used = ((count - 1) % PER_CHUNK) + 1;
  for (let list = from; list >= 0; used = PER_CHUNK) {
    for (let of = 0; of < used; of += 1) {
      const lon = tree.at[CHUNK * list + 2 * of]!;
      const lat = tree.at[CHUNK * list + 2 * of + 1]!;
      link(tree, leafOf(lon, lat), tree.words[WORDS * list + HANDLES + of]!, lon, lat);
    }
    const after = tree.words[WORDS * list + NEXT]!;
    freeChunk(tree, list);
    list = after;
  }
}

/** Makes a leaf and its siblings one, and that one with its siblings, as long as together they are half a leaf. */
function join(tree: Tree, leaf: number): boolean {
  const { nodes } = tree;
  let joined = false;
  for (let at = leaf >> 2; at > 0;) {
    let together = 0;
    for (let i = 8 * at; i < 8 * at + 8; i += 2) {
      if (nodes[i + 1] === BRANCH) return joined;
      together += nodes[i + 1]!;
    }
    if (together > LEAF >> 1) return joined;
    const into = tree.parent[at]!;
    nodes[2 * into] = -1;
    nodes[2 * into + 1] = 0;
    for (let i = 8 * at; i < 8 * at + 8; i += 2) relink(tree, nodes[i]!, nodes[i + 1]!, () => into);
    tree.parent[at] = tree.freeBlock;
    tree.freeBlock = at;
    joined = true;
    at = into >> 2;
  }
  return joined;
}

/** Which child of a node of 2 << shift columns. */
export const quadrant = (x: number, y: number, shift: number): number => ((x >> shift) & 1) | (((y >> shift) & 1) << 1);

function split(tree: Tree, node: number, shift: number): void {
  const list = tree.nodes[2 * node]!;
  const count = tree.nodes[2 * node + 1]!;
  const child = block(tree, node);
  tree.nodes[2 * node] = child;
  tree.nodes[2 * node + 1] = BRANCH;
  relink(tree, list, count, (lon, lat) => child + quadrant(column(lon), row(lat), shift));
}

/**
 * Whether a leaf takes one more point. Beyond its measure it does when all its points are at one place, as devices of one
 * building often are: no split would part them. That a leaf beyond its measure is such a one always holds, so its first point
 * speaks for all.
 */
function takes(tree: Tree, leaf: number, lon: number, lat: number): boolean {
  const { at, words, nodes } = tree;
  const count = nodes[2 * leaf + 1]!;
  if (count < LEAF) return true;
  const isHere = (i: number): boolean => at[i] === lon && at[i + 1] === lat;
  if (count > LEAF) return isHere(CHUNK * nodes[2 * leaf]!);
  let used = ((count - 1) % PER_CHUNK) + 1;
  for (let list = nodes[2 * leaf]!; list >= 0; list = words[WORDS * list + NEXT]!, used = PER_CHUNK)
    for (let of = 0; of < used; of += 1) if (!isHere(CHUNK * list + 2 * of)) return false;
  return true;
}

/** Puts a point where it is now. The position was checked. */
export function putPoint(tree: Tree, handle: number, degreesEast: number, lat: number): void {
  if (handle >= tree.place.length) tree.place = grown(tree.place, Math.max(handle + 1, longer(tree.place.length)), -1);
  const lon = wrapLon(degreesEast);
  const x = column(lon);
  const y = row(lat);
  const had = tree.place[handle]!;
  const { nodes } = tree;
  let node = ROOT;
  let shift = 23;
  for (; nodes[2 * node + 1] === BRANCH; shift -= 1) node = nodes[2 * node]! + quadrant(x, y, shift);
  if (had >= 0 && tree.words[WORDS * (had >> 4) + OWNER] === node && nodes[2 * node + 1]! <= LEAF) {
    const i = CHUNK * (had >> 4) + 2 * (had & 15);
    tree.at[i] = lon;
    tree.at[i + 1] = lat;
    return;
  }
  if (had < 0) tree.size += 1;
  else if (unlink(tree, handle)) {
    node = ROOT;
    for (shift = 23; nodes[2 * node + 1] === BRANCH; shift -= 1) node = nodes[2 * node]! + quadrant(x, y, shift);
  }
  while (shift >= 0 && !takes(tree, node, lon, lat)) {
    split(tree, node, shift);
    node = tree.nodes[2 * node]! + quadrant(x, y, shift);
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
export const bytesOf = ({ place, at, nodes, parent }: Tree): number =>
  place.byteLength + at.byteLength + nodes.byteLength + parent.byteLength;
