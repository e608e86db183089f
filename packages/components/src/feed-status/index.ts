import { definition } from '../definition.js';
import { YjFeedStatus } from './feed-status.js';

export { YjFeedStatus };
export { YjIssuesOpened } from './events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('feed-status', YjFeedStatus);
