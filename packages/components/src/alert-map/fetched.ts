import type { YjElement } from '../frame/element.js';
import type { Shelving } from '../map-shelving/shelving.js';
import type { Measure } from '../map-measure/measure.js';
import type { Deck } from './steering.js';

export type Facts = typeof import('./popup-facts.js') & { readonly shelving: Shelving };

export async function fetchFacts(host: YjElement, deck: Deck): Promise<Facts> {
  const part = await import('./popup-facts.js');
  return { ...part, shelving: new part.Shelving(host, deck) };
}

export async function fetchHelp(host: YjElement): Promise<typeof import('./key-help.js').keyHelp> {
  const { keyHelp, menuStyles } = await import('./key-help.js');
  host.wear(menuStyles);
  return keyHelp;
}

export async function fetchMeasure(host: YjElement, deck: Deck): Promise<Measure> {
  const { Measure, measureStyles } = await import('../map-measure/measure.js');
  host.wear(measureStyles);
  return new Measure(host, deck);
}
