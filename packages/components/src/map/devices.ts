import type { Delta, EntityId, JsonObject, Row } from '@yingji/core';
import { positionOf } from '../alert-map/item-context.js';
import type { LonLat } from '../alert-map/item.js';
import { diffFeatures } from './diff.js';
import { createDots, type DeviceLook, type Dots } from './dots.js';
import type { Feature } from './features.js';
import type { Bounds } from './geometry.js';
import type { Numbers } from './numbers.js';
import type { Shift } from './shift.js';

export interface DeviceDots {
  /** Takes one delta of the device query; tells whether anything that is drawn as a dot changed. */
  take(delta: Delta): boolean;
  /** The box that holds nearly all of them, whatever a few wrong positions say; `undefined` for a handful. */
  extent(): Bounds | undefined;
  /** What the layer of dots draws. */
  readonly dots: Dots;
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

/** Alone it is drawn as an alarm that is hatched; a real alarm keeps its look, and has the hatched foot beside it. */
const drillFeature = (id: number, at: LonLat, look: DeviceLook): Feature => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [...at] },
  properties: { drill: look === 'alarm' ? 'drill:beside' : 'drill:alone' },
});

/** Devices by the hundred thousand: one that changes is one place in an array, never a new set of features. */
export function createDeviceDots(numbers: Numbers, shift: () => Shift | undefined = () => undefined): DeviceDots {
  const dots = createDots<EntityId>();
  const played = new Set<EntityId>();
  let drills: ReadonlyMap<number, Feature> = new Map();

  /** Puts what changed about drills into a map of its own. */
  const redraw = (delta: Delta): void => {
    const next = new Map(delta.reset ? [] : drills);
    for (const row of delta.put) {
      const number = numbers.of(row.id);
      const at = played.has(row.id) && positionOf(row);
      if (at) next.set(number, drillFeature(number, at, deviceLook(row)));
      else next.delete(number);
    }
    for (const id of delta.removed) next.delete(numbers.of(id));
    if (diffFeatures(drills, next)) drills = next;
  };

  return {
    dots,
    take(delta) {
      let changed = delta.reset;
      if (delta.reset) {
        dots.clear();
        played.clear();
      }
      for (const row of delta.put) {
        const at = positionOf(row);
        if (dots.put(row.id, at && (shift()?.at(at) ?? at), deviceLook(row))) changed = true;
        if (drilled(row)) played.add(row.id);
        else played.delete(row.id);
      }
      for (const gone of delta.removed) {
        played.delete(gone);
        if (dots.remove(gone)) changed = true;
      }
      if (played.size + drills.size > 0) redraw(delta);
      return changed;
    },
    get drills() {
      return drills;
    },
    extent: () => dots.extent({ few: FEW, stray: STRAY }),
    get counts() {
      const { alarm, stale, unknown } = dots.counts;
      return { total: dots.size, alarm, drill: played.size, stale, unknown };
    },
  };
}
