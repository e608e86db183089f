import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { issue, type Issue } from '@yingji/core';

/** Tells one state of a file from another: writing, renaming and copying over it all change at least one part. */
export async function fileStamp(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join('.');
}

/** The whole file, unless it is over `limit` bytes or changed under the reading. */
export async function readWhole(
  path: string,
  limit: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly issue: Issue }> {
  const file = await open(path, 'r');
  try {
    const before = await file.stat({ bigint: true });
    if (before.size > BigInt(limit)) {
      return {
        issue: issue(
          'file-too-large',
          `The file has more than ${limit} bytes; split it or raise the option limits.bytes.`,
        ),
      };
    }
    const bytes = await file.readFile();
    const after = await file.stat({ bigint: true });
    if (before.size !== after.size || before.mtimeNs !== after.mtimeNs || BigInt(bytes.length) !== after.size) {
      return {
        issue: issue('file-changing', 'The file changed while it was read; it is read again when it rests.', {
          level: 'warning',
        }),
      };
    }
    return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
  } finally {
    await file.close();
  }
}

/** Why a file could not be opened, without its content. */
export function unreadable(path: string, error: unknown): Issue {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return issue(
    'file-unreadable',
    `${basename(path)} cannot be read (${code}); what was read before stays. Check the path and its rights.`,
  );
}
