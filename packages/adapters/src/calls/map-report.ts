import { entityId, stated, type Draft, type Instant, type Report } from '@yingji/core';
import type { Need } from './agency.js';
import { casualtiesOf, isAnybody, trappedBy } from './casualties.js';
import { ownExtra, type MapContext } from './map-context.js';
import { peersOf } from './map-links.js';
import { reportFields, type Field } from './field-names.js';
import type { CallRecord } from './record.js';
import { classIn, isCode, numberIn, unitNameIn } from './public-text.js';
import { positionOf, toBuilding } from './where.js';
import { eventTypeIn, needsOf } from './words.js';

/** Fields that by themselves tell of nothing that happened. */
const ONLY_POINT: ReadonlySet<Field> = new Set<Field>([
  'number',
  'main',
  'merged',
  'peer110',
  'peer119',
  'order12345',
  'division',
  'unit',
  'caller',
  'contactPhone',
]);
const TELLING = reportFields.filter((field) => !ONLY_POINT.has(field));
/** Fields that are said in words of their own, in the vault. */
const SAID: readonly Field[] = ['contactPhone', 'lineUser', 'trapped', 'injured', 'dead'];
/** Fields of which codes alone stand in public: what else is in one is said in the vault. */
const CODED: readonly Field[] = [
  ...(['number', 'main', 'peer110', 'peer119', 'order12345', 'division', 'unit', 'takenBy'] as const),
  ...(['classCode', 'policeLevel', 'fireLevel', 'state', 'dialled'] as const),
];
/** A grade of the police, in its own words. */
const GRADE = /^(?:[A-Za-z0-9-]{1,8}|[特一二三四五六]级?)$/;

/**
 * Whether a record tells of a call, and is not only about one: what it does not say would else be taken back. Orders often repeat
 * a part of their call; one with a number of its own tells of the call where it holds the whole of it.
 */
export function tells(record: CallRecord): boolean {
  if (!record.has('dispatch', 'feedback')) return record.has(...TELLING);
  return record.has('calledAt') && record.has('content') && record.has('address');
}

/**
 * 接警单 → `report`. The caller, both numbers, the exact home, every free text and every field that nobody named go into the
 * marked members, and so into the vault; what stands in public is made of codes, counts and the address to the building.
 */
export function mapReport(record: CallRecord, number: string, context: MapContext): Draft {
  const { source, agency, receivedAt } = context;
  const id = entityId('report', source, number);
  const at: Instant = record.time('updatedAt') ?? receivedAt;
  if (record.flag('deleted')) return { ...stated(id, {}, at), body: { removed: true, reason: 'deleted-at-source' } };
  const secret = record.flag('secret') ?? record.has('secret');
  const eventType = eventTypeOf(record, context);
  const casualties = casualtiesOf(record);
  const value: Report = {
    channel: channelOf(record, context),
    needs: needs(record, { eventType, casualties, context }),
    ...(isCode(number) && record.text('number') === number && { native: number }),
    ...peersOf(record, number, context),
    title: secret ? agency.report : titleOf(record, context),
    ...(!secret && eventType !== undefined && { eventType }),
    ...(casualties && { casualties }),
    ...gradesOf(record, context),
    ...occurred(record),
    ...personal(record, context),
    ...(!secret && publicPlace(record, context)),
    ...reportExtra(record, context, secret),
  };
  return stated(id, value, at);
}

function channelOf(record: CallRecord, { agency, words }: MapContext): Report['channel'] {
  const dialled = record.text('dialled');
  const channel = dialled === undefined ? undefined : words.dialled.get(dialled);
  if (dialled !== undefined && channel === undefined)
    record.note(
      'calls-code-unknown',
      `What was dialled is not known here and taken as ${agency.channel}; name it in codes.dialled.`,
      {
        field: 'dialled',
        level: 'info',
      },
    );
  return channel ?? agency.channel;
}

function eventTypeOf(record: CallRecord, { words }: MapContext): string | undefined {
  for (const field of ['classCode', 'class'] as const) {
    const text = record.text(field);
    const found = text === undefined ? undefined : words.eventType.get(text);
    if (found !== undefined) return found;
  }
  const name = record.text('class');
  return name === undefined ? undefined : eventTypeIn(name);
}

/** Who is asked for: by what it is, by who is hurt, and where neither says so by whose desk it lies on. */
function needs(
  record: CallRecord,
  of: {
    readonly eventType: string | undefined;
    readonly casualties: Report['casualties'];
    readonly context: MapContext;
  },
): Need[] {
  const { eventType, casualties, context } = of;
  if (handedOver(record, context)) return ['municipal'];
  const found = new Set<Need>(eventType === undefined ? [] : needsOf(eventType));
  if (found.size === 0) found.add(context.agency.need);
  if (isAnybody(record, 'injured', casualties)) found.add('medical');
  if (isAnybody(record, 'trapped', casualties) || trappedBy(record).any) found.add('fire');
  return [...found];
}

