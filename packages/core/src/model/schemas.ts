import * as z from 'zod';
import type { DefinedKind } from './define-kind.js';
import { kinds } from './kinds.js';
import { beginsIn, lifeOf } from './life-cycle.js';
import { Acknowledgement, acknowledgementExample } from './acknowledgement.schema.js';
import { Activity, activityExample } from './activity.schema.js';
import { Agreement, agreementExample } from './agreement.schema.js';
import { Assessment, assessmentExample } from './assessment.schema.js';
import { Asset, assetExample } from './asset.schema.js';
import { Briefing, briefingExample } from './briefing.schema.js';
import { Callup, callupExample } from './callup.schema.js';
import { Camera, cameraExample } from './camera.schema.js';
import { Consultation, consultationExample } from './consultation.schema.js';
import { Control, controlExample } from './control.schema.js';
import { Deployment, deploymentExample } from './deployment.schema.js';
import { Device, deviceExample } from './device.schema.js';
import { Facility, facilityExample } from './facility.schema.js';
import { FeedHealth, feedExample } from './feed.schema.js';
import { Feedback, feedbackExample } from './feedback.schema.js';
import { Finding, findingExample } from './finding.schema.js';
import { Handover, handoverExample } from './handover.schema.js';
import { Incident, incidentExample } from './incident.schema.js';
import { Inspection, inspectionExample } from './inspection.schema.js';
import { Link, linkExample } from './link.schema.js';
import { Linkage, linkageExample } from './linkage.schema.js';
import { Loss, lossExample } from './loss.schema.js';
import { marks } from './marks.js';
import { Notice, noticeExample } from './notice.schema.js';
import { Movement, movementExample } from './movement.schema.js';
import { Observation, observationExample } from './observation.schema.js';
import { Organization, organizationExample } from './organization.schema.js';
import { PersonAtRisk, personAtRiskExample } from './person-at-risk.schema.js';
import { Place, placeExample } from './place.schema.js';
import { PlanRun, planRunExample } from './plan-run.schema.js';
import { Plan, planExample } from './plan.schema.js';
import { Report, reportExample } from './report.schema.js';
import { Response, responseExample } from './response.schema.js';
import { Task, taskExample } from './task.schema.js';
import { titles } from './titles.js';
import { Responder, responderExample } from './responder.schema.js';
import { RiskSource, riskSourceExample } from './risk-source.schema.js';
import { Shelving, shelvingExample } from './shelving.schema.js';
import { Shift, shiftExample } from './shift.schema.js';
import { Stock, stockExample } from './stock.schema.js';
import { Team, teamExample } from './team.schema.js';
import { Transfer, transferExample } from './transfer.schema.js';
import { Triage, triageExample } from './triage.schema.js';
import { Instruction, instructionExample } from './instruction.schema.js';
import { Urging, urgingExample } from './urging.schema.js';
import { Warning, warningExample } from './warning.schema.js';

/** The validator and a valid example of every kind that a source may state. */
export const schemas = {
  place: { schema: Place, example: placeExample },
  device: { schema: Device, example: deviceExample },
  observation: { schema: Observation, example: observationExample },
  report: { schema: Report, example: reportExample },
  incident: { schema: Incident, example: incidentExample },
  task: { schema: Task, example: taskExample },
  feedback: { schema: Feedback, example: feedbackExample },
  urging: { schema: Urging, example: urgingExample },
  instruction: { schema: Instruction, example: instructionExample },
  link: { schema: Link, example: linkExample },
  triage: { schema: Triage, example: triageExample },
  shelving: { schema: Shelving, example: shelvingExample },
  acknowledgement: { schema: Acknowledgement, example: acknowledgementExample },
  warning: { schema: Warning, example: warningExample },
  linkage: { schema: Linkage, example: linkageExample },
  camera: { schema: Camera, example: cameraExample },
  response: { schema: Response, example: responseExample },
  callup: { schema: Callup, example: callupExample },
  notice: { schema: Notice, example: noticeExample },
  briefing: { schema: Briefing, example: briefingExample },
  control: { schema: Control, example: controlExample },
  plan: { schema: Plan, example: planExample },
  'plan-run': { schema: PlanRun, example: planRunExample },
  facility: { schema: Facility, example: facilityExample },
  asset: { schema: Asset, example: assetExample },
  deployment: { schema: Deployment, example: deploymentExample },
  consultation: { schema: Consultation, example: consultationExample },
  agreement: { schema: Agreement, example: agreementExample },
  activity: { schema: Activity, example: activityExample },
  loss: { schema: Loss, example: lossExample },
  assessment: { schema: Assessment, example: assessmentExample },
  stock: { schema: Stock, example: stockExample },
  movement: { schema: Movement, example: movementExample },
  organization: { schema: Organization, example: organizationExample },
  team: { schema: Team, example: teamExample },
  responder: { schema: Responder, example: responderExample },
  shift: { schema: Shift, example: shiftExample },
  handover: { schema: Handover, example: handoverExample },
  'risk-source': { schema: RiskSource, example: riskSourceExample },
  inspection: { schema: Inspection, example: inspectionExample },
  finding: { schema: Finding, example: findingExample },
  'person-at-risk': { schema: PersonAtRisk, example: personAtRiskExample },
  transfer: { schema: Transfer, example: transferExample },
  feed: { schema: FeedHealth, example: feedExample },
} as const satisfies { readonly [kind: string]: { schema: z.ZodObject; example: unknown } };

/** The name of a kind of this version. */
export type KindName = keyof typeof schemas;

/** The value of each kind of this version. */
export type Stated = { readonly [K in KindName]: z.infer<(typeof schemas)[K]['schema']> };

/** Whether this is the name of a kind of this version; kinds of a host are not among them. */
export function isKindName(name: string): name is KindName {
  return Object.hasOwn(schemas, name);
}

/**
 * JSON Schema (2020-12) of one kind's value, with descriptions, units, norms and privacy marks. `names` are what a reader calls
 * the kind, `law` and `owner` how it is told and by whom, `lifeCycle` from which state to which others, `begins` where a life
 * may begin, `access` who sees a host's own: annotations, of which a validator knows nothing.
 */
export function jsonSchema(kind: KindName | DefinedKind): object {
  const { known, names, schema, example } =
    typeof kind === 'string'
      ? { known: kinds[kind]!, names: titles[kind], ...schemas[kind] }
      : { known: kind.kind, names: kind.title, schema: kind.schema, example: kind.example };
  const { name, law, owner, access } = known;
  const cycle = lifeOf(known);
  const life = cycle && { lifeCycle: cycle.states, begins: beginsIn(known) };
  const shape = z.toJSONSchema(schema, { metadata: marks, unrepresentable: 'any' });
  return { ...shape, title: name, names, law, owner, ...life, ...(access && { access }), examples: [example] };
}

/** The validator that kinds are made of: whoever makes one takes it from here, and has the same version. */
export { z };
export { defineKind, kindFaults, type DefinedKind, type KindDefinition } from './define-kind.js';
export { extra, id, idOf, instant, lonLat, means, multiPolygon, positioned, sensitive, type Mark } from './marks.js';
