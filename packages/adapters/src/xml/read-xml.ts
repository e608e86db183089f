import { issue, type Issue } from '@yingji/core';
import { decodeXmlText } from './decode-text.js';
import { readAttributes, type AttributeRun } from './read-attributes.js';
import { expandEntities } from './expand-entities.js';
import type { XmlAttribute, XmlElement } from './xml-element.js';
import { xmlLimits, type XmlLimits } from './xml-limits.js';
import { nameAt, noXmlNames, standsAt, stepHash, type OtherNames, type XmlNames } from './xml-names.js';
import { bindPrefixes, noScope, resolve, type XmlScope } from './xml-scope.js';

/** What was read. Without a root the Issues say why; with one they say what is odd about the document. */
export interface XmlReading {
  readonly root?: XmlElement;
  /** The text that `start` and `end` of the elements count in. */
  readonly text: string;
  readonly issues: readonly Issue[];
}

export interface XmlOptions {
  readonly limits?: XmlLimits;
  /** Encoding to read by where the bytes do not fit the declared one. */
  readonly encoding?: string | undefined;
  /** The vocabulary that is read for: its names need no strings of their own. */
  readonly names?: XmlNames;
}

const [TAB, LF, SPACE, BANG, SLASH, COLON, LT, GT, QUESTION] = [9, 10, 32, 33, 47, 58, 60, 62, 63];
const NO_CHILDREN: readonly XmlElement[] = [];
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/**
 * An element that is being read. Of a class, and its lists copies of an empty one: of every literal in the source V8 remembers
 * whether what it made lived on, and where a document was once looked at for long, it would make all later ones among
 * long-lived objects, at half the speed.
 */
class Open implements XmlElement {
  declare readonly name: string;
  declare readonly ns: string;
  declare text: string;
  declare children: XmlElement['children'];
  declare attributes: XmlElement['attributes'];
  declare readonly start: number;
  declare end: number;

  constructor(name: string, ns: string, start: number) {
    this.name = name;
    this.ns = ns;
    this.text = '';
    this.children = NO_CHILDREN;
    this.attributes = NO_ATTRIBUTES;
    this.start = start;
    this.end = start;
  }
}

/** ASCII characters that may stand in a name (1) or begin one (2); everything above ASCII may. */
const NAME_CHARACTER = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Za-z_]/.test(character) ? 2 : /[0-9.:-]/.test(character) ? 1 : 0;
});

/**
 * Reads one XML 1.0 document into a tree: no DTD, no external anything, bounded in size, depth and counts, linear in time.
 * A document type declaration, a mismatched or missing end tag, or anything beyond the limits is refused; what a person can
 * still read (unknown entities, stray control characters, unbound prefixes) is kept with an Issue. Never throws.
 */
export function readXml(
  input: Uint8Array | string,
  { limits = xmlLimits, encoding, names = noXmlNames }: XmlOptions = {},
): XmlReading {
  const issues: Issue[] = [];
  if (input.length > limits.bytes) {
    issues.push(
      issue(
        'xml-too-large',
        `The document has ${input.length} bytes; at most ${limits.bytes} are read. Split it, or raise the limit.`,
      ),
    );
    return { text: '', issues };
  }
  const text =
    typeof input !== 'string'
      ? decodeXmlText(input, encoding, issues)
      : input.includes('\r')
        ? input.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
        : input;
  if (text === undefined) return { text: '', issues };
  const root = parse(text, { limits, vocabulary: names, issues });
  return root === undefined ? { text, issues } : { root, text, issues };
}

/** What can be said about a document while it is read; apart from the scan, whose own variables stay in registers. */
interface Trouble {
  readonly text: string;
  readonly issues: Issue[];
  /** Names of the open elements, then empty ones. */
  readonly names: string[];
  /** Each sort of oddity is told once: the place of the first is enough to find the sender's fault. */
  told: readonly string[];
}

function odd(
  trouble: Trouble,
  code: string,
  { at, message, clause }: { readonly at?: number; readonly message: string; readonly clause: string },
): void {
  if (trouble.told.includes(code)) return;
  trouble.told = [...trouble.told, code];
  const where = at === undefined ? '' : ` (${place(trouble.text, at)})`;
  trouble.issues.push(issue(code, `${message}${where}`, { level: 'warning', path: pointer(trouble.names), clause }));
}

function refuse(trouble: Trouble, at: number, [code, message]: readonly [code: string, message: string]): undefined {
  trouble.issues.push(
    issue(code, `${message} (${place(trouble.text, at)}) The document is refused.`, { path: pointer(trouble.names) }),
  );
  return undefined;
}

