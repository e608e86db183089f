import { issue, type Issue } from '../error.js';
import { digest } from '../model/digest.js';
import { isOf, parseId } from '../model/id.js';
import { parseInstant, type Instant } from '../model/time.js';
import type { Delivery } from '../ports/feed.js';
import { keptText } from './kept-text.js';

/**
 * How many drafts one delivery may have: as many as the longest table has rows. One delivery is one commit, and more in one would
 * hold up every alarm while it is gathered and shown.
 */
export const DRAFTS_MOST = 200_000;
/** How many Issues of one delivery are told; more are the same one again. */
export const ISSUES_MOST = 1_000;
/** How much of what has no key its name is made of, characters. */
const NAMED_BY = 1024 * 1024;

/** A delivery as its types say, whatever its mapping made of it. */
export interface Sound {
  readonly delivery: Delivery;
  /** What was not as its types say: what it stood for is left out, and the whole delivery goes to quarantine. */
  readonly amiss: readonly Issue[];
  /** What was left out, for quarantine. */
  readonly odd?: object;
}

/** Whose delivery it is, and what the time is. */
interface By {
  readonly source: string;
  readonly now: () => Instant;
}

const NOTHING: readonly Issue[] = [];
const OUTCOMES: readonly unknown[] = ['good', 'undecodable', 'unmapped'] satisfies Delivery['outcome'][];

/**
 * Leaves out of a delivery what its types do not allow, and keeps the rest: an alarm is not lost for a list of Issues with a hole
 * in it. The same object where nothing is amiss. A full list with one odd id is left out whole: without that id it would remove
 * what stands. `undefined` for what is no object, which cannot even be settled.
 */
export function soundDelivery(given: unknown, by: By): Sound | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  try {
    const delivery = given as Delivery;
    return isSound(delivery, by.source) ? { delivery, amiss: NOTHING } : mended(delivery, by);
  } catch {
    // Reading it throws: of such a thing only what it hands over to be settled by is asked once more.
    const { token } = given as Delivery;
    const amiss = [malformed('', 'reading it throws')];
    return {
      ...{
        delivery: { token, key: nameOf(given), receivedAt: by.now(), drafts: [], issues: [], outcome: 'unmapped' },
        amiss,
      },
      odd: { delivery: given },
    };
  }
}

/** On the way of every message, so it makes nothing. */
function isSound(
  { key, sending, receivedAt, drafts, issues, outcome, raw, complete }: Delivery,
  source: string,
): boolean {
  return (
    Array.isArray(drafts) &&
    drafts.length <= DRAFTS_MOST &&
    Array.isArray(issues) &&
    issues.length <= ISSUES_MOST &&
    all(issues, isIssue) &&
    OUTCOMES.includes(outcome) &&
    typeof key === 'string' &&
    (sending === undefined || typeof sending === 'string') &&
    isInstant(receivedAt) &&
    (raw === undefined || raw instanceof Uint8Array) &&
    (complete === undefined || isFullList(complete, source))
  );
}

function mended(given: Delivery, { source, now }: By): Sound {
  const amiss: Issue[] = [];
  const odd: { -readonly [part in keyof Delivery]?: unknown } = {};
  const leftOut = (part: keyof Delivery, why: string): void => {
    odd[part] = given[part];
    amiss.push(malformed(`/${part}`, why));
  };
  const { token, raw, complete, sending } = given;
  let { key, receivedAt, drafts, issues, outcome } = given;
  if (!Array.isArray(drafts)) {
    leftOut('drafts', 'it has no list of drafts');
    drafts = [];
  } else if (drafts.length > DRAFTS_MOST) {
    odd.drafts = drafts.slice(DRAFTS_MOST);
    amiss.push(
      issue(
        'too-many-drafts',
        `a delivery has ${drafts.length} drafts; the first ${DRAFTS_MOST} are kept, the beginning of the others is in quarantine. Hand over the rest as messages of their own.`,
        { path: '/drafts' },
      ),
    );
    drafts = drafts.slice(0, DRAFTS_MOST);
  }
  if (!Array.isArray(issues)) {
    leftOut('issues', 'it has no list of Issues');
    issues = [];
  } else if (!all(issues, isIssue)) {
    odd.issues = issues.filter((each) => !isIssue(each)).slice(0, ISSUES_MOST);
    amiss.push(malformed('/issues', 'its list of Issues holds what is none'));
    issues = issues.filter(isIssue);
  }
  if (issues.length > ISSUES_MOST)
    issues = [
      ...issues.slice(0, ISSUES_MOST),
      issue('too-many-issues', `of ${issues.length} Issues the first ${ISSUES_MOST} are told.`, { level: 'warning' }),
    ];
  if (!OUTCOMES.includes(outcome)) {
    leftOut('outcome', 'its outcome is none that there is');
    outcome = 'unmapped';
  }
  if (typeof key !== 'string') {
    leftOut('key', 'it has no key');
    key = nameOf(given.drafts);
  }
  if (!isInstant(receivedAt)) {
    leftOut('receivedAt', 'the time of its receipt is none');
    receivedAt = now();
  }
  const marked = sending === undefined || typeof sending === 'string';
  if (!marked) leftOut('sending', 'what marks its sending is no text');
  const bytes = raw === undefined || raw instanceof Uint8Array;
  if (!bytes) leftOut('raw', 'its bytes are none');
  const listed = complete === undefined || isFullList(complete, source);
  if (!listed) leftOut('complete', 'its full list is none, and nothing is removed');
  return {
    delivery: {
      ...{ token, key, receivedAt, drafts, issues, outcome },
      ...(marked && sending !== undefined && { sending }),
      ...(bytes && raw !== undefined && { raw }),
      ...(listed && complete !== undefined && { complete }),
    },
    amiss,
    ...(amiss.length > 0 && { odd }),
  };
}

const malformed = (path: string, why: string): Issue =>
  issue(
    'delivery-malformed',
    `a feed delivered what is not as agreed: ${why}. What else it says is kept, and the message is in quarantine; mend the feed.`,
    { path },
  );

const LEVELS: readonly unknown[] = ['error', 'warning', 'info'] satisfies Issue['level'][];

function isIssue(given: unknown): given is Issue {
  if (typeof given !== 'object' || given === null) return false;
  const { code, path, level, message } = given as { readonly [member in keyof Issue]?: unknown };
  return typeof code === 'string' && typeof path === 'string' && typeof message === 'string' && LEVELS.includes(level);
}

/** Gaps too, which `every` passes over. */
function all(list: readonly unknown[], is: (each: unknown) => boolean): boolean {
  for (let at = 0; at < list.length; at += 1) if (!is(list[at])) return false;
  return true;
}

const isInstant = (given: unknown): given is Instant => typeof given === 'string' && parseInstant(given) !== undefined;

function isFullList(given: unknown, source: string): given is NonNullable<Delivery['complete']> {
  if (typeof given !== 'object' || given === null) return false;
  const { kind, within, ids } = given as { readonly [member in keyof NonNullable<Delivery['complete']>]?: unknown };
  return (
    typeof kind === 'string' &&
    typeof within === 'string' &&
    // Of nobody else's entities can it tell that they are gone.
    isOf(`${within}0`, kind, source) &&
    Array.isArray(ids) &&
    all(ids, (id) => typeof id === 'string' && parseId(id) !== undefined)
  );
}

/** The same for the same drafts, so that a message sent again is known again. */
const nameOf = (given: unknown): string => `unnamed-${digest(keptText(given, NAMED_BY))}`;
