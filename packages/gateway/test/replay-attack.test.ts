import { createPushFeed, entityId, stated, systemClock } from '@yingji/core';
import { createMemoryLogger, detector } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { raw, statusOf } from './raw.js';
import { until } from './wait.js';

/** Somebody with the port and a good credential who wants more of the past than is theirs, or all of the host. */
describe('a replay under attack', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let start = 0;
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const place = entityId('place', 'registry', 'p');
  const plain = { t: 'open', versions: [2], queries: { d: { kind: 'device' } } };

  before(async () => {
    house = makeHouse({
      feeds: [{ use: 'registry', source: 'registry' }],
      limits: { failuresPerMinute: 1_000, stallMs: 10_000 },
    });
    for (const id of ['hungry', 'idle', 'screen'])
      tokens[id] = createToken(
        house.config.auth!.tokens!,
        { id, masked: '李*', roles: ['community'], scope: ['450103'] },
        systemClock,
      );
    const { id, title } = registry.feed;
    gateway = await createGateway(house.config, {
      feeds: { registry: { id, title, configure: () => ({ feed: registry.feed }) } } as never,
      logger: createMemoryLogger(),
    });
    start = gateway.city.view.at;
    const at = systemClock.now();
    const named = (name: string) => stated(place, { name, scheme: 'division', code: '450103' }, systemClock.now());
    const devices = Array.from({ length: 20 }, (_, i) => stated(...detector(`d${i}`, { place }), at));
    await registry.push({ key: 'all', receivedAt: at, drafts: [named('青秀区'), ...devices] });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  const asked = (who: string, query: string, body: object = plain): Promise<Response> =>
    postAs(tokens[who], `${gateway.url}/api/replay?${query}`, body);
  const request = (who: string, body: object, query = `from=${start}&speed=0.001`): string => {
    const text = JSON.stringify(body);
    return (
      `POST /api/replay?${query} HTTP/1.1\r\nHost: ${new URL(gateway.url).host}\r\n` +
      `Authorization: Bearer ${tokens[who]}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`
    );
  };
  /** Both places can be had. */
  const bothFree = async (): Promise<void> => {
    const query = `from=${start}&speed=0.001`;
    await until('both places', async () => {
      const two = await Promise.all(['idle', 'screen'].map((who) => asked(who, query)));
      for (const { body } of two) await body?.cancel();
      return two.every(({ status }) => status === 200);
    });
  };

  it('keeps no place for who leaves while it is loaded, or asks for it behind another on one line', async () => {
    for (let ms = 1; ms < 20; ms += 3) {
      await raw(gateway.url, request('hungry', plain), ms);
      await raw(gateway.url, request('idle', plain) + request('screen', plain), ms);
    }
    await bothFree();
  });

  it('reads no parameter in two ways, and no other method, body or path', async () => {
    for (const query of [
      `from=1&from=${start}`,
      `from[]=${start}`,
      `from=${start}&to=${start}&to=1`,
      `from=${start}%00`,
      `from=0x1`,
      `from=9007199254740993`,
      `from=${'9'.repeat(5_000)}`,
      `from=2026-06-12T08:00:00`,
    ]) {
      const answer = await asked('idle', query);
      expect(answer.status, query.slice(0, 40)).to.be.oneOf([400, 404, 431]);
      expect(await answer.text(), query.slice(0, 40)).to.match(
        /"code":"(bad-position|not-recorded|headers-too-large)"/,
      );
    }
    for (const speed of ['1&speed=2', '1e0', '%2B1', '٣', '0x10', '1,5'])
      expect(await (await asked('idle', `from=${start}&speed=${speed}`)).json(), speed).to.include({
        code: 'bad-speed',
      });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(
        (
          await fetch(`${gateway.url}/api/replay?from=${start}`, {
            method,
            headers: { authorization: `Bearer ${tokens['idle']}` },
          })
        ).status,
        method,
      ).to.equal(404);
    for (const kind of ['memory', '__proto__', 'constructor'])
      expect((await asked('idle', `from=${start}`, { ...plain, queries: { k: { kind } } })).status, kind).to.equal(400);
    const noToken = request('idle', plain).replace(/Authorization: .*\r\n/, '');
    expect(statusOf(await raw(gateway.url, noToken))).to.equal(401);
    expect(
      statusOf(
        await raw(
          gateway.url,
          request('idle', plain, `from=${start}&token=${tokens['idle']}`).replace(/Authorization: .*\r\n/, ''),
        ),
      ),
    ).to.equal(401);
    const foreign = request('idle', plain).replace('\r\n\r\n', '\r\nOrigin: https://evil.example\r\n\r\n');
    expect(statusOf(await raw(gateway.url, foreign))).to.equal(403);
  });

  it('is not waited for where there was nothing yet', async () => {
    for (const from of ['1969-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
      const answer = await asked('screen', `from=${from}&to=${start + 1}&speed=60`);
      expect(answer.status, from).to.equal(200);
      expect((await answer.text()).slice(-300), from).to.include('replay-ended');
    }
  });
});
