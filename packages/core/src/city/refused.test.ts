import { expect } from 'chai';
import { fireZone } from '../fusion/fire-zone.js';
import { entityId } from '../model/id.js';
import type { Analyst } from '../view/analyst.js';
import type { City } from './city.js';

import { count, turn, world } from './world.test.js';

describe('analysts whose conclusions the store refuses', () => {
  it('hold up no start, no other and no alarm; health says so, and a restart asks again', async () => {
    const { start, alarm, refuse, clock, logged, fire, store } = world();
    const quiet = await start([]);
    for (const [n, native] of ['1', '2'].entries()) await alarm(native, { nth: n + 1 });
    await quiet.close();
    let commits = 0;
    // Poison: a commit with this in it is refused, whatever else is in it, and every other is taken.
    refuse((commit) => {
      const poisoned = commit.rows.some(({ change }) => change.kind === 'incident');
      if (poisoned) commits += 1;
      return poisoned;
    });
    const counting: Analyst = {
      ...{ id: 'counting', version: 1, watches: [{ kind: 'report' }] },
      step: ([delta], { now }) => ({
        drafts: (delta?.put ?? []).map(({ id }) => ({
          ...{ v: 1, kind: 'task', id: entityId('task', 'city', id), at: now, basis: 'derived', by: 'counting' },
          body: { value: { state: 'open', title: id, about: [id] } as never },
        })),
      }),
    };
    const first = await start([fireZone, counting]);
    const faults: (string | undefined)[] = [];
    first.view.health$.subscribe(({ code }) => faults.push(code));
    fire.verdicts.length = 0;
    for (let minute = 1; minute <= 8; minute += 1) {
      await alarm('3', { nth: 10 + minute, atS: -86_400 * minute });
      for (let s = 0; s < 60; s += 1) await clock.pass(1000);
      await turn();
    }
    expect(fire.verdicts).to.deep.equal(Array(8).fill('stored'));
    expect(commits, 'tries').to.be.within(2, 8);
    const others = (city: City): number =>
      city.view.find({ kind: 'task' }).filter(({ by }) => by === 'counting').length;
    expect(others(first), 'of the other').to.equal(10);
    expect(faults.at(-1)).to.equal('analyst-failed');
    expect(logged()).to.include('analyst-failed');
    const tried = commits;
    await first.close();
    expect((await store.resume()).cursors).to.not.have.property(fireZone.id);
    refuse(() => false);
    const second = await start([fireZone, counting]);
    await turn();
    expect([count(second, 'incident'), others(second), commits]).to.deep.equal([1, 10, tried]);
    let now: unknown;
    second.view.health$.subscribe(({ code }) => (now = code));
    expect(now).to.equal(undefined);
    await second.close();
  });

  it('a full disk is waited for, however long: what was concluded is kept when there is room again', async () => {
    const { start, alarm, refuse, clock } = world();
    const quiet = await start([]);
    for (const native of ['1', '2']) await alarm(native);
    await quiet.close();
    refuse(() => true);
    const city = await start();
    let health: unknown;
    city.view.health$.subscribe(({ link, code }) => (health = [link.state, code]));
    for (let s = 0; s < 1200; s += 1) await clock.pass(1000);
    await turn();
    expect(health, 'never calm').to.not.deep.equal(['live', undefined]);
    refuse(() => false);
    for (let s = 0; s < 90; s += 1) {
      await clock.pass(1000);
      await turn(1);
    }
    expect([count(city, 'incident'), health]).to.deep.equal([1, ['live', undefined]]);
    await city.close();
  });
});
