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
  if (!have) return { current: next, kept: true, issues: [] };
  const real = Number(next.exercise === undefined) - Number(have.exercise === undefined);
  if (real !== 0) return { current: real > 0 ? next : have, kept: real > 0, issues: real > 0 ? [] : [played(next)] };
  const order = compareOrder(next.order, have.order);
  if (order !== 0) {
    // An event is a fact said once: the first telling stands. A register says how things are: the last one stands.
    const kept = kind.law === 'event' ? order < 0 : order > 0;
    return {
      current: kept ? next : have,
      kept,
      issues: kind.law === 'event' ? conflict('event-conflict', have, next) : [],
    };
  }
  const kept = text(next) > text(have);
  return { current: kept ? next : have, kept, issues: conflict('order-conflict', have, next) };
}

function refuse(kind: Kind, next: Change): Issue | undefined {
  if (next.kind !== kind.name || !isOf(next.id, kind.name, next.source)) return misnamed(kind, next);
  if (kind.owner === 'city' && next.source !== 'city') return notOwner(next);
  if (kind.law === 'event' && 'removed' in next.body)
    return issue('event-immutable', `${next.id} is an event; correct it by another event, not by removal.`, {
      path: '/body',
    });
  return undefined;
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
