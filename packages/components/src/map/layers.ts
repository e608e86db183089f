import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Lang } from '../i18n/words.js';
import { isColour, LEVELS } from '../marks/level.js';
import type { Paint } from '../theme/paint.js';
import { FONTS } from '../theme/tokens.js';
import { GROUPS, type Group } from './features.js';
import { BESIDE, HALF, MARK_BESIDE } from './symbol-geometry.js';

/** How the map looks: everything layers depend on besides data. */
export interface Look {
  readonly paint: Paint;
  readonly lang: Lang;
  /** Size of symbols and labels against a desk: 1. */
  readonly scale: number;
  /** The way to the data has fallen silent: nothing here is known to be live. */
  readonly silent: boolean;
}

/** What a reader may switch off, and the layers it consists of. */
export type LayerGroup = 'warnings' | 'alarms' | 'devices' | 'places';

export const OURS = 'yj-';
export const GROUND = `${OURS}ground`;
export const CLUSTER = { radius: 46, maxZoom: 15 };

/** Sources with the options of each. */
export const SOURCES = {
  outlines: `${OURS}outlines`,
  names: `${OURS}names`,
  areas: `${OURS}areas`,
  'area-marks': `${OURS}area-marks`,
  devices: `${OURS}devices`,
  drill: `${OURS}drill`,
  'drill-red': `${OURS}drill-red`,
  real: `${OURS}real`,
  'real-red': `${OURS}real-red`,
  selected: `${OURS}selected`,
} as const;
export type SourceName = keyof typeof SOURCES;

/** The ground when the page gives no map of its own: one colour, no tiles, no glyphs, nothing from the network. */
export function groundStyle({ paint }: Look): StyleSpecification {
  return {
    version: 8,
    sources: {},
    layers: [{ id: GROUND, type: 'background', paint: { 'background-color': paint.neutral.sunken } }],
  };
}

type Expression = ExpressionSpecification;
const get = (name: string): Expression => ['get', name];
const is = (name: string, value: string | number): FilterSpecification => ['==', get(name), value];
const all = (...filters: FilterSpecification[]): FilterSpecification => ['all', ...filters] as FilterSpecification;

/**
 * Every layer over the ground, from the bottom to the top. MapLibre gives out room from the top down: labels lie below marks
 * and symbols, so that they make room for them or are left out. A symbol never is.
 */
export function layersFor(look: Look): LayerSpecification[] {
  return [
    outlineLayer(look),
    ...areaLayers(look),
    deviceLayer(look),
    nameLayer(look),
    areaLabelLayer(look),
    ...GROUPS.map((group) => labelLayer(group, look)),
    areaMarkLayer(look),
    ...GROUPS.map((group) => alarmLayer(group, look)),
    ...selectionLayers(look),
  ];
}

/** Which group a layer belongs to, for switching it off. */
export function groupOfLayer(id: string): LayerGroup | undefined {
  if (id.startsWith(`${OURS}place`)) return 'places';
  if (id.startsWith(`${OURS}area`)) return 'warnings';
  if (id.startsWith(`${OURS}device`)) return 'devices';
  return id.startsWith(`${OURS}alarm`) ? 'alarms' : undefined;
}

/** How areas are told apart; those graded by a number without a colour are drawn in ink. */
const AREA_LEVELS = [...LEVELS, 'numbered'] as const;

/** Layers that answer a press on a symbol, and those that answer a press on an area. */
export const PRESSED = {
  points: GROUPS.map((group) => `${OURS}alarms-${group}`),
  marks: [`${OURS}area-marks`],
  areas: AREA_LEVELS.map((level) => `${OURS}area-fill-${level}`),
};

const font = { 'text-font': [...FONTS] };
const halo = ({ paint }: Look): object => ({ 'text-halo-color': paint.neutral.sunken, 'text-halo-width': 2 });

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

