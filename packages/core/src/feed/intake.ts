import { issue, type Issue } from '../error.js';
import type { JsonObject } from '../json.js';
import type { Draft, Position } from '../model/change.js';
import { isOf, parseId, type EntityId } from '../model/id.js';
import { millis, toInstant } from '../model/time.js';
import { vocabulary, type Vocabulary } from '../model/vocabulary.js';
import type { Clock } from '../ports/clock.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { Stamp, VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Batch } from '../writer/batch.js';
import { withBeats } from './beat.js';
import { broken, misshapen } from './door-shape.js';
import { checkDraft, splitAtDoor } from './door.js';
import { keptText } from './kept-text.js';
import { isPlainReading } from './plain-reading.js';
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

/**
 * A delivery on its way through the door and into a commit. A class, with nothing made before it is needed: thousands come in a
 * second, and what waits for its commit lives long enough to be a burden.
 */
export class Intake {
  readonly #sound: Sound;
  readonly #context: IntakeContext;
  readonly #through: Through;
  #admitted = 0;
  #texts: string[] | undefined;

  constructor(sound: Sound, context: IntakeContext) {
    this.#sound = sound;
    this.#context = context;
    this.#through = { issues: joined(undefined, sound.amiss) };
  }

  /** Goes on for a moment; true when all of it is through. A table of 200,000 rows must hold up no alarm of another feed. */
  step(): boolean {
    const { drafts, raw } = this.#sound.delivery;
    const { clock } = this.#context;
    const began = clock.elapsed();
    let plain = 0;
    for (let left = SLICE_DRAFTS; this.#admitted < drafts.length; left -= 1) {
      const looks = left < SLICE_DRAFTS && plain % PLAIN_A_LOOK === 0;
      if (left <= 0 || (looks && clock.elapsed() - began >= SLICE_MS)) return false;
      plain = admit(drafts[this.#admitted]!, this.#context, this.#through) ? plain + 1 : 0;
      this.#admitted += 1;
    }
    return raw !== undefined || this.#through.issues === undefined || this.#writeDown(began);
  }

  /** What the door took something off, as text for quarantine. */
  #writeDown(began: number): boolean {
    const { clock } = this.#context;
    const { delivery, odd } = this.#sound;
    const kept = odd ? [...delivery.drafts, odd] : delivery.drafts;
    const texts = (this.#texts ??= []);
    for (let left = SLICE_DRAFTS; texts.length < kept.length; left -= 1) {
      if (left <= 0 || clock.elapsed() - began >= SLICE_MS) return false;
      texts.push(keptText(kept[texts.length], mostOf(kept)));
    }
    return true;
  }

  /** Puts it into a commit, once all of it is through. */
  work(batch: Batch): Taken {
    const { delivery } = this.#sound;
    const { feed, source, view, vault } = this.#context;
    const { drafts: through = NONE, rows = NONE, issues: amiss = NONE, remarks = NONE } = this.#through;
    const [key, sending] = keysOf(delivery);
    const verdict: Verdict = delivery.outcome === 'undecodable' && feed.canRefuse ? 'refused' : 'stored';
    // A replay leaves nothing behind: the key that it would have now may be that of what the source really says next.
    if (sending !== undefined && batch.wasSeen(source, sending)) return repeated(verdict);
    if (sending !== undefined) batch.seen(source, sending);
    if (batch.wasSeen(source, key)) return repeated(verdict);
    const removals = gone(delivery, view);
    const issues = [...delivery.issues, ...amiss, ...remarks, ...removals.issues];
    const counter = (name: string): Stamp | undefined => batch.counter(name);
    const stamped = stamp(removals.drafts.length === 0 ? through : [...through, ...removals.drafts], {
      source,
      ordering: feed.ordering,
      receivedAt: delivery.receivedAt,
      counter,
    });
    issues.push(...stamped.issues);
    const { changes, stamps } = withBeats(stamped.changes, { view, counter });
    issues.push(...putAll(batch, { changes, rows, ordering: feed.ordering }));
    batch.stamp(stamped.stamps);
    batch.stamp(stamps);
    const raw = this.#bytesKept();
    if (raw)
      batch.quarantine({
        receivedAt: delivery.receivedAt,
        position: (batch.next - 1) as Position,
        ...(!delivery.raw && { drafts: true }),
        feed: source,
        key: delivery.key,
        sealed: vault.seal(raw),
        issues: issues.slice(0, ISSUES_MOST),
        until: toInstant(millis(batch.now) + QUARANTINE_MS),
        about: idsOf(delivery.drafts),
      });
    batch.seen(source, key);
    return { verdict, issues, quarantined: raw !== undefined, repeat: false };
  }

  /** What goes to quarantine: the bytes, or the drafts of a feed that hands over none, so that nothing the door took off is lost. */
  #bytesKept(): Uint8Array | undefined {
    const { outcome, raw } = this.#sound.delivery;
    const { issues } = this.#through;
    if (outcome === 'good' && !issues) return undefined;
    return raw ?? (issues && bytesOf(this.#texts ?? NONE));
  }
}

const repeated = (verdict: Verdict): Taken => ({ verdict, issues: [], quarantined: false, repeat: true });

/**
 * By what a delivery is known when it comes again: what its message says, and what marks its sending. One that could not be used, or not
 * whole, is known as such: sent again once its feed is mended, it is no repeat, and must not be confirmed for what lies in quarantine.
 */
export function keysOf({ key, sending, outcome }: Delivery): readonly [key: string, sending?: string] {
  const as = outcome === 'good' ? '' : `${outcome} `;
  return sending === undefined ? [`${as}${key}`] : [`${as}${key}`, `${as}sending ${sending}`];
}

/** How long a step goes on, in milliseconds, and for how many drafts. */
const SLICE_MS = 8;
const SLICE_DRAFTS = 1_000;
/** Plain readings, each a microsecond, between two looks at the clock; after any other draft it is looked at. */
const PLAIN_A_LOOK = 32;

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

/** What has passed so far; lists that stay empty, as nearly all do, are not made. */
interface Through {
  drafts?: Draft[] | undefined;
  rows?: VaultRow[] | undefined;
  issues?: Issue[] | undefined;
  remarks?: Issue[] | undefined;
}

/** True of a plain reading, which passes in no time. */
function admit(given: Draft, context: IntakeContext, through: Through): boolean {
  let one: Admitted;
  try {
    if (context.exercise === undefined && isPlainReading(given, context.source)) {
      const { draft, issues } = weighReading(given, context.view);
      (through.drafts ??= []).push(draft);
      through.remarks = joined(through.remarks, issues);
      return true;
    }
    one = admitOne(given, context);
  } catch {
    // Whatever its mapping made of it throws when it is read: the rest of the message is no worse for it.
    one = { ...NOTHING, issues: [broken('', 'it throws')] };
  }
  through.drafts = joined(through.drafts, one.drafts);
  through.rows = joined(through.rows, one.rows);
  through.issues = joined(through.issues, one.issues);
  through.remarks = joined(through.remarks, one.remarks);
  return false;
}

function joined<T>(have: T[] | undefined, more: readonly T[]): T[] | undefined {
  if (more.length === 0) return have;
  if (!have) return [...more];
  for (const each of more) have.push(each);
  return have;
}

/** Takes all drafts of a message through the door at once. */
export function admitAll({ drafts }: Delivery, context: IntakeContext): Admitted {
  const through: Through = {};
  for (const given of drafts) admit(given, context, through);
  const { drafts: passed = [], rows = [], issues = [], remarks = [] } = through;
  return { drafts: passed, rows, issues, remarks };
}

const NONE: readonly never[] = [];
const NOTHING: Admitted = { drafts: NONE, rows: NONE, issues: NONE, remarks: NONE };

function admitOne(given: Draft, { source, exercise, vault, ids, view, words = vocabulary }: IntakeContext): Admitted {
  const amiss = misshapen(given);
  if (amiss) return { ...NOTHING, issues: [amiss] };
  const { draft, issues: faults } = asFault(exercise === undefined ? given : { ...given, exercise });
  const foreign = notOwner(draft, source, words) ?? reachesOver(draft, source);
  const checked = checkDraft(draft, words);
  const issues = foreign ? [foreign, ...checked.issues] : checked.issues;
  if (foreign || !checked.draft) return { ...NOTHING, issues, remarks: faults };
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
