import { maskNumbers, type Audit, type AuditEntry } from '@yingji/core';
import type { Audit as AuditFile } from './audit-file.js';
import type { Act } from './line.js';

const OUTCOMES: { readonly [outcome in AuditEntry['outcome']]: Act['outcome'] } = {
  granted: 'done',
  done: 'noted',
  refused: 'refused',
  nothing: 'noted',
  failed: 'failed',
};

/** Who saw or erased what is personal, in the same chained log as all other acts. A purpose is kept without numbers of persons. */
export const secretsIn = (file: AuditFile): Audit => ({
  write: ({ actor, what, of, field, purpose, outcome, secrets, texts }) =>
    file.append({
      who: actor,
      what: `secret:${what}`,
      of: field === undefined ? of : `${of}#${field}`,
      purpose: maskNumbers(purpose),
      outcome: OUTCOMES[outcome],
      ...(secrets !== undefined && { count: secrets }),
      ...(texts !== undefined && { texts }),
    }),
});
