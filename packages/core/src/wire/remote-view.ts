import { Observable, type Subscriber } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import { YingjiError } from '../error.js';
import { canonical } from '../json.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { createLast } from '../view/last.js';
import { ALL_CLEAR, type Query } from '../view/query.js';
import type { Acting, Delta, Health, ReadOnly, View } from '../view/view.js';
import { fromBrief, placeAfter } from './brief.js';
import { createCopy, type Copy } from './copy.js';
import { fromColumns } from './from-columns.js';
import { WIRE_VERSIONS, type Down, type Open, type Resume } from './messages.js';

/** The way to a host, and what is needed to wait for it. */
export interface RemoteViewOptions {
  /** Opens one stream and gives its lines; a YingjiError tells why it could not. Aborting `stop` closes it. */
  connect(open: Open, stop: AbortSignal): AsyncIterable<string>;
  send(command: CommandRequest): Promise<CommandResult>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Why this view takes no Commands, whatever its host would take. */
  readonly readOnly?: ReadOnly;
}

/** What a host says of who acts, where it is what it should be. */
const actingOf = ({ actor, readOnly }: Acting): Acting => ({
  ...(isName(actor) && { actor }),
  ...(isName(readOnly) && { readOnly }),
});
const isName = (text: unknown): boolean => typeof text === 'string' && text !== '';

/** The picture of another process. Goes on asking until it is closed; `health$` tells how the way stands. */
export interface RemoteView extends View {
  close(): void;
}

const BACKOFF_MS = { first: 500, most: 30_000 };
const AGEING_MS = 5000;
/** Silence allowed before the host has said how often it beats. */
const FIRST_WORD_MS = 10_000;
/** A stream that has been open for as long as it may ends so; with the wait before it, the next is missed after two beats. */
const RENEWED = 'credential-ended';
const RENEWAL_MS = 8_000;
/** A host that may be silent for longer could be gone for hours before anybody knew. */
const MOST_BEAT_MS = 60_000;

const isOurs = ({ version, beatMs }: { readonly version: unknown; readonly beatMs: unknown }): boolean =>
  WIRE_VERSIONS.some((mine) => mine === version) && typeof beatMs === 'number' && beatMs > 0 && beatMs <= MOST_BEAT_MS;

/**
 * The view of another process. One stream carries all subscribed queries; it is opened again with 0.5–30 s full jitter and
 * goes on where it stood. Two beats of silence make the link stale: what is shown stays, and says how old it is.
 */
