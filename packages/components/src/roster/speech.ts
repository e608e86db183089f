import type { EntityId, Instant, Responder, ShiftRole } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { maskedOf } from './duty.js';
import { lastPart, type People } from './people.js';
import { keyOr, type SayRoster } from './words.js';

/** Everything a part of the roster needs to speak. */
export interface Speech {
  readonly words: Words;
  readonly say: SayRoster;
  /** The instant that is shown. */
  readonly at: Instant;
  /** The host's time. */
  readonly now: Instant;
  readonly people: People;
  /** The city's own names of skills. */
  readonly skillNames: { readonly [skill: string]: string };
}

/** 李*; who is not in the register, or has no name there, is called by their number in it. */
export const nameOf = ({ people }: Pick<Speech, 'people'>, id: EntityId | string | undefined): string =>
  id === undefined ? '—' : (maskedOf(people.person(id), 'name') ?? lastPart(id));

export const postName = ({ say, people }: Pick<Speech, 'say' | 'people'>, role: ShiftRole, place: string): string =>
  `${say(`role.${role}`)} · ${people.placeName(place)}`;

export const skillName = ({ say, skillNames }: Pick<Speech, 'say' | 'skillNames'>, skill: string): string => {
  const key = keyOr(`skill.${skill}`, 'skill.none');
  return skillNames[skill] ?? (key === 'skill.none' ? skill : say(key));
};

/** What a person can do at that instant; `full` says how long a certificate is good. */
export function skillsOf(speech: Speech, skills: Responder['skills'] | undefined, form: 'short' | 'full'): string[] {
  const { say, words, at } = speech;
  return (skills ?? []).map(({ skill, level, expires }) => {
    const named = skillName(speech, skill);
    const told = level === undefined ? named : say('skill.level', { skill: named, n: level });
    if (expires !== undefined && Date.parse(expires) <= Date.parse(at)) return say('skill.expired', { skill: told });
    if (form === 'short' || expires === undefined) return told;
    return say('skill.until', { skill: told, time: words.date(expires as Instant).slice(0, 10) });
  });
}

/** 14:00–22:00. */
export const hours = ({ words, now }: Pick<Speech, 'words' | 'now'>, from: Instant, to: Instant): string =>
  `${words.clock(from, now)}–${words.clock(to, now)}`;
