import type { FeedContext, Issue } from '@yingji/core';

/** How the several sources of one session stand together: open when all are, else the first trouble is told. */
export interface Standing {
  /** Without an Issue the source is well. `final`: asking again will hardly help before somebody acts. */
  report(name: string, wrong?: Issue, final?: boolean): void;
}

export function createStanding(names: readonly string[], status: FeedContext['status']): Standing {
  const sources = new Map<string, { wrong?: Issue; final: boolean } | undefined>(
    names.map((name) => [name, undefined]),
  );
  let told = '';
  return {
    report(name, wrong, final = false) {
      sources.set(name, wrong ? { wrong, final } : { final: false });
      const troubled = [...sources.values()].find((source) => source?.wrong);
      const waiting = [...sources.values()].includes(undefined);
      if (!troubled && waiting) return;
      const state = troubled?.wrong ? (troubled.final ? 'failed' : 'reconnecting') : 'open';
      const now = `${state} ${troubled?.wrong?.message ?? ''}`;
      if (now === told) return;
      told = now;
      status(state, troubled?.wrong);
    },
  };
}
