import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectGateway, type Fetch } from '@yingji/adapters/remote';
import { createLocalView, systemClock, systemIds } from '@yingji/core';
import { createMemoryLogger, viewChecks, type ViewUnderTest } from '@yingji/core/testing';
import { createHub } from '@yingji/core/wire';
import { createToken, createTokenAuthenticator } from '../src/auth/tokens.js';
import { Config } from '../src/config/schema.js';
import { createHttpServer } from '../src/http/server.js';
import { li } from './http-fixture.js';

/** The client of the gateway over real sockets, which can be cut. */
async function overHttp(): Promise<ViewUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-view-'));
  const tokensFile = join(folder, 'tokens.json');
  const token = createToken(tokensFile, li, systemClock);
  const city = createLocalView({ now: systemClock.now() });
  const hub = createHub({
    city: 'test',
    view: city,
    clock: systemClock,
    ids: systemIds,
    beatMs: 50,
    ringBytes: 64_000,
  });
  const http = await createHttpServer({
    config: Config.parse({
      city: { name: 'test' },
      store: { file: 'unused', keyFile: 'unused' },
      listen: { port: 0 },
    }),
    city: 'test',
    hub,
    reader: () => city,
    send: (request) => city.send(request),
    commands: new Set(['acknowledge-alarm']),
    authenticator: createTokenAuthenticator(tokensFile),
    ready: () => true,
    clock: systemClock,
    logger: createMemoryLogger(),
  });
  let down = false;
  let open = 0;
  let cut = new AbortController();
  const watched: Fetch = async (url, init) => {
    if (down) throw new TypeError('the line is down');
    const answer = await fetch(url, { ...init, signal: AbortSignal.any([init.signal!, cut.signal]) });
    if (!url.endsWith('/stream')) return answer;
    open += 1;
    init.signal!.addEventListener('abort', () => (open -= 1), { once: true });
    return answer;
  };
  const view = connectGateway({ url: http.url, token, fetch: watched });
  return {
    view,
    city,
    idle: () => open === 0,
    lose(meanwhile) {
      down = true;
      cut.abort();
      cut = new AbortController();
      meanwhile();
      down = false;
      return Promise.resolve();
    },
    async dispose() {
      view.close();
      hub.close();
      await http.close(100);
      city.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe('view, remote, over HTTP', () => {
  for (const { name, run } of viewChecks(overHttp)) it(name, run);
});
