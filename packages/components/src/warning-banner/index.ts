import { definition } from '../definition.js';
import { YjWarningBanner } from './warning-banner.js';

export { YjWarningBanner };
export { YjAcknowledgementRequested, type AcknowledgeAct } from '../controllers/acknowledgement-requested.js';
export { YjAlarmAcknowledged } from '../alert-map/events.js';
export { YjWarningOpened } from '../warning/events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('warning-banner', YjWarningBanner);
