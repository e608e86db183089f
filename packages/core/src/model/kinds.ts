import { acknowledgement } from './acknowledgement.js';
import { activity } from './activity.js';
import { agreement } from './agreement.js';
import { assessment } from './assessment.js';
import { asset } from './asset.js';
import { briefing } from './briefing.js';
import { callup } from './callup.js';
import { camera } from './camera.js';
import { consultation } from './consultation.js';
import { control } from './control.js';
import { deployment } from './deployment.js';
import { device } from './device.js';
import { facility } from './facility.js';
import { feed } from './feed.js';
import { feedback } from './feedback.js';
import { finding } from './finding.js';
import { handover } from './handover.js';
import { incident } from './incident.js';
import type { Kind } from './kind.js';
import { inspection } from './inspection.js';
import { link } from './link.js';
import { linkage } from './linkage.js';
import { loss } from './loss.js';
import { memory } from './memory.js';
import { notice } from './notice.js';
import { movement } from './movement.js';
import { observation } from './observation.js';
import { organization } from './organization.js';
import { personAtRisk } from './person-at-risk.js';
import { place } from './place.js';
import { planRun } from './plan-run.js';
import { plan } from './plan.js';
import { report } from './report.js';
import { response } from './response.js';
import { responder } from './responder.js';
import { riskSource } from './risk-source.js';
import { shelving } from './shelving.js';
import { shift } from './shift.js';
import { stock } from './stock.js';
import { task } from './task.js';
import { team } from './team.js';
import { transfer } from './transfer.js';
import { triage } from './triage.js';
import { instruction } from './instruction.js';
import { urging } from './urging.js';
import { warning } from './warning.js';

/** In the order of their reference. */
const all: readonly Kind[] = [
  place,
  device,
  observation,
  report,
  incident,
  task,
  feedback,
  urging,
  instruction,
  link,
  triage,
  acknowledgement,
  shelving,
  warning,
  linkage,
  camera,
  response,
  callup,
  notice,
  briefing,
  control,
  plan,
  planRun,
  facility,
  asset,
  deployment,
  consultation,
  agreement,
  activity,
  loss,
  assessment,
  stock,
  movement,
  organization,
  team,
  responder,
  shift,
  handover,
  riskSource,
  inspection,
  finding,
  personAtRisk,
  transfer,
  feed,
  memory,
];

/** Every kind of this version, by name. */
export const kinds: { readonly [name: string]: Kind } = /* @__PURE__ */ Object.fromEntries(
  all.map((kind) => [kind.name, kind]),
);

/** Kinds that stay inside the host. */
export const hostOnly: ReadonlySet<string> = new Set(['memory']);
