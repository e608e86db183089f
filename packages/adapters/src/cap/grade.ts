import type { CapAlert, CapInfo, CapNamed } from './cap-alert.js';
import {
  COLOURS,
  colourWords,
  gradeParameters,
  levelFigures,
  otherColours,
  type Colour,
  type Level,
} from './grade-words.js';
import { isChinese, wordsOf } from './parameter-name.js';

/** What an alert states about its own weight. Nothing here looks at urgency, severity or certainty. */
export interface Grade {
  readonly scheme: 'signal-colour' | 'numbered-level' | 'cap-severity';
  readonly grade?: Colour | Level;
  /** What does not agree, in words for an Issue. */
  readonly doubt?: string;
}

type Stated = { readonly colour: Colour } | { readonly level: Level } | { readonly other: true };

/**
 * Colour from a stated parameter, else from 红 橙 黄 蓝 in a Chinese headline, else a numbered level (一级…四级), else scheme
 * `cap-severity` without a grade. Several infos with several grades: the worst, with a doubt.
 */
export function gradeOf({ infos }: CapAlert): Grade {
  const stated = infos.flatMap((info) => info.parameters.flatMap((parameter) => readParameter(parameter) ?? []));
  const told = infos.flatMap((info) => readHeadline(info) ?? []);
  const [statedColours, toldColours] = [coloursOf(stated), coloursOf(told)];
  // A parameter that states green has stated its colour, which is none of ours.
  const colours = statedColours.length > 0 || stated.some((one) => 'other' in one) ? statedColours : toldColours;
  const [colour] = colours;
  if (colour !== undefined) {
    if (colours.length > 1)
      return { scheme: 'signal-colour', grade: colour, doubt: `It states ${colours.join(', ')}; ${colour} is shown` };
    return toldColours.some((other) => !colours.includes(other))
      ? {
          scheme: 'signal-colour',
          grade: colour,
          doubt: `Its parameter states ${colour}, its headline another colour; the parameter is shown`,
        }
      : { scheme: 'signal-colour', grade: colour };
  }
  const [statedLevels, toldLevels] = [levelsOf(stated), levelsOf(told)];
  const levels = statedLevels.length > 0 ? statedLevels : toldLevels;
  const [level] = levels;
  if (level === undefined) return { scheme: 'cap-severity' };
  return levels.length > 1
    ? { scheme: 'numbered-level', grade: level, doubt: `It states levels ${levels.join(', ')}; ${level} is shown` }
    : { scheme: 'numbered-level', grade: level };
}

function coloursOf(list: readonly Stated[]): Colour[] {
  return COLOURS.filter((colour) => list.some((one) => 'colour' in one && one.colour === colour));
}

function levelsOf(list: readonly Stated[]): Level[] {
  return LEVELS.filter((level) => list.some((one) => 'level' in one && one.level === level));
}

function isGradeParameter(name: string): boolean {
  const words = wordsOf(name);
  const plain = (words[0] === 'cn' ? words.slice(1) : words).join('');
  return gradeParameters.whole.has(plain) || gradeParameters.parts.some((part) => plain.includes(part));
}

const LEVELS: readonly Level[] = ['1', '2', '3', '4'];
const HAN = /\p{Script=Han}/u;
/** Languages that write Han characters and are not Chinese. A Chinese text without a tag counts as en-US by the norm. */
const OTHER_HAN = /^(?:ja|ko)(?![a-z])/i;
/** 14级 is wind and Ⅷ级 an earthquake: what stands before the figure must not belong to it. */
const LEVEL = '(?<![0-9IVXⅤⅥⅦⅧⅨⅩ十])([一二三四1-4ⅠⅡⅢⅣ]|IV|I{1,3})';
const LEVEL_STATED = new RegExp(`${LEVEL}[级級]`);
const LEVEL_ALONE = new RegExp(`^${LEVEL}$`);
const LEVEL_IN_TEXT = new RegExp(`${LEVEL}[级級](?:预警|預警|警报|警報)|[[【(（]${LEVEL}[级級]`);
const COLOUR_STATED = /[红紅橙黄黃蓝藍](?=色)/;
const [COLOUR, SIGNAL] = ['([红紅橙黄黃蓝藍])', '(?:预警|預警|警报|警報|警告|信号|信號)'];
/** 橙色…预警, 橙级预警, 橙预警, 预警(橙). */
const COLOUR_OF_SIGNAL = new RegExp(
  `${COLOUR}(?=色(?:(?!发布)[^，,。；;]){0,12}${SIGNAL}|[级級]?${SIGNAL}|[)）\\]】])`,
  'g',
);
const COLOUR_ALONE = new RegExp(`${COLOUR}(?=色)`, 'g');

/** A grade parameter: `red`, `橙色`, `3; orange; Severe`, `Ⅱ级`. A colour comes before a level, and a bare number says nothing: 3 may be the worst or the least. */
function readParameter({ name, value }: CapNamed): Stated | undefined {
  if (!isGradeParameter(name)) return undefined;
  const text = value.slice(0, 200).trim();
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const word = words.find((one) => colourWords.has(one)) ?? COLOUR_STATED.exec(text)?.[0];
  if (word !== undefined) return { colour: colourWords.get(word)! };
  if (words.some((one) => otherColours.has(one) || otherColours.has(one.replace(/色$/, '')))) return { other: true };
  const level = LEVEL_STATED.exec(text) ?? (isChinese(name) ? LEVEL_ALONE.exec(text) : null);
  return level ? { level: levelFigures.get(level[1]!)! } : undefined;
}

const CHANGED_TO = /(?:升级|升為|升|降级|降低|降|提升|提高|变更|更新|调整|上调|下调|改)(?:发布)?(?:为|為|至|成|到)/;
const FORMER = /解除|取消|撤销|原[红橙黄蓝]/;
const WARNING = /预警|預警|警报|警報/;

/** What a Chinese headline says. A colour counts only as 橙色, 橙预警 or (橙): 黄山, 黄河 and 蓝田 are places. */
function readHeadline({ headline, language }: CapInfo): Stated | undefined {
  if (headline === undefined || !HAN.test(headline) || OTHER_HAN.test(language)) return undefined;
  const text = headline.slice(0, 500);
  const change = CHANGED_TO.exec(text);
  const after = change ? coloursIn(text.slice(change.index), COLOUR_ALONE) : [];
  if (after.length > 0) return { colour: worst(after) };
  const clauses = text.split(/[，,。；;、\s]/);
  const standing = clauses.filter((clause) => !FORMER.test(clause));
  for (const pattern of [COLOUR_OF_SIGNAL, COLOUR_ALONE]) {
    const found = standing.flatMap((clause) => coloursIn(clause, pattern));
    const all = found.length > 0 ? found : coloursIn(text, pattern);
    if (all.length > 0) return { colour: worst(all) };
  }
  const level = WARNING.test(text) ? LEVEL_IN_TEXT.exec(text) : null;
  return level ? { level: levelFigures.get((level[1] ?? level[2])!)! } : undefined;
}

function coloursIn(text: string, pattern: RegExp): Colour[] {
  return [...text.matchAll(pattern)].map((match) => colourWords.get(match[1]!)!);
}

function worst(list: readonly Colour[]): Colour {
  return COLOURS.find((colour) => list.includes(colour))!;
}
