export { canonical, type Json, type JsonObject } from './json.js';
export { issue, YingjiError, type Issue } from './error.js';
export {
  compareOrder,
  type Basis,
  type Body,
  type Change,
  type Draft,
  type Entry,
  type Order,
  type Position,
} from './model/change.js';
export { entityId, parseId, type EntityId } from './model/id.js';
export { digest } from './model/digest.js';
export type { Kind, Law, VaultRef } from './model/kind.js';
export { kinds } from './model/kinds.js';
export { merge, type Merged } from './model/merge.js';
export { maskNumbers } from './model/personal-text.js';
export { CLOCK_AHEAD_MS, millis, parseInstant, toInstant, type Instant } from './model/time.js';
export type { Acknowledgement } from './model/acknowledgement.js';
export type { Device } from './model/device.js';
export type { FeedHealth } from './model/feed.js';
export type { Incident } from './model/incident.js';
export type { Link } from './model/link.js';
export type { Observation } from './model/observation.js';
export type { Place } from './model/place.js';
export type { Report } from './model/report.js';
export type { Task } from './model/task.js';
export type { Triage } from './model/triage.js';
export type { Warning, WarningArea, WarningTelling } from './model/warning.js';
export { isRole, mayDecide, roles, type Role } from './access/roles.js';
export { isScope } from './access/scope.js';
export type { Actor, Authenticator, Peer } from './ports/authenticator.js';
export type { Clock } from './ports/clock.js';
export type {
  Delivery,
  Feed,
  FeedCodec,
  FeedContext,
  FeedDefinition,
  Ordering,
  Session,
  Verdict,
} from './ports/feed.js';
export type { Ids } from './ports/ids.js';
export { systemClock, systemIds } from './ports/system.js';
export type { Logger } from './ports/logger.js';
export type { Commit, LogRow, QuarantineRow, Resume, SeenRow, Stamp, Store, VaultRow } from './ports/store.js';
export type { Vault } from './ports/vault.js';
export type { Command, CommandDefinition, CommandRequest, CommandResult } from './command/command.js';
export type { Query, Scalar, Test } from './view/query.js';
export type { Delta, Freshness, Health, LocalView, Reader, Row, View } from './view/view.js';
export type { Analyst } from './view/analyst.js';
export { createCity, type City, type CityOptions } from './city/city.js';
export { acknowledgeAlarm } from './command/acknowledge-alarm.js';
export { fireZone } from './fusion/fire-zone.js';
export { createLocalView, type LocalViewOptions } from './view/local-view.js';
export { createMemoryStore } from './store/memory.js';
