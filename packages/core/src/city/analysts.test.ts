import { expect } from 'chai';
import { fireZone } from '../fusion/fire-zone.js';
import { entityId } from '../model/id.js';
import { millis, toInstant } from '../model/time.js';
import { detector, fireAlarm } from '../testing/index.js';
import type { Analyst } from '../view/analyst.js';

import { actor, count, turn, world } from './world.test.js';

describe('fire zone', () => {
  it('two detectors confirm within 60 s, and at 61 s each asks for a look', async () => {
    for (const [apart, incidents, looks] of [
      [60, 1, 1],
      [61, 0, 2],
    ] as const) {
      const { start, alarm, clock } = world();
      const city = await start();
      await clock.pass(120_000);
      await alarm('1', { atS: 0 });
      await alarm('2', { atS: apart });
      expect([count(city, 'incident'), count(city, 'task')], `${apart} s apart`).to.deep.equal([incidents, looks]);
      await city.close();
    }
  });

  it('the same two detectors hours later, or after a reset, are another fire', async () => {
    const { start, alarm, clock, fire } = world();
    const city = await start();
    await alarm('1');
    await alarm('2');
    const reset = { device: detector('1')[0], quantity: 'component-state', value: ['normal'], quality: 'good' };
    await clock.pass(120_000);
    fire.deliver('reset', [[entityId('observation', 'fire', 'reset'), reset]]);
    await alarm('2', { nth: 2 });
    await alarm('1', { nth: 2 });
    expect(count(city, 'incident')).to.equal(2);
    await clock.pass(7_200_000);
    await alarm('1', { nth: 3 });
    await alarm('2', { nth: 3 });
    expect(city.view.find({ kind: 'incident' }).map(({ derived }) => derived['reports'])).to.deep.equal([2, 2, 2]);
    await city.close();
  });

  it('an alarm that arrives hours late joins the fire of its own time', async () => {
    const { start, alarm, clock } = world();
    const city = await start();
    await alarm('1', { atS: 30 });
    await alarm('2', { atS: 60 });
    await clock.pass(7_200_000);
    await alarm('3', { atS: 0 });
    expect(city.view.find({ kind: 'incident' }).map(({ derived }) => derived['reports'])).to.deep.equal([3]);
    await city.close();
  });

  it('an earlier alarm that comes before the first conclusion is kept makes no second fire', async () => {
    const { start, alarm, clock, refuse } = world();
    const city = await start();
    await alarm('1', { atS: 30 });
    refuse((commit) => commit.rows.some(({ change }) => change.kind === 'incident'));
    await alarm('2', { atS: 60 });
    await alarm('3', { atS: 0 });
    refuse(() => false);
    await clock.pass(3000);
    await turn();
    expect(city.view.find({ kind: 'incident' }).map(({ derived }) => derived['reports'])).to.deep.equal([3]);
    await city.close();
  });

  it('a drill and a real alarm of one zone confirm nothing together', async () => {
    const { start, alarm, drill } = world();
    const city = await start();
    await alarm('1');
    await alarm('2', { by: drill });
    expect([count(city, 'incident'), count(city, 'task')]).to.deep.equal([0, 2]);
    await alarm('3', { by: drill });
    expect(city.view.find({ kind: 'incident' }).map(({ exercise }) => exercise)).to.deep.equal(['autumn']);
    expect(city.view.get(fireAlarm('1')[0])?.derived['state']).to.equal('received');
    await city.close();
  });

  it('takes back nothing that people did: a signed task stays signed', async () => {
    const { start, alarm, say } = world();
    const city = await start();
    await alarm('1');
    const [task] = city.view.find({ kind: 'task' });
    await say(city, task!.id, { ...task!.value, state: 'signed' });
    await city.send({ v: 1, id: 'command-ack', name: 'acknowledge-alarm', input: { of: fireAlarm('1')[0] } }, actor);
    await turn();
    expect(city.view.find({ kind: 'task' }).map(({ value }) => value['state'])).to.deep.equal(['signed']);
    await city.close();
  });

  it('asks for no look at an alarm that people have rejected', async () => {
    const { start, alarm, say, fire } = world();
    const city = await start();
    fire.deliver('both', [fireAlarm('1'), fireAlarm('2')]);
    await turn();
    expect([count(city, 'incident'), count(city, 'task')]).to.deep.equal([1, 0]);
    await say(city, entityId('triage', 'city', '1'), { of: fireAlarm('1')[0], outcome: 'rejected', reason: 'false' });
    expect(count(city, 'task')).to.equal(0);
    await alarm('3');
    expect(count(city, 'incident')).to.equal(1);
    await city.close();
  });

  it('compartments of one number are one only in one register', async () => {
    const { start, alarm, fire } = world();
    const city = await start();
    const other = entityId('device', 'fire', '9');
    fire.deliver('own', [[other, { type: 'smoke-detector', native: '9', contract: { by: 'event' }, zone: '1' }]]);
    await alarm('1');
    fire.deliver('theirs', [[entityId('report', 'fire', '9.1'), { ...fireAlarm('9')[1], device: other }]]);
    await turn();
    expect([count(city, 'incident'), count(city, 'task')]).to.deep.equal([0, 2]);
    await city.close();
  });

  it('a new alarm does not vanish in an incident that is over', async () => {
    const { start, alarm, say, fire } = world();
    const city = await start();
    fire.deliver('both', [fireAlarm('1'), fireAlarm('2')]);
    await turn();
    const [incident] = city.view.find({ kind: 'incident' });
    await say(city, incident!.id, { ...incident!.value, state: 'false-alarm' });
    await alarm('3');
    expect(city.view.get(fireAlarm('3')[0])?.derived['state']).to.equal('received');
    expect(count(city, 'task')).to.equal(1);
    await city.close();
  });
});

