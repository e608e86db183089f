import { createHash } from 'node:crypto';
import {
  entityId,
  issue,
  millis,
  toInstant,
  type Basis,
  type Draft,
  type Instant,
  type Issue,
  type Json,
} from '@yingji/core';
import { quantities, type QuantityName } from '@yingji/core/codes';
import { alarmsOf, TRIED } from './alarms.js';
import { readEntry } from './ascii.js';
import { clockOf } from './clock.js';
import type { Sl651Config } from './config.js';
import { ELEMENTS, GUIDES, type Element } from './elements.js';
import type { Sl651Element, Sl651Frame } from './frame.js';
import { FUNCTIONS } from './layout.js';
import { statesOf } from './state-word.js';

export interface Mapped {
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
  /** Whether all that it says became facts, or says nothing that is one. */
  readonly known: boolean;
}

export interface MappingContext {
  readonly source: string;
  readonly receivedAt: Instant;
  readonly config: Sl651Config;
  /** Key of the message, by which quarantine has it. */
  readonly key: string;
}

/** Answers that say no more than that the station obeyed. */
const OBEYED = new Set([0x2f, 0x40, 0x42, 0x47, 0x48, 0x49, 0x4a]);
const TRIAL = 0x30;
/** Words of a reading before it has an id. */
interface Reading {
  readonly quantity: QuantityName;
  readonly part: string | undefined;
  readonly at: Instant;
  readonly basis: Basis;
  readonly value: Json;
  readonly none?: string | undefined;
  readonly extra?: { readonly [key: string]: Json };
  /** One of a series has its place in time alone: told again by another message it is the same. */
  readonly serial: boolean;
  /** It is not what its element should hold. */
  readonly doubtful?: boolean;
}

/** What a message of a station says, as facts. */
export function mapFrame(frame: Sl651Frame, context: MappingContext): Mapped {
  const { function: code } = frame;
  if (frame.direction === 'down') return aside('sl651-downward', 'A frame of a centre says nothing of a station.');
  if (OBEYED.has(code)) return { drafts: [], issues: [], known: true };
  const clock = clockOf(frame, context.receivedAt);
  const at: At = (time) => clock.at(time);
  const told = readingsOf(frame, context.config, at);
  const picture = pictureOf(frame, at, context.key);
  const readings = picture ? [...told.readings, picture] : told.readings;
  const drafts = readings.flatMap((reading, i) => [
    draftOf(reading, frame, { ...context, extra: i === 0 ? told.extra : {} }),
    ...alarmsIn(reading, frame, context),
  ]);
  const unmapped = Object.keys(told.extra);
  const issues = [...clock.issues];
  // Its bytes stay where its message is kept aside, sealed: in the log stands what they are and nothing to look at.
  if (picture) issues.push(...aside('sl651-picture', keptAside(frame.picture!)).issues);
  const whole = drafts.length > 0 && frame.rest === undefined;
  const known = whole && !picture;
  if (!whole) issues.push(...aside('sl651-unmapped', leftOut(code, unmapped)).issues);
  return { drafts: unique(drafts), issues, known };
}

const keptAside = ({ length }: Uint8Array): string =>
  `A picture of ${length} bytes stays with its message in quarantine; the observation names it.`;

const leftOut = (code: number, unmapped: readonly string[]): string =>
  `Function ${code.toString(16)} (${FUNCTIONS[code]?.zh ?? 'of the vendor'}) ${
    unmapped.length > 0 ? `tells ${unmapped.join(', ')} alone, which are no quantities` : 'says what is no fact here'
  }; it is kept aside.`;

const aside = (code: string, message: string): Mapped => ({
  drafts: [],
  issues: [issue(code, message, { level: 'info' })],
  known: false,
});

type At = (time: string | null | undefined) => Instant;

