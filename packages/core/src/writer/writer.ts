import { YingjiError } from '../error.js';
import type { Entry, Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import { kinds as ownKinds } from '../model/kinds.js';
import type { Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Commit, Known, Resume, Stamp, Store, Unread } from '../ports/store.js';
import type { LocalView } from '../view/view.js';
import { createBatch, type Batch, type Pending } from './batch.js';

/** A piece of work: fills its part of a batch, synchronously, over everything put there before it. */
type Work<T> = (batch: Batch) => T;

interface Asked {
  /** Sees everything submitted before it already in the view. */
  readonly alone?: boolean;
  /** How many rows it will add, about; default 1. */
  readonly rows?: number;
  /** What the work will ask about with `wasSeen`. */
  readonly messages?: readonly { readonly feed: string; readonly key: string }[];
  /** The Command that the work will ask about with `resultOf`. */
  readonly command?: string;
}

/** A piece of work with what becomes of it: one of the two is called, once. */
export interface Item<T> extends Asked {
  readonly work: Work<T>;
  /** Called when it is in the log, durable, and in the view. */
  kept(value: T): void;
  lost(why: YingjiError): void;
}

/** The one writer of a city. What `submit` resolves with is in the log, durable, and in the view. */
export interface Writer {
  /**
   * Joins the next group commit. Rejects with `store-failed` when that commit failed: nothing of it is kept, and the caller
   * must not confirm anything. Rejects at once when the writer has stopped.
   */
  submit<T>(work: Work<T>, asked?: Asked): Promise<T>;
  /** The same without a promise, for those who submit thousands a second. */
  enqueue<T>(item: Item<T>): void;
  /** Called after each commit was applied to the view; runs before anybody hears of the commit. */
  onCommit(listener: (entries: readonly Entry[]) => void): void;
  /** Called when a batch has been gathered, to add what goes along with any commit but is no reason for one. */
  onGather(listener: (batch: Batch) => void): void;
  /**
   * Why nothing can be kept just now: `store-stalled` while a commit takes longer than 10 s, else the code of the last commit
   * if it failed. Cleared by the next one that is kept, of something: an empty one proves nothing.
   */
  readonly trouble: string | undefined;
  /** Resolves when the writer can go on no more: another writer took over, or the store broke for good. */
  readonly failed: Promise<YingjiError>;
  /** What the store held when this writer began. */
  readonly began: Pick<Resume, 'head' | 'cursors' | 'cut' | 'version'>;
  /** Commits what waits, then stops. */
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly store: Store;
  readonly view: LocalView;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Who holds the lease; another name must wait until it runs out. A second writer of the same name takes over, and the first
   * is fenced by the head it no longer knows.
   */
  readonly holder: string;
  /** Work items in one commit at most. */
  readonly groupLimit?: number;
  /** Rows in one commit at most, about, if it holds more than one item: who waits for the next one waits for all of them. */
  readonly rowLimit?: number;
  readonly leaseMs?: number;
  /** Default: the kinds of this version. */
  readonly kinds?: { readonly [name: string]: Kind };
  /** What the log holds that cannot be read. */
  readonly aside?: { fills(slot: string): Position | undefined; unread(line: Unread): void };
}

/** A commit that takes longer, in milliseconds, is no slow disk any more: nobody can say that all is well. */
const STALLED_MS = 10_000;

type Waiting = Item<never>;

interface Gathered {
  readonly batch: ReturnType<typeof createBatch>;
  readonly group: readonly Waiting[];
  /** What the work of each of them came to. */
  readonly values: readonly never[];
}

/** A commit under way. */
interface Flight extends Gathered {
  readonly commit: Commit;
  /** Why it could not be kept; undefined when it was. */
  readonly landed: Promise<{ readonly cause: unknown } | undefined>;
}

/** Takes the lease and starts. Fails with `lease-held` while another writer holds it. */
export async function createWriter(options: WriterOptions): Promise<Writer> {
  const { store, view, clock, logger, holder, groupLimit = 250, rowLimit = 500 } = options;
  const { leaseMs = 30_000, kinds = ownKinds, aside } = options;
  const lease = async (): Promise<number> => {
    const got = await store.lease(holder, leaseMs);
    if ('fence' in got) return got.fence;
    throw new YingjiError('lease-held', `another writer holds this store until ${got.heldUntil}; stop it or wait.`, {
      recovery: 'retry',
    });
  };
  let fence = await lease();
  let leasedAt = clock.elapsed();
  let resume = withStamps(await store.resume());
  const began = resume;
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let stopped: YingjiError | undefined;
  let failing: string | undefined;
  const calls = new Set<{ readonly at: number }>();
  const never = new AbortController().signal;
  const listeners: ((entries: readonly Entry[]) => void)[] = [];
  const gatherers: ((batch: Batch) => void)[] = [];
  let fail: (why: YingjiError) => void = () => undefined;
  const failed = new Promise<YingjiError>((resolve) => (fail = resolve));

  /** The next items that may share a commit: an item that must stand alone waits for what is before it. */
  function takeGroup(): Waiting[] {
    let [size, rows] = [0, 0];
    for (const item of waiting) {
      rows += item.rows ?? 1;
      if (size > 0 && (item.alone || size >= groupLimit || rows > rowLimit)) break;
      size += 1;
      if (item.alone) break;
    }
    return waiting.splice(0, size);
  }

  /** A call to the store that is not answered yet counts as under way. */
  async function timed<T>(call: () => Promise<T>): Promise<T> {
    const since = { at: clock.elapsed() };
    calls.add(since);
    try {
      return await call();
    } finally {
      calls.delete(since);
    }
  }

  /** Looks up in one call what the items of a group will ask. */
  const ask = (group: readonly Waiting[]): Promise<Known> =>
    timed(() =>
      store.known({
        keys: group.flatMap(({ messages }) => messages ?? []),
        commands: group.flatMap(({ command }) => command ?? []),
      }),
    );

  /** Whoever breaks on being told keeps nothing from the others, nor the writer from its work. */
  function tell(item: Waiting, became: 'kept' | 'lost', what: unknown): void {
    try {
      item[became](what as never);
    } catch (cause) {
      logger.write('error', 'told-in-vain', { message: String(cause) });
    }
  }

  function lose(items: readonly Waiting[], why: YingjiError): void {
    for (const item of items) tell(item, 'lost', why);
  }

  /** Work is pure, so a batch in which an item threw is gathered again without it: half an item is never kept. */
  function gather(group: readonly Waiting[], known: Known, under: Pending | undefined): Gathered {
    const batch = createBatch({ now: clock.now(), fence, view, resume, known, under, kinds, aside });
    const values: never[] = [];
    for (const item of group) {
      try {
        values.push(item.work(batch));
      } catch (cause) {
        const rest = group.filter((other) => other !== item);
        const gathered = gather(rest, known, under);
        // Told only now: a batch that cannot be gathered at all is told to its whole group.
        lose(
          [item],
          new YingjiError('work-failed', 'a work item threw while it filled its batch.', { recovery: 'skip', cause }),
        );
        return gathered;
      }
    }
    for (const listener of gatherers) listener(batch);
    return { batch, group, values };
  }

  /** Sends a batch to the store; what becomes of it is told when it lands. */
  function launch({ batch, group, values }: Gathered): Flight {
    const commit = batch.toCommit();
    const written = batch.empty ? Promise.resolve() : timed(() => store.commit(commit));
    const landed = written.then(
      () => undefined,
      (cause: unknown) => ({ cause }),
    );
    return { batch, group, values, commit, landed };
  }

  /** A commit that is kept is told to all; one that is not is refused to those who asked for it. True when it is kept. */
  async function land(flight: Flight, meanwhile?: () => void): Promise<boolean> {
    const failure = await flight.landed;
    if (failure) {
      await refuse(flight.group, failure.cause);
      return false;
    }
    const { commit, group, values } = flight;
    const { entries } = flight.batch;
    resume = { ...resume, head: (resume.head + entries.length) as Position };
    Object.assign(resume.stamps, commit.stamps);
    // The lease alone may be written where nothing else can be.
    if (!flight.batch.empty) failing = undefined;
    meanwhile?.();
    if (entries.length > 0) applied(entries, commit.recordedAt);
    for (let i = 0; i < group.length; i += 1) tell(group[i]!, 'kept', values[i]);
    return true;
  }

  async function refuse(group: readonly Waiting[], cause: unknown): Promise<void> {
    const error =
      cause instanceof YingjiError
        ? cause
        : new YingjiError('store-failed', 'the store could not commit.', { recovery: 'retry', cause });
    logger.write('error', error.code, { message: error.message });
    failing = error.code;
    // The next commit renews the lease first: that writes to the disk, even when nothing else waits to be written.
    leasedAt = -Infinity;
    lose(group, error);
    if (error.recovery === 'fatal') stop(error);
    else await recover();
  }

  /**
   * Gathers the next group while the commit before it is written, and sends it off the moment that one is kept; only then is
   * the kept one applied and told, while the disk works again. Gives the commit that is now under way.
   */
  async function next(flight: Flight | undefined): Promise<Flight | undefined> {
    const renew = clock.elapsed() - leasedAt > leaseMs / 3;
    if (flight && (waiting.length === 0 || waiting[0]!.alone || renew)) {
      await land(flight);
      return undefined;
    }
    const group = takeGroup();
    let gathered: Gathered;
    try {
      if (renew) {
        fence = await timed(lease);
        leasedAt = clock.elapsed();
      }
      gathered = gather(group, await ask(group), flight?.batch.pending);
    } catch (cause) {
      if (flight) await land(flight);
      await refuse(group, cause);
      return undefined;
    }
    if (!flight) return launch(gathered);
    let following: Flight | undefined;
    if (await land(flight, () => (following = launch(gathered)))) return following;
    // What it was gathered over is not there: it is gathered anew over what is.
    if (stopped) lose(gathered.group, stopped);
    else waiting.unshift(...gathered.group);
    return undefined;
  }

  /** Goes on from what the store holds: a commit may have been written although its answer was lost. */
  async function recover(): Promise<void> {
    try {
      const before = resume.head;
      resume = withStamps(await store.resume());
      const missed: Entry[] = [];
      for await (const entry of store.read(before, resume.head - before, aside?.unread)) missed.push(entry);
      if (missed.length > 0) applied(missed, clock.now());
    } catch (cause) {
      stop(new YingjiError('store-lost', 'the store could not be read again after a failed commit.', { cause }));
    }
  }

  /** What is kept is kept, even if the picture cannot follow: then it is read anew from the log by the next start. */
  function applied(entries: readonly Entry[], now: Instant): void {
    try {
      view.apply(entries, now);
      for (const listener of listeners) listener(entries);
    } catch (cause) {
      stop(new YingjiError('view-broken', 'what was stored could not be shown; start again from the log.', { cause }));
    }
  }

  function stop(error: YingjiError): void {
    stopped = error;
    const left = waiting;
    waiting = [];
    lose(left, error);
    fail(error);
  }

  async function run(): Promise<void> {
    // A turn of the event loop lets what comes with the first item join its commit; later ones gather while one is written.
    await clock.sleep(0, never);
    let flight: Flight | undefined;
    while (flight || waiting.length > 0) flight = await next(flight);
    running = undefined;
  }

  const enqueue: Writer['enqueue'] = (item) => {
    if (stopped) return item.lost(stopped);
    waiting.push(item as Waiting);
    running ??= run();
  };

  return {
    enqueue,
    submit: (work, asked = {}) => new Promise((kept, lost) => enqueue({ ...asked, work, kept, lost })),
    onCommit: (listener) => void listeners.push(listener),
    onGather: (listener) => void gatherers.push(listener),
    get trouble() {
      const stalled = [...calls].some(({ at }) => clock.elapsed() - at > STALLED_MS);
      return stalled ? 'store-stalled' : failing;
    },
    failed,
    began,
    async close() {
      await running;
      stopped ??= new YingjiError('writer-closed', 'the writer was closed; start the host again.');
    },
  };
}

/** Stamps live in memory between commits; the Store's copy is for the next start. */
function withStamps(resume: Resume): Resume {
  const stamps: { [counter: string]: Stamp } = { ...resume.stamps };
  return { ...resume, stamps };
}
