import { definition } from '../definition.js';
import { YjWarningBanner } from './warning-banner.js';

export { YjWarningBanner };
export { YjWarningOpened } from '../warning/events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('warning-banner', YjWarningBanner);
