export type { Sink } from './audience.js';
export type { Column, Columns } from './columns.js';
export { connectOver, type ConnectOverOptions } from './connect-over.js';
export { fromBrief, type Brief, type BriefRow } from './brief.js';
export { fromColumns } from './from-columns.js';
export { createHub, type Hub, type HubOptions, type Policy } from './hub.js';
export { parseOpen, WIRE_VERSIONS, type Down, type Open, type Resume } from './messages.js';
export { createRemoteView, type RemoteView, type RemoteViewOptions } from './remote-view.js';
export { createReplayView, type ReplayViewOptions } from './replay-view.js';
export type { Port } from './port.js';
export { snapshotParts, type Part } from './snapshot-parts.js';
export { serveOver, type ServeOverOptions } from './serve-over.js';
export { toColumns } from './to-columns.js';
// What a client of the wire needs besides, without the validators that the main entry carries.
export { issue, YingjiError, type Issue } from '../error.js';
export { systemClock, systemIds } from '../ports/system.js';
export { createLast, type Last } from '../view/last.js';
/** A page asks for an all-clear with it. */
export { allClearQuery, type AllClearAsked, type AllClearShown } from '../view/all-clear-query.js';
export { seenBy, type See } from './seen-by.js';
