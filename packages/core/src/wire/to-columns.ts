import type { Json, JsonObject } from '../json.js';
import { DIGITS, widthOf, type Column, type Columns } from './columns.js';

/** Below so many values listing and sorting by form gain nothing. */
const FEW = 4;
const MOST_FORMS = 64;
/** Longest list of a member that is split by place. */
const MOST_PLACES = 4;
const SEPARATORS = ['|', '~', '^', '`'];

/** Rows, or any JSON values, by columns. They come back as JSON.parse(JSON.stringify(rows)) would give them. */
export function toColumns(rows: readonly unknown[]): Columns {
  /** The number of a column that stood before, by what it says. */
  const earlier = new Map<string, number>();
  const numberOf = new Map<Column, number>();
  let ended = 0;

  function column(values: readonly Json[]): Column {
    const made = form(values);
    const mine = ended;
    ended += 1;
    numberOf.set(made, mine);
    // What is said in fewer characters than a reference, or seldom twice.
    if ('one' in made || 'json' in made || 'forms' in made) return made;
    // Of a column made of others their numbers are enough.
    const says = JSON.stringify('of' in made ? { ...made, n: values.length, of: made.of.map(stands) } : made);
    const same = earlier.get(says);
    if (same === undefined) earlier.set(says, mine);
    return same === undefined ? made : { as: same };
  }

  const stands = (made: Column): number => ('as' in made ? made.as : numberOf.get(made)!);

  function form(values: readonly Json[]): Column {
    if (values.length < FEW) return { json: values };
    const first = values[0]!;
    const listed = repeats(values);
    if (listed) return listed;
    if (typeof first === 'string' && values.every((value) => typeof value === 'string')) return texts(values);
    if (typeof first === 'number' && values.every((value) => Number.isFinite(value)))
      return numbers(values as readonly number[]);
    return byForm(values) ?? { json: values };
  }

  /** Objects by their keys, lists by their length, and all else together. */
  function byForm(values: readonly Json[]): Column | undefined {
    const parts = new Map<string, Form>();
    const which: number[] = [];
    let part: Form | undefined;
    for (const value of values) {
      // Most often it is the form of the one before.
      if (!part || !isOfForm(value, part)) {
        const name = formOf(value);
        part = parts.get(name);
        if (!part)
          parts.set(name, (part = { n: parts.size, keys: isObject(value) ? keysOf(value) : undefined, values: [] }));
      }
      part.values.push(value);
      which.push(part.n);
    }
    if (parts.size > MOST_FORMS || parts.size * 2 > values.length) return undefined;
    if (parts.size > 1)
      return { forms: [...parts.values()].map((part) => column(part.values)), at: digits(which, parts.size) };
    const [first] = values;
    if (Array.isArray(first) && first.length <= MOST_PLACES) return places(values as readonly Json[][], first.length);
    if (!isObject(first)) return undefined;
    const keys = keysOf(first);
    // JSON.parse makes such a member; an assignment would not.
    if (keys.includes('__proto__')) return undefined;
    return { keys, of: keys.map((key) => column(values.map((value) => (value as JsonObject)[key]!))) };
  }

  const places = (values: readonly Json[][], size: number): Column => ({
    size,
    of: Array.from({ length: size }, (_, place) => column(values.map((value) => value[place]!))),
  });

  return { n: rows.length, rows: column(rows as readonly Json[]) };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As JSON has it: a member that is undefined is none. */
const keysOf = (value: JsonObject): string[] => Object.keys(value).filter((key) => value[key] !== undefined);

interface Form {
  readonly n: number;
  /** Of objects. */
  readonly keys: readonly string[] | undefined;
  readonly values: Json[];
}

function isOfForm(value: Json, { keys }: Form): boolean {
  if (!keys || !isObject(value)) return false;
  const own = Object.keys(value);
  if (own.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i += 1) if (own[i] !== keys[i] || value[own[i]!] === undefined) return false;
  return true;
}

function formOf(value: Json): string {
  if (isObject(value)) return JSON.stringify(keysOf(value));
  return Array.isArray(value) ? `list ${value.length}` : typeof value;
}

/** One value, or few: each is listed once. */
function repeats(values: readonly Json[]): Column | undefined {
  const most = values.length >> 1;
  const known = new Map<Json, number>();
  /** Objects and lists by their text. */
  const written = new Map<string, number>();
  const list: Json[] = [];
  const which: number[] = [];
  // What is compared as text is dear: a look at a few tells whether it may be worth it.
  if (typeof values[0] === 'object' && !mayRepeat(values)) return undefined;
  for (const value of values) {
    const text = typeof value === 'object' ? JSON.stringify(value) : undefined;
    let n = text === undefined ? known.get(value) : written.get(text);
    if (n === undefined) {
      if (list.length > most) return undefined;
      n = list.length;
      if (text === undefined) known.set(value, n);
      else written.set(text, n);
      list.push(value);
    }
    which.push(n);
  }
  return list.length === 1 ? { one: list[0] ?? null } : { list, at: digits(which, list.length) };
}

const LOOK = 24;

function mayRepeat(values: readonly Json[]): boolean {
  const step = Math.max(1, Math.floor(values.length / LOOK));
  const seen = new Set<string>();
  let looked = 0;
  for (let i = 0; i < values.length; i += step, looked += 1) seen.add(JSON.stringify(values[i]));
  return seen.size * 2 <= looked;
}

function digits(which: readonly number[], most: number): string {
  const width = widthOf(most);
  let text = '';
  for (const n of which) for (let at = width - 1; at >= 0; at -= 1) text += DIGITS[Math.floor(n / 64 ** at) % 64]!;
  return text;
}

function texts(values: readonly Json[]): Column {
  const by = SEPARATORS.find((each) => !values.some((value) => (value as string).includes(each)));
  return by === undefined ? { json: values } : { text: values.join(by), by };
}

function numbers(values: readonly number[]): Column {
  let per = 1;
  let exact = 0;
  while (exact < values.length && per <= MOST_PER) {
    const whole = Math.round(values[exact]! * per);
    // One that needs more places than those before: they are whole numbers of the smaller part as well, most often.
    if (Number.isSafeInteger(whole) && whole / per === values[exact]) exact += 1;
    else per *= 10;
  }
  if (per > MOST_PER) return { nums: values };
  const whole = values.map((value) => Math.round(value * per));
  if (!whole.every((n, i) => Number.isSafeInteger(n) && n / per === values[i])) return { nums: values };
  const steps = whole.map((n, i) => (i === 0 ? n : n - whole[i - 1]!));
  const shorter = sizeOf(steps) < sizeOf(whole) && steps.every(Number.isSafeInteger);
  return { nums: shorter ? steps : whole, ...(per > 1 && { per }), ...(shorter && { steps: true }) };
}

const MOST_PER = 1e7;

/** About how many characters numbers take. */
const sizeOf = (whole: readonly number[]): number => whole.reduce((sum, n) => sum + Math.log10(Math.abs(n) + 1), 0);
