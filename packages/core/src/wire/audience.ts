import type { Subscription } from 'rxjs';
import type { Kind } from '../model/kind.js';
import type { Query } from '../view/query.js';
import type { Delta, Reader, ReadOnly, View } from '../view/view.js';
import { toBrief } from './brief.js';
import { coalesces } from './coalesce.js';
import type { Down, Resume } from './messages.js';
import { createRing } from './ring.js';
import { rowParts, snapshotParts } from './snapshot-parts.js';
import { sumOf } from './sum.js';

/** Where lines go: one connection. `write` answers false when it is full; then nothing is written until it drains. */
export interface Sink {
  write(line: string): boolean;
  end(): void;
  onDrain(listener: () => void): void;
  /** Why no Command is taken from there. */
  readonly readOnly?: ReadOnly | undefined;
}

export interface AudienceOptions {
  readonly view: Pick<View, 'select'> & Pick<Reader, 'answer' | 'at' | 'now'>;
  readonly kinds: { readonly [name: string]: Kind };
  readonly queries: { readonly [key: string]: Query };
  readonly epoch: string;
  /** What the picture cannot say at the moment, although it is up to date. */
  readonly code: () => string | undefined;
  /** Version of the wire: the first has neither columns nor anything that is left out. */
  readonly version: number;
  /** Characters of past messages kept for those who come back; half as many again of those that may be left out. */
  readonly ringBytes: number;
}

/** All clients that see the same: each change is encoded once and kept for a while for those who come back. */
export interface Audience {
  /** Adds a client. With a place in this stream that is still kept it goes on from there; else it gets whole results. */
  join(sink: Sink, resume: Resume | undefined, hello: (resumed: boolean) => string): () => void;
  beat(): void;
  /** Lets go of all that was shown before: who has not had it yet gets whole results of now. */
  forget(): void;
  say(line: string): void;
  readonly size: number;
  close(): void;
}

interface Client {
  readonly sink: Sink;
  /** Lines of its own, sent before it follows the stream. */
  own: string[];
  /** What it missed of what may be left out, summed up; sent when all else is. */
  late: readonly string[];
  /** The last message it was given of those that may not be left out, and of those that may. */
  seq: number;
  loose: number;
  /** It was told that it has everything. */
  whole: boolean;
  full: boolean;
}

const HELLO = '{"t":"hello"';
/** The place of a client that has nothing that counts. */
const BEFORE_ALL = -1;

