/** An element: its attributes by the name they are written with, the text directly in it, and what is inside. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  readonly children: readonly XmlNode[];
  /** All below it of this name, in the order of the text. */
  all(name: string): XmlNode[];
}

const TOKEN =
  /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, dec?: string, name?: string) => {
    const code = hex === undefined ? Number(dec) : parseInt(hex, 16);
    return name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : whole) : (NAMED[name] ?? whole);
  });

/** Spreadsheets are flat. */
const DEEPEST = 64;

class Node implements XmlNode {
  text = '';
  readonly children: Node[] = [];
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;

  constructor(name: string, attributes: string) {
    this.name = name;
    const found = [...attributes.matchAll(ATTRIBUTE)];
    this.attributes = new Map(found.map(([, key, a, b]) => [key!, decoded(a ?? b ?? '')]));
  }

  all(name: string): Node[] {
    return this.children.flatMap((child) => [...(child.name === name ? [child] : []), ...child.all(name)]);
  }
}

/**
 * Well-formed XML as spreadsheets write it, prefixes of elements left out. `undefined` for anything else, and for what has a document type
 * declaration: it is needed for nothing, and may make a small file a large one.
 */
export function readXml(source: string): XmlNode | undefined {
  const text = source.replace(/^\uFEFF/, '');
  const root = new Node('', '');
  const open = [root];
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    const [, cdata, closes, name, attributes = '', empty, plain] = found;
    const inside = open.at(-1)!;
    if (cdata !== undefined || plain !== undefined) inside.text += cdata ?? decoded(plain!);
    else if (name === undefined) continue;
    else if (open.length > DEEPEST) return undefined;
    else if (closes === '/') {
      if (open.length === 1 || inside.name !== name) return undefined;
      open.pop();
    } else {
      const node = new Node(name, attributes);
      inside.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  return open.length === 1 && root.children.length === 1 ? root.children[0] : undefined;
}

/** The text of a shared or inline string, of one run or of several; how it is read aloud (`rPh`) is no part of it. */
export const textIn = (node: XmlNode): string =>
  node.name === 't' ? node.text : node.children.map((child) => (child.name === 'rPh' ? '' : textIn(child))).join('');
