import { html, nothing, svg, type TemplateResult } from 'lit';
import { grouped } from '../i18n/format.js';
import type { DeviceCounts } from '../map/devices.js';
import { inkChip, mark } from '../marks/chip.js';
import { LEGEND, type Level } from '../marks/level.js';
import { ring } from '../marks/ring.js';
import type { Counts } from './counts.js';
import type { MapWords } from './words.js';

export { legendStyles } from './legend.styles.js';

export interface LegendOptions {
  readonly counts: Counts;
  readonly devices: DeviceCounts;
  /** Nothing is known to be live while the way to the data is silent. */
  readonly silent: boolean;
  readonly words: MapWords;
  /** Of drills: their signs are explained as well, and are in no number but one. */
  readonly drill: Counts;
  /** The page's own base map could not be loaded. */
  readonly baseFailed: boolean;
  /** What the layers of registers are, and how many of each. */
  readonly registers: readonly TemplateResult[];
  /** They could not be fetched, and there is something in them. */
  readonly missing: boolean;
}

/** What the signs mean, and how many real ones there are. A sign without a number explains only: it claims no zero. */
export function legend({
  counts,
  devices: { stale, ...of },
  silent,
  words,
  drill,
  baseFailed,
  registers,
  missing,
}: LegendOptions): TemplateResult {
  const { warnings, alarms, unacknowledged, unlocated } = counts;
  const played = drill.warnings;
  const devices = { ...of, stale: silent ? of.total - of.unknown : stale };
  const areas = LEGEND.filter((level) => warnings[level] + played[level] > 0);
  const numbered = [...new Set([...warnings.others.keys(), ...played.others.keys()])];
  return html`<ul class="legend" part="legend" aria-label=${words.say('legend')}>
    ${LEGEND.map((level) => html`<li>${mark(level)}${words.say(`short.${level}`)}${some(alarms[level])}</li>`)}
    ${[...alarms.others].map(([word, n]) => html`<li>${inkChip(word)} ${grouped(n)}</li>`)}
    ${unacknowledged > 0 ? html`<li>${ring()}${words.say('count.unacknowledged', { n: grouped(unacknowledged) })}</li>` : nothing}
    ${unlocated > 0 ? html`<li class="strong">${words.say('count.unlocated', { n: grouped(unlocated) })}</li>` : nothing}
    ${areas.length + numbered.length > 0 ? html`<li class="parted">${words.say('warnings')}</li>` : nothing}
    ${areas.map((level) => html`<li>${swatch(level)}${words.say(`short.${level}`)}${some(warnings[level])}</li>`)}
    ${numbered.map((word) => html`<li>${swatch('numbered')}${inkChip(word)}${some(warnings.others.get(word))}</li>`)}
    ${drill.total > 0 ? html`<li class="parted"><i class="hatch"></i>${words.say('exercise')}${some(drill.total)}</li>` : nothing}
    ${devices.total > 0 ? deviceLegend(devices, words) : nothing} ${registers}
    ${missing ? html`<li class="parted strong">${words.say('layers.failed')}</li>` : nothing}
    ${baseFailed ? html`<li class="parted">${words.say('base.failed')}</li>` : nothing}
  </ul>`;
}

const some = (n = 0): string => (n > 0 ? ` ${grouped(n)}` : '');

function deviceLegend(devices: LegendOptions['devices'], words: MapWords): TemplateResult {
  const part = (n: number, kind: string, text: string): TemplateResult | typeof nothing =>
    n > 0 ? html`<li><i class="device ${kind}"></i>${text}</li>` : nothing;
  return html`<li class="parted"><i class="device"></i>${words.say('count.devices', { n: grouped(devices.total) })}</li>
    ${part(devices.alarm, 'alarm', words.say('count.device.alarms', { n: grouped(devices.alarm) }))}
    ${part(devices.drill, 'drill', `${words.say('exercise')} ${words.say('count.device.alarms', { n: grouped(devices.drill) })}`)}
    ${part(devices.stale, 'silent', words.say('count.stale', { n: grouped(devices.stale) }))}
    ${part(devices.unknown, 'silent', words.say('count.unknown', { n: grouped(devices.unknown) }))}`;
}

/** A piece of an area: fill, pattern and edge as on the map. */
function swatch(level: Level | 'numbered'): TemplateResult {
  const line = (d: string): TemplateResult => svg`<path d=${d}></path>`;
  const inner: { readonly [L in Level | 'numbered']?: TemplateResult } = {
    red: line('M3.5 3.5h17v9h-17z'),
    orange: svg`${line('M1 9 9 1M3 15 17 1M11 15l12-12M19 15l4-4')}${line('M23 7 17 1M21 15 7 1M13 15 1 3M5 15l-4-4')}`,
    yellow: line('M1 9 9 1M4 15 18 1M13 15l10-10'),
    blue: svg`<circle cx="6" cy="5" r="1.4"></circle><circle cx="12" cy="11" r="1.4"></circle><circle cx="18" cy="5" r="1.4"></circle>`,
  };
  return html`<svg class="swatch ${level}" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
    <rect class="ground" x="1" y="1" width="22" height="14"></rect>
    ${inner[level]}
    <rect class="edge" x="1" y="1" width="22" height="14"></rect>
  </svg>`;
}
