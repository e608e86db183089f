import { html, type TemplateResult } from 'lit';
import type { Words } from '../i18n/words.js';

/** Why nothing can be done here: the page wants it so (`byPage`), or its view takes no decisions. */
export const readOnlyTag = (words: Pick<Words, 'say'>, byPage: boolean): TemplateResult =>
  html`<span class="read-only">${words.say(byPage ? 'read-only.page' : 'read-only')}</span>`;
