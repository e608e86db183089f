import type { Kind } from './kind.js';
export type { RiskSource } from './risk-source.schema.js';

/** What watches it, what was found at it and when it was last inspected are derived (`watchState`, `findingsAt`, `inspectionDue`). */
export const riskSource: Kind = {
  name: 'risk-source',
  law: 'register',
  owner: 'source',
  coalesce: true,
  sensitive: [],
  refs: ['place', 'administers', 'patrols', 'warns', 'transfers', 'rescues', 'devices'],
};
