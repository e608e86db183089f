import { entityId, millis, stated, type Draft, type EntityId, type Instant, type Task } from '@yingji/core';
import { ownExtra, type MapContext } from './map-context.js';
import type { Field } from './field-names.js';
import type { CallRecord } from './record.js';

type State = Task['state'];

/** How far an order is by the latest time that is stated, in the order of its life. */
const MILESTONES: readonly (readonly [field: Field, state: State, name: string])[] = [
  ['issuedAt', 'issued', 'issued-at'],
  ['signedAt', 'signed', 'signed-at'],
  ['movingAt', 'moving', 'moving-at'],
  ['arrivedAt', 'on-scene', 'arrived-at'],
  ['controlledAt', 'handling', 'controlled-at'],
  ['leftAt', 'handling', 'left-at'],
  ['hospitalAt', 'handling', 'hospital-at'],
  ['feedbackAt', 'reported', 'feedback-at'],
  ['doneAt', 'done', 'done-at'],
  ['returnedAt', 'returned', 'returned-at'],
];
const AHEAD: readonly State[] = ['issued', 'signed', 'moving', 'on-scene', 'handling', 'reported', 'done', 'returned'];
/** Any of these makes a record one about an order; a state alone does not, as calls have states too. */
const ORDERING: readonly Field[] = [
  'dispatch',
  'feedback',
  'assignee',
  'assigneeName',
  'vehicle',
  'feedbackText',
  'result',
  ...MILESTONES.map(([field]) => field),
];

export const orders = (record: CallRecord): boolean => record.has(...ORDERING);

/**
 * 处警/派警单 and 反馈单 → `task`: the order to one unit or vehicle, with the times it states and how far it is by them. A 反馈单
 * says so of the same order: its `reported` stands beside what was counted. Joined to its call by the number alone, whichever of
 * the two comes first.
 */
export function mapTask(record: CallRecord, number: string | undefined, context: MapContext): Draft | undefined {
  const { source, agency, receivedAt, peers, units } = context;
  const native = nativeOf(record, number);
  if (native === undefined) {
    record.note(
      'calls-no-number',
      'An order has neither a number of its own nor that of its call; it cannot be kept apart.',
      {
        level: 'error',
      },
    );
    return undefined;
  }
  const id = entityId('task', source, native);
  const times = timesOf(record);
  const at = record.time('updatedAt') ?? latest(times.values()) ?? receivedAt;
  if (record.flag('deleted')) return { ...stated(id, {}, at), body: { removed: true, reason: 'deleted-at-source' } };
  const assignee = record.text('assignee');
  const state = stateOf(record, times, context);
  const about = [
    ...(number === undefined ? [] : [entityId('report', source, number)]),
    ...peerReport(record, number, peers['110']),
  ];
  const value: Task = {
    sort: 'order',
    state,
    title: agency.task,
    about,
    ...(assignee !== undefined && { assignee: entityId('organization', units, assignee) }),
    ...(state === 'returned' && reasonOf(record, context)),
    ...ownExtra({
      ...Object.fromEntries(MILESTONES.map(([field, , name]) => [name, times.get(field)])),
      'unit-name': record.text('assigneeName'),
      vehicle: record.text('vehicle'),
      feedback: record.text('feedback'),
      result: record.text('result'),
      people: record.count('people'),
      vehicles: record.count('vehicles'),
      carried: record.count('carried'),
      'to-hospital': record.count('toHospital'),
      dead: record.count('died'),
    }),
  };
  return stated(id, value, at);
}

/** The number of the order; else that of its call, with unit or vehicle, as one call sends several. */
function nativeOf(record: CallRecord, number: string | undefined): string | undefined {
  const own = record.text('dispatch');
  if (own !== undefined) return own;
  const to = record.text('vehicle') ?? record.text('assignee') ?? record.text('assigneeName');
  if (number !== undefined) return to === undefined ? number : `${number}.${to}`;
  return record.text('feedback');
}

function timesOf(record: CallRecord): ReadonlyMap<Field, Instant> {
  const times = new Map<Field, Instant>();
  for (const [field] of MILESTONES) {
    const time = record.time(field);
    if (time !== undefined) times.set(field, time);
  }
  return times;
}

function latest(times: Iterable<Instant>): Instant | undefined {
  let last: Instant | undefined;
  for (const time of times) if (last === undefined || millis(time) > millis(last)) last = time;
  return last;
}

/** The furthest of what its times and its word say; 退单 is a way out, wherever it was. */
function stateOf(record: CallRecord, times: ReadonlyMap<Field, Instant>, { words }: MapContext): State {
  const said = record.text('state');
  const word = said === undefined ? undefined : words.state.get(said);
  const states: State[] = MILESTONES.filter(([field]) => times.has(field)).map(([, state]) => state);
  if (word !== undefined && AHEAD.includes(word)) states.push(word);
  if (record.has('feedback', 'feedbackText')) states.push('reported');
  return AHEAD[Math.max(0, ...states.map((state) => AHEAD.indexOf(state)))]!;
}

function reasonOf(record: CallRecord, { words }: MapContext): Pick<Task, 'reason'> {
  const text = record.text('returned');
  const reason = text === undefined ? undefined : words.returned.get(text);
  if (reason !== undefined) return { reason };
  record.note(
    'calls-reason-unknown',
    'Why an order came back is said in no words that everybody may read; name them in codes.returned.',
    {
      field: 'returned',
      level: 'info',
    },
  );
  return {};
}

function peerReport(record: CallRecord, number: string | undefined, peer: string | undefined): EntityId[] {
  const other = record.text('peer110');
  return peer === undefined || other === undefined || other === number ? [] : [entityId('report', peer, other)];
}
