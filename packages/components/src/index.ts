export { define } from './define-elements.js';
export type { DefineOptions } from './tags.js';
export { viewContext, type Source } from './context/view-context.js';
export { createClaims, type Claims } from './context/claims.js';
export { YjProvider, type HostFetch } from './provider/provider.js';
export type { KeepFocus } from './controllers/keep-focus.js';
export type { BaseStyle } from './map/sync.js';
export { YjAlertMap } from './alert-map/alert-map.js';
export { YjAlarmAcknowledged, YjItemSelected } from './alert-map/events.js';
