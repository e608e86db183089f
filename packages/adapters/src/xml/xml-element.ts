/** One attribute; its name is kept as written, prefix included. Namespace declarations are not attributes here. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

/** One element of a read document. */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI; empty when there is none. */
  readonly ns: string;
  /** Own character data in document order, CDATA included and entities replaced; a lone run of white space is left out. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  readonly attributes: readonly XmlAttribute[];
  /** Where the element begins and ends in the text that was read: offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The first child of this local name, whatever its namespace. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) if (child.name === name) return child;
  return undefined;
}

/** The value of an attribute by the name as written. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  for (const attribute of element.attributes) if (attribute.name === name) return attribute.value;
  return undefined;
}

/** All character data below an element, its own first; recursion is bounded by the reader's depth limit. */
export function deepText(element: XmlElement): string {
  let text = element.text.trim();
  for (const child of element.children) {
    const below = deepText(child);
    if (below !== '') text += text === '' ? below : ` ${below}`;
  }
  return text;
}