function areaLayers({ paint, scale }: Look): LayerSpecification[] {
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
        'fill-opacity': { red: 0.2, orange: 0.16, yellow: 0.16, blue: 0.16, ungraded: 0.01, numbered: 0.01 }[level],
      },
    });
    if (colours && level !== 'red')
      layers.push({
        id: `${OURS}area-pattern-${level}`,
        type: 'fill',
        source,
        filter: all(of, is('scheduled', 0)),
        paint: { 'fill-pattern': `pattern:${level}`, 'fill-opacity': 0.4 },
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

function areaMarkLayer({ scale }: Look): LayerSpecification {
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

function areaLabelLayer(look: Look): LayerSpecification {
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

const look = (): Expression => ['coalesce', ['feature-state', 'look'], get('look')];
const byLook = <T>(alarm: T, live: T, other: T): Expression =>
  ['match', look(), 'alarm', alarm, 'live', live, other] as unknown as Expression;

/** Dots: filled while heard, hollow once silent, a large hollow ring when in alarm. No level colour: nobody graded them. */
function deviceLayer({ paint, scale, silent }: Look): LayerSpecification {
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

const levelOfRank: Expression = [
  'match',
  get('worst'),
  ...[0, 'red', 1, 'orange', 2, 'ungraded', 3, 'yellow', 4, 'blue'],
  'below',
] as unknown as Expression;
const radiusOf: Expression = ['step', get('point_count'), '14', 10, '18', 100, '22', 1000, '26'];

/** At most four characters: 128, 1.2千, 3.6万; 1.2k. */
function countText(lang: Lang): Expression {
  const n = get('point_count');
  const tenths = (by: number, unit: string): Expression =>
    ['concat', ['/', ['round', ['/', n, by / 10]], 10], unit] as Expression;
  const large: Expression =
    lang === 'zh' ? ['case', ['<', n, 10_000], tenths(1000, '千'), tenths(10_000, '万')] : tenths(1000, 'k');
  return ['case', ['<', n, 1000], ['to-string', n], large];
}

/** What a cluster knows of its members. */
export const CLUSTER_PROPERTIES = {
  worst: ['min', get('rank')],
  waiting: ['max', get('waiting')],
  unconfirmed: ['+', get('waiting')],
};

const offsetOf = (steps: typeof BESIDE, scale: number): Expression =>
  [
    'match',
    get('beside'),
    ...steps.flatMap(([x, y], i) => (i === 0 ? [] : [i, ['literal', [x * scale, y * scale]]])),
    ['literal', [0, 0]],
  ] as unknown as Expression;

/** Pictures of symbols have wide empty edges; only pin and rings claim room, and the foot leaves some for the own label. */
const symbolPadding = (scale: number): [number, number, number, number] => [
  (40 - HALF) * scale,
  (24 - HALF) * scale,
  (24 - HALF) * scale,
  (24 - HALF) * scale,
];

function alarmLayer(group: Group, { paint, lang, scale }: Look): LayerSpecification {
  const drill = group.startsWith('drill') ? 'x' : '';
  const waiting: Expression = ['case', ['==', get('waiting'), 1], 'u', ''];
  const cluster: Expression = ['concat', 'cluster:', levelOfRank, ':', waiting, drill, ':', radiusOf];
  return {
    id: `${OURS}alarms-${group}`,
    type: 'symbol',
    source: SOURCES[group],
    layout: {
      ...font,
      'icon-image': ['case', ['has', 'point_count'], cluster, get('symbol')],
      'icon-offset': offsetOf(BESIDE, scale),
      'icon-allow-overlap': true,
      'icon-padding': symbolPadding(scale),
      'symbol-sort-key': ['coalesce', get('importance'), 20],
      'text-field': ['case', ['has', 'point_count'], countText(lang), ''],
      'text-size': 14 * scale,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': paint.neutral.text },
  };
}

/** Below the symbol, wherever that stands beside its spot; in em of 14 px. */
const besideEm = (down: number): Expression =>
  [
    'match',
    get('beside'),
    ...BESIDE.flatMap(([x, y], i) => (i === 0 ? [] : [i, ['literal', [x / 14, y / 14 + down]]])),
    ['literal', [0, down]],
  ] as unknown as Expression;

function labelLayer(group: Group, look: Look): LayerSpecification {
  return {
    id: `${OURS}alarm-labels-${group}`,
    type: 'symbol',
    source: SOURCES[group],
    filter: all(['!', ['has', 'point_count']] as unknown as FilterSpecification, ['!=', get('label'), '']),
    minzoom: 11,
    layout: {
      ...font,
      'text-field': get('label'),
      'text-size': 14 * look.scale,
      'text-max-width': 8,
      'text-anchor': 'top',
      'text-offset': besideEm(1.9),
      'symbol-sort-key': ['-', 20, get('importance')],
    },
    paint: { 'text-color': look.paint.neutral.text, ...halo(look) },
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
