import { html, nothing, type TemplateResult } from 'lit';
import type { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { LegendOptions } from './legend.js';

type Legend = typeof import('./legend.js').legend;

export async function fetchLegend(host: YjElement): Promise<Legend> {
  const { legend, legendStyles } = await import('./legend.js');
  host.wear(legendStyles);
  return legend;
}

/** The legend: fetched with the first that is asked for, which on a phone is when the menu opens; that it could not be is said. */
export function legendFrom(part: OnDemand<Legend>, options: LegendOptions): TemplateResult {
  part.when(true);
  return part.part?.(options) ?? html`${part.failed ? options.words.say('layers.failed') : nothing}`;
}
