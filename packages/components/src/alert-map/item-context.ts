import type { EntityId, Instant, Row } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { isLevel, type Level } from '../marks/level.js';

export type Rows = ReadonlyMap<EntityId, Row>;

/** What a row is turned into an Item with. */
export interface ItemContext {
  readonly words: Words;
  readonly places: Rows;
  readonly incidents: Rows;
  /** Warnings that have ended lately, by id: who ended whom, and when. */
  readonly ended: Rows;
  readonly now: Instant | undefined;
  /** Whether word of this source has stopped coming. */
  stale(source: string): boolean;
}

/** The level and rank that core derived; a row without either is graded by nobody. */
export function levelOf(row: Row): { readonly level: Level; readonly rank: number } {
  const level = row.derived['level'];
  const rank = row.derived['rank'];
  return { level: isLevel(level) ? level : 'ungraded', rank: typeof rank === 'number' ? rank : 2 };
}