export function createRemoteView(options: RemoteViewOptions): RemoteView {
  const { clock, ids } = options;
  const copies = new Map<string, Copy>();
  const health = createLast<Health>({ link: { state: 'unknown' } });
  let closed = false;
  let stream: AbortController | undefined;
  let resume: Resume | undefined;
  /** Of the work for those who listen now; absent while nobody does. */
  let working: AbortController | undefined;
  /** Something may have been missed since all was whole: true until it is whole again, however often the way breaks. */
  let unsure = false;
  /** The queries of the open stream; another set needs another stream. */
  let carried = '';

  const wanted = (): string => canonical([...copies.keys()].sort());

  /** Host time of its last word, and when that was on our own monotonic clock: our wall clock is not asked. */
  let word: { readonly now: Instant; readonly at: number } | undefined;

  /** The host refused a stream for the all-clear in it: the next one asks for everything else. */
  let untold = false;
  const isUntold = ({ query }: Copy): boolean => untold && query.kind === ALL_CLEAR;

  /** What the host said last that its picture cannot say, although the way stands. */
  let ailing: string | undefined;

  /** Who the host takes us for, as it said last. */
  let who: Acting = {};

  function link(state: Health['link']['state'], code?: string): void {
    const since = word && { since: word.now };
    const now = word && { now: toInstant(millis(word.now) + clock.elapsed() - word.at) };
    health.tell({ link: { state, ...since }, ...(code === undefined ? {} : { code }), ...now, ...who });
  }

  /** While nothing comes, what is shown must still grow older. */
  async function ageing(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await clock.sleep(AGEING_MS, stop);
      const { link: last, code } = health.last();
      if (!stop.aborted && last.state !== 'live') link(last.state, code);
    }
  }

  async function run(stop: AbortSignal): Promise<void> {
    let patience = FIRST_WORD_MS;
    for (let failures = 0; !stop.aborted;) {
      // Elements subscribe one after the other; one turn of the loop gathers them into one stream.
      await clock.sleep(0, stop);
      if (stop.aborted) break;
      if (carried !== wanted()) resume = undefined;
      carried = wanted();
      const mine = (stream = new AbortController());
      const end = (): void => mine.abort();
      stop.addEventListener('abort', end, { once: true });
      const outcome = await listen(mine, patience);
      stop.removeEventListener('abort', end);
      if (stop.aborted) break;
      if (carried !== wanted()) continue;
      // A host older than all-clears takes none of what names one. It has not failed, and is asked anew by each new stream.
      const older = outcome.code === 'bad-open' && [...copies.values()].some(({ query }) => query.kind === ALL_CLEAR);
      untold = older && !untold;
      if (untold) continue;
      unsure = true;
      // Every stream ends once its time is over: what follows at once is no failure, unless it does not follow.
      const renewing = outcome.ready && outcome.code === RENEWED;
      patience = renewing ? RENEWAL_MS : FIRST_WORD_MS;
      if (!renewing) link(word ? 'stale' : 'unknown', outcome.code);
      failures = outcome.ready ? 1 : failures + 1;
      const ceiling = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** failures);
      const wait = BACKOFF_MS.first + ids.random() * (ceiling - BACKOFF_MS.first);
      await clock.sleep(Math.max(wait, outcome.retryMs ?? 0), stop);
    }
  }

  /** Listens to one stream until it ends, breaks, or falls silent. */
  async function listen(
    mine: AbortController,
    firstWordMs: number,
  ): Promise<{ ready: boolean; code: string; retryMs?: number }> {
    const { signal } = mine;
    // Keys are in every message, so they are short; the same questions give the same, whoever asks and in whatever order.
    const told = [...copies].filter(([, copy]) => !isUntold(copy)).sort(([a], [b]) => (a < b ? -1 : 1));
    const asked = new Map(told.map(([, copy], n) => [String(n), copy]));
    // Who asks for nothing that it knows hears its beats all the same.
    const queries: { [key: string]: Query } = asked.size === 0 ? { 0: { kind: 'feed' } } : {};
    for (const [key, { query }] of asked) queries[key] = query;
    const lines = options
      .connect({ t: 'open', versions: WIRE_VERSIONS, queries, ...(resume ? { resume } : {}) }, signal)
      [Symbol.asyncIterator]();
    let ready = false;
    let patience = firstWordMs;
    try {
      for (;;) {
        const next = await withPatience(lines.next(), patience, signal);
        // What still comes of a stream that was left belongs to nobody.
        if (signal.aborted) return { ready, code: 'gateway-closed' };
        if (next === 'silent') return { ready, code: 'gateway-silent' };
        if (next.done) return { ready, code: 'gateway-closed' };
        const message = JSON.parse(next.value) as Down;
        if (message.t === 'bye') return { ready, code: message.issue.code, retryMs: message.retryMs };
        if (message.t === 'hello') {
          if (!isOurs(message)) return { ready, code: 'version-mismatch' };
          patience = 2 * message.beatMs;
          who = actingOf({ ...message, ...(options.readOnly && { readOnly: options.readOnly }) });
        }
        // A hole in the stream, whoever made it: what stands is whole up to the last place, so go on from there.
        if (skipped(message)) return { ready, code: 'stream-gap' };
        word = { now: 'now' in message ? message.now : message.delta.now, at: clock.elapsed() };
        if (take(message, asked)) ready = true;
        const { state } = health.last().link;
        // While one stream follows another the picture counts as live, and ails as before.
        link(ready ? 'live' : state, ready || state === 'live' ? ailing : undefined);
      }
    } catch (error) {
      return { ready, code: error instanceof YingjiError ? error.code : 'gateway-unreachable' };
    } finally {
      mine.abort();
      void Promise.resolve(lines.return?.()).catch(() => undefined);
    }
  }

  function skipped(message: Exclude<Down, { t: 'bye' }>): boolean {
    if (message.t === 'hello' || message.t === 'snap') return false;
    // After whole results there is no place yet to compare with.
    if (resume === undefined) return message.t !== 'ready';
    const { seq, loose } = message.resume;
    if (message.t !== 'diff') return seq !== resume.seq || loose !== resume.loose;
    return message.after === undefined ? seq !== resume.seq + 1 : message.after !== resume.loose;
  }

  /** Takes one message in, by the keys of its stream; true once the picture is whole. */
  function take(message: Exclude<Down, { t: 'bye' }>, asked: ReadonlyMap<string, Copy>): boolean {
    if (message.t === 'hello') return false;
    if (message.t === 'snap') {
      const copy = asked.get(message.key);
      const put = message.columns === undefined ? message.delta.put : fromColumns(message.columns);
      // While whole results come in, a place in the stream would skip what has not come yet.
      resume = undefined;
      unsure ||= message.flagged;
      // Where intermediate values may be left out anyway, a reset has lost nothing.
      copy?.part({ ...message.delta, put, gap: unsure && message.loose !== true }, message.last);
      return false;
    }
    if (message.t === 'diff') {
      asked.get(message.key)?.diff(fromBrief(message.delta, message.resume.position));
      // Without a place it would have been a hole.
      resume = placeAfter(resume!, message);
      return false;
    }
    resume = message.resume;
    ailing = message.code;
    if (message.t !== 'ready') return false;
    unsure = false;
    for (const copy of copies.values()) if (isUntold(copy)) copy.none({ at: resume.position, now: message.now });
    return true;
  }

  async function withPatience<T>(next: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'silent'> {
    const waiting = new AbortController();
    const end = (): void => waiting.abort();
    signal.addEventListener('abort', end, { once: true });
    const silence = clock.sleep(ms, waiting.signal).then((): 'silent' => 'silent');
    try {
      return await Promise.race([next, silence]);
    } finally {
      waiting.abort();
      signal.removeEventListener('abort', end);
      next.catch(() => undefined);
    }
  }

  function subscribe(query: Query, subscriber: Subscriber<Delta>): () => void {
    const key = canonical(query);
    let copy = copies.get(key);
    if (!copy) {
      copies.set(key, (copy = createCopy(query)));
      // It knows nothing yet, so no stream may go on from where an earlier one stood.
      carried = '';
    }
    const leave = copy.add(subscriber);
    if (!working && !closed) {
      working = new AbortController();
      void run(working.signal);
      void ageing(working.signal);
    } else if (carried !== wanted()) stream?.abort();
    const mine = copy;
    return () => {
      leave();
      if (mine.size > 0 || copies.get(key) !== mine) return;
      copies.delete(key);
      stream?.abort();
      if (copies.size === 0) rest();
    };
  }

  function rest(): void {
    working?.abort();
    working = undefined;
    // Nobody listens to the host any more: that all is well would be hearsay.
    if (!closed) link('unknown');
  }

  return {
    select: (query) => new Observable<Delta>((subscriber) => subscribe(query, subscriber)) as Observable<never>,
    health$: health.told$,
    send: (command) => options.send(command),
    close() {
      closed = true;
      rest();
      health.end();
    },
  };
}
