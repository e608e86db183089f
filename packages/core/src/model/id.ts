/**
 * `<kind>/<source>/<native>`, minted by the mapping, deterministic. Source and native are percent-encoded, so "/" only separates.
 * The owner of an entity is the source part of its id, not whoever wrote first.
 */
export type EntityId<K extends string = string> = string & {
  readonly __brand: 'id';
  /** Never there. As a method, so that an id of a kind that is not known passes for one of any, and of a known one for its own. */
  __of?(kind: K): void;
};

/** What an id looks like. An escape in it may still be none: only {@link parseId} tells. */
export const ID_SHAPE = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)?\/[^/\s]+\/[^/\s]+$/;

/** Mints an id. `native` is the source's own name of the thing; the same three parts give the same id for ever. */
export function entityId<const K extends string>(kind: K, source: string, native: string): EntityId<K> {
  return `${kind}/${encodeURIComponent(source)}/${encodeURIComponent(native)}` as EntityId<K>;
}

/** Whether an id is of this kind and of this source, however it is spelled. */
export function isOf(id: string, kind: string, source: string): boolean {
  if (kind !== owned.kind || source !== owned.source) owned = { kind, source, start: startOf(kind, source) };
  const { start } = owned;
  if (start !== undefined && id.startsWith(start) && isPlain(id, start.length)) return true;
  const parts = parseId(id);
  return parts?.kind === kind && parts.source === source;
}

/** How the ids of the last kind and source asked about begin as they are minted; undefined when none can be. */
let owned: { readonly kind: string; readonly source: string; readonly start: string | undefined } = {
  kind: '',
  source: '',
  start: undefined,
};

function startOf(kind: string, source: string): string | undefined {
  try {
    const start = entityId(kind, source, '');
    return parseId(`${start}0`) && start;
  } catch {
    return undefined;
  }
}

/** Whether there is something from here on, and no slash, no space of any sort and no escape in it. */
function isPlain(text: string, from: number): boolean {
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 37 || code === 47 || code > 126) return false;
  }
  return text.length > from;
}

/** The three parts of an id, decoded; `undefined` when the text is no id. */
export function parseId(text: string): { kind: string; source: string; native: string } | undefined {
  if (!ID_SHAPE.test(text)) return undefined;
  const [kind, source, native] = text.split('/') as [string, string, string];
  if (!text.includes('%')) return { kind, source, native };
  try {
    return { kind, source: decodeURIComponent(source), native: decodeURIComponent(native) };
  } catch {
    return undefined;
  }
}
