/** Who may say a thing aloud: the first to ask, and nobody after. */
export interface Claims {
  /** True once for each key. */
  take(key: string): boolean;
}

/** Enough for every alarm of a bad night; the oldest are forgotten first. */
const REMEMBERED = 2000;

export function createClaims(): Claims {
  const taken = new Set<string>();
  return {
    take(key) {
      if (taken.has(key)) return false;
      taken.add(key);
      if (taken.size > REMEMBERED) taken.delete(taken.values().next().value!);
      return true;
    },
  };
}
