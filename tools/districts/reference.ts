import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { District, MultiPolygon } from './geometry.js';
import { NAMES } from './source.js';

/** Where the outlines to compare with lie; they are no part of this repository. */
export const referenceFolder = join(
  process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url)),
  'data',
  'nanning',
);

/** Twelve outlines in WGS 84 from another hand (GaryBikini/ChinaAdminDivisonSHP, MIT); `undefined` where they are not here. */
export function readReference(): District[] | undefined {
  const files = Object.entries(NAMES).map(([code, name]) => ({
    code,
    name,
    file: join(referenceFolder, `${code}000000.geojson`),
  }));
  if (!files.every(({ file }) => existsSync(file))) return undefined;
  return files.map(({ code, name, file }) => {
    const { geometry } = JSON.parse(readFileSync(file, 'utf8')) as { geometry: { coordinates: MultiPolygon } };
    return { code, name, outline: geometry.coordinates };
  });
}
