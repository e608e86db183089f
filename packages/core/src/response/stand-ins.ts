import type { EntityId } from '../model/id.js';
import { availabilityAt, type Responder } from '../model/responder.js';
import { millis, type Instant } from '../model/time.js';
import { together } from '../resilience/fact.js';
import { hasSkill, type SkillAsked } from '../resilience/skills.js';
import { span, type OnDuty, type Rota } from './on-duty.js';

/** Whom a gap asks for, from when to before when. */
export interface StandInAsked {
  readonly skill?: SkillAsked | undefined;
  readonly from: Instant;
  readonly to: Instant;
  /** Where; who belongs there comes before others who are as free. */
  readonly grid?: string | undefined;
}

/** One who could stand in (顶岗). */
export interface StandIn {
  readonly responder: EntityId;
  /** As was said of the time it begins; absent: nobody said. */
  readonly availability?: OnDuty['availability'];
}

/**
 * Who could fill a gap: who is active, has the skill until its end, is on no duty in that time, and did not say that they cannot be sent. Those
 * who can be sent first, then who stands by, then of whom nothing is said; of each, who belongs to the grid before others.
 */
export function standIns({ shifts, responders, exercise }: Rota, asked: StandInAsked): StandIn[] {
  const [from, to] = [millis(asked.from), millis(asked.to)];
  const busy = new Set(
    together({ exercise }, shifts).flatMap(({ value }): string[] => {
      const [begins, ends] = span(value);
      return begins < to && from < ends ? [value.responder] : [];
    }),
  );
  return responders
    .filter(
      ({ id, value, exercise: played }) =>
        value.state === 'active' &&
        (played === undefined || played === exercise) &&
        !busy.has(id) &&
        // A certificate that ends with the duty still holds in it.
        (asked.skill === undefined || hasSkill(value, asked.skill, before(asked.to))),
    )
    .map(({ id, value }) => ({ id, value, is: availabilityAt(value, from) }))
    .filter(({ is }) => is !== 'unavailable')
    .sort((a, b) => rank(a) - rank(b) || away(a, asked) - away(b, asked) || (a.id < b.id ? -1 : 1))
    .map(({ id, is }) => ({ responder: id, ...(is && { availability: is }) }));
}

const before = (at: Instant): Instant => new Date(millis(at) - 1).toISOString() as Instant;
const rank = ({ is }: { readonly is: OnDuty['availability'] }): number =>
  is === 'available' ? 0 : is === 'stand-by' ? 1 : 2;
const away = ({ value }: { readonly value: Responder }, { grid }: StandInAsked): number =>
  grid !== undefined && value.grid === grid ? 0 : 1;
