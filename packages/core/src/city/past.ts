import { Observable } from 'rxjs';
import { YingjiError } from '../error.js';
import { asJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import { hostOnly } from '../model/kinds.js';
import type { EntityId } from '../model/id.js';
import { slotOf } from '../model/slot.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Store, Unread } from '../ports/store.js';
import type { Erased } from '../ports/vault.js';
import { forget } from '../store/forget.js';
import { createLocalView } from '../view/host-view.js';
import type { LocalView, Reader, View } from '../view/view.js';
import { createAside, lackingIn, lacksCode, type Aside } from './aside.js';
import { loadSnapshot } from './load.js';

/** A place in the log, or an instant: then what had been recorded by then, whatever time it told of. */
export type When = Position | Instant;

/** A picture of the past: read-only, and nobody's judgement runs on it. Close it when it is no longer looked at. */
export interface PastView extends View, Reader {
  close(): void;
}

/** How far a replay has come; `view` is the same one in every step. */
export interface ReplayStep {
  readonly at: Position;
  readonly now: Instant;
  readonly view: PastView;
}

/** Does each piece of a replay's work, when there is room for it: whoever bounds that work waits before it, and measures it. */
export type Pace = <T>(job: () => T) => Promise<T>;

/** The pictures of the past of one city. */
export interface Past {
  asOf(when: When): Promise<PastView>;
  replay(from: When, to: When, speed: number, pace?: Pace): Observable<ReplayStep>;
  /** Lets pictures that are open show less of these, since an erasure. */
  redraw(erased: Erased): void;
  close(): void;
}

interface Play {
  readonly from: When;
  readonly to: When;
  readonly speed: number;
  readonly pace: Pace;
  readonly emit: (step: ReplayStep) => boolean;
  readonly stop: AbortSignal;
}

/** Entries read at once. */
const PAGE = 500;
/** How often time passes on a replay between two things recorded, in real milliseconds. */
const TICK_MS = 1000;

export function createPast(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly kinds: { readonly [name: string]: Kind };
  readonly logger: Logger;
}): Past {
  const { store, clock, logger } = options;
  const kinds = Object.fromEntries(Object.entries(options.kinds).filter(([name]) => !hostOnly.has(name)));
  const open = new Set<LocalView>();
  /** What each picture lacks. */
  const asides = new WeakMap<LocalView, Aside>();
  /** What was read before an erasure may show what was erased. */
  let erasures = 0;

  async function viewAt(at: Position, now: Instant | undefined): Promise<LocalView> {
    const aside = createAside(options.kinds);
    const fault = (): string | undefined => lacksCode(aside);
    const view = lackingIn(
      createLocalView({ kinds, now: toInstant(0), onFault: faultsTo(logger), fault, who: { readOnly: 'past' } }),
      aside,
    );
    asides.set(view, aside);
    open.add(view);
    const before = erasures;
    try {
      await loadSnapshot(store, following(view, aside), { at, unread: aside.unread });
      view.advance(now ?? (await recordedAt(store, at)) ?? view.now);
    } catch (error) {
      shut(view);
      throw error;
    }
    if (before === erasures) return view;
    shut(view);
    return viewAt(at, now);
  }

  function shut(view: LocalView): void {
    open.delete(view);
    view.close();
  }

  async function play({ from, to, speed, pace, emit, stop }: Play): Promise<void> {
    const [start, end] = [await positionOf(store, from), await positionOf(store, to)];
    if (start > end) throw backwards();
    // Before the first of all nothing is to be seen, and nobody waits for it.
    const view = await viewAt(start, typeof from === 'string' && start > 0 ? from : undefined);
    stop.addEventListener('abort', () => shut(view), { once: true });
    let at = start;
    const past = readOnly(
      view,
      () => at,
      () => shut(view),
    );
    if (stop.aborted) return shut(view);
    const tell = (): boolean => emit({ at, now: view.now, view: past });
    if (!tell()) return;
    const aside = asides.get(view)!;
    for (;;) {
      const fresh = erasures;
      const page = await read(store, at, end);
      if (page.length === 0) break;
      for (const together of byRecording(page)) {
        await passTime(view, together[0]!.recordedAt, { speed, clock, stop, pace });
        const told = await pace(() => {
          // However long there was no room: what was read before an erasure is read again.
          if (stop.aborted || fresh !== erasures) return false;
          at = together.at(-1)!.position;
          showLines(together, { view, aside });
          return tell();
        });
        if (stop.aborted) return;
        if (!told) break;
      }
    }
    if (typeof to === 'string') await passTime(view, to, { speed, clock, stop, pace });
    // Ending closes the picture: not before there was room for all of it.
    await pace(() => undefined);
  }

  return {
    async asOf(when) {
      const at = await positionOf(store, when);
      const view = await viewAt(at, typeof when === 'string' ? when : undefined);
      return readOnly(
        view,
        () => at,
        () => shut(view),
      );
    },
    replay: (from, to, speed, pace = (job) => Promise.resolve(job())) =>
      new Observable((subscriber) => {
        const ending = new AbortController();
        const emit = (step: ReplayStep): boolean => {
          subscriber.next(step);
          return !ending.signal.aborted;
        };
        play({ from, to, speed: checkedSpeed(speed), pace, emit, stop: ending.signal }).then(
          () => subscriber.complete(),
          (error: unknown) => subscriber.error(error),
        );
        return () => ending.abort();
      }),
    redraw(erased) {
      erasures += 1;
      for (const view of open) redrawIn(view, erased, kinds);
    },
    close: () => [...open].forEach(shut),
  };
}

