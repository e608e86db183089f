import { expect } from 'chai';
import type { Command } from '../command/command.js';
import { checkPost, operateDevice, syncClock } from '../command/instruct-device.js';
import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';
import type { Feed } from '../ports/feed.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import { createCity, type City } from './city.js';
import { actor, turn } from './world.test.js';

const [device, DEVICE] = detector('5001-1-2-131082');

describe('instructions to devices', () => {
  const open: City[] = [];
  afterEach(async () => {
    for (const city of open.splice(0)) await city.close();
  });

  function line() {
    const clock = createManualClock();
    const held = createMemoryStore({ clock, ids: createSeededIds(3) });
    const obeyed: Command[] = [];
    let answer: (command: Command) => Promise<readonly Issue[]> = () => Promise.resolve([]);
    const feedOf = (commands: readonly string[], more: Partial<Feed> = {}): Feed => {
      const { feed } = createFeedByHand(clock, { hears: ['registry'], commands, ...more });
      return {
        ...feed,
        open: async (context, stop) => ({
          ...(await feed.open(context, stop)),
          execute: (command) => (obeyed.push(command), answer(command)),
        }),
      };
    };
    let sent = 0;
    return {
      obeyed,
      feedOf,
      answers: (how: typeof answer) => void (answer = how),
      async start(feeds: readonly Feed[]) {
        const registry = createFeedByHand(clock);
        const city = await createCity({
          ...{ ...held, clock, ids: createSeededIds(5) },
          commands: [syncClock, checkPost, operateDevice],
          feeds: [
            { feed: registry.feed, source: 'registry' },
            ...feeds.map((feed, i) => ({ feed, source: `line-${i}` })),
          ],
        });
        open.push(city);
        registry.deliver('list', [[device, DEVICE]]);
        await turn();
        return city;
      },
      async send(city: City, name: string, input: Json, id = `command-${(sent += 1)}`) {
        const result = await city.send({ v: 1, id, name, input }, actor);
        await turn();
        return result;
      },
    };
  }
  const told = (city: City): unknown[] =>
    city.view
      .find({ kind: 'instruction' })

      .slice()
      .sort((a, b) => a.position - b.position)
      .map(({ value }) => [value.name, value.state, value.code]);

  it('goes to a feed that hears the device and can, once, after it is in the log; the device confirms', async () => {
    const { start, send, obeyed, feedOf } = line();
    const city = await start([
      feedOf(['check-post'], { hears: ['other'] }),
      feedOf(['sync-clock']),
      feedOf(['check-post']),
    ]);
    const input = { device, minutes: 10 };
    const first = await send(city, 'check-post', input, 'command-x');
    expect(first.ok && first.ids).to.have.length(1);
    expect(await send(city, 'check-post', input, 'command-x')).to.deep.equal(first);
    expect(obeyed.map(({ name, input: asked }) => [name, asked])).to.deep.equal([
      ['check-post', { device, native: '5001-1-2-131082', minutes: 10 }],
    ]);
    expect(told(city)).to.deep.equal([['check-post', 'done', undefined]]);
    expect(city.view.find({ kind: 'instruction' })[0]!.value).to.deep.include({
      device,
      asked: { minutes: 10 },
      masked: '李*',
    });
  });

  it('says why it was not done, or that nobody knows; a throw of the feed harms nothing', async () => {
    const { start, send, feedOf, answers } = line();
    const city = await start([feedOf(['sync-clock'])]);
    for (const [code, state] of [
      ['device-denied', 'refused'],
      ['device-silent', 'unknown'],
    ] as const) {
      answers(() => Promise.resolve([issue(code, 'look at it.')]));
      await send(city, 'sync-clock', { device });
      expect(told(city).at(-1)).to.deep.equal(['sync-clock', state, code]);
    }
    answers(() => Promise.reject(new Error('valve stuck')));
    await send(city, 'sync-clock', { device });
    answers(() => Promise.resolve([]));
    await send(city, 'sync-clock', { device });
    expect(told(city).slice(2)).to.deep.equal([
      ['sync-clock', 'unknown', 'outcome-unknown'],
      ['sync-clock', 'done', undefined],
    ]);
  });

  it('another line is asked where the device is not on the first, and none where no feed can', async () => {
    const { start, send, feedOf, answers, obeyed } = line();
    const city = await start([feedOf(['sync-clock']), feedOf(['sync-clock'])]);
    answers(() => Promise.resolve(obeyed.length === 1 ? [issue('device-not-connected', 'not here.')] : []));
    await send(city, 'sync-clock', { device });
    await send(city, 'operate-device', { device, action: 'start' });
    expect(told(city)).to.deep.equal([
      ['sync-clock', 'done', undefined],
      ['operate-device', 'refused', 'cannot-execute'],
    ]);
    expect(obeyed).to.have.length(2);
  });

  it('is not sent again by a restart: what it came to is unknown then', async () => {
    const { start, send, feedOf, answers, obeyed } = line();
    const first = await start([feedOf(['operate-device'])]);
    answers(() => new Promise(() => undefined));
    await send(first, 'operate-device', { device, action: 'start' });
    expect(told(first)).to.deep.equal([['operate-device', 'sent', undefined]]);
    await open.pop()!.close();
    const again = await start([feedOf(['operate-device'])]);
    expect(told(again)).to.deep.equal([['operate-device', 'unknown', 'outcome-unknown']]);
    expect(obeyed).to.have.length(1);
  });

  it('refuses what is no device, or asks for what no device is asked', async () => {
    const { start, send, feedOf, obeyed } = line();
    const city = await start([feedOf(['check-post', 'operate-device'])]);
    for (const [name, input, code] of [
      ['check-post', { device: 'device/registry/none', minutes: 1 }, 'not-found'],
      ['check-post', { device, minutes: 0 }, 'invalid-input'],
      ['operate-device', { device, action: 'explode' }, 'invalid-input'],
    ] as const) {
      const result = await send(city, name, input);
      expect(result.ok ? [] : result.issues.map((each) => each.code)).to.deep.equal([code]);
    }
    expect(obeyed).to.deep.equal([]);
  });
});