export function createAudience({ view, kinds, queries, epoch, code, version, ringBytes }: AudienceOptions): Audience {
  const clients = new Set<Client>();
  const strict = createRing<string>(ringBytes);
  const loose = createRing<{ readonly key: string; readonly delta: Delta; readonly line: string }>(ringBytes / 2);
  const isLoose = (query: Query): boolean => version > 1 && coalesces(query, kinds);
  /** The last whole results that were encoded: when a host comes back, all its clients ask for them at once. */
  let snapshot: { readonly of: string; readonly lines: readonly string[] } | undefined;
  /** The same of what was summed up, by where it begins; as of `to`. */
  let sums: { readonly to: number; readonly after: Map<number, readonly string[]> } = { to: 0, after: new Map() };

  const resume = (): Resume => ({
    epoch,
    seq: strict.last,
    ...(version > 1 && { loose: loose.last }),
    position: view.at,
  });
  const encode = (message: Down): string => `${JSON.stringify(message)}\n`;
  /** Says that who hears it has everything up to now. */
  const whole = (t: 'ready' | 'beat'): string => {
    const why = code();
    return encode({ t, resume: resume(), now: view.now, ...(why !== undefined && { code: why }) });
  };

  function follow(): Subscription[] {
    const refused: unknown[] = [];
    const hear = (key: string, query: Query) => (delta: Delta) => {
      if (delta.reset) return;
      const told = version > 1 ? toBrief(delta, view.at) : delta;
      if (isLoose(query)) {
        const place = { loose: loose.last + 1, position: view.at };
        const line = encode({ t: 'diff', key, delta: told, after: loose.last, resume: place });
        loose.add({ key, delta, line }, line.length);
      } else {
        const place = { ...(version === 1 && resume()), seq: strict.last + 1, position: view.at };
        const line = encode({ t: 'diff', key, delta: told, resume: place });
        strict.add(line, line.length);
      }
      for (const client of clients) pump(client);
    };
    const all: Subscription[] = [];
    for (const [key, query] of Object.entries(queries)) {
      all.push(view.select(query).subscribe({ next: hear(key, query), error: (why: unknown) => refused.push(why) }));
      // The others are not asked any more: each may be as dear as the one that is refused.
      if (refused.length > 0) break;
    }
    if (refused.length === 0) return all;
    for (const each of all) each.unsubscribe();
    throw refused[0];
  }

  function pump(client: Client): void {
    try {
      while (!client.full) {
        const line = next(client);
        if (line === undefined) return;
        client.full = !client.sink.write(line);
      }
    } catch {
      // A broken connection is that client's trouble; it comes back and resumes. It must not reach the writer.
      clients.delete(client);
    }
  }

  /** What a client is given next: first what may not be left out, message by message, then of the rest how it is last. */
  function next(client: Client): string | undefined {
    const own = client.own.shift();
    if (own !== undefined) return own;
    if (client.seq < strict.first) return start(client, true);
    if (client.seq < strict.last) return strict.at((client.seq += 1));
    const [late, ...later] = client.late;
    client.late = later;
    if (late !== undefined) return late;
    if (client.loose < loose.first) return start(client, false, isLoose);
    if (client.loose < loose.last) {
      const from = client.loose;
      client.loose = loose.last;
      if (from === loose.last - 1) return loose.at(loose.last).line;
      client.late = summed(from);
      return next(client);
    }
    if (client.whole) return undefined;
    client.whole = true;
    return whole('ready');
  }

  /** What came since of that which may be left out, in lines of which the last one takes a client to where all is now. */
  function summed(from: number): readonly string[] {
    if (sums.to !== loose.last) sums = { to: loose.last, after: new Map() };
    const have = sums.after.get(from);
    if (have) return have;
    const missed = loose.after(from);
    const position = view.at;
    const messages = Object.keys(queries).flatMap((key) => {
      const deltas = missed.filter((each) => each.key === key).map(({ delta }) => delta);
      if (deltas.length === 0) return [];
      const { put, removed, ...rest } = sumOf(deltas);
      return rowParts(put).map((part, i) => {
        const sum = { ...rest, put: part, removed: i === 0 ? removed : [] };
        return { key, delta: toBrief(sum, position) };
      });
    });
    const lines = messages.map((message, i) =>
      encode({
        t: 'diff',
        ...message,
        after: from,
        resume: { loose: i === messages.length - 1 ? loose.last : from, position },
      }),
    );
    sums.after.set(from, lines);
    return lines;
  }

  /** Whole results as of now; from here the client follows the stream. */
  function start(client: Client, flagged: boolean, which: (query: Query) => boolean = () => true): string {
    const asked = Object.entries(queries).filter(([, query]) => which(query));
    const of = `${strict.last} ${loose.last} ${view.now} ${flagged} ${asked.length} ${code()}`;
    if (snapshot?.of !== of)
      snapshot = {
        of,
        lines: [...asked.flatMap(([key, query]) => snaps(key, query, flagged)), whole('ready')],
      };
    client.seq = strict.last;
    client.loose = loose.last;
    client.late = [];
    client.whole = true;
    client.own = [...snapshot.lines];
    return client.own.shift()!;
  }

  function snaps(key: string, query: Query, missed: boolean): string[] {
    const loose = isLoose(query);
    const flagged = missed && !loose;
    const { put, groups } = view.answer(query);
    const rest = { gap: flagged, removed: [], ...(groups && { groups }), at: view.at, now: view.now };
    if (version === 1)
      return rowParts(put).map((part, i, all) => {
        const delta = { put: part, reset: i === 0, ...rest };
        return encode({ t: 'snap', key, flagged, delta, last: i === all.length - 1 });
      });
    return [...snapshotParts(put)].map(({ text }, i, all) => {
      const delta = { put: [], reset: i === 0, ...rest };
      const last = i === all.length - 1;
      const message = JSON.stringify({ t: 'snap', key, flagged, ...(loose && { loose }), delta, last });
      // The columns were made into text already, to see whether they are small enough.
      return `${message.slice(0, -1)},"columns":${text}}\n`;
    });
  }

  const here = ({ epoch: of, seq, loose: late = 0 }: Resume): boolean =>
    of === epoch && seq >= strict.first && seq <= strict.last && late <= loose.last;

  const following = follow();
  return {
    join(sink, wanted, hello) {
      const resumed = wanted !== undefined && here(wanted);
      const client: Client = {
        sink,
        own: [],
        late: [],
        seq: resumed ? wanted.seq : strict.last,
        loose: resumed ? (wanted.loose ?? 0) : loose.last,
        whole: false,
        full: false,
      };
      const first = resumed ? [] : [start(client, wanted !== undefined)];
      client.own.unshift(hello(resumed), ...first);
      clients.add(client);
      sink.onDrain(() => {
        client.full = false;
        pump(client);
      });
      pump(client);
      return () => void clients.delete(client);
    },
    beat() {
      const line = whole('beat');
      for (const client of clients) {
        // A beat says "you have everything up to here": only to those who have.
        const waits = client.own.length + client.late.length > 0 || !client.whole;
        if (client.full || waits || client.seq !== strict.last || client.loose !== loose.last) continue;
        client.own.push(line);
        pump(client);
      }
    },
    forget() {
      strict.clear();
      loose.clear();
      snapshot = undefined;
      sums = { to: loose.last, after: new Map() };
      for (const client of clients) {
        if (client.own.length + client.late.length === 0) continue;
        // Results that wait for a slow client are of before, too.
        client.own = client.own.filter((line) => line.startsWith(HELLO));
        client.late = [];
        client.seq = BEFORE_ALL;
      }
    },
    say(line) {
      for (const { sink } of clients) {
        sink.write(line);
        sink.end();
      }
      clients.clear();
    },
    get size() {
      return clients.size;
    },
    close: () => following.forEach((subscription) => subscription.unsubscribe()),
  };
}
