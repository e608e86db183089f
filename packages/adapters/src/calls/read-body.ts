import { heavyJson, issue, type Issue } from '@yingji/core';
import { readCsv } from '../table/csv.js';
import { parseJson } from '../json/parse-json.js';
import { decodeText } from '../table/text.js';
import { readXml } from '../xml/read-xml.js';
import { deepText, type XmlElement } from '../xml/xml-element.js';
import { xmlLimits } from '../xml/xml-limits.js';

/** What JSON, XML and CSV have in common: text, lists, and members by name. A Map, so that no name is a way to a prototype. */
export type Tree = string | readonly Tree[] | ReadonlyMap<string, Tree>;

export interface Body {
  /** Absent: nothing of it can be read, and the Issues say why. */
  readonly tree?: Tree;
  readonly issues: readonly Issue[];
}

export interface BodyOptions {
  readonly encoding?: 'utf-8' | 'gb18030' | undefined;
}

/** Deeper than any message of a call centre. */
const DEEPEST = 12;
const MOST_CELL = 8_000;
const MOST_ROWS = 20_000;
/** As many as there are records in one message, with eighty columns each. */
const MOST_CELLS = 400_000;

/** One message as text of JSON, XML or CSV, told apart by how it begins; UTF-8, or else GB18030. */
export function readBody(bytes: Uint8Array, { encoding }: BodyOptions): Body {
  if (looksLikeXml(bytes)) return readXmlBody(bytes, encoding);
  const decoded = decodeText(bytes, encoding);
  if ('issue' in decoded) return { issues: [decoded.issue] };
  const text = decoded.text.trim();
  if (text === '') return { issues: [issue('calls-empty', 'The message is empty; send a record of a call.')] };
  return /^[{[]/.test(text) ? readJson(text) : readTable(decoded.text);
}

/** XML says itself how it is encoded. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  return /^(\u00ef\u00bb\u00bf)?\s*</.test(head);
}

function readJson(text: string): Body {
  const heavy = heavyJson(text);
  if (heavy) return { issues: [heavy] };
  const issues: Issue[] = [];
  try {
    return { tree: fromJson(parseJson(text), [], issues), issues };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { issues: [issue('calls-malformed', 'The message is no whole JSON; it may be cut. Send it again.')] };
  }
}

/** Way to a value; a pointer is made of it only where something is told of it. */
export type Way = (string | number)[];

function fromJson(value: unknown, way: Way, issues: Issue[]): Tree {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    issues.push(
      issue('calls-number-damaged', 'A number of more digits than JSON keeps is left out; send it as text.', {
        path: pointerOf(way),
        level: 'warning',
      }),
    );
    return '';
  }
  if (typeof value !== 'object') return String(value as string | number | boolean).trim();
  if (way.length >= DEEPEST) return '';
  const below = (each: unknown, name: string | number): Tree => {
    way.push(name);
    const tree = fromJson(each, way, issues);
    way.pop();
    return tree;
  };
  if (Array.isArray(value)) return value.map(below);
  const members = new Map<string, Tree>();
  for (const [name, each] of Object.entries(value)) members.set(name, below(each, name));
  return members;
}

/** RFC 6901 pointer of a way. */
export const pointerOf = (way: Way): string =>
  way.map((name) => `/${typeof name === 'number' ? name : segment(name)}`).join('');

/** A member in a pointer; a key that is no plain word may itself be a name or a number of a person. */
const segment = (name: string): string => (/^[A-Za-z_][\w.:-]{0,63}$/.test(name) ? name : '*');

function readXmlBody(bytes: Uint8Array, encoding: BodyOptions['encoding']): Body {
  const limits = { ...xmlLimits, bytes: Math.max(xmlLimits.bytes, bytes.length), elements: 400_000 };
  const { root, issues } = readXml(bytes, { limits, encoding: encoding ?? 'gb18030' });
  return root ? { tree: new Map([[root.name, fromXml(root, 0)]]), issues } : { issues };
}

/** Elements by name, a list where a name repeats; attributes are members like any other. */
function fromXml(element: XmlElement, depth: number): Tree {
  const { children, attributes } = element;
  if (children.length === 0 && attributes.length === 0) return element.text.trim();
  if (depth >= DEEPEST) return deepText(element);
  const members = new Map<string, Tree>(attributes.map(({ name, value }) => [name, value.trim()]));
  if (children.length === 0) return members.set('text', element.text.trim());
  const lists = new Map<string, Tree[]>();
  for (const child of children) {
    const list = lists.get(child.name);
    if (list) list.push(fromXml(child, depth + 1));
    else lists.set(child.name, [fromXml(child, depth + 1)]);
  }
  for (const [name, list] of lists) members.set(name, list.length === 1 ? list[0]! : list);
  return members;
}

function readTable(text: string): Body {
  if (hasMoreCells(text, MOST_CELLS)) {
    const message = `The table has more than ${MOST_CELLS} cells; none is taken. Send it in parts.`;
    return { issues: [issue('calls-too-many-cells', message)] };
  }
  const limits = { bytes: 0, unpacked: 0, rows: MOST_ROWS, cell: MOST_CELL, corners: 0, issues: 0 };
  const read = readCsv(text, limits);
  if ('issue' in read) return { issues: [read.issue] };
  const { header, rows } = read.sheet;
  const tree = rows.map(({ cells }) => new Map(header.map((name, at) => [name, cells[at] ?? ''])));
  return { tree, issues: [] };
}

/** Whether a table has more cells than that, by the marks between them; found without making any. */
function hasMoreCells(text: string, most: number): boolean {
  let cells = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length && cells <= most; at += 1) {
    const c = text[at];
    if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (c === ',' || c === ';' || c === '\t' || c === '\n')) cells += 1;
  }
  return cells > most;
}
