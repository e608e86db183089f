import { html, nothing, type TemplateResult } from 'lit';
import type { MapKey } from './words.js';
import type { LayerGroup } from '../map/layer-parts.js';
import { KEY_HELP } from './keys.js';
import type { MapWords } from './words.js';

export interface LayerMenuOptions {
  readonly words: MapWords;
  readonly hidden: ReadonlySet<Layer>;
  readonly onToggle: (layer: Layer) => void;
  /** Where there is no room for it below the map. */
  readonly legend: TemplateResult | undefined;
}

/** What a reader may switch off; the first three filter the list as well. */
export const LAYERS = ['warnings', 'incidents', 'reports', 'devices', 'places'] as const;
export type Layer = (typeof LAYERS)[number];

/** Groups of map layers that go with the layers of the menu; incidents and reports are filtered before they are drawn. */
export function hiddenGroups(hidden: ReadonlySet<Layer>): Set<LayerGroup> {
  const groups: readonly LayerGroup[] = ['devices', 'places'];
  return new Set(groups.filter((group) => hidden.has(group as Layer)));
}

export function layerMenu({ words, hidden, onToggle, legend }: LayerMenuOptions): TemplateResult {
  return html`<fieldset class="menu" id="layers">
    <legend>${words.say('layers')}</legend>
    ${LAYERS.map(
      (layer) =>
        html`<label
          ><input
            type="checkbox"
            .checked=${!hidden.has(layer)}
            @change=${() => onToggle(layer)}
          />${words.say(`layer.${layer}` as MapKey)}</label
        >`,
    )}
    ${legend ?? nothing}
  </fieldset>`;
}

export function keyHelp(words: MapWords): TemplateResult {
  return html`<section class="menu keys" aria-labelledby="keys-title" tabindex="-1" id="keys">
    <h3 id="keys-title">${words.say('keys')}</h3>
    <dl>
      ${KEY_HELP.map(
        ({ keys, does }) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${words.say(does)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

export interface MapButtonsOptions {
  readonly words: MapWords;
  readonly follow: boolean;
  readonly onZoom: (by: number) => void;
  readonly onFollow: () => void;
}

export function mapButtons({ words, follow, onZoom, onFollow }: MapButtonsOptions): TemplateResult {
  const button = (key: MapKey, sign: string, act: () => void, pressed?: boolean): TemplateResult =>
    html`<button
      aria-label=${words.say(key)}
      title=${words.say(key)}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      @click=${act}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${sign}></path></svg>
    </button>`;
  return html`<div class="map-buttons">
    ${button('zoom.in', 'M8 2v12M2 8h12', () => onZoom(1))}${button('zoom.out', 'M2 8h12', () => onZoom(-1))}
    ${button('follow', 'M8 1v4M8 11v4M1 8h4M11 8h4M4.5 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0z', onFollow, follow)}
  </div>`;
}