function readingsOf(
  frame: Sl651Frame,
  config: Sl651Config,
  at: At,
): { readings: Reading[]; extra: Record<string, Json> } {
  const readings: Reading[] = [];
  const extra: Record<string, Json> = {};
  const plain = { part: undefined, basis: 'stated', serial: true } as const;
  const entered = frame.entry === undefined ? undefined : readEntry(frame.entry);
  for (const each of entered ?? frame.elements) {
    const reading = each.series ? seriesOf(each, frame, { config, at }) : readingOf(each, config, at);
    if (reading) readings.push(entered ? { ...reading, extra: { 'sl651:entered': true } } : reading);
    else extra[nameOf(each.guide)] = each.value;
  }
  if (frame.function === 0x45 && frame.text !== undefined)
    readings.push({ ...plain, quantity: 'software-version', at: at(undefined), value: frame.text });
  if (frame.function === 0x51) {
    const time = frame.sentAt ?? null;
    readings.push({
      ...plain,
      quantity: 'device-time',
      at: at(undefined),
      value: time === null ? null : `${time}+08:00`,
    });
  }
  return { readings, extra };
}

/** A picture by what it is: whoever may look at it finds it in quarantine by the key of its message, and can tell that it is this one. */
function pictureOf({ picture, picturedAt }: Sl651Frame, at: At, message: string): Reading | undefined {
  if (!picture) return undefined;
  const jpeg = picture[0] === 0xff && picture[1] === 0xd8 && picture[2] === 0xff;
  return {
    ...{ quantity: 'picture', part: undefined, at: at(picturedAt), basis: 'stated', serial: true },
    value: `sha256:${createHash('sha256').update(picture).digest('hex')}`,
    doubtful: !jpeg,
    extra: { 'sl651:picture': { message, bytes: picture.length, ...(jpeg && { type: 'image/jpeg' }) } },
  };
}

/** What a status word raises. One that tries the station out raises nothing: whoever lifts its float makes no flood. */
function alarmsIn({ quantity, value, at }: Reading, frame: Sl651Frame, context: MappingContext): Draft[] {
  if (quantity !== 'station-state' || !Array.isArray(value) || frame.function === TRIAL) return [];
  const { source, config } = context;
  const { serial = 0 } = frame;
  const told = {
    source,
    registry: config.registry,
    station: stationOf(frame),
    at,
    serial: { of: frame.station, n: serial },
  };
  return alarmsOf({ ...told, words: value as readonly string[] });
}

/** `sl651:SW`, or `sl651:76` where the norm has no name. */
const nameOf = (guide: number): string => `sl651:${ELEMENTS[guide]?.symbol ?? guide.toString(16)}`;

function meaningOf(
  guide: number,
  { elements }: Sl651Config,
): Pick<Element, 'quantity' | 'factor' | 'part'> | undefined {
  const own = elements[guide.toString(16).padStart(2, '0')];
  const meant = own ? (own as Pick<Element, 'quantity' | 'factor' | 'part'>) : ELEMENTS[guide];
  return meant?.quantity === undefined ? undefined : meant;
}

function readingOf({ guide, at: time, value, none }: Sl651Element, config: Sl651Config, at: At): Reading | undefined {
  const plain = { at: at(time), basis: 'stated', serial: true } as const;
  if (guide === GUIDES.state)
    return { ...plain, quantity: 'station-state', part: undefined, value: value === null ? null : statesOf(value) };
  const meant = meaningOf(guide, config);
  if (!meant) return undefined;
  return { ...plain, quantity: meant.quantity!, part: meant.part, value: scaled(value, meant.factor), none };
}

/** Decimals stay what they are: 12.34 kPa is 12340 Pa. */
const scaled = (value: number | null, factor = 1): number | null =>
  value === null || factor === 1 ? value : Number((value * factor).toPrecision(12));

/**
 * When a value of a series was. The twelve of an hour: a full hour is its end, five past it the end of its first five minutes. Others begin at
 * their time, but for those that could then not have been measured yet when they were sent: they end at it, which is derived.
 */
