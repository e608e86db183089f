import { expect } from 'chai';
import { entityId } from '../model/id.js';
import type { Entry } from '../model/change.js';
import type { Actor } from '../ports/authenticator.js';
import {
  createEntries,
  createManualClock,
  createPipe,
  createSeededIds,
  detector,
  fireAlarm,
  type ManualClock,
  type Pipe,
} from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import type { Delta, Health, LocalView } from '../view/view.js';
import { createHub, type Hub } from './hub.js';
import { parseOpen, type Down, type Open } from './messages.js';
import { createRemoteView, type RemoteView } from './remote-view.js';

const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };
const query = { kind: 'place' } as const;
const place = (n: number | string) => entityId('place', 'registry', String(n));

interface World {
  clock: ManualClock;
  view: LocalView;
  hub: Hub;
  pipe: Pipe;
  remote: RemoteView;
  deltas: Delta[];
  healths: Health[];
  names(): string[];
  say(...batch: Entry[]): Promise<void>;
  make: ReturnType<typeof createEntries>;
  restart(): void;
}

function world(options: { ringBytes?: number } = {}): World {
  const clock = createManualClock();
  const ids = createSeededIds(7);
  const make = createEntries();
  const view = createLocalView({ now: clock.now() });
  const start = (): Hub => createHub({ city: 'test', view, clock, ids, ...options });
  let hub = start();
  const pipe = createPipe(() => hub, actor);
  const remote = createRemoteView({ connect: pipe.connect, send: (command) => view.send(command), clock, ids });
  const deltas: Delta[] = [];
  const healths: Health[] = [];
  const rows = new Map<string, string>();
  remote.health$.subscribe((health) => healths.push(health));
  remote.select(query).subscribe((delta) => {
    deltas.push(delta);
    if (delta.reset) rows.clear();
    for (const row of delta.put) rows.set(row.id, String(row.value['name']));
    for (const id of delta.removed) rows.delete(id);
  });
  return {
    clock,
    view,
    get hub() {
      return hub;
    },
    pipe,
    remote,
    deltas,
    healths,
    make,
    names: () => [...rows.values()].sort(),
    async say(...batch) {
      view.apply(batch, clock.now());
      await turn();
    },
    restart() {
      hub.close();
      hub = start();
    },
  };
}

function opening(more: object = {}): Open {
  const open = parseOpen({ t: 'open', versions: [1], queries: { p: query }, ...more });
  if ('code' in open) throw new Error(open.message);
  return open;
}

/** Lets real turns of the event loop pass; the manual clock stands still meanwhile. */
async function turn(times = 6): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}
const zone = (make: World['make'], n: number | string, name = String(n)): Entry =>
  make.put(place(n), { name, scheme: 'zone' });

