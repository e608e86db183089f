import { watch, type FSWatcher, type Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import {
  issue,
  maskNumbers,
  millis,
  toInstant,
  type FeedContext,
  type Issue,
  type Packet,
  type Transport,
  type Verdict,
} from '@yingji/core/feed';
import { createRestless } from './restless.js';

export interface FileDropOptions {
  /** Folder in which every file is one message. Nothing in it is changed or deleted. */
  readonly folder: string;
  /** Look so often even if the system reports no change, in seconds. Default 10. */
  readonly everyS?: number;
  /** Largest file, bytes. Default 8 MB. */
  readonly maxBytes?: number;
  /** Seconds a file may go on being written to before the feed is shown as failed for it. Default 60. */
  readonly writtenS?: number;
}

/** A file is whole when nothing about it changed for so long: most writers do not rename. */
const REST_MS = 300;

interface Seen {
  readonly version: string;
  /** `told`: too large, or done with; looked at again only when it changes. */
  state: 'open' | 'told';
}

/** A file of the folder; its path stays bytes, as older Chinese systems write names in GBK. */
interface Found {
  readonly path: Buffer;
  readonly key: string;
}

/**
 * Files that a source puts into a folder, by name, one after the other as they are asked for: a file is read when the one before
 * it was taken. One that is still being written to is left for later, and shows the feed as failed when that goes on: no part of it
 * is read, as a fact that is cut may still look like one. One that could not be stored is offered again; one that is stored is
 * passed over until it changes. Hidden files and `.tmp` and `.part` are left alone.
 */
export function fileDrop(options: FileDropOptions): Transport {
  const { folder, everyS = 10, maxBytes = 8 * 1_048_576, writtenS } = options;
  return {
    stream: false,
    open(context, stop) {
      const { clock } = context;
      const seen = new Map<string, Seen>();
      /** Since when each that is not read yet has lain there as it is, on our clock: that of a file server shows another time. */
      const resting = new Map<string, { readonly version: string; readonly since: number }>();
      const restless = createRestless(() => clock.elapsed(), writtenS === undefined ? undefined : writtenS * 1_000);
      let rung = false;
      let wake: () => void = () => undefined;
      const ring = (): void => {
        rung = true;
        wake();
      };
      const tell = statusTeller(context);
      let watcher: FSWatcher | undefined;

      function listen(): void {
        if (watcher) return;
        try {
          const started = watch(folder, { persistent: false }, ring);
          started.on('error', () => {
            started.close();
            if (watcher === started) watcher = undefined;
          });
          watcher = started;
        } catch {
          // The regular look finds everything, only later.
        }
      }

      /** A report that nobody waits for is remembered: the next pause ends at once. */
      async function pause(ms: number): Promise<void> {
        const woken = new AbortController();
        wake = () => woken.abort();
        stop.addEventListener('abort', wake, { once: true });
        if (!rung && !stop.aborted) await clock.sleep(ms, woken.signal);
        stop.removeEventListener('abort', wake);
        rung = false;
      }

      /** The packet of a file that rests; `later` when it may be still written to. */
      async function read({ path, key }: Found): Promise<Packet | 'done' | 'later' | Issue> {
        const had = seen.get(key);
        const before = await stat(path);
        const version = versionOf(before);
        if (had?.version === version && had.state === 'open') return 'done';
        if (had?.version === version) return before.size > maxBytes ? tooLarge(path, maxBytes) : 'done';
        const mine: Seen = { version, state: 'told' };
        if (before.size > maxBytes) {
          seen.set(key, mine);
          return tooLarge(path, maxBytes);
        }
        const found = resting.get(key);
        if (found?.version !== version) resting.set(key, { version, since: clock.elapsed() });
        if (found?.version !== version || clock.elapsed() - found.since < REST_MS) return 'later';
        const bytes = await wholeFile(path, before.size);
        if (!bytes || versionOf(await stat(path)) !== version) return 'later';
        mine.state = 'open';
        seen.set(key, mine);
        resting.delete(key);
        const settled = (verdict: Verdict): void => {
          if (seen.get(key) !== mine) return;
          if (verdict === 'retry') seen.delete(key);
          else mine.state = 'told';
        };
        // When it came to lie there as it is: after a restart all files are read again, and none of them is news.
        const receivedAt = toInstant(Math.floor(Math.min(before.ctimeMs, millis(clock.now()))));
        return { line: key, bytes, receivedAt, last: true, answer: () => undefined, settled };
      }

      function forgetGone(found: readonly Found[]): void {
        const present = new Set(found.map(({ key }) => key));
        for (const known of [seen, resting]) for (const key of known.keys()) if (!present.has(key)) known.delete(key);
        restless.present(present);
      }

      async function* packets(): AsyncGenerator<Packet> {
        try {
          while (!stop.aborted) {
            listen();
            const faults: Issue[] = [];
            const found = await list(folder).catch((error: unknown) => {
              watcher?.close();
              watcher = undefined;
              faults.push(unreadable(folder, error));
              return undefined;
            });
            if (found) forgetGone(found);
            let soon = false;
            for (const file of found ?? []) {
              if (stop.aborted) return;
              // A file of the folder may be gone again.
              const packet = await read(file).catch((error: unknown) =>
                codeOf(error) === 'ENOENT' ? 'done' : unreadable(shown(file.path), error),
              );
              if (packet === 'later') {
                soon = true;
                const fault = restless.found(file.key, shown(file.path));
                if (fault) faults.push(fault);
                continue;
              }
              restless.over(file.key);
              if (packet === 'done') continue;
              else if ('code' in packet) faults.push(packet);
              else yield packet;
            }
            tell(faults[0]);
            if (soon) await clock.sleep(REST_MS, stop);
            else await pause(everyS * 1_000);
          }
        } finally {
          watcher?.close();
        }
      }

      const closed = new Promise<void>((resolve) => {
        const end = (): void => {
          watcher?.close();
          resolve();
        };
        if (stop.aborted) end();
        else stop.addEventListener('abort', end, { once: true });
      });
      return Promise.resolve({ packets: packets(), closed });
    },
  };
}

/** Tells how the folder stands, when that changes. */
function statusTeller({ source, logger, status }: FeedContext): (fault: Issue | undefined) => void {
  let told: string | undefined;
  return (fault) => {
    const now = fault?.message ?? '';
    if (now === told) return;
    told = now;
    if (fault) logger.write('warn', fault.code, { feed: source, message: fault.message });
    status(fault ? 'failed' : 'open', fault);
  };
}

async function list(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  return entries
    .filter((entry) => entry.isFile() && !/^\.|\.(tmp|part)$/i.test(entry.name.toString('latin1')))
    .map((entry) => {
      const path = Buffer.concat([Buffer.from(join(folder, sep)), entry.name]);
      return { path, key: path.toString('latin1') };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Recordings and forms are often named by who called. */
const shown = (path: Buffer): string => maskNumbers(path.toString());

const versionOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ctimeMs} ${ino}`;

/** `undefined` when it is not of that size any more. */
async function wholeFile(path: Buffer, size: number): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length > size) break;
    }
    return length === size ? bytes.subarray(0, size) : undefined;
  } finally {
    await file.close();
  }
}

const tooLarge = (path: Buffer, most: number): Issue =>
  issue('file-too-large', `${shown(path)} has more than ${most} bytes and is not read; split it or raise maxBytes.`);

const unreadable = (path: string, error: unknown): Issue =>
  issue('file-unreadable', `${path} cannot be read (${codeOf(error)}); check that it is there and may be read.`);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
