import { issue, type Issue } from '../error.js';
import { heavyJson } from '../json-depth.js';
import type { Json } from '../json.js';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import { isMeasured, LONGEST_BEAT_S, type Observation } from '../model/observation.js';
import { millis, type Instant } from '../model/time.js';
import type { DecodedPayload, DeviceProfile, DeviceReading, PayloadContext } from './device-profile.js';
import { stated } from './push.js';
import { saidBy } from './said-by.js';
import { isCredible, wrongClock } from './source-clock.js';

/** Under this name a report made of an alarm says in its `extra` of which quantity and word it is: `gas-state alarm`. */
export const PROFILE_ALARM = 'profile:alarm';

/** One message of a device, as the transport or the platform hands it over. */
export interface DeviceMessage extends PayloadContext {
  /** The device's own name at its source, which the register knows it by. */
  readonly native: string;
  /** The message's own identity, unique for its device: a retry repeats it, and gives the same ids again. */
  readonly key: string;
  /** When it was sent, where the message says so; absent: the time of receipt counts. */
  readonly at?: Instant;
  /** It was kept on its way, nobody knows how long: however old it says it is, it may be. */
  readonly kept?: boolean;
  /** JSON as a value or as UTF-8 text in bytes; a profile of bytes takes bytes alone. */
  readonly payload: Uint8Array | Json;
}

/** Whose ids are minted, and when the message was received. */
export interface ReadingsContext {
  /** The source part of every id that is minted. */
  readonly source: string;
  /** Source of the register that names the devices. */
  readonly registry: string;
  readonly receivedAt: Instant;
}

/** What a message says by its profile. `ok`: no Issue of level error. */
export interface Readings {
  readonly ok: boolean;
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
}

/**
 * A message of a device as drafts, by its profile: an `observation` for each reading, and a `report` for each alarm, again
 * with every message that has it: that one goes on only a session knows. A time that no clock can have shown (`clock-ahead`,
 * `clock-behind`) gives way to that of the message, and that to receipt. Pure, and never throws: a profile that throws, or gives
 * what are no readings, gives the Issue `read-failed`. A fault code has no value, what the sensor cannot tell is `suspect`, and a
 * quantity that the profile does not name is kept and told; the vocabulary and the register are the door's to weigh.
 */
export function readingsOf(profile: DeviceProfile, message: DeviceMessage, context: ReadingsContext): Readings {
  try {
    const { readings, issues = [] } = decoded(profile, message);
    const told: Issue[] = [...issues];
    const count = new Map<string, number>();
    const drafts = readings.flatMap((reading, i) => {
      const nth = count.get(reading.quantity) ?? 0;
      count.set(reading.quantity, nth + 1);
      return draftsOf(reading, { profile, message, context, told, path: `/readings/${i}`, nth });
    });
    return { ok: !told.some(({ level }) => level === 'error'), drafts, issues: told };
  } catch (error) {
    const said = `The profile ${profile.id} threw ${saidBy(error)} for this payload; mend its decode.`;
    return { ok: false, drafts: [], issues: [issue('read-failed', said)] };
  }
}

function decoded(profile: DeviceProfile, { payload, port }: DeviceMessage): DecodedPayload {
  const context = port === undefined ? {} : { port };
  if (profile.payload === 'bytes')
    return payload instanceof Uint8Array
      ? profile.decode(payload, context)
      : refused('payload-no-bytes', `${profile.id} reads bytes, and this is ${typeof payload}.`);
  if (!(payload instanceof Uint8Array)) return profile.decode(payload, context);
  let value: Json;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    const heavy = heavyJson(text);
    if (heavy) return { readings: [], issues: [heavy] };
    value = JSON.parse(text) as Json;
  } catch {
    return refused('payload-no-json', `These ${payload.length} bytes are no whole JSON; they may be cut.`);
  }
  return profile.decode(value, context);
}

const refused = (code: string, said: string): DecodedPayload => ({ readings: [], issues: [issue(code, said)] });

