import type { LayerSpecification } from 'maplibre-gl';
import { get, OURS, SOURCES, type Expression, type Look } from './layer-parts.js';

const look = (): Expression => ['coalesce', ['feature-state', 'look'], get('look')];
const byLook = <T>(alarm: T, live: T, other: T): Expression =>
  ['match', look(), 'alarm', alarm, 'live', live, other] as unknown as Expression;

/** Dots: filled while heard, hollow once silent, a large hollow ring when in alarm. No level colour: nobody graded them. */
export function deviceLayer({ paint, scale, silent }: Look): LayerSpecification {
  const { neutral } = paint;
  const live = silent ? neutral.sunken : neutral.control;
  return {
    id: `${OURS}device-dots`,
    type: 'circle',
    source: SOURCES.devices,
    paint: {
      'circle-radius': [
        'interpolate',
        ['linear'],
        ['zoom'],
        10,
        byLook(3 * scale, 0.8 * scale, 1.1 * scale),
        14,
        byLook(5 * scale, 2 * scale, 2.4 * scale),
        17,
        byLook(6 * scale, 4 * scale, 4 * scale),
      ],
      'circle-color': byLook(neutral.surface, live, neutral.sunken),
      'circle-stroke-color': byLook(neutral.text, neutral.control, neutral.control),
      'circle-stroke-width': byLook(2 * scale, silent ? 0.8 * scale : 0, 0.8 * scale),
    },
  };
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
