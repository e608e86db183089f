import { canonical, digest, entityId, stated, type Draft, type Feedback, type Instant } from '@yingji/core';
import { ownExtra, type MapContext } from './map-context.js';
import { callsOf, orderOf, reasonIn, toldAt } from './map-task.js';
import type { Field } from './field-names.js';
import { countIn } from './casualties.js';
import { codeIn, leadsToPerson, numberIn } from './public-text.js';
import type { CallRecord } from './record.js';
import { eventTypeIn } from './words.js';

/** Any of these makes a record one that tells something back. */
const TELLING: readonly Field[] = ['feedback', 'feedbackText', 'result', 'feedbackAt'];
/** Counts that tell something back where they are not nought, which many write before anything is known. */
const COUNTS = ['rescued', 'slight', 'serious', 'carried', 'toHospital', 'died'] as const satisfies readonly Field[];
const TIMES = [
  ...(['signedAt', 'movingAt', 'arrivedAt', 'controlledAt', 'leftAt', 'hospitalAt', 'doneAt'] as const),
] satisfies readonly Field[];
/** What a 反馈单 has of its call, where it is not told as one: in words, in the vault. */
const OF_CALL: readonly Field[] = [
  ...(['addition', 'caller', 'phone', 'contactPhone', 'lineUser', 'address', 'callAddress', 'lineAddress'] as const),
  ...(['class', 'trapped', 'injured', 'dead'] as const),
];

/** Whether a record tells something back: as a 反馈单, by what was counted, or by a reason of 退单 that not everybody may read. */
export function tellsBack(record: CallRecord, context: MapContext): boolean {
  return (
    record.has(...TELLING) || COUNTS.some((field) => (record.count(field) ?? 0) > 0) || unknownReason(record, context)
  );
}

const unknownReason = (record: CallRecord, context: MapContext): boolean =>
  record.has('returned') && reasonIn(record, context) === undefined;

/**
 * 反馈单 → `feedback`: counts, times and codes in public, all words in the vault. Each edition is an event of its own, named by its
 * number, its time and what it says in public. `told`: its call is told by the same record, with all that has no field of ours.
 */
export function mapFeedback(
  record: CallRecord,
  number: string | undefined,
  context: MapContext & { readonly told: boolean },
): Draft {
  const { source, peers } = context;
  const of = orderOf(record, number, context);
  const about = callsOf(record, number, { source, peer: peers['110'] });
  if (of === undefined && about.length === 0)
    record.note('calls-no-number', 'A 反馈单 names neither its order nor its call; it is kept, and joined to nothing.');
  const own = numberIn(record.text('feedback'));
  const at = toldAt(record, context);
  const open: Feedback = {
    ...(of !== undefined && { of }),
    about,
    ...(own !== undefined && { native: own }),
    ...(record.flag('deleted') ? { withdrawn: true } : found(record)),
  };
  const id = entityId(
    'feedback',
    source,
    `${own ?? digest(canonical([of, ...about]))}.${digest(canonical([at, open]))}`,
  );
  const narrative = record.flag('deleted') ? [] : wordsOf(record, context);
  return stated(id, { ...open, ...(narrative.length > 0 && { narrative: narrative.join('\n') }) }, at);
}

/** What was found, in codes, counts and times. */
function found(record: CallRecord): Partial<Feedback> {
  const foundClass = record.text('foundClass');
  const eventType = foundClass === undefined ? undefined : eventTypeIn(foundClass);
  const result = codeIn(record.text('result'));
  const occurredAt = record.time('foundAt');
  const lossCny = moneyIn(record.text('lossCny'));
  const counts = ['rescued', 'carried', 'toHospital', 'people', 'vehicles'] as const;
  return {
    ...(result !== undefined && { result }),
    ...(eventType !== undefined && { eventType }),
    ...casualties(record),
    ...stating(counts.map((field) => [field, record.count(field)])),
    ...(lossCny !== undefined && { lossCny }),
    ...(occurredAt !== undefined && { occurredAt }),
    ...stating<Instant>(TIMES.map((field) => [field, record.time(field)])),
    ...ownExtra({ slight: record.count('slight'), serious: record.count('serious') }),
  };
}

function casualties(record: CallRecord): Pick<Feedback, 'casualties'> {
  const [slight, serious] = [record.count('slight'), record.count('serious')];
  const said = record.text('injured');
  const hurt = slight === undefined && serious === undefined ? undefined : (slight ?? 0) + (serious ?? 0);
  const counted = {
    dead: record.count('died') ?? countOf(record.text('dead')),
    injured: hurt ?? countOf(said),
    trapped: countOf(record.text('trapped')),
  };
  const stated = stating(Object.entries(counted));
  return Object.keys(stated).length > 0 ? { casualties: stated } : {};
}

const countOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : countIn(text));

const stating = <T>(members: readonly (readonly [name: string, value: T | undefined])[]): { [name: string]: T } =>
  Object.fromEntries(members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** All that is said in words, and every field that no name is known for. */
function wordsOf(record: CallRecord, context: MapContext & { readonly told: boolean }): readonly string[] {
  const text = record.text('feedbackText') ?? (context.told ? undefined : record.text('content'));
  const odd: Field[] = (['feedback', 'result'] as const).filter((field) => codeIn(record.text(field)) === undefined);
  if (unknownReason(record, context)) odd.push('returned');
  if (!context.told && record.has('feedbackText')) odd.push('content');
  odd.push(...uncounted(record), 'foundClass');
  return [
    ...(text === undefined ? [] : [text]),
    ...record.lines(...odd, ...(context.told ? [] : OF_CALL)),
    ...(context.told ? [] : record.rest),
  ];
}

/** Yuan. */
const moneyIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,12}(\.\d+)?$/.test(text) && !leadsToPerson(text) ? Number(text) : undefined;

/** Counts that are said in words. */
function uncounted(record: CallRecord): Field[] {
  const counts = [...COUNTS, 'people', 'vehicles'] as const;
  const words: Field[] = counts.filter((field) => record.count(field) === undefined);
  return moneyIn(record.text('lossCny')) === undefined ? [...words, 'lossCny'] : words;
}
