import { issue, type Issue } from '@yingji/core';
import { plainName, taskFields, type Field } from './field-names.js';
import { segment, type Tree } from './read-body.js';
import type { Names } from './record.js';

/** More in one message is a dump of a table: it is sent in parts. */
const MOST_RECORDS = 5_000;
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
  const fieldsOf = (members: Members): Field[][] =>
    [...members]
      .filter(([, value]) => typeof value === 'string' && value !== '')
      .map(([name]) => (names.get(plainName(name)) ?? []).map(({ field }) => field))
      .filter((fields) => fields.length > 0);
  const has = (members: Members, wanted: (field: Field) => boolean): boolean => fieldsOf(members).flat().some(wanted);
  const hasNumber = (members: Members): boolean => has(members, (field) => NUMBERS.includes(field));

  function walk(at: Tree, path: string): void {
    if (typeof at === 'string' || records.length > MOST_RECORDS) return;
    if (isList(at)) {
      at.forEach((each, i) => walk(each, `${path}/${i}`));
      return;
    }
    const known = fieldsOf(at).length;
    if (known > FEW || (known === FEW && hasNumber(at))) take(at, path);
    else for (const [name, value] of at) walk(value, `${path}/${segment(name)}`);
  }

  /** A record with all that belongs to it. */
  function take(at: Members, path: string, above?: ReadonlyMap<string, string>): void {
    const raw = new Map<string, string>();
    const inside: (readonly [at: Members, path: string])[] = [];
    gather(at, path, { raw, inside, prefix: '' });
    const part = above !== undefined && !has(raw, (field) => field === 'number');
    if (part) for (const [name, text] of above) raw.set(name, text);
    records.push({ path, raw, part });
    const number = new Map(
      [...raw].filter(([name, text]) => has(new Map([[name, text]]), (field) => field === 'number')),
    );
    for (const [each, where] of inside) if (records.length <= MOST_RECORDS) take(each, where, number);
  }

  function gather(
    at: Members,
    path: string,
    into: {
      readonly raw: Map<string, string>;
      readonly inside: (readonly [Members, string])[];
      readonly prefix: string;
    },
  ): void {
    const { raw, inside, prefix } = into;
    for (const [name, value] of at) {
      const where = `${path}/${segment(name)}`;
      if (typeof value === 'string') {
        const free = prefix === '' && !raw.has(name) ? name : `${prefix}${name}`;
        if (value !== '') raw.set(raw.has(free) ? where : free, value);
      } else if (!isList(value)) belongs(value, where, { raw, inside, prefix: '' });
      else value.forEach((each, i) => belongs(each, `${where}/${i}`, { raw, inside, prefix: `${name}/${i}/` }));
    }
  }

  function belongs(value: Tree, where: string, into: Parameters<typeof gather>[2]): void {
    if (typeof value === 'string') {
      if (value !== '') into.raw.set(`${into.prefix}text`, value);
    } else if (isList(value))
      value.forEach((each, i) => belongs(each, `${where}/${i}`, { ...into, prefix: `${into.prefix}${i}/` }));
    else if (hasNumber(value) || (into.prefix !== '' && has(value, (field) => OF_ORDERS.has(field))))
      into.inside.push([value, where]);
    else gather(value, where, into);
  }

  walk(tree, '');
  if (records.length > MOST_RECORDS) {
    const message = `The message has more than ${MOST_RECORDS} records; none is taken. Send them in parts.`;
    return { records: [], issues: [issue('calls-too-many', message)] };
  }
  // An empty list says that there is nothing, and says it well.
  if (records.length === 0 && !hasEmptyList(tree))
    issues.push(
      issue('calls-no-record', 'No record of a call is found; name the fields of the source in the option fields.'),
    );
  return { records, issues };
}

const hasEmptyList = (tree: Tree): boolean => {
  if (typeof tree === 'string') return false;
  return isList(tree) ? tree.length === 0 : [...tree.values()].some(hasEmptyList);
};

const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree);
