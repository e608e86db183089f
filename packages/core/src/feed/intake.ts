import { issue, type Issue } from '../error.js';
import type { JsonObject } from '../json.js';
import type { Draft, Position } from '../model/change.js';
import { isOf, parseId, type EntityId } from '../model/id.js';
import { millis, toInstant } from '../model/time.js';
import { vocabulary, type Vocabulary } from '../model/vocabulary.js';
import type { Clock } from '../ports/clock.js';
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
import { putAll } from './put-all.js';
import { ISSUES_MOST, type Sound } from './sound-delivery.js';
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
  readonly clock: Clock;
  /** Default: the words of this version. */
  readonly words?: Vocabulary;
}

export interface Taken {
  readonly verdict: Verdict;
  readonly issues: readonly Issue[];
  readonly quarantined: boolean;
  readonly repeat: boolean;
}

/** What passed the door: checked and split, ready to be stamped inside a commit. */
export interface Admitted {
  readonly drafts: readonly Draft[];
  readonly rows: readonly VaultRow[];
  /** What the door took off. */
  readonly issues: readonly Issue[];
  /** What people should know of what was kept whole. */
  readonly remarks: readonly Issue[];
}

/** A delivery on its way through the door. */
export interface Intake {
  /** Goes on for a moment; true when all of it is through. A table of 200,000 rows must hold up no alarm of another feed. */
  step(): boolean;
  /** Puts it into a commit, once all of it is through. */
  readonly work: (batch: Batch) => Taken;
}

/** Checks a delivery at the door and gives the work that puts it into a commit. */
export function intake({ delivery, amiss, odd }: Sound, context: IntakeContext): Intake {
  const { feed, source, view } = context;
  const admitted = { drafts: [] as Draft[], rows: [] as VaultRow[], issues: [...amiss], remarks: [] as Issue[] };
  const kept = odd ? [...delivery.drafts, odd] : delivery.drafts;
  const texts: string[] = [];
  let through = 0;
  const verdict: Verdict = delivery.outcome === 'undecodable' && feed.canRefuse ? 'refused' : 'stored';

  function step(): boolean {
    const began = context.clock.elapsed();
    let left = SLICE_DRAFTS;
    const over = (): boolean => (left -= 1) <= 0 || context.clock.elapsed() - began >= SLICE_MS;
    for (const { drafts } = delivery; through < drafts.length;) {
      admit(drafts[through]!, context, admitted);
      through += 1;
      if (through < drafts.length && over()) return false;
    }
    if (delivery.raw || admitted.issues.length === 0) return true;
    while (texts.length < kept.length) {
      if (over()) return false;
      texts.push(keptText(kept[texts.length], mostOf(kept)));
    }
    return true;
  }

  const work = (batch: Batch): Taken => {
    const [key, sending] = keysOf(delivery);
    const again = { verdict, issues: [], quarantined: false, repeat: true };
    // A replay leaves nothing behind: the key that it would have now may be that of what the source really says next.
    if (sending !== undefined && batch.wasSeen(source, sending)) return again;
    if (sending !== undefined) batch.seen(source, sending);
    if (batch.wasSeen(source, key)) return again;
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
    issues.push(...putAll(batch, changes, admitted.rows));
    batch.stamp(stamped.stamps);
    batch.stamp(stamps);
    const raw = bytesKept();
    if (raw)
      batch.quarantine({
        receivedAt: delivery.receivedAt,
        position: (batch.next - 1) as Position,
        ...(!delivery.raw && { drafts: true }),
        feed: source,
        key: delivery.key,
        sealed: context.vault.seal(raw),
        issues: issues.slice(0, ISSUES_MOST),
        until: toInstant(millis(batch.now) + QUARANTINE_MS),
        about: idsOf(delivery.drafts),
      });
    batch.seen(source, key);
    return { verdict, issues, quarantined: raw !== undefined, repeat: false };
  };

  /** What goes to quarantine: the bytes, or the drafts of a feed that hands over none, so that nothing the door took off is lost. */
  function bytesKept(): Uint8Array | undefined {
    const { outcome, raw } = delivery;
    if (outcome === 'good' && admitted.issues.length === 0) return undefined;
    return raw ?? (admitted.issues.length > 0 ? bytesOf(texts) : undefined);
  }

  return { step, work };
}

