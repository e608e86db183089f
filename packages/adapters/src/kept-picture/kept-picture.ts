import { Observable, type Subscriber } from 'rxjs';
import type { Clock, Delta, Group, Health, Instant, Position, Query, Row } from '@yingji/core';
import { createLast, systemClock, type RemoteView } from '@yingji/core/wire';

/** One result as it stood when it was kept. */
export interface KeptResult {
  readonly v: 1;
  readonly rows: readonly Row[];
  readonly groups?: readonly Group[];
  readonly at: Position;
  /** The host's time when it was whole. */
  readonly now: Instant;
  /** This machine's own time of then, in milliseconds: how long ago that was is counted by it. */
  readonly keptMs: number;
}

/** Where results are kept, by the text of their query. */
export interface PictureStore {
  /** What was kept, or anything else: it is looked at before it is shown. */
  load(query: string): Promise<unknown>;
  save(results: ReadonlyMap<string, KeptResult>): Promise<void>;
  /** Forgets all of it. */
  clear(): Promise<void>;
}

export interface KeepPictureOptions {
  readonly store: PictureStore;
  readonly clock?: Clock;
  /** Hears why something could not be kept, or read: the picture of the gateway goes on without. */
  readonly onFault?: (cause: unknown) => void;
}

/** How long a way may say nothing before the last picture is shown in place of nothing, in milliseconds. */
const PATIENCE_MS = 1_500;
/** How often is kept what changed, and how soon after all was whole for the first time. */
const EVERY_MS = 60_000;
const SOON_MS = 5_000;
const millis = (at: Instant): number => Date.parse(at);

/** An older picture helps nobody decide anything. */
const OLDEST_MS = 24 * 3_600_000;

/** Nobody answered. Whoever was answered and refused has no right to an old picture either. */
const AWAY = /^(gateway-(unreachable|silent|closed)|token-unavailable|http-50[234])$/;
const isAway = (code: string | undefined): boolean => code !== undefined && AWAY.test(code);
/** Refused: the token is none any more, or may not see this. */
const REFUSED = /^(token-(missing|unknown)|not-permitted|http-40[13])$/;

interface Held {
  readonly rows: Map<string, Row>;
  readonly groups: Map<string, Group>;
  readonly counts: boolean;
  at: Position;
  users: number;
  /** The gateway has told all of it. */
  whole: boolean;
}

/**
 * The same view, whose last picture outlives the page: what was whole is kept once a minute, and shown with its age where the gateway
 * is away when a page opens. Until the gateway answers, `health$` says `stale` since the oldest of what is shown, so no element takes
 * it for the present; the first whole result of the gateway replaces it and is flagged as a gap. It is not shown after 24 hours, nor
 * to whom the gateway refused, and a refusal forgets all of it. Rows are kept as this reader saw them, masked as they came: give each
 * account a store of its own.
 */
