import { issue, type Issue } from '../error.js';
import { isJson, type Json } from '../json.js';
import type { Entry } from '../model/change.js';
import { attributeIssue, checkAttribute, isMediaType, isUriReference, unfit } from './attribute.js';
import type { CloudEvent } from './cloud-event.js';
import { readEntry } from './read-entry.js';

/** What came of one event. */
export interface ReadEvent {
  /** The event, as far as it is one: absent with an Issue of level error. */
  readonly event?: CloudEvent;
  /** The fact in it, where it is one of ours; its position is the sender's. The door checks its value as it checks any feed's. */
  readonly entry?: Entry;
  readonly issues: readonly Issue[];
}

const MOST_ATTRIBUTES = 128;
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/**
 * Reads a CloudEvents 1.0 event in structured JSON mode, after `JSON.parse`. Whatever comes, it does not throw. A missing or wrong
 * required attribute, another version, or data that contradicts itself: no event, with Issues. A wrong optional or extension
 * attribute is left out with one. An event of somebody else is given back as it is, without an `entry`. Issues: `event-no-object`
 * and what each attribute has to say.
 */
export function fromCloudEvent(json: unknown): ReadEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { issues: [issue('event-no-object', 'An event is a JSON object; this is none.')] };
  // A member that is null is absent (JSON format, 2.2); data alone may be null.
  const given = new Map(
    Object.entries(json as { [name: string]: Json }).filter(
      ([name, value]) => value !== undefined && (value !== null || name === 'data'),
    ),
  );
  const refused = [...checkRequired(given), ...checkData(given)];
  if (refused.length > 0) return { issues: refused };
  const issues: Issue[] = [];
  const members: [string, Json][] = [];
  for (const [name, value] of given) {
    const known = name === 'data' || name === 'data_base64' || REQUIRED.includes(name);
    const wrong = known ? undefined : checkAttribute(name, value);
    if (wrong === undefined && (known || members.length < MOST_ATTRIBUTES)) members.push([name, value]);
    else if (issues.length < MOST_ATTRIBUTES)
      issues.push(
        wrong ??
          attributeIssue('event-attributes-too-many', 'There are more attributes than are read.', name, 'warning'),
      );
  }
  if (!isUriReference(String(given.get('source'))))
    issues.push(
      attributeIssue('event-source', 'The source is no URI-reference (RFC 3986); taken as it is.', 'source', 'warning'),
    );
  const event = Object.fromEntries(members) as unknown as CloudEvent;
  const read = readEntry(event);
  return { event, ...read, issues: [...issues, ...read.issues] };
}

/**
 * Reads a batch: one result for each event, in order; the path of an Issue begins with the number of its event. Issue
 * `event-no-batch` for what is no list.
 */
export function fromCloudEventBatch(json: unknown): {
  readonly read: readonly ReadEvent[];
  readonly issues: readonly Issue[];
} {
  if (!Array.isArray(json))
    return { read: [], issues: [issue('event-no-batch', 'A batch is a JSON array; this is none.')] };
  const read = json.map((each, i) => {
    const one = fromCloudEvent(each);
    return { ...one, issues: one.issues.map((found) => ({ ...found, path: `/${i}${found.path}` })) };
  });
  return { read, issues: read.flatMap(({ issues }) => issues) };
}

const REQUIRED: readonly string[] = ['specversion', 'id', 'source', 'type'];

function checkRequired(given: ReadonlyMap<string, Json>): Issue[] {
  return REQUIRED.flatMap((name) => {
    const value = given.get(name);
    if (value === undefined) return [attributeIssue('event-attribute-missing', `An event needs ${name}.`, name)];
    const wrong = unfit(value);
    if (wrong) return [attributeIssue('event-attribute-required', `The required attribute ${wrong}.`, name)];
    if (name !== 'specversion' || value === '1.0') return [];
    return [attributeIssue('event-specversion', 'This is another version of CloudEvents; 1.0 is read.', name)];
  });
}

function checkData(given: ReadonlyMap<string, Json>): Issue[] {
  const [data, bytes, type] = ['data', 'data_base64', 'datacontenttype'].map((name) => given.get(name));
  if (bytes !== undefined && data !== undefined)
    return [attributeIssue('event-data', 'There is data and data_base64, which exclude each other.', 'data_base64')];
  if (bytes !== undefined)
    return typeof bytes === 'string' && BASE64.test(bytes)
      ? []
      : [attributeIssue('event-data', 'The bytes are no base64 (RFC 4648).', 'data_base64')];
  if (data === undefined) return [];
  if (!isJson(data) || hasPrototype(data))
    return [attributeIssue('event-data', 'The data is nested more than 64 deep, or names a prototype.', 'data')];
  // A type that is none is left out, which is as good as JSON (JSON format, 3.1.2).
  const json = typeof type !== 'string' || !isMediaType(type) || /^[^;]+[/+]json\s*(;|$)/i.test(type);
  if (json || typeof data === 'string') return [];
  return [attributeIssue('event-data', 'Data that is no JSON by its type must be text, or data_base64.', 'data')];
}

/** Whether a member somewhere would set a prototype when it is copied by assignment. At most 64 deep. */
const hasPrototype = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, '__proto__') || Object.values(value as { [key: string]: Json }).some(hasPrototype));
