import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FormAct } from './form.js';
import type { RowView } from './rows.js';
import type { Speech } from './speech.js';
import type { Standing } from './standing.js';
import { CHUNK, type Slice } from './windowed.js';
import type { RosterKey } from './words.js';

export interface TableOptions extends Pick<Speech, 'say' | 'words' | 'at' | 'now'> {
  readonly label: string;
  readonly heads: readonly RosterKey[];
  readonly columns: readonly { readonly head: string }[];
  /** How many lines there are; only those of the slice are made. */
  readonly total: number;
  readonly slice: Slice;
  readonly rowAt: (index: number) => RowView;
  /** The line that has the one tab stop. */
  readonly current: string | undefined;
  readonly mayAct: boolean;
  readonly onScroll: () => void;
  readonly onOpen: (row: RowView) => void;
  readonly onAct: (row: RowView, act: FormAct) => void;
  readonly standing: Pick<Standing, 'draws'>;
}

/** The full hour from which on grids are shown. */
const hourOf = ({ words, at, now }: TableOptions): string => words.clock(at, now).replace(/:\d\d$/, ':00');

/** The button of the line that has the tab stop. */
export const LINE = '.name[tabindex="0"]';

/** Lines in sight, with room for those that are not. Roles are stated: laid out as cards it would not be a table to a reader. */
export function table(options: TableOptions): TemplateResult {
  const { heads, label, total, slice, say, onScroll } = options;
  const { from, to, before, after } = slice;
  const chunks: number[] = [];
  for (let first = from; first < to; first += CHUNK) chunks.push(first / CHUNK);
  return html`<div class="rows" part="list" @scroll=${onScroll}>
    <div part="table" role="table" aria-label=${label} aria-rowcount=${total + 1}>
      <div role="rowgroup" class="top">
        <div class="line heads" role="row" aria-rowindex="1">
          ${heads.map((head) => html`<span role="columnheader">${say(head, { from: hourOf(options) })}</span>`)}
          ${options.columns.map(({ head }) => html`<span role="columnheader">${head}</span>`)}
          ${options.mayAct ? html`<span role="columnheader" class="doing">${say('head.acts')}</span>` : nothing}
        </div>
      </div>
      ${room(before)}
      ${repeat(
        chunks,
        (chunk) => chunk,
        (chunk) =>
          html`<div role="rowgroup" data-chunk=${chunk}>
            ${repeat(
              Array.from({ length: Math.min(to, (chunk + 1) * CHUNK) - chunk * CHUNK }, (_, i) => chunk * CHUNK + i),
              (index) => options.rowAt(index).key,
              (index) => line(options.rowAt(index), index, options),
            )}
          </div>`,
      )}
      ${room(after)}
    </div>
  </div>`;
}

/** Room for lines that are not made. Its size is an attribute, which no policy of a page forbids, as it may a style. */
const room = (px: number): TemplateResult | typeof nothing =>
  px === 0
    ? nothing
    : html`<svg class="room" width="1" height=${Math.round(px)} aria-hidden="true" focusable="false"></svg>`;

function line(row: RowView, index: number, options: TableOptions): TemplateResult {
  const { current, heads, say, words, mayAct, onOpen, onAct } = options;
  const { key, label, told, cells, tone, exercise, unjudged, acts } = row;
  const [act] = acts;
  options.standing.draws(key, index, act);
  const drill = exercise ? `${words.say('exercise')} ` : '';
  return html`<div class="line ${tone} ${exercise ? 'drill' : ''}" role="row" part="row" aria-rowindex=${index + 2}>
    <span role="rowheader" class="who">
      <button
        class="name"
        data-key=${key}
        tabindex=${current === key ? '0' : '-1'}
        aria-label=${told === undefined ? nothing : `${drill}${label}${words.say('comma')}${told}`}
        @click=${() => onOpen(row)}
      >
        <b>${drill}${label}</b>${unjudged ? html` <b>?</b>` : nothing}
      </button>
    </span>
    ${cells.map(
      (cell, i) =>
        html`<span role="cell" part="cell" class="c${i + 1}">
          ${tone === 'head' ? nothing : html`<span class="label">${say(heads[i + 1]!, { from: hourOf(options) })}</span>`}
          ${cell}
        </span>`,
    )}
    ${options.columns.map(
      ({ head }, i) => html`<span role="cell" part="cell"><span class="label">${head}</span> ${row.own?.[i]}</span>`,
    )}
    ${
      mayAct && tone !== 'head'
        ? html`<span role="cell" class="doing"
            >${
              act && act !== 'call' && act !== 'reveal'
                ? html`<button tabindex="-1" data-key=${key} @click=${() => onAct(row, act)}>
                    ${say(`act.${act}`)}
                  </button>`
                : nothing
            }</span
          >`
        : nothing
    }
  </div>`;
}
