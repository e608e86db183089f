import type { Instant, Row } from '@yingji/core';
import { isUnjudged, type Rows } from '../controllers/observe.js';
import type { Words } from '../i18n/words.js';
import { isLevel, LEVELS, type Level } from '../marks/level.js';
import type { LonLat } from './item.js';

/** What a row is turned into an Item with. */
export interface ItemContext {
  readonly words: Words;
  readonly places: Rows;
  readonly incidents: Rows;
  /** Warnings that are over, by id: who ended whom, and when. */
  readonly ended: Rows;
  readonly now: Instant | undefined;
  /** Whether word of this source has stopped coming. */
  stale(source: string): boolean;
}

const STATED: { readonly [level: string]: Level } = { '1': 'red', '2': 'orange', '3': 'yellow', '4': 'blue' };

/**
 * The level and rank that core derived; a row without either is graded by nobody. Of one that no rule could judge, the level of
 * an incident or the colour of a warning as it was stated.
 */
export function levelOf(row: Row): { readonly level: Level; readonly rank: number } {
  const { value, derived } = row;
  if (isUnjudged(row)) {
    const stated = STATED[String(value['level'])] ?? value['grade'];
    const level = isLevel(stated) ? stated : 'ungraded';
    return { level, rank: LEVELS.indexOf(level) };
  }
  const { level, rank } = derived;
  return { level: isLevel(level) ? level : 'ungraded', rank: typeof rank === 'number' ? rank : 2 };
}

/** Where it is; of what no rule could judge, where it was stated to be. */
export const positionOf = (row: Row): LonLat | undefined =>
  (isUnjudged(row) ? row.value : row.derived)['position'] as unknown as LonLat | undefined;

/** One line that names it, with 演练 before it where it is a drill, and 未判读 where no rule could judge it. */
export const titled = (row: Row, title: string, words: Words): string =>
  [
    ...(row.exercise === undefined ? [] : [words.say('exercise')]),
    ...(isUnjudged(row) ? [words.say('unjudged')] : []),
    title,
  ].join(' ');
