// An incident and what tells of it: one row, by keys and for the ear.
import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, alarm, feed, incident, NOW } from '../testing/rows.js';

const seen = { acknowledged: { at: ago(0), masked: '李*' } };
const told = (native: string, minutes: number, more: object = {}) =>
  alarm(native, {
    at: ago(minutes),
    position: [108.3, 22.8],
    value: { device: `device/registry/${native}`, title: `${native} 号探测器火警` },
    derived: { incident: 'incident/city/i', state: 'attached', ...more },
  });
const fire = (level: 'red' | 'yellow', more: object = {}) =>
  incident('i', {
    level,
    position: [108.3, 22.8],
    at: ago(4),
    value: { title: '住宅火灾' },
    derived: { reports: 2, ...more },
  });

async function opened(
  level: 'red' | 'yellow' = 'yellow',
): Promise<Reading & { key(key: string): Promise<void>; ids(): string[] }> {
  const rows = [feed('fire', '消防物联'), fire(level), told('1', 4), told('2', 3)];
  const reading = await openMap({ view: createFakeView({ now: NOW, rows }) });
  await until(() => reading.find('.row.group'), 'one row');
  const list = reading.find('.list')!;
  list.focus();
  return {
    ...reading,
    ids: () => reading.view.sent.map(({ input }) => (input as { of: string }).of).sort(),
    async key(name) {
      const to = reading.focused() ?? list;
      to.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }));
      await reading.settled();
    },
  };
}

describe('an incident and what tells of it', () => {
  afterEach(cleanUp);

  it('are one row, that says how many wait; nothing is taken from the counts', async () => {
    const { rows, text, map } = await opened();
    expect(rows()).to.deep.equal(['Ⅲ级 住宅火灾，2 条警情，4 分钟前，未确认 4 分，另有 2 条警情未确认。 ▸展开']);
    expect(text('.counts')).to.include('未确认 3').and.include('未定级 2');
    await accessible(map);
  });

  it('by keys: Enter opens the incident, → what tells of it, ← closes it from any of its rows', async () => {
    const { key, rows, find, text } = await opened('red');
    await key('Home');
    await key('Enter');
    expect(text('.popup h3')).to.include('住宅火灾');
    await key('Escape');
    expect(rows()).to.have.length(1);
    await key('ArrowRight');
    expect(rows()).to.have.length(3);
    await key('ArrowDown');
    await key('Enter');
    expect(text('.popup h3')).to.include('1 号探测器火警');
    await key('Escape');
    await key('ArrowLeft');
    expect(rows()).to.have.length(1);
    expect(find('.row')!.getAttribute('aria-selected')).to.equal('true');
  });

  it('one key acknowledges all of it; a red incident is acknowledged by itself', async () => {
    const yellow = await opened();
    await yellow.key('Home');
    expect(yellow.text('.group-acts')).to.equal('确认收到 3 项');
    await yellow.key('a');
    expect(yellow.ids()).to.deep.equal(['incident/city/i', 'report/fire/1', 'report/fire/2']);
    const red = await opened('red');
    await red.key('Home');
    expect(red.text('.group-acts')).to.equal('确认收到 2 项 红色须逐项确认');
    await red.key('a');
    expect(red.ids()).to.deep.equal(['report/fire/1', 'report/fire/2']);
  });

  it('that was confirmed says no more that it waits; each can be confirmed by itself', async () => {
    const { key, rows, view, button, settled, ids } = await opened();
    await key('Home');
    await key('ArrowRight');
    await key('End');
    await key('Enter');
    button('确认收到')!.click();
    await settled();
    expect(ids()).to.deep.equal(['report/fire/2']);
    view.put(told('2', 3, seen));
    await settled();
    expect(rows()[0]).to.include('另有 1 条警情未确认').and.include('收起');
    view.put(told('1', 4, seen), fire('yellow', seen));
    await settled();
    expect(rows()[0]).to.equal('Ⅲ级 住宅火灾，2 条警情，4 分钟前，李* 14:32 已确认。 ▾收起');
  });

  it('→ and ← on a row that folds nothing are the page’s', async () => {
    const { find, settled, view, map } = await opened();
    view.remove('report/fire/1', 'report/fire/2');
    await settled();
    find('.list')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, composed: true }));
    await settled();
    for (const key of ['ArrowRight', 'ArrowLeft']) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
      find('.list')!.dispatchEvent(event);
      expect(event.defaultPrevented, key).to.equal(false);
    }
    map.remove();
  });

  it('by a hand: the row opens the incident, its end what tells of it', async () => {
    const { find, rows, text, settled } = await opened();
    find('.row .turn')!.click();
    await settled();
    expect(rows()).to.have.length(3);
    expect(find('.popup')).to.equal(null);
    find('.row')!.click();
    await settled();
    expect(text('.popup h3')).to.include('住宅火灾');
  });

  it('is found by what tells of it: a search shows that by itself, N walks through each', async () => {
    const { key, rows, text, map, settled } = await opened();
    const walked: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      await key('n');
      walked.push(text('.row[aria-selected="true"] b'));
    }
    expect(walked.sort()).to.deep.equal(['1 号探测器火警', '2 号探测器火警', '住宅火灾']);
    const field = map.renderRoot.querySelector<HTMLInputElement>('input[type=search]')!;
    field.value = '2 号';
    field.dispatchEvent(new Event('input'));
    await settled();
    expect(rows().join()).to.match(/^未定级 2 号探测器火警/);
  });
});
