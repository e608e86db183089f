import { html, nothing, type TemplateResult } from 'lit';
import { amountText } from './amount.js';
import { isRight, type CheckedRow } from './count-sheet.js';
import type { Counting } from './counting.js';
import { troubleWords } from './form-view.js';
import { amountOf, type Speech } from './speech.js';

/** A count from a file: what is in it, row by row, and nothing sent before all of it is right. */
export function countingView(counting: Counting, speech: Speech, onClose: () => void): TemplateResult {
  const { say } = speech;
  return html`<section class="sheet file" part="form" role="dialog" aria-labelledby="file-title" tabindex="-1">
    <h3 id="file-title">${say('file.title')}</h3>
    <p class="file-how">${say('file.how')}</p>
    <div class="fields">
      <label
        >${say('file.choose')}
        <input
          type="file"
          name="file"
          accept=".csv,.tsv,.txt,text/csv"
          @change=${(event: Event) => {
            const [file] = (event.target as HTMLInputElement).files ?? [];
            if (file) void counting.take(file);
          }}
      /></label>
      <label
        >${say('file.paste')}
        <textarea
          name="text"
          rows="3"
          .value=${counting.text}
          @input=${(event: InputEvent) => counting.type((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
    </div>
    ${result(counting, speech)}
    <div class="acts">
      ${mainButton(counting, speech)}
      ${counting.isRefused ? html`<button @click=${() => counting.check()}>${say('file.check')}</button>` : nothing}
      <button class="close" @click=${onClose}>${say('form.close')}</button>
    </div>
  </section>`;
}

function mainButton(counting: Counting, { say }: Speech): TemplateResult | typeof nothing {
  const { open, sending, checked } = counting;
  if (sending || open.length > 0) {
    const rows = checked && 'rows' in checked ? checked.rows.length : 0;
    const label = sending
      ? say('file.sending', { n: rows - open.length, m: rows })
      : say(open.length < rows ? 'file.rest' : 'file.send', { n: open.length });
    return html`<button
      class="primary"
      aria-disabled=${sending ? 'true' : 'false'}
      @click=${() => void counting.send()}
    >
      ${label}
    </button>`;
  }
  return html`<button class="primary" @click=${() => counting.check()}>${say('file.check')}</button>`;
}

function result(counting: Counting, speech: Speech): TemplateResult | typeof nothing {
  const { checked } = counting;
  const { say } = speech;
  if (!checked) return nothing;
  if ('wrong' in checked) return html`<p class="problem told" role="alert">${say(...checked.wrong)}</p>`;
  const { rows } = checked;
  const wrong = rows.filter((row) => !isRight(row)).length;
  return html`${
      wrong > 0
        ? html`<p class="problem told" role="alert">${say('file.errors', { n: wrong })}</p>`
        : html`<p class="told" role="status">${summary(rows, counting, speech)}</p>`
    }
    <div class="scroll" tabindex="0" role="region" aria-label=${say('file.result')}>
      <table class="checked">
        <thead>
          <tr>
            <th scope="col">${say('file.row')}</th>
            <th scope="col">${say('head.lot')}</th>
            <th scope="col">${say('head.quantity')}</th>
            <th scope="col">${say('head.counted')}</th>
            <th scope="col">${say('file.difference')}</th>
            <th scope="col">${say('file.result')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => line(row, counting, speech))}
        </tbody>
      </table>
    </div>`;
}

function summary(rows: readonly CheckedRow[], counting: Counting, { say }: Speech): string {
  const told = rows.map((row) => counting.of(row)?.state);
  if (told.every((state) => state === undefined)) return say('file.fine', { n: rows.length });
  const n = told.filter((state) => state === 'recorded').length;
  return n === rows.length ? say('file.done', { n }) : say('file.done.part', { n, m: rows.length - n });
}

function line(row: CheckedRow, counting: Counting, speech: Speech): TemplateResult {
  const { lot, counted, called } = row;
  const n = (amount: number | undefined): string =>
    amount === undefined || !lot ? '—' : amountOf(speech, amount, lot.unit);
  const difference = lot?.quantity === undefined || counted === undefined ? undefined : counted - lot.quantity;
  const sign = difference !== undefined && difference > 0 ? '+' : '';
  return html`<tr>
    <td>${row.row}</td>
    <td>${lot ? `${lot.name} ${lot.lot ?? ''}` : called || '—'}</td>
    <td>${n(lot?.quantity)}</td>
    <td>${n(counted)}</td>
    <td>
      ${difference === undefined ? '—' : html`${difference === 0 ? '0' : html`<b>${sign}${amountText(difference)}</b>`}`}
    </td>
    <td>${outcome(row, counting, speech)}</td>
  </tr>`;
}

function outcome(row: CheckedRow, counting: Counting, { say }: Speech): TemplateResult | string {
  if (row.wrong) return html`<b class="problem">${say(...row.wrong)}</b>`;
  const told = counting.of(row);
  if (!told) return say('file.ok');
  if (told.state === 'refused' || told.state === 'unclear')
    return html`<b class="problem">${troubleWords(told, say)}</b>`;
  return told.state === 'recorded' ? say('row.sent') : say(told.state === 'taken' ? 'told.taken' : 'form.sending');
}
