import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { millis, YingjiError, type Clock, type Instant, type Logger } from '@yingji/core';
import { pseudonymOf, sealAnchor, sealLine, START, type Act, type Anchor } from './line.js';
import { check } from './verify.js';

export interface AuditFiles {
  readonly file: string;
  readonly keyFile: string;
  /** Where the last place is written down; on another disk or machine it also tells a log that was cut short together with it. */
  readonly anchorFile: string;
}

export interface Audit {
  /** Resolves once the line is on disk. Error `audit-failed`: it is not. */
  append(act: Act): Promise<void>;
  /** Name of an address in this log. */
  pseudonym(address: string): string;
  /** Whether the last line came to disk. */
  readonly sound: boolean;
  close(): Promise<void>;
}

/** How often where the chain stands goes into the process log, which is kept elsewhere. */
const TELL_MS = 600_000;
const TAIL_BYTES = 65_536;

/** The key of the audit log, made once, for its owner alone. Errors: `audit-broken`. */
export function readAuditKey(keyFile: string, { make }: { readonly make: boolean }): Buffer {
  try {
    if (make) {
      mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
      try {
        writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0)
      throw new YingjiError('audit-broken', `Others may read ${keyFile}; run: chmod 600 ${keyFile}`);
    const text = readFileSync(keyFile, 'utf8').trim();
    if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  } catch (cause) {
    if (cause instanceof YingjiError) throw cause;
    throw new YingjiError('audit-broken', `${keyFile} cannot be read; without it the audit log proves nothing.`, {
      cause,
    });
  }
  throw new YingjiError('audit-broken', `${keyFile} is no key of an audit log; bring it back from where it is kept.`);
}

/** The anchor that was written down; nothing where there is none. Error `audit-broken`: it was made up. */
export function readAnchor(anchorFile: string, key: Buffer): Anchor | undefined {
  let text: string;
  try {
    text = readFileSync(anchorFile, 'utf8');
  } catch {
    return undefined;
  }
  if (text.trim() === '') return undefined;
  const [, n = '', seal = '', of = ''] = /^(\d{1,15}):([0-9a-f]{64}):([0-9a-f]{64})\s*$/.exec(text) ?? [];
  const anchor = { n: Number(n), seal };
  if (of === '' || sealAnchor(anchor, key) !== of)
    throw new YingjiError('audit-broken', `${anchorFile} was not written by this gateway, or with another key.`);
  return anchor;
}

/**
 * Opens the audit log for writing at its end. One whose end does not fit is set aside under another name, with a line in the log
 * and in the new one: what broke it stays to be looked at, and the city goes on. Errors: `audit-broken` (key), `audit-failed`.
 */
export async function openAudit(
  files: AuditFiles,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<Audit> {
  const key = readAuditKey(files.keyFile, { make: true });
  mkdirSync(dirname(files.file), { recursive: true, mode: 0o700 });
  mkdirSync(dirname(files.anchorFile), { recursive: true, mode: 0o700 });
  const end = endOf(files, key);
  if ('why' in end) {
    const aside = `${files.file}.broken-${millis(clock.now())}`;
    logger.write('error', 'audit-broken', { why: end.why, aside });
    if (existsSync(files.file)) renameSync(files.file, aside);
  }
  let head = 'why' in end ? START : end;
  const handle = await open(files.file, 'a', 0o600);
  closeSync(openSync(files.anchorFile, 'a', 0o600));
  const anchorHandle = await open(files.anchorFile, 'r+');
  let waiting: { readonly act: Act; readonly at: Instant; done(): void; failed(error: unknown): void }[] = [];
  let running: Promise<void> | undefined;
  let sound = true;
  let told = clock.elapsed();

  /** Everything that waits, in one write and one sync. */
  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      let next = head;
      let text = '';
      for (const { act, at } of batch) {
        const line = sealLine(act, { before: next, at, key });
        text += `${JSON.stringify(line)}\n`;
        next = line;
      }
      try {
        await write(text);
        head = { n: next.n, seal: next.seal };
        sound = true;
        for (const { done } of batch) done();
      } catch (cause) {
        sound = false;
        logger.write('error', 'audit-failed', { n: head.n });
        const error = new YingjiError('audit-failed', 'The audit log takes nothing; look at its disk.', {
          recovery: 'retry',
          cause,
        });
        for (const { failed } of batch) failed(error);
        continue;
      }
      await anchor().catch(() => logger.write('error', 'audit-anchor-failed', { n: head.n }));
    }
  }

  /** All or nothing: what a full disk took of a batch is cut off again before the next is tried. */
  async function write(text: string): Promise<void> {
    const { size } = await handle.stat();
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } catch (cause) {
      await handle.truncate(size).catch(() => undefined);
      throw cause;
    }
  }

  async function anchor(): Promise<void> {
    await anchorHandle.write(`${String(head.n)}:${head.seal}:${sealAnchor(head, key)}\n`.padEnd(160), 0);
    await anchorHandle.datasync();
    if (clock.elapsed() - told < TELL_MS) return;
    told = clock.elapsed();
    logger.write('info', 'audit-anchor', { n: head.n, seal: head.seal });
  }

  const audit: Audit = {
    append: (act) =>
      new Promise((done, failed) => {
        waiting.push({ act, at: clock.now(), done, failed });
        running ??= flush().finally(() => (running = undefined));
      }),
    pseudonym: (address) => pseudonymOf(address, key),
    get sound() {
      return sound;
    },
    async close() {
      await running;
      logger.write('info', 'audit-anchor', { n: head.n, seal: head.seal });
      await handle.close();
      await anchorHandle.close();
    },
  };
  if ('why' in end) await audit.append({ what: 'chain-broken', outcome: 'noted' });
  return audit;
}

/**
 * Where the log ends. A last line without its end was being written when the machine stopped; nobody was told it is there, and
 * it is cut off. The anchor is never ahead of the log but by force: then, and when the last line does not fit, says why.
 */
function endOf({ file, anchorFile }: AuditFiles, key: Buffer): Anchor | { readonly why: string } {
  let anchored: Anchor | undefined;
  try {
    anchored = readAnchor(anchorFile, key);
  } catch {
    return { why: 'anchor' };
  }
  const lines = lastLines(file);
  if (lines.length === 0) return (anchored?.n ?? 0) > 0 ? { why: 'cut-short' } : START;
  const [before, last] = lines.length > 1 ? lines.slice(-2) : ['', lines[0]!];
  const started = before === '' ? START : placeOf(before!);
  const head = started && check(last!, started, key);
  if (!head || typeof head === 'string') return { why: 'seal' };
  return head.n < (anchored?.n ?? 0) ? { why: 'cut-short' } : head;
}

function placeOf(text: string): Anchor | undefined {
  try {
    const { n, seal } = JSON.parse(text) as { readonly n: unknown; readonly seal: unknown };
    return typeof n === 'number' && typeof seal === 'string' ? { n, seal } : undefined;
  } catch {
    return undefined;
  }
}

/** The last whole lines of a file; half a line after them is cut off it. */
function lastLines(file: string): string[] {
  let handle: number;
  try {
    handle = openSync(file, 'r+');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    const whole = tail.lastIndexOf(0x0a) + 1;
    if (whole < tail.length) ftruncateSync(handle, size - tail.length + whole);
    const lines = tail.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
    return size > tail.length ? lines.slice(1) : lines;
  } finally {
    closeSync(handle);
  }
}
