import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { timingSafeEqual } from 'node:crypto';
import { sealOf, START, type Anchor } from './line.js';

/** What is wrong, and in which line (counted from 1); nothing when all is as it was written. */
export type Verified =
  { readonly ok: true; readonly head: Anchor } | { readonly ok: false; readonly line: number; readonly why: string };

/** A line is far shorter; a longer one was not written by us, and is not read into memory. */
const MAX_LINE = 16_384;

/**
 * Reads a whole audit log and tells the first line that was changed, removed, put in or moved. `anchors` are places it is known
 * to have passed: a log that ends before one of them was cut short. Without one, a cut at the end cannot be seen.
 */
export async function verifyAudit(
  file: string,
  { key, anchors }: { readonly key: Buffer; readonly anchors: readonly Anchor[] },
): Promise<Verified> {
  let head = START;
  // What is being written just now has no end yet, and was not said to anybody to be there.
  const bytes = await wholeBytes(file);
  if (bytes === undefined) return cutShort(head, anchors) ?? { ok: false, line: 1, why: 'there is no log' };
  if (bytes === 0) return cutShort(head, anchors) ?? { ok: true, head };
  const stream = createReadStream(file, { encoding: 'utf8', end: bytes - 1 });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  try {
    for await (const text of lines) {
      const line = head.n + 1;
      const next = text.length > MAX_LINE ? 'it is too long to be one of ours' : check(text, head, key);
      if (typeof next === 'string') return { ok: false, line, why: next };
      head = next;
      const anchor = anchors.find(({ n }) => n === next.n);
      if (anchor && !same(anchor.seal, next.seal))
        return { ok: false, line, why: 'it is not the line that the anchor names: the log was written anew' };
    }
  } finally {
    lines.close();
    stream.destroy();
  }
  return cutShort(head, anchors) ?? { ok: true, head };
}

function cutShort(head: Anchor, anchors: readonly Anchor[]): Verified | undefined {
  const ahead = anchors.find(({ n }) => n > head.n);
  if (!ahead) return undefined;
  return { ok: false, line: head.n + 1, why: `the log ends here, and once had ${ahead.n} lines: it was cut short` };
}

/** Up to the end of the last whole line; nothing where there is no file. */
async function wholeBytes(file: string): Promise<number | undefined> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, MAX_LINE));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(0x0a) + 1;
    // No end of a line far and wide: read on, and say that it is too long.
    return end === 0 ? size : size - tail.length + end;
  } finally {
    await handle.close();
  }
}

/** Where the chain stands after this line, or why it is not the next one. */
export function check(text: string, before: Anchor, key: Buffer): Anchor | string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  if (line === null || typeof line !== 'object' || !('seal' in line) || !('n' in line))
    return 'it is no line of an audit log';
  const { seal, ...open } = line as { readonly seal: unknown; readonly n: unknown };
  if (open.n !== before.n + 1) return `it is number ${String(open.n).slice(0, 20)}: one was removed, put in or moved`;
  if (typeof seal !== 'string' || !same(seal, sealOf(open, before.seal, key)))
    return 'its seal does not fit: it or the line before was changed, or the key is another';
  return { n: open.n, seal };
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
