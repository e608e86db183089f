import type { StyleSpecification } from 'maplibre-gl';

/** vec: 矢量. img: 影像. ter: 地形. Each with its labels in Chinese. */
export type TiandituMap = 'vec' | 'img' | 'ter';

const LABELS: { readonly [M in TiandituMap]: string } = { vec: 'cva', img: 'cia', ter: 'cta' };
/** Beyond it nothing is served; closer up the last tiles are enlarged. */
const DEEPEST: { readonly [M in TiandituMap]: number } = { vec: 18, img: 18, ter: 14 };

/**
 * 天地图 as a base map, with the key (tk) of the page: tiles of the National Platform for Common Geospatial Information Services in web
 * Mercator, CGCS2000, which is taken for WGS 84. The page shows its 审图号 in the slot `footer`, and allows `https://*.tianditu.gov.cn`
 * in `connect-src`; `origin` is another address that serves the same, such as a proxy of the page.
 */
export function tianditu(
  key: string,
  { map = 'vec', origin }: { readonly map?: TiandituMap; readonly origin?: string } = {},
): StyleSpecification {
  const hosts = origin === undefined ? [0, 1, 2, 3].map((n) => `https://t${n}.tianditu.gov.cn`) : [origin];
  const source = (layer: string): StyleSpecification['sources'][string] => ({
    type: 'raster',
    tileSize: 256,
    maxzoom: DEEPEST[map],
    tiles: hosts.map(
      (host) =>
        `${host}/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
    ),
  });
  const labels = LABELS[map];
  return {
    version: 8,
    sources: { [map]: source(map), [labels]: source(labels) },
    layers: [map, labels].map((id) => ({ id, type: 'raster', source: id })),
  };
}
