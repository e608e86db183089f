import { html, nothing, type TemplateResult } from 'lit';
import type { Register } from '../alert-map/registers.js';
import { REGISTERS } from './register-queries.js';
import type { Layer } from '../alert-map/filter.js';
import type { RegisterWords } from './words.js';

export interface LayerMenuOptions {
  readonly hidden: ReadonlySet<Layer>;
  readonly onToggle: (layer: Layer) => void;
  /** Where there is no room for it below the map. */
  readonly legend: TemplateResult | false;
}

/** Layers that every map has; the first three filter the list as well. */
const LAYERS: readonly Layer[] = ['warnings', 'incidents', 'reports', 'devices', 'places'];

/** What a reader may switch on and off. */
export function layerMenu(
  { hidden, onToggle, legend }: LayerMenuOptions,
  registers: {
    readonly words: RegisterWords;
    readonly on: readonly Register[];
    readonly onToggle: (layer: Register) => void;
    /** Of the page's own. */
    readonly own: readonly { readonly id: string; readonly title: string; readonly on: boolean }[];
    readonly onOwn: (id: string) => void;
  },
): TemplateResult {
  const { words, on } = registers;
  const toggle = (name: string, checked: boolean, act: () => void): TemplateResult =>
    html`<label><input type="checkbox" .checked=${checked} @change=${act} />${name}</label>`;
  return html`<fieldset class="menu" id="layers">
    <legend>${words.say('layers')}</legend>
    ${LAYERS.map((layer) => toggle(words.say(`layer.${layer}`), !hidden.has(layer), () => onToggle(layer)))}
    ${REGISTERS.map((layer) =>
      toggle(words.say(`register.${layer}`), on.includes(layer), () => registers.onToggle(layer)),
    )}
    ${registers.own.map(({ id, title, on: shown }) => toggle(title, shown, () => registers.onOwn(id)))}
    ${legend || nothing}
  </fieldset>`;
}
