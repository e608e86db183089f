/** Namespace declarations in force: a linked list, so that a thousand siblings share one. */
export interface XmlScope {
  /** The default namespace. */
  readonly standard: string;
  readonly prefix: string;
  readonly uri: string;
  readonly outer: XmlScope | undefined;
  /** Prefixes in force, shadowed ones included. */
  readonly size: number;
}

export const noScope: XmlScope = {
  standard: '',
  prefix: 'xml',
  uri: 'http://www.w3.org/XML/1998/namespace',
  outer: undefined,
  size: 0,
};

/** The scope inside an element that declares these; prefix "" is the default namespace. */
export function bindPrefixes(
  scope: XmlScope,
  bindings: readonly { readonly prefix: string; readonly uri: string }[],
): XmlScope {
  let inner = scope;
  for (const { prefix, uri } of bindings) {
    inner =
      prefix === ''
        ? { ...inner, standard: uri }
        : { standard: inner.standard, prefix, uri, outer: inner, size: inner.size + 1 };
  }
  return inner;
}

/** The namespace of a prefix; `undefined` when nobody declared it. */
export function resolve(scope: XmlScope, prefix: string): string | undefined {
  for (let at: XmlScope | undefined = scope; at !== undefined; at = at.outer) if (at.prefix === prefix) return at.uri;
  return undefined;
}
