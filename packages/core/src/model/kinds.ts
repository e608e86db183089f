import { acknowledgement } from './acknowledgement.js';
import { device } from './device.js';
import { feed } from './feed.js';
import { finding } from './finding.js';
import { handover } from './handover.js';
import { incident } from './incident.js';
import type { Kind } from './kind.js';
import { inspection } from './inspection.js';
import { link } from './link.js';
import { memory } from './memory.js';
import { movement } from './movement.js';
import { observation } from './observation.js';
import { organization } from './organization.js';
import { personAtRisk } from './person-at-risk.js';
import { place } from './place.js';
import { report } from './report.js';
import { responder } from './responder.js';
import { riskSource } from './risk-source.js';
import { shift } from './shift.js';
import { stock } from './stock.js';
import { task } from './task.js';
import { team } from './team.js';
import { transfer } from './transfer.js';
import { triage } from './triage.js';
import { warning } from './warning.js';

/** Every kind of this version, by name. */
export const kinds: { readonly [name: string]: Kind } = {
  place,
  device,
  observation,
  report,
  incident,
  task,
  link,
  triage,
  acknowledgement,
  warning,
  stock,
  movement,
  organization,
  team,
  responder,
  shift,
  handover,
  'risk-source': riskSource,
  inspection,
  finding,
  'person-at-risk': personAtRisk,
  transfer,
  feed,
  memory,
};

/** Kinds that stay inside the host. */
export const hostOnly: ReadonlySet<string> = new Set(['memory']);
