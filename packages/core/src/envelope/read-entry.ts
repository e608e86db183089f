import { issue, type Issue } from '../error.js';
import type { Json, JsonObject } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import { parseId } from '../model/id.js';
import { hostOnly } from '../model/kinds.js';
import { millis, parseInstant } from '../model/time.js';
import { timestampMs } from './attribute.js';
import { EXTENSIONS, type CloudEvent } from './cloud-event.js';

const TYPE = /^(?:[a-z0-9.-]+\.)?yingji\.(exercise\.)?([a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?)\.v(\d{1,6})$/;
const MEMBERS = ['v', 'kind', 'id', 'source', 'order', 'at', 'basis', 'body', 'exercise', 'cause', 'by'];

const wrong = (code: string, message: string, path: string, level: Issue['level'] = 'error'): Issue =>
  issue(code, message, { path, level });

/** The fact in an event, if it is one of ours and whole. What its context says of it has to be what its data says. */
export function readEntry(event: CloudEvent): { readonly entry?: Entry; readonly issues: readonly Issue[] } {
  const [, exercise, kind, version] = (event.type.length < 512 && TYPE.exec(event.type)) || [];
  if (kind === undefined)
    return { issues: [wrong('event-of-others', 'The type is none of ours; kept as it is.', '/type', 'info')] };
  if (version !== '1')
    return {
      issues: [wrong('event-version', `It is of version ${version}, this reads 1; kept aside as it is.`, '/type')],
    };
  if (hostOnly.has(kind)) return { issues: [wrong('event-host-only', `A ${kind} never leaves its host.`, '/type')] };
  const { data } = event;
  if (!isObject(data)) return { issues: [wrong('event-data-missing', 'The data is no JSON object.', '/data')] };
  const issues = [...checkChange(data), ...checkContext(event, data, { kind, exercise: exercise !== undefined })];
  if (issues.some(({ level }) => level === 'error')) return { issues };
  const members = MEMBERS.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]]));
  const entry = {
    ...Object.fromEntries(members),
    position: Number(event[EXTENSIONS.position]) as Position,
    recordedAt: event[EXTENSIONS.recorded],
  } as unknown as Entry;
  return { entry, issues };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';

/** Checks the frame of a Change; its value is the door's to check. */
function checkChange(data: JsonObject): Issue[] {
  const { v, kind, id, source, order, at, basis, body, exercise, cause, by } = data;
  const rules: readonly [name: string, good: boolean, must: string][] = [
    ['v', v === 1, 'is 1'],
    ['id', isText(id) && parseId(id)?.kind === kind, 'is an id of its kind'],
    ['source', isText(source), 'is text'],
    ['order', isOrder(order), 'is a pair of whole numbers'],
    [
      'at',
      isText(at) && parseInstant(at) !== undefined,
      'is an RFC 3339 time with an offset, to the millisecond at most',
    ],
    ['basis', ['stated', 'derived', 'unknown'].includes(basis as string), 'is stated, derived or unknown'],
    ['body', isBody(body), 'is { value } or { removed: true, reason }'],
    ['exercise', exercise === undefined || isText(exercise), 'names the drill'],
    ['cause', cause === undefined || isCause(cause), 'is a list of ids or { command }'],
    ['by', by === undefined || isText(by), 'is text'],
  ];
  const strange = Object.keys(data).filter((name) => !MEMBERS.includes(name));
  return [
    ...rules.flatMap(([name, good, must]) =>
      good ? [] : [wrong('event-change', `${name} of a Change ${must}.`, `/data/${name}`)],
    ),
    ...(strange.length > 0
      ? [
          wrong(
            'event-unknown-member',
            `${strange.length} member(s) that no Change has are left out.`,
            '/data',
            'warning',
          ),
        ]
      : []),
  ];
}

/** Somebody who filters by the context and somebody who reads the data must not be told two things. */
function checkContext(event: CloudEvent, data: JsonObject, type: { kind: string; exercise: boolean }): Issue[] {
  const { [EXTENSIONS.position]: position, [EXTENSIONS.recorded]: recorded, subject, time } = event;
  const at = typeof data['at'] === 'string' ? parseInstant(data['at']) : undefined;
  const same: readonly [path: string, good: boolean][] = [
    ['/type', data['kind'] === type.kind && (data['exercise'] !== undefined) === type.exercise],
    ['/subject', subject === undefined || subject === data['id']],
    ['/time', time === undefined || at === undefined || timestampMs(time) === millis(at)],
    [`/${EXTENSIONS.exercise}`, event[EXTENSIONS.exercise] === undefined || type.exercise],
  ];
  const marks: readonly [name: string, good: boolean, must: string][] = [
    [EXTENSIONS.position, typeof position === 'string' && isPosition(position), 'a position: digits, from 1'],
    [
      EXTENSIONS.recorded,
      typeof recorded === 'string' && parseInstant(recorded) !== undefined,
      'an RFC 3339 time with an offset',
    ],
  ];
  return [
    ...same.flatMap(([path, good]) =>
      good ? [] : [wrong('event-contradiction', 'The context says one thing and the data another.', path)],
    ),
    ...marks.flatMap(([name, good, must]) =>
      good ? [] : [wrong('event-mark', `An event of ours has ${must}.`, `/${name}`)],
    ),
  ];
}

const isPosition = (text: string): boolean => /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));
const isOrder = (order: Json | undefined): boolean =>
  Array.isArray(order) && order.length === 2 && order.every((each) => Number.isSafeInteger(each));
const isCause = (cause: Json): boolean =>
  Array.isArray(cause)
    ? cause.every(isText)
    : isObject(cause) && Object.keys(cause).length === 1 && isText(cause['command']);
const isBody = (body: Json | undefined): boolean =>
  isObject(body) &&
  (body['removed'] === true
    ? Object.keys(body).length === 2 && typeof body['reason'] === 'string'
    : Object.keys(body).length === 1 && isObject(body['value']));
