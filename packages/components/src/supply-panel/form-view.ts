import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId } from '@yingji/core';
import type { Told } from '../controllers/sender.js';
import { troubleWords } from '../frame/acting.js';
import { amountText, readAmount } from './amount.js';
import type { Field, Form } from './form.js';
import { goodUntil } from './lots-table.js';
import { amountOf, lotName, type Speech } from './speech.js';
import { formSentences, type SayForm } from './form-words.js';

export interface FormOptions extends Speech {
  readonly form: Form;
  readonly tell: SayForm;
  readonly told: Told | undefined;
  readonly facilities: readonly { readonly id: EntityId; readonly name: string }[];
  readonly onChange: (field: Field, value: string) => void;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

/** One movement: which lot, how much, where to, why. Nothing is said to be recorded before the store has it. */
export function formView(options: FormOptions): TemplateResult {
  const { form, told, say, tell, onSend, onClose } = options;
  const act = say(`act.${form.act}`);
  const busy = told?.state === 'sending';
  const label = busy
    ? tell('form.sending')
    : told?.state === 'refused' || told?.state === 'unclear'
      ? tell('form.again')
      : tell('form.send', { act });
  return html`<form
    class="sheet"
    part="form"
    aria-labelledby="form-title"
    novalidate
    autocomplete="off"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      if (!busy) onSend();
    }}
  >
    <h3 id="form-title">${tell('form.title', { act, name: form.name })}</h3>
    <div class="fields">
      ${lotField(options)} ${quantityField(options)} ${form.act === 'transfer' ? toField(options) : nothing}
      ${reasonField(options)}
    </div>
    ${trouble(options)}
    <div class="acts">
      <button class="primary" type="submit" aria-disabled=${busy ? 'true' : 'false'}>${label}</button>
      <button type="button" class="close" @click=${onClose}>${tell('form.cancel')}</button>
    </div>
  </form>`;
}

const wrongNote = (field: Field, { form, tell }: FormOptions): TemplateResult | typeof nothing => {
  const key = form.wrong[field];
  return key ? html`<span class="problem" id="wrong-${field}">${tell(key)}</span>` : nothing;
};

/** `aria-invalid` and what is wrong, for a field. */
const invalid = (field: Field, { form }: FormOptions): 'true' | 'false' => (form.wrong[field] ? 'true' : 'false');
const described = (field: Field, { form }: FormOptions): string | typeof nothing =>
  form.wrong[field] ? `wrong-${field}` : nothing;

function lotField(options: FormOptions): TemplateResult | typeof nothing {
  const { form, tell, onChange } = options;
  const { lots, lot } = form;
  if (lots.length === 0) return html`<p class="problem">${tell('form.lot.none')}</p>`;
  if (lots.length === 1)
    return html`<p class="single">${lotName(lots[0]!, options)} · ${goodUntil(lots[0]!, options)}</p>`;
  return html`<label
    >${tell('form.lot')}
    <select
      name="lot"
      aria-invalid=${invalid('lot', options)}
      aria-describedby=${described('lot', options)}
      @change=${(event: Event) => onChange('lot', (event.target as HTMLSelectElement).value)}
    >
      <option value="" ?selected=${lot === ''}>${form.mayPick ? tell('form.lot.first') : '—'}</option>
      ${lots.map(
        (each) =>
          html`<option value=${each.id} ?selected=${each.id === lot}>
            ${lotName(each, options)} · ${goodUntil(each, options)} ·
            ${each.quantity === undefined ? '—' : amountOf(options, each.quantity, each.unit)}
          </option>`,
      )}
    </select>
    ${wrongNote('lot', options)}</label
  >`;
}

function quantityField(options: FormOptions): TemplateResult {
  const { form, tell, onChange } = options;
  const { act, unit, seen } = form;
  return html`<label
    >${tell(act === 'count' ? 'form.counted' : 'form.quantity', { unit })}
    <input
      name="quantity"
      inputmode="decimal"
      .value=${form.quantity}
      aria-invalid=${invalid('quantity', options)}
      aria-describedby=${described('quantity', options)}
      @input=${(event: InputEvent) => onChange('quantity', (event.target as HTMLInputElement).value)}
    />
    ${seen === undefined ? nothing : html`<span class="hint">${ledgerWords(seen, options)}</span>`}
    ${
      form.leg?.quantity === undefined
        ? nothing
        : html`<span class="hint">${tell('form.left', { n: amountOf(options, form.leg.quantity, unit) })}</span>`
    }
    ${wrongNote('quantity', options)}</label
  >`;
}

/** Beside a count, by how much it differs from the ledger. */
function ledgerWords(seen: number, { form, say, tell }: FormOptions): string {
  const n = amountOf({ say }, seen, form.unit);
  const counted = form.act === 'count' ? readAmount(form.quantity) : undefined;
  if (counted === undefined) return tell('form.ledger', { n });
  const d = counted - seen;
  return tell('form.difference', { n, d: `${d > 0 ? '+' : ''}${amountText(d)}` });
}

function toField(options: FormOptions): TemplateResult {
  const { form, facilities, tell, onChange } = options;
  return html`<label
    >${tell('form.to')}
    <select
      name="to"
      aria-invalid=${invalid('to', options)}
      aria-describedby=${described('to', options)}
      @change=${(event: Event) => onChange('to', (event.target as HTMLSelectElement).value)}
    >
      <option value="" ?selected=${form.to === ''}>${tell('form.to.choose')}</option>
      ${facilities
        .filter(({ id }) => form.lots.every(({ facility }) => facility !== id))
        .map(({ id, name }) => html`<option value=${id} ?selected=${id === form.to}>${name}</option>`)}
    </select>
    ${wrongNote('to', options)}</label
  >`;
}

function reasonField(options: FormOptions): TemplateResult {
  const { form, tell, onChange } = options;
  return html`<label
    >${tell('form.reason')}
    <input
      name="reason"
      placeholder=${tell('form.reason.note')}
      .value=${form.reason}
      aria-invalid=${invalid('reason', options)}
      aria-describedby=${described('reason', options)}
      @input=${(event: InputEvent) => onChange('reason', (event.target as HTMLInputElement).value)}
    />
    ${wrongNote('reason', options)}</label
  >`;
}

/** What the store said, or that nobody knows. */
function trouble({ told, words: { lang } }: FormOptions): TemplateResult | typeof nothing {
  if (told?.state !== 'refused' && told?.state !== 'unclear') return nothing;
  return html`<p class="problem told" role="alert">${troubleWords(told, { sentences: formSentences, lang })}</p>`;
}
