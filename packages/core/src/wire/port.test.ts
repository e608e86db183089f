import { expect } from 'chai';
import { createManualClock, createSeededIds, detector, viewChecks, type ViewUnderTest } from '../testing/index.js';
import { until } from '../testing/until.js';
import { actor, opened, opening, pass, query, turn, world } from '../testing/wire-world.js';
import { systemClock } from '../ports/system.js';
import { createLocalView } from '../view/local-view.js';
import type { Delta } from '../view/view.js';
import { connectOver } from './connect-over.js';
import { createHub, type Hub } from './hub.js';
import type { Port, PortUp } from './port.js';
import { serveOver } from './serve-over.js';

const command = { v: 1, id: 'decision-1', name: 'acknowledge-alarm', input: {} } as const;

/** A real channel; what is being served is restarted where the way shall be lost. */
function overPort(): Promise<ViewUnderTest> {
  const { port1, port2 } = new MessageChannel();
  const city = createLocalView({ now: systemClock.now() });
  const ids = createSeededIds();
  const start = (): Hub => createHub({ city: 'test', view: city, clock: systemClock, ids, beatMs: 50 });
  let hub = start();
  let open = 0;
  const watched = {
    open: (...args: Parameters<typeof hub.open>) => {
      open += 1;
      const leave = hub.open(...args);
      let left = false;
      return () => {
        if (!left) open -= 1;
        left = true;
        leave();
      };
    },
  };
  const stop = serveOver(port1, { hub: watched, actor, send: (request) => city.send(request) });
  const view = connectOver(port2, { ids: createSeededIds() });
  return Promise.resolve({
    view,
    city,
    idle: () => open === 0,
    lose(meanwhile) {
      hub.close();
      meanwhile();
      hub = start();
      return Promise.resolve();
    },
    dispose() {
      view.close();
      stop();
      hub.close();
      city.close();
      return Promise.resolve();
    },
  });
}

describe('view, remote, over a MessagePort', () => {
  for (const { name, run } of viewChecks(overPort)) it(name, run);
});

