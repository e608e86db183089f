import type { Delta, EntityId, JsonObject, Row } from '@yingji/core';
import { positionOf } from '../alert-map/item-context.js';
import type { LonLat } from '../alert-map/item.js';
import { diffFeatures } from './diff.js';
import type { Feature } from './features.js';
import type { Bounds } from './geometry.js';
import type { Numbers } from './numbers.js';

/** How a device dot looks, of what is real alone. alarm goes before stale: silence never hides an alarm. */
export type DeviceLook = 'live' | 'alarm' | 'stale' | 'unknown';

/** What the map must do about devices: all anew, or only these. */
export type DeviceChange =
  | { readonly all: Feature[] }
  | { readonly add: Feature[]; readonly remove: number[]; readonly looks: ReadonlyMap<number, DeviceLook> };

export interface DeviceDots {
  /** What one delta of the device query means for the map; `undefined` when nothing that is drawn changed. */
  take(delta: Delta): DeviceChange | undefined;
  /** The box that holds nearly all of them, whatever a few wrong positions say; `undefined` for a handful. */
  extent(): Bounds | undefined;
  /** Everything there is, for a map that starts anew. */
  all(): Feature[];
  /** Devices on which a drill plays an alarm, drawn over their dots; the same map as before while none of them changed. */
  readonly drills: ReadonlyMap<number, Feature>;
  readonly counts: DeviceCounts;
}

/** How many devices there are, and how many look so. `drill` is apart: such a device is counted as what it really is, too. */
export interface DeviceCounts {
  readonly total: number;
  readonly alarm: number;
  readonly drill: number;
  readonly stale: number;
  readonly unknown: number;
}

/** Beyond this many changes at once the whole is cheaper than its parts. */
const MANY = 400;
/** Fewer devices than this say nothing about where this city is. */
const FEW = 20;
/** The part at each edge that may be strays. */
const STRAY = 0.01;

export function deviceLook(row: Row): DeviceLook {
  return row.exercise === undefined && alarmsIn(row.derived) ? 'alarm' : row.fresh.state;
}

/** Whether a drill plays an alarm on it; on a device that is itself part of a drill every alarm is one. */
const drilled = ({ exercise, derived }: Row): boolean =>
  alarmsIn(exercise === undefined ? (derived['drill'] as JsonObject | undefined) : derived);

const alarmsIn = (told: JsonObject | undefined): boolean => Number(told?.['alarms'] ?? 0) > 0;

interface Dot {
  readonly at: LonLat;
  look: DeviceLook;
}

/** Alone it is drawn as an alarm that is hatched; a real alarm keeps its look, and has the hatched foot beside it. */
const drillFeature = (id: number, { at, look }: Dot): Feature => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [...at] },
  properties: { drill: look === 'alarm' ? 'drill:beside' : 'drill:alone' },
});

/** Devices by the thousand: one that changes its look is one state of one feature, never a new set of features. */
export function createDeviceDots(numbers: Numbers): DeviceDots {
  const dots = new Map<number, Dot>();
  const looks = new Map<EntityId, DeviceLook>();
  const played = new Set<EntityId>();
  let drills: ReadonlyMap<number, Feature> = new Map();

  const feature = (id: number, { at, look }: Dot): Feature => ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [...at] },
    properties: { number: id, look },
  });

  /** Puts what changed about drills into a map of its own. */
  const redraw = (delta: Delta): void => {
    const next = new Map(drills);
    if (delta.reset) next.clear();
    for (const { id } of delta.put) {
      const number = numbers.of(id);
      const dot = dots.get(number);
      if (dot && played.has(id)) next.set(number, drillFeature(number, dot));
      else next.delete(number);
    }
    for (const id of delta.removed) next.delete(numbers.of(id));
    if (diffFeatures(drills, next)) drills = next;
  };

  const all = (): Feature[] => [...dots].map(([id, dot]) => feature(id, dot));

  return {
    take(delta) {
      if (delta.reset) {
        dots.clear();
        looks.clear();
        played.clear();
      }
      const add: Feature[] = [];
      const remove: number[] = [];
      const changed = new Map<number, DeviceLook>();
      for (const row of delta.put) {
        const look = deviceLook(row);
        looks.set(row.id, look);
        if (drilled(row)) played.add(row.id);
        else played.delete(row.id);
        const at = positionOf(row);
        const id = numbers.of(row.id);
        const dot = dots.get(id);
        if (!at) {
          if (dots.delete(id)) remove.push(id);
        } else if (!dot || dot.at[0] !== at[0] || dot.at[1] !== at[1]) {
          const next = { at, look };
          dots.set(id, next);
          add.push(feature(id, next));
        } else if (dot.look !== look) {
          dot.look = look;
          changed.set(id, look);
        }
      }
      for (const gone of delta.removed) {
        looks.delete(gone);
        played.delete(gone);
        const id = numbers.of(gone);
        if (dots.delete(id)) remove.push(id);
      }
      if (played.size + drills.size > 0) redraw(delta);
      const size = add.length + remove.length + changed.size;
      if (delta.reset || size > MANY) return { all: all() };
      return size === 0 ? undefined : { add, remove, looks: changed };
    },
    all,
    get drills() {
      return drills;
    },
    extent() {
      if (dots.size < FEW) return undefined;
      const middle = (axis: 0 | 1): readonly [number, number] => {
        const sorted = [...dots.values()].map(({ at }) => at[axis]).sort((a, b) => a - b);
        const cut = Math.floor(sorted.length * STRAY);
        return [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
      };
      const [[west, east], [south, north]] = [middle(0), middle(1)];
      return [west, south, east, north];
    },
    get counts() {
      const counts = { total: looks.size, alarm: 0, drill: played.size, stale: 0, unknown: 0 };
      for (const look of looks.values()) if (look !== 'live') counts[look] += 1;
      return counts;
    },
  };
}
