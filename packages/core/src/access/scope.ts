import { parseId, type EntityId } from '../model/id.js';

/** Province, city, county, street, community: no other length names a division. */
const DIVISION = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/**
 * Whether a text may stand in an actor's scope: a division code of 2, 4, 6, 9 or 12 digits (`450103` takes in every street
 * and community below it, GB/T 2260 and the 12-digit statistical codes), or the id of an organization.
 */
export const isScope = (text: string): boolean => DIVISION.test(text) || isOrganization(text);

const isOrganization = (text: string): text is EntityId => parseId(text)?.kind === 'organization';

/** A scope, its two sorts apart. An empty scope is the whole city: that is said in words (`*`) wherever it comes from outside. */
export interface Scope {
  readonly all: boolean;
  readonly divisions: readonly string[];
  readonly organizations: ReadonlySet<string>;
}

/** Words that are neither sort take in nothing, and do not make the scope the whole city. */
export function readScope(words: readonly string[]): Scope {
  return {
    all: words.length === 0,
    divisions: words.filter((word) => DIVISION.test(word)),
    organizations: new Set(words.filter(isOrganization)),
  };
}

/**
 * Whether a division lies in a scope. Statistical codes end in zeros where they name a larger division: `450103000000` and
 * `450103` are one.
 */
export function inDivisions(code: string, divisions: readonly string[]): boolean {
  return divisions.some((division) => code.startsWith(bare(division)));
}

/** Whether one of the divisions lies in that of the code: what happens in a whole city happens in each of its communities. */
export function aroundDivisions(code: string, divisions: readonly string[]): boolean {
  return divisions.some((division) => bare(division).startsWith(bare(code)));
}

/** Codes in which no other one of them lies. */
export const finest = (codes: readonly string[]): string[] =>
  codes.filter(
    (code) => !codes.some((other) => other !== code && bare(other) !== bare(code) && inDivisions(other, [code])),
  );

/** A code without the zeros behind the level it names. */
function bare(code: string): string {
  const level = [2, 4, 6, 9].find((digits) => code.length > digits && /^0+$/.test(code.slice(digits)));
  return level === undefined ? code : code.slice(0, level);
}
