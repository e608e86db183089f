import { issue } from '../error.js';
import { toHex } from '../frame/read.js';
import { digest } from '../model/digest.js';
import type { Message, ReadContext } from './define-feed.js';
import { saidBy } from './said-by.js';

type Read<C> = (message: Uint8Array, context: ReadContext<C>) => Message;

const OUTCOMES: readonly unknown[] = [undefined, 'good', 'undecodable', 'unmapped'];
/** Bytes of a message that is not read of which its key is made: the whole of a long one would be made to text for nothing. */
const KEY_BYTES = 4096;

/**
 * What a recipe reads, or the Issue `read-failed` where it throws or gives what is no Message: one message that its code cannot
 * bear goes to quarantine and is denied, and the line with all others on it goes on.
 */
export function readSafely<C>(read: Read<C>, bytes: Uint8Array, context: ReadContext<C>): Message {
  try {
    const message: unknown = read(bytes, context);
    if (isMessage(message)) return message;
    return failed(bytes, 'gave what is no message');
  } catch (error) {
    return failed(bytes, `threw ${saidBy(error)}`);
  }
}

const failed = (bytes: Uint8Array, what: string): Message => ({
  key: `unread-${bytes.length}-${digest(toHex(bytes.subarray(0, KEY_BYTES)))}`,
  drafts: [],
  issues: [issue('read-failed', `The feed ${what} for these ${bytes.length} bytes; mend its read.`)],
});

function isMessage(given: unknown): given is Message {
  if (typeof given !== 'object' || given === null) return false;
  const { key, drafts, issues, outcome, answer, speaker, answers } = given as { [member: string]: unknown };
  return (
    typeof key === 'string' &&
    Array.isArray(drafts) &&
    (issues === undefined || (Array.isArray(issues) && issues.every(isIssue))) &&
    OUTCOMES.includes(outcome) &&
    isAnswer(answer) &&
    names(speaker, 'native') &&
    (answers === undefined ||
      (Array.isArray(answers) && answers.every((each) => each !== undefined && names(each, 'to'))))
  );
}

/** Not there, or an object with this text. */
const names = (given: unknown, member: string): boolean =>
  given === undefined ||
  (typeof given === 'object' && given !== null && typeof (given as { [member: string]: unknown })[member] === 'string');
const isIssue = (given: unknown): boolean => typeof given === 'object' && given !== null && 'code' in given;

function isAnswer(given: unknown): boolean {
  if (given === undefined) return true;
  if (typeof given !== 'object' || given === null) return false;
  const { stored, refused } = given as { [member: string]: unknown };
  return [stored, refused].every((bytes) => bytes === undefined || bytes instanceof Uint8Array);
}