/** By what a delivery is known when it comes again: what its message says, and what marks its sending. */
export const keysOf = ({ key, sending }: Delivery): readonly [key: string, ...sending: string[]] =>
  sending === undefined ? [key] : [key, `sending ${sending}`];

/** How long a step goes on, in milliseconds, and for how many drafts. */
const SLICE_MS = 8;
const SLICE_DRAFTS = 1_000;

/** How much of the drafts of one message quarantine keeps, as {@link keptText} counts: a text of 10 MB beside an alarm, whole. */
const KEPT_MOST = 32 * 1024 * 1024;
/** How much of each in any case, however many there are: far more than any that the door lets in as it is. */
const KEPT_LEAST = 64 * 1024;

const mostOf = (drafts: readonly unknown[]): number => Math.max(KEPT_LEAST, KEPT_MOST / drafts.length);

const bytesOf = (texts: readonly string[]): Uint8Array => new TextEncoder().encode(`[${texts.join(',')}]`);

/** Drafts as bytes for quarantine: of each as much as of the others, so that none without end takes the place of its neighbours. */
export const textOf = (drafts: readonly unknown[]): Uint8Array =>
  bytesOf(drafts.map((draft) => keptText(draft, mostOf(drafts))));

/** Of which entities a message speaks, as far as that can be read. */
export function idsOf(drafts: readonly unknown[]): EntityId[] {
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

interface Through {
  readonly drafts: Draft[];
  readonly rows: VaultRow[];
  readonly issues: Issue[];
  readonly remarks: Issue[];
}

function admit(given: Draft, context: IntakeContext, through: Through): void {
  let one: Admitted;
  try {
    one = admitOne(given, context);
  } catch {
    // Whatever its mapping made of it throws when it is read: the rest of the message is no worse for it.
    one = { ...NONE, issues: [broken('', 'it throws')] };
  }
  through.drafts.push(...one.drafts);
  through.rows.push(...one.rows);
  through.issues.push(...one.issues);
  through.remarks.push(...one.remarks);
}

/** Takes all drafts of a message through the door at once. */
export function admitAll({ drafts }: Delivery, context: IntakeContext): Admitted {
  const through: Through = { drafts: [], rows: [], issues: [], remarks: [] };
  for (const given of drafts) admit(given, context, through);
  return through;
}

const NONE: Admitted = { drafts: [], rows: [], issues: [], remarks: [] };

function admitOne(given: Draft, { source, exercise, vault, ids, view, words = vocabulary }: IntakeContext): Admitted {
  const amiss = misshapen(given);
  if (amiss) return { ...NONE, issues: [amiss] };
  const { draft, issues: faults } = asFault(exercise === undefined ? given : { ...given, exercise });
  const foreign = notOwner(draft, source, words) ?? reachesOver(draft, source);
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

/** The members of a link that say what it joins, or takes back. */
const ENDS = ['from', 'to', 'undoes'] as const;

/** A feed joins only what it tells itself: that things of several sources belong together the city decides. */
function reachesOver({ kind, id, body }: Draft, source: string): Issue | undefined {
  const value = kind === 'link' && 'value' in body ? (body.value as JsonObject | null) : undefined;
  const end = ENDS.find((name) => {
    const named = value?.[name];
    return typeof named === 'string' && parseId(named)?.source !== source;
  });
  return end === undefined
    ? undefined
    : issue('not-owner', `${id} joins what ${source} does not tell; a feed links its own alone.`, {
        path: `/body/value/${end}`,
      });
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
