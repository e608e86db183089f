// A gateway that is killed exactly after the commit that holds a fire alarm, before anybody hears of it. Run as a process.
import { systemClock, type Store } from '@yingji/core';
import { loadConfig } from '../src/config/load.js';
import { createGateway } from '../src/gateway.js';
import { openStorage } from '../src/storage.js';

const loaded = await loadConfig(process.argv[2]!, process.env);
if ('issues' in loaded) throw new Error(JSON.stringify(loaded.issues));
const { config } = loaded;
const storage = await openStorage(config.store, { clock: systemClock });
const store: Store = {
  ...storage.store,
  async commit(commit) {
    await storage.store.commit(commit);
    if (commit.rows.some(({ change }) => change.kind === 'report')) process.kill(process.pid, 'SIGKILL');
  },
};
await createGateway(config, { storage: { ...storage, store } });
