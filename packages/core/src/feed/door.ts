import { issue, type Issue } from '../error.js';
import { asJson, type Json, type JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import { parseId } from '../model/id.js';
import type { Kind, VaultRef } from '../model/kind.js';
import { isKindName, schemas } from '../model/schemas.js';
import { parseInstant } from '../model/time.js';
import type { Ids } from '../ports/ids.js';
import type { VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';

/**
 * Checks a draft against the schema of its kind. Unknown members are an error, not dropped: vendor data belongs in `extra`.
 * Gives the Issues; none means the draft fits.
 */
export function checkDraft(draft: Draft): Issue[] {
  const id = parseId(draft.id);
  if (!isKindName(draft.kind) || id?.kind !== draft.kind)
    return [
      issue(
        'unknown-kind',
        `${draft.id} is of no kind of this version; map it to one of ${Object.keys(schemas).join(', ')}.`,
        { path: '/kind' },
      ),
    ];
  const odd = oddMarks(draft);
  if (odd.length > 0 || 'removed' in draft.body) return odd;
  const checked = schemas[draft.kind].schema.safeParse(draft.body.value);
  if (checked.success) return [];
  return checked.error.issues.map(({ path, message }) =>
    issue('invalid-value', `${draft.id}: ${message}. The message is in quarantine; mend the mapping and replay it.`, {
      path: ['', 'body', 'value', ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
        '/',
      ),
    }),
  );
}

/** A time that is none, or a number no counter has, would put a Change out of every order. */
function oddMarks({ id, at, serial }: Draft): Issue[] {
  const odd: Issue[] = [];
  if (parseInstant(at) === undefined)
    odd.push(
      issue('invalid-value', `${id}: ${at} is no RFC 3339 time with an offset; mend the mapping.`, { path: '/at' }),
    );
  if (serial && !(Number.isSafeInteger(serial.n) && serial.n >= 0))
    odd.push(
      issue('invalid-value', `${id}: ${serial.n} is no message number; mend the mapping.`, { path: '/serial/n' }),
    );
  return odd;
}

/**
 * Splits personal data off a draft: the marked fields go to vault rows, a reference stays. Names keep their first character
 * (`李*`), numbers their first three and last four digits (`138****1234`); longer text shows nothing.
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
    rows.push({ key, field, secret });
    const masked = mask(secret);
    const reference: VaultRef = {
      $vault: key,
      pseudonym: vault.pseudonym(field, secret),
      ...(masked === undefined ? {} : { masked }),
    };
    value[name] = asJson(reference);
  }
  return { draft: { ...draft, body: { value } }, rows };
}

/** How a name or number may be shown; `undefined` for anything longer, of which nothing may be shown. */
export function mask(text: string): string | undefined {
  const digits = /^\+?[\d\s-]{7,20}$/.test(text) ? text.replace(/\D/g, '') : '';
  if (digits.length >= 7) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  const letters = [...text.trim()];
  if (letters.length >= 2 && letters.length <= 4 && /^\p{Script=Han}+$/u.test(text.trim()))
    return letters[0] + '*'.repeat(letters.length - 1);
  return undefined;
}
