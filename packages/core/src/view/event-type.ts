/** The beginning that all kinds within a type share: 12000 → 12, 12G00 → 12G. */
const wholeType = (code: string): string => code.replace(/^(\d\d)000$/, '$1').replace(/^(\d\d[A-Z])00$/, '$1');

const isWithin = (inner: string, outer: string): boolean => wholeType(inner).startsWith(wholeType(outer));

/** One is the other, or a part of it: 12000 and 12G04. */
const related = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

/** How codes of event types begin, 11xxx to 14xxx. Any other text says no type that anybody here knows. */
const KNOWN_TYPE = /^1[1-4]/;

/** What has no known type may be of any; who asks about nothing is told of all. */
export const concerns = (eventType: unknown, asked: readonly string[]): boolean =>
  typeof eventType !== 'string' ||
  !KNOWN_TYPE.test(eventType) ||
  asked.length === 0 ||
  asked.some((code) => related(code, eventType));

/** What one who detects some event types tells of each that is asked about. */
export interface Telling {
  readonly any: boolean;
  /** Of the type, or of a part of it. */
  readonly some: readonly boolean[];
  /** Of every kind within it. */
  readonly all: readonly boolean[];
}

/** Answers for all devices of one question; those that detect the same, by one list, are looked at once. */
export function tellingOf(asked: readonly string[]): (detects: readonly string[]) => Telling {
  const known = new Map<readonly string[], Telling>();
  return (detects) => {
    let telling = known.get(detects);
    if (!telling) {
      const some = asked.map((type) => detects.some((code) => related(code, type)));
      const all = asked.map((type) => detects.some((code) => isWithin(type, code)));
      known.set(detects, (telling = { any: some.includes(true), some, all }));
    }
    return telling;
  };
}
