// A host in a process of its own that dies (SIGKILL) when its first message is committed and not yet confirmed.
import { createCity, systemClock, systemIds } from '@yingji/core';
import { mqtt } from '@yingji/adapters/mqtt';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { join } from 'node:path';

const [folder, port] = process.argv.slice(2) as [string, string];
const made = mqtt.configure({
  from: { url: `mqtt://127.0.0.1:${port}`, version: '3.1.1', clientId: 'host' },
  routes: [{ as: 'device', topic: 'city/smoke/{device}', profile: 'smoke-detector' }],
});
if (!('feed' in made)) throw new Error(JSON.stringify(made.issues));
const { store, vault } = await createSqliteStore({
  file: join(folder, 'city.db'),
  keyFile: join(folder, 'vault.key'),
  clock: systemClock,
});
await createCity({
  ...{ store, vault, clock: systemClock, ids: systemIds },
  feeds: [
    {
      source: 'iot',
      feed: {
        ...made.feed,
        async open(context, stop) {
          const session = await made.feed.open(context, stop);
          return { ...session, settle: () => process.kill(process.pid, 'SIGKILL') };
        },
      },
    },
  ],
});
