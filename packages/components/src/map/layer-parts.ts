import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import type { Lang } from '../i18n/words.js';
import type { Paint } from '../theme/paint.js';
import { FONTS } from '../theme/tokens.js';

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
/** Sources with the options of each. */
export const SOURCES = {
  outlines: `${OURS}outlines`,
  names: `${OURS}names`,
  areas: `${OURS}areas`,
  'area-marks': `${OURS}area-marks`,
  'device-drills': `${OURS}device-drills`,
  drill: `${OURS}drill`,
  'drill-red': `${OURS}drill-red`,
  real: `${OURS}real`,
  'real-red': `${OURS}real-red`,
  selected: `${OURS}selected`,
} as const;
export type SourceName = keyof typeof SOURCES;

export type Expression = ExpressionSpecification;
export const get = (name: string): Expression => ['get', name];
export const is = (name: string, value: string | number): FilterSpecification => ['==', get(name), value];
export const all = (...filters: FilterSpecification[]): FilterSpecification =>
  ['all', ...filters] as FilterSpecification;

export const font = { 'text-font': [...FONTS] };
export const halo = ({ paint }: Pick<Look, 'paint'>): object => ({
  'text-halo-color': paint.neutral.sunken,
  'text-halo-width': 2,
});

/** Beside its spot by the step it carries. */
export const offsetOf = (steps: readonly (readonly [x: number, y: number])[], scale: number): Expression =>
  [
    'match',
    get('beside'),
    ...steps.flatMap(([x, y], i) => (i === 0 ? [] : [i, ['literal', [x * scale, y * scale]]])),
    ['literal', [0, 0]],
  ] as unknown as Expression;
