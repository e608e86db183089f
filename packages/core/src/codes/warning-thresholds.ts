import type { QuantityName } from './quantities.js';
import { freeze } from './table.js';
import type { WarningSignalName } from './warning-signals.js';

/** The four colours, worst first. */
export const COLOURS = ['red', 'orange', 'yellow', 'blue'] as const;
/** One of the four `COLOURS`. */
export type Colour = (typeof COLOURS)[number];

/** One number to be reached, in the unit of its quantity. */
export interface Criterion {
  readonly quantity: QuantityName;
  readonly is: 'at-least' | 'at-most' | 'below';
  readonly value: number;
  /** On so many days running; absent = once. */
  readonly days?: number;
}

/** When a signal of one colour is due: something will be reached within so many hours, or has been and may go on. */
export interface Threshold {
  readonly withinH?: number;
  /** One of them suffices (`any`), or each is needed (`all`). Empty where the annex gives no number. */
  readonly needs: 'any' | 'all';
  readonly criteria: readonly Criterion[];
  /** Where the annex says how likely it is instead of giving a number. */
  readonly likelihood?: 'possible' | 'very-likely' | 'extremely-likely';
  /** A grade of another scale, in its own word. */
  readonly word?: string;
}

/** What must be reached for each signal and colour; a signal or colour that is absent has no number. */
export type Thresholds = {
  readonly [signal in WarningSignalName]?: { readonly [colour in Colour]?: Threshold };
};

const over = (withinH: number, quantity: QuantityName, value: number): Threshold => ({
  withinH,
  needs: 'all',
  criteria: [{ quantity, is: 'at-least', value }],
});
const seen = (withinH: number, value: number): Threshold => ({
  withinH,
  needs: 'all',
  criteria: [{ quantity: 'visibility', is: 'below', value }],
});
const frost = (withinH: number, value: number): Threshold => ({
  withinH,
  needs: 'all',
  criteria: [{ quantity: 'ground-temperature', is: 'at-most', value }],
});
const wind = (withinH: number, mean: number, gust: number): Threshold => ({
  withinH,
  needs: 'any',
  criteria: [
    { quantity: 'wind-force', is: 'at-least', value: mean },
    { quantity: 'gust-force', is: 'at-least', value: gust },
  ],
});
const cold = (withinH: 24 | 48, drop: number, least: number): Threshold => ({
  withinH,
  needs: 'all',
  criteria: [
    { quantity: `temperature-drop-${withinH}h`, is: 'at-least', value: drop },
    { quantity: 'air-temperature', is: 'at-most', value: least },
  ],
});
const due = (more: Omit<Threshold, 'needs' | 'criteria'>): Threshold => ({ ...more, needs: 'all', criteria: [] });

/**
 * 中国气象局令第16号, annex (verified against public code): when a signal of each colour is due. Guidance only: local rules differ
 * (Nanning went to red on 50 mm seen with more to come), and the colour a bulletin states is the fact. A host puts its local rule
 * over it with `overrideThresholds`; a rule of Guangxi was not found.
 */
export const nationalThresholds: Thresholds = freeze({
  rainstorm: {
    blue: over(12, 'rainfall-12h', 50),
    yellow: over(6, 'rainfall-6h', 50),
    orange: over(3, 'rainfall-3h', 50),
    red: over(3, 'rainfall-3h', 100),
  },
  typhoon: { blue: wind(24, 6, 8), yellow: wind(24, 8, 10), orange: wind(12, 10, 12), red: wind(6, 12, 14) },
  'high-temperature': {
    yellow: {
      needs: 'all',
      criteria: [{ quantity: 'air-temperature', is: 'at-least', value: 35, days: 3 }],
    },
    orange: over(24, 'air-temperature', 37),
    red: over(24, 'air-temperature', 40),
  },
  lightning: {
    yellow: due({ withinH: 6, likelihood: 'possible' }),
    orange: due({ withinH: 2, likelihood: 'very-likely' }),
    red: due({ withinH: 2, likelihood: 'extremely-likely' }),
  },
  gale: { blue: wind(24, 6, 7), yellow: wind(12, 8, 9), orange: wind(6, 10, 11), red: wind(6, 12, 13) },
  fog: { yellow: seen(12, 500), orange: seen(6, 200), red: seen(2, 50) },
  'cold-wave': { blue: cold(48, 8, 4), yellow: cold(24, 10, 4), orange: cold(24, 12, 0), red: cold(24, 16, 0) },
  snowstorm: {
    blue: over(12, 'snowfall-12h', 4),
    yellow: over(12, 'snowfall-12h', 6),
    orange: over(6, 'snowfall-6h', 10),
    red: over(6, 'snowfall-6h', 15),
  },
  hail: { orange: due({ withinH: 6 }), red: due({ withinH: 2 }) },
  frost: { blue: frost(48, 0), yellow: frost(24, -3), orange: frost(24, -5) },
  haze: { yellow: seen(12, 3000), orange: seen(6, 2000) },
  'road-icing': { yellow: due({ withinH: 12 }), orange: due({ withinH: 6 }), red: due({ withinH: 2 }) },
  drought: { orange: due({ word: '重旱' }), red: due({ word: '特旱' }) },
});
