import { issue, type Issue } from '@yingji/core/feed';

/** So long a file may be written to before it is told that nobody has read it, in milliseconds. */
const LONGEST_MS = 60_000;

/** Files that are still being written to. One that never rests is never read, and somebody must know. */
export interface Restless {
  /** A file was found in the middle of being written; the Issue, when that goes on for too long. `name` is for people. */
  found(key: string, name: string): Issue | undefined;
  /** It rests. */
  over(key: string): void;
  /** These are all that are still there. */
  present(keys: ReadonlySet<string>): void;
}

export function createRestless(elapsed: () => number, longestMs = LONGEST_MS): Restless {
  const since = new Map<string, number>();
  return {
    found(key, name) {
      const began = since.get(key) ?? elapsed();
      since.set(key, began);
      if (elapsed() - began < longestMs) return undefined;
      const message = `${name} has been written to for more than ${longestMs / 1_000} s and is not read; have a whole file written elsewhere and renamed into place.`;
      return issue('file-restless', message);
    },
    over: (key) => void since.delete(key),
    present(keys) {
      for (const key of since.keys()) if (!keys.has(key)) since.delete(key);
    },
  };
}
