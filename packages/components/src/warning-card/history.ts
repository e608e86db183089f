import { html, nothing, type TemplateResult } from 'lit';
import type { Instant, Row } from '@yingji/core';
import { sayOf } from '../frame/own-words.js';
import type { WarningPicture } from '../warning/picture.js';
import type { Saying } from '../warning/standing.js';
import { cardSentences, type SayCard } from './words.js';

/** 历次: what its issuer did, one after the other. */
export function history(
  row: Row,
  { rows, missing }: ReturnType<WarningPicture['chain']>,
  { words, now }: Pick<Saying, 'words' | 'now'>,
): TemplateResult {
  const say = sayOf(cardSentences, words.lang);
  return html`<section class="history">
    <h3>${say('history')}</h3>
    ${missing === 0 ? nothing : html`<p class="meta">${say('history.earlier', { n: missing })}</p>`}
    <ol>
      ${rows.map(
        (each) =>
          html`<li aria-current=${each.id === row.id ? 'step' : nothing}>
            <time>${words.clock((each.value['sent'] as Instant | undefined) ?? each.at, now)}</time>
            ${verbWords(each, say)} <span>${String(each.value['title'] ?? '')}</span>
            ${each.id === row.id ? html`<span class="meta">${say('history.here')}</span>` : nothing}
          </li>`,
      )}
    </ol>
  </section>`;
}

/** What its issuer did with a message. */
function verbWords(row: Row, say: SayCard): string {
  const verb = VERBS.find((each) => each === row.value['verb']);
  return verb === undefined ? '' : say(`verb.${verb}`);
}

const VERBS = ['issue', 'update', 'raise', 'lower', 'continue', 'lift', 'withdraw', 'end'] as const;
