import { expect } from 'chai';
import { createLocalView, systemClock, systemIds, type Delta, type LocalView } from '@yingji/core';
import { createEntries, createManualClock, fireAlarm } from '@yingji/core/testing';
import { createHub, type Hub, type Open } from '@yingji/core/wire';
import { connectGateway, type Fetch } from './gateway.js';

const li = { id: 'li', masked: '李*', roles: [], scope: [] };
const command = { v: 1, id: 'decision-1', name: 'acknowledge-alarm', input: {} } as const;

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** A gateway without sockets: fetch goes straight to a hub. */
function house(): {
  view: LocalView;
  hub: Hub;
  fetch: Fetch;
  asked: Asked[];
  cut: () => void;
  alarm: (native: string) => void;
} {
  const view = createLocalView({ now: systemClock.now() });
  const hub = createHub({ city: 'nanning', view, clock: systemClock, ids: systemIds, beatMs: 60 });
  const asked: Asked[] = [];
  const build = createEntries();
  let cut = (): void => undefined;
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, init });
    let close = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder();
        const end = (): void => {
          close();
          try {
            controller.close();
          } catch {
            // Closed by the other side already.
          }
        };
        cut = () => {
          close();
          controller.error(new TypeError('network'));
        };
        close = hub.open(JSON.parse(String(init.body)) as Open, li, {
          write: (line) => {
            controller.enqueue(encoder.encode(line));
            return true;
          },
          end,
          onDrain: () => undefined,
        });
        init.signal?.addEventListener('abort', end);
      },
      cancel: () => close(),
    });
    return new Response(body);
  };
  return {
    view,
    hub,
    fetch,
    asked,
    cut: () => cut(),
    alarm: (native) => view.apply([build.put(...fireAlarm(native))], systemClock.now()),
  };
}

const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the view of a gateway', () => {
  it('shows what the gateway has, and what comes', async () => {
    const { hub, fetch, alarm, asked } = house();
    alarm('d1');
    const remote = connectGateway({ url: 'http://gateway.example/city/', token: 'secret', fetch });
    const seen: Delta[] = [];
    const follow = remote.select({ kind: 'report' }).subscribe((delta) => seen.push(delta));
    await settle(50);
    alarm('d2');
    await settle(20);
    expect(seen.map(({ reset, put }) => [reset, put.map(({ id }) => id)])).to.deep.equal([
      [true, ['report/fire/d1.1']],
      [false, ['report/fire/d2.1']],
    ]);
    const { url, init } = asked[0]!;
    expect(url).to.equal('http://gateway.example/city/api/stream');
    expect(init.headers).to.deep.equal({ 'content-type': 'application/json', authorization: 'Bearer secret' });
    expect(init).to.include({ method: 'POST', cache: 'no-store', credentials: 'omit', redirect: 'error' });
    follow.unsubscribe();
    remote.close();
    hub.close();
  });

  it('comes back by itself with a fresh token and goes on where it stood', async function () {
    this.timeout(60_000);
    const { hub, fetch, alarm, asked, cut } = house();
    let count = 0;
    const remote = connectGateway({
      url: 'http://gateway.example',
      getToken: () => Promise.resolve(`token-${(count += 1)}`),
      fetch,
      ids: { ...systemIds, random: () => 0 },
    });
    const seen: Delta[] = [];
    remote.select({ kind: 'report' }).subscribe((delta) => seen.push(delta));
    await settle(150);
    cut();
    alarm('d1');
    await settle(1_200);
    expect(asked.map(({ init }) => new Headers(init.headers).get('authorization'))).to.deep.equal([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(JSON.parse(String(asked[1]!.init.body))).to.have.property('resume');
    expect(seen.map(({ reset, gap, put }) => [reset, gap, put.length])).to.deep.equal([
      [true, false, 0],
      [false, false, 1],
    ]);
    remote.close();
    hub.close();
  });

  for (const [what, answer, code] of [
    ['a refusal', () => new Response('{"code":"token-unknown","message":"no"}', { status: 401 }), 'token-unknown'],
    ['a stranger’s page', () => new Response('<html>', { status: 502 }), 'http-502'],
    ['a refusal with a code that is none', () => new Response('{"code":"<b>"}', { status: 403 }), 'http-403'],
  ] as const)
    it(`tells ${what} by its code`, async () => {
      const remote = connectGateway({ url: 'http://gateway.example', fetch: () => Promise.resolve(answer()) });
      const codes: (string | undefined)[] = [];
      remote.health$.subscribe((health) => codes.push(health.code));
      remote.select({ kind: 'report' }).subscribe();
      await settle(30);
      expect(codes.at(-1)).to.equal(code);
      remote.close();
    });
});

