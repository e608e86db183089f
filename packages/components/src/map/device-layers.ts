import type { LayerSpecification } from 'maplibre-gl';
import { LOOKS } from './dots.js';
import { get, OURS, SOURCES, type Look } from './layer-parts.js';

export const DOTS = `${OURS}device-dots`;

/** How a dot is drawn: px of its inside and of the edge around it, and their colours. */
export interface DotLook {
  readonly radius: number;
  readonly edge: number;
  readonly fill: string;
  readonly stroke: string;
}

/** px of the inside at these zooms. */
const ZOOMS = [10, 14, 17] as const;
const RADII = { alarm: [3, 5, 6], live: [0.8, 2, 4], silent: [1.1, 2.4, 4] } as const;

function radiusAt(zoom: number, radii: readonly [number, number, number]): number {
  const next = ZOOMS.findIndex((each) => zoom < each);
  if (next === 0) return radii[0];
  if (next < 0) return radii[2];
  const share = (zoom - ZOOMS[next - 1]!) / (ZOOMS[next]! - ZOOMS[next - 1]!);
  return radii[next - 1]! + share * (radii[next]! - radii[next - 1]!);
}

/** Dots: filled while heard, hollow once silent, a large hollow ring when in alarm. No level colour: nobody graded them. */
export function dotLooks({ paint: { neutral }, scale, silent }: Look, zoom: number): readonly DotLook[] {
  const hollow = { edge: 0.8 * scale, fill: neutral.sunken, stroke: neutral.control };
  const size = (radii: keyof typeof RADII): number => radiusAt(zoom, RADII[radii]) * scale;
  const looks = {
    live: { ...hollow, radius: size('live'), ...(!silent && { edge: 0, fill: neutral.control }) },
    alarm: { radius: size('alarm'), edge: 2 * scale, fill: neutral.surface, stroke: neutral.text },
    stale: { ...hollow, radius: size('silent') },
    unknown: { ...hollow, radius: size('silent') },
  };
  return LOOKS.map((name) => looks[name]);
}

/** Over the dots: a drill plays an alarm here. As large as the ring of a real one, and hatched. */
export function deviceDrillLayer(): LayerSpecification {
  return {
    id: `${OURS}device-drills`,
    type: 'symbol',
    source: SOURCES['device-drills'],
    layout: {
      'icon-image': get('drill'),
      'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 5 / 8, 14, 7 / 8, 17, 1],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  };
}
