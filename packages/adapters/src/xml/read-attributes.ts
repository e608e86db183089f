import { expandEntities } from './expand-entities.js';
import type { XmlAttribute } from './xml-element.js';

/** One reading of a start tag's inside, reused from tag to tag. */
export interface AttributeRun {
  /** In: behind the element's name. Out: at the ">" or "/>" of the tag, or where it went wrong. */
  at: number;
  attributes: readonly XmlAttribute[];
  bindings: { prefix: string; uri: string }[] | undefined;
  failure: readonly [code: string, message: string] | undefined;
}

/** ASCII characters that end an attribute's name. */
const NAME_END = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= 32 || `=<>/"'&`.includes(String.fromCharCode(code)) ? 1 : 0,
);
const NONE: readonly XmlAttribute[] = [];
const [TAB, LF, SPACE, SLASH, EQUALS, GT, QUOTE, APOSTROPHE] = [9, 10, 32, 47, 61, 62, 34, 39];

/** Reads attributes up to the end of the tag; namespace declarations come out as bindings. */
export function readAttributes(
  text: string,
  run: AttributeRun,
  { most, odd }: { readonly most: number; readonly odd: (reference: string) => void },
): void {
  run.attributes = NONE;
  run.bindings = undefined;
  run.failure = undefined;
  const attributes: XmlAttribute[] = [];
  const seen: string[] = [];
  const fail = (code: string, message: string): void => void (run.failure = [code, message]);

  for (let at = run.at; ;) {
    const before = at;
    at = skipSpace(text, at);
    run.at = at;
    const code = text.charCodeAt(at);
    if (code === GT || (code === SLASH && text.charCodeAt(at + 1) === GT)) break;
    if (Number.isNaN(code)) return fail('xml-truncated', 'The document ends inside a tag.');
    let nameEnd = at;
    for (let c = code; c >= 128 || NAME_END[c] === 0; c = text.charCodeAt((nameEnd += 1)));
    if (nameEnd === at || at === before) return fail('xml-syntax', 'A tag that is not written as XML asks.');
    const name = text.slice(at, nameEnd);
    at = skipSpace(text, nameEnd);
    if (text.charCodeAt(at) !== EQUALS)
      return fail(at >= text.length ? 'xml-truncated' : 'xml-syntax', 'An attribute without a value.');
    at = skipSpace(text, at + 1);
    const quote = text.charCodeAt(at);
    if (quote !== QUOTE && quote !== APOSTROPHE)
      return fail(at >= text.length ? 'xml-truncated' : 'xml-syntax', 'An attribute value without quotes.');
    const end = text.indexOf(quote === QUOTE ? '"' : "'", at + 1);
    if (end < 0) return fail('xml-truncated', 'The document ends inside an attribute.');
    const raw = text.slice(at + 1, end);
    if (raw.includes('<')) return fail('xml-syntax', '"<" inside an attribute, or a missing quote.');
    if (seen.includes(name)) return fail('xml-syntax', 'One attribute is given twice.');
    seen.push(name);
    if (seen.length > most) return fail('xml-too-many-attributes', `More than ${most} attributes in one tag.`);
    const value = expandEntities(raw, odd);
    if (name === 'xmlns') (run.bindings ??= []).push({ prefix: '', uri: value });
    else if (name.startsWith('xmlns:')) (run.bindings ??= []).push({ prefix: name.slice(6), uri: value });
    else attributes.push({ name, value });
    at = end + 1;
  }
  if (attributes.length > 0) run.attributes = attributes;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (
    let code = text.charCodeAt(at);
    code === SPACE || code === LF || code === TAB;
    code = text.charCodeAt((at += 1))
  );
  return at;
}
