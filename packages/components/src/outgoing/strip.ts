import { html, type TemplateResult } from 'lit';
import type { ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { OutgoingFrom, OutgoingStrip } from './outgoing.js';

/**
 * What waits on this device, above what an element shows; undefined where nothing is kept. What shows it is fetched as soon as anything may
 * wait: offline nothing can be.
 */
export function outgoingStrip(
  host: YjElement,
  live: ViewOf,
  claims: OutgoingFrom['claims'],
): (...how: Parameters<OutgoingStrip['show']>) => TemplateResult | undefined {
  const load = async (): Promise<OutgoingStrip> =>
    new (await import('./outgoing.js')).OutgoingStrip(host, { live, claims });
  const strip = new OnDemand(host, load);
  return (...how) => {
    const { outbox } = live() ?? {};
    strip.when(outbox !== undefined);
    return outbox && (strip.part?.show(...how) ?? html``);
  };
}
