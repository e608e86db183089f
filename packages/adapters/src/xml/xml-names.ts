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
  readonly slots: (XmlName | undefined)[];
  readonly known: ReadonlyMap<string, XmlName>;
}

/** Makes the table of a vocabulary, once; each reading works on a copy. */
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

/** The name at `from`…`end` of the text, whose hash the scan took. `colon` is the place of its last colon, or -1. */
export function nameAt(
  names: XmlNames,
  text: string,
  {
    from,
    end,
    colon,
    hash,
  }: { readonly from: number; readonly end: number; readonly colon: number; readonly hash: number },
): XmlName {
  const slot = hash & (SLOTS - 1);
  const found = names.slots[slot];
  if (found !== undefined && found.raw.length === end - from && text.startsWith(found.raw, from)) return found;
  const raw = text.slice(from, end);
  let name = colon < 0 ? names.known.get(raw) : undefined;
  if (name === undefined) {
    const local = colon < 0 ? raw : raw.slice(colon - from + 1);
    name = { raw, prefix: colon < 0 ? '' : raw.slice(0, colon - from), local: names.known.get(local)?.local ?? local };
  }
  names.slots[slot] = name;
  return name;
}