interface Reading {
  readonly profile: DeviceProfile;
  readonly message: DeviceMessage;
  readonly context: ReadingsContext;
  /** Takes the Issues. */
  readonly told: Issue[];
  readonly path: string;
  /** How many readings of this quantity came before it in the message. */
  readonly nth: number;
}

function draftsOf(given: DeviceReading, reading: Reading): Draft[] {
  const { profile, message, context, nth } = reading;
  const { native, key } = message;
  const { source, registry } = context;
  const at = timeOf(given, reading);
  const device = entityId('device', registry, native);
  const name = nth === 0 ? given.quantity : `${given.quantity}.${nth}`;
  const observed = { device, ...weighed(given, reading) };
  const words = typeof observed.value === 'string' ? [observed.value] : observed.value;
  const alarms = (profile.alarms ?? []).filter(
    ({ quantity, word }) => quantity === given.quantity && Array.isArray(words) && words.includes(word),
  );
  return [
    ...alarms.map(({ word, title, needs, eventType }) =>
      stated(
        entityId('report', source, `${native}.${word}.${key}`),
        {
          ...{ channel: 'device', needs, title, native, device, occurredAt: at, ...(eventType && { eventType }) },
          extra: { [PROFILE_ALARM]: `${given.quantity} ${word}` },
        },
        at,
      ),
    ),
    stated(entityId('observation', source, `${native}.${name}.${key}`), observed, at),
  ];
}

/** When it was measured: the first of its own time, that of its message and receipt that can be. Wrong clocks are told once. */
function timeOf({ at }: DeviceReading, { message, context: { receivedAt }, told, path }: Reading): Instant {
  for (const said of [at, message.at]) {
    if (said === undefined) continue;
    const old = message.kept === true && millis(said) <= millis(receivedAt);
    if (old || isCredible(said, receivedAt)) return said;
    const wrong = wrongClock(said, { receivedAt, path: `${path}/at` });
    if (!told.some(({ code }) => code === wrong.code)) told.push(wrong);
  }
  return receivedAt;
}

/** A reading by what its profile says of the quantity. */
function weighed(given: DeviceReading, { profile, told, path }: Reading): Omit<Observation, 'device'> {
  const { quantity, value, fault, extra } = given;
  const known = Object.hasOwn(profile.quantities, quantity) ? profile.quantities[quantity] : undefined;
  const note = (code: string, said: string): void =>
    void told.push(issue(code, said, { path: `${path}/value`, level: 'warning' }));
  if (!known) note('quantity-not-in-profile', `${profile.id} does not name ${quantity}; kept. Add it to the profile.`);
  const { unit, lowest = -Infinity, highest = Infinity, faults = [] } = known ?? {};
  const base = { quantity, ...(unit !== undefined && { unit }), ...(extra && { extra }), ...beatOf(profile, value) };
  if ((typeof value === 'number' || typeof value === 'string') && faults.includes(value)) {
    note('fault-code', `${value} is a fault code of the device, no value; look at the device.`);
    return { ...base, value: null, quality: 'fault', fault: fault ?? String(value) };
  }
  const stands = { ...base, value: value as Observation['value'], ...(fault !== undefined && { fault }) };
  if (value === null || fault !== undefined) return { ...stands, quality: 'fault' };
  if (typeof value === 'number' && !Number.isFinite(value)) {
    note('no-number', `${quantity} is no finite number; it counts as a fault. Look at the device.`);
    return { ...stands, value: null, quality: 'fault' };
  }
  if (typeof value !== 'number' || (value >= lowest && value <= highest)) return { ...stands, quality: 'good' };
  note('implausible-value', `${value} ${unit ?? ''} is beyond what the device can tell; look at the device.`);
  return { ...stands, quality: 'suspect' };
}

/** The beat by which its measurements go stale; words are told when something happens. */
const beatOf = ({ updates }: DeviceProfile, value: DeviceReading['value']): { everyS?: number } =>
  updates.by === 'periodic' && updates.everyS <= LONGEST_BEAT_S && isMeasured(value as Json)
    ? { everyS: updates.everyS }
    : {};
