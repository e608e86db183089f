import { acknowledgeAlarm } from './acknowledge-alarm.js';
import { advanceFinding, amendFinding } from './advance-finding.js';
import { advanceIncident, gradeIncident } from './advance-incident.js';
import { advanceTask } from './advance-task.js';
import { callUp } from './call-up.js';
import type { CommandDefinition } from './command.js';
import { handOver } from './hand-over.js';
import { checkPost, operateDevice, queryDevice, syncClock } from './instruct-device.js';
import { mergeIncidents, unmergeIncident } from './merge-incidents.js';
import { openIncident } from './open-incident.js';
import { planShift } from './plan-shift.js';
import { raiseFinding } from './raise-finding.js';
import { answerCallup, recordCallup } from './record-callup.js';
import { recordInspection } from './record-inspection.js';
import { recordMovement } from './record-movement.js';
import { recordTransfer } from './record-transfer.js';
import { retireFeed } from './retire-feed.js';
import { shelveAlarm, unshelveAlarm } from './shelve-alarm.js';
import { cancelShift, signIn, signOut } from './sign-shift.js';
import { triageReport } from './triage-report.js';
import { urge } from './urge.js';

/** The Commands of this version that need nothing of a host. */
export const standardCommands: readonly CommandDefinition[] = [
  acknowledgeAlarm,
  triageReport,
  openIncident,
  advanceIncident,
  gradeIncident,
  shelveAlarm,
  unshelveAlarm,
  mergeIncidents,
  unmergeIncident,
  recordCallup,
  callUp,
  answerCallup,
  planShift,
  signIn,
  signOut,
  cancelShift,
  handOver,
  recordMovement,
  recordTransfer,
  recordInspection,
  raiseFinding,
  advanceFinding,
  amendFinding,
  advanceTask,
  urge,
  syncClock,
  checkPost,
  queryDevice,
  operateDevice,
  retireFeed,
];
