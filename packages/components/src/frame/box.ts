import { html, type TemplateResult } from 'lit';
import type { Speaker } from '../controllers/speaker.js';
import type { Surroundings } from '../controllers/surroundings.js';
import type { Words } from '../i18n/words.js';

export interface BoxOptions {
  readonly around: Pick<Surroundings, 'theme' | 'density' | 'band'>;
  readonly large: boolean;
  readonly words: Pick<Words, 'tag'>;
  /** What the element is called. */
  readonly label: string;
  readonly speaker: Pick<Speaker, 'quiet' | 'urgent'>;
  readonly onKeydown: (event: KeyboardEvent) => void;
}

/** The box that all of an element stands in: how it looks here, its keys, and what a screen reader is told of news. */
export const box = (content: TemplateResult, options: BoxOptions): TemplateResult =>
  html`<section
    class="box"
    data-theme=${options.around.theme}
    data-density=${options.around.density}
    data-band=${options.around.band}
    ?data-large=${options.large}
    lang=${options.words.tag}
    aria-label=${options.label}
    tabindex="-1"
    @keydown=${options.onKeydown}
  >
    ${content}
    <p class="unseen" role="status" aria-live="polite">${options.speaker.quiet}</p>
    <p class="unseen" role="alert" aria-live="assertive">${options.speaker.urgent}</p>
  </section>`;
