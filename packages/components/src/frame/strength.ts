import type { Row, TeamStrength } from '@yingji/core';
import { grouped } from '../i18n/format.js';
import type { Lang } from '../i18n/spoken.js';
import { nativeOf } from './native.js';
import { sayOf, type Sentences } from './own-words.js';

const zh = {
  told: '队员 {n} 人，可出动 {available}，待命 {standBy}',
  unknown: '人数不明',
  team: '{name}：{strength}',
} as const;

const en: { readonly [K in keyof typeof zh]: string } = {
  told: '{n#1 member|# members}, {available} can be sent, {standBy} on stand-by',
  unknown: 'strength unknown',
  team: '{name}: {strength}',
};

const SENTENCES: Sentences<keyof typeof zh> = { zh, en };

export const strengthOf = (team: Row | undefined): TeamStrength | undefined =>
  team?.derived['strength'] as unknown as TeamStrength | undefined;

/** The strength of a team as the city derives it; of one that is not to be seen, or that nobody worked out, it is unknown and not nought. */
export function strengthWords(team: Row | undefined, lang: Lang): string {
  const say = sayOf(SENTENCES, lang);
  const strength = strengthOf(team);
  if (!strength) return say('unknown');
  const { members, available, standBy } = strength;
  return say('told', { n: grouped(members), available: grouped(available), standBy: grouped(standBy) });
}

/** The same with the name of the team. */
export const teamWords = (team: Row | undefined, id: string, lang: Lang): string =>
  sayOf(SENTENCES, lang)('team', {
    name: String(team?.value['name'] ?? nativeOf(id)),
    strength: strengthWords(team, lang),
  });
