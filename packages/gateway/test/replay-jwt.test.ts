import { join } from 'node:path';
import { createPushFeed, stated, systemClock } from '@yingji/core';
import { createMemoryLogger, fireAlarm } from '@yingji/core/testing';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { readLines } from '../../adapters/src/remote/lines.js';
import { deny } from '../src/auth/deny-file.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { createIssuer, ISSUER, type Issuer } from './issuer.js';
import { until } from './wait.js';

/** Access tokens of an issuer: good for long, and taken back here. */
describe('a replay that an access token opened', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let issuer: Issuer;
  let denied: string;
  const stops: AbortController[] = [];
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防', en: 'Fire' } });

  before(async () => {
    house = makeHouse({ feeds: [{ use: 'fire', source: 'fire' }], limits: { replays: 8 } });
    const keys = join(house.folder, 'jwks.json');
    denied = join(house.folder, 'denied.json');
    issuer = await createIssuer({ file: keys });
    const jwt = { issuer: ISSUER, audience: ['yingji'], keys };
    gateway = await createGateway(
      { ...house.config, auth: { jwt, denied } },
      {
        feeds: { fire: { id: 'fire', title: fire.feed.title, configure: () => ({ feed: fire.feed }) } } as never,
        logger: createMemoryLogger(),
      },
    );
    const at = systemClock.now();
    await fire.push({ key: '1', receivedAt: at, drafts: [stated(...fireAlarm('1'), at)] });
  });
  after(async () => {
    for (const stop of stops) stop.abort();
    await gateway.close();
    house.remove();
  });

  async function play(claims: { readonly [name: string]: unknown }) {
    const exp = Math.floor(Date.now() / 1_000) + 86_400;
    const token = await issuer.sign({ exp, yingji_scope: ['*'], ...claims });
    const stop = new AbortController();
    stops.push(stop);
    const ask = (signal?: AbortSignal): Promise<Response> =>
      fetch(`${gateway.url}/api/replay?from=0&speed=0.001`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ t: 'open', versions: [2, 1], queries: { r: { kind: 'report' } } }),
        ...(signal && { signal }),
      });
    const answer = await ask(stop.signal);
    expect(answer.status).to.equal(200);
    const said: Down[] = [];
    const playing = { said, over: false, again: async () => (await ask()).status };
    void (async () => {
      for await (const line of readLines(answer.body!)) said.push(JSON.parse(line) as Down);
      playing.over = true;
    })().catch(() => undefined);
    await until('it is ready', () => said.some(({ t }) => t === 'ready'));
    return playing;
  }
  const bye = ({ said }: { readonly said: readonly Down[] }): string | undefined =>
    said.flatMap((each) => (each.t === 'bye' ? [each.issue.code] : []))[0];

  it('ends within five seconds of a denial by jti or sub, with nothing said after; those of others go on', async () => {
    const [byJti, bySub, other] = [
      await play({ sub: 'a', jti: 'a-1' }),
      await play({ sub: 'c', jti: 'c-1' }),
      await play({ sub: 'b', jti: 'b-1' }),
    ];
    const since = performance.now();
    deny(denied, { jti: 'a-1' }, systemClock);
    deny(denied, { sub: 'oidc:c' }, systemClock);
    await until('they end', () => byJti.over && bySub.over);
    expect(performance.now() - since).to.be.below(5_000);
    for (const one of [byJti, bySub]) {
      expect([bye(one), one.said.at(-1)?.t]).to.deep.equal(['token-unknown', 'bye']);
      expect(await one.again()).to.equal(401);
    }
    expect([other.over, bye(other)]).to.deep.equal([false, undefined]);
    const token = await issuer.sign({ sub: 'c', jti: 'c-2', yingji_scope: ['*'] });
    const fresh = await fetch(`${gateway.url}/api/replay?from=0`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ t: 'open', versions: [2], queries: {} }),
    });
    expect(fresh.status, 'a fresh one of the same person').to.equal(401);
  });

  it('ends with the token itself', async () => {
    const one = await play({ sub: 'e', jti: 'e-1', exp: Math.ceil(Date.now() / 1_000) + 2 });
    await until('it ends', () => one.over);
    expect(bye(one)).to.equal('credential-ended');
  });
});
