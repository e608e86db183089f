import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { issue, type FeedContext, type Issue } from '@yingji/core';
import { createRestless } from '../transports/restless.js';
import { createBell } from './bell.js';
import { decodeOptions, type CapConfig } from './config.js';
import { contentHash } from './content-hash.js';
import { partsOf, type Part } from './deliveries.js';
import type { Outbox } from './outbox.js';
import { fileVersion, readFileCapped } from './read-file.js';
import type { Standing } from './standing.js';

/** A document that breaks off is looked at again after this long: it may still be being written. */
const SECOND_LOOK_MS = 500;
/** Reports of the system come in bursts. */
const BURST_MS = 30;

interface FileState {
  version: string;
  /** `half`: it broke off; wait for a second look. `again`: it was not stored; offer it at the next scan. */
  state: 'half' | 'offered' | 'done' | 'again';
  /** When it was looked at, on the clock that never runs backwards. */
  readonly lookedMs: number;
}

/** A file to look at. The name in a folder stays as its bytes: older Chinese systems write GBK. */
interface SeenFile {
  readonly path: string | Buffer;
  readonly name: string;
  /** The path as a key; a byte a character where the path is of bytes. */
  readonly key: string;
  /** Whether the configuration names it. */
  readonly named: boolean;
}

export interface WatchOptions {
  readonly config: CapConfig;
  readonly context: FeedContext;
  readonly outbox: Outbox;
  readonly standing: Standing;
}

/**
 * Reads the files of a folder and single files, once for each content, until stopped. Files are never changed. One that is still being
 * written to is left for later, and told as a fault of the feed when that goes on.
 */
export async function watchFiles(
  { config, context, outbox, standing }: WatchOptions,
  stop: AbortSignal,
): Promise<void> {
  const { folder, files } = config;
  const { clock, logger } = context;
  const states = new Map<string, FileState>();
  const restless = createRestless(() => clock.elapsed());
  const bell = createBell(clock);
  const rescanMs = config.rescanS * 1_000;
  let watcher: FSWatcher | undefined;

  function listen(): void {
    if (folder === undefined || watcher) return;
    try {
      const started = watch(folder, { persistent: false }, () => bell.ring());
      started.on('error', () => {
        started.close();
        if (watcher === started) watcher = undefined;
      });
      watcher = started;
    } catch (error) {
      // Rescans find everything, only later.
      logger.write('debug', 'folder-not-watched', { reason: codeOf(error) });
    }
  }

  const named = files.map((path): SeenFile => ({ path, name: basename(path), key: path, named: true }));

  async function list(): Promise<{ readonly found: readonly SeenFile[]; readonly wrong?: Issue }> {
    if (folder === undefined) return { found: named };
    try {
      const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
      const inside = entries.flatMap((entry): SeenFile[] => {
        const name = entry.name.toString();
        if (!entry.isFile() || isIgnored(name)) return [];
        const path = Buffer.concat([Buffer.from(join(folder, sep)), entry.name]);
        return [{ path, name, key: path.toString('latin1'), named: false }];
      });
      return { found: [...named, ...inside.sort((a, b) => (a.key < b.key ? -1 : 1))] };
    } catch (error) {
      watcher?.close();
      watcher = undefined;
      return {
        found: named,
        wrong: issue(
          'folder-unreadable',
          `Folder ${folder} cannot be read (${codeOf(error)}). Create it, or give this program the right to read it.`,
          { path: '/folder' },
        ),
      };
    }
  }

  /** `true` when something should be looked at again soon. */
  async function look({ path, name, key }: SeenFile): Promise<boolean> {
    const known = states.get(key);
    const seen = fileVersion(await stat(path));
    if (known?.version === seen && (known.state === 'done' || known.state === 'offered')) return false;
    const read = await readFileCapped(path, config.maxBytes);
    if ('changing' in read) return true;
    if ('tooLarge' in read) {
      const part: Part = {
        key: `too-large,${contentHash(key)},${read.file}`,
        drafts: [],
        issues: [
          issue(
            'document-too-large',
            `File ${name} has ${read.tooLarge} bytes; at most ${config.maxBytes} are read. Split it, or raise maxBytes.`,
          ),
        ],
        outcome: 'undecodable',
      };
      await offer(key, { version: seen, parts: [part] });
      return false;
    }
    const { document, parts } = partsOf(
      read.bytes,
      { source: context.source, receivedAt: clock.now() },
      decodeOptions(config),
    );
    if (document.truncated) {
      const half =
        known?.version === read.version && known.state === 'half'
          ? known
          : { version: read.version, state: 'half' as const, lookedMs: clock.elapsed() };
      states.set(key, half);
      if (clock.elapsed() - half.lookedMs < SECOND_LOOK_MS) return true;
    }
    await offer(key, {
      version: read.version,
      parts: document.understood ? parts : parts.map((part) => naming(part, name)),
    });
    return false;
  }

  async function offer(
    key: string,
    { version, parts }: { readonly version: string; readonly parts: readonly Part[] },
  ): Promise<void> {
    const mine: FileState = { version, state: 'offered', lookedMs: clock.elapsed() };
    states.set(key, mine);
    const offers = [];
    for (const part of parts) offers.push((await outbox.offer(part, clock.now())).settled);
    void Promise.all(offers).then((verdicts) => {
      mine.state = verdicts.includes('retry') ? 'again' : 'done';
    });
  }

  try {
    while (!stop.aborted) {
      listen();
      const { found, wrong } = await list();
      const faults: Issue[] = wrong ? [wrong] : [];
      let soon = false;
      for (const file of found) {
        if (stop.aborted) break;
        try {
          if (await look(file)) {
            soon = true;
            const fault = restless.found(file.key, `File ${file.name}`);
            if (fault) faults.push({ ...fault, path: '/files' });
          } else restless.over(file.key);
        } catch (error) {
          // A file of the folder may be gone again; a named one is missed.
          if (codeOf(error) === 'ENOENT' && !file.named) continue;
          faults.push(
            issue('file-unreadable', `File ${file.name} cannot be read (${codeOf(error)}).`, { path: '/files' }),
          );
        }
      }
      const present = new Set(found.map(({ key }) => key));
      for (const key of states.keys()) if (!present.has(key)) states.delete(key);
      restless.present(present);
      standing.report('files', faults[0]);
      await bell.wait(soon ? Math.min(SECOND_LOOK_MS, rescanMs) : rescanMs, stop);
      await clock.sleep(BURST_MS, stop);
    }
  } finally {
    watcher?.close();
  }
}

/** A document that cannot be read does not say whose it is: its file does. */
function naming(part: Part, file: string): Part {
  return { ...part, issues: part.issues.map((told) => ({ ...told, message: `${file}: ${told.message}` })) };
}

/** Hidden files, and those that a writer will rename when they are whole. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || /\.(?:tmp|part)$/i.test(name);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
