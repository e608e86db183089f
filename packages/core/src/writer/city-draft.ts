import { stamp } from '../feed/stamper.js';
import type { Issue } from '../error.js';
import type { Draft } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Batch } from './batch.js';

/** Puts what the city itself states (desk, analysts, runner) into a batch, in the order it was decided. */
export function putCity(
  batch: Batch,
  drafts: readonly Draft[],
): { readonly ids: readonly EntityId[]; readonly issues: readonly Issue[] } {
  const { changes, issues, stamps } = stamp(drafts, {
    source: 'city',
    ordering: { by: 'arrival' },
    receivedAt: batch.now,
    counter: (name) => batch.counter(name),
  });
  batch.stamp(stamps);
  const merged = changes.flatMap((change) => batch.put(change).issues);
  return { ids: changes.map(({ id }) => id), issues: [...issues, ...merged] };
}
