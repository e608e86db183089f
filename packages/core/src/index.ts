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
export type { DefinedKind } from './model/define-kind.js';
export { kinds } from './model/kinds.js';
export { beginsIn, canBecome } from './model/life-cycle.js';
export { merge, type Merged } from './model/merge.js';
export { maskNumbers } from './model/personal-text.js';
export { titles } from './model/titles.js';
export { CLOCK_AHEAD_MS, millis, parseInstant, toInstant, type Instant } from './model/time.js';
export type { Acknowledgement } from './model/acknowledgement.js';
export type { Activity } from './model/activity.js';
export type { Agreement } from './model/agreement.js';
export type { Assessment } from './model/assessment.js';
export type { Asset } from './model/asset.js';
export type { Briefing } from './model/briefing.js';
export type { Callup } from './model/callup.js';
export type { Camera } from './model/camera.js';
export type { Consultation } from './model/consultation.js';
export type { Control } from './model/control.js';
export type { Deployment } from './model/deployment.js';
export type { Device } from './model/device.js';
export type { Facility } from './model/facility.js';
export type { FeedHealth } from './model/feed.js';
export type { Incident } from './model/incident.js';
export type { Link } from './model/link.js';
export type { Linkage } from './model/linkage.js';
export type { Loss } from './model/loss.js';
export type { Notice } from './model/notice.js';
export type { Observation } from './model/observation.js';
export type { Place } from './model/place.js';
export type { PlanRun } from './model/plan-run.js';
export type { Plan } from './model/plan.js';
export type { Report } from './model/report.js';
export type { Response } from './model/response.js';
export type { Task } from './model/task.js';
export type { Triage } from './model/triage.js';
export type { Warning, WarningArea, WarningTelling } from './model/warning.js';
export type { Audit, AuditEntry } from './ports/audit.js';
export type { Actor, Authenticator } from './ports/authenticator.js';
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
export type { Erased, Vault, Whose } from './ports/vault.js';
export { forget } from './store/forget.js';
export { readStored } from './store/upcast.js';
export type {
  Command,
  CommandDefinition,
  CommandRequest,
  CommandResult,
  Decision,
  VaultAct,
} from './command/command.js';
export { defineErase, type EraseInput } from './command/erase.js';
export { defineReveal, type RevealInput } from './command/reveal.js';
export { allClear, type AllClear, type Doubt } from './view/all-clear.js';
export { metresBetween } from './view/area.js';
export type { Area, Join, LonLat, Query, Scalar, Test, Via } from './view/query.js';
export type { Delta, Freshness, Group, Health, LocalView, Reader, Row, View } from './view/view.js';
export type { Analyst } from './view/analyst.js';
export { createCity, type City, type CityOptions } from './city/city.js';
export type { PastView, ReplayStep, When } from './city/past.js';
export { acknowledgeAlarm } from './command/acknowledge-alarm.js';
export { fireZone } from './fusion/fire-zone.js';
export { createLocalView, type LocalViewOptions } from './view/local-view.js';
export { createMemoryStore } from './store/memory.js';
