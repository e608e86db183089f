import type { EntityId } from '../model/id.js';
import { availabilityAt, type Responder } from '../model/responder.js';
import { millis, type Instant } from '../model/time.js';
import { takesPart, type Fact } from '../resilience/fact.js';
import { hasSkill } from '../resilience/skills.js';

/** What a team comes to by those who say that they are in it and are active. */
export interface TeamStrength {
  readonly members: number;
  /** Of these, who can be sent, and who stands by, as was said; of the others nothing was said, or that they cannot. */
  readonly available: number;
  readonly standBy: number;
  /** Skills that one of them has, no certificate of it run out; by name. */
  readonly skills: readonly string[];
}

/** The strength of a team, and when it changes by time alone. `responders` may hold others as well; what a drill invented is in no real team. */
export function teamStrength(
  team: Pick<Fact<unknown>, 'id' | 'exercise'>,
  responders: readonly Fact<Responder>[],
  now: Instant,
): TeamStrength & { readonly next?: Instant } {
  const members = responders.filter(
    (each) =>
      each.value.state === 'active' &&
      takesPart(each, team.exercise) &&
      each.value.teams?.includes(team.id as EntityId<'team'>),
  );
  const ready = (is: string): number => members.filter(({ value }) => availabilityAt(value, millis(now)) === is).length;
  const skills = members.flatMap(({ value }) =>
    value.skills.map(({ skill }) => skill).filter((skill) => hasSkill(value, { skill }, now)),
  );
  const [next] = members
    .flatMap(({ value }) => [value.availability?.until, ...value.skills.map(({ expires }) => expires)])
    .filter((time) => time !== undefined && millis(time as Instant) > millis(now))
    .sort((a, b) => millis(a as Instant) - millis(b as Instant)) as Instant[];
  return {
    members: members.length,
    available: ready('available'),
    standBy: ready('stand-by'),
    skills: [...new Set(skills)].sort(),
    ...(next !== undefined && { next }),
  };
}
