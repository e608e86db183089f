/** Places for what is open, of one holder and in all. */
export interface Slots {
  /**
   * Takes a place; gives the function that frees it, or nothing when there is none. `returning`: the holder says that one of
   * its own broke off; the oldest of them, which may be dead without our knowing, then makes way and is told by its `cut`.
   */
  take(holder: string, cut: () => void, options: { readonly returning: boolean }): (() => void) | undefined;
}

export function createSlots({ each, all }: { readonly each: number; readonly all: number }): Slots {
  const held = new Map<string, Set<{ readonly cut: () => void }>>();
  let taken = 0;
  return {
    take(holder, cut, { returning }) {
      const places = held.get(holder) ?? new Set();
      const place = { cut };
      const free = (which: { readonly cut: () => void }): void => {
        if (!places.delete(which)) return;
        taken -= 1;
        if (places.size === 0) held.delete(holder);
      };
      if (places.size >= each || taken >= all) {
        const [oldest] = places;
        if (!returning || !oldest) return undefined;
        free(oldest);
        oldest.cut();
      }
      held.set(holder, places.add(place));
      taken += 1;
      return () => free(place);
    },
  };
}
