import { YjProvider } from '../provider/provider.js';
import { giveTags, type DefineOptions } from '../tags.js';
import { YjAlertMap } from './alert-map.js';

export { YjAlertMap } from './alert-map.js';
export { YjAlarmAcknowledged, YjItemSelected } from './events.js';
export type { BaseStyle } from '../map/sync.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export function define(options: DefineOptions = {}): void {
  giveTags(
    [
      ['provider', YjProvider],
      ['alert-map', YjAlertMap],
    ],
    options,
  );
}
