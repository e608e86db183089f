import { html, nothing, type TemplateResult } from 'lit';
import type { Density } from '../controllers/surroundings.js';
import type { Counts } from './counts.js';
import type { Frame, Sources } from '../frame/frame.js';
import { printed } from '../frame/printed.js';
import { freshness } from '../frame/freshness.js';
import { readOnlyTag, type WhyReadOnly } from '../frame/read-only.js';
import { allCounts } from './facts.js';
import type { Replay } from './replay.js';
import type { Steering } from './steering.js';
import type { MapWords } from './words.js';

export interface HeaderOptions {
  readonly words: MapWords;
  readonly frame: Frame;
  readonly sources: Sources;
  /** Counts of what is real; drills have a line of their own. */
  readonly real: Counts;
  /** How much of a drill is shown beside it. */
  readonly drills: number;
  /** How many tasks are late, and what is set aside. */
  readonly late: unknown;
  /** The place this is about; empty when it is about all. */
  readonly place: string;
  readonly density: Density;
  /** Said where nobody may decide; not on walls. */
  readonly readOnly: WhyReadOnly | undefined;
  /** The list cannot be put away where it stands in for the map. */
  readonly listFixed: boolean;
  readonly listShown: boolean;
  readonly searchShown: boolean;
  readonly steering: Steering;
  readonly replay: Replay;
}

/** The first line: what this is, how grave, how many unanswered, how old, and what can be done. */
export function header(options: HeaderOptions): TemplateResult {
  const { words, frame, density } = options;
  const content = frame.show === 'content';
  return html`<header class="head" part="header">
    <h2 class="title" part="title"><slot name="title">${words.say('title')}</slot></h2>
    ${content ? printed(words, options.replay.view ? { ...options.sources, readOnly: 'past' } : options.sources, options.place) : nothing}
    ${content || frame.show === 'failed' ? facts(options) : nothing}
    ${content && density === 'phone' ? nothing : actionBar(options)}
  </header>`;
}

/** What can be done: in the first line, or on a phone where a thumb reaches it. */
export function actionBar(options: HeaderOptions): TemplateResult {
  return html`<div class="actions" part="actions">
    <slot name="actions"></slot>
    ${options.frame.show === 'content' && options.density !== 'wall' ? actions(options) : nothing}
  </div>`;
}

function facts({
  words,
  frame,
  sources,
  real,
  drills,
  late,
  density,
  readOnly,
  replay,
}: HeaderOptions): TemplateResult {
  const age = html`<div class="fresh" part="freshness">
    ${replay.player.part?.tag() ?? freshness(sources, words, sources.now)}
  </div>`;
  if (frame.show !== 'content') return html`<div class="facts">${age}</div>`;
  const { total, unjudged, lacks } = sources;
  const isPast = replay.view !== undefined || sources.readOnly === 'past';
  const nothingOn =
    !isPast && real.total === 0 && !frame.stale && !frame.partial && unjudged === undefined && !lacks && total > 0;
  return html`<div class="facts">
    <div class="counts" part="counts">
      ${nothingOn ? words.say(drills > 0 ? 'count.none.real' : 'count.none') : allCounts(real, { words, folded: density === 'phone' })}
      ${late}
    </div>
    ${age} ${readOnlyTag(words, replay.view || density === 'wall' ? undefined : readOnly)}
  </div>`;
}

function actions({
  words,
  density,
  listFixed,
  listShown,
  searchShown,
  steering,
  replay,
}: HeaderOptions): TemplateResult {
  const toggle = (text: string, on: boolean, act: () => void): TemplateResult =>
    html`<button aria-pressed=${on ? 'true' : 'false'} @click=${act}>${text}</button>`;
  return html`${density === 'phone' ? toggle(words.say('search'), searchShown, () => steering.toggleSearch()) : nothing}
    ${replay.offered ? html`<button data-replay-button aria-pressed=${String(replay.player.part?.opened ?? false)} @click=${() => void replay.toggle()}>${words.say('replay')}</button>` : nothing}
    <button
      aria-expanded=${steering.menu === 'layers' ? 'true' : 'false'}
      aria-controls="layers"
      @click=${() => steering.toggleMenu('layers')}
    >
      ${words.say('layers')}
    </button>
    ${listFixed ? nothing : toggle(words.say('show.list'), listShown, () => steering.toggleList())}`;
}

const filteredOut = (out: string, steering: Steering, words: MapWords): TemplateResult =>
  html`<span class="out">${out}</span
    ><button @click=${() => steering.clearFilter()}>${words.say('empty.clear')}</button>`;

/** What the filters hide, where there is no list that would say it. */
export const filteredStrip = (out: string, steering: Steering, words: MapWords): TemplateResult | typeof nothing =>
  out === '' ? nothing : html`<div class="strip filtered">${filteredOut(out, steering, words)}</div>`;

/** The search field, and what the filters hide. */
export function filterBar(options: {
  readonly words: MapWords;
  readonly searchShown: boolean;
  /** 已筛去 12，其中橙色 1; empty when nothing is hidden. */
  readonly out: string;
  readonly steering: Steering;
}): TemplateResult | typeof nothing {
  const { words, searchShown, out, steering } = options;
  if (!searchShown && out === '') return nothing;
  const field = html`<input
    type="search"
    data-zone="field"
    placeholder=${words.say('search')}
    aria-label=${words.say('search.label')}
    .value=${steering.filter.text}
    @input=${(event: InputEvent) => steering.search((event.target as HTMLInputElement).value)}
  />`;
  const told = out === '' ? nothing : filteredOut(out, steering, words);
  return html`<div class="tools">${searchShown ? field : nothing} ${told}</div>`;
}
