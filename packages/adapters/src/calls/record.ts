import { issue, millis, type Instant, type Issue } from '@yingji/core';
import { isNoTime, readTime } from './beijing-time.js';
import { plainName, type Field, type FieldNames } from './field-names.js';
import type { Words } from './words.js';

/** One record of a call centre, read by what its fields mean. Empty fields are absent; what is wrong with one becomes an Issue. */
export interface CallRecord {
  /** RFC 6901 pointer of it in the message. */
  readonly path: string;
  text(field: Field): string | undefined;
  time(field: Field): Instant | undefined;
  /** Yes or no; `undefined` where it is absent, and with an Issue where it is neither. */
  flag(field: Field): boolean | undefined;
  count(field: Field): number | undefined;
  has(...fields: readonly Field[]): boolean;
  /** These fields as lines `name: value`. */
  lines(...fields: readonly Field[]): readonly string[];
  /** What no name of ours takes, in the same way. */
  readonly rest: readonly string[];
  note(code: string, message: string, more?: { readonly field?: Field; readonly level?: Issue['level'] }): void;
}

export interface RecordContext {
  readonly path: string;
  readonly names: Names;
  readonly words: Words;
  /** Offset of the clock of the centre. */
  readonly offset: string;
  readonly receivedAt: Instant;
  /** What is wrong with the record is added here. */
  readonly issues: Issue[];
}

/** Names ready to look up: the name as names are compared → the fields it may be, and how early it counts for each. */
export type Names = ReadonlyMap<string, readonly { readonly field: Field; readonly rank: number }[]>;

export function namesFrom(table: FieldNames): Names {
  const names = new Map<string, { readonly field: Field; readonly rank: number }[]>();
  for (const [field, list] of Object.entries(table) as [Field, readonly string[]][])
    list.forEach((name, rank) => {
      const plain = plainName(name);
      names.set(plain, [...(names.get(plain) ?? []), { field, rank }]);
    });
  return names;
}

/** The names of an agency with those of a configuration before them. */
export function namesWith(standing: Names, own: FieldNames): Names {
  if (Object.keys(own).length === 0) return standing;
  const names = new Map(standing);
  for (const [plain, mine] of namesFrom(own))
    names.set(plain, [
      ...mine.map(({ field, rank }) => ({ field, rank: rank - FIRST })),
      ...(standing.get(plain) ?? []).filter(({ field }) => !mine.some((each) => each.field === field)),
    ]);
  return names;
}

/** What lies further ahead of receipt is of no clock and of no zone, but stands for "not yet": it must not end an order. */
const TO_COME_MS = 24 * 3_600_000;

/** Names of a configuration count before all others, as there are never so many of one field. */
const FIRST = 1_000;

/** Half a character, which no id can carry. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

export function readRecord(
  raw: ReadonlyMap<string, string>,
  { path, names, words, offset, receivedAt, issues }: RecordContext,
): CallRecord {
  const found = new Map<Field, { readonly name: string; readonly text: string; readonly rank: number }>();
  const filled = [...raw].filter(([, text]) => text !== '').map(([name, text]) => [name, whole(text)] as const);
  for (const [name, text] of filled)
    for (const { field, rank } of names.get(plainName(name)) ?? [])
      if (rank < (found.get(field)?.rank ?? Infinity)) found.set(field, { name, text, rank });
  const taken = new Set([...found.values()].map(({ name }) => name));
  const rest = filled.filter(([name]) => !taken.has(name)).map(([name, text]) => `${name}: ${text}`);
  const told = new Set<string>();
  const note: CallRecord['note'] = (code, message, { field, level = 'warning' } = {}) => {
    const name = field && found.get(field)?.name;
    const at = name === undefined ? path : `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (told.has(`${code} ${at}`)) return;
    told.add(`${code} ${at}`);
    issues.push(issue(code, message, { path: at, level }));
  };
  const text = (field: Field): string | undefined => found.get(field)?.text;
  return {
    path,
    text,
    note,
    time(field) {
      const written = text(field);
      if (written === undefined || isNoTime(written)) return undefined;
      const time = readTime(written, offset);
      if (time !== undefined && millis(time) <= millis(receivedAt) + TO_COME_MS) return time;
      note('calls-time-unread', 'A time is none, has no year, or is yet to come; it is left out.', { field });
      return undefined;
    },
    flag(field) {
      const written = text(field);
      if (written === undefined) return undefined;
      const set = words.flag.get(written.toLowerCase());
      if (set === undefined)
        note(
          'calls-flag-unknown',
          'A flag is neither yes nor no; secrecy counts as set, another as not said. Name its words in codes.flag.',
          { field },
        );
      return set;
    },
    count(field) {
      const written = text(field);
      return written !== undefined && /^\d{1,5}$/.test(written) ? Number(written) : undefined;
    },
    has: (...fields) => fields.some((field) => found.has(field)),
    lines: (...fields) =>
      fields.flatMap((field) => {
        const stated = found.get(field);
        return stated ? [`${stated.name}: ${stated.text}`] : [];
      }),
    rest,
  };
}
