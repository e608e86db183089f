import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { EntityId, Instant, View } from '@yingji/core';
import { Announcer } from '../alert-map/announcer.js';
import { acknowledgeButton, outcome } from '../alert-map/confirmation.js';
import { byLevel } from '../alert-map/counts.js';
import { YjAlarmAcknowledged } from '../alert-map/events.js';
import type { Flood } from '../alert-map/flood.js';
import type { Item } from '../alert-map/item.js';
import { strips } from '../frame/notices.js';
import { frameOf } from '../frame/frame.js';
import { Acknowledge } from '../controllers/acknowledge.js';
import { KeepFocus } from '../controllers/keep-focus.js';
import { Press } from '../controllers/press.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import { printed } from '../frame/printed.js';
import { freshness } from '../frame/freshness.js';
import { readOnlyTag, whyReadOnly, type WhyReadOnly } from '../frame/read-only.js';
import { wordsFor } from '../i18n/words.js';
import { inkChip, mark } from '../marks/chip.js';
import { LEGEND } from '../marks/level.js';
import { ring } from '../marks/ring.js';
import { outgoingStrip } from '../outgoing/strip.js';
import { HostClock } from '../warning/clock.js';
import { YjWarningOpened } from '../warning/events.js';
import {
  answer,
  answerable,
  besideTitle,
  clock,
  doubt,
  facts,
  instruction,
  levelChip,
  pressable,
  responses,
  standIn,
  titleOf,
} from '../warning/parts.js';
import { WarningPicture, type Shown } from '../warning/picture.js';
import { Countdown, standingWords, type Saying } from '../warning/standing.js';
import { sayOf } from '../frame/own-words.js';
import { SENTENCES } from '../warning/words.js';
import { warningBannerStyles } from './warning-banner.styles.js';

