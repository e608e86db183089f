import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from './desk.js';
import { ACTS } from './form.js';
import { KEY_HELP } from './keys.js';
import { lotName } from './lots-table.js';
import type { Speech } from './speech.js';
import type { SaySupplies } from './words.js';

/** One button an act, and the count from a file. */
export function actButtons(desk: Desk, say: SaySupplies): TemplateResult {
  return html`${ACTS.map(
      (act) =>
        html`<button
          aria-pressed=${desk.armed === act ? 'true' : 'false'}
          @click=${() => desk.act(act, desk.opened !== undefined)}
        >
          ${say(`act.${act}`)}
        </button>`,
    )}<button
      class="file-button"
      aria-expanded=${desk.sheet === 'file' ? 'true' : 'false'}
      @click=${() => desk.toggle('file')}
    >
      ${say('act.file')}
    </button>`;
}

/** Where a scanner types, what the last scan came to, and what was recorded last. */
export function scanBar(
  desk: Desk,
  speech: Speech & { readonly facilityName: (id: string) => string },
): TemplateResult {
  const { say, facilityName } = speech;
  return html`<div class="scan">
    <input
      type="search"
      enterkeyhint="search"
      autocomplete="off"
      placeholder=${say('scan.label')}
      aria-label=${say('scan.label')}
      .value=${desk.scanned}
      @input=${(event: InputEvent) => (desk.scanned = (event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        desk.scan((event.target as HTMLInputElement).value);
      }}
    />
    <p class="said" role="status">
      ${desk.done ? html`<b>${say(...desk.done)}</b>` : desk.said ? say(...desk.said) : nothing}
    </p>
    ${
      desk.choices.length === 0
        ? nothing
        : html`<ul class="choices">
            ${desk.choices.map(
              (found) =>
                html`<li>
                  <button @click=${() => desk.choose(found)}>
                    ${found.entry.name} ·
                    ${facilityName(found.entry.facility)}${found.lot ? ` · ${lotName(found.lot, speech)}` : nothing}
                  </button>
                </li>`,
            )}
          </ul>`
    }
  </div>`;
}

export const keyHelp = (say: SaySupplies, onClose: () => void): TemplateResult =>
  html`<section class="sheet keys" role="dialog" aria-labelledby="keys-title" tabindex="-1">
    <h3 id="keys-title">${say('key')}</h3>
    <dl>
      ${KEY_HELP.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${say(does)}</dd>
          </div>`,
      )}
    </dl>
    <div class="acts"><button class="close" @click=${onClose}>${say('form.close')}</button></div>
  </section>`;
