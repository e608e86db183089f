import type { PathLike, Stats } from 'node:fs';
import { open } from 'node:fs/promises';

export type FileBytes =
  | { readonly bytes: Uint8Array; readonly version: string }
  | { readonly tooLarge: number; readonly file: string }
  | { readonly changing: true };

/** What tells one state of a file from another without reading it; a copy may set `mtime`, nobody sets `ctime`. */
export function fileVersion({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** Reads a file of at most `most` bytes; of a larger one nothing is read. One that changed meanwhile is told, not returned. */
export async function readFileCapped(path: PathLike, most: number): Promise<FileBytes> {
  const handle = await open(path, 'r');
  try {
    const before = await handle.stat();
    if (before.size > most) return { tooLarge: before.size, file: String(before.ino) };
    const buffer = new Uint8Array(before.size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    const version = fileVersion(await handle.stat());
    if (length !== before.size || version !== fileVersion(before)) return { changing: true };
    return { bytes: buffer.subarray(0, length), version };
  } finally {
    await handle.close();
  }
}
