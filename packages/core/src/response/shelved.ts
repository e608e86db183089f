import { compareOrder } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Incident } from '../model/incident.js';
import type { Link } from '../model/link.js';
import type { Shelving } from '../model/shelving.js';
import { millis, type Instant } from '../model/time.js';
import type { Order } from '../model/change.js';

/** What is looked at of an incident and of those who name it. */
export interface Told {
  readonly kind: string;
  readonly id: EntityId;
  readonly at: Instant;
  readonly exercise?: string | undefined;
  readonly order: Order;
  readonly value: unknown;
}

export interface Shelved {
  readonly until: Instant;
  readonly at: Instant;
  readonly masked: string;
  readonly reason: string;
}

/** Red, and what nobody graded, is never set aside. */
export const mayBeShelved = ({ level }: Pick<Incident, 'level'>): boolean => level !== undefined && level !== '1';

/**
 * Whether an incident is set aside now, by what was said of that last. Anything that the city states of it after that brings it back, and so
 * does a report that is attached after that: whoever set it aside did not know. All of it is of the city, so its order tells what came after.
 */
export function shelvedOf(incident: Told, naming: readonly Told[], now: number): Shelved | undefined {
  const mine = naming.filter(({ exercise }) => exercise === incident.exercise);
  const [last] = mine.filter(({ kind }) => kind === 'shelving').sort((a, b) => compareOrder(b.order, a.order));
  if (!last || !mayBeShelved(incident.value as Incident)) return undefined;
  const { until, reason, masked } = last.value as Shelving;
  if (until === undefined || reason === undefined || millis(until as Instant) <= now) return undefined;
  const since = ({ order }: Told): boolean => compareOrder(order, last.order) > 0;
  const told = mine.some((other) => other.kind === 'link' && (other.value as Link).to === incident.id && since(other));
  return told || since(incident) ? undefined : { until: until as Instant, at: last.at, masked, reason };
}
