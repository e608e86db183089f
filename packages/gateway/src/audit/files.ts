import type { GatewayConfig } from '../config/schema.js';
import type { AuditFiles } from './audit-file.js';

/** Where the audit log is: beside the database unless said otherwise. */
export function auditFiles({ audit, store }: Pick<GatewayConfig, 'audit' | 'store'>): AuditFiles {
  const file = audit.file ?? `${store.file}.audit`;
  return {
    file,
    keyFile: audit.keyFile ?? `${file}.key`,
    anchorFile: audit.anchorFile ?? `${file}.anchor`,
  };
}
