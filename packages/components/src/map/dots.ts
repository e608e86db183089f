import type { LonLat } from '../alert-map/item.js';
import type { Bounds } from './geometry.js';

/** How a device dot looks, of what is real alone. alarm goes before stale: silence never hides an alarm. */
export type DeviceLook = 'live' | 'alarm' | 'stale' | 'unknown';

/** Looks by the number they are drawn by. */
export const LOOKS = ['live', 'alarm', 'stale', 'unknown'] as const satisfies readonly DeviceLook[];
const ALARM = LOOKS.indexOf('alarm');

/** Slots from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a GL layer draws from. The arrays are larger than what is in use, and replaced when they are full. */
export interface Dots {
  /** How many slots are in use. */
  readonly size: number;
  /**
   * Web Mercator x and y of each slot, the whole world as 2³² steps from −2³¹: 1 cm at the equator, and differences are exact.
   * What has no position stands at the edge of the world.
   */
  readonly at: Int32Array<ArrayBuffer>;
  /** Of each slot the index of its look in {@link LOOKS}. */
  readonly looks: Uint8Array<ArrayBuffer>;
  /** Slots in alarm: drawn once more, over all others. */
  readonly alarms: ReadonlySet<number>;
  /** Whether one of those that changed is or was in alarm. */
  readonly urgent: boolean;
  /** What changed since this was last asked; `undefined` when nothing did. It holds no slot where some are gone alone. */
  takeChanged(): Span | undefined;
}

export const WORLD = 2 ** 32;
export const NOWHERE = -(2 ** 31);
/** Web Mercator ends here. */
const MAX_LAT = 85.051129;
const FIRST = 1024;

/** As many steps from the middle of the world as 32 bits hold. */
const step = (share: number): number =>
  Math.max(NOWHERE + 1, Math.min(2 ** 31 - 1, Math.round(share * WORLD + NOWHERE)));
export const stepX = (lon: number): number => step((lon + 180) / 360);
export const stepY = (lat: number): number => {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return step(0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI));
};
const lonOf = (x: number): number => ((x - NOWHERE) / WORLD) * 360 - 180;
const latOf = (y: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y - NOWHERE)) / WORLD))) * 180) / Math.PI;

/** Points of which each has a place, or none, and a look: by the hundred thousand, without an object for each. */
export interface DotTable<K> extends Dots {
  /** Whether anything that is drawn changed by it. */
  put(key: K, at: LonLat | undefined, look: DeviceLook): boolean;
  remove(key: K): boolean;
  clear(): void;
  /** How many of each look there are. */
  readonly counts: { readonly [L in DeviceLook]: number };
  /** The box that holds all but the share `stray` at each edge; `undefined` around fewer than `few`. */
  extent(options: { readonly few: number; readonly stray: number }): Bounds | undefined;
}

export function createDots<K>(): DotTable<K> {
  const slots = new Map<K, number>();
  const keys: K[] = [];
  const alarms = new Set<number>();
  const counts = { live: 0, alarm: 0, stale: 0, unknown: 0 };
  let at = new Int32Array(2 * FIRST);
  let looks = new Uint8Array(FIRST);
  let changed = false;
  let urgent = false;
  let [from, to] = [0, 0];

  const touch = (slot: number): void => {
    changed = true;
    [from, to] = from === to ? [slot, slot + 1] : [Math.min(from, slot), Math.max(to, slot + 1)];
  };
  const count = (look: number, by: number): void => {
    counts[LOOKS[look]!] += by;
  };
  function grow(): void {
    const [beforeAt, beforeLooks] = [at, looks];
    at = new Int32Array(2 * beforeAt.length);
    looks = new Uint8Array(2 * beforeLooks.length);
    at.set(beforeAt);
    looks.set(beforeLooks);
  }
  function set(slot: number, x: number, y: number, look: number): void {
    urgent ||= look === ALARM || alarms.has(slot);
    at[2 * slot] = x;
    at[2 * slot + 1] = y;
    looks[slot] = look;
    if (look === ALARM) alarms.add(slot);
    else alarms.delete(slot);
    touch(slot);
  }

  return {
    get size() {
      return keys.length;
    },
    get at() {
      return at;
    },
    get looks() {
      return looks;
    },
    alarms,
    get urgent() {
      return urgent;
    },
    counts,
    takeChanged() {
      if (!changed) return undefined;
      const span = { from: Math.min(from, keys.length), to: Math.min(to, keys.length) };
      [changed, urgent, from, to] = [false, false, 0, 0];
      return span;
    },
    put(key, place, name) {
      const look = LOOKS.indexOf(name);
      const [x, y] = place ? [stepX(place[0]), stepY(place[1])] : [NOWHERE, NOWHERE];
      const known = slots.get(key);
      if (known !== undefined) {
        const [moved, turned] = [at[2 * known] !== x || at[2 * known + 1] !== y, looks[known] !== look];
        if (!moved && !turned) return false;
        const seen = x !== NOWHERE || at[2 * known] !== NOWHERE;
        count(looks[known]!, -1);
        count(look, 1);
        set(known, x, y, look);
        return seen;
      }
      const slot = keys.push(key) - 1;
      slots.set(key, slot);
      if (slot === looks.length) grow();
      count(look, 1);
      set(slot, x, y, look);
      return x !== NOWHERE;
    },
    remove(key) {
      const slot = slots.get(key);
      if (slot === undefined) return false;
      slots.delete(key);
      count(looks[slot]!, -1);
      const seen = at[2 * slot] !== NOWHERE;
      const last = keys.length - 1;
      const moved = keys.pop()!;
      urgent ||= alarms.has(slot);
      alarms.delete(last);
      if (slot !== last) {
        // The last one takes the place that is free.
        keys[slot] = moved;
        slots.set(moved, slot);
        set(slot, at[2 * last]!, at[2 * last + 1]!, looks[last]!);
      }
      changed = true;
      return seen;
    },
    clear() {
      slots.clear();
      keys.length = 0;
      alarms.clear();
      [changed, urgent, from, to] = [true, true, 0, 0];
      Object.assign(counts, { live: 0, alarm: 0, stale: 0, unknown: 0 });
    },
    extent({ few, stray }) {
      const axis = (odd: 0 | 1): Int32Array => {
        const found = new Int32Array(keys.length);
        let n = 0;
        for (let slot = 0; slot < keys.length; slot += 1)
          if (at[2 * slot] !== NOWHERE) found[n++] = at[2 * slot + odd]!;
        return found.subarray(0, n).sort();
      };
      const [xs, ys] = [axis(0), axis(1)];
      if (xs.length < few) return undefined;
      const cut = Math.floor(xs.length * stray);
      const [west, east] = [xs[cut]!, xs[xs.length - 1 - cut]!];
      const [north, south] = [ys[cut]!, ys[ys.length - 1 - cut]!];
      return [lonOf(west), latOf(south), lonOf(east), latOf(north)];
    },
  };
}
