import { html, nothing, type TemplateResult } from 'lit';
import type { Room } from '../map-layers/room.js';
import { filterBar } from './header.js';
import type { Hold } from './hold.js';
import type { Acknowledge } from '../controllers/acknowledge.js';
import { isGroup } from './groups.js';
import { list } from './list.js';
import type { Steering } from './steering.js';
import type { MapWords } from './words.js';

/** More rows than any wall has room for. */
const WALL_ROWS = 40;

export interface Side extends Pick<Parameters<typeof list>[0], 'rows' | 'waiting' | 'n' | 'fit' | 'context'> {
  readonly words: MapWords;
  readonly wall: boolean;
  readonly steering: Steering;
  readonly hold: Hold;
  readonly searchShown: boolean;
  /** What the filter leaves out, in words. */
  readonly out: string;
  readonly room: Room | undefined;
  readonly grouping: typeof import('./grouping.js') | undefined;
  /** Absent where nobody decides. */
  readonly acknowledge: Acknowledge | undefined;
}

/** The list beside the map, with what filters it and the things of layers. */
export function side(options: Side): TemplateResult {
  const { words, wall, steering, hold, searchShown, out, room, fit, grouping, acknowledge, ...rest } = options;
  const touched = (): void => hold.touched();
  const { row } = steering;
  return html`<div
    class="side"
    @pointermove=${touched}
    @scroll=${{ handleEvent: touched, capture: true, passive: true }}
  >
    ${wall ? nothing : filterBar({ words, searchShown, out, steering })}
    ${acknowledge && row && isGroup(row) ? grouping?.groupActs(row, { acknowledge, ...rest }) : nothing}
    ${list({
      ...rest,
      groupRow: grouping?.groupRow,
      onRelease: () => hold.release(),
      limit: wall ? WALL_ROWS : steering.limit,
      fit: wall ? fit : undefined,
      selected: row,
      onRow: (row) => steering.chooseRow(row, 'list', { open: true }),
      onTurn: (group) => steering.turn(group),
      onMore: wall ? undefined : () => steering.showMore(),
    })}
    ${wall ? nothing : rest.context.tasks?.list()} ${wall || !room || room.things.length === 0 ? nothing : room.list()}
  </div>`;
}
