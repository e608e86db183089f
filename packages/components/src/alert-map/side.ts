import { html, nothing, type TemplateResult } from 'lit';
import type { Room } from '../map-layers/room.js';
import { filterBar } from './header.js';
import type { Hold } from './hold.js';
import { list } from './list.js';
import type { Steering } from './steering.js';
import type { MapWords } from './words.js';

/** More rows than any wall has room for. */
const WALL_ROWS = 40;

export interface Side extends Pick<
  Parameters<typeof list>[0],
  'rows' | 'waiting' | 'n' | 'fit' | 'context' | 'groupRow'
> {
  readonly words: MapWords;
  readonly wall: boolean;
  readonly steering: Steering;
  readonly hold: Hold;
  readonly searchShown: boolean;
  /** What the filter leaves out, in words. */
  readonly out: string;
  readonly room: Room | undefined;
}

/** The list beside the map, with what filters it and the things of layers. */
export function side({ words, wall, steering, hold, searchShown, out, room, fit, ...rest }: Side): TemplateResult {
  const touched = (): void => hold.touched();
  return html`<div
    class="side"
    @pointermove=${touched}
    @scroll=${{ handleEvent: touched, capture: true, passive: true }}
  >
    ${wall ? nothing : filterBar({ words, searchShown, out, steering })}
    ${list({
      ...rest,
      onRelease: () => hold.release(),
      limit: wall ? WALL_ROWS : steering.limit,
      fit: wall ? fit : undefined,
      selected: steering.row,
      onRow: (row) => steering.chooseRow(row, 'list', { open: true }),
      onMore: wall ? undefined : () => steering.showMore(),
    })}
    ${wall || !room || room.things.length === 0 ? nothing : room.list()}
  </div>`;
}
