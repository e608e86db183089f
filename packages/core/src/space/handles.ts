/** Small integers for things that are known by another name. */
export interface Handles<Key> {
  /** The handle of a key; one that nobody has if it had none. */
  take(key: Key): number;
  /** The handle of a key, or −1. */
  of(key: Key): number;
  /** The key of a handle; `undefined` for one that nobody has. */
  key(handle: number): Key | undefined;
  /** Gives a handle back for others to have; −1 if the key had none. Take what hangs on the handle out of every index first. */
  release(key: Key): number;
}

/**
 * Gives each key (an id, or an object by identity) the smallest handles there are, so that arrays by handle stay dense. Whoever
 * keeps the number beside its own object needs no look-up.
 */
export function createHandles<Key extends string | object>(): Handles<Key> {
  const handles = new Map<Key, number>();
  const keys: (Key | undefined)[] = [];
  const free: number[] = [];
  return {
    take(key) {
      const have = handles.get(key);
      if (have !== undefined) return have;
      const handle = free.pop() ?? keys.length;
      keys[handle] = key;
      handles.set(key, handle);
      return handle;
    },
    of: (key) => handles.get(key) ?? -1,
    key: (handle) => keys[handle],
    release(key) {
      const handle = handles.get(key);
      if (handle === undefined) return -1;
      handles.delete(key);
      keys[handle] = undefined;
      free.push(handle);
      return handle;
    },
  };
}
