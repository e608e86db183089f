/** Which elements of the page show the past meanwhile. */
export interface Replays {
  /** That this one does from now on, or does no more. */
  tell(who: object, past: boolean): void;
  /** Whether another one does while this one does not. */
  beside(who: object): boolean;
  /** Hears each change; returns how to stop. */
  follow(hear: () => void): () => void;
}

export function createReplays(): Replays {
  const past = new Set<object>();
  const hearing = new Set<() => void>();
  return {
    tell(who, isPast) {
      if (past.has(who) === isPast) return;
      if (isPast) past.add(who);
      else past.delete(who);
      for (const hear of hearing) hear();
    },
    beside: (who) => past.size > 0 && !past.has(who),
    follow(hear) {
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
  };
}
