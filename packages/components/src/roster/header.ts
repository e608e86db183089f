import { html, nothing, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import { freshness } from '../frame/freshness.js';
import type { Frame, Sources } from '../frame/frame.js';
import { printed } from '../frame/printed.js';
import { grouped } from '../i18n/format.js';
import { readOnlyTag, type WhyReadOnly } from '../frame/read-only.js';
import type { Words } from '../i18n/words.js';
import type { Desk } from './desk.js';
import type { Tally } from './duty.js';
import { MODES, type Mode } from './mode.js';
import type { RosterKey, SayRoster } from './words.js';

/** What the first line counts, of what is real. */
export interface Counts extends Tally {
  /** Grids that are not covered at the instant. */
  readonly gaps: number;
  /** Posts whose answer is waited for, and those whose chain was called in vain, or goes on. */
  readonly waiting: number;
  readonly vain: number;
}

export interface HeaderOptions {
  readonly words: Words;
  readonly say: SayRoster;
  readonly frame: Frame;
  readonly sources: Sources;
  readonly counts: Counts;
  readonly placeName: string;
  /** The instant, where it is not now. */
  readonly then: Instant | undefined;
  readonly readOnly: WhyReadOnly | undefined;
}

/** The first line: how many are due, there and missing, how old the picture is. */
export function header(options: HeaderOptions): TemplateResult {
  const { words, say, frame, sources } = options;
  const content = frame.show === 'content';
  return html`<header class="head" part="header">
    <h2 class="title" part="title"><slot name="title">${say('title')}</slot></h2>
    ${content ? printed(words, sources, options.placeName) : nothing}
    ${
      content || frame.show === 'failed'
        ? html`<div class="facts">
            ${content ? html`<div class="counts" part="counts">${tallies(options)}</div>` : nothing}
            <div class="fresh" part="freshness">${freshness(sources, words, sources.now)}</div>
            ${content ? readOnlyTag(words, options.readOnly) : nothing}
          </div>`
        : nothing
    }
    <div class="actions" part="actions"><slot name="actions"></slot></div>
  </header>`;
}

function tallies({ counts, say, words, then, sources }: HeaderOptions): TemplateResult {
  const all: readonly (readonly [key: RosterKey, n: number, heavy?: true])[] = [
    ['count.lacking', counts.lacking, true],
    ['count.unknown', counts.unknown, true],
    ['count.gaps', counts.gaps, true],
    ['count.vain', counts.vain, true],
    ['count.waiting', counts.waiting],
    ['count.over', counts.over],
  ];
  return html`${then === undefined ? nothing : html`<b class="tally">${say('count.then', { time: words.clock(then, sources.now) })}</b> `}
  ${
    counts.due === 0
      ? nothing
      : html`<span class="tally">${say('count.due', { n: grouped(counts.due) })}</span> ${
            // Of whom nobody knows whether they are there, 0 would be a guess.
            counts.unknown > 0 && counts.on === 0
              ? nothing
              : html`<span class="tally">${say('count.on', { n: grouped(counts.on) })}</span>`
          }`
  }
  ${all
    .filter(([, n]) => n > 0)
    .map(
      ([key, n, heavy]) => html`<span class="tally ${heavy ? 'heavy' : ''}">${say(key, { n: grouped(n) })}</span> `,
    )}`;
}

export interface BarOptions {
  readonly desk: Desk;
  readonly words: Words;
  readonly say: SayRoster;
  readonly then: Instant | undefined;
  readonly now: Instant | undefined;
  readonly onMode: (mode: Mode) => void;
  readonly onText: (text: string) => void;
  /** To the first that was found. */
  readonly onFound: () => void;
  readonly onAt: (at: string) => void;
  /** Undefined where nobody can be called. */
  readonly onCallUp: (() => void) | undefined;
}

/** What is looked at, what is looked for, and of when. */
export function bar({
  desk,
  words,
  say,
  then,
  now,
  onMode,
  onText,
  onFound,
  onAt,
  onCallUp,
}: BarOptions): TemplateResult {
  const value = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`<div class="bar">
    <div class="modes" role="group" aria-label=${say('modes')}>
      ${MODES.map(
        (mode) =>
          html`<button aria-pressed=${desk.mode === mode ? 'true' : 'false'} @click=${() => onMode(mode)}>
            ${say(`mode.${mode}`)}
          </button>`,
      )}
    </div>
    <input
      class="find"
      type="search"
      autocomplete="off"
      placeholder=${say('find')}
      aria-label=${say('find')}
      .value=${desk.text}
      @input=${(event: InputEvent) => onText(value(event))}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        // Else the line that has the focus by then is pressed by it.
        event.preventDefault();
        onFound();
      }}
    />
    <label class="when"
      >${say('at')}
      <input
        class="at"
        type="text"
        size="16"
        autocomplete="off"
        placeholder=${now === undefined ? '' : words.date(now)}
        .value=${then === undefined ? '' : words.date(then)}
        aria-invalid=${desk.wrongTime ? 'true' : 'false'}
        @change=${(event: Event) => onAt(value(event))}
    /></label>
    ${then === undefined ? nothing : html`<button class="now" @click=${() => onAt('')}>${say('at.now')}</button>`}
    ${onCallUp ? html`<button class="call-up" @click=${onCallUp}>${say('act.call-up')}</button>` : nothing}
    <p class="said" role="status">${desk.said ? html`<b>${desk.said({ words, say })}</b>` : nothing}</p>
  </div>`;
}
