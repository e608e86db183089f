import { fromWgs84 } from '@yingji/adapters/datum';
import type { LonLat } from '../alert-map/item.js';
import type { Shift } from './shift.js';

const at = (position: LonLat): LonLat => fromWgs84(position, 'gcj02');
const corner = (position: readonly number[]): number[] => [...at(position as unknown as LonLat)];

/** For base maps drawn in GCJ-02; fetched with the first of them. */
export const gcj02: Shift = {
  at,
  feature(feature) {
    const { geometry } = feature;
    return {
      ...feature,
      geometry:
        geometry.type === 'Point'
          ? { type: 'Point', coordinates: corner(geometry.coordinates) }
          : { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(corner))) },
    };
  },
};
