import { issue, type Issue } from '@yingji/core';
import type { Tree } from './read-body.js';
import { plainName, type Field } from './field-names.js';
import type { Names } from './record.js';

/** More in one message is a dump of a table: it is sent in parts. */
const MOST_RECORDS = 5_000;
/** So many known fields make an object a record, whatever else it is wrapped in. */
const FEW = 2;
/** Fields that name a record; one of them is enough. */
const NUMBERS: readonly Field[] = ['number', 'dispatch', 'feedback', 'peer110'];

export interface FoundRecord {
  readonly path: string;
  readonly raw: ReadonlyMap<string, string>;
}

/**
 * Every record in a message, however it is wrapped: alone, in a list, in an answer with code and data. A record inside another,
 * as 派警单 stand in their 接警单, is one of its own and takes over its number, unless it states one.
 */
export function findRecords(tree: Tree, names: Names): { readonly records: FoundRecord[]; readonly issues: Issue[] } {
  const records: FoundRecord[] = [];
  const issues: Issue[] = [];
  const meaning = (name: string): readonly Field[] => (names.get(plainName(name)) ?? []).map(({ field }) => field);

  function walk(at: Tree, path: string, above: ReadonlyMap<string, string> | undefined): void {
    if (typeof at === 'string' || records.length > MOST_RECORDS) return;
    if (isList(at)) {
      at.forEach((each, i) => walk(each, `${path}/${i}`, above));
      return;
    }
    const raw = new Map<string, string>();
    for (const [name, value] of at) if (typeof value === 'string') raw.set(name, value);
    const known = [...raw].filter(([name, text]) => text !== '' && meaning(name).length > 0);
    const fields = new Set(known.flatMap(([name]) => meaning(name)));
    const isRecord = known.length >= FEW && (NUMBERS.some((field) => fields.has(field)) || known.length > FEW);
    if (isRecord) {
      if (!fields.has('number')) for (const [name, text] of above ?? []) raw.set(name, text);
      records.push({ path, raw });
    }
    const number = isRecord ? numberOf(raw) : above;
    for (const [name, value] of at) walk(value, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, number);
  }

  const numberOf = (raw: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map([...raw].filter(([name, text]) => text !== '' && meaning(name).includes('number')));

  walk(tree, '', undefined);
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
