/**
 * `<kind>/<source>/<native>`, minted by the mapping, deterministic. Source and native are percent-encoded, so "/" only separates.
 * The owner of an entity is the source part of its id, not whoever wrote first.
 */
export type EntityId = string & { readonly __brand: 'id' };

const SHAPE = /^([a-z][a-z0-9-]*)\/([^/\s]+)\/([^/\s]+)$/;

/** Mints an id. `native` is the source's own name of the thing; the same three parts give the same id for ever. */
export function entityId(kind: string, source: string, native: string): EntityId {
  return `${kind}/${encodeURIComponent(source)}/${encodeURIComponent(native)}` as EntityId;
}

/** The three parts of an id, decoded; `undefined` when the text is no id. */
export function parseId(text: string): { kind: string; source: string; native: string } | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  if (!text.includes('%')) return { kind: match[1]!, source: match[2]!, native: match[3]! };
  try {
    return { kind: match[1]!, source: decodeURIComponent(match[2]!), native: decodeURIComponent(match[3]!) };
  } catch {
    return undefined;
  }
}
