import { html, type TemplateResult } from 'lit';
import type { FormKey, SayForm } from './form-words.js';

/** The keys as they are shown to a person who presses `?`. */
const KEYS: readonly (readonly [keys: string, does: FormKey])[] = [
  ['R', 'key.receive'],
  ['O', 'key.issue'],
  ['B', 'key.return'],
  ['T', 'key.transfer'],
  ['K', 'key.count'],
  ['/', 'key.scan'],
  ['↑ ↓', 'key.move'],
  ['Enter', 'key.open'],
  ['Esc', 'key.close'],
];

export const keyHelp = (tell: SayForm, onClose: () => void): TemplateResult =>
  html`<section class="sheet keys" role="dialog" aria-labelledby="keys-title" tabindex="-1">
    <h3 id="keys-title">${tell('key')}</h3>
    <dl>
      ${KEYS.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${tell(does)}</dd>
          </div>`,
      )}
    </dl>
    <div class="acts"><button class="close" @click=${onClose}>${tell('form.close')}</button></div>
  </section>`;
