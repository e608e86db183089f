import { html, type TemplateResult } from 'lit';
import type { ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { OutgoingStrip } from '../outgoing/outgoing.js';

/**
 * What waits on this device, above the map; undefined where nothing is kept. What shows it is fetched as soon as anything may wait: offline
 * nothing can be.
 */
export function outgoingStrip(
  host: YjElement,
  live: ViewOf,
): (...how: Parameters<OutgoingStrip['show']>) => TemplateResult | undefined {
  const strip = new OnDemand(host, async () => new (await import('../outgoing/outgoing.js')).OutgoingStrip(host, live));
  return (...how) => {
    const { outbox } = live() ?? {};
    strip.when(outbox !== undefined);
    return outbox && (strip.part?.show(...how) ?? html``);
  };
}
