import type { Subscription } from 'rxjs';
import type { EntityId } from '../model/id.js';
import type { Query } from '../view/query.js';
import type { Delta, Reader, Row, View } from '../view/view.js';
import type { Down, Resume } from './messages.js';

/** Where lines go: one connection. `write` answers false when it is full; then nothing is written until it drains. */
export interface Sink {
  write(line: string): boolean;
  end(): void;
  onDrain(listener: () => void): void;
}

/** Characters of rows in one part of a snapshot: a slow way must carry a line before its reader takes it for dead. */
const SNAP_CHARS = 64 * 1024;

export interface AudienceOptions {
  readonly view: View & Reader;
  readonly queries: { readonly [key: string]: Query };
  readonly epoch: string;
  /** Bytes of past messages kept for those who come back. */
  readonly ringBytes: number;
}

/** All clients that see the same: each change is encoded once and kept for a while for those who come back. */
export interface Audience {
  /** Adds a client. With a place in this stream that is still kept it goes on from there; else it gets whole results. */
  join(sink: Sink, resume: Resume | undefined, hello: (resumed: boolean) => string): () => void;
  beat(): void;
  say(line: string): void;
  readonly size: number;
  close(): void;
}

interface Client {
  readonly sink: Sink;
  /** Lines of its own, sent before it follows the stream. */
  pending: string[];
  /** The last stream message it was given. */
  seq: number;
  full: boolean;
}

export function createAudience({ view, queries, epoch, ringBytes }: AudienceOptions): Audience {
  const clients = new Set<Client>();
  /** Messages first + 1 … seq, encoded. */
  let ring: string[] = [];
  let first = 0;
  let seq = 0;
  let bytes = 0;
  /** The last whole result that was encoded: when a host comes back, all its clients ask for it at once. */
  let snapshot: { readonly of: string; readonly lines: readonly string[] } | undefined;
  const resume = (): Resume => ({ epoch, seq, position: view.at });
  const encode = (message: Down): string => `${JSON.stringify(message)}\n`;

  function follow(): Subscription[] {
    return Object.entries(queries).map(([key, query]) =>
      view.select(query).subscribe((delta) => {
        if (delta.reset) return;
        seq += 1;
        keep(encode({ t: 'diff', key, delta, resume: resume() }));
        for (const client of clients) pump(client);
      }),
    );
  }

  function keep(line: string): void {
    ring.push(line);
    bytes += line.length;
    let drop = 0;
    while (bytes > ringBytes && drop < ring.length - 1) bytes -= ring[drop++]!.length;
    if (drop === 0) return;
    ring = ring.slice(drop);
    first += drop;
  }

  function pump(client: Client): void {
    try {
      while (!client.full) {
        const own = client.pending.shift();
        if (own !== undefined) client.full = !client.sink.write(own);
        else if (client.seq < first) client.pending = start(client, true);
        else if (client.seq < seq) client.full = !client.sink.write(ring[client.seq++ - first]!);
        else return;
      }
    } catch {
      // A broken connection is that client's trouble; it comes back and resumes. It must not reach the writer.
      clients.delete(client);
    }
  }

  /** Whole results as of now; from here the client follows the stream. */
  function start(client: Client, flagged: boolean): string[] {
    const of = `${seq} ${view.now} ${flagged}`;
    if (snapshot?.of !== of) {
      const lines = Object.entries(queries).flatMap(([key, query]) => {
        const { put, groups } = view.answer(query);
        return parts(put).map((part) => snap(key, groups ? { ...part, groups } : part, flagged));
      });
      snapshot = { of, lines: [...lines, ready()] };
    }
    client.seq = seq;
    return [...snapshot.lines];
  }

  const ready = (): string => encode({ t: 'ready', resume: resume(), now: view.now });

  function snap(key: string, { last, ...part }: Part, flagged: boolean): string {
    const removed: EntityId[] = [];
    const delta: Delta = { ...part, gap: flagged, removed, at: view.at, now: view.now };
    return encode({ t: 'snap', key, flagged, delta, last });
  }

  const following = follow();
  return {
    join(sink, wanted, hello) {
      const resumable = wanted !== undefined && wanted.epoch === epoch && wanted.seq >= first && wanted.seq <= seq;
      const client: Client = { sink, pending: [], seq, full: false };
      const missed = resumable ? [...ring.slice(wanted.seq - first), ready()] : start(client, wanted !== undefined);
      client.pending = [hello(resumable), ...missed];
      clients.add(client);
      sink.onDrain(() => {
        client.full = false;
        pump(client);
      });
      pump(client);
      return () => void clients.delete(client);
    },
    beat() {
      const line = encode({ t: 'beat', now: view.now, resume: resume() });
      for (const client of clients) {
        // A beat says "you have everything up to here": only to those who have.
        if (client.full || client.pending.length > 0 || client.seq !== seq) continue;
        client.pending.push(line);
        pump(client);
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

interface Part extends Pick<Delta, 'reset' | 'put' | 'groups'> {
  readonly last: boolean;
}

function parts(rows: readonly Row[]): Part[] {
  const found: Row[][] = [[]];
  let chars = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (chars > 0 && chars + length > SNAP_CHARS) {
      found.push([]);
      chars = 0;
    }
    found.at(-1)!.push(row);
    chars += length;
  }
  return found.map((part, i) => ({ put: part, reset: i === 0, last: i === found.length - 1 }));
}
