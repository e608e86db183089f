import { expect } from 'chai';
import { createManualClock, createPipe, createSeededIds } from '../testing/index.js';
import { actor as li, query } from '../testing/wire-world.js';
import type { Actor } from '../ports/authenticator.js';
import { systemClock } from '../ports/system.js';
import type { Instant } from '../model/time.js';
import type { Position } from '../model/change.js';
import { createLocalView } from '../view/local-view.js';
import type { Health, ReadOnly } from '../view/view.js';
import { connectOver } from './connect-over.js';
import { createHub, type Hub } from './hub.js';
import { createRemoteView, type RemoteView } from './remote-view.js';
import { createReplayView } from './replay-view.js';
import { serveOver, type ServeOverOptions } from './serve-over.js';

const now = '2026-06-12T08:00:00.000Z' as Instant;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** What a view says last of who acts, once it is live. */
async function saidBy(view: RemoteView): Promise<Pick<Health, 'actor' | 'readOnly'>> {
  let last: Health | undefined;
  const watch = view.health$.subscribe((health) => (last = health));
  const follow = view.select(query).subscribe();
  for (let i = 0; i < 40 && last?.link.state !== 'live'; i += 1) await turn();
  watch.unsubscribe();
  follow.unsubscribe();
  view.close();
  expect(last?.link.state).to.equal('live');
  const { actor, readOnly } = last!;
  return { ...(actor !== undefined && { actor }), ...(readOnly !== undefined && { readOnly }) };
}

const hosted = (): Hub =>
  createHub({ city: 'test', view: createLocalView({ now }), clock: createManualClock(), ids: createSeededIds(1) });

const side = { clock: systemClock, ids: createSeededIds(2) };

/** The view of a host that takes its clients for somebody, and lets them send or not. */
function connected(actor: Actor, readOnly?: ReadOnly): RemoteView {
  const hub = hosted();
  const told: Pick<Hub, 'open' | 'close' | 'kinds'> = {
    ...hub,
    open: (open, who, sink) => hub.open(open, who, { ...sink, readOnly }),
  };
  const pipe = createPipe(() => told, actor);
  return createRemoteView({
    connect: pipe.connect,
    send: () => Promise.reject(new Error('nothing is sent here')),
    ...side,
  });
}

/** The view of a host that says of itself what it likes. */
function saying(hello: object): RemoteView {
  return createRemoteView({
    async *connect(_, stop) {
      yield JSON.stringify({ t: 'hello', version: 2, city: 'c', beatMs: 5000, resumed: false, now, ...hello });
      const delta = { put: [], removed: [], reset: true, gap: false, at: 1, now };
      yield JSON.stringify({ t: 'snap', key: '0', flagged: false, delta, last: true });
      yield JSON.stringify({ t: 'ready', resume: { epoch: 'e', seq: 0, loose: 0, position: 1 }, now });
      await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    },
    send: () => Promise.reject(new Error('nothing is sent here')),
    ...side,
  });
}

describe('wire: who acts through a view', () => {
  it('is said by the masked name, and to whom it is', async () => {
    expect(await saidBy(connected(li))).to.deep.equal({ actor: li.masked });
    expect(await saidBy(connected({ ...li, id: 'qin', masked: '覃**' }))).to.deep.equal({ actor: '覃**' });
    expect(await saidBy(connected({ ...li, masked: '' })), 'a host without names').to.deep.equal({});
  });

  it('and why nothing may be sent, before anything is', async () => {
    expect(await saidBy(connected(li, 'no-right'))).to.deep.equal({ actor: li.masked, readOnly: 'no-right' });
  });

  it('names nobody where nobody was let in by a name', async () => {
    expect(await saidBy(connected({ ...li, masked: 'local' }, 'no-actor'))).to.deep.equal({ readOnly: 'no-actor' });
  });

  it('an older host says nothing of it', async () => {
    expect(await saidBy(saying({}))).to.deep.equal({});
  });

  it('what is no text is not taken for a name or a reason', async () => {
    expect(await saidBy(saying({ actor: { masked: '李*' }, readOnly: ['past'] }))).to.deep.equal({});
    expect(await saidBy(saying({ actor: '', readOnly: '' }))).to.deep.equal({});
  });

  it('a client of the version before is told what it always was', () => {
    const hub = hosted();
    const heard: string[] = [];
    const open = { t: 'open', versions: [1], queries: { 0: query } } as const;
    hub.open(open, li, { write: (line) => heard.push(line) > 0, end() {}, onDrain() {}, readOnly: 'no-right' });
    expect(JSON.parse(heard[0]!)).to.have.keys('t', 'version', 'city', 'beatMs', 'resumed', 'now');
    hub.close();
  });

  it('two who share one stream are each told their own', async () => {
    const hub = hosted();
    const heard: string[][] = [[], []];
    const open = { t: 'open', versions: [2], queries: { 0: query } } as const;
    for (const [i, masked] of ['李*', '覃**'].entries())
      hub.open(open, { ...li, masked }, { write: (line) => heard[i]!.push(line) > 0, end() {}, onDrain() {} });
    expect(heard.map(([hello]) => (JSON.parse(hello!) as { actor: string }).actor)).to.deep.equal(['李*', '覃**']);
    expect(heard.map((lines) => lines.slice(1).join()).map((rest) => /李|覃/.test(rest))).to.deep.equal([false, false]);
    hub.close();
  });

  it('over a port without a way for Commands it may only read', async () => {
    const over = (options: Partial<ServeOverOptions>): RemoteView => {
      const { port1, port2 } = new MessageChannel();
      serveOver(port1, { hub: hosted(), actor: li, ...options });
      return connectOver(port2);
    };
    expect(await saidBy(over({}))).to.deep.equal({ actor: li.masked, readOnly: 'no-right' });
    const send: ServeOverOptions['send'] = () => Promise.resolve({ ok: false, issues: [] });
    expect(await saidBy(over({ send }))).to.deep.equal({ actor: li.masked });
  });

  it('of a replay nothing may be sent, whoever looks at it', async () => {
    const hub = hosted();
    const pipe = createPipe(() => hub, li);
    const view = createReplayView({
      from: 1 as Position,
      connect: (open, _, stop) => pipe.connect(open, stop),
      ...side,
    });
    expect(await saidBy(view)).to.deep.equal({ actor: li.masked, readOnly: 'past' });
  });
});

describe('a view in the page', () => {
  const first = (options: Parameters<typeof createLocalView>[0]): Health => {
    let health: Health | undefined;
    const view = createLocalView(options);
    view.health$.subscribe((said) => (health = said)).unsubscribe();
    view.advance('2026-06-12T08:00:01.000Z' as Instant);
    view.health$.subscribe((said) => expect(said).to.deep.include({ ...health, now: said.now, link: said.link }));
    view.close();
    return health!;
  };

  it('without a way for Commands says that nobody acts through it', () => {
    expect(first({ now })).to.include({ readOnly: 'no-actor' });
    expect(first({ now, send: () => Promise.resolve({ ok: false, issues: [] }) })).to.not.have.property('readOnly');
  });

  it('says what its owner says of who acts', () => {
    expect(first({ now, who: { actor: '李*' } })).to.include({ actor: '李*' });
  });
});
