/**
 * `<kind>/<source>/<native>`, minted by the mapping, deterministic. Source and native are percent-encoded, so "/" only separates.
 * The owner of an entity is the source part of its id, not whoever wrote first.
 */
export type EntityId = string & { readonly __brand: 'id' };

const SHAPE = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)?\/[^/\s]+\/[^/\s]+$/;

/** Mints an id. `native` is the source's own name of the thing; the same three parts give the same id for ever. */
export function entityId(kind: string, source: string, native: string): EntityId {
  return `${kind}/${encodeURIComponent(source)}/${encodeURIComponent(native)}` as EntityId;
}

/** Whether an id is of this kind and minted by this source. */
export function isOf(id: string, kind: string, source: string): boolean {
  if (kind !== owned.kind || source !== owned.source)
    owned = { kind, source, start: `${kind}/${encodeURIComponent(source)}/` };
  const { start } = owned;
  if (!id.startsWith(start) || id.length === start.length) return false;
  for (let i = start.length; i < id.length; i += 1) {
    const code = id.charCodeAt(i);
    // A slash, a space, or what may be another sort of space or an escape: looked at closely.
    if (code === 47 || code <= 32 || code === 37 || code > 126) {
      const parts = parseId(id);
      return parts?.kind === kind && parts.source === source;
    }
  }
  return true;
}

/** How the ids of the last kind and source asked about begin. */
let owned = { kind: '', source: '', start: '//' };

/** The three parts of an id, decoded; `undefined` when the text is no id. */
export function parseId(text: string): { kind: string; source: string; native: string } | undefined {
  if (!SHAPE.test(text)) return undefined;
  const first = text.indexOf('/');
  const second = text.indexOf('/', first + 1);
  const [kind, source, native] = [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
  if (!text.includes('%')) return { kind, source, native };
  try {
    return { kind, source: decodeURIComponent(source), native: decodeURIComponent(native) };
  } catch {
    return undefined;
  }
}
