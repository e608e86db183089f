import { issue, type Issue } from '../error.js';
import { quantities } from './quantities.js';
import type { Quantity } from './quantity.js';
import { isCode } from './table.js';
import { warningSignals, type WarningSignalName } from './warning-signals.js';
import {
  COLOURS,
  nationalThresholds,
  type Colour,
  type Criterion,
  type Threshold,
  type Thresholds,
} from './warning-thresholds.js';

const MOST_HOURS = 240;
const MOST_DAYS = 30;
const MOST_CRITERIA = 8;
const MEMBERS = ['withinH', 'needs', 'criteria', 'likelihood', 'word'];
const LIKELIHOODS = ['possible', 'very-likely', 'extremely-likely'];

/**
 * Puts a host's own rule over the national thresholds: `{ rainstorm: { red: { withinH: 1, … }, blue: null } }`. A colour that is
 * named is replaced, one that is `null` goes, the rest stays. What a host gives for a signal is taken whole or, with Issues, not at
 * all: half of a rule is a rule that nobody decided. `given` may be anything, straight from a file. Issues: `unknown-warning-signal`
 * and what each rule has to say.
 */
export function overrideThresholds(
  given: unknown,
  defaults: Thresholds = nationalThresholds,
): { readonly thresholds: Thresholds; readonly issues: readonly Issue[] } {
  if (!isObject(given))
    return { thresholds: defaults, issues: [bad('', 'must be an object of signals, e.g. { "rainstorm": { … } }')] };
  const issues: Issue[] = [];
  const taken: [WarningSignalName, Thresholds[WarningSignalName]][] = [];
  for (const [signal, colours] of Object.entries(given)) {
    const path = `/${escape(signal)}`;
    if (!isCode(warningSignals, signal)) {
      issues.push(
        issue(
          'unknown-warning-signal',
          `${short(signal)} is no signal; there are ${Object.keys(warningSignals.rows).join(', ')}.`,
          { path },
        ),
      );
      continue;
    }
    const wrong = isObject(colours) ? checkColours(colours, path) : [bad(path, 'must be an object of colours')];
    const merged = wrong.length > 0 ? undefined : mergeColours(defaults[signal], colours as Colours);
    if (merged) wrong.push(...orderOf(merged, path));
    issues.push(...wrong);
    if (merged && wrong.length === 0) taken.push([signal, merged]);
  }
  return { thresholds: taken.length > 0 ? { ...defaults, ...Object.fromEntries(taken) } : defaults, issues };
}

type Colours = { readonly [colour in Colour]?: Threshold | null };
type Plain = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isColour = (name: string): name is Colour => (COLOURS as readonly string[]).includes(name);
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const escape = (key: string): string => short(key).replaceAll('~', '~0').replaceAll('/', '~1');
const bad = (path: string, what: string): Issue => issue('bad-threshold', `The threshold ${what}.`, { path });

function mergeColours(defaults: Thresholds[WarningSignalName], given: Colours): { [colour in Colour]?: Threshold } {
  const all = { ...defaults, ...given };
  return Object.fromEntries(COLOURS.flatMap((colour) => (all[colour] ? [[colour, all[colour]]] : [])));
}

function checkColours(colours: Plain, path: string): Issue[] {
  return Object.entries(colours).flatMap(([colour, threshold]) => {
    const at = `${path}/${escape(colour)}`;
    if (!isColour(colour))
      return [issue('unknown-warning-colour', `${short(colour)} is none of ${COLOURS.join(', ')}.`, { path: at })];
    if (threshold === null) return [];
    return isObject(threshold) ? checkThreshold(threshold, at) : [bad(at, 'must be an object, or null to take it out')];
  });
}

function checkThreshold(given: Plain, path: string): Issue[] {
  const { withinH, needs, criteria, likelihood, word } = given;
  const issues = strangers(given, MEMBERS, path);
  if (withinH !== undefined && !isWithin(withinH, 0, MOST_HOURS, 'open'))
    issues.push(bad(`${path}/withinH`, `must be of more than 0 and at most ${MOST_HOURS} hours`));
  if (needs !== 'any' && needs !== 'all') issues.push(bad(`${path}/needs`, 'needs "any" or "all"'));
  if (likelihood !== undefined && !LIKELIHOODS.includes(likelihood as string))
    issues.push(bad(`${path}/likelihood`, `is ${LIKELIHOODS.join(', ')} or says nothing of likelihood`));
  if (word !== undefined && (typeof word !== 'string' || word === '' || word.length > 40))
    issues.push(bad(`${path}/word`, 'has a word of 1 to 40 characters or none'));
  if (!Array.isArray(criteria) || criteria.length > MOST_CRITERIA)
    return [...issues, bad(`${path}/criteria`, `needs a list of at most ${MOST_CRITERIA} criteria`)];
  if (criteria.length === 0 && withinH === undefined && likelihood === undefined && word === undefined)
    issues.push(bad(path, 'says nothing, so it would always hold'));
  return [...issues, ...criteria.flatMap((each, i) => checkCriterion(each, `${path}/criteria/${i}`))];
}

function checkCriterion(given: unknown, path: string): Issue[] {
  if (!isObject(given)) return [bad(path, 'needs an object for each criterion')];
  const { quantity: name, is, value, days } = given;
  const issues = strangers(given, ['quantity', 'is', 'value', 'days'], path);
  const known = typeof name === 'string' && isCode(quantities, name) ? (quantities.rows[name] as Quantity) : undefined;
  if (known?.is !== 'number') issues.push(bad(`${path}/quantity`, 'needs a measured quantity of the vocabulary'));
  else if (!isWithin(value, known.min!, known.max!))
    issues.push(bad(`${path}/value`, `needs a number from ${known.min} to ${known.max} ${known.unit}`));
  if (is !== 'at-least' && is !== 'at-most' && is !== 'below')
    issues.push(bad(`${path}/is`, 'compares by at-least, at-most or below'));
  if (days !== undefined && !(isWithin(days, 1, MOST_DAYS) && Number.isInteger(days)))
    issues.push(bad(`${path}/days`, `counts 1 to ${MOST_DAYS} whole days`));
  return issues;
}

const strangers = (given: Plain, known: readonly string[], path: string): Issue[] =>
  Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => bad(`${path}/${escape(key)}`, `has no such member; there are ${known.join(', ')}`));

const isWithin = (value: unknown, min: number, max: number, end?: 'open'): value is number =>
  typeof value === 'number' && value <= max && (end === 'open' ? value > min : value >= min);

/** A worse colour that is reached more easily than a lighter one would never let the lighter one be seen. */
function orderOf(colours: { readonly [colour in Colour]?: Threshold }, path: string): Issue[] {
  const there = COLOURS.filter((colour) => colours[colour]);
  return there.slice(1).flatMap((lighter, i) => {
    const worse = there[i]!;
    const harder = colours[worse]!.criteria.flatMap((own) =>
      colours[lighter]!.criteria.filter((other) => comparable(own, other)).map((other) => harderBy(own, other)),
    );
    if (!harder.some((by) => by < 0) || harder.some((by) => by > 0)) return [];
    return [
      issue(
        'threshold-order',
        `The threshold of ${worse} is reached before that of ${lighter}: the signal stays as it was. Mend one of them.`,
        { path: `${path}/${worse}` },
      ),
    ];
  });
}

const comparable = (a: Criterion, b: Criterion): boolean =>
  a.quantity === b.quantity && a.is === b.is && a.days === b.days;
const harderBy = ({ is, value }: Criterion, other: Criterion): number =>
  is === 'at-least' ? value - other.value : other.value - value;
