import { expect } from 'chai';
import { BehaviorSubject, NEVER } from 'rxjs';
import type { CommandRequest, CommandResult, Health, Instant, Position, WaitingCommand } from '@yingji/core';
import { issue, YingjiError, type RemoteView } from '@yingji/core/wire';
import { createManualClock, type ManualClock } from '@yingji/core/testing';
import { keepCommands, type KeptCommand, type OutboxStore } from './outbox.js';

const NOW = '2026-06-12T08:00:00.000Z' as Instant;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const seen = (n: number, more: Partial<CommandRequest> = {}): CommandRequest => ({
  ...{ v: 1, id: `command-${n}`, name: 'acknowledge-alarm', input: { of: `report/fire/${n}` } },
  ...more,
});
const done: CommandResult = { ok: true, at: 9 as Position, ids: [] };
const refusal = (code: string): CommandResult => ({ ok: false, issues: [issue(code, 'no.')] });
const away = (code = 'gateway-unreachable') => new YingjiError(code, 'away.', { recovery: 'retry' });

type Memory = OutboxStore & { readonly all_: Map<string, unknown> };
function memory(): Memory {
  const all = new Map<string, unknown>();
  const copy = <T>(value: T): T => structuredClone(value);
  return {
    all_: all,
    all: () => Promise.resolve(copy([...all.values()])),
    get: (id) => Promise.resolve(copy(all.get(id))),
    save: (kept) => Promise.resolve(void all.set(kept.command.id, copy(kept))),
    remove: (id) => Promise.resolve(void all.delete(id)),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** A page whose way to the gateway the test has in its hands. */
function page(store: OutboxStore = memory(), clock: ManualClock = createManualClock(NOW)) {
  const health = new BehaviorSubject<Health>({ link: { state: 'stale' }, now: NOW });
  const sent: CommandRequest[] = [];
  const faults: unknown[] = [];
  const way = { answer: (_: CommandRequest): Promise<CommandResult> => Promise.reject(away()) };
  const remote: RemoteView = {
    select: () => NEVER,
    health$: health,
    send(command) {
      sent.push(command);
      return way.answer(command);
    },
    close: () => undefined,
  };
  const view = keepCommands(remote, { store, clock, onFault: (cause) => faults.push(cause) });
  let listed: readonly WaitingCommand[] = [];
  view.outbox!.commands$.subscribe((all) => (listed = all));
  return {
    ...{ view, way, sent, faults, clock },
    listed: () =>
      listed.map(({ command, fate, code }) => [command.id, fate, ...(code === undefined ? [] : [code])].join(' ')),
    since: () => listed.map((each) => each.since),
    async live(answer: (command: CommandRequest) => Promise<CommandResult> = () => Promise.resolve(done)) {
      way.answer = answer;
      health.next({ link: { state: 'live' }, now: clock.now() });
      for (let i = 0; i < 5; i += 1) await turn();
    },
    stale: () => health.next({ link: { state: 'stale' }, now: clock.now() }),
  };
}

/** A page with what was given while the gateway was away. */
async function waiting(...commands: readonly CommandRequest[]) {
  const store = memory();
  const open = page(store);
  const answers = commands.map((command) => open.view.send(command));
  for (const each of answers) each.catch(() => undefined);
  await turn();
  return { ...open, store, answers };
}

describe('Commands kept on this device', () => {
  it('are kept when nobody answers, sent once the view is live, and answered with what came of them', async () => {
    const { answers, listed, since, live, sent, clock, store } = await waiting(seen(1));
    expect(listed()).to.deep.equal(['command-1 waits']);
    expect(since()).to.deep.equal([NOW]);
    expect(store.all_.size).to.equal(1);
    await clock.pass(7 * MINUTE_MS);
    expect(sent, 'nothing is tried while nobody is there').to.have.length(1);
    await live();
    expect(sent[1]).to.deep.equal({ ...seen(1), waitedMs: 7 * MINUTE_MS });
    expect(await answers[0]).to.deep.equal(done);
    expect(listed()).to.deep.equal(['command-1 sent']);
    expect(store.all_.size).to.equal(0);
    await clock.pass(MINUTE_MS);
    await turn();
    expect(listed()).to.deep.equal([]);
  });

  it('go in the order in which they were given; one that does not arrive holds up those after it', async () => {
    const { live, sent, clock, listed } = await waiting(seen(1), seen(2));
    await live(() => Promise.reject(away('http-502')));
    expect(sent.slice(2).map(({ id }) => id)).to.deep.equal(['command-1']);
    await live();
    await clock.pass(5_000);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(sent.slice(3).map(({ id }) => id)).to.deep.equal(['command-1', 'command-2']);
    expect(listed()).to.deep.equal(['command-1 sent', 'command-2 sent']);
  });

  it('outlive the page, under the same id and with all the time they waited', async () => {
    const { store, view } = await waiting(seen(1));
    view.close();
    const later = page(store, createManualClock('2026-06-12T09:00:00.000Z'));
    await turn();
    expect(later.listed()).to.deep.equal(['command-1 waits']);
    await later.live();
    expect(later.sent).to.deep.equal([{ ...seen(1), waitedMs: 60 * MINUTE_MS }]);
    expect(store.all_.size).to.equal(0);
  });

  it('that are refused say why until somebody has seen it, over a reload too, and are not sent again', async () => {
    const { store, live, answers, listed, view } = await waiting(seen(1));
    await live(() => Promise.resolve(refusal('not-permitted')));
    expect(await answers[0]).to.deep.equal(refusal('not-permitted'));
    expect(listed()).to.deep.equal(['command-1 refused not-permitted']);
    view.close();
    const later = page(store);
    await turn();
    await later.live();
    expect(later.listed()).to.deep.equal(['command-1 refused not-permitted']);
    expect(later.sent).to.deep.equal([]);
    later.view.outbox!.seen('command-1');
    expect(later.listed()).to.deep.equal([]);
    expect(store.all_.size).to.equal(0);
  });

  it('that waited longer than they may are not sent, and that is told', async () => {
    const { store, view } = await waiting(seen(1));
    view.close();
    const later = page(store, createManualClock(new Date(Date.parse(NOW) + DAY_MS + 1).toISOString() as Instant));
    await turn();
    await later.live();
    expect(later.sent).to.deep.equal([]);
    expect(later.listed()).to.deep.equal(['command-1 refused waited-too-long']);
  });

  it('wait on while nobody knows who speaks', async () => {
    const { live, listed, clock } = await waiting(seen(1));
    await live(() => Promise.resolve(refusal('token-unknown')));
    expect(listed()).to.deep.equal(['command-1 waits']);
    await live();
    await clock.pass(5_000);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(listed()).to.deep.equal(['command-1 sent']);
  });

  it('two pages send one thing: what the other has sent is not sent again', async () => {
    const store = memory();
    const [one, other] = [page(store), page(store)];
    void one.view.send(seen(1));
    await turn();
    const third = page(store);
    await turn();
    expect(third.listed()).to.deep.equal(['command-1 waits']);
    await one.live();
    await third.live();
    expect(one.sent.concat(third.sent, other.sent).filter(({ waitedMs }) => waitedMs !== undefined)).to.have.length(1);
    expect(third.listed()).to.deep.equal([]);
  });

  it('are no others than may wait, with nothing that somebody typed, and never what was answered', async () => {
    const { view, listed, way } = page();
    const kept = async (command: CommandRequest): Promise<string> => {
      await view.send(command).then(
        () => undefined,
        () => undefined,
      );
      return listed().join();
    };
    const asked = (name: string, input: object) => seen(1, { name, input: input as never });
    expect(await kept(asked('reveal', { of: 'report/fire/1', purpose: 'call-back' }))).to.equal('');
    expect(await kept(asked('operate-device', { device: 'device/a/1', to: 'start' }))).to.equal('');
    expect(await kept(asked('advance-task', { task: 'task/city/1', to: 'returned', reason: '张三家中' }))).to.equal('');
    expect(await kept(asked('constructor', {}))).to.equal('');
    way.answer = () => Promise.reject(away('http-429'));
    expect(await kept(seen(1))).to.equal('');
    way.answer = () => Promise.resolve(refusal('not-found'));
    expect(await kept(seen(1))).to.equal('');
    way.answer = () => Promise.reject(away());
    void view.send(asked('advance-task', { task: 'task/city/1', to: 'on-scene' })).catch(() => undefined);
    await turn();
    expect(listed()).to.deep.equal(['command-1 waits']);
  });

  it('are not said to be kept where they cannot be', async () => {
    const full = (): Promise<never> => Promise.reject(new Error('full'));
    const { view, listed, faults } = page({ ...memory(), save: full });
    const why: unknown = await view.send(seen(1)).catch((error: unknown) => error);
    expect((why as YingjiError).code).to.equal('gateway-unreachable');
    expect(listed()).to.deep.equal([]);
    expect(faults.map(String)).to.deep.equal(['Error: full']);
  });

  it('nothing that somebody else left there is sent', async () => {
    const { store } = await waiting(seen(1));
    const [good] = [...store.all_.values()] as KeptCommand[];
    const odd = [
      ...[null, 7, { ...good, v: 2 }, { ...good, givenMs: NaN }, { ...good, command: null }],
      { ...good, command: { ...good!.command, name: 'erase' } },
      { ...good, command: { ...good!.command, input: { of: 'report/fire/1', more: 1 } } },
    ];
    for (const each of odd) {
      const other = memory();
      other.all_.set('command-1', each);
      const later = page(other);
      await turn();
      await later.live();
      expect(later.sent, JSON.stringify(each)).to.deep.equal([]);
    }
  });

  it('a page that leaves knows nothing of what waits on', async () => {
    const { view, answers } = await waiting(seen(1));
    view.close();
    const why: unknown = await answers[0]!.catch((error: unknown) => error);
    expect((why as YingjiError).code).to.equal('gateway-closed');
  });
});