function parse(
  text: string,
  {
    limits,
    vocabulary,
    issues,
  }: { readonly limits: XmlLimits; readonly vocabulary: XmlNames; readonly issues: Issue[] },
): XmlElement | undefined {
  const names: string[] = [];
  const trouble: Trouble = { text, issues, names, told: [] };
  const oddReference = (reference: string): void => {
    // There may be a million of them.
    if (trouble.told.includes('xml-entity')) return;
    odd(trouble, 'xml-entity', {
      message: `"${reference}" is no entity of XML and stays as written. Ask the sender to escape "&" as "&amp;".`,
      clause: 'XML 1.0 §4.1',
    });
  };
  const run: AttributeRun = { at: 0, attributes: NO_ATTRIBUTES, bindings: undefined, failure: undefined };
  const other: OtherNames = { slots: undefined };
  const open: Open[] = [];
  const scopes: XmlScope[] = [];
  let depth = 0;
  let scope = noScope;
  let top: Open | undefined;
  let root: Open | undefined;
  let count = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let amp = nextAmpersand(text, 0);

  for (;;) {
    // Between tags there is mostly nothing, or a line break and some spaces: no need to search then.
    const first = skipBlank(text, at);
    const lt = text.charCodeAt(first) === LT ? first : text.indexOf('<', first);
    const stop = lt < 0 ? text.length : lt;
    if (stop > at) {
      if (top === undefined) {
        if (first < stop) {
          if (root === undefined)
            return refuse(trouble, first, ['not-xml', 'Text before the first tag: this is no XML document.']);
          odd(trouble, 'xml-after-end', {
            at,
            message: 'Text after the end of the document was left out.',
            clause: 'XML 1.0 §2.1',
          });
        }
      } else if (first < stop || top.text !== '') {
        let value = text.slice(at, stop);
        if (amp < stop) {
          value = expandEntities(value, oddReference);
          amp = nextAmpersand(text, stop);
        }
        top.text = top.text === '' ? value : top.text + value;
      }
    }
    if (lt < 0) break;
    const code = text.charCodeAt(lt + 1);

    if (code === SLASH) {
      const name = names[depth - 1];
      if (top === undefined || name === undefined)
        return refuse(trouble, lt, ['xml-mismatched-tag', 'An end tag without its start tag.']);
      let end = lt + 2 + name.length;
      while (isSpace(text.charCodeAt(end))) end += 1;
      if (text.charCodeAt(end) !== GT || !standsAt(text, name, lt + 2))
        return refuse(trouble, lt, wrongEnd(text, lt, name));
      at = end + 1;
      top.end = at;
      depth -= 1;
      names[depth] = '';
      scope = scopes[depth]!;
      top = depth === 0 ? undefined : open[depth - 1];
      continue;
    }

    if (code === QUESTION || code === BANG) {
      const skip = skipMarkup(text, lt);
      if (skip.failure) return refuse(trouble, lt, skip.failure);
      if (skip.data) {
        if (top === undefined)
          return refuse(trouble, lt, ['xml-syntax', 'A CDATA section outside of the document element.']);
        top.text += text.slice(lt + 9, skip.end - 3);
      }
      at = skip.end;
      if (amp < at) amp = nextAmpersand(text, at);
      continue;
    }

    let end = lt + 1;
    let colon = -1;
    let hash = 0;
    if (code >= 128 || NAME_CHARACTER[code] === 2) {
      for (let c = code; c >= 128 || NAME_CHARACTER[c]! > 0; c = text.charCodeAt((end += 1))) {
        if (c === COLON) colon = end;
        hash = stepHash(hash, c);
      }
    } else if (end >= text.length) return refuse(trouble, lt, ['xml-truncated', 'The document ends inside a tag.']);
    else return refuse(trouble, lt, ['xml-syntax', '"<" that begins no tag; in text it is written "&lt;".']);
    const name = nameAt(vocabulary, other, text, { from: lt + 1, end, colon, hash });
    if (top === undefined && root !== undefined)
      return refuse(trouble, lt, ['xml-syntax', 'A second document element.']);
    if ((count += 1) > limits.elements)
      return refuse(trouble, lt, ['xml-too-many-elements', `More than ${limits.elements} elements.`]);
    if (depth >= limits.depth)
      return refuse(trouble, lt, ['xml-too-deep', `Elements are nested deeper than ${limits.depth}.`]);

    const outer = scope;
    let attributes = NO_ATTRIBUTES;
    let selfClosed = text.charCodeAt(end) === SLASH && text.charCodeAt(end + 1) === GT;
    if (!selfClosed && text.charCodeAt(end) !== GT) {
      run.at = end;
      readAttributes(text, run, { most: limits.attributes, odd: oddReference });
      if (run.failure) return refuse(trouble, run.at, run.failure);
      end = run.at;
      attributes = run.attributes;
      if (run.bindings) scope = bindPrefixes(scope, run.bindings);
      if (scope.size > limits.prefixes)
        return refuse(trouble, lt, [
          'xml-too-many-prefixes',
          `More than ${limits.prefixes} namespace prefixes at one place.`,
        ]);
      if (amp < end) amp = nextAmpersand(text, end);
      selfClosed = text.charCodeAt(end) === SLASH;
    }
    const ns = name.prefix === '' ? scope.standard : resolve(scope, name.prefix);
    if (ns === undefined)
      odd(trouble, 'xml-prefix', {
        at: lt,
        message: `Prefix "${shown(name.prefix)}" is not declared.`,
        clause: 'XML namespaces §5',
      });
    at = end + (selfClosed ? 2 : 1);
    const element = new Open(name.local, ns ?? '', lt);
    element.attributes = attributes;
    element.end = at;
    if (top === undefined) root = element;
    else if (top.children === NO_CHILDREN) {
      const children = NO_CHILDREN.slice();
      children.push(element);
      top.children = children;
    } else (top.children as XmlElement[]).push(element);
    if (selfClosed) {
      scope = outer;
      continue;
    }
    // Most elements hold text alone: those are finished here, without being opened.
    const next = text.indexOf('<', at);
    const behind = next + 2 + name.raw.length;
    if (
      next >= 0 &&
      text.charCodeAt(next + 1) === SLASH &&
      text.charCodeAt(behind) === GT &&
      standsAt(text, name.raw, next + 2)
    ) {
      if (skipBlank(text, at) < next) {
        element.text = text.slice(at, next);
        if (amp < next) {
          element.text = expandEntities(element.text, oddReference);
          amp = nextAmpersand(text, next);
        }
      }
      at = element.end = behind + 1;
      scope = outer;
      continue;
    }
    open[depth] = element;
    names[depth] = name.raw;
    scopes[depth] = outer;
    depth += 1;
    top = element;
  }
  if (top !== undefined)
    return refuse(trouble, text.length, [
      'xml-truncated',
      `The document ends before <${shown(names[depth - 1]!)}> is closed.`,
    ]);
  if (root === undefined)
    return refuse(trouble, 0, [
      'not-xml',
      text.trim() === '' ? 'The document is empty.' : 'There is no element in it.',
    ]);
  return root;
}

