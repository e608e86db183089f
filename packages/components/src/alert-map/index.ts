import { definition } from '../definition.js';
import { YjAlertMap } from './alert-map.js';

export { YjAlertMap };
export { YjAcknowledgementRequested, type AcknowledgeAct } from '../controllers/acknowledgement-requested.js';
export { YjAlarmAcknowledged, YjItemSelected } from './events.js';
export type { BaseStyle, Protocols } from '../map/sync.js';
export type { MapDatum } from './map-host.js';
export type { OwnLayer } from '../map-layers/own-layers.js';
export type { ShelveAct, YjShelvingRecorded, YjShelvingRequested } from '../map-shelving/events.js';
export type { TaskAct, YjTaskAdvanced, YjTaskRequested } from '../map-tasks/events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('alert-map', YjAlertMap);