describe('a decision sent to a gateway', () => {
  const answering = (status: number, body: unknown): ReturnType<typeof connectGateway> =>
    connectGateway({
      url: 'http://gateway.example',
      fetch: () => Promise.resolve(new Response(JSON.stringify(body), { status })),
    });
  const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

  it('resolves with what was decided, for it or against', async () => {
    const done = { ok: true, at: 7, ids: [] };
    expect(await answering(200, done).send(command)).to.deep.equal(done);
    const against = { ok: false, issues: [{ code: 'not-found', path: '', level: 'error', message: 'gone' }] };
    expect(await answering(422, { code: 'not-found', message: 'gone', ...against }).send(command)).to.deep.include(
      against,
    );
  });

  it('resolves with the refusal when the gateway does not let it in', async () => {
    const result = await answering(403, { code: 'actor-unknown', message: 'no' }).send(command);
    expect(result).to.have.nested.property('issues[0].code', 'actor-unknown');
  });

  it('rejects when nobody can say whether it was decided', async () => {
    expect(await caught(answering(503, { code: 'store-failed', message: '' }).send(command))).to.include({
      code: 'store-failed',
      recovery: 'retry',
    });
    const silent = connectGateway({
      url: 'http://gateway.example',
      fetch: () => Promise.reject(new TypeError('failed')),
    });
    expect(await caught(silent.send(command))).to.include({ code: 'gateway-unreachable', recovery: 'retry' });
    const broken = connectGateway({
      url: 'http://gateway.example',
      fetch: () => Promise.resolve(new Response('{"ok":')),
    });
    expect(await caught(broken.send(command))).to.include({ code: 'gateway-unreachable', recovery: 'retry' });
  });

  it('does not wait for ever', async () => {
    const clock = createManualClock();
    const fetch: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal!.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
      );
    const sent = caught(connectGateway({ url: 'http://gateway.example', fetch, clock }).send(command));
    await clock.pass(15_000);
    expect(await sent).to.include({ code: 'gateway-unreachable' });
  });

  it('does not wait for ever for a token either, and asks nobody without one', async () => {
    const clock = createManualClock();
    let asked = 0;
    const fetch: Fetch = () => Promise.resolve(new Response(String((asked += 1))));
    const send = (getToken: () => Promise<string>): Promise<unknown> =>
      caught(connectGateway({ url: 'http://gateway.example', fetch, clock, getToken }).send(command));
    const sent = send(() => new Promise(() => undefined));
    await clock.pass(15_000);
    expect(await sent).to.include({ code: 'token-unavailable', recovery: 'retry' });
    expect(await send(() => Promise.reject(new TypeError('the portal is down')))).to.include({
      code: 'token-unavailable',
      recovery: 'retry',
    });
    expect(asked).to.equal(0);
  });

  it('keeps its name inside the path', async () => {
    let url = '';
    const remote = connectGateway({
      url: 'http://gateway.example',
      fetch: (asked) => {
        url = asked;
        return Promise.resolve(new Response('{}'));
      },
    });
    await remote.send({ ...command, name: '../../x?y' });
    expect(url).to.equal('http://gateway.example/api/commands/..%2F..%2Fx%3Fy');
  });
});
