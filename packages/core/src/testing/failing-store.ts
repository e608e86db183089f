import { YingjiError } from '../error.js';
import type { Store } from '../ports/store.js';

/**
 * A store whose n-th commit (from 1) fails with `store-failed`. `before`: nothing was written. `after`: it was written, and
 * only the answer was lost, as when a disk controller dies between the two.
 */
export function failingStore(store: Store, n: number, when: 'before' | 'after'): Store & { readonly commits: number } {
  let commits = 0;
  return {
    lease: (holder, ms) => store.lease(holder, ms),
    read: (after, limit, unread) => store.read(after, limit, unread),
    snapshot: (at, unread) => store.snapshot(at, unread),
    resume: () => store.resume(),
    known: (asked) => store.known(asked),
    close: () => store.close(),
    get commits() {
      return commits;
    },
    async commit(commit) {
      commits += 1;
      if (commits !== n) return store.commit(commit);
      if (when === 'after') await store.commit(commit);
      throw new YingjiError('store-failed', `commit ${n} fails on purpose.`, { recovery: 'retry' });
    },
  };
}
