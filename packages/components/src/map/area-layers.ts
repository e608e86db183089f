import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { isColour, LEVELS } from '../marks/level.js';
import { all, font, get, halo, is, offsetOf, OURS, SOURCES, type Look } from './layer-parts.js';
import { MARK_BESIDE } from './symbol-geometry.js';

/** How areas are told apart; those graded by a number without a colour are drawn in ink. */
export const AREA_LEVELS = [...LEVELS, 'numbered'] as const;

export function areaLayers({ paint, scale }: Look): LayerSpecification[] {
  const source = SOURCES.areas;
  const layers: LayerSpecification[] = [];
  for (const level of [...AREA_LEVELS].reverse()) {
    const colours = level !== 'numbered' && isColour(level) ? paint.level[level] : undefined;
    const edge = colours?.edge ?? paint.neutral['text-2'];
    const fill = colours?.fill ?? paint.neutral['text-3'];
    const of = is('level', level);
    layers.push({
      id: `${OURS}area-fill-${level}`,
      type: 'fill',
      source,
      filter: of,
      paint: {
        'fill-color': fill,
        // Edges are lines of their own; without this each fill would draw one more.
        'fill-antialias': false,
        'fill-opacity': { red: 0.2, orange: 0.16, yellow: 0.16, blue: 0.16, ungraded: 0.01, numbered: 0.01 }[level],
      },
    });
    if (colours && level !== 'red')
      layers.push({
        id: `${OURS}area-pattern-${level}`,
        type: 'fill',
        source,
        filter: all(of, is('scheduled', 0)),
        paint: { 'fill-pattern': `pattern:${level}`, 'fill-antialias': false, 'fill-opacity': 0.4 },
      });
    if (level === 'red')
      layers.push({
        id: `${OURS}area-inner-red`,
        type: 'line',
        source,
        filter: of,
        paint: { 'line-color': edge, 'line-width': scale, 'line-offset': 5 * scale },
      });
    const width = (level === 'red' ? 3 : 2) * scale;
    // Dashes tell what is not certain: not yet in force, its source silent, or graded by nobody.
    const solid = all(of, is('scheduled', 0), is('stale', 0));
    if (level !== 'ungraded')
      layers.push({
        id: `${OURS}area-edge-${level}`,
        type: 'line',
        source,
        filter: solid,
        paint: { 'line-color': edge, 'line-width': width },
      });
    layers.push({
      id: `${OURS}area-dashed-${level}`,
      type: 'line',
      source,
      filter: level === 'ungraded' ? of : all(of, ['!', solid] as unknown as FilterSpecification),
      paint: { 'line-color': edge, 'line-width': width, 'line-dasharray': [3, 2.2] },
    });
  }
  return layers;
}

export function areaMarkLayer({ scale }: Look): LayerSpecification {
  return {
    id: `${OURS}area-marks`,
    type: 'symbol',
    source: SOURCES['area-marks'],
    layout: {
      'icon-image': get('mark'),
      'icon-offset': offsetOf(MARK_BESIDE, scale),
      'icon-allow-overlap': true,
      'icon-padding': 0,
      'symbol-sort-key': ['-', 5, get('rank')],
    },
  };
}

/** Places for a label past half a mark, in em; above and below MapLibre takes a quarter of an em off again. */
const AROUND_MARK: (string | [number, number])[] = [
  ...['top', [0, 1.5]],
  ...['bottom', [0, -1.5]],
  ...['left', [1.2, 0]],
  ...['right', [-1.2, 0]],
  ...['bottom-left', [0, -1.5]],
  ...['bottom-right', [0, -1.5]],
  ...['top-left', [0, 1.5]],
  ...['top-right', [0, 1.5]],
] as (string | [number, number])[];

export function areaLabelLayer(look: Look): LayerSpecification {
  return {
    id: `${OURS}area-labels`,
    type: 'symbol',
    source: SOURCES['area-marks'],
    filter: ['!=', get('label'), ''],
    layout: {
      ...font,
      'text-field': get('label'),
      'text-size': 14 * look.scale,
      'text-max-width': 8,
      'text-variable-anchor-offset': AROUND_MARK,
      'text-justify': 'auto',
      'symbol-sort-key': get('rank'),
    },
    paint: { 'text-color': look.paint.neutral.text, ...halo(look) },
  };
}
