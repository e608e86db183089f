import { issue, type Issue } from '@yingji/core';
import { plainName, taskFields, type Field } from './field-names.js';
import { pointerOf, type Tree, type Way } from './read-body.js';
import type { Names } from './record.js';

/** More in one message is a dump of a table: it is sent in parts. */
const MOST_RECORDS = 5_000;
/** Fields of one record, all that belongs to it counted; an object of more is a list by names. */
const MOST_FIELDS = 2_000;
/** So many known fields make an object a record, with a number; without one it takes one more. */
const FEW = 2;
/** Fields that name a record. */
const NUMBERS: readonly Field[] = ['number', 'dispatch', 'feedback'];
const OF_ORDERS: ReadonlySet<Field> = new Set<Field>(taskFields);

export interface FoundRecord {
  readonly path: string;
  readonly raw: ReadonlyMap<string, string>;
  /** It stands inside a call and has no number but that: it may be an order, and never tells of the call anew. */
  readonly part: boolean;
}

type Members = ReadonlyMap<string, Tree>;

/**
 * Every record in a message, however it is wrapped: alone, in a list, in an answer with code and data. What stands inside a record
 * is part of it, except what has a number of its own, and orders without one, as 派警单 stand in their 接警单: those take over the
 * number of their call.
 */
export function findRecords(tree: Tree, names: Names): { readonly records: FoundRecord[]; readonly issues: Issue[] } {
  const records: FoundRecord[] = [];
  const issues: Issue[] = [];
  let isTooWide = false;
  const fieldsOf = fieldsBy(names);
  const has = (members: Members, wanted: (field: Field) => boolean): boolean => {
    for (const [name, value] of members)
      if (typeof value === 'string' && value !== '' && fieldsOf(name).some(wanted)) return true;
    return false;
  };
  const hasNumber = (members: Members): boolean => has(members, (field) => NUMBERS.includes(field));
  const known = (members: Members): number => {
    let count = 0;
    for (const [name, value] of members)
      if (typeof value === 'string' && value !== '' && fieldsOf(name).length > 0) count += 1;
    return count;
  };

  function walk(tree: Tree, way: Way): void {
    if (typeof tree === 'string' || records.length > MOST_RECORDS) return;
    if (isList(tree)) return tree.forEach((each, i) => step(way, i, () => walk(each, way)));
    const count = tree.size > MOST_FIELDS ? 0 : known(tree);
    if (count > FEW || (count === FEW && hasNumber(tree))) return take(tree, way);
    for (const [name, value] of tree) step(way, name, () => walk(value, way));
  }

  /** A record with all that belongs to it. */
  function take(members: Members, way: Way, above?: ReadonlyMap<string, string>): void {
    const raw = new Map<string, string>();
    const inside: (readonly [members: Members, way: Way])[] = [];
    gather(members, way, { raw, inside, prefix: '' });
    isTooWide ||= raw.size > MOST_FIELDS;
    const part = above !== undefined && !has(raw, (field) => field === 'number');
    if (part) for (const [name, text] of above) raw.set(name, text);
    records.push({ path: pointerOf(way), raw, part });
    const number = new Map([...raw].filter(([name]) => fieldsOf(name).includes('number')));
    for (const [each, where] of inside) if (records.length <= MOST_RECORDS) take(each, where, number);
  }

  function gather(members: Members, way: Way, into: Gathered): void {
    const { raw, inside, prefix } = into;
    if (raw.size > MOST_FIELDS) return;
    for (const [name, value] of members)
      step(way, name, () => {
        if (typeof value === 'string') {
          const free = prefix === '' && !raw.has(name) ? name : `${prefix}${name}`;
          if (value !== '') raw.set(raw.has(free) ? pointerOf(way) : free, value);
        } else if (!isList(value)) belongs(value, way, { raw, inside, prefix: '' });
        else
          value.forEach((each, i) => step(way, i, () => belongs(each, way, { raw, inside, prefix: `${name}/${i}/` })));
      });
  }

  function belongs(value: Tree, way: Way, into: Gathered): void {
    if (into.raw.size > MOST_FIELDS) return;
    if (typeof value === 'string') {
      if (value !== '') into.raw.set(`${into.prefix}text`, value);
    } else if (isList(value))
      value.forEach((each, i) => step(way, i, () => belongs(each, way, { ...into, prefix: `${into.prefix}${i}/` })));
    else if (hasNumber(value) || (into.prefix !== '' && has(value, (field) => OF_ORDERS.has(field))))
      into.inside.push([value, [...way]]);
    else gather(value, way, into);
  }

  walk(tree, []);
  if (records.length > MOST_RECORDS) {
    const message = `The message has more than ${MOST_RECORDS} records; none is taken. Send them in parts.`;
    return { records: [], issues: [issue('calls-too-many', message)] };
  }
  if (isTooWide) {
    const message = `A record has more than ${MOST_FIELDS} fields; none is taken. Look at what was sent.`;
    return { records: [], issues: [issue('calls-too-wide', message)] };
  }
  // An empty list says that there is nothing, and says it well.
  if (records.length === 0 && !hasEmptyList(tree))
    issues.push(
      issue('calls-no-record', 'No record of a call is found; name the fields of the source in the option fields.'),
    );
  return { records, issues };
}

interface Gathered {
  readonly raw: Map<string, string>;
  readonly inside: (readonly [members: Members, way: Way])[];
  readonly prefix: string;
}

/** One step on: what is made on the way is made of where it stands, and costs nothing where nothing is. */
function step(way: Way, name: string | number, act: () => void): void {
  way.push(name);
  act();
  way.pop();
}

/** The fields that a name may be; a message says the same few names again and again. */
function fieldsBy(names: Names): (name: string) => readonly Field[] {
  const known = new Map<string, readonly Field[]>();
  return (name) => {
    const fields = known.get(name) ?? (names.get(plainName(name)) ?? []).map(({ field }) => field);
    known.set(name, fields);
    return fields;
  };
}

const hasEmptyList = (tree: Tree): boolean => {
  if (typeof tree === 'string') return false;
  return isList(tree) ? tree.length === 0 : [...tree.values()].some(hasEmptyList);
};

const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree);
