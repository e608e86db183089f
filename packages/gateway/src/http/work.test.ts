import { expect } from 'chai';
import { createLocalView, entityId, systemClock } from '@yingji/core';
import { createEntries, detector } from '@yingji/core/testing';
import { createMeter, createWork } from './work.js';

describe('work of the host for one actor', () => {
  it('is three seconds at once, and then a twentieth of the time; nobody pays for another', () => {
    let now = 0;
    const work = createWork({ burstMs: 3_000, clock: { elapsed: () => now, sleep: async (ms) => void (now += ms) } });
    const takes = (who: string, ms: number): void => work.spend(who, () => void (now += ms));
    takes('a', 2_999);
    expect(work.wait('a')).to.equal(undefined);
    takes('a', 2_001);
    const wait = work.wait('a')!;
    expect(wait).to.be.within(35, 40);
    expect(work.wait('b')).to.equal(undefined);
    now += wait * 1_000 - 1_500;
    expect(work.wait('a')).to.be.above(0);
    now += 1_501;
    expect(work.wait('a')).to.equal(undefined);
    now += 3_600_000;
    takes('a', 2_999);
    expect(work.wait('a'), 'rest is not saved up').to.equal(undefined);
    takes('a', 2_999);
    expect(work.wait('a')).to.be.above(0);
  });

  it('counts what is done unasked, and whoever has had it all is not let in either', () => {
    const work = createWork({ burstMs: 3_000, clock: { elapsed: () => 0, sleep: async () => undefined } });
    expect(work.charge('a', 2_999)).to.equal(undefined);
    expect(work.charge('a', 1_001)).to.equal(20);
    expect([work.wait('a'), work.wait('b')]).to.deep.equal([20, undefined]);
  });

  it('is done one after the other for the same one, with a turn for others in between, and counts what throws', async () => {
    let now = 0;
    const work = createWork({ burstMs: 3_000, clock: { elapsed: () => now, sleep: async (ms) => void (now += ms) } });
    const order: string[] = [];
    const ask = (who: string, name: string, ms: number) =>
      work.inTurn(who, () => {
        order.push(name);
        now += ms;
        if (name === 'throws') throw new Error('x');
        return name;
      });
    const all = [ask('a', 'a1', 10), ask('a', 'a2', 10), ask('b', 'b1', 10)];
    expect(await Promise.all(all)).to.deep.equal(['a1', 'a2', 'b1'].map((done) => ({ done })));
    expect(order).to.deep.equal(['a1', 'b1', 'a2']);
    await ask('a', 'throws', 5_000).catch(() => undefined);
    expect(await ask('a', 'a3', 0)).to.have.property('waitS');
    expect(order).to.not.include('a3');
  });

  it('ends joins that meet too much while a question is taken in, and none of those that follow', () => {
    const view = createLocalView({ now: systemClock.now() });
    const make = createEntries();
    const place = entityId('place', 'registry', 'p');
    view.apply(
      Array.from({ length: 1_000 }, (_, i) => make.put(...detector(`d${i}`, { place }))),
      make.at(0),
    );
    const meter = createMeter();
    const counted = meter.over(view);
    const look = (times: number) => (): void => {
      for (let i = 0; i < times; i += 1) counted.referring(place);
    };
    expect(counted.at).to.equal(view.at);
    meter.within(look(25));
    expect(() => meter.within(look(26))).to.throw('25000');
    meter.within(look(50), 2);
    look(200)();
  });
});
