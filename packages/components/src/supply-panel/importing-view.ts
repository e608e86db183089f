import { html, nothing, type TemplateResult } from 'lit';
import { sayOf } from '../frame/own-words.js';
import { troubleWords } from '../frame/acting.js';
import { amountText } from './amount.js';
import { formSentences, type SayForm } from './form-words.js';
import { importSentences, type SayImport } from './import-words.js';
import type { Importing } from './importing.js';
import { isRight, type CheckedRow } from './sheet-rows.js';
import { amountOf, type Speech } from './speech.js';

interface Told extends Speech {
  readonly tell: SayImport;
  readonly form: SayForm;
}

/** Counts and movements from a sheet: what is in it, row by row, and nothing sent before all of it is right. */
export function importingView(importing: Importing, speech: Speech, onClose: () => void): TemplateResult {
  const { lang } = speech.words;
  const told: Told = { ...speech, tell: sayOf(importSentences, lang), form: sayOf(formSentences, lang) };
  const { tell, say } = told;
  return html`<section class="sheet file" part="form" role="dialog" aria-labelledby="file-title" tabindex="-1">
    <h3 id="file-title">${say('act.file')}</h3>
    <p class="file-how">${tell('file.how')}</p>
    <div class="fields">
      <label
        >${tell('file.choose')}
        <input
          type="file"
          name="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          @change=${(event: Event) => {
            const [file] = (event.target as HTMLInputElement).files ?? [];
            if (file) void importing.take(file);
          }}
      /></label>
      <label
        >${tell('file.paste')}
        <textarea
          name="text"
          rows="3"
          .value=${importing.text}
          @input=${(event: InputEvent) => importing.type((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
    </div>
    ${importing.note ? html`<p class="told">${tell(...importing.note)}</p>` : nothing} ${result(importing, told)}
    <div class="acts">
      ${mainButton(importing, told)}
      ${importing.isRefused ? html`<button @click=${() => importing.check()}>${tell('file.check')}</button>` : nothing}
      <button class="close" @click=${onClose}>${say('sheet.close')}</button>
    </div>
  </section>`;
}

function mainButton(importing: Importing, { tell }: Told): TemplateResult {
  const { open, sending, checked } = importing;
  if (!sending && open.length === 0)
    return html`<button class="primary" @click=${() => importing.check()}>${tell('file.check')}</button>`;
  const rows = checked && 'rows' in checked ? checked.rows.length : 0;
  const label = sending
    ? tell('file.sending', { n: rows - open.length, m: rows })
    : tell(open.length < rows ? 'file.rest' : 'file.send', { n: open.length });
  return html`<button class="primary" aria-disabled=${sending ? 'true' : 'false'} @click=${() => void importing.send()}>
    ${label}
  </button>`;
}

const HEADS = ['row', 'act', 'lot', 'ledger', 'amount', 'difference', 'result'] as const;

function result(importing: Importing, told: Told): TemplateResult | typeof nothing {
  const { checked } = importing;
  const { tell } = told;
  if (!checked) return nothing;
  if ('wrong' in checked) return html`<p class="problem told" role="alert">${tell(...checked.wrong)}</p>`;
  const { rows } = checked;
  const wrong = rows.filter((row) => !isRight(row)).length;
  return html`${
      wrong > 0
        ? html`<p class="problem told" role="alert">${tell('file.errors', { n: wrong })}</p>`
        : html`<p class="told" role="status">${summary(rows, importing, told)}</p>`
    }
    <div class="scroll" tabindex="0" role="region" aria-label=${tell('file.result')}>
      <table class="checked" role="table">
        <thead>
          <tr role="row">
            ${HEADS.map((head) => html`<th scope="col" role="columnheader">${tell(`file.${head}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => line(row, importing, told))}
        </tbody>
      </table>
    </div>`;
}

function summary(rows: readonly CheckedRow[], importing: Importing, { tell }: Told): string {
  const states = rows.map((row) => importing.of(row)?.state);
  if (states.every((state) => state === undefined)) return tell('file.fine', { n: rows.length });
  const n = states.filter((state) => state === 'recorded').length;
  return n === rows.length ? tell('file.done', { n }) : tell('file.done.part', { n, m: rows.length - n });
}

function line(row: CheckedRow, importing: Importing, told: Told): TemplateResult {
  const { about, amount, called, change, act, to } = row;
  const n = (value: number | undefined): string =>
    value === undefined || !about ? '—' : amountOf(told, value, about.unit);
  return html`<tr role="row">
    <td role="cell">${row.row}</td>
    <td role="cell">${act ? told.say(`act.${act}`) : '—'}</td>
    <td role="cell">${about ? `${about.name} ${about.lot ?? ''}` : called || '—'}${to ? ` → ${to.name}` : nothing}</td>
    <td role="cell" data-label=${told.tell('file.ledger')}>${n(about?.ledger)}</td>
    <td role="cell" data-label=${told.tell('file.amount')}>${n(amount)}</td>
    <td role="cell" data-label=${told.tell('file.difference')}>
      ${change === undefined ? '—' : change === 0 ? '0' : html`<b>${change > 0 ? '+' : ''}${amountText(change)}</b>`}
    </td>
    <td role="cell">${outcome(row, importing, told)}</td>
  </tr>`;
}

function outcome(
  row: CheckedRow,
  importing: Importing,
  { tell, form, words: { lang } }: Told,
): TemplateResult | string {
  if (row.wrong) return html`<b class="problem">${tell(...row.wrong)}</b>`;
  const told = importing.of(row);
  if (!told) return tell('file.ok');
  if (told.state === 'refused' || told.state === 'unclear')
    return html`<b class="problem">${troubleWords(told, { sentences: formSentences, lang })}</b>`;
  if (told.state === 'recorded') return tell('row.sent');
  return form(told.state === 'taken' ? 'told.taken' : 'form.sending');
}
