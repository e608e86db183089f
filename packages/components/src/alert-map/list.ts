import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { chip, mark } from '../marks/chip.js';
import { ring } from '../marks/ring.js';
import { gravest, gravestWord } from './counts.js';
import { isGroup, itemsIn, type Group, type ListRow } from './groups.js';
import type { Item } from './item.js';
import { rowId } from './row-id.js';
import { sentence } from './sentence.js';
import { OVER_SIGNS } from '../marks/over.js';
import type { MapContext } from './words.js';

const MOMENT_MS = 5000;

export interface ListOptions {
  readonly rows: readonly ListRow[];
  /** How many things they tell of. */
  readonly n: number;
  /** New ones that wait until the reader's hand is still. */
  readonly waiting: readonly ListRow[];
  /** How many rows there are; the rest is told in one line. */
  readonly limit: number;
  /** How many of them there is room for, where nothing scrolls. */
  readonly fit: number | undefined;
  readonly selected: ListRow | undefined;
  readonly context: Pick<MapContext, 'words' | 'places' | 'now' | 'tasks'>;
  /** Draws a row of several things: there wherever there is one. */
  readonly groupRow: typeof import('./group-row.js').groupRow | undefined;
  readonly onRow: (row: ListRow) => void;
  /** Opens or closes a row of several things. */
  readonly onTurn: (row: Group) => void;
  readonly onMore: (() => void) | undefined;
  readonly onRelease: () => void;
}

/** The list twin of the map: the same things in the same order, one sentence each. */
export function list(options: ListOptions): TemplateResult {
  const { rows, n, waiting, limit, fit, selected, context, groupRow, onRow, onTurn, onMore, onRelease } = options;
  const { words } = context;
  const shown = rows.slice(0, limit);
  const rest = itemsIn(rows.slice(Math.min(limit, fit ?? limit)));
  const active = selected && shown.some(({ id }) => id === selected.id) ? rowId(selected) : nothing;
  const worst = gravest(rest);
  // Ages are told in minutes: rows need not be drawn anew with every word of a device.
  const moment = context.now === undefined ? 0 : Math.floor(Date.parse(context.now) / MOMENT_MS);
  const told = (key: 'more.rows' | 'new.rows', some: readonly Item[]): string =>
    words.say(key, { n: some.length, level: gravestWord(some, words) });
  const more = told('more.rows', rest);
  return html`${
      waiting.length === 0
        ? nothing
        : html`<button class="more" @click=${onRelease}>${told('new.rows', itemsIn(waiting))}</button>`
    }
    <ul
      class="list"
      part="list"
      role="listbox"
      tabindex="0"
      aria-label=${words.say('list.label', { n })}
      aria-activedescendant=${active}
      data-zone="list"
    >
      ${guard([rows, limit, fit, selected, moment, context.tasks?.version], () =>
        repeat(
          shown,
          ({ id }) => id,
          (each, index) => {
            const how = { selected, context, onRow, onTurn, cut: fit !== undefined && index >= fit };
            return isGroup(each) ? groupRow?.(each, how) : row(each, how);
          },
        ),
      )}
    </ul>
    ${
      rest.length === 0
        ? nothing
        : onMore
          ? html`<button class="more" @click=${onMore}>${more}</button>`
          : html`<p class="more">${worst && !worst.numbered ? mark(worst.level) : nothing}${more}</p>`
    }`;
}

export type How = Pick<ListOptions, 'selected' | 'context' | 'onRow' | 'onTurn'> & { readonly cut: boolean };

function row(item: Item, options: How): TemplateResult {
  const { selected, context, onRow, cut } = options;
  const { title, rest } = sentence(item, context);
  const classes = [
    'row',
    item.numbered ? 'ungraded' : item.level,
    item.waiting && 'waiting',
    item.stale && 'stale',
    item.exercise && 'drill',
    item.ended && 'ended',
    cut && 'cut',
  ]
    .filter(Boolean)
    .join(' ');
  return html`<li
    id=${rowId(item)}
    class=${classes}
    part="row"
    role="option"
    aria-selected=${item.id === selected?.id ? 'true' : 'false'}
    @click=${() => onRow(item)}
  >
    ${
      item.ended
        ? html`<span class="over" aria-hidden="true">${OVER_SIGNS[item.ended.how]}</span>`
        : html`${chip(item.level, item.word, { numbered: item.numbered, hollow: item.stale })}${item.waiting ? ring() : nothing}`
    }
    <span class="text"><b>${title}</b>${rest} ${context.tasks?.late(item)}</span>
  </li>`;
}
