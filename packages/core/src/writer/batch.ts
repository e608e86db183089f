import { issue, type Issue } from '../error.js';
import type { CommandResult } from '../command/command.js';
import { entryOf, type Change, type Entry, type Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import { kinds as ownKinds } from '../model/kinds.js';
import { unexpectedStep } from '../model/life-cycle.js';
import { saysTheSame, settle, slotOf, valueOf } from '../model/slot.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import type {
  Commit,
  Known,
  LogRow,
  QuarantineRow,
  Resume,
  Retried,
  SeenRow,
  Stamp,
  VaultRow,
} from '../ports/store.js';
import { beside } from '../store/upcast.js';
import type { LocalView } from '../view/view.js';

/** How long a message key is remembered, in milliseconds. */
const SEEN_MS = 48 * 3_600_000;

/** What one work item may put into a commit that is being gathered. Nothing it does is seen before the commit stands. */
export interface Batch {
  readonly now: Instant;
  /**
   * Adds a stamped Change; a repeat of what stands adds nothing. Gives the Issues of merging, and whether a row was added. `inTurn`: of
   * what is said of one time what is put last is the later.
   */
  put(
    change: Change,
    how?: { readonly inTurn?: boolean },
  ): { readonly added: boolean; readonly issues: readonly Issue[] };
  vault(rows: readonly VaultRow[]): void;
  quarantine(row: QuarantineRow): void;
  /** Notes what became of a message in quarantine that was decoded again. */
  retried(row: Retried): void;
  /** Notes that a message was taken: a retry within 48 h changes nothing. */
  seen(feed: string, key: string): void;
  /** Whether a message that the work asked about was taken before, in the log or in this batch. */
  wasSeen(feed: string, key: string): boolean;
  counter(name: string): Stamp | undefined;
  stamp(stamps: ReadonlyMap<string, Stamp>): void;
  cursor(analyst: string, at: Position): void;
  result(row: Commit['commands'][number]): void;
  /** The answer to a Command that the work asked about. */
  resultOf(command: string): CommandResult | undefined;
  /** Position the next added Change will get. */
  readonly next: Position;
}

/** What a batch holds that the view and the store do not show before it is kept: the next one is gathered over it. */
export interface Pending {
  /** Position of its last row. */
  readonly head: Position;
  standing(slot: string): Entry | undefined;
  /** By feed and key, joined by a line feed. */
  seen(message: string): boolean;
  counter(name: string): Stamp | undefined;
  result(command: string): CommandResult | undefined;
}

const ADDED = { added: true, issues: [] };
const REPEATED = { added: false, issues: [] };

/** The last gate before the log, for what no feed brought: personal data stands in it as references only. */
function bareSecret(kind: Kind, change: Change): Issue | undefined {
  if (kind.sensitive.length === 0) return undefined;
  const value = valueOf(change);
  const bare = kind.sensitive.find((pointer) => {
    const member = value?.[pointer.slice(1)];
    return member !== undefined && !(typeof member === 'object' && member !== null && '$vault' in member);
  });
  return bare === undefined
    ? undefined
    : issue(
        'personal-data-bare',
        `${change.id} states ${bare} as it is; nothing of it is kept. Put it into the vault, and state the reference.`,
        { path: `/body/value${bare}` },
      );
}

/**
 * Whether people or analysts say this of what they see. What a source says, and what the host sees of its own feeds, is so whatever
 * was said before.
 */
const isDecided = ({ source, kind }: Change): boolean => source === 'city' && kind !== 'feed';

const unreadBefore = ({ id }: Change): Issue =>
  issue(
    'version-newer',
    `${id} was changed by a newer program, in a way that this one cannot read; decide about it with the newer program.`,
    { path: '/id' },
  );

/** A Change that stands from now on, in its place or beside it. It names the last that stood before it, whoever could read that. */
function rowOf(
  change: Change,
  {
    slot,
    have,
    unread,
  }: { readonly slot: string; readonly have?: Entry | undefined; readonly unread?: Position | undefined },
): LogRow {
  if (unread !== undefined)
    return { change, slot: beside(slot), prev: have && have.position > unread ? have.position : unread };
  return have ? { change, slot, prev: have.position } : { change, slot };
}

/** By so much of a millisecond one telling is after another of the same time. */
const TURN = 1 / 1_024;

/**
 * A Change that is of the very time of what stands, as the one after it: a source that tells times by the minute, or of a step without
 * any, says the newer thing last. By the law of the order, their texts would decide, and a removal would never stand.
 */
