import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { alarmLayer, labelLayer } from './alarm-layers.js';
import { AREA_LEVELS, areaLabelLayer, areaLayers, areaMarkLayer } from './area-layers.js';
import { deviceDrillLayer } from './device-layers.js';
import { GROUPS } from './features.js';
import { font, get, halo, is, offsetOf, OURS, SOURCES, type LayerGroup, type Look } from './layer-parts.js';
import { BESIDE } from './symbol-geometry.js';

export const GROUND = `${OURS}ground`;
/** The ground when the page gives no map of its own: one colour, no tiles, no glyphs, nothing from the network. */
export function groundStyle({ paint }: Look): StyleSpecification {
  return {
    version: 8,
    sources: {},
    layers: [{ id: GROUND, type: 'background', paint: { 'background-color': paint.neutral.sunken } }],
  };
}

/**
 * Every layer over the ground, from the bottom to the top. MapLibre gives out room from the top down: labels lie below marks
 * and symbols, so that they make room for them or are left out. A symbol never is. The dots of devices, which are no layer that
 * a style could tell of, lie right below {@link OVER_DOTS}.
 */
export function layersFor(look: Look): LayerSpecification[] {
  return [
    outlineLayer(look),
    ...areaLayers(look),
    deviceDrillLayer(),
    nameLayer(look),
    areaLabelLayer(look),
    ...GROUPS.map((group) => labelLayer(group, look)),
    areaMarkLayer(look),
    ...GROUPS.map((group) => alarmLayer(group, look)),
    ...selectionLayers(look),
  ];
}

export const OVER_DOTS = deviceDrillLayer().id;

/** Which group a layer belongs to, for switching it off. */
export function groupOfLayer(id: string): LayerGroup | undefined {
  if (id.startsWith(`${OURS}place`)) return 'places';
  if (id.startsWith(`${OURS}area`)) return 'warnings';
  if (id.startsWith(`${OURS}device`)) return 'devices';
  return id.startsWith(`${OURS}alarm`) ? 'alarms' : undefined;
}

/** Layers that answer a press on a symbol, and those that answer a press on an area. */
export const PRESSED = {
  points: GROUPS.map((group) => `${OURS}alarms-${group}`),
  marks: [`${OURS}area-marks`],
  areas: AREA_LEVELS.map((level) => `${OURS}area-fill-${level}`),
};

function outlineLayer({ paint }: Look): LayerSpecification {
  return {
    id: `${OURS}place-outlines`,
    type: 'line',
    source: SOURCES.outlines,
    paint: { 'line-color': paint.neutral.control, 'line-width': 1 },
  };
}

/** Above the dots of devices: thousands of them would bury a name. */
function nameLayer(look: Look): LayerSpecification {
  const { paint, scale } = look;
  return {
    id: `${OURS}place-names`,
    type: 'symbol',
    source: SOURCES.names,
    // Buildings and compounds have their names where there is room for them.
    filter: ['any', is('minor', 0), ['>=', ['zoom'], 15]] as unknown as FilterSpecification,
    layout: {
      ...font,
      'text-field': get('label'),
      'text-size': 14 * scale,
      'text-letter-spacing': ['step', ['zoom'], 0.14, 13, 0],
      'text-max-width': 8,
      'text-padding': 6,
      // A name makes room for the mark of a warning instead of vanishing under it.
      'text-variable-anchor': ['center', 'bottom', 'top'],
      'text-radial-offset': 2.2,
    },
    paint: { 'text-color': paint.neutral['text-3'], ...halo(look) },
  };
}

function selectionLayers({ paint, scale }: Look): LayerSpecification[] {
  const source = SOURCES.selected;
  return [
    {
      id: `${OURS}selected-gap`,
      type: 'line',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': paint.neutral['focus-gap'], 'line-width': 7 * scale },
    },
    {
      id: `${OURS}selected-area`,
      type: 'line',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': paint.neutral.focus, 'line-width': 3 * scale },
    },
    {
      id: `${OURS}selected-point`,
      type: 'symbol',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': get('select'),
        'icon-offset': offsetOf(BESIDE, scale),
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
  ];
}
