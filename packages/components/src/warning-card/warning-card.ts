import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { EntityId } from '@yingji/core';
import { YjAlarmAcknowledged } from '../alert-map/events.js';
import { frameOf } from '../frame/frame.js';
import { freshness } from '../frame/freshness.js';
import { strips } from '../frame/notices.js';
import { acknowledgeButton, confirmation } from '../alert-map/confirmation.js';
import { Acknowledge } from '../controllers/acknowledge.js';
import { KeepFocus } from '../controllers/keep-focus.js';
import { Press } from '../controllers/press.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import { printed } from '../frame/printed.js';
import { readOnlyTag, whyReadOnly, type WhyReadOnly } from '../frame/read-only.js';
import type { Item } from '../alert-map/item.js';
import { wordsFor } from '../i18n/words.js';
import { HostClock } from '../warning/clock.js';
import { coverageRows } from '../warning/coverage.js';
import {
  answerable,
  besideTitle,
  clock,
  doubt,
  facts,
  instruction,
  levelChip,
  pressable,
  standIn,
  titleOf,
} from '../warning/parts.js';
import { WarningPicture, type Shown } from '../warning/picture.js';
import type { Saying } from '../warning/standing.js';
import { sayOf } from '../frame/own-words.js';
import { history } from './history.js';
import { cardSentences } from './words.js';
import { outgoingStrip } from '../outgoing/strip.js';
import { SENTENCES } from '../warning/words.js';
import { warningCardStyles } from './warning-card.styles.js';

