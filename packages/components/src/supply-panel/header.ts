import { html, nothing, type TemplateResult } from 'lit';
import { freshness } from '../frame/freshness.js';
import { printed } from '../frame/printed.js';
import type { Frame, Sources } from '../frame/frame.js';
import { grouped } from '../i18n/format.js';
import { readOnlyTag, type WhyReadOnly } from '../frame/read-only.js';
import type { Words } from '../i18n/words.js';
import type { Tally } from './entry.js';
import type { SupplyKey, SaySupplies } from './words.js';

export interface HeaderOptions {
  readonly words: Words;
  readonly say: SaySupplies;
  readonly frame: Frame;
  readonly sources: Sources;
  /** Of what is real. */
  readonly tally: Tally;
  /** How many lines of the ledger are real, and how many are of drills, which stand below the same first line. */
  readonly real: number;
  readonly drills: number;
  /** How many 调拨 are on the way. */
  readonly transits: number;
  readonly placeName: string;
  /** Said where nobody may act; not on walls. */
  readonly readOnly: WhyReadOnly | undefined;
  readonly actions: TemplateResult | typeof nothing;
}

/** The first line: what is short, what soon will be, how old the picture is, and what can be done. */
export function header(options: HeaderOptions): TemplateResult {
  const { words, say, frame, sources, actions } = options;
  const content = frame.show === 'content';
  const told = content || frame.show === 'failed';
  return html`<header class="head" part="header">
    <h2 class="title" part="title"><slot name="title">${say('title')}</slot></h2>
    ${content ? printed(words, sources, options.placeName) : nothing}
    ${
      told
        ? html`<div class="facts">
            ${content ? html`<div class="counts" part="counts">${counts(options, frame)}</div>` : nothing}
            <div class="fresh" part="freshness">${freshness(sources, words, sources.now)}</div>
            ${content ? readOnlyTag(words, options.readOnly) : nothing}
          </div>`
        : nothing
    }
    <div class="actions" part="actions"><slot name="actions"></slot>${actions}</div>
  </header>`;
}

/** The gravest first; nothing is said to be fine while the data are old or in part unknown. */
function counts(
  { tally, transits, say, sources, real, drills }: HeaderOptions,
  frame: Frame & { show: 'content' },
): TemplateResult {
  const all: readonly (readonly [key: SupplyKey, n: number, heavy?: true])[] = [
    ['count.below', tally.below, true],
    ['count.wrong', tally.wrong, true],
    ['count.unknown', tally.unjudged, true],
    ['count.expired', tally.expired],
    ['count.expiring', tally.expiring],
    ['count.transit', transits],
    ['count.lent', tally.lent],
    ['count.stale', tally.old],
  ];
  const some = all.filter(([, n]) => n > 0);
  const isKnown = !frame.stale && !frame.partial && !frame.empty && sources.unjudged === undefined && !sources.lacks;
  const fine = real === 0 ? 'count.none.real' : drills > 0 ? 'count.fine.real' : 'count.fine';
  if (some.length === 0) return html`${isKnown ? say(fine) : nothing}`;
  return html`${some.map(
    ([key, n, heavy]) => html`<span class="tally ${heavy ? 'heavy' : ''}">${say(key, { n: grouped(n) })}</span> `,
  )}`;
}
