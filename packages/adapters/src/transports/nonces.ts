import type { Verdict } from '@yingji/core/feed';

/** Signed requests within one window; more come from no call centre, and no nonce may be forgotten early. */
const MOST = 200_000;

type Standing = 'open' | 'stored' | 'refused';

export interface Nonces {
  /**
   * `new`: taken now. `open`: being stored. `stored`, `refused`: what became of the same request. `other`: the nonce of another
   * request. `full`: no more can be remembered.
   */
  take(nonce: string, signature: string): 'new' | Standing | 'other' | 'full';
  /** What was not kept may come again under the same nonce. */
  settle(nonce: string, verdict: Verdict): void;
}

/** Nonces of requests whose signature is right, remembered as long as their time would pass. */
export function createNonces({ keepMs, now }: { readonly keepMs: number; readonly now: () => number }): Nonces {
  const seen = new Map<string, { readonly signature: string; readonly at: number; standing: Standing }>();
  const forget = (): void => {
    // In the order they came: the first that is kept ends it.
    for (const [nonce, { at }] of seen) {
      if (now() - at <= keepMs) return;
      seen.delete(nonce);
    }
  };
  return {
    take(nonce, signature) {
      forget();
      const had = seen.get(nonce);
      if (had) return had.signature === signature ? had.standing : 'other';
      if (seen.size >= MOST) return 'full';
      seen.set(nonce, { signature, at: now(), standing: 'open' });
      return 'new';
    },
    settle(nonce, verdict) {
      const had = seen.get(nonce);
      if (!had) return;
      if (verdict === 'retry') seen.delete(nonce);
      else had.standing = verdict;
    },
  };
}
