import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Instant, View } from '@yingji/core';
import { feedName, freshness } from '../frame/freshness.js';
import { frameOf, sourcesOf, type Frame, type Sources } from '../frame/frame.js';
import { emptyNotice } from '../frame/empty.js';
import { standIn, strips } from '../frame/notices.js';
import { KeepFocus } from '../controllers/keep-focus.js';
import { Observe, ObserveHealth } from '../controllers/observe.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import { OpenOnPaper } from '../frame/open-on-paper.js';
import { ownWords } from '../frame/own-words.js';
import { printed } from '../frame/printed.js';
import { later } from '../i18n/time.js';
import { wordsFor } from '../i18n/words.js';
import { Copy } from './copy.js';
import { YjIssuesOpened } from './events.js';
import { feedStatusStyles } from './feed-status.styles.js';
import { feedsOf, type FeedItem, type Feeds } from './feeds.js';
import { FeedNews } from './news.js';
import { codeOf, retired, stack, table, type RowContext } from './rows.js';
import { feedSentences, type FeedWords } from './words.js';

/** More rows than a wall can show beside other things; what is cut is counted. */
const WALL_ROWS = 8;

/**
 * 数据源: which sources are live, which have stopped and when, which were never heard; what went wrong with each, with its code
 * to copy. What is not live stands first. Sources of a drill stand apart, and those that were retired.
 *
 * @summary Which sources are live, stale or unknown.
 * @slot title - In place of the title.
 * @slot actions - Buttons of the page.
 * @slot footer - Below the list.
 * @event yj-issues-opened - The issues of a source are to be opened; cancel it to show them elsewhere.
 * @csspart header title counts freshness actions list row issues code stale failed empty
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjFeedStatus extends YjElement {
  /** Of its shadow root alone. */
  static override styles = feedStatusStyles;

  readonly #feeds = new Observe(this, { view: this.viewOf, query: { kind: 'feed' } });
  readonly #health = new ObserveHealth(this, this.viewOf);
  readonly #speaker = new Speaker(this, this.claimsOf);
  readonly #news = new FeedNews(this.#speaker);
  readonly #copy = new Copy(this, ({ text, done }) =>
    this.#speaker.say('copied', () => this.#words.say(done ? 'said.copied' : 'said.not.copied', { code: text })),
  );
  protected readonly focusKept = new KeepFocus(this, () => this.box.focus());

  protected readonly onPaper = new OpenOnPaper(this, () => this.renderRoot);

  #words!: FeedWords;
  #readFrom: View | undefined;
  #opened: ReadonlySet<EntityId> = new Set();
  #shown: Feeds = { real: [], drill: [], retired: [] };

  get #now(): Instant | undefined {
    return later(this.#feeds.now, this.#health.health?.now);
  }

  protected override render(): TemplateResult {
    const view = this.viewOf();
    if (view !== this.#readFrom) {
      this.#readFrom = view;
      this.#news.forget();
    }
    const words = (this.#words = ownWords(wordsFor(langOf(this)), feedSentences));
    const { health } = this.#health;
    const now = this.#now;
    const sources = sourcesOf(health, { feeds: this.#feeds.rows, now, unjudged: this.#feeds.unjudged.size });
    const feeds = (this.#shown = feedsOf(this.#feeds.rows, sources.link));
    const total = feeds.real.length + feeds.drill.length + feeds.retired.length;
    const frame = frameOf({ hasView: view !== undefined, ready: this.#feeds.ready, sources, total, shown: total });
    const loading = frame.show === 'loading';
    if (!loading) this.waiting.stop();
    const { theme, density, band } = this.around;
    return html`<section
      class="box"
      data-theme=${theme}
      data-density=${density}
      data-band=${band}
      ?data-large=${this.large}
      lang=${words.tag}
      aria-label=${words.say('title')}
      tabindex="-1"
      @keydown=${this.#keydown}
    >
      ${this.#header(frame, feeds, sources)} ${this.#notices(frame, sources, loading ? this.waiting.seconds() : 0)}
      ${frame.show === 'content' ? this.#content(frame, feeds, sources) : nothing}
      <slot name="footer"></slot>
      <p class="unseen" role="status" aria-live="polite">${this.#speaker.quiet}</p>
      <p class="unseen" role="alert" aria-live="assertive">${this.#speaker.urgent}</p>
    </section>`;
  }

  #header(frame: Frame, { real }: Feeds, sources: Sources): TemplateResult {
    const words = this.#words;
    const content = frame.show === 'content';
    const { now } = sources;
    return html`<header class="head" part="header">
      <h2 class="title" part="title"><slot name="title">${words.say('title')}</slot></h2>
      ${content ? printed(words, sources) : nothing}
      ${
        content || frame.show === 'failed'
          ? html`<div class="facts">
              ${content ? html`<div class="counts" part="counts">${this.#counts(real)}</div>` : nothing}
              <div class="fresh" part="freshness">${freshness({ ...sources, silent: [] }, words, now)}</div>
            </div>`
          : nothing
      }
      <div class="actions" part="actions"><slot name="actions"></slot></div>
    </header>`;
  }

  /** What is not live comes first: it is what somebody must see. */
  #counts(real: readonly FeedItem[]): TemplateResult {
    const words = this.#words;
    if (real.length === 0) return html`${words.say('none.real')}`;
    const keys = { stale: 'count.stale', unknown: 'count.unknown', live: 'count.live' } as const;
    return html`${(['stale', 'unknown', 'live'] as const).map((each) => {
      const n = real.filter(({ state: have }) => have === each).length;
      return n === 0 ? nothing : html`<span class="count ${each}">${words.say(keys[each], { n })}</span> `;
    })}`;
  }

  #notices(frame: Frame, sources: Sources, waitedS: number): TemplateResult {
    const words = this.#words;
    const onRetry = this.retry;
    if (frame.show !== 'content') return standIn({ frame, sources, words, waitedS, onRetry });
    // Which sources are silent, and what the picture lacks, stands here in more than a strip.
    const { unjudged: _, lacks: __, ...plain } = sources;
    const told = strips({ frame: { ...frame, partial: false }, sources: plain, words, waitedS, onRetry });
    const { code, link } = this.#health.health ?? {};
    if (code === undefined || link?.state !== 'live') return html`${told}`;
    return html`${told}
      <p class="strip unjudged" role="status">
        <span><b>?</b> ${words.sayOr(`trouble.${code}`, 'trouble.other')}</span> ${codeOf(code, this.#context)}
      </p>`;
  }

  get #context(): RowContext {
    return {
      words: this.#words,
      now: this.#now,
      still: this.around.density === 'wall',
      opened: this.#opened,
      copied: this.#copy.last,
      onOpen: (item) => this.#open(item),
      onCopy: (code) => void this.#copy.copy(code, this.renderRoot),
    };
  }

  #open({ id, code }: FeedItem): void {
    const opened = new Set(this.#opened);
    if (!opened.delete(id)) {
      if (!this.dispatchEvent(new YjIssuesOpened(id, code))) return;
      opened.add(id);
    }
    this.#opened = opened;
    this.requestUpdate();
  }

  /** Esc closes the issues that the focus is in or beside, and the last that were opened elsewhere. */
  readonly #keydown = (event: KeyboardEvent): void => {
    const last = [...this.#opened].at(-1);
    if (event.key !== 'Escape' || last === undefined) return;
    event.preventDefault();
    const on = (event.composedPath()[0] as Element).closest<HTMLElement>('[data-key]')?.dataset['key'] as EntityId;
    const id = this.#opened.has(on) ? on : last;
    this.#opened = new Set([...this.#opened].filter((each) => each !== id));
    this.renderRoot.querySelector<HTMLElement>(`button[data-key="${CSS.escape(id)}"]`)?.focus();
    this.requestUpdate();
  };

  #content(
    frame: Frame & { show: 'content' },
    { real, drill, retired: gone }: Feeds,
    sources: Sources,
  ): TemplateResult {
    const words = this.#words;
    const context = this.#context;
    if (frame.empty && frame.empty !== 'filter')
      return html`${emptyNotice({ empty: frame.empty, sources, words, place: '' })}`;
    const phone = this.around.density === 'phone' || this.around.band === 0;
    const rows = phone && !context.still ? stack : table;
    const of = (items: readonly FeedItem[], key: 'table.label' | 'table.drill'): string =>
      words.say(key, { n: items.length });
    return html`${real.length > 0 ? this.#real(real, rows, of(real, 'table.label')) : nothing}
    ${
      drill.length > 0
        ? html`<div class="drill">
            <div class="strip drill"><b>${words.say('exercise.strip')}</b></div>
            ${rows(drill, of(drill, 'table.drill'), context)}
          </div>`
        : nothing
    }
    ${retired(gone, context)}`;
  }

  #real(items: readonly FeedItem[], rows: typeof table, label: string): TemplateResult {
    const words = this.#words;
    const context = this.#context;
    if (rows === table && !context.still) return rows(items, label, context);
    const silent = items.filter((item) => item.state !== 'live' || item.why !== undefined);
    const live = items.filter((item) => !silent.includes(item));
    const first = context.still ? silent.slice(0, WALL_ROWS) : silent;
    const cut = silent.length - first.length;
    return html`${first.length > 0 ? rows(first, label, context) : nothing}
    ${cut > 0 ? html`<p class="live-names strong">${words.say('more.silent', { n: cut })}</p>` : nothing}
    ${live.length > 0 ? this.#folded(live, rows, label, silent.length === 0) : nothing}`;
  }

  /** What is live takes no room from what is not. */
  #folded(live: readonly FeedItem[], rows: typeof table, label: string, alone: boolean): TemplateResult {
    const words = this.#words;
    const context = this.#context;
    const told = alone ? words.say('count.live', { n: live.length }) : words.say('rest.live', { n: live.length });
    if (context.still)
      return html`<p class="live-names">
        ${told}${words.say('colon')}${live.map(({ row }) => feedName(row, words)).join(words.say('list'))}
      </p>`;
    return html`<details class="rest">
      <summary>${told}</summary>
      ${rows(live, label, context)}
    </details>`;
  }

  protected override updated(): void {
    const { health } = this.#health;
    // Of the past nothing is news.
    if (!this.#feeds.ready || !health || health.readOnly === 'past') return;
    this.#news.listen(this.#shown.real, health.link, this.#words);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-feed-status': YjFeedStatus;
  }
}
