import { YjProvider } from '../provider/provider.js';
import { giveTags, type DefineOptions } from '../tags.js';
import { YjWarningCard } from './warning-card.js';

export { YjWarningCard } from './warning-card.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export function define(options: DefineOptions = {}): void {
  giveTags(
    [
      ['provider', YjProvider],
      ['warning-card', YjWarningCard],
    ],
    options,
  );
}
