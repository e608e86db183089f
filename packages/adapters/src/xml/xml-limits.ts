/** What a document may cost. Whatever goes beyond is refused with one Issue. */
export interface XmlLimits {
  /** Size of the document in bytes (of a string: in UTF-16 units). */
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element, namespace declarations included. */
  readonly attributes: number;
  /** Namespace prefixes in force at one place. */
  readonly prefixes: number;
}

export const xmlLimits: XmlLimits = { bytes: 1_048_576, depth: 64, elements: 30_000, attributes: 64, prefixes: 64 };
