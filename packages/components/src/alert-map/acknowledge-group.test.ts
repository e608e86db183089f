// 确认收到 for a group of the list at once: a Command for each that was on the screen, and none for a red.
import { expect } from 'chai';
import type { CommandRequest, EntityId, Position, Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, alarm, call, feed, NOW } from '../testing/rows.js';

const water = (i: number, more: object = {}): Row =>
  call(`w${i}`, {
    level: 'yellow',
    position: [108.3, 22.8],
    at: ago(i % 8),
    value: { title: '道路积水', eventType: '11A01' },
    derived: { placeName: '新竹社区', ...more },
  });
const seen = { acknowledged: { at: ago(0), masked: '李*' } };

async function opened(
  setUp?: (reading: Reading) => void,
): Promise<Reading & { readonly acts: () => HTMLElement | null; readonly key: (key: string) => Promise<void> }> {
  const rows = [feed('calls', '接警'), alarm('red', { level: 'red', position: [108.3, 22.8], at: ago(1) })];
  const view = createFakeView({ now: NOW, rows: [...rows, ...Array.from({ length: 11 }, (_, i) => water(i))] });
  const reading = await openMap({ view });
  setUp?.(reading);
  await until(() => reading.find('.row.group'), 'the group');
  const list = reading.find('.list')!;
  list.focus();
  const key = async (name: string): Promise<void> => {
    list.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
    await reading.settled();
  };
  return { ...reading, acts: () => reading.find('.group-acts'), key };
}
const asked = (sent: readonly CommandRequest[]): EntityId[] =>
  sent.map(({ input }) => (input as { of: EntityId }).of).sort();

describe('确认收到 of a group', () => {
  afterEach(cleanUp);

  it('by two keys: one Command for each that waits on the screen, none for a red or for what comes later', async () => {
    const { key, acts, view, text, settled, map, rows } = await opened();
    expect(acts(), 'nothing is chosen').to.equal(null);
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    view.answer = () => answered.then(() => ({ ok: true, at: 9 as Position, ids: [] }));
    await key('End');
    expect(text('.group-acts')).to.equal('确认收到 11 项');
    await accessible(map);
    await key('a');
    expect(text('.group-acts')).to.equal('正在发送，剩 11 项');
    view.put(water(20));
    await settled();
    await key('a');
    answer();
    await until(() => text('.group-acts').includes('确认收到 1 项'), text('.group-acts'));
    expect(asked(view.sent)).to.deep.equal(Array.from({ length: 11 }, (_, i) => water(i).id).sort());
    expect(view.sent.every(({ name }) => name === 'acknowledge-alarm')).to.equal(true);
    expect(new Set(view.sent.map(({ id }) => id)).size).to.equal(11);
    expect(rows().join(), 'no ✓ before the store has it').to.include('未确认 12 项');
    view.put(...Array.from({ length: 11 }, (_, i) => water(i, seen)));
    await settled();
    expect(rows().join()).to.include('未确认 1 项');
  });

  it('each is asked of the page; what it takes over is neither sent nor told as failed', async () => {
    const { key, view, text, map, settled } = await opened();
    map.addEventListener('yj-acknowledgement-requested', (event) => {
      if (event.act.input.of !== water(3).id) event.preventDefault();
    });
    await key('End');
    await key('a');
    expect(asked(view.sent)).to.deep.equal([water(3).id]);
    view.put(water(3, seen));
    await settled();
    expect(text('.group-acts')).to.equal('再次确认 10 项 已交由本页处理 10 项，以画面为准');
  });

  it('what failed is told by name, the rest is not; the same ids again where nobody knows', async () => {
    const { key, view, text, settled } = await opened();
    const [lost, refused] = [water(3).id, water(5).id];
    view.answer = async (command) => {
      const { of } = command.input as { of: EntityId };
      if (of === lost) throw new Error('no way');
      if (of === refused) return { ok: false, issues: [{ code: 'not-found', path: '', level: 'error', message: '' }] };
      view.put(water(Number(of.split('/w')[1]), seen));
      return { ok: true, at: 9 as Position, ids: [] };
    };
    await key('End');
    await key('a');
    await until(() => text('.group-acts').includes('再次确认 2 项'), text('.group-acts'));
    expect(text('.group-acts'))
      .to.include('道路积水，新竹社区，14:27： 未确认：对象已不在图上（not-found）')
      .and.include('道路积水，新竹社区，14:29： 没有回执，未确认（gateway-unreachable）');
    const first = view.sent.find(({ input }) => (input as { of: EntityId }).of === lost)!;
    await key('a');
    await settled();
    const again = view.sent.slice(11);
    expect(asked(again)).to.deep.equal([lost, refused].sort());
    expect(again.find(({ input }) => (input as { of: EntityId }).of === lost)!.id).to.equal(first.id);
  });

  it('nobody who decides: no button, and the key is the page’s', async () => {
    const { key, acts, view } = await opened(({ map }) => (map.readOnly = true));
    await key('End');
    await key('a');
    expect([acts(), view.sent.length]).to.deep.equal([null, 0]);
  });

  it('speaks English as well', async () => {
    const { key, acts } = await opened(({ map }) => (map.lang = 'en'));
    await key('End');
    expect(textOf(acts())).to.equal('Acknowledge 11');
  });
});
