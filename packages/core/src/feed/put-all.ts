import type { Issue } from '../error.js';
import type { Change } from '../model/change.js';
import { vaultKeysOf } from '../model/slot.js';
import type { VaultRow } from '../ports/store.js';
import type { Batch } from '../writer/batch.js';

/** Puts Changes into a commit with what they keep in the vault; what changed nothing leaves nothing there either. */
export function putAll(batch: Batch, changes: readonly Change[], rows: readonly VaultRow[]): Issue[] {
  const issues: Issue[] = [];
  let unused: Set<string> | undefined;
  for (const change of changes) {
    const put = batch.put(change);
    issues.push(...put.issues);
    if (!put.added && rows.length > 0) for (const key of vaultKeysOf(change)) (unused ??= new Set()).add(key);
  }
  batch.vault(unused ? rows.filter(({ key }) => !unused.has(key)) : rows);
  return issues;
}
