import { html, nothing, type TemplateResult } from 'lit';
import { ACTS } from './acts.js';
import type { Desk } from './desk.js';
import { lotName, type Speech } from './speech.js';
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
  speech: Speech & { readonly facilityName: (id: string) => string; readonly onCamera: () => void },
): TemplateResult {
  const { say, facilityName, onCamera } = speech;
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
        void desk.scan((event.target as HTMLInputElement).value);
      }}
    />
    <button class="camera-button" aria-expanded=${desk.sheet === 'camera' ? 'true' : 'false'} @click=${onCamera}>
      ${say('scan.camera')}
    </button>
    <p class="said" role="status">
      ${desk.done ? html`<b>${desk.done(speech)}</b>` : (desk.said?.(speech) ?? nothing)}
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

/** In place of a sheet whose file is on the way, or did not come. */
export const opening = (desk: Desk, { say }: Speech, failed: boolean): TemplateResult =>
  html`<section class="sheet ${failed ? '' : 'opening'}" role="dialog" aria-label=${say('title')} tabindex="-1">
    <p role=${failed ? 'alert' : 'status'} class=${failed ? 'problem' : ''}>
      ${say(failed ? 'sheet.failed' : 'sheet.loading')}
    </p>
    <div class="acts">
      ${failed ? html`<button class="primary" @click=${() => desk.again()}>${say('sheet.again')}</button>` : nothing}
      <button class="close" @click=${() => desk.close()}>${say('sheet.close')}</button>
    </div>
  </section>`;
