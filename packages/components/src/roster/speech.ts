import type { EntityId, Instant, Responder, ShiftRole } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { maskedOf } from './duty.js';
import { nativeOf } from '../frame/native.js';
import type { People } from './people.js';
import type { SayRoster } from './words.js';

/** Everything a part of the roster needs to speak. */
export interface Speech {
  readonly words: Words;
  readonly say: SayRoster;
  /** The instant that is shown. */
  readonly at: Instant;
  /** The host's time. */
  readonly now: Instant;
  readonly people: People;
  /** The way to the data is silent: nothing is ticked off as if it were seen now. */
  readonly isOld: boolean;
  /** The city's own names of skills. */
  readonly skillNames: { readonly [skill: string]: string };
}

/** 李*; who is not in the register, or has no name there, is called by their number in it. */
export const nameOf = ({ people }: Pick<Speech, 'people'>, id: EntityId | string | undefined): string =>
  id === undefined ? '—' : (maskedOf(people.person(id), 'name') ?? nativeOf(id));

export const postName = ({ say, people }: Pick<Speech, 'say' | 'people'>, role: ShiftRole, place: string): string =>
  `${say(`role.${role}`)} · ${people.placeName(place)}`;

/** Skills that are named here. */
const SKILLS = ['first-aid', 'pump', 'boat-driver', 'lift'] as const;

export const skillName = ({ say, skillNames }: Pick<Speech, 'say' | 'skillNames'>, skill: string): string => {
  const known = SKILLS.find((each) => each === skill);
  return skillNames[skill] ?? (known ? say(`skill.${known}`) : skill);
};

/** What a person can do at that instant; `until` says of a certificate how long it is good, where that is to be said. */
export function skillsOf(
  speech: Speech,
  skills: Responder['skills'] | undefined,
  until?: (skill: string, time: string) => string,
): string[] {
  const { say, words, at } = speech;
  return (skills ?? []).map(({ skill, level, expires }) => {
    const named = skillName(speech, skill);
    const told = level === undefined ? named : say('skill.level', { skill: named, n: level });
    if (expires !== undefined && Date.parse(expires) <= Date.parse(at)) return say('skill.expired', { skill: told });
    if (!until || expires === undefined) return told;
    return until(told, words.date(expires as Instant).slice(0, 10));
  });
}

/** 14:00–22:00. */
export const hours = ({ words, now }: Pick<Speech, 'words' | 'now'>, from: Instant, to: Instant): string =>
  `${words.clock(from, now)}–${words.clock(to, now)}`;
