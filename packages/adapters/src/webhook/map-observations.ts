import { entityId, maskNumbers, readingsOf, stated, type Draft, type Issue, type Observation } from '@yingji/core';
import { isCode, quantities, type Quantity } from '@yingji/core/codes';
import { deviceProfiles } from '../profiles/index.js';
import type { ObservationsRule, ProfileRule } from './config.js';
import type { Item } from './item.js';
import { at, textAt } from './pointer.js';
import { numberIn } from './number.js';
import { factorOf } from './units.js';

const LONGEST_TEXT = 200;
const LONGEST_NAME = 120;

/** An item that tells what a device measures or states. A reading that is not there is none; one that cannot be read is a fault. */
export function mapObservations(item: Item, rule: ObservationsRule): Draft[] {
  const native = nativeOf(item, rule.device);
  if (native === undefined) return [];
  const { source, registry, key, at: when } = item;
  const count = new Map<string, number>();
  return rule.readings.flatMap((reading) => {
    const said = read(item, reading);
    if (!said) return [];
    const nth = count.get(reading.quantity) ?? 0;
    count.set(reading.quantity, nth + 1);
    const name = nth === 0 ? reading.quantity : `${reading.quantity}.${nth}`;
    const observed = { device: entityId('device', registry, native), ...said };
    return [stated(entityId('observation', source, `${native}.${name}.${key}`), observed, when)];
  });
}

/** An item that carries the payload of a device of a known kind. */
export function mapProfile(item: Item, rule: ProfileRule, issues: Issue[]): Draft[] {
  const native = nativeOf(item, rule.device);
  const profile = deviceProfiles.get(rule.profile);
  if (native === undefined || !profile) return [];
  const { source, registry, receivedAt, key, at: when } = item;
  const message = { native, key, at: when, payload: at(item.value, rule.payload) ?? null };
  const said = readingsOf(profile, message, { source, registry, receivedAt });
  issues.push(...said.issues);
  return [...said.drafts];
}

/** A code that is a number may come with decimals: -9999.00 is -9999. */
const isSame = (code: string, text: string): boolean =>
  code === text || (numberIn(code) !== undefined && numberIn(code) === numberIn(text));

/** How the register knows the device; undefined, and told, where none is named. */
export function nativeOf({ value, note }: Item, pointer: string): string | undefined {
  const native = textAt(value, pointer);
  if (native !== undefined && native.length <= LONGEST_NAME) return native;
  note('webhook-no-device', 'No device is named here, in at most 120 signs.', pointer);
  return undefined;
}

type Said = Omit<Observation, 'device'>;

function read(item: Item, reading: ObservationsRule['readings'][number]): Said | undefined {
  const { quantity: name, path, unit, codes = {}, faults, verticalDatum } = reading;
  const found = at(item.value, path);
  if (found === undefined || !isCode(quantities, name)) return undefined;
  const { is, unit: own }: Quantity = quantities.rows[name];
  const base = { quantity: name, ...(own !== undefined && { unit: own }), ...(verticalDatum && { verticalDatum }) };
  const none = (fault?: string): Said => ({ ...base, value: null, quality: 'fault', ...(fault && { fault }) });
  if (found === null) return none();
  const text = textAt(item.value, path);
  if (text !== undefined && faults.some((code) => isSame(String(code), text))) return none(text);
  const value = text === undefined ? undefined : valueOf(text, { is, codes, times: factorOf(unit ?? '', own ?? '') });
  if (value !== undefined) return { ...base, value, quality: 'good' };
  item.note('webhook-no-value', `${name} cannot be read here; it counts as a fault.`, path);
  return none('unreadable');
}

function valueOf(
  text: string,
  {
    is,
    codes,
    times = 1,
  }: Pick<Quantity, 'is'> & { readonly codes: { [said: string]: string }; readonly times?: number | undefined },
): Observation['value'] | undefined {
  if (is === 'states') return [Object.hasOwn(codes, text) ? codes[text]! : maskNumbers(text.slice(0, 40))];
  if (is === 'text') return maskNumbers(text.slice(0, LONGEST_TEXT));
  const number = numberIn(text);
  return number === undefined ? undefined : Number((number * times).toPrecision(12));
}
