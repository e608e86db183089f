import { html, nothing, type ComplexAttributeConverter, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AllClearShown, EntityId, Query, View } from '@yingji/core';
import { allClearQuery } from '@yingji/core/wire';
import { freshness } from '../frame/freshness.js';
import { frameOf, sourcesOf, type Sources } from '../frame/frame.js';
import { standIn, strips } from '../frame/notices.js';
import { Observe, ObserveHealth } from '../controllers/observe.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import { OpenOnPaper } from '../frame/open-on-paper.js';
import { printed } from '../frame/printed.js';
import { ownWords } from '../frame/own-words.js';
import { later } from '../i18n/time.js';
import { wordsFor } from '../i18n/words.js';
import { allClearStyles } from './all-clear.styles.js';
import { evidence } from './evidence.js';
import { YjEvidenceOpened } from './events.js';
import { statementOf, type Known, type Statement } from './statement.js';
import { clearSentences, type ClearWords } from './words.js';

const NAMED_DEVICES = 200;

/** `12G00 11B` */
const codes: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => (text ?? '').split(/[\s,，、]+/).filter((code) => code !== ''),
};

/**
 * 无异常核验: whether anything of these event types is open in a place, as one sentence with all that it rests on. Where it is not
 * watched, not covered, not fresh, or cannot be known, it says 不能判定 and why. Nothing open is never said as 解除.
 *
 * @summary The accountable statement that nothing was seen, or why it cannot be made.
 * @slot title - In place of the title.
 * @slot actions - Buttons of the page.
 * @slot footer - Below the evidence: who signs it.
 * @event yj-evidence-opened - The evidence is to be opened; cancel it to show it elsewhere.
 * @csspart header title freshness actions statement evidence stale failed
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjAllClear extends YjElement {
  /** Of its shadow root alone. */
  static override styles = allClearStyles;

  /** Id or division code of the place that is asked about. */
  @property() place = '';
  /** Codes of event types, or beginnings of codes, e.g. `12G00 11B`. */
  @property({ attribute: 'event-types', converter: codes }) eventTypes: readonly string[] = [];

  readonly #health = new ObserveHealth(this, this.viewOf);
  readonly #feeds = new Observe(this, { view: this.viewOf, query: { kind: 'feed' } });
  readonly #places = new Observe(this, { view: this.viewOf, query: () => this.#placeQuery() });
  readonly #answer = new Observe(this, { view: this.viewOf, query: () => this.#question() });
  readonly #devices = new Observe(this, { view: this.viewOf, query: () => this.#deviceQuery() });
  readonly #speaker = new Speaker(this, this.claimsOf);

  protected readonly onPaper = new OpenOnPaper(this, () => this.renderRoot);

  #words!: ClearWords;
  #statement: Statement | undefined;
  #said: { readonly view: View | undefined; readonly place: string; readonly state: Statement['state'] } | undefined;

  #placeQuery(): Query | undefined {
    if (this.place === '') return undefined;
    const field = this.place.includes('/') ? 'id' : 'code';
    return { kind: 'place', where: [{ field, op: 'eq', value: this.place }] };
  }

  get #placeId(): EntityId | undefined {
    if (this.place.includes('/')) return this.place as EntityId;
    return this.#places.rows.keys().next().value;
  }

  #question(): Query | undefined {
    const place = this.#placeId;
    return place && allClearQuery({ place, eventTypes: this.eventTypes });
  }

  /** The devices that are in doubt, for their names. */
  #deviceQuery(): Query | undefined {
    const ids = (this.#answered?.doubts ?? []).flatMap((doubt) =>
      'device' in doubt && doubt.device ? [doubt.device] : [],
    );
    if (ids.length === 0) return undefined;
    return { kind: 'device', where: [{ field: 'id', op: 'in', value: ids.slice(0, NAMED_DEVICES) }] };
  }

  get #answered(): AllClearShown | undefined {
    return this.#answer.rows.values().next().value?.value as unknown as AllClearShown | undefined;
  }

  /** All that was asked has been answered, be it with nothing. */
  get #ready(): boolean {
    if (this.place === '') return this.#feeds.ready;
    const known = this.place.includes('/') || this.#places.ready;
    return this.#feeds.ready && known && (this.#placeId === undefined || this.#answer.ready);
  }

  protected override render(): TemplateResult {
    const view = this.viewOf();
    const words = (this.#words = ownWords(wordsFor(langOf(this)), clearSentences));
    const { health } = this.#health;
    const now = [this.#answer.now, this.#feeds.now].reduce(later, health?.now);
    const sources = sourcesOf(health, { feeds: this.#feeds.rows, now, unjudged: 0 });
    const frame = frameOf({ hasView: view !== undefined, ready: this.#ready, sources, total: 1, shown: 1 });
    if (frame.show !== 'loading') this.waiting.stop();
    const name = this.#places.rows.values().next().value?.value['name'];
    const known: Known = {
      ...{ words, health, now, eventTypes: this.eventTypes, answer: this.#answered },
      placeless: this.place === '',
      unregistered: this.#placeId === undefined,
      place: typeof name === 'string' ? name : '',
      devices: this.#devices.rows,
      feeds: this.#feeds.rows,
    };
    const content = frame.show === 'content';
    this.#statement = content ? statementOf(known) : undefined;
    const { theme, density, band } = this.around;
    const { unjudged: _, lacks: __, ...plain } = sources;
    const notices = {
      ...{ sources: plain, words, waitedS: frame.show === 'loading' ? this.waiting.seconds() : 0 },
      frame: content ? { ...frame, partial: false } : frame,
      onRetry: this.retry,
    };
    return html`<section
      class="box"
      data-theme=${theme}
      data-density=${density}
      data-band=${band}
      ?data-large=${this.large}
      lang=${words.tag}
      aria-label=${words.say('title')}
    >
      ${this.#header(plain, content || frame.show === 'failed', known)} ${content ? strips(notices) : standIn(notices)}
      ${this.#statement ? this.#body(this.#statement, known) : nothing}
      <slot name="footer"></slot>
      <p class="unseen" role="status" aria-live="polite">${this.#speaker.quiet}</p>
    </section>`;
  }

  #header(sources: Sources, told: boolean, { words, place, now }: Known): TemplateResult {
    return html`<header class="head" part="header">
      <h2 class="title" part="title"><slot name="title">${words.say('title')}</slot></h2>
      ${told ? printed(words, sources, place) : nothing}
      ${
        told
          ? html`<div class="facts">
              ${place === '' ? nothing : html`<span class="counts">${place}</span>`}
              <div class="fresh" part="freshness">${freshness({ ...sources, silent: [] }, words, now)}</div>
            </div>`
          : nothing
      }
      <div class="actions" part="actions"><slot name="actions"></slot></div>
    </header>`;
  }

  #body(statement: Statement, known: Known): TemplateResult {
    const { words } = known;
    const { state: of, sentence, basis } = statement;
    const wall = this.around.density === 'wall';
    return html`<div class="statement" part="statement">
        <p class="verdict">
          <span class="state ${of}">${of === 'unknown' ? '? ' : ''}${words.say(`chip.${of}`)}</span>
          <span class="said">${sentence}</span>
        </p>
        ${basis.map((each) => html`<p>${each}</p>`)}
      </div>
      ${
        wall
          ? nothing
          : html`<details @keydown=${(event: KeyboardEvent) => this.#shut(event)}>
              <summary @click=${(event: Event) => this.#open(event)}>${words.say('evidence')}</summary>
              ${evidence(statement, known)}
            </details>`
      }`;
  }

  #shut(event: KeyboardEvent): void {
    const details = event.currentTarget as HTMLDetailsElement;
    if (event.key !== 'Escape' || !details.open) return;
    event.preventDefault();
    details.open = false;
    details.querySelector('summary')?.focus();
  }

  #open(event: Event): void {
    const details = (event.currentTarget as HTMLElement).parentElement as HTMLDetailsElement;
    if (details.open) return;
    if (!this.dispatchEvent(new YjEvidenceOpened(this.#placeId))) event.preventDefault();
  }

  /** Says the statement when another one may be made than before; the first is read where it stands. */
  protected override updated(): void {
    const statement = this.#statement;
    if (!statement) return;
    const before = this.#said;
    const now = { view: this.viewOf(), place: `${this.place} ${this.eventTypes.join(' ')}`, state: statement.state };
    this.#said = now;
    if (!before || before.view !== now.view || before.place !== now.place || before.state === now.state) return;
    // Of the past nothing is news.
    if (this.#health.health?.readOnly === 'past') return;
    this.#speaker.say('state', () => this.#words.say('news.said', { sentence: this.#statement?.sentence ?? '' }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-all-clear': YjAllClear;
  }
}
