import { html, nothing, type TemplateResult } from 'lit';
import type { Decision } from '../controllers/acknowledge.js';
import { chip } from '../marks/chip.js';
import { acknowledgeButton, confirmation } from './confirmation.js';
import type { Item } from './item.js';
import { sentence } from './sentence.js';
import type { Steering } from './steering.js';
import type { MapContext } from './words.js';

export interface PopupOptions {
  readonly item: Item;
  readonly context: Pick<MapContext, 'words' | 'places' | 'now' | 'tasks'>;
  readonly decision: Decision | undefined;
  readonly readOnly: boolean;
  readonly sourceName: string | undefined;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
  /** What tells the facts; until it is there the sentence of the list stands for them. */
  readonly facts: Steering['facts']['part'];
}

/** One thing in full: what, where, how it stands, when, from whom, and what may be done about it. */
export function popup(options: PopupOptions): TemplateResult {
  const { item, context } = options;
  const { words } = context;
  const facts = options.facts?.popupFacts(options);
  return html`<section
    class="popup ${item.exercise ? 'drill' : ''}"
    part="popup"
    role="dialog"
    aria-labelledby="popup-title"
    tabindex="-1"
  >
    <h3 id="popup-title">
      ${chip(item.level, item.word, { numbered: item.numbered, hollow: item.stale })} <span>${item.title}</span>
    </h3>
    ${facts?.main ?? html`<p>${sentence(item, context).rest.replace(words.say('comma'), '')}</p>`}
    ${item.kind === 'warning' ? nothing : confirmation(item, options)} ${facts?.more ?? nothing}
    <div class="acts">
      ${item.kind === 'warning' || !item.waiting || options.readOnly ? nothing : acknowledgeButton(options)}
      <button class="close" @click=${options.onClose}>${words.say('close')}</button>
    </div>
    ${options.readOnly ? nothing : options.facts?.shelving.of(item)} ${context.tasks?.of(item)}
  </section>`;
}
