import { issue, type Issue } from '../error.js';
import type { Draft } from '../model/change.js';
import { parseInstant } from '../model/time.js';
import { isUnicode, keysOf, MEMBERS_MOST } from './door-text.js';

/** An id or a name of more characters is none of a thing. */
export const ID_MOST = 1024;

/** What a draft lacks to be looked at any further, as its mapping may lack any of what its types ask for. */
export function misshapen(given: unknown): Issue | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return broken('', 'what was delivered is no object');
  const { id, kind, body } = given as Partial<Record<keyof Draft, unknown>>;
  if (typeof id !== 'string') return broken('/id', 'it has no id');
  if (typeof kind !== 'string') return broken('/kind', 'it has no kind');
  if (typeof body !== 'object' || body === null || !('value' in body || 'removed' in body))
    return broken('/body', 'its body neither states a value nor removes');
  if (hasMoreMembers(given) || hasMoreMembers(body)) return tooMany('');
  const { value } = body as { value?: unknown };
  return typeof value === 'object' && value !== null && hasMoreMembers(value) ? tooMany('/body/value') : undefined;
}

/** A draft that cannot be read to its end. */
export const broken = (path: string, why: string): Issue =>
  issue(
    'draft-broken',
    `a draft cannot be read: ${why}. The message is in quarantine; mend the mapping and replay it.`,
    { path },
  );

const tooMany = (path: string): Issue =>
  issue(
    'too-many-members',
    `an object of a draft has more than ${MEMBERS_MOST} members; nothing of the draft is kept. The message is in quarantine, its beginning at least; state each thing as an entity of its own.`,
    { path },
  );

const hasMoreMembers = (value: object): boolean => (Array.isArray(value) ? value : keysOf(value)).length > MEMBERS_MOST;

/** A time that is none, or a number no counter has, would put a Change out of every order; a name must have an end. */
export function oddMarks({ id, at, serial, exercise, by, cause, body }: Draft): Issue[] {
  const odd: Issue[] = [];
  if (parseInstant(at) === undefined)
    odd.push(
      issue('invalid-value', `${id}: its time is no RFC 3339 time with an offset; mend the mapping.`, { path: '/at' }),
    );
  if (serial && !(Number.isSafeInteger(serial.n) && serial.n >= 0))
    odd.push(issue('invalid-value', `${id}: serial.n is no message number; mend the mapping.`, { path: '/serial/n' }));
  const name = (path: string, text: unknown): void => {
    if (typeof text === 'string' && (text.length > ID_MOST || !isUnicode(text)))
      odd.push(
        issue('invalid-value', `${id}: a text has more than ${ID_MOST} characters, or half of one; mend the mapping.`, {
          path,
        }),
      );
  };
  name('/serial/of', serial?.of);
  name('/exercise', exercise);
  name('/by', by);
  if ('removed' in body) name('/body/reason', body.reason);
  if (Array.isArray(cause)) for (const each of cause as unknown[]) name('/cause', each);
  else name('/cause', (cause as { command?: string } | undefined)?.command);
  return odd;
}
