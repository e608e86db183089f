import { connectGateway } from '@yingji/adapters/remote';
import { createPushFeed, entityId, stated, systemClock } from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { until } from './wait.js';

/** Somebody who asks for all that joins give, over and over, beside a screen that shows alarms and a page that asks a little. */
describe('a client that asks for too much', () => {
  let house: House;
  let gateway: Gateway;
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防', en: 'Fire' } });
  const place = entityId('place', 'registry', 'p');

  before(async () => {
    house = makeHouse({
      feeds: ['registry', 'fire'].map((use) => ({ use, source: use })),
      limits: { requestsPerActor: 100_000, requestsPerAddress: 100_000, failuresPerMinute: 100_000 },
    });
    for (const id of ['hungry', 'screen', 'page'])
      tokens[id] = createToken(
        house.config.auth!.tokens!,
        { id, masked: '李*', roles: ['community'], scope: ['450103'] },
        systemClock,
      );
    const definition = ({ feed: { id, title }, feed }: typeof registry) => ({
      [id]: { id, title, configure: () => ({ feed }) },
    });
    gateway = await createGateway(house.config, {
      feeds: { ...definition(registry), ...definition(fire) } as never,
      logger: createMemoryLogger(),
    });
    const at = systemClock.now();
    const many = Array.from({ length: 480 }, (_, i) => stated(...detector(`d${i}`, { place }), at));
    const where = stated(place, { name: '青秀区', scheme: 'division', code: '450103' }, at);
    await registry.push({ key: 'all', receivedAt: at, drafts: [where, ...many] });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  const ask = (who: string, path: string, body: object): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
      body: JSON.stringify(body),
    });
  /** Each device with its place and all devices of that: 480 × 480. */
  const devices = { as: 'd', via: { namedBy: 'place' }, query: { kind: 'device' } };
  const heavy = (n: number, join: readonly object[] = [devices]): object => ({
    kind: 'device',
    where: [{ field: 'native', op: 'ne', value: `x${n}` }],
    join: [{ as: 'p', via: { field: 'place' }, query: { kind: 'place', join } }],
  });
  const all = (of: (n: number) => object): object =>
    Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`q${n}`, of(n)]));
  /** Each device eighty times its place: not refused for its joins, and long all the same. */
  const long = (n: number): object => ({
    ...heavy(n, []),
    sort: [{ field: 'native', dir: 'asc' }],
    top: 1,
  });

  async function page(seconds: number): Promise<{ readonly p99: number; readonly statuses: ReadonlySet<number> }> {
    const took: number[] = [];
    const statuses = new Set<number>();
    const end = Date.now() + seconds * 1_000;
    while (Date.now() < end) {
      const since = performance.now();
      const answer = await ask('page', '/api/view', { queries: { p: { kind: 'place' } } });
      await answer.arrayBuffer();
      took.push(performance.now() - since);
      statuses.add(answer.status);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { p99: took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)]!, statuses };
  }

  it('waits, while screens get their alarms and others their answers', async function () {
    this.timeout(120_000);
    const view = connectGateway({ url: gateway.url, token: tokens['screen']! });
    const seen = new Set<string>();
    let whole = false;
    view.select({ kind: 'report' }).subscribe(({ put }) => {
      whole = true;
      for (const { id } of put) seen.add(id);
    });
    await until('the screen', () => whole);
    const alone = await page(2);
    let stop = false;
    const codes = new Map<string, number>();
    const hungry = async (path: string, body: object): Promise<void> => {
      while (!stop) {
        const answer = await ask('hungry', path, body).catch(() => undefined);
        const text = await answer?.text().catch(() => '');
        const code = /"code":"([a-z-]+)"/.exec(text ?? '')?.[1] ?? String(answer?.status);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        // It does not heed what it is told; but a test in one process must leave the host its thread.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const open = { t: 'open', versions: [2], queries: all(heavy) };
    const eating = [
      ...Array.from({ length: 4 }, () => hungry('/api/view', { queries: all(heavy) })),
      ...Array.from({ length: 4 }, () => hungry('/api/view', { queries: all(long) })),
      ...Array.from({ length: 2 }, () => hungry('/api/stream', open)),
    ];
    let late = 0;
    let n = 0;
    const alarms = (async () => {
      while (!stop) {
        const id = fireAlarm('d1', (n += 1))[0];
        const since = performance.now();
        await fire.push({
          key: `a${n}`,
          receivedAt: systemClock.now(),
          drafts: [stated(...fireAlarm('d1', n), systemClock.now())],
        });
        await until('the alarm', () => seen.has(id));
        late = Math.max(late, performance.now() - since);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const beside = await page(10);
    stop = true;
    await Promise.all([...eating, alarms]);
    view.close();

    if (process.env['YINGJI_SHOW']) console.log({ alone: alone.p99, beside: beside.p99, late, n, codes });
    expect([...beside.statuses]).to.deep.equal([200]);
    expect(codes.get('too-much-work'), 'told to wait').to.be.above(0);
    expect(codes.get('query-too-wide'), 'told to narrow').to.be.above(0);
    expect(n).to.be.above(10);
    // One request may hold the host up for half a second.
    const bound = 500 + 4 * alone.p99;
    expect(beside.p99, 'the page').to.be.below(bound);
    expect(late, 'the last alarm').to.be.below(2 * bound);
  });
});
