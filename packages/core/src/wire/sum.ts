import { canonical } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Delta, Group, Row } from '../view/view.js';

/** What Deltas of one query, none of them a reset, come to together: of each row and group only how it is last. */
export function sumOf(deltas: readonly Delta[]): Delta {
  const put = new Map<EntityId, Row>();
  const removed = new Set<EntityId>();
  const groups = new Map<string, Group>();
  for (const delta of deltas) {
    for (const row of delta.put) {
      put.set(row.id, row);
      removed.delete(row.id);
    }
    for (const id of delta.removed) {
      put.delete(id);
      removed.add(id);
    }
    for (const group of delta.groups ?? []) groups.set(canonical(group.key), group);
  }
  const { groups: grouping, ...last } = deltas.at(-1)!;
  return {
    ...last,
    put: [...put.values()],
    removed: [...removed],
    ...(grouping && { groups: [...groups.values()] }),
  };
}
