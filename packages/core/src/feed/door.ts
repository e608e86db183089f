import { issue, type Issue } from '../error.js';
import { asJson, type Json, type JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import { parseId } from '../model/id.js';
import type { Kind, VaultRef } from '../model/kind.js';
import { knownBy } from '../model/personal-text.js';
import { vocabulary, type Vocabulary } from '../model/vocabulary.js';
import { ID_MOST, misshapen, oddMarks } from './door-shape.js';
import { isUnicode, ITEMS_MOST, MEMBERS_MOST, TEXT_MOST, tidyText } from './door-text.js';
import { keptText } from './kept-text.js';
import type { Ids } from '../ports/ids.js';
import type { VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';

/** How many unknown members of one object are named one by one. */
const NAMED = 8;

/**
 * Checks a draft against the schema of its kind. An unknown member is never kept: it may be a name or a number that nobody
 * marked. It is taken off with an Issue and stands in the sealed quarantine only, while the rest goes on: an alarm is not lost
 * for a vendor's extra member. A known member with a wrong value is taken off in the same way where the entity can do without
 * it. Marked fields are text, whatever came: a reference is made here and never taken from outside. Without `draft` nothing
 * of it can be kept. `words` are those of the city; default: those of this version. Issues: `unknown-version`, `bad-id`,
 * `unknown-kind`, `invalid-value`, and what each field has to say.
 */
export function checkDraft(
  given: Draft,
  words: Vocabulary = vocabulary,
): { readonly draft?: Draft; readonly issues: readonly Issue[] } {
  const amiss = misshapen(given);
  if (amiss) return { issues: [amiss] };
  if (given.id.length > ID_MOST)
    return {
      issues: [issue('invalid-value', `an id has more than ${ID_MOST} characters; mend the mapping.`, { path: '/id' })],
    };
  if (!isUnicode(given.id))
    return {
      issues: [issue('invalid-value', 'half a character stands in an id; mend the mapping.', { path: '/id' })],
    };
  const id = parseId(given.id);
  const version: unknown = given.v;
  if (typeof version === 'number' && version > 1)
    return {
      issues: [
        issue(
          'unknown-version',
          `${given.id} is told in version ${version} of a Change; this one reads version 1. The message is in quarantine; replay it after an update.`,
          { path: '/v' },
        ),
      ],
    };
  if (!id && Object.hasOwn(words.drafts, given.kind))
    return {
      issues: [
        issue(
          'bad-id',
          `${given.id} is no id: <kind>/<source>/<native>, the last two percent-encoded. The message is in quarantine; mint it with entityId() in the mapping and replay it.`,
          { path: '/id' },
        ),
      ],
    };
  if (id?.kind !== given.kind || !Object.hasOwn(words.drafts, given.kind))
    return {
      issues: [
        issue(
          'unknown-kind',
          `${given.id} is of no kind of this version; map it to one of ${Object.keys(words.drafts).join(', ')}.`,
          { path: '/kind' },
        ),
      ],
    };
  const odd = oddMarks(given);
  if (odd.length > 0) return { issues: odd };
  const { draft, issues } = textOnly(given, words.kinds[given.kind]!);
  const schema = words.drafts[given.kind]!['removed' in draft.body ? 'removed' : 'stated'];
  let kept: unknown = tidyMembers(draft, issues);
  const misfits: PropertyKey[][] = [];
  let misnamed: Map<string, { readonly path: PropertyKey[]; readonly keys: string[] }> | undefined;
  if (Object.hasOwn(extraOf(draft), PROTOTYPE)) {
    kept = without(kept, EXTRA, [PROTOTYPE]);
    issues.push(...unknownMembers(given.id, EXTRA, [PROTOTYPE]));
  }
  for (const found of schema.safeParse(kept).error?.issues ?? [])
    if (found.code === 'unrecognized_keys') {
      kept = without(kept, found.path, found.keys);
      issues.push(...unknownMembers(given.id, found.path, found.keys));
    } else if (found.code === 'invalid_key') {
      const path = found.path.slice(0, -1);
      const at = pointer(path);
      const odd = misnamed?.get(at) ?? { path, keys: [] };
      odd.keys.push(String(found.path.at(-1)));
      (misnamed ??= new Map()).set(at, odd);
    } else {
      misfits.push(found.path);
      const message = `${given.id}: ${found.message}. The message is in quarantine; mend the mapping and replay it.`;
      issues.push(issue('invalid-value', message, { path: pointer(found.path) }));
    }
  for (const { path, keys } of misnamed?.values() ?? []) {
    kept = without(kept, path, keys);
    issues.push(...unknownMembers(given.id, path, keys));
  }
  if (misfits.some((path) => path.length <= VALUE.length || VALUE.some((step, i) => path[i] !== step)))
    return { issues };
  if (misfits.length > 0) {
    kept = without(kept, VALUE, [...new Set(misfits.map((path) => String(path[VALUE.length])))]);
    if (!schema.safeParse(kept).success) return { issues };
  }
  return { draft: kept as Draft, issues };
}

/** A draft whose text ends somewhere and is Unicode; what was done to it is told. */
function tidyMembers(draft: Draft, issues: Issue[]): unknown {
  const value = 'value' in draft.body ? draft.body.value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return draft;
  const { value: tidy, endless, crowded, mended } = tidyText(value as JsonObject);
  const named = (code: string, member: string, what: string): number =>
    issues.push(issue(code, `${draft.id}: ${what}`, { path: pointer([...VALUE, member]), level: 'warning' }));
  for (const member of endless)
    named(
      'text-too-long',
      member,
      `a text has more than ${TEXT_MOST} characters and is left out; the message is in quarantine.`,
    );
  for (const member of crowded)
    named(
      'too-many-members',
      member,
      `a member holds too much and is left out: ${MEMBERS_MOST} members and ${ITEMS_MOST} items of lists at most are kept of a draft; the message is in quarantine, its beginning at least.`,
    );
  for (const member of mended)
    named(
      'not-unicode',
      member,
      'half a character stands in a text, and U+FFFD in its place; the message is in quarantine.',
    );
  const whole = tidy === value ? draft : { ...draft, body: { value: tidy } };
  const left = [...endless, ...crowded];
  return left.length === 0 ? whole : without(whole, VALUE, left);
}

/** Where the members of an entity stand in a draft. */
const VALUE = ['body', 'value'] as const;
const EXTRA = [...VALUE, 'extra'];
/** The one name that zod's records pass over, and so would let in. */
const PROTOTYPE = '__proto__';

function extraOf({ body }: Draft): object {
  const value = 'value' in body ? body.value : undefined;
  const extra = typeof value === 'object' && value !== null ? (value as JsonObject)['extra'] : undefined;
  return typeof extra === 'object' && extra !== null ? extra : {};
}

/** A draft whose marked fields are text. */
function textOnly(draft: Draft, { sensitive }: Kind): { readonly draft: Draft; readonly issues: Issue[] } {
  const issues: Issue[] = [];
  const value = 'value' in draft.body ? draft.body.value : undefined;
  if (sensitive.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return { draft, issues };
  const text: Record<string, Json> = { ...(value as JsonObject) };
  for (const field of sensitive) {
    const name = field.slice(1);
    const found = text[name];
    if (found === null) delete text[name];
    if (found === undefined || found === null || typeof found === 'string') continue;
    // Far beyond the longest text: what is cut is taken off as endless.
    text[name] = keptText(found, 10 * TEXT_MOST);
    issues.push(
      issue(
        'not-plain-text',
        `${draft.id}: ${name} is no text and went to the vault as the JSON it is. Map it to plain text; a reference is made at the door, never taken.`,
        { path: `/body/value/${name}`, level: 'warning' },
      ),
    );
  }
  return { draft: { ...draft, body: { ...draft.body, value: text } }, issues };
}

function unknownMembers(id: string, path: readonly PropertyKey[], keys: readonly string[]): Issue[] {
  return keys.slice(0, NAMED).map((key) =>
    issue(
      'unknown-member',
      `${id} has a member that its kind does not know, one of ${keys.length}, taken off; the whole message is in quarantine. Map it to a field, or to extra, by vendor:key, if anybody may read it.`,
      // A key that is no plain word may itself be a name or a number: only the object that has it is named.
      { path: pointer(/^[A-Za-z_][\w.:-]{0,63}$/.test(key) ? [...path, key] : path), level: 'warning' },
    ),
  );
}

/** A JSON value without these keys of the object at `path`; of a million unknown ones too, in one pass. */
function without(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): unknown {
  return withoutAll(value, path, new Set(keys));
}

function withoutAll(value: unknown, [step, ...rest]: readonly PropertyKey[], keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value))
    return value.map((each, i) => (i === step ? withoutAll(each, rest, keys) : each) as unknown);
  const members = Object.entries(value as object);
  return step === undefined
    ? Object.fromEntries(members.filter(([key]) => !keys.has(key)))
    : Object.fromEntries(members.map(([key, member]) => [key, key === step ? withoutAll(member, rest, keys) : member]));
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Splits personal data off a draft: the marked fields go to vault rows, a reference stays. Names keep their first character
 * (`李*`), numbers of eleven digits and more their first three and last four (`138****1234`); all else shows nothing.
 */
export function splitAtDoor(
  draft: Draft,
  { kind, vault, ids }: { kind: Kind; vault: Pick<Vault, 'pseudonym'>; ids: Ids },
): { draft: Draft; rows: VaultRow[] } {
  if (kind.sensitive.length === 0 || 'removed' in draft.body) return { draft, rows: [] };
  const rows: VaultRow[] = [];
  const value: Record<string, Json> = { ...(draft.body.value as JsonObject) };
  for (const pointer of kind.sensitive) {
    const name = pointer.slice(1);
    const secret = value[name];
    if (typeof secret !== 'string') continue;
    const field = `${kind.name}${pointer}`;
    const key = ids.next();
    const pseudonym = vault.pseudonym(field, knownBy(secret));
    rows.push({ key, field, entity: draft.id, pseudonym, secret });
    const masked = mask(secret);
    const reference: VaultRef = {
      $vault: key,
      pseudonym,
      ...(masked === undefined ? {} : { masked }),
    };
    value[name] = asJson(reference);
  }
  return { draft: { ...draft, body: { value } }, rows };
}

/** How a name or number may be shown; `undefined` for anything else, of which nothing may be shown. */
export function mask(text: string): string | undefined {
  const digits = /^\+?[\d\s-]{7,20}$/.test(text) ? text.replace(/\D/g, '') : '';
  // Of a number without its area code, 7 or 8 digits, this would show all of it or all but one.
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  const letters = [...text.trim()];
  if (letters.length >= 2 && letters.length <= 4 && /^\p{Script=Han}+$/u.test(text.trim()))
    return letters[0] + '*'.repeat(letters.length - 1);
  return undefined;
}
