// The gateway with a call centre beside its built-in feeds. Run as a process; says `ready URL` as the real command does.
import { calls } from './calls-feed.js';
import { loadConfig } from '../src/config/load.js';
import { feedDefinitions } from '../src/feeds.js';
import { createGateway } from '../src/gateway.js';

const loaded = await loadConfig(process.argv.at(-1)!, process.env);
if ('issues' in loaded) throw new Error(JSON.stringify(loaded.issues));
const gateway = await createGateway(loaded.config, { feeds: { ...feedDefinitions, calls } });
process.on('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
process.stdout.write(`ready ${gateway.url}\n`);
