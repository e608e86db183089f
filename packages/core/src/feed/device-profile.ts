import type { QuantityName } from '../codes/quantities.js';
import { YingjiError, type Issue } from '../error.js';
import type { Layout, Title } from '../frame/layout.js';
import type { Json } from '../json.js';
import type { Device } from '../model/device.js';
import { LONGEST_BEAT_S } from '../model/observation.js';
import type { Report } from '../model/report.js';
import type { Instant } from '../model/time.js';

/** What a device tells of one quantity, and how far it can be believed. */
export interface ProfileQuantity {
  /** UCUM code of the numbers that `decode` gives: the unit of the vocabulary; absent for words. */
  readonly unit?: string;
  /** The least and the most that its sensor can tell, in `unit`; what lies outside is kept and marked `suspect`. */
  readonly lowest?: number;
  readonly highest?: number;
  /** Values by which the device says that it has none, as `decode` gives them; each is a fault, never a value. */
  readonly faults?: readonly (number | string)[];
}

/** A word of a quantity that is an alarm: besides the observation it becomes a `report` of channel `device`. */
export interface ProfileAlarm {
  readonly quantity: QuantityName;
  readonly word: string;
  /** What is wrong, in one line that a duty officer reads: no personal data. */
  readonly title: string;
  /** Agencies it asks for. */
  readonly needs: NonNullable<Report['needs']>;
  /** Event type 11xxx–14xxx, where the alarm tells it. */
  readonly eventType?: string;
}

/** One thing that a payload says. */
export interface DeviceReading {
  readonly quantity: QuantityName;
  /** Number in the unit of the profile, words, text; null when the device has none. */
  readonly value: number | string | readonly string[] | null;
  /** When it was true, where the payload says so itself. */
  readonly at?: Instant;
  /** Code of the fault, as the device states it. */
  readonly fault?: string;
  /** What else was said, under names `vendor:key`. */
  readonly extra?: { readonly [key: string]: Json };
}

/** What `decode` makes of a payload: its readings, and what is wrong with it. */
export interface DecodedPayload {
  readonly readings: readonly DeviceReading[];
  readonly issues?: readonly Issue[];
}

/** What a payload is read with, besides itself. */
export interface PayloadContext {
  /** Number of the channel it came by, where one tells payloads apart: the FPort of LoRaWAN. */
  readonly port?: number;
}

interface Profiled {
  /** Kebab-case; the name by which a feed is told of it. */
  readonly id: string;
  readonly title: Title;
  /** The document of the vendor with its version, or a norm with its year. */
  readonly norm: string;
  readonly contract: 1;
  /** What sort of device, kebab-case, as the register writes it: `water-level-gauge`. */
  readonly type: string;
  readonly quantities: { readonly [quantity in QuantityName]?: ProfileQuantity };
  /** How often it should be heard, as its own document says. */
  readonly updates: NonNullable<Device['contract']>;
  /** How far it senses, in metres; absent: it covers nothing but the point it stands at. */
  readonly rangeM?: number;
  /** Event types it would tell of, as codes 11xxx–14xxx or their beginnings. */
  readonly detects?: readonly string[];
  readonly alarms?: readonly ProfileAlarm[];
}

/** A device whose payload is bytes. */
export interface BytesProfile extends Profiled {
  readonly payload: 'bytes';
  /** The payload as data, for `--explain` and docs. */
  readonly layouts?: readonly Layout[];
  /** Pure, no clock, never throws; what is wrong becomes Issues. */
  decode(payload: Uint8Array, context: PayloadContext): DecodedPayload;
}

/** A device whose payload is JSON. */
export interface JsonProfile extends Profiled {
  readonly payload: 'json';
  /** Pure, no clock, never throws, whatever JSON it is; what is wrong becomes Issues. */
  decode(payload: Json, context: PayloadContext): DecodedPayload;
}

/** A kind of device as data: what it tells, in which unit, how far it can be believed, and how its payload is read. */
export type DeviceProfile = BytesProfile | JsonProfile;

const KEBAB = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * A profile that holds together. Whether its quantities are of the vocabulary, and its vectors true, is what `yingji check` finds.
 * Error `bad-profile`, which names what cannot be.
 */
export function defineDeviceProfile<P extends DeviceProfile>(profile: P): P {
  const { id, type, quantities, updates, rangeM, alarms = [] } = profile;
  const wrong = (what: string): never => {
    throw new YingjiError('bad-profile', `the profile "${id}" ${what}.`);
  };
  if (!KEBAB.test(id)) wrong('has an id that is not made of a–z, 0–9 and "-"');
  if (!KEBAB.test(type)) wrong(`is of type "${type}", which is not kebab-case`);
  if (Object.keys(quantities).length === 0) wrong('tells no quantity');
  for (const [name, { lowest = -Infinity, highest = Infinity }] of Object.entries(quantities))
    if (lowest >= highest) wrong(`has a range of ${name} whose lowest is not below its highest`);
  if (updates.by === 'periodic' && !(updates.everyS > 0 && updates.everyS <= LONGEST_BEAT_S))
    wrong(`has a beat of ${updates.everyS} s; it must be above 0 and at most ${LONGEST_BEAT_S}`);
  if (rangeM !== undefined && !(rangeM > 0)) wrong('has a sensing range that is not above 0');
  for (const { quantity, word } of alarms)
    if (!Object.hasOwn(quantities, quantity)) wrong(`has the alarm ${word} of ${quantity}, which it does not tell`);
  return profile;
}

/** What a register may take over of a device of this profile: what it is, tells, senses, and how often it should be heard. */
export function deviceOf(
  profile: DeviceProfile,
): Pick<Device, 'type' | 'contract' | 'quantities' | 'rangeM' | 'detects'> {
  const { type, updates, quantities, rangeM, detects } = profile;
  return {
    type,
    contract: updates,
    quantities: Object.entries(quantities).map(([quantity, { unit, lowest, highest }]) => ({
      quantity,
      ...(unit !== undefined && { unit }),
      ...(lowest !== undefined && { lowest }),
      ...(highest !== undefined && { highest }),
    })),
    ...(rangeM !== undefined && { rangeM }),
    ...(detects && { detects: [...detects] }),
  };
}
