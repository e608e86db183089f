import {
  entityId,
  issue,
  maskNumbers,
  millis,
  tellsApart,
  toInstant,
  type Draft,
  type EntityId,
  type Instant,
  type Issue,
  type Json,
  type Report,
} from '@yingji/core';
import { fireComponentTypes, fireSystemTypes, nameOf, type EventType, type QuantityName } from '@yingji/core/codes';
import { ANALOGS } from './analogs.js';
import { aboutWhen, believe, wrongClock, type Receipt } from './belief.js';
import type { Gbt26875Frame, Gbt26875Object } from './codec.js';
import { COMMANDS } from './layout.js';
import {
  COMPONENT_BITS,
  operationsOf,
  statesOf,
  SYSTEM_BITS,
  SYSTEM_OPERATIONS,
  TRANSMITTER_BITS,
  TRANSMITTER_OPERATIONS,
  type Bits,
} from './states.js';

export interface MappingContext extends Receipt {
  readonly source: string;
  /** The source whose register names these devices. */
  readonly registry: string;
}

/** What a report says of an alarm. */
type Alarm = Pick<Report, 'title'> & {
  readonly needs: NonNullable<Report['needs']>;
  readonly eventType: EventType;
};

/** What one object of a frame says, before ids and times are made. */
interface Said {
  /** What the address has after the transmitter's own; empty for the transmitter itself. */
  readonly part: string;
  readonly quantity: QuantityName;
  readonly value: Json;
  /** Said only beside `extra`. */
  readonly unit?: string;
  readonly extra?: { readonly [key: string]: Json };
  readonly alarm?: Alarm | undefined;
  /** Where, as the installer wrote it into the device. */
  readonly where?: string | undefined;
}

type Say = (object: Gbt26875Object) => Said;

const system = ({ system: s, systemAddress: a }: Gbt26875Object): string => `-${s}-${a}`;
const component = (object: Gbt26875Object): string => `${system(object)}-${object.address}`;
// Type 0 is 通用, which in a title would name nothing.
const systemName = ({ system: s }: Gbt26875Object): string =>
  s ? (nameOf(fireSystemTypes, s) ?? `消防设施（类型 ${s}）`) : '消防设施';
const componentName = ({ component: c }: Gbt26875Object): string =>
  c ? (nameOf(fireComponentTypes, c) ?? `部件（类型 ${c}）`) : '部件';
const transmitterName = (): string => '用户信息传输装置';

const fire = (title: string): Alarm => ({ title, needs: ['fire'], eventType: '12G00' });

/**
 * The detectors of 可燃气体. The norm has one bit for all alarms, 火警, and these set it for gas that leaks; 74 stands among the fire
 * detectors of the norm's list and tells of gas that a fire makes.
 */
const OF_LEAKS: ReadonlySet<number | undefined> = new Set([10, 11, 12, 13]);

function alarmOf(name: string, type: number | undefined): Alarm {
  if (!OF_LEAKS.has(type)) return fire(`${name}火警`);
  return { title: `${name}报警`, needs: ['fire', 'municipal'], eventType: '12D02' };
}

/** What the bits of a word are, and of whom. */
interface Words extends Pick<Said, 'part' | 'quantity'> {
  readonly bits: Bits;
  readonly name: (object: Gbt26875Object) => string;
}

function states(object: Gbt26875Object, { part, quantity, bits, name }: Words): Said {
  const value = statesOf(object.status!, bits);
  const alarm = value.includes('fire') ? alarmOf(name(object), object.component) : undefined;
  return { part, quantity, value, extra: wordOf(object), alarm, where: object.text || undefined };
}

/** The word as sent keeps its reserved bits, and bit 0 beside others. Each made whole: it takes half the room of one that grows. */
function wordOf({ status, component: type, text }: Gbt26875Object): { readonly [key: string]: Json } {
  if (type === undefined) return { 'gbt26875:status': status! };
  if (!text) return { 'gbt26875:status': status!, 'gbt26875:component': type };
  return { 'gbt26875:status': status!, 'gbt26875:component': type, 'gbt26875:description': text };
}

