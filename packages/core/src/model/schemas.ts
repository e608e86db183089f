import * as z from 'zod';
import { Acknowledgement, acknowledgementExample } from './acknowledgement.schema.js';
import { Device, deviceExample } from './device.schema.js';
import { FeedHealth, feedExample } from './feed.schema.js';
import { Finding, findingExample } from './finding.schema.js';
import { Handover, handoverExample } from './handover.schema.js';
import { Incident, incidentExample } from './incident.schema.js';
import { Inspection, inspectionExample } from './inspection.schema.js';
import { Link, linkExample } from './link.schema.js';
import { marks } from './marks.js';
import { Movement, movementExample } from './movement.schema.js';
import { Observation, observationExample } from './observation.schema.js';
import { Organization, organizationExample } from './organization.schema.js';
import { PersonAtRisk, personAtRiskExample } from './person-at-risk.schema.js';
import { Place, placeExample } from './place.schema.js';
import { Report, reportExample } from './report.schema.js';
import { Responder, responderExample } from './responder.schema.js';
import { RiskSource, riskSourceExample } from './risk-source.schema.js';
import { Shift, shiftExample } from './shift.schema.js';
import { Stock, stockExample } from './stock.schema.js';
import { Task, taskExample } from './task.schema.js';
import { Team, teamExample } from './team.schema.js';
import { Transfer, transferExample } from './transfer.schema.js';
import { Triage, triageExample } from './triage.schema.js';
import { Warning, warningExample } from './warning.schema.js';

/** The validator and a valid example of every kind that a source may state. */
export const schemas = {
  place: { schema: Place, example: placeExample },
  device: { schema: Device, example: deviceExample },
  observation: { schema: Observation, example: observationExample },
  report: { schema: Report, example: reportExample },
  incident: { schema: Incident, example: incidentExample },
  task: { schema: Task, example: taskExample },
  link: { schema: Link, example: linkExample },
  triage: { schema: Triage, example: triageExample },
  acknowledgement: { schema: Acknowledgement, example: acknowledgementExample },
  warning: { schema: Warning, example: warningExample },
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
} as const satisfies { readonly [kind: string]: { schema: z.ZodType; example: unknown } };

export type KindName = keyof typeof schemas;

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(schemas, name);
}

/** The whole draft of each kind, as its value is stated and as it is removed. */
export const draftSchemas: {
  readonly [kind: string]: { readonly stated: z.ZodType; readonly removed: z.ZodType };
} = Object.fromEntries(
  Object.entries(schemas).map(([kind, { schema }]) => {
    const draft = z.strictObject({
      v: z.literal(1),
      kind: z.literal(kind),
      id: z.string(),
      at: z.string(),
      basis: z.enum(['stated', 'derived', 'unknown']),
      serial: z.strictObject({ of: z.string(), n: z.number() }).optional(),
      exercise: z.string().optional(),
      cause: z.union([z.array(z.string()), z.strictObject({ command: z.string() })]).optional(),
      by: z.string().optional(),
      body: z.strictObject({ value: schema }),
    });
    const removed = draft.extend({ body: z.strictObject({ removed: z.literal(true), reason: z.string() }) });
    return [kind, { stated: draft, removed }];
  }),
);

/** JSON Schema (2020-12) of one kind's value, with descriptions, units, norms and privacy marks. */
export function jsonSchema(kind: KindName): object {
  const { schema, example } = schemas[kind];
  return { ...z.toJSONSchema(schema, { metadata: marks, unrepresentable: 'any' }), title: kind, examples: [example] };
}