export function instantOf(
  { guide, at: time, series }: Sl651Element,
  at: At,
): { readonly at: Instant; readonly basis: Basis } {
  const { n, of, stepS } = series!;
  const first = millis(at(time));
  const last = first + (of - 1) * stepS * 1000;
  const hourly = guide >= GUIDES.rain && guide < GUIDES.velocity && typeof time === 'string' && time.endsWith(':00:00');
  const late = last > millis(at(undefined)) + 60_000;
  const ms = hourly || late ? first - (of - 1 - n) * stepS * 1000 : first + n * stepS * 1000;
  return { at: toInstant(ms), basis: late && !hourly ? 'derived' : 'stated' };
}

/** One value of a series, at its own time. */
function seriesOf(
  element: Sl651Element,
  frame: Sl651Frame,
  { config, at }: { readonly config: Sl651Config; readonly at: At },
): Reading | undefined {
  const { guide, value, none } = element;
  const plain = { ...instantOf(element, at), none, serial: value === null } as const;
  if (guide === GUIDES.rain) return { ...plain, quantity: 'rainfall-5min', part: undefined, value };
  if (guide < GUIDES.levels || guide >= GUIDES.velocity) {
    const reading = readingOf(element, config, at);
    return reading && { ...reading, ...plain };
  }
  const gauge = guide - GUIDES.levels;
  const part = gauge === 0 ? undefined : `z${gauge + 1}`;
  const base = config.stations[stationOf(frame)]?.levelBases?.[gauge];
  // Without the base of its gauge it is no level, only how high the water stands over something.
  if (base === undefined || base === null)
    return { ...plain, quantity: 'height', part, value, extra: { 'sl651:relative': `DRZ${gauge + 1}` } };
  const level = value === null ? null : Number((base + value).toFixed(3));
  return { ...plain, basis: 'derived', quantity: 'water-level', part, value: level };
}

const stationOf = ({ measuredBy, station }: Sl651Frame): string => measuredBy ?? station;

function draftOf(
  reading: Reading,
  frame: Sl651Frame,
  { source, config, extra: more }: MappingContext & { readonly extra: { readonly [key: string]: Json } },
): Draft {
  const { quantity, part, at, basis, value, none, serial: numbered } = reading;
  const station = stationOf(frame);
  const native = part === undefined ? station : `${station}-${part}`;
  const row = quantities.rows[quantity];
  const datum = config.stations[station]?.verticalDatum ?? config.verticalDatum;
  // What is told to try a station out, whoever lifts its float, is no water: it is shown and not relied on.
  const trial = frame.function === TRIAL;
  // Elements that do not fill their message: those before may have been read wrong as well.
  const broken = frame.rest !== undefined;
  const extra = { ...reading.extra, ...(trial && { [TRIED]: true }), ...more };
  const { serial = 0 } = frame;
  const own = numbered ? `.${serial}${reading.value === null && quantity !== 'station-state' ? '.none' : ''}` : '';
  // Told first, a trial must not stand in the way of what is measured in the same minute.
  const tried = trial ? '.trial' : '';
  return {
    v: 1,
    kind: 'observation',
    id: entityId('observation', source, `${native}.${quantity}.${at.replace(/[-:]|\.000/g, '')}${own}${tried}`),
    at,
    basis,
    serial: { of: frame.station, n: serial },
    body: {
      value: {
        device: entityId('device', config.registry, native),
        quantity,
        value,
        quality: value === null ? 'fault' : trial || broken || reading.doubtful ? 'suspect' : 'good',
        ...(row.unit !== undefined && { unit: row.unit }),
        ...(row.datum && datum !== undefined && { verticalDatum: datum }),
        ...(none !== undefined && { fault: none }),
        ...(Object.keys(extra).length > 0 && { extra }),
      },
    },
  };
}

/** What one message tells twice of one thing at one time has two ids. */
function unique(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return drafts.map((draft, i) => {
    const twice = seen.has(draft.id);
    seen.add(draft.id);
    return twice ? { ...draft, id: `${draft.id}.${i}` as typeof draft.id } : draft;
  });
}
