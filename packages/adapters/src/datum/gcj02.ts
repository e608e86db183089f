import { invert, type LonLat } from './invert.js';

/**
 * GCJ-02 (国测局坐标), what AMap, Tencent and Google-China deliver. The official plug-in is closed; this is the published
 * reverse-engineered formula. Its residual against the plug-in is of the order of metres (unverified).
 */
const A = 6378245;
const EE = 0.00669342162296594323;
const DEGREES = 180 / Math.PI;

/** The offset is defined inside this box only; other libraries draw it slightly differently. */
const BOX = { west: 73.66, east: 135.05, south: 3.86, north: 53.55 } as const;

function inBox([lon, lat]: LonLat): boolean {
  return lon >= BOX.west && lon <= BOX.east && lat >= BOX.south && lat <= BOX.north;
}

const wave = (amplitude: number, turns: number): number => amplitude * Math.sin(turns * Math.PI);

/** Both offsets share these ripples along the longitude. */
const ripple = (x: number): number => ((wave(20, 6 * x) + wave(20, 2 * x)) * 2) / 3;

function northM(x: number, y: number): number {
  const plane = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const waves = wave(20, y) + wave(40, y / 3) + wave(160, y / 12) + wave(320, y / 30);
  return plane + ripple(x) + (waves * 2) / 3;
}

function eastM(x: number, y: number): number {
  const plane = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const waves = wave(20, x) + wave(40, x / 3) + wave(150, x / 12) + wave(300, x / 30);
  return plane + ripple(x) + (waves * 2) / 3;
}

/** The shift without regard to the box, so that its inverse is smooth across the border. */
function shifted([lon, lat]: LonLat): LonLat {
  const x = lon - 105;
  const y = lat - 35;
  const sin = Math.sin(lat / DEGREES);
  const w2 = 1 - EE * sin * sin;
  const w = Math.sqrt(w2);
  const north = (northM(x, y) * DEGREES) / ((A * (1 - EE)) / (w2 * w));
  const east = (eastM(x, y) * DEGREES) / ((A / w) * Math.cos(lat / DEGREES));
  return [lon + east, lat + north];
}

/** WGS 84 to GCJ-02, degrees; points outside China stay where they are. */
export function gcj02FromWgs84(point: LonLat): LonLat {
  return inBox(point) ? shifted(point) : point;
}

/**
 * GCJ-02 to WGS 84, degrees: the exact inverse of {@link gcj02FromWgs84}, except within about 600 m of the border of the
 * box, where the forward formula itself jumps.
 */
export function wgs84FromGcj02(point: LonLat): LonLat {
  return inBox(point) ? invert(shifted, point) : point;
}
