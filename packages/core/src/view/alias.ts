import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { areaCodes, shortCode } from '../warning/chain.js';

const NONE: readonly string[] = [];

/** Names, other than ids, by which entities find each other. */
export const hearsAlias = (source: string): string => `hears:${source}`;
/** Every arrangement that sets deadlines. */
export const DEADLINES_ALIAS = 'sets:deadlines';

/**
 * Fire compartments are numbered inside a place, or where none is stated inside their register: the same number elsewhere is
 * another compartment.
 */
export const zoneAlias = (device: {
  readonly source: string;
  readonly place: unknown;
  readonly zone: string;
}): string => `zone:${typeof device.place === 'string' ? device.place : device.source}|${device.zone}`;

/**
 * An area code by itself, and, for a province or city that is not a place of its own, the alias its districts share.
 * GB/T 2260: two digits a level, 00 = the whole of it.
 */
export function codeAliases(code: string): string[] {
  const [short, whole] = [shortCode(code), wholeOf(code)];
  return [`code:${short}`, ...(whole === short ? NONE : [`within:${whole}`])];
}

/** The beginning that the codes of all within it share: 450100 → 4501. GB/T 2260: two digits a level, 00 = the whole of it. */
export function wholeOf(code: string): string {
  return shortCode(code)
    .replace(/^(\d\d)0000$/, '$1')
    .replace(/^(\d{4})00$/, '$1');
}

type Said = Pick<Entry, 'kind' | 'source'>;

/** What this entity is known under. */
export function aliasesOf(entry: Said, value: JsonObject): readonly string[] {
  if (entry.kind === 'feed') return ((value['hears'] as string[] | undefined) ?? []).map(hearsAlias);
  if (entry.kind === 'linkage' && value['deadlines'] !== undefined) return [DEADLINES_ALIAS];
  const { place, zone } = value;
  if (entry.kind === 'device' && typeof zone === 'string') return [zoneAlias({ source: entry.source, place, zone })];
  if (entry.kind === 'place' && typeof value['code'] === 'string') {
    const code = shortCode(value['code']);
    // Of a county its city and its province.
    const wholes = /^((\d\d)\d\d)(?!00)\d\d$/.exec(code)?.slice(1) ?? [];
    return [`code:${code}`, ...wholes.map((whole) => `within:${whole}`)];
  }
  return NONE;
}

/** What this entity looks for besides the ids it names. */
export function looksFor(entry: Said, value: JsonObject): readonly string[] {
  if (entry.kind === 'device') return [hearsAlias(entry.source)];
  if (entry.kind === 'task') return [DEADLINES_ALIAS];
  if (entry.kind === 'warning') return areaCodes(value).flatMap(codeAliases);
  return NONE;
}