/**
 * One warning in full: level, time left, what to do, area, issuer, what its issuer did with it over time, and who acknowledged it. What is
 * lifted, withdrawn, replaced or expired is shown as that. Of warnings it says nothing aloud: that is the banner's.
 *
 * @summary One warning in full, with its history.
 * @slot title - In place of the heading.
 * @slot actions - Buttons of the page's own, e.g. to its handling steps.
 * @slot footer - Below everything.
 * @event yj-acknowledgement-requested - The warning is about to be acknowledged; cancel it to do it elsewhere.
 * @event yj-alarm-acknowledged - The picture shows a confirmation that was sent from here.
 * @csspart header chip clock ack actions stale failed empty
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjWarningCard extends YjElement {
  /** Of its shadow root alone. */
  static override styles = warningCardStyles;

  /** Id of the warning; without it the worst in force. */
  @property() warning = '';
  /** Nobody decides here: no 确认收到. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  /** Id or division code of the place this is about: its name. */
  @property() place = '';

  readonly #clock = new HostClock(this);
  readonly #acknowledge = new Acknowledge(this, this.viewOf);
  readonly #outgoing = outgoingStrip(this, this.viewOf, this.claimsOf);
  readonly #picture = new WarningPicture(this, this.viewOf);
  protected readonly focusKept = new KeepFocus(this, () => this.box.focus());
  readonly #press = new Press(this);
  #item: Item | undefined;

  protected override render(): TemplateResult {
    const words = wordsFor(langOf(this));
    const now = this.#clock.now(this.#picture.said, this.#picture.isPast);
    const say = sayOf(SENTENCES, words.lang);
    const saying: Saying = { words, say, now };
    const tell = sayOf(cardSentences, words.lang);
    const { ready } = this.#picture;
    const shown = ready ? this.#chosen(saying) : undefined;
    this.#item = shown?.item;
    if (ready) this.#press.shows(pressable(shown));
    const sources = this.#picture.sources(now);
    const total = shown || this.warning !== '' ? 1 : 0;
    const frame = frameOf({ hasView: this.viewOf() !== undefined, ready, sources, total, shown: total });
    if (frame.show !== 'loading') this.waiting.stop();
    const waitedS = frame.show === 'loading' ? this.waiting.seconds() : 0;
    const acts = shown !== undefined && this.#mayDecide;
    const outgoing = this.#outgoing({ words, sources, acts, titleOf: (id) => this.#titleOf(id, saying) });
    const options = { ...saying, frame, sources, waitedS, onRetry: this.retry, acts, outgoing };
    const { theme, density, band } = this.around;
    const doubted = doubt(options);
    const place = this.#picture.placeName(this.place);
    const { isPast } = this.#picture;
    const time = now === undefined ? '' : isPast ? words.date(now) : words.clock(now, now);
    const none = isPast ? 'empty.past' : place === '' ? 'empty' : 'empty.in';
    const fresh = html`<span class="fresh" part="freshness">${freshness(sources, words, now)}</span>`;
    return html`<section
      class="box"
      data-theme=${theme}
      data-density=${density}
      data-band=${band}
      ?data-large=${this.large}
      lang=${words.tag}
      aria-label=${tell('title.card')}
      tabindex="-1"
    >
      ${
        frame.show !== 'content'
          ? html`${outgoing} ${standIn(options)}`
          : doubted !== undefined
            ? html`<p class="doubt" part="stale" role="status">${doubted}</p>
                ${outgoing}`
            : html`${printed(words, sources, place)} ${strips(options)}
                ${
                  shown
                    ? this.#one(shown, saying, { fresh, isLive: !frame.stale })
                    : html`<p class="empty" part="empty">
                        ${
                          this.warning === ''
                            ? tell(none, { place, time, n: sources.total })
                            : tell(isPast ? 'missing.then' : 'missing.now', { id: this.warning, time })
                        }
                      </p>`
                }
                <div class="foot">
                  ${shown ? nothing : fresh}
                  ${shown && density !== 'wall' ? readOnlyTag(words, this.#whyReadOnly) : nothing}
                </div>`
      }
      <slot name="footer"></slot>
    </section>`;
  }

  get #whyReadOnly(): WhyReadOnly | undefined {
    const sources = this.#picture.sources(undefined);
    return whyReadOnly(sources, { byPage: this.readOnly, refused: this.#acknowledge.readOnly });
  }

  get #mayDecide(): boolean {
    return this.#whyReadOnly === undefined && this.around.density !== 'wall';
  }

  #titleOf(id: EntityId, { words, now }: Saying): string | undefined {
    const row = this.#picture.row(id);
    return row && this.#picture.show(row, words, now)?.item.title;
  }

  #chosen({ words, now }: Saying): Shown | undefined {
    if (this.warning === '') return this.#picture.shown(words, now)[0];
    const row = this.#picture.row(this.warning as EntityId);
    return row && this.#picture.show(row, words, now);
  }

  #one(shown: Shown, saying: Saying, { fresh, isLive }: { fresh: TemplateResult; isLive: boolean }): TemplateResult {
    const { words, now } = saying;
    const { over } = shown;
    const { row, exercise } = shown.item;
    const item = answerable(shown);
    const { acknowledged } = item;
    const level = over || item.numbered ? '' : item.level;
    const context = { words, places: this.#picture.places, now };
    const newest = over?.how === 'superseded' ? over.by : undefined;
    const decision = this.#acknowledge.of(item.id);
    return html`<article
      class="warning ${level} ${item.stale ? 'stale' : ''} ${exercise ? 'drill' : ''}"
      aria-labelledby="name"
      data-key=${item.id}
    >
      <div class="line" part="header">
        ${levelChip(shown)}
        <div class="name">
          <h2 id="name"><slot name="title">${titleOf(shown)}</slot></h2>
          <span class="meta">${besideTitle(shown, saying)}</span>
        </div>
        ${fresh} ${clock(shown, saying)}
      </div>
      ${
        over
          ? nothing
          : html`<section class="what">
              <h3>${words.say('fact.instruction')}</h3>
              ${instruction(row, saying)}
            </section>`
      }
      ${facts(shown, this.#picture.places, saying)}
      <dl class="coverage">
        ${coverageRows(row, context).map(
          ([name, told]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${told}</dd>
            </div>`,
        )}
      </dl>
      ${history(row, this.#picture.chain(row), saying)}
      ${over && !acknowledged ? nothing : confirmation(item, { context: isLive ? context : { words, now: undefined }, decision })}
      <div class="acts" part="actions">
        ${
          item.waiting && this.#mayDecide
            ? acknowledgeButton({
                decision,
                context,
                press: this.#press,
                onAcknowledge: () => void this.#acknowledge.send(item.id),
              })
            : nothing
        }
        ${
          newest && this.around.density !== 'wall'
            ? html`<button @click=${() => (this.warning = newest.id)}>
                ${sayOf(cardSentences, words.lang)('newest')}
              </button>`
            : nothing
        }
        <slot name="actions"></slot>
      </div>
    </article>`;
  }

  protected override updated(): void {
    const item = this.#item;
    if (item?.row.derived['acknowledged'] === undefined) return;
    if (this.#acknowledge.seen(item.id)) this.dispatchEvent(new YjAlarmAcknowledged(item.id));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-warning-card': YjWarningCard;
  }
}
