import { html, nothing, type TemplateResult } from 'lit';
import type { AllClearShown } from '@yingji/core';
import { grouped } from '../i18n/format.js';
import { percent, typeName, type Known, type Statement } from './statement.js';

/** More reasons than anybody reads; the rest is counted. */
const REASONS = 20;

/** Who watches, what is covered, how old it is, and what would have to change. */
export function evidence({ reasons, state }: Statement, known: Known): TemplateResult {
  const { words, answer } = known;
  const cut = reasons.length - REASONS;
  return html`<div class="evidence" part="evidence">
    ${
      reasons.length > 0
        ? html`${state === 'unknown' ? html`<h3>${words.say('reasons')}</h3>` : nothing}
            <ul class="reasons">
              ${reasons.slice(0, REASONS).map((each) => html`<li>${each}</li>`)}
              ${cut > 0 ? html`<li class="strong">${words.say('reasons.more', { n: cut })}</li>` : nothing}
            </ul>`
        : nothing
    }
    ${answer ? html`${watched(answer, known)} ${facts(answer, known)}` : nothing}
  </div>`;
}

function watched(answer: AllClearShown, { words }: Known): TemplateResult {
  return html`<table aria-label=${words.say('evidence.table')}>
    <thead>
      <tr>
        <th scope="col">${words.say('col.type')}</th>
        <th scope="col" class="number">${words.say('col.live')}</th>
        <th scope="col" class="number">${words.say('col.silent')}</th>
      </tr>
    </thead>
    <tbody>
      ${answer.watched.map(
        ({ eventType, live, silent }) =>
          html`<tr>
            <th scope="row">${typeName(eventType, words)}</th>
            <td class="number">${grouped(live)}</td>
            <td class="number">${grouped(silent)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function facts({ share, hazards, since, open, openHidden = 0 }: AllClearShown, { words, now }: Known): TemplateResult {
  const one = (key: 'share' | 'hazards' | 'since' | 'open', text: string): TemplateResult =>
    html`<div>
      <dt>${words.say(`fact.${key}`)}</dt>
      <dd>${text}</dd>
    </div>`;
  return html`<dl aria-label=${words.say('facts')}>
    ${one('open', words.say('fact.open.n', { n: grouped(open.length + openHidden) }))}
    ${one('share', share === undefined ? words.say('unknown') : words.say('fact.share.n', { n: percent(share) }))}
    ${one('hazards', words.say('fact.hazards.n', { all: grouped(hazards.all), n: grouped(hazards.watched) }))}
    ${one('since', since === undefined ? words.say('unknown') : words.clock(since, now))}
  </dl>`;
}
