import { YjAlertMap } from './alert-map/alert-map.js';
import { YjAllClear } from './all-clear/all-clear.js';
import { YjFeedStatus } from './feed-status/feed-status.js';
import { YjProvider } from './provider/provider.js';
import { giveTags, type DefineOptions, type NamedElement } from './tags.js';
import { YjWarningBanner } from './warning-banner/warning-banner.js';
import { YjWarningCard } from './warning-card/warning-card.js';
import { YjRoster } from './roster/roster.js';
import { YjSupplyPanel } from './supply-panel/supply-panel.js';

/** All elements; the provider first: it must stand when the elements inside it ask. */
export const ELEMENTS: readonly NamedElement[] = [
  ['provider', YjProvider],
  ['alert-map', YjAlertMap],
  ['feed-status', YjFeedStatus],
  ['all-clear', YjAllClear],
  ['warning-banner', YjWarningBanner],
  ['warning-card', YjWarningCard],
  ['supply-panel', YjSupplyPanel],
  ['roster', YjRoster],
];

/** Gives all elements their tags, at once. A tag that is already taken is left alone. */
export function define(options: DefineOptions = {}): void {
  giveTags(ELEMENTS, options);
}
