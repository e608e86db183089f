import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Row } from '@yingji/core';
import { warningItem } from '../alert-map/warning-item.js';
import { chip } from '../marks/chip.js';
import type { NeedRow } from './need.js';
import { amountOf, type Speech } from './speech.js';

export interface ShortageOptions extends Speech {
  readonly warning: Row;
  /** Undefined where nobody set how many people, days or norms. */
  readonly needs: readonly NeedRow[] | undefined;
  readonly persons: number;
  readonly days: number;
  /** Which of the data are old; movements may come from any source. */
  readonly stopped: 'all' | 'some' | undefined;
  /** Whether a source has fallen silent. */
  readonly stale: (source: string) => boolean;
  /** The quantity of some lot is not known. */
  readonly unjudged: boolean;
}

/** What the active warning asks for and what of it is missing, one sentence an item, the worst covered first. */
export function shortage(options: ShortageOptions): TemplateResult | typeof nothing {
  const { needs, say } = options;
  const warning = itemOf(options);
  if (!warning) return nothing;
  const { title, level, word, numbered, stale } = warning;
  return html`<section class="shortage" part="shortage" aria-label=${title}>
    ${chip(level, word, { numbered, hollow: stale })}
    <div class="sentences">
      ${options.stopped ? html`<p class="doubt">${say(options.stopped === 'all' ? 'need.stopped' : 'need.partial')}</p>` : nothing}
      ${options.unjudged ? html`<p class="doubt"><b>?</b> ${say('need.unjudged')}</p>` : nothing}
      ${
        needs === undefined
          ? html`<p>${say('need.unset', { warning: title })}</p>`
          : html`<p>
                ${say('need.lead', { warning: title, persons: options.words.glance(options.persons), days: options.days })}
              </p>
              <ul>
                ${needs.map((need) => html`<li>${sentence(need, options)}</li>`)}
              </ul>`
      }
    </div>
  </section>`;
}

/** As the map names it. */
const itemOf = ({ warning, words, now, stale }: ShortageOptions): ReturnType<typeof warningItem> =>
  warningItem(warning, { words, now, stale, ...{ places: NONE, incidents: NONE, ended: NONE } });

const NONE: ReadonlyMap<EntityId, Row> = new Map();

function sentence(need: NeedRow, options: ShortageOptions): TemplateResult {
  const { say, words } = options;
  const n = (amount: number): string => amountOf(options, amount, need.unit);
  const parts = [
    say('need.line', { name: need.name, needed: n(need.needed) }),
    ...(need.short > 0 ? [] : [say('need.enough')]),
  ];
  const after =
    need.inbound > 0 && need.short > 0
      ? need.shortAfter > 0
        ? say('need.after', { n: n(need.inbound), m: n(need.shortAfter) })
        : say('need.covered', { n: n(need.inbound) })
      : undefined;
  const units = need.otherUnits.length > 0 && say('need.units', { units: need.otherUnits.join(words.say('list')) });
  const rest = [after, units].filter((part): part is string => typeof part === 'string');
  const comma = words.say('comma');
  return html`${parts.join(comma)}${
    need.short > 0 ? html`${comma}<b>${say('need.short', { n: n(need.short) })}</b>` : nothing
  }${rest.map((part) => `${comma}${part}`)}${words.say('stop')}`;
}
