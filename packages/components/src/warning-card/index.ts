import { definition } from '../definition.js';
import { YjWarningCard } from './warning-card.js';

export { YjWarningCard };
export { YjAcknowledgementRequested, type AcknowledgeAct } from '../controllers/acknowledgement-requested.js';
export { YjAlarmAcknowledged } from '../alert-map/events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('warning-card', YjWarningCard);