export function keepPicture(view: RemoteView, options: KeepPictureOptions): RemoteView {
  const { store, clock = systemClock, onFault = () => undefined } = options;
  const held = new Map<string, Held>();
  /** What of the kept is on show now, and when it was true. */
  const shown = new Map<Subscriber<Delta>, KeptResult>();
  const health = createLast<Health>({ link: { state: 'unknown' } });
  /** Those who have nothing yet; called when nobody answers. */
  const waiting = new Set<() => void>();
  const over = new AbortController();
  let last = health.last();
  /** When the last word came, by this machine's own time. */
  let wordMs = 0;
  let away = false;
  let refused = false;
  let forgetting: Promise<void> | undefined;

  function tell(): void {
    let oldest: KeptResult | undefined;
    for (const kept of shown.values()) if (!oldest || millis(kept.now) < millis(oldest.now)) oldest = kept;
    if (!oldest || last.link.state === 'live') return health.tell(last);
    // Nothing but this machine's own wall clock outlives the page. Set back, it makes the picture no younger than it was.
    const age = Math.max(0, millis(clock.now()) - oldest.keptMs);
    const now = new Date(millis(oldest.now) + age).toISOString() as Instant;
    health.tell({ ...last, link: { state: 'stale', since: oldest.now }, now });
  }

  const follow = view.health$.subscribe({
    next(said) {
      const was = last;
      last = said;
      if (said.link.state === 'live') wordMs = millis(clock.now());
      away = isAway(said.code);
      if (REFUSED.test(said.code ?? '')) refuse();
      else if (said.link.state === 'live') refused = false;
      if (away) for (const show of [...waiting]) show();
      if (was.link.state === 'live' && said.link.state !== 'live') void keep(was.now);
      tell();
    },
  });

  function refuse(): void {
    refused = true;
    for (const [subscriber, { groups, at, now }] of [...shown])
      subscriber.next({ reset: true, gap: false, put: [], removed: [], ...(groups && { groups: [] }), at, now });
    shown.clear();
    forgetting ??= store
      .clear()
      .catch(onFault)
      .finally(() => (forgetting = undefined));
  }

  async function keep(now: Instant | undefined): Promise<void> {
    if (now === undefined || refused) return;
    const results = new Map<string, KeptResult>();
    for (const [query, each] of held) {
      if (!each.whole) continue;
      const groups = each.counts ? { groups: [...each.groups.values()] } : {};
      results.set(query, { v: 1, rows: [...each.rows.values()], ...groups, at: each.at, now, keptMs: wordMs });
    }
    if (results.size > 0) await store.save(results).catch(onFault);
  }

  async function keeping(): Promise<void> {
    for (let wait = SOON_MS; !over.signal.aborted; wait = last.link.state === 'live' ? EVERY_MS : SOON_MS) {
      await clock.sleep(wait, over.signal);
      // What did not change is kept anew as well: its age is that of the last word.
      if (last.link.state === 'live') await keep(last.now);
    }
  }
  void keeping();

  async function kept(query: string): Promise<KeptResult | undefined> {
    const found = await store.load(query).catch((cause: unknown) => void onFault(cause));
    if (!isKept(found)) return undefined;
    return millis(clock.now()) - found.keptMs < OLDEST_MS ? found : undefined;
  }

  function subscribe(query: Query, subscriber: Subscriber<Delta>): () => void {
    const key = JSON.stringify(query);
    const mine = held.get(key) ?? heldOf(query);
    held.set(key, mine);
    mine.users += 1;
    const patience = new AbortController();
    let came = false;
    const answered = (): void => {
      came = true;
      patience.abort();
      waiting.delete(show);
    };
    const show = (): void => {
      waiting.delete(show);
      void kept(key).then((found) => {
        // By now it may have been answered, refused, or left.
        if (!found || came || refused || subscriber.closed) return;
        shown.set(subscriber, found);
        tell();
        const { rows, groups, at, now } = found;
        subscriber.next({ reset: true, gap: false, put: rows, removed: [], ...(groups && { groups }), at, now });
      });
    };
    const inner = view.select(query).subscribe({
      next(delta) {
        answered();
        note(mine, delta);
        const replaced = shown.delete(subscriber);
        subscriber.next(replaced ? { ...delta, gap: true } : delta);
        if (replaced) tell();
      },
      error: (cause) => subscriber.error(cause),
      complete: () => subscriber.complete(),
    });
    if (!came) {
      waiting.add(show);
      if (away) show();
      else void clock.sleep(PATIENCE_MS, patience.signal).then(() => waiting.has(show) && show());
    }
    return () => {
      answered();
      shown.delete(subscriber);
      inner.unsubscribe();
      mine.users -= 1;
      if (mine.users === 0 && held.get(key) === mine) held.delete(key);
      tell();
    };
  }

  return {
    select: (query) => new Observable<Delta>((subscriber) => subscribe(query, subscriber)) as Observable<never>,
    health$: health.told$,
    send: (command) => view.send(command),
    close() {
      over.abort();
      void keep(last.link.state === 'live' ? last.now : undefined);
      view.close();
      follow.unsubscribe();
      health.end();
    },
  };
}

const heldOf = ({ group }: Query): Held => ({
  rows: new Map(),
  groups: new Map(),
  counts: group !== undefined,
  at: 0 as Position,
  users: 0,
  whole: false,
});

function note(held: Held, { reset, put, removed, groups = [], at }: Delta): void {
  const { rows, groups: counted } = held;
  if (reset) {
    rows.clear();
    counted.clear();
  }
  for (const row of put) rows.set(row.id, row);
  for (const id of removed) rows.delete(id);
  for (const group of groups)
    if (group.count === 0) counted.delete(JSON.stringify(group.key));
    else counted.set(JSON.stringify(group.key), group);
  held.at = at;
  held.whole = true;
}

/** Whether this is what `keep` wrote, and not that of another version or of whoever else writes there. */
function isKept(found: unknown): found is KeptResult {
  if (typeof found !== 'object' || found === null) return false;
  const { v, rows, groups, at, now, keptMs } = found as { readonly [name: string]: unknown };
  return (
    v === 1 &&
    Array.isArray(rows) &&
    rows.every((row) => typeof row === 'object' && row !== null && 'id' in row && 'value' in row && 'derived' in row) &&
    (groups === undefined || Array.isArray(groups)) &&
    Number.isInteger(at) &&
    typeof now === 'string' &&
    Number.isFinite(Date.parse(now)) &&
    Number.isFinite(keptMs)
  );
}
