import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const own = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A host that loads a feed, opens it never, and has nothing else to do. */
const HOST = `
  import { systemClock } from '@yingji/core';
  import { isolateFeed } from ${JSON.stringify(new URL('./isolated-feed.js', import.meta.url).href)};
  const data = { feed: ${JSON.stringify(own('../../test/odd-feed'))}, from: process.cwd(), config: { does: 'print' } };
  const made = await isolateFeed(data, { clock: systemClock });
  process.stdout.write('loaded ' + made.feed.id);
`;

describe('a feed that was loaded and is never opened', () => {
  it('keeps no process alive', async () => {
    const host = spawn(process.execPath, [...process.execArgv, '--input-type=module', '--eval', HOST], {
      cwd: own('../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    let loadedAt = 0;
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      loadedAt = performance.now();
    });
    // It is given longer after it has loaded than a machine under load needs to end a thread, and then ended.
    const late = setTimeout(() => host.kill(), 45_000);
    const [code] = (await once(host, 'exit')) as [number | null];
    clearTimeout(late);
    expect({ said, code }).to.deep.equal({ said: 'loaded odd', code: 0 });
    expect(performance.now() - loadedAt).to.be.below(10_000);
  }).timeout(60_000);
});