function operations(object: Gbt26875Object, { part, quantity, bits, name }: Words): Said {
  const value = operationsOf(object.operation!, bits);
  return {
    part,
    quantity,
    value,
    extra: { 'gbt26875:operation': object.operation!, 'gbt26875:operator': object.operator! },
    ...(value.includes('manual-alarm') ? { alarm: fire(`${name(object)}手动报警`) } : {}),
  };
}

function analog(object: Gbt26875Object): Said {
  const known = ANALOGS[object.analog!];
  const extra = {
    'gbt26875:component': object.component!,
    'gbt26875:analog-type': object.analog!,
    'gbt26875:raw': object.value!,
  };
  const part = component(object);
  if (!known) return { part, quantity: 'analog', value: object.value!, extra };
  // Counts are whole; twelve digits hide what binary fractions add.
  return {
    part,
    quantity: known.quantity,
    value: Number((object.value! * known.per).toPrecision(12)),
    unit: known.unit,
    extra,
  };
}

/** What each type of unit says of a device. */
const SAYS: { readonly [type: number]: Say } = {
  1: (o) => states(o, { part: system(o), quantity: 'system-state', bits: SYSTEM_BITS, name: systemName }),
  2: (o) => states(o, { part: component(o), quantity: 'component-state', bits: COMPONENT_BITS, name: componentName }),
  3: analog,
  4: (o) => operations(o, { part: system(o), quantity: 'system-operation', bits: SYSTEM_OPERATIONS, name: systemName }),
  5: (o) => ({ part: system(o), quantity: 'software-version', value: `${o.major}.${o.minor}` }),
  6: (o) => ({ part: system(o), quantity: 'configuration', value: o.text ?? '' }),
  7: (o) => ({
    part: component(o),
    quantity: 'configuration',
    value: o.text ?? '',
    extra: { 'gbt26875:component': o.component! },
  }),
  8: (o) => ({ part: system(o), quantity: 'device-time', value: o.time ?? null }),
  21: (o) => states(o, { part: '', quantity: 'transmitter-state', bits: TRANSMITTER_BITS, name: transmitterName }),
  24: (o) =>
    operations(o, {
      part: '',
      quantity: 'transmitter-operation',
      bits: TRANSMITTER_OPERATIONS,
      name: transmitterName,
    }),
  25: (o) => ({ part: '', quantity: 'software-version', value: `${o.major}.${o.minor}` }),
  26: (o) => ({ part: '', quantity: 'configuration', value: o.text ?? '' }),
  28: (o) => ({ part: '', quantity: 'device-time', value: o.time ?? null }),
};

/**
 * One frame as facts: a fire bit (a leak, where a detector of combustible gas has it) or a manual alarm is a `report`, every object an `observation`; fault, shielding and reset
 * are observations and end no alarm. A device's own clock reading is a value, not the time of the fact.
 */
export function mapFrame(
  frame: Gbt26875Frame,
  context: MappingContext,
): { drafts: Draft[]; issues: Issue[]; known: boolean } {
  const understood = frame.command >= COMMANDS.control && frame.command <= COMMANDS.deny;
  const say = frame.type === undefined || !understood ? undefined : SAYS[frame.type];
  if (!say) return { drafts: [], issues: [], known: frame.type === undefined };
  const issues: Issue[] = [];
  const ownTime = frame.type === 8 || frame.type === 28;
  const { objects } = frame;
  const ids = idsOf(frame, context);
  const drafts: Draft[] = [];
  // The objects of a frame nearly always have one label.
  let moment: Moment | undefined;
  for (let i = 0; i < objects.length; i += 1) {
    const object = objects[i]!;
    const own = ownTime || object.time === undefined ? null : object.time;
    if (!moment || moment.own !== own) moment = momentOf(own, frame, context);
    const { label, believed } = moment;
    if (label !== null && !believed)
      issues.push(wrongClock(label, own === null ? '/time' : `/objects/${i}/time`, context));
    const said = say(withoutNumbers(object, i, issues));
    if (said.alarm) drafts.push(alarmIn(said, said.alarm, { moment, ids }));
    drafts.push(observationIn(said, { frame, moment, i, ids }));
  }
  return { drafts, issues, known: true };
}