type Failure = readonly [code: string, message: string];

interface Skip {
  readonly end: number;
  readonly data?: boolean;
  readonly failure?: Failure;
}

/** Steps over a comment, a processing instruction or a CDATA section; anything else that begins so is refused. */
function skipMarkup(text: string, lt: number): Skip {
  if (text.startsWith('<![CDATA[', lt)) {
    const end = text.indexOf(']]>', lt + 9);
    return end < 0 ? cutOff('CDATA section') : { end: end + 3, data: true };
  }
  if (text.startsWith('<!--', lt)) {
    const end = text.indexOf('-->', lt + 4);
    return end < 0 ? cutOff('comment') : { end: end + 3 };
  }
  if (text.charCodeAt(lt + 1) === QUESTION) {
    const end = text.indexOf('?>', lt + 2);
    return end < 0 ? cutOff('processing instruction') : { end: end + 2 };
  }
  if (/^<!DOCTYPE/i.test(text.slice(lt, lt + 9))) {
    const why = 'A document type declaration could name files or multiply entities. Ask the sender to leave it out.';
    return { end: -1, failure: ['xml-doctype', why] };
  }
  return { end: -1, failure: [text.length - lt < 9 ? 'xml-truncated' : 'xml-syntax', 'An unknown declaration.'] };
}

function cutOff(what: string): Skip {
  return { end: -1, failure: ['xml-truncated', `The document ends inside a ${what}.`] };
}

function wrongEnd(text: string, lt: number, name: string): Failure {
  const gt = text.indexOf('>', lt);
  if (gt < 0) return ['xml-truncated', `The document ends inside the end tag of <${shown(name)}>.`];
  return ['xml-mismatched-tag', `<${shown(name)}> is closed by <${shown(text.slice(lt + 1, gt))}>.`];
}

function nextAmpersand(text: string, from: number): number {
  const found = text.indexOf('&', from);
  return found < 0 ? Infinity : found;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === LF || code === TAB;
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

/** RFC 6901 pointer by element names; repeated elements are not told apart here. */
function pointer(names: readonly string[]): string {
  return names
    .filter((name) => name !== '')
    .slice(0, 16)
    .map((name) => `/${shown(name).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function place(text: string, at: number): string {
  let line = 1;
  let begin = 0;
  for (let index = 0; index < at; index += 1) {
    if (text.charCodeAt(index) !== LF) continue;
    line += 1;
    begin = index + 1;
  }
  return `line ${line}, column ${at - begin + 1}`;
}
