import type { EntityId } from '../model/id.js';
import type { Responder } from '../model/responder.js';
import { millis, type Instant } from '../model/time.js';
import type { Fact } from './fact.js';

/** What is asked of a person. */
export interface SkillAsked {
  readonly skill: string;
  /** At least this level; somebody whose level is not stated does not reach any. */
  readonly level?: number;
}

/** Whether the person has the skill at that time: a certificate that has run out counts for nothing. */
export function hasSkill({ skills }: Responder, { skill, level }: SkillAsked, at: Instant): boolean {
  return skills.some(
    (each) =>
      each.skill === skill &&
      (level === undefined || (each.level ?? 0) >= level) &&
      (each.expires === undefined || millis(each.expires as Instant) > millis(at)),
  );
}

/** One certificate that has run out or soon will. */
export interface Expiring {
  readonly responder: EntityId;
  readonly skill: string;
  readonly expires: Instant;
  readonly expired: boolean;
}

type Certificate = Responder['skills'][number];

const endOf = ({ expires }: Certificate): number => (expires === undefined ? Infinity : millis(expires as Instant));

/** Whether a certificate was renewed: another of the skill, of at least its level, holds longer. */
const isRenewed = (one: Certificate, all: readonly Certificate[]): boolean =>
  all.some((other) => other.skill === one.skill && (other.level ?? 0) >= (one.level ?? 0) && endOf(other) > endOf(one));

/** Certificates that have run out by that time and were not renewed; of who has left, none. */
const ending = ({ state, skills }: Responder, byMs: number): Certificate[] =>
  state === 'left' ? [] : skills.filter((each) => endOf(each) <= byMs && !isRenewed(each, skills));

/** The skills of a person whose certificate has run out. */
export const expiredSkills = (person: Responder, now: Instant): string[] => [
  ...new Set(ending(person, millis(now)).map(({ skill }) => skill)),
];

/**
 * Certificates that have run out by `now` or will within `withinMs`, the earliest first; of people who have left, none, and none
 * that was renewed.
 */
export function expiringCertificates(
  responders: readonly Fact<Responder>[],
  { now, withinMs }: { readonly now: Instant; readonly withinMs: number },
): Expiring[] {
  return responders
    .flatMap(({ id, value }) =>
      ending(value, millis(now) + withinMs).map((each) => ({
        responder: id,
        skill: each.skill,
        expires: each.expires as Instant,
        expired: endOf(each) <= millis(now),
      })),
    )
    .sort((a, b) => millis(a.expires) - millis(b.expires) || (a.responder + a.skill < b.responder + b.skill ? -1 : 1));
}
