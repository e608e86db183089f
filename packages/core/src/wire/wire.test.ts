import { expect } from 'chai';
import { detector } from '../testing/index.js';
import { incident, opened, pass, query, turn, world } from '../testing/wire-world.js';
import type { Query } from '../view/query.js';
import type { Delta } from '../view/view.js';

describe('wire', () => {
  it('carries the whole result, then what changes, and says it is live by the host’s time', async () => {
    const { make, say, names, deltas, healths } = world();
    await say(opened(make, 1));
    await turn();
    expect(names()).to.deep.equal(['1']);
    await say(opened(make, 2), make.gone(incident(1)));
    expect(names()).to.deep.equal(['2']);
    expect(deltas.at(-1)?.reset).to.equal(false);
    expect(healths.at(-1)?.link.state).to.equal('live');
  });

  it('cut at any position, it goes on without a gap and without a new snapshot', async () => {
    for (let at = 1; at <= 12; at += 1) {
      const { make, say, names, pipe, clock, deltas } = world();
      await turn();
      pipe.cut(at);
      for (let n = 1; n <= 10; n += 1) await say(opened(make, n));
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
    await say(opened(make, 1));
    view.advance(clock.now(), 'store-failed');
    await turn();
    expect(healths.at(-1)).to.include({ code: 'store-failed' });
    expect(healths.at(-1)?.link.state).to.equal('stale');
    await pass(clock, 20_000);
    expect(healths.at(-1)?.link.state, 'it does not flicker').to.equal('stale');
    view.advance(clock.now());
    await say(opened(make, 2));
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
        Array.from({ length: 2500 }, (_, n) => opened(make, n)),
        clock.now(),
      );
      await turn();
      expect([0, 2500]).to.include(names().length);
      pipe.cut();
      await pass(clock, 3000);
      await say(opened(make, 'last'));
      expect(names()).to.have.length(2501);
      expect(deltas.every(({ put }) => put.length === 2500 || put.length <= 1)).to.equal(true);
    }
  });

  it('a swallowed connection is stale within two beats and comes back without a gap', async () => {
    const { make, say, names, pipe, clock, healths, deltas } = world();
    await pass(clock, 5500);
    pipe.swallow(true);
    await say(opened(make, 1));
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
    await say(opened(make, 1));
    pipe.down(true);
    pipe.cut();
    await pass(clock, 60_000);
    const last = healths.at(-1)!;
    expect([last.link.state, last.code, names()]).to.deep.equal(['stale', 'gateway-unreachable', ['1']]);
    expect(Date.parse(last.now!) - Date.parse(last.link.since!)).to.be.within(50_000, 65_000);
  });

  it('away too long, it gets a flagged snapshot', async () => {
    const { make, say, names, pipe, clock, deltas } = world({ ringBytes: 1000 });
    await say(opened(make, 0));
    pipe.down(true);
    pipe.cut();
    for (let n = 1; n <= 20; n += 1) await say(opened(make, n));
    pipe.down(false);
    await pass(clock, 31_000);
    expect(names()).to.have.length(21);
    expect(deltas.filter(({ gap }) => gap)).to.have.length(1);
  });

  it('away too long and cut again in the middle of the flagged snapshot, the flag is not lost', async () => {
    for (let at = 1; at <= 3; at += 1) {
      const { make, say, names, pipe, clock, deltas } = world({ ringBytes: 1000 });
      await say(...Array.from({ length: 2500 }, (_, n) => opened(make, n)));
      pipe.down(true);
      pipe.cut();
      for (let n = 0; n < 20; n += 1) await say(opened(make, `new ${n}`));
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
    await say(opened(make, 0));
    pipe.down(true);
    pipe.cut();
    for (let n = 1; n <= 20; n += 1) await say(opened(make, n));
    const added: Delta[] = [];
    remote.select({ kind: 'device' }).subscribe((delta) => added.push(delta));
    pipe.down(false);
    await pass(clock, 31_000);
    expect([names().length, deltas.at(-1)?.gap, added.at(-1)?.gap]).to.deep.equal([21, true, false]);
  });

  it('coming back it is live only when it has all it missed', async () => {
    const { make, say, names, pipe, clock, healths, remote } = world();
    await say(opened(make, 0));
    pipe.down(true);
    pipe.cut();
    await pass(clock, 1000);
    for (let n = 1; n <= 20; n += 1) await say(opened(make, n));
    const known: number[] = [];
    remote.health$.subscribe(({ link }) => link.state === 'live' && known.push(names().length));
    healths.length = 0;
    pipe.down(false);
    await pass(clock, 31_000);
    expect(known[0]).to.equal(21);
  });

  it('another life of the host means a flagged snapshot, never a mix of two streams', async () => {
    const { make, say, names, clock, deltas, restart } = world();
    await say(opened(make, 1));
    restart();
    await say(opened(make, 2));
    await pass(clock, 5000);
    expect(names()).to.deep.equal(['1', '2']);
    expect(deltas.at(-1)).to.include({ reset: true, gap: true });
  });

  it('a question of any length is asked, and answered', async () => {
    const { make, say, remote } = world();
    await say(...['近', '远'].map((zone, n) => make.put(...detector(String(n), { zone }))));
    const long = {
      kind: 'device',
      where: [{ field: 'zone', op: 'in', value: ['近', ...Array(60).keys()].map(String) }],
    };
    const shown: string[] = [];
    remote.select(long as Query).subscribe(({ put }) => shown.push(...put.map(({ id }) => id)));
    await turn(10);
    expect(shown).to.deep.equal(['device/registry/0']);
  });

  it('queries added later join, and a second asker of the same question is answered at once', async () => {
    const { make, say, remote, pipe } = world();
    await say(opened(make, 1), make.put(...detector('1')));
    await turn();
    const devices: Delta[] = [];
    remote.select({ kind: 'device' }).subscribe((delta) => devices.push(delta));
    await turn(10);
    expect(devices.at(-1)?.put).to.have.length(1);
    const streams = pipe.opened.length;
    const again: Delta[] = [];
    remote.select(query).subscribe((delta) => again.push(delta));
    expect(again[0]?.put).to.have.length(1);
    expect(pipe.opened.length).to.equal(streams);
  });
});
