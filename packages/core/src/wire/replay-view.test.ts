import { expect } from 'chai';
import type { Position } from '../model/change.js';
import type { Instant } from '../model/time.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import type { Health } from '../view/view.js';
import type { Open } from './messages.js';
import { createReplayView } from './replay-view.js';

const then = (s: number): Instant => `2026-06-12T08:00:${String(s).padStart(2, '0')}.000Z` as Instant;
const delta = (s: number) => ({ put: [], removed: [], reset: true, gap: false, at: s, now: then(s) });
const resume = (s: number) => ({ epoch: 'e', seq: 0, loose: 0, position: s });
const picture = (s: number): object[] => [
  { t: 'hello', version: 2, city: 'c', beatMs: 1_000, resumed: false, now: then(s) },
  { t: 'snap', key: '0', flagged: false, delta: delta(s), last: true },
  { t: 'ready', resume: resume(s), now: then(s) },
];
const beat = (s: number): object => ({ t: 'beat', resume: resume(s), now: then(s) });
const bye = (code: string): object => ({
  t: 'bye',
  issue: { code, path: '', level: 'info', message: '' },
  retryMs: 250,
});

function playing(...streams: readonly (readonly object[])[]) {
  const clock = createManualClock();
  const asked: { readonly from: unknown; readonly open: Open }[] = [];
  const left = [...streams];
  const view = createReplayView({
    from: 7 as Position,
    clock,
    ids: createSeededIds(1),
    async *connect(open, from) {
      asked.push({ from, open });
      for (const message of left.shift() ?? []) yield JSON.stringify(message);
    },
  });
  let health: Health | undefined;
  view.health$.subscribe((said) => (health = said));
  const turn = async (ms: number): Promise<void> => {
    await clock.pass(ms);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.pass(0);
  };
  return { view, asked, turn, health: () => health };
}

describe('the view of a replay', () => {
  it('has the time of then, and goes on from it where its way breaks', async () => {
    const { view, asked, turn, health } = playing([...picture(1), beat(9)], [...picture(9), beat(20)]);
    view.select({ kind: 'report' }).subscribe();
    await turn(0);
    expect(health()).to.deep.include({ now: then(9) });
    await turn(1_000);
    expect(asked.map(({ from }) => from)).to.deep.equal([7, then(9)]);
    expect(asked[1]!.open).to.not.have.property('resume');
    expect(health()).to.deep.include({ now: then(20) });
    view.close();
  });

  for (const code of ['replay-ended', 'replay-replaced'])
    it(`asks for nothing more after ${code}, until something new is asked of it`, async () => {
      const { view, asked, turn, health } = playing([...picture(1), beat(9), bye(code)], picture(9));
      let shown = 0;
      view.select({ kind: 'report' }).subscribe(() => (shown += 1));
      await turn(0);
      for (let i = 0; i < 40; i += 1) await turn(1_000);
      expect(asked).to.have.length(1);
      expect([health()?.link.state, health()?.code, shown]).to.deep.equal(['stale', code, 1]);
      view.select({ kind: 'task' }).subscribe();
      for (let i = 0; i < 31; i += 1) await turn(1_000);
      expect(asked[1]!.from).to.equal(then(9));
      expect(Object.keys(asked[1]!.open.queries)).to.have.length(2);
      view.close();
    });

  it('decides nothing', async () => {
    const { view } = playing();
    const result = await view.send({ v: 1, id: 'command-1', name: 'urge', input: {} });
    expect(result).to.have.nested.property('issues[0].code', 'read-only');
    view.close();
  });
});
