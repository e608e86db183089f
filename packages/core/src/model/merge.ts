import { issue, type Issue } from '../error.js';
import { canonical } from '../json.js';
import { compareOrder, type Change } from './change.js';
import { isOf, parseId } from './id.js';
import type { Kind } from './kind.js';

/** What stands after a Change was weighed against what stood; `kept` tells whether the new one is what stands. */
export interface Merged<C extends Change = Change> {
  readonly current: C | undefined;
  readonly kept: boolean;
  readonly issues: readonly Issue[];
}

const text = ({ at, basis, body, exercise, cause, by }: Change): string =>
  canonical({ at, basis, body, exercise, cause, by });

/**
 * The merge law of one id: the same set of Changes gives the same state, whatever the order and the repeats.
 * A tombstone stays as the current Change, so that nothing removed comes back by an older one. What is real stands before
 * what is played under the same id, so that no drill takes a real alarm out of the real counts.
 */
export function merge<C extends Change>(kind: Kind, have: C | undefined, next: C): Merged<C> {
  const refused = refuse(kind, next);
  if (refused) return { current: have, kept: false, issues: [refused] };
  const kept = supersedes(kind, have, next);
  return { current: kept ? next : have, kept, issues: have ? clash(kind, have, next) : [] };
}

/** Whether a Change that its kind allows stands before what stood under its id: {@link merge} without the reasons. */
export function supersedes(kind: Kind, have: Change | undefined, next: Change): boolean {
  if (!have) return true;
  if ((next.exercise === undefined) !== (have.exercise === undefined)) return next.exercise === undefined;
  const order = compareOrder(next.order, have.order);
  if (order === 0) return text(next) > text(have);
  // An event is a fact said once: the first telling stands. A register says how things are: the last one stands.
  return kind.law === 'event' ? order < 0 : order > 0;
}

/** What people should know of two tellings under one id, whichever of them stands. */
function clash(kind: Kind, have: Change, next: Change): Issue[] {
  if ((next.exercise === undefined) !== (have.exercise === undefined))
    return next.exercise === undefined ? [] : [played(next)];
  if (compareOrder(next.order, have.order) === 0) return conflict('order-conflict', have, next);
  return kind.law === 'event' ? conflict('event-conflict', have, next) : [];
}

/** Whether a Change may be under its id at all: {@link refuse} without the reasons. */
export function isAllowed(kind: Kind, { kind: name, id, source, body }: Change): boolean {
  return (
    name === kind.name &&
    isOf(id, name, source) &&
    (kind.owner !== 'city' || source === 'city') &&
    (kind.law !== 'event' || 'value' in body)
  );
}

/** Why a Change may not be under its id at all. */
function refuse(kind: Kind, next: Change): Issue | undefined {
  if (isAllowed(kind, next)) return undefined;
  if (next.kind !== kind.name || !isOf(next.id, kind.name, next.source)) return misnamed(kind, next);
  if (kind.owner === 'city' && next.source !== 'city') return notOwner(next);
  return issue('event-immutable', `${next.id} is an event; correct it by another event, not by removal.`, {
    path: '/body',
  });
}

function misnamed(kind: Kind, next: Change): Issue {
  const id = parseId(next.id);
  return id?.kind === kind.name && next.kind === kind.name
    ? notOwner(next)
    : issue('bad-id', `${next.id} is no id of kind ${kind.name}; mint it with entityId().`, { path: '/id' });
}

const notOwner = ({ id, source }: Change): Issue =>
  issue('not-owner', `${source} does not own ${id}; state it as an event of your own instead.`, { path: '/source' });

const played = ({ id, exercise }: Change): Issue =>
  issue('drill-over-real', `${id} is real; the drill ${exercise} needs an id of its own.`, {
    path: '/exercise',
    level: 'warning',
  });

function conflict(code: string, have: Change, next: Change): Issue[] {
  if (text(have) === text(next)) return [];
  const message = `${next.id} was told twice with different values at order ${next.order.join('.')}; the larger canonical text stands.`;
  return [
    issue(
      code,
      code === 'order-conflict'
        ? message
        : `${next.id} was told twice with different values; the first telling stands.`,
      { path: '/order', level: 'warning' },
    ),
  ];
}