function afterSame({ source, order: [epoch, seq] }: Entry, next: Change): Change {
  const [era, ms] = next.order;
  const isSame = source === next.source && epoch === era && Math.floor(seq) === ms && seq + TURN < ms + 1;
  return isSame ? { ...next, order: [epoch, seq + TURN] } : next;
}

/** Gathers one commit over what stands in the view, and over a commit that is under way. */
export function createBatch(options: {
  readonly now: Instant;
  readonly fence: number;
  readonly view: LocalView;
  readonly resume: Resume;
  readonly known: Known;
  readonly under?: Pending | undefined;
  /** Default: the kinds of this version. */
  readonly kinds?: { readonly [name: string]: Kind };
  /** Places that are filled by what cannot be read. */
  readonly aside?: { fills(slot: string): Position | undefined } | undefined;
}): Batch & {
  readonly pending: Pending;
  toCommit(): Commit;
  /** What its rows are once the commit is kept. */
  readonly entries: readonly Entry[];
  readonly empty: boolean;
} {
  const { now, fence, view, resume, known, under, kinds = ownKinds, aside } = options;
  const head = under?.head ?? resume.head;
  const seenUntil = toInstant(millis(now) + SEEN_MS);
  const rows: LogRow[] = [];
  const entries: Entry[] = [];
  const vault: VaultRow[] = [];
  const quarantine: QuarantineRow[] = [];
  const retried: Retried[] = [];
  const seen = new Map<string, SeenRow>();
  const stamps = new Map<string, Stamp>();
  const cursors: Record<string, Position> = {};
  const commands: Commit['commands'][number][] = [];
  /** What this batch has put into slots so far. */
  const over = new Map<string, Entry>();
  const next = (): Position => (head + rows.length + 1) as Position;
  const pending: Pending = {
    get head() {
      return (head + rows.length) as Position;
    },
    standing: (slot) => over.get(slot),
    seen: (message) => seen.has(message),
    counter: (name) => stamps.get(name),
    result: (id) => commands.find((row) => row.id === id)?.result,
  };

  return {
    now,
    get next() {
      return next();
    },
    put(given, { inTurn = false } = {}) {
      let change = given;
      const kind = kinds[change.kind];
      if (!kind)
        return {
          added: false,
          issues: [issue('unknown-kind', `${change.kind} is no kind of this version.`, { path: '/kind' })],
        };
      const bare = bareSecret(kind, change);
      if (bare) return { added: false, issues: [bare] };
      const slot = slotOf(kind, change);
      const unread = aside?.fills(slot);
      if (unread !== undefined && isDecided(change)) return { added: false, issues: [unreadBefore(change)] };
      const have = over.get(slot) ?? under?.standing(slot) ?? view.standing(slot);
      if (have && saysTheSame(have, change)) return REPEATED;
      if (have && inTurn) change = afterSame(have, change);
      const entry = entryOf(change, next(), now);
      const { kept, issues } = settle<Change>(kind, have, entry);
      if (issues.some(({ level }) => level === 'error')) return { added: false, issues };
      if (kept) over.set(slot, entry);
      rows.push(kept ? rowOf(change, { slot, have, unread }) : { change });
      entries.push(entry);
      const step = kept && have ? unexpectedStep(kind, have, change) : undefined;
      if (step) return { added: true, issues: [...issues, step] };
      return issues.length === 0 ? ADDED : { added: true, issues };
    },
    vault: (more) => void vault.push(...more),
    quarantine: (row) => void quarantine.push(row),
    retried: (row) => void retried.push(row),
    seen: (feed, key) => void seen.set(`${feed}\n${key}`, { feed, key, until: seenUntil }),
    wasSeen(feed, key) {
      const message = `${feed}\n${key}`;
      return seen.has(message) || under?.seen(message) || known.seen(feed, key);
    },
    counter: (name) => pending.counter(name) ?? under?.counter(name) ?? resume.stamps[name],
    stamp(more) {
      for (const [name, value] of more) stamps.set(name, value);
    },
    cursor: (analyst, at) => void (cursors[analyst] = at),
    result: (row) => void commands.push(row),
    resultOf: (id) => pending.result(id) ?? under?.result(id) ?? known.result(id),
    pending,
    entries,
    get empty() {
      return rows.length + vault.length + quarantine.length + retried.length + seen.size + commands.length === 0;
    },
    toCommit: () => ({
      fence,
      after: head,
      recordedAt: now,
      rows,
      vault,
      quarantine,
      ...(retried.length > 0 && { retried }),
      seen: [...seen.values()],
      cursors,
      commands,
      stamps: Object.fromEntries(stamps),
    }),
  };
}
