import type { EntityId } from '@yingji/core';
import { groupOf, isNew } from './flood.js';
import type { Group, Grouping, ListRow } from './groups.js';
import { shelvedOf, type Item } from './item.js';
import type { Deck, Steering } from './steering.js';

export { groupActs } from './group-acts.js';
export { groupRow, groupStyles, shelvedCount } from './group-row.js';

const REPEAT = 'again|';
/** The row of all that is set aside, real or of drills. */
const SHELVED = 'shelved|';

/** Red is told singly, always, and so is what nobody graded: it may be red. What tells of an incident is as grave as that, which has a row. */
const isSingle = (item: Item): boolean =>
  item.level === 'red' || item.unjudged || (item.level === 'ungraded' && item.incident === undefined);

/** Opens the chosen row of several things, or closes the one in which it stands; false where there is none. */
export function fold(
  steering: Pick<Steering, 'row' | 'chooseRow'>,
  { listed, toggleGroup }: Pick<Deck, 'listed' | 'toggleGroup'>,
  open: boolean,
): boolean {
  const { row } = steering;
  const isOf = (group: Group): boolean => group === row || (!open && group.members.some(({ id }) => id === row?.id));
  const group = listed()
    .filter((each) => each.kind === 'group')
    .find(isOf);
  if (!group) return false;
  if (group.opened !== open) toggleGroup(group);
  if (group !== row) steering.chooseRow(group, 'list');
  return true;
}

/** The rows of things of which some share one, by {@link keysOf}. */
export function rowsOf(
  items: readonly Item[],
  keys: ReadonlyMap<EntityId, string>,
  isOpen: (key: string) => boolean,
): readonly ListRow[] {
  const members = new Map<string, Item[]>();
  const blocks: { readonly first: Item; readonly key?: string }[] = [];
  const heads = new Map<string, Item>();
  for (const item of items) {
    const key = keys.get(item.id);
    if (key === item.id) heads.set(key, item);
    const others = key === undefined ? undefined : members.get(key);
    if (others) others.push(item);
    else blocks.push({ first: item, ...(key !== undefined && { key }) });
    if (key !== undefined && !others) members.set(key, [item]);
  }
  // Out of the list, and never out of sight.
  const aside = blocks.filter(({ key }) => key?.startsWith(SHELVED));
  return [
    ...inOrder(
      blocks.filter(({ key }) => !key?.startsWith(SHELVED)),
      heads,
    ),
    ...aside,
  ].flatMap(({ first, key }) => {
    const found = key === undefined ? [] : members.get(key)!;
    return key === undefined || (found.length < 2 && !key.startsWith(SHELVED))
      ? [first]
      : block(key, { first, found, opened: isOpen(key) });
  });
}

function block(
  key: string,
  { first, found, opened }: { readonly first: Item; readonly found: readonly Item[]; readonly opened: boolean },
): readonly ListRow[] {
  const members = [...found].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
  const head = members.find(({ id }) => id === key);
  const repeat = key.startsWith(REPEAT);
  if (!head) {
    const worst = found.find(shelvedOf) ?? first;
    const group: Group = { kind: 'group', id: key, members, worst, repeat, opened };
    return opened ? [group, ...members] : [group];
  }
  // What tells of an incident is as grave as that.
  const telling = members.filter((item) => item !== head);
  const group: Group = { kind: 'group', id: key, members: [head, ...telling], head, worst: head, repeat, opened };
  return opened ? [group, ...telling] : [group];
}

/** Real before drill, and what is told singly above what is told in groups. */
function inOrder<B extends { readonly first: Item; readonly key?: string }>(
  blocks: readonly B[],
  heads: ReadonlyMap<string, Item>,
): readonly B[] {
  if (blocks.every(({ key }) => key === undefined || key.startsWith(REPEAT) || heads.has(key))) return blocks;
  const rank = ({ first, key = '' }: B): number =>
    Number(first.exercise) * 2 + Number(!isSingle(heads.get(key) ?? first) || first.ended !== undefined);
  return [...blocks].sort((a, b) => rank(a) - rank(b));
}

/** Which of the things share a row, by the name of the row: that of an incident is its id. */
export function keysOf(items: readonly Item[], { now, arrived, flood, drillFlood }: Grouping): Map<EntityId, string> {
  const keys = withIncident(items);
  if (now === undefined) return keys;
  const fresh = items.filter((item) => isNew(item, now, arrived));
  const put = (keyOf: (item: Item) => string | undefined): void => {
    const found = new Map<string, Item[]>();
    for (const item of fresh) {
      const key = keys.has(item.id) ? undefined : keyOf(item);
      if (key !== undefined) found.set(key, [...(found.get(key) ?? []), item]);
    }
    for (const [key, some] of found) if (some.length > 1) for (const { id } of some) keys.set(id, key);
  };
  put((item) =>
    (item.exercise ? drillFlood : flood) && !isSingle(item) ? `${item.exercise}|${groupOf(item)}` : undefined,
  );
  put((item) => repeatOf(item));
  return keys;
}

/** What tells of an incident stands in its row, whenever it came; a red one stands alone. */
function withIncident(items: readonly Item[]): Map<EntityId, string> {
  const keys = new Map<EntityId, string>();
  for (const item of items) if (shelvedOf(item)) keys.set(item.id, `${SHELVED}${item.exercise}`);
  const incidents = new Map(items.filter(({ kind }) => kind === 'incident').map((item) => [item.id, item]));
  for (const { id, incident, level, exercise } of items) {
    const head = incident && incidents.get(incident);
    if (!head || level === 'red' || head.exercise !== exercise) continue;
    const row = keys.get(head.id) ?? head.id;
    keys.set(id, row).set(head.id, row);
  }
  return keys;
}

/** What a device says again has the same level; one that grows worse is another row. */
function repeatOf(item: Item): string | undefined {
  const device = item.row.value['device'];
  if (typeof device !== 'string' || item.level === 'red' || item.unjudged) return undefined;
  return `${REPEAT}${item.exercise}|${device}|${item.level}|${item.title}`;
}
