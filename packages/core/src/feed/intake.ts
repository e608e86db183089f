import { issue, type Issue } from '../error.js';
import type { Draft } from '../model/change.js';
import { isOf, parseId, type EntityId } from '../model/id.js';
import { millis, toInstant } from '../model/time.js';
import { vocabulary, type Vocabulary } from '../model/vocabulary.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Batch } from '../writer/batch.js';
import { withBeats } from './beat.js';
import { broken, misshapen } from './door-shape.js';
import { checkDraft, splitAtDoor } from './door.js';
import { keptText } from './kept-text.js';
import { stamp } from './stamper.js';
import { asFault, weighReading } from './weigh.js';

const QUARANTINE_MS = 30 * 24 * 3_600_000;

export interface IntakeContext {
  readonly feed: Feed;
  readonly source: string;
  /** Marks everything of this feed as a drill. */
  readonly exercise?: string;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly view: Reader;
  /** Default: the words of this version. */
  readonly words?: Vocabulary;
}

export interface Taken {
  readonly verdict: Verdict;
  readonly issues: readonly Issue[];
  readonly quarantined: boolean;
  readonly repeat: boolean;
}

/** A delivery that passed the door: checked and split, ready to be stamped inside a commit. */
interface Admitted {
  readonly drafts: readonly Draft[];
  readonly rows: readonly VaultRow[];
  /** What the door took off. */
  readonly issues: readonly Issue[];
  /** What people should know of what was kept whole. */
  readonly remarks: readonly Issue[];
}

/** Checks a delivery at the door and gives the work that puts it into a commit. */
export function intake(delivery: Delivery, context: IntakeContext): (batch: Batch) => Taken {
  const admitted = admit(delivery, context);
  const { feed, source, view } = context;
  const verdict: Verdict = delivery.outcome === 'undecodable' && feed.canRefuse ? 'refused' : 'stored';

  return (batch) => {
    if (batch.wasSeen(source, delivery.key)) return { verdict, issues: [], quarantined: false, repeat: true };
    const removals = gone(delivery, view);
    const issues = [...delivery.issues, ...admitted.issues, ...admitted.remarks, ...removals.issues];
    const drafts = removals.drafts.length === 0 ? admitted.drafts : [...admitted.drafts, ...removals.drafts];
    const stamped = stamp(drafts, {
      source,
      ordering: feed.ordering,
      receivedAt: delivery.receivedAt,
      counter: (name) => batch.counter(name),
    });
    issues.push(...stamped.issues);
    const { changes, stamps } = withBeats(stamped.changes, { view, counter: (name) => batch.counter(name) });
    for (const change of changes) issues.push(...batch.put(change).issues);
    batch.stamp(stamped.stamps);
    batch.stamp(stamps);
    batch.vault(admitted.rows);
    const raw = bytesKept(delivery, admitted.issues);
    if (raw)
      batch.quarantine({
        feed: source,
        key: delivery.key,
        sealed: context.vault.seal(raw),
        issues,
        until: toInstant(millis(batch.now) + QUARANTINE_MS),
        about: idsOf(delivery.drafts),
      });
    batch.seen(source, delivery.key);
    return { verdict, issues, quarantined: raw !== undefined, repeat: false };
  };
}

/** How much of the drafts of one message quarantine keeps, as {@link keptText} counts: a text of 10 MB beside an alarm, whole. */
const KEPT_MOST = 32 * 1024 * 1024;
/** How much of each in any case, however many there are: far more than any that the door lets in as it is. */
const KEPT_LEAST = 64 * 1024;

/** What goes to quarantine: the bytes, or the drafts of a feed that hands over none, so that nothing the door took off is lost. */
function bytesKept({ raw, outcome, drafts }: Delivery, atDoor: readonly Issue[]): Uint8Array | undefined {
  if (outcome === 'good' && atDoor.length === 0) return undefined;
  return raw ?? (atDoor.length > 0 ? textOf(drafts) : undefined);
}

