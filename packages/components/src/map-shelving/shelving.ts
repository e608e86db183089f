import { css, html, nothing, type TemplateResult } from 'lit';
import type { EntityId } from '@yingji/core';
import { shelvedOf, type Item } from '../alert-map/item.js';
import type { Deck } from '../alert-map/steering.js';
import { Sender } from '../controllers/sender.js';
import { troubleWords } from '../frame/acting.js';
import type { YjElement } from '../frame/element.js';
import { sayOf, type Say } from '../frame/own-words.js';
import { YjShelvingRecorded, YjShelvingRequested, type ShelveAct } from './events.js';
import { shelvingSentences, type ShelvingKey } from './words.js';

const MINUTES = [15, 30, 60, 120, 240, 480];
/** Somebody waits at a telephone for what they tell of. */
const CALLS: ReadonlySet<unknown> = new Set(['110', '119', '120', '122']);

const shelvingStyles = css`
  .shelving {
    margin-block-start: 6px;
  }
  .shelving form {
    display: grid;
    gap: 6px;
  }
  .shelving input {
    inline-size: 100%;
  }
  @media print {
    .shelving {
      display: none;
    }
  }
`;

/** 搁置 of an incident, in its popup: for how long and why, and back again. */
export class Shelving {
  readonly #host: YjElement;
  readonly #deck: Deck;
  readonly #sender: Sender<ShelveAct>;
  /** Whose form is open, and whether its reason is missing. */
  #form: { readonly id: EntityId; readonly missing: boolean } | undefined;

  constructor(host: YjElement, deck: Deck) {
    this.#host = host;
    this.#deck = deck;
    host.wear(shelvingStyles);
    this.#sender = new Sender(host, {
      view: deck.view,
      requested: (act) => new YjShelvingRequested(act),
      recorded: (act, ids) => new YjShelvingRecorded(act, ids),
    });
  }

  /** What may be done about it; nothing for what is never set aside. */
  of(item: Item): TemplateResult | typeof nothing {
    const shelved = shelvedOf(item);
    if (!shelved && !this.#mayBe(item)) return nothing;
    const { words, now } = this.#deck.context();
    const say = sayOf(shelvingSentences, words.lang);
    const told = this.#sender.of(keyOf(item));
    if (told?.state === 'sending' || told?.state === 'recorded')
      return html`<p class="shelving meta" role="status">
        ${say(told.state === 'sending' ? 'form.sending' : 'recorded')}
      </p>`;
    const trouble =
      told?.state === 'refused' || told?.state === 'unclear'
        ? html`<p class="problem" role="alert">
            ${troubleWords(told, { sentences: shelvingSentences, lang: words.lang })}
          </p>`
        : nothing;
    const { masked: name, reason } = shelved ?? {};
    return html`<div class="shelving">
      ${
        shelved
          ? html`<p>${say('until', { time: words.clock(shelved.until, now), name: name!, reason: reason! })}</p>
              <button @click=${() => this.#send(item, { name: 'unshelve-alarm', input: { of: item.id } })}>
                ${say('unshelve')}
              </button>`
          : this.#form?.id === item.id
            ? this.#view(item, say)
            : html`<button data-shelve @click=${() => this.#open({ id: item.id, missing: false })}>
                ${say('shelve')}
              </button>`
      }
      ${trouble}
    </div>`;
  }

  #mayBe({ id, kind, level, numbered, unjudged }: Item): boolean {
    if (kind !== 'incident' || unjudged || level === 'red' || (level === 'ungraded' && !numbered)) return false;
    return !this.#deck.shown().some((other) => other.incident === id && CALLS.has(other.row.value['channel']));
  }

  #open(form: { readonly id: EntityId; readonly missing: boolean } | undefined): void {
    this.#form = form;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(form ? '.shelving input' : '[data-shelve]')?.focus(),
    );
  }

  #send(item: Item, act: ShelveAct): void {
    this.#form = undefined;
    void this.#sender.send(keyOf(item), act);
  }

  #view(item: Item, say: Say<ShelvingKey>): TemplateResult {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const filled = new FormData(event.target as HTMLFormElement);
      const reason = (filled.get('reason') as string).trim();
      if (reason === '') return this.#open({ id: item.id, missing: true });
      const input = { of: item.id, minutes: Number(filled.get('minutes')), reason };
      this.#send(item, { name: 'shelve-alarm', input });
    };
    const keydown = (event: KeyboardEvent): void => {
      // Here Esc leaves the form, and no letter is a key of the map.
      event.stopPropagation();
      if (event.key === 'Escape') this.#open(undefined);
    };
    const missing = this.#form?.missing ?? false;
    return html`<form @submit=${submit} @keydown=${keydown} novalidate>
      <label
        >${say('for')}
        <select name="minutes">
          ${MINUTES.map(
            (n) =>
              html`<option value=${n} ?selected=${n === 30}>
                ${n > 60 ? say('for.hours', { n: n / 60 }) : say('for.minutes', { n })}
              </option>`,
          )}
        </select></label
      >
      <label
        >${say('reason')}
        <input name="reason" maxlength="200" required aria-invalid=${missing ? 'true' : 'false'} data-zone="field"
      /></label>
      ${missing ? html`<p class="problem" role="alert">${say('reason.missing')}</p>` : nothing}
      <p class="meta">${say('back.hint')}</p>
      <div class="acts">
        <button class="primary">${say('shelve')}</button>
        <button type="button" @click=${() => this.#open(undefined)}>${say('form.cancel')}</button>
      </div>
    </form>`;
  }
}

/** Of one state of one incident: once it is set aside or back, the next act is another. */
const keyOf = (item: Item): string => `${item.id} ${item.row.position} ${shelvedOf(item)?.until ?? ''}`;
