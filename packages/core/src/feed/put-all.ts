import type { Issue } from '../error.js';
import type { Change } from '../model/change.js';
import { vaultKeysOf } from '../model/slot.js';
import type { Ordering } from '../ports/feed.js';
import type { VaultRow } from '../ports/store.js';
import type { Batch } from '../writer/batch.js';

const IN_TURN = { inTurn: true };

/**
 * Puts Changes into a commit with what they keep in the vault; what changed nothing leaves nothing there either. With the `ordering` of
 * their feed they are told now, and of one time by the source what is told last is the later.
 */
export function putAll(
  batch: Batch,
  {
    changes,
    rows,
    ordering,
  }: { readonly changes: readonly Change[]; readonly rows: readonly VaultRow[]; readonly ordering?: Ordering },
): Issue[] {
  const issues: Issue[] = [];
  const how = changes.length > 0 && ordering?.by === 'source-time' ? IN_TURN : undefined;
  let unused: Set<string> | undefined;
  for (const change of changes) {
    const put = batch.put(change, how);
    issues.push(...put.issues);
    if (!put.added && rows.length > 0) for (const key of vaultKeysOf(change)) (unused ??= new Set()).add(key);
  }
  batch.vault(unused ? rows.filter(({ key }) => !unused.has(key)) : rows);
  return issues;
}
