import { issue, type Issue } from '../error.js';
import type { Observation } from '../model/observation.js';
import { maskNumbers } from '../model/personal-text.js';
import { quantities } from './quantities.js';
import type { Quantity } from './quantity.js';
import { isCode } from './table.js';

/** What is known of the device that an observation is checked against. */
export interface ObservationContext {
  /** Values by which the device says that it has none, e.g. 99999999; by its profile, in the unit it sends. */
  readonly faultCodes?: readonly (number | string)[];
  /** The vertical datum (基面) that a level of this gauge counts from. */
  readonly verticalDatum?: string;
  /** What the device can tell of this quantity, in the unit of the vocabulary. */
  readonly range?: { readonly lowest?: number | undefined; readonly highest?: number | undefined };
}

const found = (code: string, message: string, path = '/value'): Issue =>
  issue(code, message, { path, level: 'warning' });

/**
 * Weighs what a device said against the vocabulary. Nothing is lost: an unknown quantity or state is kept with an Issue; an
 * implausible number, one its device cannot tell, one in another unit, a level without a datum or in another than its gauge is
 * kept and marked `suspect`; a fault code becomes a fault without a value, the code itself in `extra`. Words that were told with
 * a fault stay: fire is fire. A level takes the datum of its gauge where it states none. Quality is only ever lowered. Numbers
 * are not converted: that is the mapping's.
 */
export function checkObservation(
  given: Observation,
  context: ObservationContext = {},
): { readonly observation: Observation; readonly issues: readonly Issue[] } {
  const fault = faultOf(given, context);
  const observation = fault ? faulty(given) : given;
  const { quantity: name, value } = observation;
  const first = fault ? [fault] : NONE;
  if (!isCode(quantities, name)) return { observation, issues: [...first, unknown(name)] };
  if (value === null) return { observation, issues: first };
  const quantity: Quantity = quantities.rows[name];
  const own = doubtsOf(observation, quantity, name);
  const doubts = [
    ...(own.length === 0 ? rangeOf(observation, quantity, context) : own),
    ...datumOf(observation, quantity, context),
  ];
  const marked = doubts.length > 0 && observation.quality === 'good';
  const { verticalDatum } = context;
  const dated = quantity.datum && verticalDatum !== undefined && observation.verticalDatum === undefined;
  const whole = dated ? { ...observation, verticalDatum } : observation;
  return {
    observation: marked ? { ...whole, quality: 'suspect' } : whole,
    issues: [...first, ...doubts, ...strangeStates(quantity, name, value)],
  };
}

const NONE: readonly Issue[] = [];

const unknown = (name: string): Issue =>
  found(
    'unknown-quantity',
    `${shown(name)} is no quantity of the vocabulary; the observation is kept. Map it to one.`,
    '/quantity',
  );

/** Words of a closed list, which are no measurement: a broken detector may still say fire. */
const isWords = ({ quantity, value }: Observation): boolean =>
  Array.isArray(value) ||
  (typeof value === 'string' && isCode(quantities, quantity) && quantities.rows[quantity].is === 'states');

/** Why there is no value, if there is none. */
function faultOf(given: Observation, { faultCodes = [] }: ObservationContext): Issue | undefined {
  const { quality, value } = given;
  if ((typeof value === 'number' || typeof value === 'string') && faultCodes.includes(value))
    return found('fault-code', `${shown(value)} is a fault code of the device, no value; look at the device.`);
  if (quality === 'fault' && value !== null && !isWords(given))
    return found(
      'fault-with-value',
      `${shown(value)} came with a fault and is not used as a value; it stands in extra.`,
    );
  if (typeof value === 'number' && !Number.isFinite(value)) return found('no-number', 'The value is no finite number.');
  if (quality !== 'fault' && value === null)
    return found('no-value', 'There is no value, and no fault is stated; it counts as one.');
  return undefined;
}

function faulty(given: Observation): Observation {
  const { value, extra } = given;
  const kept = value === null || (typeof value === 'number' && !Number.isFinite(value)) ? undefined : value;
  return {
    ...given,
    value: null,
    quality: 'fault',
    ...(kept === undefined ? {} : { extra: { ...extra, 'yingji:fault-value': kept } }),
  };
}

/** Why a value may not be used as it stands. */
function doubtsOf({ value, unit }: Observation, { is, unit: own, min, max }: Quantity, name: string): Issue[] {
  if (is === 'text') return [];
  if (is === 'states')
    return typeof value === 'string' || Array.isArray(value)
      ? []
      : [found('wrong-sort-of-value', `${name} is stated in words, and ${shown(value)} is none; mend the mapping.`)];
  if (typeof value !== 'number')
    return [found('wrong-sort-of-value', `${name} is a number, and ${shown(value)} is none; mend the mapping.`)];
  if (unit !== own)
    return [
      found(
        'wrong-unit',
        `${name} is kept in ${own}, and this is in ${shown(unit ?? 'no unit')}; convert it in the mapping.`,
        '/unit',
      ),
    ];
  if (value < min! || value > max!)
    return [
      found('implausible-value', `${value} ${own} is no plausible ${name} (${min} to ${max}); look at the device.`),
    ];
  return [];
}

/** What its device cannot tell, the device did not measure. */
function rangeOf({ value, quantity }: Observation, { unit = '' }: Quantity, { range }: ObservationContext): Issue[] {
  const { lowest = -Infinity, highest = Infinity } = range ?? {};
  if (typeof value !== 'number' || (value >= lowest && value <= highest)) return [];
  return [
    found(
      'implausible-value',
      `${value} ${unit} is no ${quantity} that its device can tell (${lowest} to ${highest}); look at the device.`,
    ),
  ];
}

function datumOf(
  { quantity, verticalDatum: stated }: Observation,
  { datum }: Quantity,
  { verticalDatum: registered = stated }: ObservationContext,
): Issue[] {
  if (!datum) return [];
  if (registered === undefined)
    return [
      found(
        'level-without-datum',
        `${quantity} says nothing without its vertical datum (基面); state it for the gauge.`,
      ),
    ];
  if (stated === undefined || stated === registered) return [];
  return [
    found(
      'datum-differs',
      `${quantity} counts from ${shown(stated)}, and its gauge is registered with ${shown(registered)}; find out which is right.`,
      '/verticalDatum',
    ),
  ];
}

function strangeStates({ states }: Quantity, name: string, value: Observation['value']): Issue[] {
  const words = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  const strange = states ? words.filter((word) => !states.includes(word)) : [];
  if (strange.length === 0) return [];
  return [
    found('unknown-state', `${strange.slice(0, 4).map(shown).join(', ')}: no state of ${name}; kept. Map it to one.`),
  ];
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // Issues are logged, and what a device says as text may hold the number of a person: masked before it is cut.
  const masked = maskNumbers(text.slice(0, 80));
  return masked.length > 40 ? `${masked.slice(0, 40)}…` : masked;
};