/** Whether the record says that 12345 deals with it. */
export function handedOver(record: CallRecord, { words }: MapContext): boolean {
  const state = record.text('state');
  return state !== undefined && words.handedOver.has(state);
}

/** The class in words of our table, or whole where the configuration names it. */
function titleOf(record: CallRecord, { agency, words }: MapContext): string {
  const name = record.text('class');
  if (name === undefined) return agency.report;
  return words.eventType.has(name) ? name : (classIn(name) ?? agency.report);
}

function gradesOf(record: CallRecord, { words }: MapContext): Pick<Report, 'grades'> {
  const police = record.text('policeLevel');
  const written = record.text('fireLevel');
  const fire = written === undefined ? undefined : words.fireGrade.get(written);
  if (written !== undefined && fire === undefined)
    record.note(
      'calls-code-unknown',
      'The grade of a fire is none of 一–五级 and is left out; name it in codes.fireGrade.',
      {
        field: 'fireLevel',
        level: 'info',
      },
    );
  const coded = police !== undefined && GRADE.test(police) ? police : undefined;
  if (coded === undefined && fire === undefined) return {};
  return { grades: { ...(coded !== undefined && { police: coded }), ...(fire && { fire }) } };
}

function occurred(record: CallRecord): Pick<Report, 'occurredAt'> {
  const at = record.time('calledAt') ?? record.time('takenAt');
  return at === undefined ? {} : { occurredAt: at };
}

/** Everything that may tell of a person: nothing of it is read anywhere else. */
function personal(record: CallRecord, context: MapContext): Pick<Report, 'caller' | 'phone' | 'home' | 'narrative'> {
  const caller = record.text('caller');
  const phone = record.text('phone') ?? record.text('contactPhone');
  const other = SAID.filter((field) => field !== 'contactPhone' || record.text(field) !== phone);
  const { any, count } = trappedBy(record);
  const anyTrapped = any === undefined || count !== undefined ? (['anyTrapped'] as const) : [];
  const home = record.lines('address', 'callAddress', 'lineAddress');
  const narrative = [
    ...[record.text('content'), record.text('addition')].filter((text) => text !== undefined),
    ...record.lines(...other, ...anyTrapped),
    ...inWords(record, context),
    ...record.rest,
  ];
  return {
    ...(caller !== undefined && { caller }),
    ...(phone !== undefined && { phone }),
    ...(home.length > 0 && { home: home.join('\n') }),
    ...(narrative.length > 0 && { narrative: narrative.join('\n') }),
  };
}

/** What stands in fields of codes and is none, and a class as it was written. */
function inWords(record: CallRecord, { words }: MapContext): readonly string[] {
  const known = [words.dialled, words.state, words.handedOver, words.fireGrade];
  const isShown = (text: string): boolean => isCode(text) || GRADE.test(text) || known.some((table) => table.has(text));
  const odd = CODED.filter((field) => {
    const text = record.text(field);
    return text !== undefined && !isShown(text);
  });
  const name = record.text('class');
  return record.lines(...odd, ...(name !== undefined && classIn(name) !== name ? (['class'] as const) : []));
}

/** Where it is, to the building and in WGS 84. */
function publicPlace(record: CallRecord, { datum }: MapContext): Partial<Report> {
  const written = record.text('address') ?? record.text('callAddress');
  const names = [record.text('caller'), record.text('lineUser')].filter((name) => name !== undefined);
  const address = written === undefined ? '' : toBuilding(written, names).address;
  const placed = positionOf(record, datum);
  return {
    ...(address !== '' && { address }),
    ...(placed && { position: placed.position, datum: placed.datum }),
  };
}

function reportExtra(record: CallRecord, context: MapContext, secret: boolean): Pick<Report, 'extra'> {
  const of = secret ? undefined : positionOf(record, context.datum)?.of;
  const takenAt = record.time('takenAt');
  const { state: states, handedOver: given } = context.words;
  const state = record.text('state');
  const [number, of110] = [record.text('number'), record.text('peer110')];
  return ownExtra(
    {
      division: record.text('division'),
      unit: record.text('unit'),
      'taken-by': record.text('takenBy'),
      class: secret ? undefined : record.text('classCode'),
      state,
      'taken-at': takenAt,
      'position-of': of === 'incident' ? undefined : of,
      trapped: trappedBy(record).any || undefined,
      merged: record.flag('merged') || undefined,
      main: numberIn(record.text('main')),
      invalid: record.flag('invalid') || undefined,
      secret: secret || undefined,
      'number-110': number === of110 ? undefined : numberIn(of110),
      'number-119': numberIn(record.text('peer119')),
      'number-12345': numberIn(record.text('order12345')),
      'handed-over': handedOver(record, context) ? '12345' : undefined,
    },
    {
      // A word of a table of ours, or of the configuration.
      state: state !== undefined && (states.has(state) || given.has(state)) ? state : undefined,
      unit: unitNameIn(record.text('unit')),
      'taken-by': unitNameIn(record.text('takenBy')),
    },
  );
}
