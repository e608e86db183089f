import { css, html, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import { isUsable } from '@yingji/core/supplies';
import { sayOf } from '../frame/own-words.js';
import { amountText } from './amount.js';
import type { LotRow } from './entry.js';
import { LOTS } from './lots-words.js';
import { amountOf, lotName, type Speech } from './speech.js';

export const lotsStyles = css`
  .line.lots {
    display: block;
    background: var(--_canvas);
  }
  .lot-list li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 1em;
    padding-block: 2px;
  }
  .id {
    color: var(--_text-3);
    font-size: var(--_meta);
  }
`;

/** The lots of one line: what the ledger says of each, how long it is good, and what was last counted against it. */
export function lotsTable(lots: readonly LotRow[], options: Speech): TemplateResult {
  const say = sayOf(LOTS, options.words.lang);
  return html`<ul class="lot-list">
    ${lots.map(
      (lot) =>
        html`<li>
          <b>${lotName(lot, options)}</b>
          <span>${say(`owner.${lot.ownership}`)}</span>
          <span
            >${say('head.quantity')}
            ${lot.quantity === undefined ? html`— <b>?</b>` : html`<b>${amountOf(options, lot.quantity, lot.unit)}</b>`}</span
          >
          <span>${goodUntil(lot, options)}</span>
          <span>${countWords(lot, options)}</span>
          <span class="id">${lot.id}</span>
        </li>`,
    )}
  </ul>`;
}

export function goodUntil({ expires }: LotRow, { words, now }: Pick<Speech, 'words' | 'now'>): string {
  const say = sayOf(LOTS, words.lang);
  if (expires === undefined) return say('lot.endless');
  const time = words.date(expires as Instant).slice(0, 10);
  return say(isUsable({ expires }, now) ? 'lot.ends' : 'lot.ended', { time });
}

/** What was counted, when, and what the ledger was wrong by: 盘盈, 盘亏. */
function countWords({ count, unit }: LotRow, options: Speech): string {
  const { words, now } = options;
  const say = sayOf(LOTS, words.lang);
  if (!count) return options.say('note.never');
  const { at, counted, difference } = count;
  const key = difference === 0 ? 'counted.on' : difference > 0 ? 'counted.more' : 'counted.less';
  return say(key, {
    time: words.clock(at, now),
    n: amountOf(options, counted, unit),
    d: amountText(Math.abs(difference)),
  });
}
