import { expect } from 'chai';
import type { CommandResult, Position } from '@yingji/core';
import { issue, YingjiError, type RemoteView } from '@yingji/core/wire';
import { keepCommands, outboxInBrowser } from '@yingji/adapters/outbox';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, call, evening, feed, NOW, row } from '../testing/rows.js';
import { outgoingSentences } from './words.js';
// What a reader waits for once does not come between a test and what it asks.
import './outgoing.js';

const DONE: CommandResult = { ok: true, at: 9 as Position, ids: [] };
let names = 0;

interface Kept extends Reading {
  readonly name: string;
  away(): Promise<void>;
  back(answer?: CommandResult): Promise<void>;
  strips(): string[];
}

/** A map over a view that keeps Commands in this browser, under a name of its own. */
async function opened({
  name = `outgoing ${(names += 1)} ${Math.random()}`,
  rows = evening(),
  live = true,
} = {}): Promise<Kept> {
  const fake = createFakeView({ now: NOW, rows });
  if (!live) fake.health({ link: { state: 'stale', since: ago(3) } });
  const close = (): void => undefined;
  const kept = keepCommands({ ...fake, close } as RemoteView, { store: outboxInBrowser(name) });
  const reading = await openMap({ view: { ...fake, ...kept } as FakeView });
  const settle = async (): Promise<void> => {
    // What lies in the browser comes in a turn of its own.
    for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await reading.settled();
  };
  await settle();
  return {
    ...reading,
    name,
    strips: () => [...reading.map.renderRoot.querySelectorAll('.outgoing .strip, .strip.failed')].map(textOf),
    async away() {
      fake.answer = () => Promise.reject(new YingjiError('gateway-unreachable', 'away.', { recovery: 'retry' }));
      fake.health({ link: { state: 'stale', since: ago(3) } });
      await settle();
    },
    async back(answer = DONE) {
      fake.answer = () => Promise.resolve(answer);
      fake.health({ link: { state: 'live', since: ago(0) } });
      await settle();
    },
  };
}

async function pressed(): Promise<Kept> {
  const kept = await opened();
  await kept.away();
  kept.find('.row.red')!.click();
  await kept.settled();
  kept.button('确认收到')!.click();
  await until(() => kept.button('↑ 待发送'), 'it says that it waits');
  return kept;
}

describe('what waits on this device', () => {
  afterEach(cleanUp);

  it('can wait, says the map before anything does', async () => {
    const kept = await opened();
    expect(kept.strips()).to.deep.equal([]);
    await kept.away();
    expect(kept.strips()).to.deep.equal([outgoingSentences.zh.none]);
    await accessible(kept.map);
    kept.map.readOnly = true;
    await kept.settled();
    expect(kept.strips()).to.deep.equal([]);
  });

  it('is counted with the time it was given, shows no ✓, and is pressed once', async () => {
    const kept = await pressed();
    expect(kept.strips()).to.deep.equal(['已离线。1 条存于本机（最早 14:32），联网后发送']);
    expect(kept.all()).to.not.include('✓');
    expect(kept.text('.popup .ack')).to.include('未确认');
    const before = kept.view.sent.length;
    expect(kept.button('↑ 待发送')!.getAttribute('aria-disabled')).to.equal('true');
    kept.button('↑ 待发送')!.click();
    expect(kept.view.sent).to.have.length(before);
    await accessible(kept.map);
  });

  it('is sent when the data come again, under the same id and with how long it waited, and that is said', async () => {
    const kept = await pressed();
    await kept.back();
    await until(() => kept.strips()[0] === '存于本机的 1 条已送达', 'that it has arrived');
    const [first, second] = kept.view.sent;
    expect(second).to.deep.equal({ ...first, waitedMs: second!.waitedMs });
    expect(second!.waitedMs).to.be.within(1, 60_000);
    expect(kept.strips()).to.deep.equal(['存于本机的 1 条已送达']);
    expect(kept.button('已写入，等待回显')).to.not.equal(undefined);
  });

  it('is still there after a reload, told by the row that it is about', async () => {
    const { name } = await pressed();
    cleanUp();
    const kept = await opened({ name, live: false });
    kept.find('.row.red')!.click();
    await kept.settled();
    await until(() => kept.button('↑ 待发送'), 'it waits on');
    expect(kept.strips()).to.deep.equal(['已离线。1 条存于本机（最早 14:32），联网后发送']);
  });

  it('that was refused is told by name until somebody has noted it', async () => {
    const kept = await pressed();
    await kept.back({ ok: false, issues: [issue('not-permitted', 'no.')] });
    expect(kept.strips()).to.deep.equal([
      '未送达：确认收到，燃气泄漏，14:32 办理。无权办理（not-permitted），须重新办理 知道了',
    ]);
    expect(kept.text('.popup .problem')).to.include('not-permitted');
    await accessible(kept.map);
    kept.button('知道了')!.click();
    await kept.settled();
    expect(kept.strips()).to.deep.equal([]);
  });

  it('of a group waits as a group', async () => {
    const rows = Array.from({ length: 12 }, (_, n) =>
      call(`w${n}`, {
        ...{ level: 'yellow' as const, position: [108.3, 22.8] as const, at: ago(2) },
        ...{ value: { title: '道路积水', eventType: '11A01' }, derived: { placeName: '新竹社区' } },
      }),
    );
    const kept = await opened({ rows: [feed('calls', '接警'), ...rows] });
    await kept.away();
    await until(() => kept.find('.row.group'), 'one row for all of them');
    kept.find('.row.group')!.click();
    await kept.settled();
    kept.button('确认收到 12 项')!.click();
    await until(() => kept.button('↑ 待发送 12 项'), 'all of them wait');
    expect(kept.strips()).to.deep.equal(['已离线。12 条存于本机（最早 14:32），联网后发送']);
  });

  it('of a task is a step, and no reason', async () => {
    const about = ['incident/city/i1'];
    const task = row('task/city/t1', { value: { sort: 'order', state: 'issued', title: '转移 12 户', about } });
    const kept = await opened({ rows: [...evening(), task] });
    await until(() => kept.find('.tasks'), 'the tasks');
    await kept.away();
    kept.find('.row.red')!.click();
    await kept.settled();
    kept.find('.popup [data-step="signed"]')!.click();
    await until(() => kept.text('.popup .task').includes('↑ 待发送'), 'it says that it waits');
    expect(kept.find('.popup [data-step]'), 'the next step comes after it').to.equal(null);
    expect(kept.strips()[0]).to.include('1 条存于本机');
  });
});