describe('wire: a port', () => {
  it('sends no more than there is room for, and leaves nothing behind when either side closes', async () => {
    const { port1, port2 } = new MessageChannel();
    const { hub, make, say } = world();
    const heard: { t: string; line?: string }[] = [];
    const stop = serveOver(port1, { hub, actor });
    port2.onmessage = ({ data }: MessageEvent<{ message: { t: string; line?: string } }>) => heard.push(data.message);
    const post = (message: unknown): void => port2.postMessage({ mark: 'yingji-wire', message });
    post({ t: 'open', stream: 1, open: opening(), room: 1000 } satisfies PortUp);
    await turn();
    for (let n = 0; n < 50; n += 1) await say(opened(make, n));
    await turn();
    const chars = (): number => heard.reduce((sum, { line = '' }) => sum + line.length, 0);
    expect(chars()).to.be.within(1000, 2000);
    const before = chars();
    post({ t: 'room', stream: 1, room: 1500 } satisfies PortUp);
    await turn(20);
    expect(chars() - before).to.be.within(1000, 2600);
    stop();
    await turn(20);
    expect(heard.at(-1)).to.deep.equal({ t: 'close' });
    port2.close();
  });

  it('a client that closes leaves the hub', async () => {
    const { port1, port2 } = new MessageChannel();
    const { hub } = world();
    let [came, left] = [0, 0];
    const counted: Pick<Hub, 'open'> = {
      open(...args) {
        came += 1;
        const leave = hub.open(...args);
        return () => {
          left += 1;
          leave();
        };
      },
    };
    serveOver(port1, { hub: counted, actor });
    const remote = connectOver(port2);
    remote.select(query).subscribe();
    await turn(20);
    expect([came, left]).to.deep.equal([1, 0]);
    remote.close();
    await turn(20);
    expect([came, left]).to.deep.equal([1, 1]);
  });

  it('takes a client that answers nothing for gone', async () => {
    const { port1, port2 } = new MessageChannel();
    const clock = createManualClock();
    const { hub } = world();
    const heard: unknown[] = [];
    const stop = serveOver(port1, { hub, actor, clock });
    port2.onmessage = ({ data }: MessageEvent<{ message: unknown }>) => heard.push(data.message);
    port2.postMessage({ mark: 'yingji-wire', message: { t: 'open', stream: 1, open: opening(), room: 100_000 } });
    await turn(20);
    await pass(clock, 29_000);
    expect(heard.at(-1)).to.have.property('t', 'line');
    await pass(clock, 2000);
    await turn(20);
    expect(heard.at(-1)).to.deep.equal({ t: 'end', stream: 1 });
    stop();
    port2.close();
  });

  it('goes on where it stood when its stream ends, and says it is stale when the host has gone', async () => {
    const { port1, port2 } = new MessageChannel();
    const { hub, make, say } = world();
    const stop = serveOver(port1, { hub, actor, stallMs: 30 });
    let deaf = false;
    const slow: Port = {
      postMessage: (message) => (deaf ? undefined : port2.postMessage(message)),
      addEventListener: (type, listener) => port2.addEventListener(type, listener as never),
      removeEventListener: (type, listener) => port2.removeEventListener(type, listener as never),
      start: () => port2.start(),
      close: () => port2.close(),
    };
    const remote = connectOver(slow, { ids: { ...createSeededIds(), random: () => 0 } });
    const [deltas, states]: [Delta[], string[]] = [[], []];
    remote.select(query).subscribe((delta) => deltas.push(delta));
    remote.health$.subscribe(({ link, code }) => states.push(`${link.state} ${code}`));
    await turn(20);
    deaf = true;
    await say(opened(make, 1));
    await turn(60);
    deaf = false;
    await say(opened(make, 2));
    await until('all that was told', () => deltas.length >= 3);
    await turn(20);
    expect(deltas.map(({ reset, put }) => [reset, put.length])).to.deep.equal([
      [true, 0],
      [false, 1],
      [false, 1],
    ]);
    stop();
    await until('the end', () => states.at(-1) === 'stale port-closed');
    expect(await remote.send(command).catch((error: unknown) => error)).to.include({ code: 'port-closed' });
    remote.close();
  });

  it('carries Commands and what became of them', async () => {
    const { port1, port2 } = new MessageChannel();
    const { hub } = world();
    let fail = false;
    const asked: unknown[] = [];
    const stop = serveOver(port1, {
      hub,
      actor,
      send: (request, by) => {
        asked.push([request, by.id]);
        if (fail) throw new Error('a bug, with details nobody else should see');
        return Promise.resolve({ ok: false, issues: [] });
      },
    });
    const remote = connectOver(port2);
    expect(await remote.send(command)).to.deep.equal({ ok: false, issues: [] });
    expect(asked).to.deep.equal([[command, actor.id]]);
    fail = true;
    const error: unknown = await remote.send(command).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'host-failed', recovery: 'retry' });
    expect(String(error)).not.to.include('a bug');
    const waiting = connectOver(new MessageChannel().port1);
    const left = waiting.send(command).catch((thrown: unknown) => thrown);
    waiting.close();
    expect(await left).to.include({ code: 'port-closed' });
    remote.close();
    stop();
  });

  it('does not stumble over what is none of its messages', async () => {
    const { port1, port2 } = new MessageChannel();
    const { hub } = world();
    const stop = serveOver(port1, { hub, actor });
    const heard: { t: string; issue?: { code: string } }[] = [];
    port2.onmessage = ({ data }: MessageEvent<{ message: { t: string } }>) => heard.push(data.message);
    const bodies: unknown[] = [
      { t: 'open', stream: 1, open: null, room: 1 },
      { t: 'open', stream: 1, open: opening(), room: -1 },
      { t: 'open', stream: 'x', open: opening(), room: 1 },
      { t: 'room', stream: 9, room: NaN },
      { t: 'stop', stream: 9 },
      { t: 'none' },
      { t: 'send', call: {} },
      null,
    ];
    for (const message of bodies) port2.postMessage({ mark: 'yingji-wire', message });
    for (const other of [null, 7, 'text', {}, { message: { t: 'close' } }]) port2.postMessage(other);
    for (let stream = 10; stream < 15; stream += 1)
      port2.postMessage({ mark: 'yingji-wire', message: { t: 'open', stream, open: opening(), room: 1e9 } });
    await turn(20);
    const refused = heard.filter(({ t }) => t === 'end').map(({ issue }) => issue?.code);
    expect(refused).to.deep.equal(['bad-open', 'too-many-streams']);
    stop();
    port2.close();
  });

  it('works from a worker (only where there is a Worker of the web: run in the browser)', async function () {
    if (typeof Worker === 'undefined') return this.skip();
    const code = ['../view/local-view', './hub', './serve-over', '../ports/system', '../testing/entries']
      .map((file, n) => `import * as m${n} from '${new URL(`${file}.ts`, import.meta.url).href}';`)
      .concat(
        `const { systemClock: clock, systemIds: ids } = m3;
         const view = m0.createLocalView({ now: clock.now() });
         const hub = m1.createHub({ city: 'test', view, clock, ids });
         m2.serveOver(self, { hub, actor: { id: 'u', masked: '', roles: [], scope: [] } });
         view.apply([m4.createEntries().put(...m4.detector('1'))], clock.now());`,
      )
      .join('\n');
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
    const remote = connectOver(worker);
    const first = await new Promise<Delta>((resolve) => remote.select({ kind: 'device' }).subscribe(resolve));
    expect(first.put.map(({ id }) => id)).to.deep.equal([detector('1')[0]]);
    expect(await remote.send(command)).to.have.nested.property('issues[0].code', 'read-only');
    remote.close();
    worker.terminate();
  });
});
