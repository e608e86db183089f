/** A name as it stands in a tag, taken apart. */
export interface XmlName {
  readonly raw: string;
  readonly prefix: string;
  readonly local: string;
}

const SLOTS = 512;

/**
 * The names of a document, found by a hash that the scan of a tag yields for free: a name seen before costs no new string,
 * and one of a known vocabulary is the very string its reader compares with. Bounded: a newer name takes an older one's slot.
 */
export interface XmlNames {
  readonly slots: readonly (XmlName | undefined)[];
  readonly known: ReadonlyMap<string, XmlName>;
}

/** Makes the table of a vocabulary, once. */
export function defineXmlNames(words: Iterable<string>): XmlNames {
  const slots: (XmlName | undefined)[] = new Array<XmlName | undefined>(SLOTS).fill(undefined);
  const known = new Map<string, XmlName>();
  for (const raw of words) {
    const name = { raw, prefix: '', local: raw };
    known.set(raw, name);
    let hash = 0;
    for (let at = 0; at < raw.length; at += 1) hash = stepHash(hash, raw.charCodeAt(at));
    slots[hash & (SLOTS - 1)] = name;
  }
  return { slots, known };
}

export const noXmlNames = defineXmlNames([]);

export function stepHash(hash: number, code: number): number {
  return (Math.imul(hash, 33) + code) | 0;
}

/** Where a name stands, and the hash that the scan took of it; `colon` is the place of its last colon, or -1. */
interface Span {
  readonly from: number;
  readonly end: number;
  readonly colon: number;
  readonly hash: number;
}

/** Names of one reading that its vocabulary does not hold; made with the first. */
export interface OtherNames {
  slots: (XmlName | undefined)[] | undefined;
}

/** The name at this place of the text. */
export function nameAt(names: XmlNames, other: OtherNames, text: string, span: Span): XmlName {
  const found = names.slots[span.hash & (SLOTS - 1)];
  return found !== undefined && found.raw.length === span.end - span.from && standsAt(text, found.raw, span.from)
    ? found
    : otherAt(names, other, text, span);
}

function otherAt({ known }: XmlNames, other: OtherNames, text: string, { from, end, colon, hash }: Span): XmlName {
  other.slots ??= new Array<XmlName | undefined>(SLOTS).fill(undefined);
  const slot = hash & (SLOTS - 1);
  const found = other.slots[slot];
  if (found !== undefined && found.raw.length === end - from && standsAt(text, found.raw, from)) return found;
  const raw = text.slice(from, end);
  let name = colon < 0 ? known.get(raw) : undefined;
  if (name === undefined) {
    const local = colon < 0 ? raw : raw.slice(colon - from + 1);
    name = { raw, prefix: colon < 0 ? '' : raw.slice(0, colon - from), local: known.get(local)?.local ?? local };
  }
  other.slots[slot] = name;
  return name;
}

/** As `startsWith`, whose call costs more than the few characters of a name. */
export function standsAt(text: string, name: string, from: number): boolean {
  for (let at = 0; at < name.length; at += 1) if (text.charCodeAt(from + at) !== name.charCodeAt(at)) return false;
  return true;
}