/**
 * How the ids of what a frame says begin, its transmitter named. What follows is of digits, letters, points and strokes, which an id
 * holds as they are.
 */
interface Ids {
  readonly transmitter: string;
  readonly device: string;
  readonly observation: string;
  readonly report: string;
}

function idsOf({ source: transmitter }: Gbt26875Frame, { source, registry }: MappingContext): Ids {
  const native = String(transmitter);
  return {
    transmitter: native,
    device: entityId('device', registry, native),
    observation: entityId('observation', source, native),
    report: entityId('report', source, native),
  };
}

/** When an object was said, by its own label or that of its frame. */
interface Moment {
  readonly own: string | null;
  readonly label: string | null;
  readonly believed: boolean;
  /** Absent: no label is believed. */
  readonly stated: Instant | undefined;
  readonly at: Instant;
  /** The same in an id, with the occasion where the clock may stand still. */
  readonly when: string;
}

function momentOf(own: string | null, { time: framed, serial }: Gbt26875Frame, context: MappingContext): Moment {
  const label = own ?? framed;
  const byLabel = believe(label, context);
  const stated = byLabel ?? believe(framed, context);
  const at = stated ?? context.receivedAt;
  const shown = toInstant(millis(at)).replace(/[-:]|\.\d+/g, '');
  const when = tellsApart(at, context.receivedAt) ? shown : `${shown}.${serial}.${aboutWhen(context)}`;
  return { own, label, believed: byLabel !== undefined, stated, at, when };
}

/** What an installer typed is shown to everybody: the number of a person in it is masked. */
function withoutNumbers(object: Gbt26875Object, i: number, issues: Issue[]): Gbt26875Object {
  const text = object.text === undefined ? undefined : maskNumbers(object.text);
  if (text === undefined || text === object.text) return object;
  issues.push(
    issue('personal-text', 'The text holds a phone or citizen number, which is masked; take it out of the device.', {
      path: `/objects/${i}/text`,
      level: 'warning',
    }),
  );
  return { ...object, text };
}

function observationIn(
  said: Said,
  { frame, moment, i, ids }: { frame: Gbt26875Frame; moment: Moment; i: number; ids: Ids },
): Draft {
  const { part, quantity, value: measured, unit, extra } = said;
  const quality = measured === null ? 'fault' : 'good';
  const device = ids.device + part;
  // Made whole, as it stands for long and there are thousands.
  const value: Json =
    extra === undefined
      ? { device, quantity, value: measured, quality }
      : unit === undefined
        ? { device, quantity, value: measured, quality, extra }
        : { device, quantity, value: measured, quality, unit, extra };
  const id = `${ids.observation}${part}.${quantity}.${moment.when}.${frame.serial}.${i}` as EntityId;
  return { v: 1, kind: 'observation', id, at: moment.at, basis: 'stated', body: { value } };
}

function alarmIn(said: Said, alarm: Alarm, { moment, ids }: { moment: Moment; ids: Ids }): Draft {
  const { part, where } = said;
  const { stated, at, when } = moment;
  const value = {
    channel: 'device',
    ...alarm,
    ...(stated === undefined ? {} : { occurredAt: stated }),
    native: ids.transmitter + part,
    device: ids.device + part,
    ...(where === undefined ? {} : { address: where }),
  };
  return { v: 1, kind: 'report', id: `${ids.report}${part}.${when}` as EntityId, at, basis: 'stated', body: { value } };
}
