import { YjProvider } from '../provider/provider.js';
import { giveTags, type DefineOptions } from '../tags.js';
import { YjWarningBanner } from './warning-banner.js';

export { YjWarningBanner } from './warning-banner.js';
export { YjWarningOpened } from '../warning/events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export function define(options: DefineOptions = {}): void {
  giveTags(
    [
      ['provider', YjProvider],
      ['warning-banner', YjWarningBanner],
    ],
    options,
  );
}
