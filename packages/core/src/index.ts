export { canonical, type Json, type JsonObject } from './json.js';
export { heavyJson, isDeeperJson } from './json-depth.js';
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
export { digest, digestBytes } from './model/digest.js';
export type { AccessGroup, Kind, Law, LifeCycle, VaultRef } from './model/kind.js';
export type { DefinedKind } from './model/define-kind.js';
export { kinds } from './model/kinds.js';
export { beginsIn, canBecome, lifeOf } from './model/life-cycle.js';
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
export type { Feedback } from './model/feedback.js';
export type { Finding } from './model/finding.js';
export type { Handover } from './model/handover.js';
export type { Incident } from './model/incident.js';
export type { Inspection } from './model/inspection.js';
export type { Link } from './model/link.js';
export type { Linkage } from './model/linkage.js';
export type { Loss } from './model/loss.js';
export type { Notice } from './model/notice.js';
export type { Movement } from './model/movement.js';
export type { Observation } from './model/observation.js';
export type { Organization } from './model/organization.js';
export type { PersonAtRisk } from './model/person-at-risk.js';
export type { Place } from './model/place.js';
export type { PlanRun } from './model/plan-run.js';
export type { Plan } from './model/plan.js';
export type { Report } from './model/report.js';
export type { Response } from './model/response.js';
export type { Responder } from './model/responder.js';
export type { RiskSource } from './model/risk-source.js';
export type { Shift, ShiftRole } from './model/shift.js';
export type { Stock } from './model/stock.js';
export type { Task } from './model/task.js';
export type { Team } from './model/team.js';
export type { Transfer } from './model/transfer.js';
export type { Triage } from './model/triage.js';
export type { Urging } from './model/urging.js';
export type { Instruction } from './model/instruction.js';
export type { Warning, WarningArea, WarningTelling } from './model/warning.js';
export { isRole, mayDecide, roles, type Role } from './access/roles.js';
export { isScope } from './access/scope.js';
export type { Audit, AuditEntry } from './ports/audit.js';
export type { Actor, Authenticator, Peer } from './ports/authenticator.js';
export type { Clock } from './ports/clock.js';
export type {
  Decoded,
  DecodeContext,
  Delivery,
  Feed,
  FeedCodec,
  FeedContext,
  FeedDefinition,
  FeedTransport,
  Heard,
  Ordering,
  Session,
  Verdict,
} from './ports/feed.js';
export type { OpenTransport, Packet, Transport } from './ports/transport.js';
export type { Ids } from './ports/ids.js';
export { systemClock, systemIds } from './ports/system.js';
export type { Logger } from './ports/logger.js';
export type {
  Commit,
  HearUnread,
  Held,
  LogRow,
  Quarantine,
  QuarantineRow,
  Known,
  Resume,
  Retried,
  SeenRow,
  Stamp,
  Store,
  Unread,
  VaultRow,
} from './ports/store.js';
export type { Erased, Vault, Whose } from './ports/vault.js';
export { forget, forgetLine, type Gone } from './store/forget.js';
export { keysIn } from './store/forgetting.js';
export type { Keep, Retained } from './store/keep.js';
export { namedBy, numbersIn, type ErasedNumber, type Named } from './store/named.js';
export { doomedOf, readingOf, type Reading, type Told } from './store/thin.js';
export {
  BESIDE,
  entryVersions,
  readOrTell,
  readStored,
  readVersions,
  unreadOf,
  type EntryVersions,
} from './store/upcast.js';
export type {
  Command,
  CommandDefinition,
  CommandRequest,
  CommandResult,
  Decision,
  VaultAct,
} from './command/command.js';
export { defineErase, type EraseInput } from './command/erase.js';
export { purpose } from './command/purpose.js';
export { defineReveal, type RevealInput } from './command/reveal.js';
export { Query as QuerySchema, querySchema } from './model/query.schema.js';
export { allClear, type AllClear } from './view/all-clear.js';
export type { Doubt } from './view/doubt.js';
export { allClearQuery, type AllClearAsked, type AllClearShown } from './view/all-clear-query.js';
export { withAllClear, type Ahead, type AllClearing } from './view/all-clear-view.js';
export { distance } from './space/great-circle.js';
export type { Area, Join, LonLat, Query, Scalar, Test, Via } from './view/query.js';
export type {
  Acting,
  Around,
  Delta,
  Freshness,
  Group,
  Health,
  LocalView,
  Outbox,
  Reader,
  ReadOnly,
  Row,
  ValueOf,
  Values,
  View,
  WaitingCommand,
} from './view/view.js';
export type { Analyst } from './view/analyst.js';
export { defineFeed, type FeedRecipe, type Message, type ReadContext } from './feed/define-feed.js';
export {
  defineDeviceProfile,
  deviceOf,
  type BytesProfile,
  type DecodedPayload,
  type DeviceProfile,
  type DeviceReading,
  type JsonProfile,
  type PayloadContext,
  type ProfileAlarm,
  type ProfileQuantity,
} from './feed/device-profile.js';
export {
  PROFILE_ALARM,
  readingsOf,
  type DeviceMessage,
  type Readings,
  type ReadingsContext,
} from './feed/readings-of.js';
export { saidBy } from './feed/said-by.js';
export { isCredible, tellsApart, wrongClock } from './feed/source-clock.js';
export { checkDraft } from './feed/door.js';
export type { Again } from './feed/again.js';
export type { Asking, DeviceOrder, OrderBook } from './feed/kit-orders.js';
export { createPushFeed, stated, type PushFeed } from './feed/push.js';
export { createCity, type City, type CityOptions, type Rights } from './city/city.js';
export type { AsideSum } from './city/aside.js';
export type { Pace, PastView, ReplayStep, When } from './city/past.js';
export { acknowledgeAlarm } from './command/acknowledge-alarm.js';
export { checkPost, operateDevice, queryDevice, syncClock } from './command/instruct-device.js';
export { standardCommands } from './command/standard.js';
export { advanceTask, type AdvanceTask } from './command/advance-task.js';
export { advanceFinding, amendFinding, type AdvanceFinding, type AmendFinding } from './command/advance-finding.js';
export {
  advanceIncident,
  gradeIncident,
  type AdvanceIncident,
  type GradeIncident,
} from './command/advance-incident.js';
export { handOver, type HandOver } from './command/hand-over.js';
export {
  mergeIncidents,
  unmergeIncident,
  type MergeIncidents,
  type UnmergeIncident,
} from './command/merge-incidents.js';
export { openIncident, type OpenIncident } from './command/open-incident.js';
export { planShift, type PlanShift } from './command/plan-shift.js';
export { raiseFinding, type RaiseFinding } from './command/raise-finding.js';
export { callUp, type CallUp } from './command/call-up.js';
export { answerCallup, recordCallup, type AnswerCallup, type RecordCallup } from './command/record-callup.js';
export { recordInspection, type RecordInspection } from './command/record-inspection.js';
export { recordMovement, type RecordMovement } from './command/record-movement.js';
export { recordTransfer, type RecordTransfer } from './command/record-transfer.js';
export { retireFeed, type RetireFeed } from './command/retire-feed.js';
export { cancelShift, defineSignIn, signIn, signOut, type SignShift } from './command/sign-shift.js';
export { triageReport, type TriageReport } from './command/triage-report.js';
export {
  defineShelveAlarm,
  shelveAlarm,
  unshelveAlarm,
  type ShelveAlarm,
  type UnshelveAlarm,
} from './command/shelve-alarm.js';
export { urge, type Urge } from './command/urge.js';
export {
  deriveAgreement,
  deriveFinding,
  deriveMovement,
  deriveResponder,
  deriveRiskSource,
  deriveShift,
  deriveStock,
  deriveTransfers,
  type DerivedByTime,
} from './resilience/derived.js';
export { factOf, factOfEntry, factsOf, type Fact, type KindFact } from './resilience/fact.js';
export { findingDue, findingsAt, overdueFindings, type OverdueFinding } from './resilience/findings.js';
export { expiryFirst, isUsable, pickLots, standings, type Lot, type Standing } from './resilience/lots.js';
export type { Quantity } from './resilience/ledger.js';
export { deriveFacility, fullness, occupancyOf, sheltered, type Occupancy } from './resilience/occupancy.js';
export { inTransit, quantityOf, type Transit } from './resilience/quantity.js';
export {
  deviceState,
  inspectionDue,
  watchState,
  type WatchingDevice,
  type WatchState,
} from './resilience/risk-state.js';
export { shortfall, type Need, type Norm } from './resilience/shortfall.js';
export { expiringCertificates, hasSkill, type Expiring, type SkillAsked } from './resilience/skills.js';
export {
  coverage,
  dayHours,
  periodAt,
  type Coverage,
  type CoverageState,
  type DayHours,
  type PopulatedPlace,
  type Reached,
  type Uncovered,
} from './response/coverage.js';
export {
  ANSWER_WITHIN_S,
  calledPosts,
  callupReach,
  callupsOf,
  deriveCallup,
  type CalledPost,
  type CallupReach,
  type Callups,
  type ChainState,
} from './response/callups.js';
export { briefingsOwed, type BriefingOwed } from './response/briefings.js';
export { noticeCoverage, type Covered, type NoticeCoverage } from './response/notice-coverage.js';
export { planRunState, type RunState, type StepState } from './response/plan-runs.js';
export { teamStrength, type TeamStrength } from './response/team-strength.js';
export { coverGaps, type CoverAsked, type Gap } from './response/cover-gaps.js';
export { standIns, type StandIn, type StandInAsked } from './response/stand-ins.js';
export { onDuty, shiftState, withParents, type DutyAsked, type OnDuty, type Rota } from './response/on-duty.js';
export { doubleTasks, overlaps, type DoubleTask, type Overlap } from './response/overlaps.js';
export {
  sumsOf,
  transferState,
  type Settled,
  type Sums,
  type TransferState,
  type Unsettled,
} from './response/transfer-sums.js';
export { fireZone } from './fusion/fire-zone.js';
export { defineLimitWatch } from './fusion/limit-watch.js';
export { peerCalls } from './fusion/peer-calls.js';
export { clearsOf, holdLimits, type Clear, type HeldLimits, type JudgedReading } from './warning/held-limits.js';
export { reachedBy, type ReachedLimit } from './warning/limits.js';
export { createLocalView } from './view/host-view.js';
export type { LocalViewOptions } from './view/local-view.js';
export { createMemoryStore } from './store/memory.js';
