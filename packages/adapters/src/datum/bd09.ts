import { invert, type LonLat } from './invert.js';

/** BD-09 (百度经纬度, BD09LL): Baidu's own shift on top of GCJ-02. BD09MC metres are another thing and not read here. */
const X_PI = (Math.PI * 3000) / 180;

/** GCJ-02 to BD-09, degrees. */
export function bd09FromGcj02([lon, lat]: LonLat): LonLat {
  const z = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * X_PI);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * X_PI);
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006];
}

/** BD-09 to GCJ-02, degrees: the exact inverse of {@link bd09FromGcj02}. */
export function gcj02FromBd09(point: LonLat): LonLat {
  return invert(bd09FromGcj02, point);
}
