import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { chip, inkChip } from '../marks/chip.js';
import type { Thing } from './thing.js';
import type { RegisterWords } from './words.js';

export const rowIdOf = ({ id }: Pick<Thing, 'id'>): string =>
  `thing-${id.replace(/[^\w-]/g, (c) => `.${c.codePointAt(0)!.toString(16)}`)}`;

/** The chip of a thing: its grade; in ink what an authority ordered; what only stands there in an outline. */
export const thingChip = ({ layer, level, word, stale, unjudged }: Thing): TemplateResult => {
  if (level) return chip(level, word, { hollow: stale || unjudged });
  return layer === 'controls' || layer === 'responses'
    ? inkChip(word)
    : html`<span class="sort" part="chip">${word}</span>`;
};

/** What stands in the layers that are on, one sentence each, below the list of what is going on. */
export function registerList(options: {
  readonly words: RegisterWords;
  /** Those that the search leaves. */
  readonly things: readonly Thing[];
  readonly total: number;
  readonly limit: number;
  /** Room for both lists; where there is not, this one waits to be unfolded: alarms have the room. */
  readonly roomy: boolean;
  readonly chosen: Thing | undefined;
  readonly onRow: (thing: Thing) => void;
  readonly onMore: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}): TemplateResult {
  const { words, things, total, limit, roomy, chosen, onRow, onMore, onKey } = options;
  const shown = things.slice(0, limit);
  const label =
    things.length === total
      ? words.say('register.list', { n: total })
      : words.say('register.shown', { n: words.say('register.list', { n: total }), m: things.length });
  return html`<details class="registers" ?open=${roomy}>
    <summary class="registers-head" id="registers-head">${label}</summary>
    <ul
      class="list"
      part="list"
      role="listbox"
      tabindex="0"
      aria-labelledby="registers-head"
      aria-activedescendant=${chosen && shown.includes(chosen) ? rowIdOf(chosen) : nothing}
      @keydown=${onKey}
    >
      ${guard([things, limit, chosen], () =>
        repeat(
          shown,
          ({ id }) => id,
          (thing) => row(thing, { words, chosen, onRow }),
        ),
      )}
    </ul>
    ${
      things.length > limit
        ? html`<button class="more" @click=${onMore}>
            ${words.say('register.more', { n: things.length - limit })}
          </button>`
        : nothing
    }
  </details>`;
}

function row(
  thing: Thing,
  { words, chosen, onRow }: { words: RegisterWords; chosen: Thing | undefined; onRow: (thing: Thing) => void },
): TemplateResult {
  const { title, told, stale, exercise } = thing;
  const rest = told.map((part) => `${words.say('comma')}${part}`).join('');
  return html`<li
    id=${rowIdOf(thing)}
    class="row thing ${stale ? 'stale' : ''} ${exercise ? 'drill' : ''}"
    part="row"
    role="option"
    aria-selected=${thing === chosen ? 'true' : 'false'}
    @click=${() => onRow(thing)}
  >
    ${thingChip(thing)} <span class="text"><b>${title}</b>${rest}${words.say('stop')}</span>
  </li>`;
}
