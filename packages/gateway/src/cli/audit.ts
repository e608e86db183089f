import { readAnchor, readAuditKey } from '../audit/audit-file.js';
import { auditFiles } from '../audit/files.js';
import type { Anchor } from '../audit/line.js';
import { verifyAudit } from '../audit/verify.js';
import { need, oneOf, readArgs } from './args.js';
import { configured } from './configured.js';
import { UsageError, type CliCommand } from './io.js';

/** Reads the audit log from its first line to its last, also while the gateway runs. */
export const audit: CliCommand = {
  usage: 'audit verify --config FILE [--anchor N:SEAL…]',
  about:
    'tell the first line of the audit log that was changed, removed, put in or moved, or that the log was cut short',
  async run(args, io) {
    const options = { config: { type: 'string' }, anchor: { type: 'string', multiple: true } } as const;
    const { values, positionals } = readArgs(args, options, { most: 1 });
    oneOf(need(positionals[0], 'What to do'), ['verify'], 'act on the audit log');
    const given = (values.anchor ?? []).map(anchorOf);
    const config = await configured(values.config, io);
    if (!config) return 1;
    const files = auditFiles(config);
    const key = readAuditKey(files.keyFile, { make: false });
    // Read before the log, which may grow meanwhile.
    const own = readAnchor(files.anchorFile, key);
    const found = await verifyAudit(files.file, { key, anchors: own ? [...given, own] : given });
    if (!found.ok) {
      io.err(`${files.file}:${found.line}: ${found.why}.\n`);
      return 1;
    }
    io.out(`${JSON.stringify(found.head)}\n`);
    if (given.length === 0)
      io.err(
        own
          ? 'Every line is as it was written. That log and anchor file were not set back together, only an anchor kept elsewhere can tell: give it with --anchor.\n'
          : `${files.anchorFile} is not there: that the log was not cut short cannot be told. Give an anchor of the process log with --anchor.\n`,
      );
    return 0;
  },
};

function anchorOf(text: string): Anchor {
  const [, n, seal] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (n === undefined || seal === undefined)
    throw new UsageError('--anchor is N:SEAL, as the process log says it under audit-anchor.');
  return { n: Number(n), seal };
}
