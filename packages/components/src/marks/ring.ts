import { html, type TemplateResult } from 'lit';

/** The double ring of what nobody has confirmed. */
export const ring = (): TemplateResult =>
  html`<svg class="ring" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="7.2" stroke-width="1"></circle>
    <circle cx="8" cy="8" r="4.4" stroke-width="2"></circle>
  </svg>`;