/** Passes host time step by step, so that beats and retries on either side take their turns. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    await clock.pass(Math.min(500, left));
    await turn(2);
  }
}

describe('wire', () => {
  it('carries the whole result, then what changes, and says it is live by the host’s time', async () => {
    const { make, say, names, deltas, healths } = world();
    await say(zone(make, 1));
    await turn();
    expect(names()).to.deep.equal(['1']);
    await say(zone(make, 2), make.gone(place(1)));
    expect(names()).to.deep.equal(['2']);
    expect(deltas.at(-1)?.reset).to.equal(false);
    expect(healths.at(-1)?.link.state).to.equal('live');
  });

  it('cut at any position, it goes on without a gap and without a new snapshot', async () => {
    for (let at = 1; at <= 12; at += 1) {
      const { make, say, names, pipe, clock, deltas } = world();
      await turn();
      pipe.cut(at);
      for (let n = 1; n <= 10; n += 1) await say(zone(make, n));
      pipe.cut();
      await pass(clock, 3000);
      expect(names(), `cut after ${at}`).to.have.length(10);
      expect(
        deltas.filter(({ reset }) => reset),
        `cut after ${at}`,
      ).to.have.length(1);
    }
  });

  it('a host that can store nothing says so: what is shown is stale, and goes on without a gap once it can', async () => {
    const { make, say, names, clock, deltas, healths, view } = world();
    await say(zone(make, 1));
    view.advance(clock.now(), 'store-failed');
    await turn();
    expect(healths.at(-1)).to.include({ code: 'store-failed' });
    expect(healths.at(-1)?.link.state).to.equal('stale');
    await pass(clock, 20_000);
    expect(healths.at(-1)?.link.state, 'it does not flicker').to.equal('stale');
    view.advance(clock.now());
    await say(zone(make, 2));
    await pass(clock, 35_000);
    expect(healths.at(-1)?.link.state).to.equal('live');
    expect(names()).to.deep.equal(['1', '2']);
    expect(deltas.filter(({ reset }) => reset)).to.have.length(1);
  });

  it('cut in the middle of a snapshot, nothing half is shown', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const { make, say, names, pipe, clock, deltas, view } = world();
      pipe.cut(at);
      view.apply(
        Array.from({ length: 2500 }, (_, n) => zone(make, n)),
        clock.now(),
      );
      await turn();
      expect([0, 2500]).to.include(names().length);
      pipe.cut();
      await pass(clock, 3000);
      await say(zone(make, 'last'));
      expect(names()).to.have.length(2501);
      expect(deltas.every(({ put }) => put.length === 2500 || put.length <= 1)).to.equal(true);
    }
  });

  it('a swallowed connection is stale within two beats and comes back without a gap', async () => {
    const { make, say, names, pipe, clock, healths, deltas } = world();
    await pass(clock, 5500);
    pipe.swallow(true);
    await say(zone(make, 1));
    await pass(clock, 10_500);
    expect(healths.some(({ link, code }) => link.state === 'stale' && code === 'gateway-silent')).to.equal(true);
    expect(names()).to.deep.equal([]);
    pipe.swallow(false);
    await pass(clock, 31_000);
    expect(names()).to.deep.equal(['1']);
    expect(healths.at(-1)?.link.state).to.equal('live');
    expect(deltas.filter(({ reset }) => reset)).to.have.length(1);
  });

  it('while it is down the picture stays and grows older by the host’s time', async () => {
    const { make, say, names, pipe, clock, healths } = world();
    await say(zone(make, 1));
    pipe.down(true);
    pipe.cut();
    await pass(clock, 60_000);
    const last = healths.at(-1)!;
    expect([last.link.state, last.code, names()]).to.deep.equal(['stale', 'gateway-unreachable', ['1']]);
    expect(Date.parse(last.now!) - Date.parse(last.link.since!)).to.be.within(50_000, 65_000);
  });

  it('away too long, it gets a flagged snapshot', async () => {
    const { make, say, names, pipe, clock, deltas } = world({ ringBytes: 1000 });
    await say(zone(make, 0));
    pipe.down(true);
    pipe.cut();
    for (let n = 1; n <= 20; n += 1) await say(zone(make, n));
    pipe.down(false);
    await pass(clock, 31_000);
    expect(names()).to.have.length(21);
    expect(deltas.filter(({ gap }) => gap)).to.have.length(1);
  });

  it('away too long and cut again in the middle of the flagged snapshot, the flag is not lost', async () => {
    for (let at = 1; at <= 3; at += 1) {
      const { make, say, names, pipe, clock, deltas } = world({ ringBytes: 1000 });
      await say(...Array.from({ length: 2500 }, (_, n) => zone(make, n)));
      pipe.down(true);
      pipe.cut();
      for (let n = 0; n < 20; n += 1) await say(zone(make, `new ${n}`));
      pipe.down(false);
      pipe.cut(at);
      await pass(clock, 31_000);
      pipe.cut();
      await pass(clock, 31_000);
      expect(names(), `cut after ${at}`).to.have.length(2520);
      expect(deltas.filter(({ gap }) => gap).length, `cut after ${at}`).to.be.at.least(1);
    }
  });

  it('a question added while the way was down does not hide that something may have been missed', async () => {
    const { make, say, names, pipe, clock, deltas, remote } = world({ ringBytes: 1000 });
    await say(zone(make, 0));
    pipe.down(true);
    pipe.cut();
    for (let n = 1; n <= 20; n += 1) await say(zone(make, n));
    const added: Delta[] = [];
    remote.select({ kind: 'device' }).subscribe((delta) => added.push(delta));
    pipe.down(false);
    await pass(clock, 31_000);
    expect([names().length, deltas.at(-1)?.gap, added.at(-1)?.gap]).to.deep.equal([21, true, false]);
  });

  it('coming back it is live only when it has all it missed', async () => {
    const { make, say, names, pipe, clock, healths, remote } = world();
    await say(zone(make, 0));
    pipe.down(true);
    pipe.cut();
    await pass(clock, 1000);
    for (let n = 1; n <= 20; n += 1) await say(zone(make, n));
    const known: number[] = [];
    remote.health$.subscribe(({ link }) => link.state === 'live' && known.push(names().length));
    healths.length = 0;
    pipe.down(false);
    await pass(clock, 31_000);
    expect(known[0]).to.equal(21);
  });

  it('fifty who come back at once are encoded for once, with the time of now, in lines a slow way can carry', async () => {
    const { make, say, view, clock } = world();
    await say(...Array.from({ length: 3000 }, (_, n) => zone(make, n)));
    let asked = 0;
    const counted = Object.create(view, {
      find: { value: (what: Parameters<LocalView['find']>[0]) => ((asked += 1), view.find(what)) },
    }) as LocalView;
    const hub = createHub({ city: 'test', view: counted, clock, ids: createSeededIds() });
    const open = opening({ resume: { epoch: 'of another life', seq: 7, position: 7 } });
    const come = (): string[] => {
      const lines: string[] = [];
      hub.open(open, actor, { write: (line) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined });
      return lines;
    };
    const got = Array.from({ length: 50 }, come);
    expect(asked).to.equal(1);
    for (const lines of got) expect(lines).to.deep.equal(got[0]);
    for (const line of got[0]!) expect(line.length).to.be.at.most(100_000);
    await clock.pass(3_600_000);
    view.advance(clock.now());
    for (const line of come()) {
      const message = JSON.parse(line) as Down;
      const now = message.t === 'snap' ? message.delta.now : 'now' in message ? message.now : '';
      expect(now).to.equal(clock.now());
    }
    hub.close();
  });

  it('another life of the host means a flagged snapshot, never a mix of two streams', async () => {
    const { make, say, names, clock, deltas, restart } = world();
    await say(zone(make, 1));
    restart();
    await say(zone(make, 2));
    await pass(clock, 5000);
    expect(names()).to.deep.equal(['1', '2']);
    expect(deltas.at(-1)).to.include({ reset: true, gap: true });
  });

  it('one change among 13,000 is one line under 1 KB, the same string for 50 clients', async () => {
    const { view, clock, hub, make } = world();
    view.apply(
      Array.from({ length: 13_000 }, (_, n) =>
        make.put(...detector(String(n), { zone: '3-1', position: [108.35, 22.82] })),
      ),
      clock.now(),
    );
    const open = opening({ queries: { d: { kind: 'device' }, r: { kind: 'report' } } });
    const got: string[][] = Array.from({ length: 50 }, () => []);
    for (const lines of got)
      hub.open(open, actor, { write: (line) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined });
    for (const lines of got) lines.length = 0;
    view.apply(
      [
        make.put(entityId('observation', 'fire', '1'), {
          device: detector('77')[0],
          quantity: 'component-state',
          value: ['fault'],
          quality: 'good',
        }),
      ],
      clock.now(),
    );
    expect(got[0]).to.have.length(1);
    expect(new TextEncoder().encode(got[0]![0]).length).to.be.at.most(1024);
    for (const lines of got) lines.length = 0;
    view.apply([make.put(...fireAlarm('77'))], clock.now());
    // The report, and its detector that is now in alarm.
    expect(got[0]).to.have.length(2);
    for (const line of got[0]!) expect(new TextEncoder().encode(line).length).to.be.at.most(1024);
    for (const lines of got) lines.forEach((line, i) => expect(line).to.equal(got[0]![i]));
  });

  it('a full client holds up nobody, and catches up when it drains', async () => {
    const { hub, make, say } = world();
    const open = opening();
    const slow: string[] = [];
    let room = 3;
    let drain: () => void = () => undefined;
    hub.open(open, actor, {
      write: (line) => slow.push(line) < room,
      end: () => undefined,
      onDrain: (f) => (drain = f),
    });
    for (let n = 0; n < 10; n += 1) await say(zone(make, n));
    expect(slow.length).to.equal(3);
    room = Infinity;
    drain();
    const diffs = slow.map((line) => JSON.parse(line) as Down).filter(({ t }) => t === 'diff');
    expect(diffs).to.have.length(10);
  });

  it('refuses another version with both numbers, and anything that is no opening message', () => {
    const { hub } = world();
    const said: string[] = [];
    const open = opening({ versions: [99] });
    hub.open(open, actor, { write: (line) => said.push(line) > 0, end: () => undefined, onDrain: () => undefined });
    expect(said[0]).to.include('version-mismatch').and.include('99').and.include('1');
    const bad: unknown[] = [
      null,
      7,
      [],
      {},
      { t: 'open' },
      { t: 'open', versions: [1], queries: {} },
      { t: 'open', versions: [1], queries: { a: { kind: 'memory' } } },
      { t: 'open', versions: [1], queries: { a: { kind: '__proto__' } } },
      { t: 'open', versions: [1], queries: { a: { kind: 'place', where: [{ field: 'x', op: 'eval', value: 1 }] } } },
      { t: 'open', versions: [1], queries: { a: { kind: 'place', top: 0 } } },
      { t: 'open', versions: [1], queries: { a: query }, resume: { epoch: 1 } },
    ];
    for (const input of bad) expect(parseOpen(input), JSON.stringify(input)).to.include({ code: 'bad-open' });
  });

  it('queries added later join, and a second asker of the same question is answered at once', async () => {
    const { make, say, remote, pipe } = world();
    await say(zone(make, 1), make.put(...detector('1')));
    await turn();
    const devices: Delta[] = [];
    remote.select({ kind: 'device' }).subscribe((delta) => devices.push(delta));
    await turn(10);
    expect(devices.at(-1)?.put).to.have.length(1);
    const opened = pipe.opened.length;
    const again: Delta[] = [];
    remote.select(query).subscribe((delta) => again.push(delta));
    expect(again[0]?.put).to.have.length(1);
    expect(pipe.opened.length).to.equal(opened);
  });

  it('a client whose connection breaks while it is written to troubles nobody else', async () => {
    const { hub, make, say, names } = world();
    const open = opening();
    await turn();
    hub.open(open, actor, {
      write: () => {
        throw new Error('broken pipe');
      },
      end: () => undefined,
      onDrain: () => undefined,
    });
    await say(zone(make, 1));
    expect(names()).to.deep.equal(['1']);
  });

  it('keeps no more streams than it may: idle ones go, and then no new one is opened', () => {
    const { view, clock } = world();
    const hub = createHub({ city: 'test', view, clock, ids: createSeededIds(), mostStreams: 2 });
    const said: string[] = [];
    const ask = (top: number): (() => void) => {
      const open = opening({ queries: { p: { ...query, top } } });
      return hub.open(open, actor, {
        write: (line) => said.push(line) > 0,
        end: () => undefined,
        onDrain: () => undefined,
      });
    };
    const leave = ask(1);
    ask(2);
    ask(3);
    expect(said.at(-1)).to.include('too-many-streams');
    leave();
    ask(4);
    expect(said.at(-1)).to.include('ready');
  });
});
