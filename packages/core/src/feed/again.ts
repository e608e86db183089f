import { issue, type Issue } from '../error.js';
import type { Draft, Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import { millis } from '../model/time.js';
import { vocabulary } from '../model/vocabulary.js';
import type { Delivery } from '../ports/feed.js';
import type { Retried } from '../ports/store.js';
import type { Erased, Whose } from '../ports/vault.js';
import type { Batch } from '../writer/batch.js';
import type { Writer } from '../writer/writer.js';
import { admitAll, idsOf, keysOf, type Admitted, type IntakeContext } from './intake.js';
import { putAll } from './put-all.js';
import { stamp } from './stamper.js';

/** A message of quarantine, decoded again. */
export interface Again {
  /** Its row. */
  readonly id: number;
  /** Position of the last thing that was told up to and with it, at that time. */
  readonly position: Position;
  /** With its old key and time of receipt. */
  readonly delivery: Delivery;
}

type Context = IntakeContext & {
  readonly writer: Writer;
  /** What stands in the place of a register. */
  standing(id: EntityId): Entry | undefined;
  /** Told what an erasure has taken, so that it is shown no more. */
  redraw(erased: Erased): void;
};

type Ready = Again & { readonly admitted: Admitted };

/**
 * Takes messages of quarantine through the door once more, in one commit: those that pass whole leave it, the others stay with
 * what is wrong with them now. What stands is not set back: where the source has told a register anew since, that part of the
 * message is passed over (`told-since`). A message that tells of somebody who was erased stays as it is (`erased-since`), until it
 * runs out. Error `store-failed`.
 */
export async function takeAgain(messages: readonly Again[], context: Context): Promise<readonly Retried[]> {
  const ready = messages.map((message): Ready => ({ ...message, admitted: admitAll(message.delivery, context) }));
  const erased = await Promise.all(ready.map((each) => tellsOfErased(each, context)));
  const became = await context.writer.submit(
    (batch) =>
      ready.map((each, i) => {
        const row = erased[i] ? { id: each.id, stays: { issues: [ERASED], about: [] } } : takeOne(each, batch, context);
        batch.retried(row);
        return row;
      }),
    // Everything that was said before stands in the view by then.
    { alone: true },
  );
  for (const [i, each] of ready.entries()) if (!erased[i]) await eraseAnew(each, context);
  return became;
}

const whoseOf = ({ delivery, admitted }: Ready): Whose[] => [
  ...idsOf(delivery.drafts).map((entity) => ({ entity })),
  ...admitted.rows.map(({ pseudonym }) => ({ pseudonym })),
];

const tellsOfErased = async (each: Ready, { vault }: Context): Promise<boolean> =>
  (await vault.wasErased?.(whoseOf(each))) ?? false;

/** An erasure that went through while a message was on its way has not reached it, and is done once more. */
async function eraseAnew(each: Ready, context: Context): Promise<void> {
  if (!(await tellsOfErased(each, context))) return;
  const { vault, redraw } = context;
  for (const whose of whoseOf(each)) if (await vault.wasErased?.([whose])) redraw(await vault.erase(whose));
}

function takeOne({ id, position, delivery, admitted }: Ready, batch: Batch, context: Context): Retried {
  const { feed, source, words = vocabulary, standing } = context;
  const since: Issue[] = [];
  const drafts = admitted.drafts.filter((draft) => {
    const have = words.kinds[draft.kind]?.law === 'register' ? standing(draft.id) : undefined;
    const passedOver = have !== undefined && isSince(have, draft, position);
    if (passedOver) since.push(toldSince(draft.id));
    return !passedOver;
  });
  const { issues, stamps, changes } = stamp(drafts, {
    source,
    ordering: feed.ordering,
    receivedAt: delivery.receivedAt,
    counter: (name) => batch.counter(name),
  });
  const merged = putAll(batch, { changes, rows: admitted.rows });
  batch.stamp(stamps);
  batch.seen(source, keysOf(delivery)[0]);
  const refused = merged.some(({ level }) => level === 'error');
  if (delivery.outcome === 'good' && admitted.issues.length === 0 && !refused) return { id };
  const found = [...delivery.issues, ...admitted.issues, ...admitted.remarks, ...since, ...issues, ...merged];
  return { id, stays: { issues: found, about: idsOf(delivery.drafts) } };
}

/** Whether what stands is of later than a draft; of the same time, whether it was told after the message was set aside. */
const isSince = (have: Entry, draft: Draft, position: Position): boolean =>
  millis(have.at) > millis(draft.at) || (millis(have.at) === millis(draft.at) && have.position > position);

const toldSince = (id: EntityId): Issue =>
  issue('told-since', `${id} was told anew since; what stands is later and is kept.`, { path: '/id', level: 'info' });

const ERASED = issue(
  'erased-since',
  'it tells of somebody whose data was erased; nothing of it is taken, and it runs out with the others.',
);
