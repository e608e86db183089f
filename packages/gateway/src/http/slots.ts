/** Counts what is open, of one holder and in all. */
export interface Slots {
  /** Takes a place; gives the function that frees it, or nothing when there is none. */
  take(holder: string): (() => void) | undefined;
  readonly taken: number;
}

export function createSlots({ each, all }: { readonly each: number; readonly all: number }): Slots {
  const held = new Map<string, number>();
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take(holder) {
      const have = held.get(holder) ?? 0;
      if (have >= each || taken >= all) return undefined;
      held.set(holder, have + 1);
      taken += 1;
      let free = false;
      return () => {
        if (free) return;
        free = true;
        taken -= 1;
        const left = held.get(holder)! - 1;
        if (left > 0) held.set(holder, left);
        else held.delete(holder);
      };
    },
  };
}
