import { bd09FromGcj02, gcj02FromBd09 } from './bd09.js';
import { gcj02FromWgs84, wgs84FromGcj02 } from './gcj02.js';
import type { LonLat } from './invert.js';

export type { LonLat } from './invert.js';

/** What a source may state about its coordinates. Nothing is assumed when it states nothing. */
export const datums = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
export type Datum = (typeof datums)[number];

/**
 * A position of any known datum to WGS 84, degrees. CGCS2000 (EPSG:4490) differs from WGS 84 by centimetres to decimetres
 * (unverified) and is taken as it is. The inverse of the published formulas is exact to under a millimetre; how far the
 * formulas are from the closed originals is not known better than "metres".
 */
export function toWgs84(point: LonLat, datum: Datum): LonLat {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return point;
    case 'gcj02':
      return wgs84FromGcj02(point);
    case 'bd09':
      return wgs84FromGcj02(gcj02FromBd09(point));
  }
}

/** The other way round, for tests, simulators and maps whose ground is drawn in another datum. */
export function fromWgs84(point: LonLat, datum: Datum): LonLat {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return point;
    case 'gcj02':
      return gcj02FromWgs84(point);
    case 'bd09':
      return bd09FromGcj02(gcj02FromWgs84(point));
  }
}