/** Logs which row nothing could be derived of, and nothing of why: what was thrown may quote the value. */
export const faultsTo =
  (logger: Logger) =>
  (id: EntityId): void =>
    logger.write('error', 'derivation-failed', { id });

/** The same Entry without what was erased stands before the one that is shown, by its law. */
export function redrawIn(view: LocalView, { keys, entities }: Erased, kinds: { readonly [name: string]: Kind }): void {
  const erased = new Set(keys);
  for (const id of entities) {
    const row = view.get(id);
    if (!row) continue;
    const told = { ...row, v: 1, order: [0, 0], body: { value: asJson(row.value) } } as const;
    const entry = view.standing(slotOf(kinds[row.kind]!, told));
    if (entry) view.apply([{ ...entry, body: forget(asJson(entry.body), erased) as Entry['body'] }], view.now);
  }
  view.erased();
}

/** Where in the log an instant falls: after everything recorded by then. */
async function positionOf(store: Store, when: When): Promise<Position> {
  const { head, cut } = await store.resume();
  if (typeof when === 'number' ? !(when >= 0) : Number.isNaN(millis(when)))
    throw new YingjiError('bad-position', 'this is no place in a log; give a position or an RFC 3339 time.', {
      recovery: 'skip',
    });
  if (typeof when === 'number') return Math.min(Math.floor(when), head) as Position;
  if (cut && millis(when) < millis(cut.recordedAt))
    throw new YingjiError('log-cut', `the log is kept from ${cut.recordedAt} on; ask for that time or later.`, {
      recovery: 'skip',
    });
  let [low, high] = [cut?.at ?? 0, head as number];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [line] = await read(store, middle as Position, Infinity, 1);
    if (line && millis(line.recordedAt) <= millis(when)) low = Math.max(middle + 1, line.position);
    else high = middle;
  }
  return low as Position;
}

/** When a position was recorded; undefined where it was thinned out or is not there. */
async function recordedAt(store: Store, at: Position): Promise<Instant | undefined> {
  const { cut } = await store.resume();
  if (cut?.at === at) return cut.recordedAt;
  // Before the first of all, it is the time of the first: nobody waits on a replay for a city to begin.
  const [line] = await read(store, Math.max(0, at - 1) as Position, Infinity, 1);
  return at === 0 || line?.position === at ? line?.recordedAt : undefined;
}

/** A line of the log; one that cannot be read has no body. */
type Line = Entry | Unread;

/** A page of the log as it is, what cannot be read in its place. */
async function read(store: Store, after: Position, end: number, limit = PAGE): Promise<Line[]> {
  const page: Line[] = [];
  const take = (line: Line): void => {
    if (line.position <= end) page.push(line);
  };
  for await (const entry of store.read(after, limit, take)) take(entry);
  return page;
}

/** Lets what was told be accounted for before it is shown. */
const following = (view: LocalView, aside: Aside): Pick<LocalView, 'apply'> => ({
  apply(entries, now) {
    aside.told(entries);
    view.apply(entries, now);
  },
});

/** Shows what was recorded at one instant. */
function showLines(lines: readonly Line[], { view, aside }: { readonly view: LocalView; readonly aside: Aside }): void {
  const entries: Entry[] = [];
  for (const line of lines)
    if ('body' in line) entries.push(line);
    else aside.unread(line);
  following(view, aside).apply(entries, lines[0]!.recordedAt);
}

/** What was recorded at one instant is shown at once: as it was committed. */
function byRecording(page: readonly Line[]): Line[][] {
  const groups: Line[][] = [];
  for (const line of page) {
    const last = groups.at(-1);
    if (last?.[0]!.recordedAt === line.recordedAt) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Lets the time of the picture run to an instant, so many times as fast as the clock. */
async function passTime(
  view: LocalView,
  until: Instant,
  { speed, pace, clock, stop }: Pick<Play, 'speed' | 'pace' | 'stop'> & { readonly clock: Clock },
): Promise<void> {
  for (;;) {
    if (stop.aborted || millis(until) <= millis(view.now)) return;
    const left = (millis(until) - millis(view.now)) / speed;
    if (left > 0) await clock.sleep(Math.min(left, TICK_MS), stop);
    if (stop.aborted) return;
    await pace(() => {
      if (!stop.aborted) view.advance(left <= TICK_MS ? until : toInstant(millis(view.now) + TICK_MS * speed));
    });
  }
}

const backwards = (): YingjiError =>
  new YingjiError('bad-position', 'this ends before it begins; give an earlier "from" or a later "to".', {
    recovery: 'skip',
  });

function checkedSpeed(speed: number): number {
  // Slower than this a step of the clock is less than nothing.
  if (speed >= 0.001) return speed;
  throw new YingjiError(
    'bad-speed',
    `${speed} is no speed; 0.001 is the slowest, 1 as it was, 60 a minute in a second, Infinity at once.`,
    {
      recovery: 'skip',
    },
  );
}

const readOnly = (view: LocalView, at: () => Position, close: () => void): PastView => ({
  select: (query) => view.select(query),
  health$: view.health$,
  send: (command) => view.send(command),
  get: (id) => view.get(id),
  find: (query) => view.find(query),
  answer: (query) => view.answer(query),
  referring: (id) => view.referring(id),
  known: (alias) => view.known(alias),
  erased$: view.erased$,
  get at() {
    return at();
  },
  get now() {
    return view.now;
  },
  get lacking() {
    return view.lacking ?? [];
  },
  close,
});
