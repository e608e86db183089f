import { entityId, millis, stated, type Draft, type EntityId, type Instant, type Task } from '@yingji/core';
import { ownExtra, type MapContext } from './map-context.js';
import type { Field } from './field-names.js';
import { codeIn, numberIn, partIn, unitNameIn, vehicleIn } from './public-text.js';
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
/** Who is sent. */
const SENT: readonly Field[] = ['assignee', 'assigneeName', 'vehicle'];
/** Any of these makes a record one about an order; a state alone does not, as calls have states too. */
const ORDERING: readonly Field[] = ['dispatch', ...SENT, ...MILESTONES.map(([field]) => field)];

/**
 * Whether a record tells of an order. A 反馈单 is about one, and mostly says neither who was sent nor when: as a record is whole, the
 * order would lose its unit by it.
 */
export function orders(record: CallRecord): boolean {
  if (record.has('feedback', 'feedbackText', 'result')) return record.has(...SENT, 'issuedAt');
  return record.has(...ORDERING);
}

/** 处警/派警单 → `task`: the order to one unit or vehicle, with the times it states and how far it is by them. */
export function mapTask(record: CallRecord, number: string | undefined, context: MapContext): Draft | undefined {
  const { source, agency, units } = context;
  const id = orderOf(record, number, context);
  if (id === undefined) {
    record.note(
      'calls-no-number',
      'An order has neither a number of its own nor that of its call; it cannot be kept apart.',
      {
        level: 'error',
      },
    );
    return undefined;
  }
  const times = timesOf(record);
  const at = toldAt(record, context);
  if (record.flag('deleted')) return { ...stated(id, {}, at), body: { removed: true, reason: 'deleted-at-source' } };
  const assignee = codeIn(record.text('assignee'));
  const state = stateOf(record, times, context);
  const value: Task = {
    sort: 'order',
    state,
    title: agency.task,
    about: callsOf(record, number, { source, peer: context.peers['110'] }),
    ...(assignee !== undefined && { assignee: entityId('organization', units, assignee) }),
    ...(state === 'returned' && reasonOf(record, context)),
    ...ownExtra(
      {
        ...Object.fromEntries(MILESTONES.map(([field, , name]) => [name, times.get(field)])),
        people: record.count('people'),
        vehicles: record.count('vehicles'),
      },
      { 'unit-name': nameOfUnit(record), vehicle: vehicleIn(record.text('vehicle')) },
    ),
  };
  noteWords(record);
  return stated(id, value, at);
}

/** The order a record is of: by its own number, else by that of its call, with unit or vehicle, as one call sends several. */
export function orderOf(
  record: CallRecord,
  number: string | undefined,
  { source }: MapContext,
): EntityId<'task'> | undefined {
  const own = numberIn(record.text('dispatch'));
  if (own !== undefined) return entityId('task', source, own);
  const to = partIn(record.text('vehicle') ?? record.text('assignee') ?? record.text('assigneeName'));
  if (number === undefined) return undefined;
  return entityId('task', source, to === undefined ? number : `${number}.${to}`);
}

/** The calls a record is of: its own, and the one that another agency has under another number. */
export function callsOf(
  record: CallRecord,
  number: string | undefined,
  { source, peer }: { readonly source: string; readonly peer: string | undefined },
): EntityId[] {
  const other = numberIn(record.text('peer110'));
  return [
    ...(number === undefined ? [] : [entityId('report', source, number)]),
    ...(peer === undefined || other === undefined || other === number ? [] : [entityId('report', peer, other)]),
  ];
}

/** When a record about an order is of: when it changed, else the latest time it states, else when it came. */
export function toldAt(record: CallRecord, { receivedAt }: MapContext): Instant {
  return record.time('updatedAt') ?? latest(timesOf(record).values()) ?? receivedAt;
}

/** Why an order came back, where that is one of the words that everybody may read. */
export function reasonIn(record: CallRecord, { words }: MapContext): string | undefined {
  const text = record.text('returned');
  return text === undefined ? undefined : words.returned.get(text);
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

function reasonOf(record: CallRecord, context: MapContext): Pick<Task, 'reason'> {
  const reason = reasonIn(record, context);
  if (reason !== undefined) return { reason };
  record.note(
    'calls-reason-unknown',
    'Why an order came back is said in no words that everybody may read, or not at all; name them in codes.returned.',
    {
      field: 'returned',
      level: 'info',
    },
  );
  return {};
}

const nameOfUnit = (record: CallRecord): string | undefined =>
  unitNameIn(record.text('assigneeName')) ?? unitNameIn(record.text('assignee'));

/** Who was sent may be named in words that name a person, and an order has no place in the vault: they stay sealed with the message. */
function noteWords(record: CallRecord): void {
  const [vehicle, assignee, name] = [record.text('vehicle'), record.text('assignee'), record.text('assigneeName')];
  const odd: readonly (readonly [field: Field, odd: boolean])[] = [
    ['vehicle', vehicle !== undefined && vehicleIn(vehicle) === undefined],
    ['assignee', assignee !== undefined && codeIn(assignee) === undefined && unitNameIn(assignee) === undefined],
    ['assigneeName', name !== undefined && unitNameIn(name) === undefined],
  ];
  for (const [field, isOdd] of odd)
    if (isOdd)
      record.note(
        'calls-text-sealed',
        'Who was sent is named in words that may name a person; they are kept in quarantine alone.',
        { field, level: 'info' },
      );
}
