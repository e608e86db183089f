import { html, type nothing, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import { thingChip } from './list.js';
import type { Thing } from './thing.js';
import type { RegisterKey, RegisterWords } from './words.js';

/** One thing in full: how it stands, what else is known of it, where, since when, and by whose word. Nothing is decided here. */
export function registerPopup(options: {
  readonly thing: Thing;
  readonly words: RegisterWords;
  readonly now: Instant | undefined;
  readonly sourceName: string | undefined;
  /** What the city derives of it. */
  readonly more: TemplateResult | typeof nothing | undefined;
  readonly onClose: () => void;
}): TemplateResult {
  const { thing, words, now, sourceName, more, onClose } = options;
  const { row, told, facts } = thing;
  const all: readonly (readonly [string, string])[] = [
    ...(told.length === 0 ? [] : [[words.say('fact.state'), told[0]!] as const]),
    ...facts.map(([name, value]) => [words.say(name as RegisterKey), value] as const),
    [words.say('fact.updated'), words.both(row.at, now)],
    ...(sourceName === undefined ? [] : [[words.say('fact.channel'), sourceName] as const]),
  ];
  return html`<section
    class="popup ${thing.exercise ? 'drill' : ''}"
    part="popup"
    role="dialog"
    aria-labelledby="popup-title"
    tabindex="-1"
  >
    <h3 id="popup-title">${thingChip(thing)} <span>${thing.title}</span></h3>
    <dl>
      ${all.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${more}
    <div class="acts"><button class="close" @click=${onClose}>${words.say('close')}</button></div>
  </section>`;
}