describe('analysts', () => {
  it('what was concluded and could not be kept is concluded again after a kill', async () => {
    const { start, alarm, refuse, clock } = world();
    const first = await start();
    refuse((commit) => commit.rows.some(({ change }) => change.kind === 'incident'));
    await alarm('1');
    await alarm('2');
    await clock.pass(120_000);
    await turn();
    await alarm('3');
    expect(count(first, 'incident')).to.equal(0);
    // Killed: never closed, and whatever it still tries is refused by the head it does not know.
    refuse(() => false);
    const second = await start();
    await turn();
    expect([count(second, 'incident'), count(second, 'task')]).to.deep.equal([1, 2]);
    await second.close();
  });

  it('one that throws holds up neither the answers nor the others, and is asked again after a restart', async () => {
    const { start, alarm, fire, logged } = world();
    let asked = 0;
    const broken: Analyst = {
      id: 'broken',
      version: 1,
      watches: [{ kind: 'report' }],
      step([delta]) {
        if ((delta?.put ?? []).length === 0) return { drafts: [] };
        asked += 1;
        throw new Error('divided by nothing');
      },
    };
    const first = await start([broken, fireZone]);
    await alarm('1');
    await alarm('2');
    expect([fire.verdicts, count(first, 'incident')]).to.deep.equal([['stored', 'stored'], 1]);
    expect(logged()).to.include('analyst-failed').and.not.include('work-failed');
    await first.close();
    const before = asked;
    const second = await start([broken, fireZone]);
    await turn();
    expect([asked > before, count(second, 'incident')]).to.deep.equal([true, 1]);
    await second.close();
  });

  it('one whose words cannot be written says the next all the same', async () => {
    const { start, alarm } = world();
    const broken: Analyst = {
      id: 'broken',
      version: 1,
      watches: [{ kind: 'report' }],
      step: ([delta], context) =>
        delta?.put.some(({ id }) => id === fireAlarm('1')[0])
          ? { drafts: [null as never] }
          : fireZone.step([delta!], context),
    };
    const city = await start([broken]);
    await alarm('1');
    await alarm('3', { atS: -600 });
    expect(count(city, 'task')).to.equal(1);
    await city.close();
  });

  it('is asked once at every start, so that a wake-up it had asked for is not lost', async () => {
    const { start, alarm, clock } = world();
    const woken: string[] = [];
    const alarmClock: Analyst = {
      id: 'alarm-clock',
      version: 1,
      watches: [{ kind: 'report' }],
      step(_, { view, now }) {
        const [first] = view.find({ kind: 'report' });
        if (!first) return { drafts: [] };
        const due = millis(first.at) + 600_000;
        if (millis(now) >= due) woken.push(now);
        return { drafts: [], ...(millis(now) < due && { wakeAt: toInstant(due) }) };
      },
    };
    const first = await start([alarmClock]);
    await alarm('1');
    await first.close();
    const second = await start([alarmClock]);
    await clock.pass(660_000);
    expect(woken).to.have.length(1);
    await second.close();
  });

  it('replays on the view as of each commit, with the time of that commit', async () => {
    const { start, alarm, clock, store } = world();
    const seen: [number, string][] = [];
    const watcher: Analyst = {
      id: 'watcher',
      version: 1,
      watches: [{ kind: 'report' }],
      step(_, { view, now }) {
        seen.push([view.find({ kind: 'report' }).length, view.now === now ? now : 'another time']);
        return { drafts: [] };
      },
    };
    const first = await start([watcher]);
    await first.close();
    const without = await start([]);
    const times: string[] = [];
    for (const n of ['1', '2', '3']) {
      await clock.pass(10_000);
      times.push(clock.now());
      await alarm(n);
    }
    await without.close();
    await clock.pass(3_600_000);
    seen.length = 0;
    expect((await store.resume()).cursors).to.include.keys('watcher');
    const again = await start([watcher]);
    const replayed = times.map((time, n) => [n + 1, time]);
    for (const step of replayed) expect(seen).to.deep.include(step);
    await again.close();
  });
});
