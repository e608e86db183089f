import { issue, type Issue } from '../error.js';
import type { Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import type { Instant } from '../model/time.js';
import { queryFault } from '../view/check-query.js';
import type { Query } from '../view/query.js';
import type { Acting, Delta } from '../view/view.js';
import type { Brief } from './brief.js';
import type { Columns } from './columns.js';

/** Versions of the wire this build speaks, the newest first: N and N − 1. */
export const WIRE_VERSIONS: readonly number[] = [2, 1];

/**
 * Where a client stands in its stream. `epoch` changes whenever positions of the stream can no longer be compared: another
 * life of the host, another policy, another set of queries.
 */
export interface Resume {
  readonly epoch: string;
  /** Number of the last message of this stream; from version 2 on, of those that may not be left out. */
  readonly seq: number;
  /** From version 2 on: number of the last of those that may be left out. */
  readonly loose?: number;
  /** Log position that message was true at. */
  readonly position: Position;
}

/** The first and only message of a client: what it wants to see, and where it stood. One JSON object. */
export interface Open {
  readonly t: 'open';
  readonly versions: readonly number[];
  readonly queries: { readonly [key: string]: Query };
  readonly resume?: Resume;
}

/** What the host says, one JSON object a line. */
export type Down =
  /** With who the host takes the client for, from version 2 on; a host of before that says neither `actor` nor `readOnly`. */
  | ({
      readonly t: 'hello';
      readonly version: number;
      readonly city: string;
      readonly beatMs: number;
      readonly resumed: boolean;
      readonly now: Instant;
    } & Acting)
  /**
   * A part of a whole result; `last` closes it. `flagged`: something may have come and gone unseen before. From version 2 on
   * the rows are in `columns`, and `delta.put` is empty; `loose`: of this result intermediate values may be left out.
   */
  | {
      readonly t: 'snap';
      readonly key: string;
      readonly flagged: boolean;
      readonly delta: Delta;
      readonly columns?: Columns;
      readonly loose?: true;
      readonly last: boolean;
    }
  /**
   * All results are whole from here on, be it by whole results or by the diffs that were missed. `code`: what the picture cannot
   * say although it is up to date, as in `Health`; it holds until the next `ready` or `beat`.
   */
  | { readonly t: 'ready'; readonly resume: Resume; readonly now: Instant; readonly code?: string }
  /**
   * What changed in one result. With `after` it is one of those that may be left out, follows the one of that number, and may
   * be the sum of several; without, it follows the one before. From version 2 on what the
   * client knows is left out of it: see `fromBrief` and `placeAfter`.
   */
  | {
      readonly t: 'diff';
      readonly key: string;
      readonly delta: Brief;
      readonly after?: number;
      readonly resume: Partial<Resume> & Pick<Resume, 'position'>;
    }
  | { readonly t: 'beat'; readonly resume: Resume; readonly now: Instant; readonly code?: string }
  | { readonly t: 'bye'; readonly issue: Issue; readonly retryMs: number };

const LIMITS = { queries: 64, text: 200 };

/**
 * Reads what a client sent; anything else than a well-formed `open` within limits is an Issue. `kinds`: those of the view that is
 * asked, where there are others than those of this version.
 */
export function parseOpen(input: unknown, kinds?: { readonly [name: string]: Kind }): Open | Issue {
  if (!isRecord(input) || input['t'] !== 'open') return wrong('', 'send {"t":"open","versions":[2,1],"queries":{…}}');
  const { versions, queries, resume } = input;
  if (!Array.isArray(versions) || !versions.every((version) => Number.isInteger(version)))
    return wrong('/versions', 'versions is a list of whole numbers');
  if (!isRecord(queries)) return wrong('/queries', 'queries is an object of query by key');
  const keys = Object.keys(queries);
  if (keys.length === 0 || keys.length > LIMITS.queries) return wrong('/queries', `1 to ${LIMITS.queries} queries`);
  for (const key of keys) {
    const bad = queryFault(queries[key], kinds);
    if (bad !== undefined || key.length > LIMITS.text)
      return wrong(`/queries/${key.slice(0, LIMITS.text)}`, bad ?? 'the key is too long');
  }
  if (resume !== undefined && !isResume(resume))
    return wrong('/resume', 'resume is what the host sent last, unchanged');
  return input as unknown as Open;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LIMITS.text;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isResume = (resume: unknown): boolean =>
  isRecord(resume) &&
  isText(resume['epoch']) &&
  isCount(resume['seq']) &&
  (resume['loose'] === undefined || isCount(resume['loose'])) &&
  Number.isInteger(resume['position']);

const wrong = (path: string, hint: string): Issue =>
  issue('bad-open', `this is no opening message: ${hint}.`, { path });
