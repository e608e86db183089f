import { YingjiError } from '../error.js';
import type { Row } from '../view/view.js';
import { DIGITS, widthOf } from './columns.js';
import { copierOf, emptyTemplate } from './template.js';

/** Values made of one message at most, those inside others counted too: a small text must not grow without bounds. */
const MOST_VALUES = 4_000_000;
const MOST_ROWS = 262_144;
/** How deep columns may stand in columns. */
const DEEPEST = 64;

const VALUE_OF = new Uint8Array(128).fill(255);
for (let n = 0; n < DIGITS.length; n += 1) VALUE_OF[DIGITS.charCodeAt(n)] = n;

const wrong = (what: string): YingjiError =>
  new YingjiError('bad-columns', `${what}; this is no host of this version.`, { recovery: 'retry' });

function need(holds: boolean, what: string): asserts holds {
  if (!holds) throw wrong(what);
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isKeys = (list: readonly unknown[]): list is readonly string[] =>
  list.every((key) => typeof key === 'string' && key !== '__proto__') && new Set(list).size === list.length;

/**
 * Rows from columns as they came as JSON, checked: anything malformed, or that would grow beyond bounds, is a YingjiError
 * `bad-columns`. What a row says is not checked. Values that many rows share are one object.
 */
export function fromColumns(columns: unknown): Row[] {
  need(isRecord(columns), 'columns are no object');
  const { n, rows } = columns;
  need(Number.isInteger(n) && (n as number) >= 0 && (n as number) <= MOST_ROWS, 'the number of rows is none');
  let values = 0;
  /** By number, in the order in which columns end. */
  const ended: { readonly n: number; readonly made: Values }[] = [];

  function read(column: unknown, n: number, depth: number): Values {
    values += n;
    need(values <= MOST_VALUES, `there are more than ${MOST_VALUES} values`);
    need(depth < DEEPEST && isRecord(column), 'a column is none');
    const made = valuesOf(column, n, depth);
    need(made.which?.length === n || made.all?.length === n || 'one' in made, 'columns differ in length');
    ended.push({ n, made });
    return made;
  }

  function valuesOf(column: { readonly [key: string]: unknown }, n: number, depth: number): Values {
    if ('one' in column) return { one: column['one'] };
    if (typeof column['text'] === 'string') return { all: texts(column['text'], column['by'], n) };
    if (isList(column['list'])) return { all: column['list'], which: indexes(column['at'], column['list'].length, n) };
    if (isList(column['nums'])) return { all: numbers(column['nums'], column) };
    if (isList(column['keys'])) return { all: objects(column['keys'], column['of'], n, depth) };
    if (isList(column['forms'])) return { all: forms(column['forms'], column['at'], n, depth) };
    if (isList(column['json'])) return { all: column['json'] };
    if ('size' in column) return { all: lists(column['of'], column['size'], n, depth) };
    const earlier = ended[column['as'] as number];
    need(Number.isInteger(column['as']) && earlier?.n === n, 'a column is of no known form');
    return earlier.made;
  }

  function objects(keys: readonly unknown[], of: unknown, n: number, depth: number): unknown[] {
    need(isList(of) && of.length === keys.length, 'there are more keys than columns, or fewer');
    need(isKeys(keys), 'a key is none');
    const template = emptyTemplate(keys);
    const columns = keys.map((key, k) => {
      const column = read(of[k], n, depth + 1);
      template[key] = column.all ? column.all[0] : column.one;
      return column;
    });
    const names = keys.join();
    if (names === ROW && keys.length === 10) return wholeRows(columns, n);
    if (names === FRESH && keys.length === 2) return freshnesses(columns, n);
    const differing = columns.map((column, k) => ({ key: keys[k]!, ...column })).filter(({ all }) => all);
    const plain = differing.filter(({ which }) => !which);
    const listed = differing.filter(({ which }) => which);
    const copy = copierOf(names);
    const made = new Array<unknown>(n);
    // A copy of the template has all keys at once, and what is the same in all rows is set already.
    for (let i = 0; i < n; i += 1) {
      const row = copy(template);
      for (let k = 0; k < plain.length; k += 1) row[plain[k]!.key] = plain[k]!.all![i];
      for (let k = 0; k < listed.length; k += 1) row[listed[k]!.key] = listed[k]!.all![listed[k]!.which![i]!];
      made[i] = row;
    }
    return made;
  }

  function lists(of: unknown, size: unknown, n: number, depth: number): unknown[] {
    need(isList(of) && of.length === size, 'lists are longer or shorter than said');
    const places = of.map((column) => spread(read(column, n, depth + 1), n));
    const made = new Array<unknown>(n);
    if (places.length === 2) {
      const [one, other] = places as [readonly unknown[], readonly unknown[]];
      for (let i = 0; i < n; i += 1) made[i] = [one[i], other[i]];
    } else for (let i = 0; i < n; i += 1) made[i] = places.map((place) => place[i]);
    return made;
  }

  function forms(of: readonly unknown[], at: unknown, n: number, depth: number): unknown[] {
    const which = indexes(at, of.length, n);
    const counts = of.map(() => 0);
    for (const form of which) counts[form]! += 1;
    const parts = of.map((column, form) => spread(read(column, counts[form]!, depth + 1), counts[form]!));
    const next = of.map(() => 0);
    const made = new Array<unknown>(n);
    for (let i = 0; i < n; i += 1) {
      const form = which[i]!;
      made[i] = parts[form]![next[form]!++];
    }
    return made;
  }

  const made = spread(read(rows, n as number, 0), n as number) as Row[];
  for (const row of made) need(isRecord(row) && typeof row.id === 'string', 'a row has no id');
  return made;
}

const ROW = 'id,kind,value,at,recordedAt,basis,source,position,derived,fresh';
const FRESH = 'state,since';

/** What a row is most often. Made by a literal, its objects come where long-lived ones belong: half of the time is theirs. */
function wholeRows(columns: readonly Values[], n: number): unknown[] {
  const [ids, kinds, values, ats, recordedAts, bases, sources, positions, deriveds, freshs] = columns.map((column) =>
    spread(column, n),
  ) as [Many, Many, Many, Many, Many, Many, Many, Many, Many, Many];
  const made = new Array<unknown>(n);
  for (let i = 0; i < n; i += 1)
    made[i] = {
      id: ids[i],
      kind: kinds[i],
      value: values[i],
      at: ats[i],
      recordedAt: recordedAts[i],
      basis: bases[i],
      source: sources[i],
      position: positions[i],
      derived: deriveds[i],
      fresh: freshs[i],
    };
  return made;
}

function freshnesses(columns: readonly Values[], n: number): unknown[] {
  const [states, sinces] = columns.map((column) => spread(column, n)) as [Many, Many];
  const made = new Array<unknown>(n);
  for (let i = 0; i < n; i += 1) made[i] = { state: states[i], since: sinces[i] };
  return made;
}

function texts(text: string, by: unknown, n: number): string[] {
  need(typeof by === 'string' && by.length === 1, 'a separator is none');
  // Where there is nothing, splitting gives one empty text.
  return n === 0 && text === '' ? [] : text.split(by, n + 1);
}

type Many = readonly unknown[];
type Indexes = Uint8Array | Uint32Array;

/** The values of a column: all of them, some of which `which` tells what stands where, or one for all. */
interface Values {
  readonly one?: unknown;
  readonly all?: readonly unknown[];
  readonly which?: Indexes;
}

function spread({ one, all, which }: Values, n: number): readonly unknown[] {
  if (all && !which) return all;
  const made = new Array<unknown>(n);
  if (!all || !which) return made.fill(one);
  for (let i = 0; i < n; i += 1) made[i] = all[which[i]!];
  return made;
}

/** Numbers below `most`. */
function indexes(at: unknown, most: number, n: number): Indexes {
  const width = widthOf(most);
  need(typeof at === 'string' && at.length === n * width, 'there are more indexes than values, or fewer');
  const made = width === 1 ? new Uint8Array(n) : new Uint32Array(n);
  for (let i = 0, from = 0; i < n; i += 1) {
    let value = 0;
    for (let digit = 0; digit < width; digit += 1, from += 1)
      value = value * 64 + (VALUE_OF[at.charCodeAt(from)] ?? 255);
    need(value < most, 'an index is out of range');
    made[i] = value;
  }
  return made;
}

function numbers(
  nums: readonly unknown[],
  { per = 1, steps }: { readonly [key: string]: unknown },
): readonly unknown[] {
  need(typeof per === 'number' && per >= 1 && per <= 1e9, 'a divisor is none');
  const made = new Array<number>(nums.length);
  let sum = 0;
  for (let i = 0; i < nums.length; i += 1) {
    const value = nums[i];
    need(typeof value === 'number', 'a number is none');
    sum = steps === true ? sum + value : value;
    made[i] = per === 1 ? sum : sum / per;
  }
  need(Number.isFinite(sum), 'numbers grow beyond all bounds');
  return made;
}
