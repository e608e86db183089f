export type { Sink } from './audience.js';
export { connectOver, type ConnectOverOptions } from './connect-over.js';
export { createHub, type Hub, type HubOptions } from './hub.js';
export { parseOpen, WIRE_VERSIONS, type Down, type Open, type Resume } from './messages.js';
export { createRemoteView, type RemoteView, type RemoteViewOptions } from './remote-view.js';
export type { Port } from './port.js';
export { serveOver, type ServeOverOptions } from './serve-over.js';
// What a client of the wire needs besides, without the validators that the main entry carries.
export { issue, YingjiError, type Issue } from '../error.js';
export { systemClock, systemIds } from '../ports/system.js';
