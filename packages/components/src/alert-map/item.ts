import type { EntityId, Instant, Row } from '@yingji/core';
import type { Level } from '../marks/level.js';

/** incident: 突发事件. report: somebody told of it. alarm: a device told of it. warning: an authority's word. */
export type ItemKind = 'incident' | 'report' | 'alarm' | 'warning';
export type LonLat = readonly [lon: number, lat: number];

/** One thing on the map and in the list, ready to be drawn or spoken: the language is already chosen. */
export interface Item {
  readonly id: EntityId;
  readonly kind: ItemKind;
  readonly level: Level;
  /** 0 is worst; things nobody graded stand at 2, those below the lowest level at 5. */
  readonly rank: number;
  /** What the chip says: 橙色, Ⅱ级, 未定级, 四级. */
  readonly word: string;
  /** Graded by a number without a colour, or below the lowest level: an ink chip, no level colour. */
  readonly numbered: boolean;
  /** One line that names it, with 演练 before it where it is a drill. */
  readonly title: string;
  /** When it happened, or was issued. */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly exercise: boolean;
  /** Worked out, not said by anybody. */
  readonly inferred: boolean;
  readonly position?: LonLat;
  readonly where: string;
  /** Waits for somebody to say 确认收到. */
  readonly waiting: boolean;
  readonly acknowledged?: { readonly at: Instant; readonly masked: string };
  /** No rule could judge it: what is shown is what was stated, and whether it still holds is not known. */
  readonly unjudged: boolean;
  /** Its source has fallen silent, or nobody can tell how it stands: what is shown is the last that is known. */
  readonly stale: boolean;
  /** Its life-cycle state. */
  readonly state: string;
  /** How a warning is over, and since when. */
  readonly ended?: { readonly how: 'lifted' | 'withdrawn' | 'ended' | 'expired'; readonly at: Instant };
  /** The incident a report was merged into. */
  readonly incident?: EntityId;
  /** The sort of event, for grouping. */
  readonly group: string;
  readonly row: Row;
}

/** Until when an incident is set aside, by whom and why; undefined where it is not. Red and what nobody graded never is. */
export const shelvedOf = ({
  row,
  level,
  numbered,
  unjudged,
}: Item): { readonly until: Instant; readonly masked: string; readonly reason: string } | undefined =>
  unjudged || level === 'red' || (level === 'ungraded' && !numbered) ? undefined : (row.derived['shelved'] as never);

/** Whether it is drawn as a symbol; warnings are areas. */
export const isPoint = (item: Item): boolean => item.kind !== 'warning';

/** An alarm whose place nobody knows must not drown: it stands first until somebody has seen it. */
const pinned = (item: Item): boolean => isPoint(item) && item.position === undefined && item.waiting;

/** Real before drill, still open before ended, then the worst, then what nobody has confirmed, then the newest. */
export function byUrgency(a: Item, b: Item): number {
  return (
    Number(a.exercise) - Number(b.exercise) ||
    Number(a.ended !== undefined) - Number(b.ended !== undefined) ||
    Number(pinned(b)) - Number(pinned(a)) ||
    a.rank - b.rank ||
    Number(b.waiting) - Number(a.waiting) ||
    Date.parse(b.at) - Date.parse(a.at) ||
    (a.id < b.id ? -1 : 1)
  );
}
