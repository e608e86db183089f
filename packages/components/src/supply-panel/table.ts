import { html, nothing, type TemplateResult } from 'lit';
import { ownText, type OwnColumn } from '../frame/own-column.js';
import type { Entry, SupplyLine } from './entry.js';
import { amountText } from './amount.js';
import type { OnDemand } from '../controllers/on-demand.js';
import type { LotRow } from './entry.js';
import type { lotsTable } from './lots-table.js';
import { amountOf, type Speech } from './speech.js';

export interface TableOptions extends Speech {
  readonly entries: readonly Entry[];
  /** The line that has the one tab stop. */
  readonly current: string | undefined;
  /** The line that shows its lots. */
  readonly opened: string | undefined;
  readonly lots: Pick<OnDemand<typeof lotsTable>, 'part' | 'failed'>;
  readonly facilityName: (id: string) => string;
  readonly isLent: (entry: Entry) => boolean;
  /** The page's own. */
  readonly columns: readonly OwnColumn<SupplyLine>[];
  readonly onOpen: (entry: Entry) => void;
  /** Lines there was no room for on a wall; 0: none. */
  readonly more: readonly Entry[];
}

/** The ledger, one line an item and facility. Roles are stated: laid out as cards it would not be a table to a reader. */
export function table(options: TableOptions): TemplateResult {
  const { entries, say, more, columns } = options;
  const real = more.filter(({ exercise }) => exercise === undefined);
  const unknown = real.filter(({ unjudged }) => unjudged).length;
  return html`<div
      class="ledger"
      part="table"
      role="table"
      aria-label=${say('table.label', { n: entries.length + more.length })}
    >
      <div class="line heads" role="row">
        ${(['item', 'usable', 'minimum', 'lacking', 'notes'] as const).map(
          (name) => html`<span role="columnheader">${say(`head.${name}`)}</span>`,
        )}
        ${columns.map(({ head }) => html`<span role="columnheader">${head}</span>`)}
      </div>
      ${entries.map((entry) => line(entry, options))}
    </div>
    ${
      more.length === 0
        ? nothing
        : html`<p class="more">
            ${say('wall.more', { n: more.length, m: real.filter(({ lacking }) => lacking > 0).length })}${
              unknown > 0 ? `${options.words.say('comma')}${say('count.unknown', { n: unknown })}` : nothing
            }
          </p>`
    }`;
}

function line(entry: Entry, options: TableOptions): TemplateResult {
  const { say, words, current, opened, facilityName, onOpen } = options;
  const { key, name, minimum, lacking, usable, unit, exercise, unjudged, lots } = entry;
  const open = opened === key;
  // What is known is at least so much; what is not known is never shown as a number.
  const isKnown = lots.some(({ quantity }) => quantity !== undefined);
  return html`<div class="line ${lacking > 0 ? 'lacking' : ''} ${exercise === undefined ? '' : 'drill'}" role="row">
      <span role="rowheader" class="item">
        <button
          class="name"
          data-key=${key}
          tabindex=${current === key ? '0' : '-1'}
          aria-expanded=${open ? 'true' : 'false'}
          @click=${() => onOpen(entry)}
        >
          ${exercise === undefined ? nothing : html`<b>${words.say('exercise')}</b> `}<b>${name}</b>
        </button>
        <span class="where">${facilityName(entry.facility)}</span>
      </span>
      <span role="cell" class="usable" part="cell">
        <span class="label">${say('head.usable')}</span>
        <b>${isKnown ? amountOf(options, usable, unit) : '—'}</b>${unjudged ? html` <b>?</b>` : nothing}
      </span>
      <span role="cell" class="minimum">
        <span class="label">${say('head.minimum')}</span>
        ${
          minimum === undefined
            ? html`<span class="unset">${say('minimum.none')}</span>`
            : html`${amountText(minimum)} ${isKnown ? meter(entry, minimum, options) : nothing}`
        }
      </span>
      <span role="cell" class="lacking">
        ${lacking > 0 ? html`<b class="short">▼ ${say('lacking.n', { n: amountOf(options, lacking, unit) })}</b>` : nothing}
        ${lacking === 0 && minimum !== undefined && !unjudged ? html`<span class="unset">${say('lacking.none')}</span>` : nothing}
      </span>
      <span role="cell" class="notes">${notes(entry, options)}</span>
      ${options.columns.map(
        (column) =>
          html`<span role="cell" part="cell"
            ><span class="label">${column.head}</span> ${ownText(column, entry)}</span
          >`,
      )}
    </div>
    ${
      open
        ? html`<div class="line lots" role="row">
            <div role="cell" class="whole">${lotsOf(lots, options)}</div>
          </div>`
        : nothing
    }`;
}

/** The lots of the line that is open, or that what shows them is on its way, or did not come. */
function lotsOf(lots: readonly LotRow[], options: TableOptions): TemplateResult {
  const { part, failed } = options.lots;
  return part?.(lots, options) ?? html`<p role="status">${options.say(failed ? 'sheet.failed' : 'sheet.loading')}</p>`;
}

/** How much of the minimum is there, as ink on a trough: level colours are for levels. */
function meter({ name, usable, unit }: Entry, minimum: number, options: TableOptions): TemplateResult {
  const share = minimum === 0 ? 1 : Math.min(1, usable / minimum);
  const n = amountOf(options, usable, unit);
  const m = amountOf(options, minimum, unit);
  return html`<span
    class="meter"
    part="meter"
    role="meter"
    aria-label=${name}
    aria-valuenow=${usable}
    aria-valuemin="0"
    aria-valuemax=${Math.max(minimum, usable)}
    aria-valuetext=${options.say('meter.label', { name, n, m })}
    ><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect width=${share * 100} height="10"></rect></svg
  ></span>`;
}

function notes(entry: Entry, options: TableOptions): TemplateResult[] {
  const { say, words, now } = options;
  const n = (amount: number): { n: string } => ({ n: amountOf(options, amount, entry.unit) });
  const { counted } = entry;
  return [
    ...(entry.wrong ? [html`<b>${say('note.wrong')}</b>`] : []),
    ...(entry.unjudged ? [html`<b>? ${say('note.unjudged')}</b>`] : []),
    ...(entry.expired > 0 ? [html`<b>${say('note.expired', n(entry.expired))}</b>`] : []),
    ...(entry.expiring > 0 ? [html`${say('note.expiring', n(entry.expiring))}`] : []),
    ...(entry.inbound > 0 ? [html`${say('note.transit', n(entry.inbound))}`] : []),
    ...(options.isLent(entry) ? [html`${say('note.lent', n(entry.lent))}`] : []),
    ...(entry.countIsOld && counted !== undefined
      ? [
          html`<span class="tag stopped"
            ><i class="dot"></i
            >${counted === 'never' ? say('note.never') : say('note.stale', { time: words.clock(counted, now) })}</span
          >`,
        ]
      : []),
  ].map((note) => html`<span class="note">${note}</span> `);
}
