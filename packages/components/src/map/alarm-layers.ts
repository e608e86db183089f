import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Lang } from '../i18n/words.js';
import type { Group } from './features.js';
import { all, font, get, halo, offsetOf, OURS, SOURCES, type Expression, type Look } from './layer-parts.js';
import { BESIDE, HALF, HALF_OF_ALARM, halfOfCluster } from './symbol-geometry.js';

export const CLUSTER = { radius: 46, maxZoom: 15 };

const levelOfRank: Expression = [
  'match',
  get('worst'),
  ...[0, 'red', 1, 'orange', 2, 'ungraded', 3, 'yellow', 4, 'blue'],
  'below',
] as unknown as Expression;
/** Of what `of` makes of the radius of a cluster, by how many there are in it. */
const byCount = (of: (radius: number) => string | Expression): Expression =>
  ['step', get('point_count'), of(14), 10, of(18), 100, of(22), 1000, of(26)] as Expression;
const radiusOf = byCount(String);

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

/** Pictures of symbols have wide empty edges; only pin and rings claim room, and the foot leaves some for the own label. */
function symbolPadding(scale: number): Expression {
  const within = (half: number): Expression => ['literal', [40, 24, 24, 24].map((each) => (each - half) * scale)];
  const alarm: Expression = ['==', ['slice', get('symbol'), 0, 13], 'symbol:alarm:'];
  return [
    'case',
    ['has', 'point_count'],
    byCount((radius) => within(halfOfCluster(radius))),
    ['case', alarm, within(HALF_OF_ALARM), within(HALF)],
  ];
}

export function alarmLayer(group: Group, { paint, lang, scale }: Look): LayerSpecification {
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

export function labelLayer(group: Group, look: Look): LayerSpecification {
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
