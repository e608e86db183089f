import { quantities } from '../codes/quantities.js';
import type { Quantity } from '../codes/quantity.js';
import { isCode } from '../codes/table.js';
import { warningSignals, type WarningSignalName } from '../codes/warning-signals.js';
import { COLOURS, type Colour, type Criterion, type Threshold, type Thresholds } from '../codes/warning-thresholds.js';
import type { Device } from '../model/device.js';
import type { Observation } from '../model/observation.js';

/** A number that a reading has reached, in the unit of the reading. */
export type ReachedLimit =
  | { readonly side: 'above' | 'below'; readonly name: string; readonly value: number }
  | { readonly signal: WarningSignalName; readonly colour: Colour; readonly value: number };

/**
 * What one reading reaches, by family the worst first: the limits of its device (设防 警戒 紧急 保证水位 …) above and below, which
 * are of that device alone, and the numbers at which a signal of a colour is due. Equal is reached. A reading that is not good,
 * in another unit, or a level whose datum is not that of its gauge is compared with nothing; nor is a threshold that one reading
 * cannot tell: of several days, or of several quantities together. Pure; `undefined` where nothing can be compared.
 */
export function reachedBy(
  { quantities: told = [], verticalDatum }: Device,
  reading: Observation,
  thresholds: Thresholds,
): readonly ReachedLimit[] | undefined {
  const { quantity: name, value, unit, quality } = reading;
  if (typeof value !== 'number' || quality !== 'good') return undefined;
  const known = isCode(quantities, name) ? (quantities.rows[name] as Quantity) : undefined;
  if (known?.datum && (verticalDatum === undefined || reading.verticalDatum !== verticalDatum)) return undefined;
  const own = told.filter((each) => each.quantity === name && each.unit === unit).flatMap(({ limits = [] }) => limits);
  const above = own.filter((limit) => limit.side === 'above' && value >= limit.value);
  const below = own.filter((limit) => limit.side === 'below' && value <= limit.value);
  return [
    ...above.sort((a, b) => b.value - a.value),
    ...below.sort((a, b) => a.value - b.value),
    ...(unit === known?.unit ? signalsOf(name, value, thresholds) : []),
  ];
}

function signalsOf(quantity: string, value: number, thresholds: Thresholds): ReachedLimit[] {
  const signals = (Object.keys(warningSignals.rows) as WarningSignalName[]).filter((signal) => thresholds[signal]);
  return signals.flatMap((signal) =>
    COLOURS.flatMap((colour) => {
      const met = criteriaOf(thresholds[signal]![colour]).find(
        (each) => each.quantity === quantity && meets(each, value),
      );
      return met ? [{ signal, colour, value: met.value }] : [];
    }),
  );
}

/** Those of which each suffices alone. */
function criteriaOf(threshold: Threshold | undefined): readonly Criterion[] {
  if (!threshold || (threshold.needs === 'all' && threshold.criteria.length > 1)) return [];
  return threshold.criteria.filter(({ days }) => days === undefined);
}

const meets = ({ is, value: limit }: Criterion, value: number): boolean =>
  is === 'at-least' ? value >= limit : is === 'at-most' ? value <= limit : value < limit;

/** Of one family at most one is told at a time, the worst: the limits on one side, or the colours of one signal. */
export const familyOf = (reached: ReachedLimit): string => ('signal' in reached ? reached.signal : reached.side);

/** Its name among all that one reading may reach. */
export const keyOf = (reached: ReachedLimit): string =>
  `${familyOf(reached)}:${'signal' in reached ? reached.colour : reached.name}`;
