import { checkDraft, splitAtDoor } from '../feed/door.js';
import { misshapen } from '../feed/door-shape.js';
import type { Issue } from '../error.js';
import type { Json, JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Vocabulary } from '../model/vocabulary.js';
import type { Ids } from '../ports/ids.js';
import type { VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';

export interface AdmitContext {
  readonly view: Reader;
  readonly vault: Pick<Vault, 'pseudonym'>;
  readonly ids: Ids;
  readonly words: Vocabulary;
}

/** What a Command states, checked and split like what a feed states. Without `draft` it cannot be kept. */
export function admit(
  given: Draft,
  { view, vault, ids, words }: AdmitContext,
): { readonly draft?: Draft; readonly rows: readonly VaultRow[]; readonly issues: readonly Issue[] } {
  const amiss = misshapen(given);
  if (amiss) return { rows: [], issues: [toSender(amiss)] };
  const kept = ownReferences(given, view, words);
  const { draft, issues } = checkDraft(restated(given, kept, ''), words);
  if (!draft) return { rows: [], issues: issues.map(toSender) };
  const split = splitAtDoor(restated(draft, kept), { kind: words.kinds[given.kind]!, vault, ids });
  return { ...split, issues: issues.map(toSender) };
}

const IN_QUARANTINE = /[.;] the (?:whole )?message is in quarantine(?:, its beginning at least)?(?:; [^.]*)?\.( |$)/i;

/** What the door says of a feed's message, to who can mend it: a Command is in no quarantine, its sender has it. */
function toSender(found: Issue): Issue {
  const advice = found.level === 'error' ? '; mend it and send the Command again.' : '.';
  return {
    ...found,
    message: found.message.replace(IN_QUARANTINE, `${advice}$1`),
  };
}

/**
 * References that the entity shows already: whoever states a register anew states them again. Any other reference may have come
 * with the input, and would open a stranger's secret under an entity of one's own: it is treated as the text it is.
 */
function ownReferences({ kind, id, body }: Draft, view: Reader, { kinds }: Vocabulary): ReadonlyMap<string, Json> {
  const kept = new Map<string, Json>();
  const value = (('value' in body ? body.value : undefined) ?? {}) as JsonObject;
  const standing = view.get(id)?.value;
  for (const pointer of Object.hasOwn(kinds, kind) ? kinds[kind]!.sensitive : []) {
    const name = pointer.slice(1);
    const key = keyOf(value[name]);
    if (key !== undefined && key === keyOf(standing?.[name])) kept.set(name, standing![name]!);
  }
  return kept;
}

/** The draft with these members in place of what it has under their names, or with `text` for each. */
function restated(draft: Draft, members: ReadonlyMap<string, Json>, text?: string): Draft {
  if (members.size === 0 || !('value' in draft.body)) return draft;
  const value: Record<string, Json> = { ...(draft.body.value as JsonObject) };
  for (const [name, member] of members) value[name] = text ?? member;
  return { ...draft, body: { value } };
}

/** The vault's key where a reference stands. */
export function keyOf(member: Json | undefined): string | undefined {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return undefined;
  const key = (member as JsonObject)['$vault'];
  return typeof key === 'string' ? key : undefined;
}
