import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Instant, Row } from '@yingji/core';
import { feedName } from '../frame/freshness.js';
import { grouped } from '../i18n/format.js';
import { hasIssues, type FeedItem } from './feeds.js';
import type { FeedWords } from './words.js';

/** What the rows of sources are drawn with. */
export interface RowContext {
  readonly words: FeedWords;
  readonly now: Instant | undefined;
  /** Nobody presses anything on a wall. */
  readonly still: boolean;
  readonly opened: ReadonlySet<EntityId>;
  /** The code that was copied last, and whether that went well. */
  readonly copied: { readonly text: string; readonly done: boolean } | undefined;
  onOpen(item: FeedItem): void;
  onCopy(code: string): void;
}

/** 实时（14:05 起） · 停于 14:05（27 分钟前） · 不明，从未收到数据; and why, where that is known. */
function stateTag({ state, since, why }: FeedItem, { words, now }: RowContext): TemplateResult {
  const reason = why ? html`<span class="why">${words.say(`why.${why}`)}</span>` : nothing;
  if (state === 'live')
    return html`<span class="tag live" data-then=${words.say('then')}
        ><i class="dot"></i
        >${since === undefined ? words.say('live', { time: '' }) : words.say('live.from', { time: words.clock(since, now) })}</span
      >${reason}`;
  if (state === 'unknown' || since === undefined)
    return html`<span class="tag unheard"><b>?</b>${words.say('never.heard')}</span>${reason}`;
  const time = words.clock(since, now);
  const told =
    now === undefined
      ? words.say('stopped', { time })
      : words.say('stopped.ago', { time, ago: words.span(since, now) });
  return html`<span class="tag stopped"><i class="dot"></i>${told}</span>${reason}`;
}

/** A code as it is told to whoever mends it. */
export function codeOf(code: string, { words, copied, still, onCopy }: RowContext): TemplateResult {
  const tried = copied?.text === code ? copied : undefined;
  const label = tried ? words.say(tried.done ? 'code.copied' : 'code.failed') : words.say('code.copy');
  return html`<code part="code">${code}</code>${
      still
        ? nothing
        : html`<button aria-label=${tried ? label : words.say('code.copy.of', { code })} @click=${() => onCopy(code)}>
            ${label}
          </button>`
    }`;
}

function opener(item: FeedItem, context: RowContext): TemplateResult | typeof nothing {
  const { words, opened, still, onOpen } = context;
  if (still || !hasIssues(item)) return nothing;
  const open = opened.has(item.id);
  const act = words.say(open ? 'issues.close' : 'issues.open');
  return html`<button
    data-feed=${item.id}
    aria-expanded=${open ? 'true' : 'false'}
    data-key=${item.id}
    aria-label=${words.say('issues.of', { act, name: feedName(item.row, words) })}
    @click=${() => onOpen(item)}
  >
    ${act}
  </button>`;
}

/** What was wrong with its data, and until when that was counted: counts come with a change of state. No count is no zero. */
function countWords({ counted, row, state }: FeedItem, { words, now }: RowContext): string {
  if (!counted) return '—';
  const { issues, quarantined } = counted;
  // Of whom nothing was ever heard nothing can have been wrong.
  if (state === 'unknown' && issues + quarantined === 0) return '—';
  const key = issues > 0 ? (quarantined > 0 ? 'both' : 'noted') : quarantined > 0 ? 'aside' : 'none';
  const values = { n: grouped(issues), m: grouped(quarantined), time: words.clock(row.at, now) };
  return words.say(`issues.${key}`, values);
}

/** What went wrong, and how to say so to whoever mends it. */
function issues(item: FeedItem, context: RowContext): TemplateResult {
  const { words } = context;
  return html`<div class="issues" part="issues" data-key=${item.id}>
    ${item.message === undefined ? nothing : html`<p>${words.say('message')} <span lang="en">${item.message}</span></p>`}
    ${item.counted ? html`<p class="quiet">${words.say('issues.since')}</p>` : nothing}
    ${item.code === undefined ? nothing : html`<p class="coded">${words.say('code')} ${codeOf(item.code, context)}</p>`}
  </div>`;
}

/** Many sources beside each other, for a desk and a wall. */
export function table(items: readonly FeedItem[], label: string, context: RowContext): TemplateResult {
  const { words, opened, still } = context;
  return html`<div class="scroll">
    <table class="list" part="list" aria-label=${label}>
      <thead>
        <tr>
          ${(['feed', 'state', 'issues'] as const).map((name) => html`<th scope="col">${words.say(`col.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) =>
            html`<tr part="row" class="row ${item.state}">
                <th scope="row">${named(item, words)}</th>
                <td>${stateTag(item, context)}</td>
                <td>
                  <div class="line">${countWords(item, context)} ${opener(item, context)}</div>
                </td>
              </tr>
              ${
                opened.has(item.id) && !still
                  ? html`<tr>
                      <td colspan="3">${issues(item, context)}</td>
                    </tr>`
                  : nothing
              }`,
        )}
      </tbody>
    </table>
  </div>`;
}

const named = ({ row, source }: FeedItem, words: RowContext['words']): TemplateResult =>
  html`<span class="strong">${feedName(row, words)}</span
    >${source === undefined ? nothing : html` <span class="quiet">${source}</span>`}`;

/** One below the other, for a hand. */
export function stack(items: readonly FeedItem[], label: string, context: RowContext): TemplateResult {
  const { words, opened } = context;
  return html`<ul class="list" part="list" aria-label=${label}>
    ${items.map(
      (item) =>
        html`<li part="row" class="row ${item.state}">
          <div class="line">${named(item, words)} ${stateTag(item, context)}</div>
          ${item.counted && hasIssues(item) ? html`<div class="quiet">${countWords(item, context)}</div>` : nothing}
          ${opener(item, context)} ${opened.has(item.id) ? issues(item, context) : nothing}
        </li>`,
    )}
  </ul>`;
}

/** Those that are gone for good, and why: nobody waits for them. */
export function retired(rows: readonly Row[], { words, still }: RowContext): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  if (still) return html`<p class="live-names">${words.say('count.retired', { n: rows.length })}</p>`;
  return html`<details class="retired">
    <summary>${words.say('count.retired', { n: rows.length })}</summary>
    <ul>
      ${rows.map((row) => html`<li class="row">${gone(row, words)}</li>`)}
    </ul>
  </details>`;
}

/** Whose tier is told only that it is gone is told no reason. */
function gone(row: Row, words: RowContext['words']): string {
  const [name, why] = [feedName(row, words), String(row.value['retired'])];
  return why === '' ? name : words.say('retired.why', { name, why });
}
