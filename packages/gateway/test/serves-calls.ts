// The gateway with a call centre beside its built-in feeds, a desk that may state anything, and an audit in a file of its own.
// Run as a process; says `ready URL` as the real command does.
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  acknowledgeAlarm,
  defineErase,
  defineReveal,
  type CommandDefinition,
  type Draft,
  type Json,
} from '@yingji/core';
import { calls } from './calls-feed.js';
import { loadConfig } from '../src/config/load.js';
import { feedLoaders } from '../src/feeds.js';
import { createGateway } from '../src/gateway.js';

const state: CommandDefinition<'state', Json> = {
  name: 'state',
  title: { zh: '陈述', en: 'State' },
  parse: (input) => ({ input }),
  decide: (_, { parsed }) => ({ drafts: [parsed as unknown as Draft] }),
};
const loaded = await loadConfig(process.argv.at(-1)!, process.env);
if ('issues' in loaded) throw new Error(JSON.stringify(loaded.issues));
const auditFile = join(dirname(loaded.config.store.file), 'audit.jsonl');
const gateway = await createGateway(loaded.config, {
  feeds: { ...feedLoaders, calls },
  commands: [acknowledgeAlarm, state, defineReveal({ may: () => true }), defineErase({ may: () => true })],
  audit: { write: async (entry) => appendFileSync(auditFile, `${JSON.stringify(entry)}\n`) },
});
process.on('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
process.stdout.write(`ready ${gateway.url}\n`);
