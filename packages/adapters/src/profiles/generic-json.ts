import {
  issue,
  parseInstant,
  toInstant,
  type DecodedPayload,
  type DeviceReading,
  type Instant,
  type Issue,
  type Json,
  type JsonObject,
} from '@yingji/core';
import type { QuantityName } from '@yingji/core/codes';

/** What one member of a payload says. */
interface Told {
  readonly quantity: QuantityName;
  readonly zh: string;
  readonly en: string;
}

/** A number, or a text that is one. */
export interface MeasuredMember extends Told {
  /** Unit of the payload, for people; `times` brings it to that of the vocabulary. Default 1. */
  readonly unit: string;
  readonly times?: number;
  /** Words of the same message by which the device says that this was not measured. */
  readonly unless?: readonly string[];
}

/** One word or a list of them. What is not in `words` is kept as it was said; the vocabulary is the door's to weigh. */
export interface WordsMember extends Told {
  readonly words: { readonly [said: string]: string };
}

/** The members that one kind of device may send. */
export type Members = { readonly [name: string]: MeasuredMember | WordsMember };

/** A word of a device is short; what is longer is no word. */
const LONGEST_WORD = 40;
const MOST_WORDS = 32;
const MOST_NAMED = 8;

/**
 * Reads a flat JSON object by its members: the generic shape of README.md. A member that cannot be read is a fault without a value and
 * takes none of the others with it; one that nobody names is not kept, for it could be anything, but told.
 */
export const byMembers =
  (members: Members) =>
  (payload: Json): DecodedPayload => {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
      return refused('payload-no-object', 'The payload is no JSON object; send one object for each message.');
    const said = payload as JsonObject;
    const issues: Issue[] = [];
    const at = timeOf(said, issues);
    const words = wordsOf(members, said, issues);
    const readings = Object.entries(members).flatMap(([name, member]): DeviceReading[] => {
      if (!Object.hasOwn(said, name)) return [];
      const told = 'words' in member ? words.get(name) : measured(said[name]!, member, words);
      const read = told ?? { value: null, fault: 'unreadable' };
      if (!told) issues.push(odd(name, said[name]!, 'words' in member ? 'a word' : 'a number'));
      return [{ quantity: member.quantity, ...read, ...(at !== undefined && { at }) }];
    });
    const strange = Object.keys(said).filter((name) => name !== 'time' && !Object.hasOwn(members, name));
    if (readings.length === 0) return refused('payload-tells-nothing', 'No member of the payload is known.');
    if (strange.length > 0) issues.push(unnamed(strange));
    return { readings, issues };
  };

const refused = (code: string, what: string): DecodedPayload => ({
  readings: [],
  issues: [issue(code, what)],
});

type Read = Pick<DeviceReading, 'value' | 'fault'>;

function measured(said: Json, member: MeasuredMember, words: ReadonlyMap<string, Read>): Read | undefined {
  const fault = member.unless?.find((word) => [...words.values()].some(({ value }) => has(value, word)));
  if (fault !== undefined) return { value: null, fault };
  if (said === null) return { value: null };
  const plain = typeof said === 'string' && /^-?\d{1,12}(\.\d{1,25})?$/.test(said);
  const value = typeof said === 'number' || plain ? Number(said) : NaN;
  // Twelve digits: a product of two decimals shows no more than was measured.
  return Number.isFinite(value) ? { value: Number((value * (member.times ?? 1)).toPrecision(12)) } : undefined;
}

const has = (value: DeviceReading['value'], word: string): boolean => Array.isArray(value) && value.includes(word);

/** The words of each member that tells words; none of one that tells what is no word. */
function wordsOf(members: Members, said: JsonObject, issues: Issue[]): ReadonlyMap<string, Read> {
  const found = new Map<string, Read>();
  for (const [name, member] of Object.entries(members)) {
    if (!('words' in member) || !Object.hasOwn(said, name)) continue;
    const value = said[name]!;
    const list = (Array.isArray(value) ? value : [value]) as readonly Json[];
    const words = list.filter(isWord).map(String).slice(0, MOST_WORDS);
    if (words.length === 0) continue;
    if (words.length < list.length) issues.push(odd(name, value, 'words alone'));
    const { words: known } = member;
    found.set(name, {
      value: words.map((word) => (Object.hasOwn(known, word) ? known[word]! : word)),
    });
  }
  return found;
}

const isWord = (said: Json): boolean =>
  typeof said === 'string' ? said !== '' && said.length <= LONGEST_WORD : Number.isInteger(said) || said === !!said;

/** When it was measured: RFC 3339 with an offset, or milliseconds since 1970. Otherwise the time of receipt counts. */
function timeOf({ time }: JsonObject, issues: Issue[]): Instant | undefined {
  if (time === undefined) return undefined;
  if (typeof time === 'string' && parseInstant(time) !== undefined) return parseInstant(time);
  if (typeof time === 'number' && Number.isInteger(time) && time >= 1e12 && time < 1e13) return toInstant(time);
  issues.push(odd('time', time, 'RFC 3339 with an offset, or milliseconds since 1970'));
  return undefined;
}

/** What stood there is not repeated: it may be anything. */
const odd = (name: string, said: Json, wanted: string): Issue =>
  issue('payload-odd-member', `"${name}" is ${said === null ? 'null' : typeof said} where ${wanted} is due.`, {
    path: `/${name}`,
    level: 'warning',
  });

const unnamed = (names: readonly string[]): Issue =>
  issue(
    'payload-unnamed-members',
    `${names.length} members are not of this device and are not kept (${names
      .slice(0, MOST_NAMED)
      .map((name) => JSON.stringify(name.slice(0, 24)))
      .join(', ')}); name them in a profile of your own.`,
    { level: 'info' },
  );