/**
 * The worst warning in force on one line, with what to do, how long is left and 确认收到; the others one key away. Renders nothing while nothing is
 * in force, unless that is not known: what is old, unread or unjudged is said.
 *
 * @summary The worst warning in force, its time left and what to do.
 * @slot actions - Buttons of the page's own, e.g. to its handling steps.
 * @event yj-acknowledgement-requested - The warning is about to be acknowledged; cancel it to do it elsewhere.
 * @event yj-alarm-acknowledged - The picture shows a confirmation that was sent from here.
 * @event yj-warning-opened - Cancelable: prevented, the content is not unfolded here.
 * @csspart header chip ack clock counts freshness actions stale failed
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjWarningBanner extends YjElement {
  /** Of its shadow root alone. */
  static override styles = warningBannerStyles;

  /** Nobody decides here: no 确认收到. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  /** Id or division code of the place this is about: its name. Warnings are those of the view; none is left out here. */
  @property() place = '';

  readonly #clock = new HostClock(this);
  readonly #speaker = new Speaker(this, this.claimsOf);
  readonly #announcer = new Announcer(this.#speaker);
  readonly #picture = new WarningPicture(this, this.viewOf);
  readonly #acknowledge = new Acknowledge(this, this.viewOf);
  readonly #outgoing = outgoingStrip(this, this.viewOf, this.claimsOf);
  readonly #press = new Press(this);
  protected readonly focusKept = new KeepFocus(this, () => this.box.focus());

  #countdown = new Countdown();
  #readFrom: View | undefined;
  #shown: readonly Shown[] = [];
  /** What is shown, as the announcer of all elements knows it. */
  #news: readonly Item[] = [];
  #running: readonly Shown[] = [];
  #saying: Saying | undefined;
  #selected: EntityId | undefined;
  #opened: EntityId | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const view = this.viewOf();
    if (view !== this.#readFrom) {
      this.#readFrom = view;
      this.#announcer.forget();
      this.#countdown = new Countdown();
      this.#running = [];
    }
    const words = wordsFor(langOf(this));
    const now = this.#clock.now(this.#picture.said, this.#picture.isPast);
    const saying: Saying = { words, say: sayOf(SENTENCES, words.lang), now };
    this.#saying = saying;
    const { ready, responses: binding } = this.#picture;
    this.#shown = ready ? this.#picture.shown(words, now) : [];
    const sources = this.#picture.sources(now);
    this.#news = this.#shown.flatMap((shown) => announced(shown) ?? []);
    this.#announcer.measure(this.#news, now);
    const total = this.#shown.length + (ready ? binding.length : 0);
    const frame = frameOf({ hasView: view !== undefined, ready, sources, total, shown: total });
    if (frame.show !== 'loading') this.waiting.stop();
    const waitedS = frame.show === 'loading' ? this.waiting.seconds() : 0;
    const current = this.#current;
    if (ready) this.#press.shows(pressable(current));
    const acts = current !== undefined && this.#mayDecide;
    const outgoing = this.#outgoing({
      words,
      sources,
      acts,
      titleOf: (id) => this.#shown.find(({ item }) => item.id === id)?.item.title,
    });
    const options = { ...saying, frame, sources, waitedS, onRetry: this.retry, acts, outgoing };
    const { theme, density, band } = this.around;
    const doubted = doubt(options);
    const place = this.#picture.placeName(this.place);
    const fresh = html`<span class="fresh" part="freshness">${freshness(sources, words, now)}</span>`;
    const isNothing = frame.show === 'content' && doubted === undefined && total === 0;
    const content =
      frame.show !== 'content'
        ? html`${outgoing} ${standIn(options)}`
        : doubted !== undefined
          ? html`<p class="doubt" part="stale" role="status">${doubted}</p>
              ${outgoing}`
          : total === 0
            ? (outgoing ?? nothing)
            : html`${printed(words, sources, place)} ${this.#floods(saying)} ${strips(options)}
              ${current ? this.#one(current, saying, { fresh, isLive: !frame.stale }) : nothing}${responses(binding, saying)}
              ${current ? nothing : html`<div class="foot">${fresh}</div>`}`;
    return html`<section
      class="box ${isNothing ? 'nothing' : ''}"
      data-theme=${theme}
      data-density=${density}
      data-band=${band}
      ?data-large=${this.large}
      lang=${words.tag}
      aria-label=${[place, saying.say('title')].join(' ').trim()}
      tabindex="-1"
      @keydown=${this.#keydown}
    >
      ${content}
      <p class="unseen" role="status" aria-live="polite">${this.#speaker.quiet}</p>
      <p class="unseen" role="alert" aria-live="assertive">${this.#speaker.urgent}</p>
    </section>`;
  }

  /** The chosen one while it is there, else the worst. A new red is not hidden behind a choice: it is first, and counted. */
  get #current(): Shown | undefined {
    return this.#shown.find(({ item }) => item.id === this.#selected) ?? this.#shown[0];
  }

  #one(shown: Shown, saying: Saying, { fresh, isLive }: { fresh: TemplateResult; isLive: boolean }): TemplateResult {
    const { words, say } = saying;
    const { item, over } = shown;
    const opened = this.#opened === item.id;
    const wall = this.around.density === 'wall';
    const level = over || item.numbered ? '' : item.level;
    return html`<article
        class="warning ${level} ${item.stale ? 'stale' : ''} ${item.exercise ? 'drill' : ''} ${opened ? 'opened' : ''}"
        aria-labelledby="name"
      >
        <div class="line" part="header">
          ${levelChip(shown)}
          <div class="name">
            <h2 id="name">${titleOf(shown)}</h2>
            <span class="meta">${besideTitle(shown, saying)}</span>
          </div>
          ${fresh} ${answer(shown, saying, isLive)} ${clock(shown, saying)}
          <div class="acts" part="actions">
            ${answerable(shown).waiting && !wall ? this.#confirm(shown, saying) : nothing}
            ${
              wall
                ? nothing
                : html`<button aria-expanded=${opened ? 'true' : 'false'} @click=${() => this.#open(item.id)}>
                    ${say(opened ? 'shut' : 'open')}
                  </button>`
            }
            <slot name="actions"></slot>
          </div>
          ${outcome(this.#acknowledge.of(item.id), words)} ${over ? nothing : instruction(item.row, saying)}
        </div>
        ${opened || wall ? html`<div class="more">${facts(shown, this.#picture.places, saying)}</div>` : nothing}
        ${this.#shown.length > 1 ? this.#others(shown, saying) : nothing}
      </article>
      ${item.exercise ? html`<p class="unseen">${words.say('exercise.strip')}</p>` : nothing}`;
  }

  get #whyReadOnly(): WhyReadOnly | undefined {
    const sources = this.#picture.sources(undefined);
    return whyReadOnly(sources, { byPage: this.readOnly, refused: this.#acknowledge.readOnly });
  }

  get #mayDecide(): boolean {
    return this.#whyReadOnly === undefined && this.around.density !== 'wall';
  }

  /** 确认收到 of what is shown and of nothing else; or why nobody can. The key of the line is the button's alone: who steps on keeps the focus. */
  #confirm({ item: { id } }: Shown, { words, now }: Saying): TemplateResult | typeof nothing {
    if (!this.#mayDecide) return readOnlyTag(words, this.#whyReadOnly);
    return html`<span class="confirm" data-key=${id}
      >${acknowledgeButton({
        decision: this.#acknowledge.of(id),
        context: { words, now },
        press: this.#press,
        onAcknowledge: () => void this.#acknowledge.send(id),
      })}</span
    >`;
  }

  /** How many others there are, by level, drills apart; and the way to them. */
  #others(shown: Shown, { words, say }: Saying): TemplateResult {
    const others = this.#shown.filter((each) => each !== shown && !each.over);
    const real = others.filter(({ item }) => !item.exercise);
    const drills = others.length - real.length;
    const open = real.filter((each) => answerable(each).waiting).length;
    const counts = byLevel(real.map(({ item }) => item));
    const n = this.#shown.length;
    return html`<div class="others">
      ${
        real.length === 0
          ? nothing
          : html`<span class="counts" part="counts"
              ><b>${say('others', { n: real.length })}</b> ${LEGEND.map((level) =>
                counts[level] === 0
                  ? nothing
                  : html`<span class="count">${mark(level)}${words.say(`short.${level}`)} ${counts[level]}</span>`,
              )}
              ${[...counts.others].map(([word, count]) => html`<span class="count">${inkChip(word)} ${count}</span>`)}
              ${open === 0 ? nothing : html`<span class="count">${ring()}${say('others.open', { n: open })}</span>`}</span
            >`
      }
      ${drills === 0 ? nothing : html`<span class="meta">${say('others.drill', { n: drills })}</span>`}
      ${
        this.around.density === 'wall'
          ? nothing
          : html`<span class="steps">
              <button @click=${() => this.#step(-1)} aria-label=${say('previous')}>‹</button>
              <span class="meta">${say('at.of', { i: this.#shown.indexOf(shown) + 1, n })}</span>
              <button @click=${() => this.#step(1)} aria-label=${say('next')}>›</button>
            </span>`
      }
    </div>`;
  }

  #step(by: number): void {
    const { length } = this.#shown;
    const current = this.#current;
    if (length === 0 || !current) return;
    const next = (this.#shown.indexOf(current) + by + length) % length;
    // Back at the worst nothing is chosen: a worse one that comes is then shown at once.
    this.#selected = next === 0 ? undefined : this.#shown[next]!.item.id;
    this.requestUpdate();
    const { item } = this.#shown[next]!;
    this.#speaker.say('step', () => item.title);
  }

  #open(id: EntityId): void {
    if (this.#opened === id) this.#opened = undefined;
    else if (this.dispatchEvent(new YjWarningOpened(id))) this.#opened = id;
    this.requestUpdate();
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowLeft') this.#step(-1);
    else if (event.key === 'ArrowRight') this.#step(1);
    else if (event.key === 'Escape' && this.#opened !== undefined) this.#open(this.#opened);
    else return;
    event.preventDefault();
  };

  protected override updated(): void {
    const saying = this.#saying;
    for (const { item } of this.#shown)
      if (item.row.derived['acknowledged'] !== undefined && this.#acknowledge.seen(item.id))
        this.dispatchEvent(new YjAlarmAcknowledged(item.id));
    // Of the past nothing is news.
    if (!saying || !this.#picture.ready || this.#picture.isPast) return;
    const { words, now } = saying;
    this.#announcer.link(this.#picture.sources(now), words);
    // That a warning ran out or was replaced is seen, not told as an end that somebody gave it.
    this.#announcer.listen(this.#news, words);
    this.#count(saying);
  }

  /** Those that come to an hour, or to ten minutes, at the same time are one sentence: a flood of them is no flood of speech. */
  #count(saying: Saying): void {
    const { words, say, now } = saying;
    const lefts = this.#shown.map((shown) => ({ id: shown.item.id, left: standingWords(shown, saying).left }));
    const passed = new Set(this.#countdown.passed(lefts));
    if (now === undefined) return;
    const ageOf = ({ item }: Shown): string => words.span(now, item.row.value['expires'] as Instant);
    const unsaid = this.#shown.filter(
      (shown) => passed.has(shown.item.id) && this.claimsOf().take(`left ${shown.item.id} ${ageOf(shown)}`),
    );
    if (unsaid.length === 0) return;
    this.#running = [...this.#running, ...unsaid];
    this.#speaker.say('left', () => {
      const [first, ...others] = this.#running;
      this.#running = [];
      const told = { title: first!.item.title, age: ageOf(first!), n: others.length + 1 };
      return say(others.length === 0 ? 'news.left' : 'news.left.some', told);
    });
  }

  /** That warnings come faster than people read them. */
  #floods({ say }: Saying): TemplateResult | typeof nothing {
    const { flood, drillFlood } = this.#announcer;
    if (!flood && !drillFlood) return nothing;
    const told = (key: 'flood.line' | 'flood.drill', { n, groups }: Flood): TemplateResult =>
      html`<p class="strip flood"><b>${say(key, { n, groups })}</b></p>`;
    return html`${flood ? told('flood.line', flood) : nothing}${drillFlood ? told('flood.drill', drillFlood) : nothing}`;
  }
}

/** As the announcer of all elements knows it, so that its end is said once on the page. */
function announced({ item, over }: Shown): Shown['item'] | undefined {
  if (!over) return item;
  if (over.at === undefined || over.how === 'expired' || over.how === 'superseded') return undefined;
  return { ...item, ended: { how: over.how, at: over.at } };
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-warning-banner': YjWarningBanner;
  }
}