/** Drafts as bytes for quarantine: of each as much as of the others, so that none without end takes the place of its neighbours. */
export function textOf(drafts: readonly unknown[]): Uint8Array {
  const each = Math.max(KEPT_LEAST, KEPT_MOST / drafts.length);
  return new TextEncoder().encode(`[${drafts.map((draft) => keptText(draft, each)).join(',')}]`);
}

/** Of which entities a message speaks, as far as that can be read. */
function idsOf(drafts: readonly unknown[]): EntityId[] {
  const ids = new Set<EntityId>();
  for (const draft of drafts)
    try {
      const { id } = draft as Draft;
      if (typeof id === 'string') ids.add(id);
    } catch {
      continue;
    }
  return [...ids];
}

function admit(delivery: Delivery, context: IntakeContext): Admitted {
  // Most messages tell of one thing.
  if (delivery.drafts.length === 1) return admitAny(delivery.drafts[0]!, context);
  const drafts: Draft[] = [];
  const rows: VaultRow[] = [];
  const issues: Issue[] = [];
  const remarks: Issue[] = [];
  for (const given of delivery.drafts) {
    const one = admitAny(given, context);
    drafts.push(...one.drafts);
    rows.push(...one.rows);
    issues.push(...one.issues);
    remarks.push(...one.remarks);
  }
  return { drafts, rows, issues, remarks };
}

/** Whatever its mapping made of it throws when it is read: the rest of the message is no worse for it. */
function admitAny(given: Draft, context: IntakeContext): Admitted {
  try {
    return admitOne(given, context);
  } catch {
    return { ...NONE, issues: [broken('', 'it throws')] };
  }
}

const NONE: Admitted = { drafts: [], rows: [], issues: [], remarks: [] };

function admitOne(given: Draft, { source, exercise, vault, ids, view, words = vocabulary }: IntakeContext): Admitted {
  const amiss = misshapen(given);
  if (amiss) return { ...NONE, issues: [amiss] };
  const { draft, issues: faults } = asFault(exercise === undefined ? given : { ...given, exercise });
  const foreign = notOwner(draft, source, words);
  const checked = checkDraft(draft, words);
  const issues = foreign ? [foreign, ...checked.issues] : checked.issues;
  if (foreign || !checked.draft) return { ...NONE, issues, remarks: faults };
  const weighed = weighReading(checked.draft, view);
  const split = splitAtDoor(weighed.draft, { kind: words.kinds[draft.kind]!, vault, ids });
  const remarks = faults.length === 0 ? weighed.issues : [...faults, ...weighed.issues];
  return { drafts: [split.draft], rows: split.rows, issues, remarks };
}

function notOwner({ kind, id }: Draft, source: string, { kinds }: Vocabulary): Issue | undefined {
  const city = kinds[kind]?.owner === 'city';
  if (!city && isOf(id, kind, source)) return undefined;
  const owner = city ? 'city' : parseId(id)?.source;
  return owner === source
    ? undefined
    : issue('not-owner', `${source} may not state ${id}; its owner is ${owner ?? 'nobody'}.`, { path: '/id' });
}

const NOTHING_GONE = { drafts: [], issues: [] };

/** What a full list no longer names. More than half at once is held back: more likely a broken list than an emptied city. */
function gone({ complete, receivedAt, outcome }: Delivery, view: Reader): { drafts: Draft[]; issues: Issue[] } {
  if (!complete || outcome !== 'good') return NOTHING_GONE;
  const listed = new Set<string>(complete.ids);
  const standing = view.find({ kind: complete.kind }).filter(({ id }) => id.startsWith(complete.within));
  const missing = standing.filter(({ id }) => !listed.has(id));
  if (missing.length * 2 > standing.length)
    return {
      drafts: [],
      issues: [
        issue(
          'mass-removal',
          `the full list lacks ${missing.length} of ${standing.length} known ${complete.kind} entities; nothing is removed. Check the list; remove in smaller steps if it is right.`,
          { path: '/complete', level: 'error' },
        ),
      ],
    };
  return {
    issues: [],
    drafts: missing.map(({ id }) => ({
      v: 1,
      kind: complete.kind,
      id,
      at: receivedAt,
      basis: 'derived',
      body: { removed: true, reason: 'not-listed' },
    })),
  };
}
