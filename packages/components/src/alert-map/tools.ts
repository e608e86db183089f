import { html, nothing, type TemplateResult } from 'lit';
import type { LayerGroup } from '../map/layer-parts.js';
import type { Layer } from './filter.js';
import type { MapKey, MapWords } from './words.js';

/** Groups of map layers that go with the layers of the menu; incidents and reports are filtered before they are drawn. */
export function hiddenGroups(hidden: ReadonlySet<Layer>): Set<LayerGroup> {
  const groups: readonly LayerGroup[] = ['devices', 'places'];
  return new Set(groups.filter((group) => hidden.has(group as Layer)));
}

export interface MapButtonsOptions {
  readonly words: MapWords;
  readonly follow: boolean;
  readonly measuring: boolean;
  readonly onZoom: (by: number) => void;
  readonly onFollow: () => void;
  readonly onMeasure: () => void;
}

export function mapButtons(options: MapButtonsOptions): TemplateResult {
  const { words, follow, measuring, onZoom, onFollow, onMeasure } = options;
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
    ${button('measure', 'M1.5 11.5l10-10 3 3-10 10zM5 8l1.5 1.5M8 5l1.5 1.5', onMeasure, measuring)}
  </div>`;
}
