import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, alarm, call, feed, incident, NOW } from '../testing/rows.js';
import type { YjShelvingRecorded } from './events.js';

const UNTIL = '2026-06-12T15:00:00+08:00';
const shelved = { shelved: { until: UNTIL, at: ago(2), masked: '李*', reason: '施工排水' } };
const pond = (native: string, more: object = {}, level: 'yellow' | 'red' | 'ungraded' = 'yellow'): Row =>
  incident(native, { level, position: [108.3, 22.8], at: ago(4), value: { title: `积水 ${native}` }, derived: more });

async function opened(...rows: readonly Row[]): Promise<Reading> {
  const view = createFakeView({ now: NOW, rows: [feed('fire', '消防物联'), ...rows] });
  const reading = await openMap({ view });
  await until(() => reading.rows().length > 0, 'the list');
  return reading;
}
const fill = async ({ find, settled }: Reading, reason: string, minutes = '60'): Promise<void> => {
  (find('.shelving select') as HTMLSelectElement).value = minutes;
  (find('.shelving input') as HTMLInputElement).value = reason;
  find('.shelving .primary')!.click();
  await settled();
};
async function form(reading: Reading): Promise<void> {
  reading.find('.row')!.click();
  await until(() => reading.button('搁置事件'), 'what may be done about it');
  reading.button('搁置事件')!.click();
  await reading.settled();
}

describe('搁置', () => {
  afterEach(cleanUp);

  it('leaves the list to one row at its end, and the first line says how many and until when; nothing leaves the counts', async () => {
    const told = alarm('t', { position: [108.3, 22.8], derived: { incident: 'incident/city/a', state: 'attached' } });
    const reading = await opened(pond('a', shelved), told, pond('b'));
    await until(() => reading.find('.row.group'), 'the row of what is set aside');
    expect(reading.rows().map((row) => row.replace(/，.*/, ''))).to.deep.equal([
      'Ⅲ级 积水 b',
      'Ⅲ级 已搁置 1（至 15:00）',
    ]);
    expect(reading.rows()[1]).to.include('未确认 2 项');
    expect(reading.text('.counts')).to.include('黄 2').and.include('未确认 3').and.include('已搁置 1（至 15:00）');
    await accessible(reading.map);
    const list = reading.find('.list')!;
    list.focus();
    for (const key of ['End', 'Enter', 'ArrowDown', 'Enter']) {
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
      await reading.settled();
    }
    expect(reading.text('.popup .shelving')).to.equal('已搁置至 15:00，李*：施工排水 取消搁置');
    reading.button('取消搁置')!.click();
    await reading.settled();
    expect(reading.view.sent.at(-1)).to.deep.include({ name: 'unshelve-alarm', input: { of: 'incident/city/a' } });
    reading.view.put(pond('a'));
    await reading.settled();
    expect(reading.rows().join()).to.not.include('已搁置');
  });

  it('red and what nobody graded are never taken for set aside, whatever is told of them', async () => {
    const reading = await opened(pond('r', shelved, 'red'), pond('u', shelved, 'ungraded'), pond('b', shelved));
    await until(() => reading.find('.row.group'), 'the row of what is set aside');
    expect(reading.rows().map((row) => row.replace(/，.*/, ''))).to.deep.equal([
      'Ⅰ级 积水 r',
      '未定级 积水 u',
      'Ⅲ级 已搁置 1（至 15:00）',
    ]);
  });

  it('asks for how long and why, and sends one Command', async () => {
    const reading = await opened(pond('a'));
    await form(reading);
    await accessible(reading.map);
    expect(reading.focused()?.getAttribute('name')).to.equal('reason');
    await fill(reading, '  ');
    expect(reading.text('.shelving .problem')).to.equal('写明原因');
    expect(reading.view.sent).to.deep.equal([]);
    const heard: unknown[] = [];
    reading.map.addEventListener('yj-shelving-recorded', (event) => heard.push((event as YjShelvingRecorded).act.name));
    await fill(reading, '施工排水');
    expect(reading.view.sent).to.have.length(1);
    expect(reading.view.sent[0]).to.deep.include({
      name: 'shelve-alarm',
      input: { of: 'incident/city/a', minutes: 60, reason: '施工排水' },
    });
    expect(reading.text('.shelving')).to.equal('已写入，等待回显');
    expect(heard).to.deep.equal(['shelve-alarm']);
  });

  it('a page may do it elsewhere; what was refused says why', async () => {
    const reading = await opened(pond('a'));
    reading.view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'not-shelvable', path: '', level: 'error', message: '' }] });
    await form(reading);
    await fill(reading, '施工排水');
    expect(reading.text('.shelving .problem')).to.equal(
      '未登记：红色、未定级和电话报警的事件不能搁置（not-shelvable）',
    );
    reading.map.addEventListener('yj-shelving-requested', (event) => event.preventDefault());
    reading.button('搁置事件')!.click();
    await reading.settled();
    await fill(reading, '施工排水');
    expect(reading.view.sent).to.have.length(1);
  });

  it('is not offered for red, for what nobody graded, for what was called in, for a report, or where nobody decides', async () => {
    const called = call('c', { position: [1, 1], value: { channel: '119' }, derived: { incident: 'incident/city/a' } });
    for (const rows of [[pond('r', {}, 'red')], [pond('u', {}, 'ungraded')], [alarm('x', { position: [1, 1] })]]) {
      const reading = await opened(...rows);
      reading.find('.row')!.click();
      await reading.settled();
      expect(reading.find('.popup'), rows[0]!.id).to.not.equal(null);
      expect(reading.find('.shelving'), rows[0]!.id).to.equal(null);
      cleanUp();
    }
    const reading = await opened(pond('a'), called);
    reading.find('[id^="row-incident"]')!.click();
    await reading.settled();
    expect(reading.text('.popup h3')).to.include('积水 a');
    expect(reading.find('.shelving')).to.equal(null);
    reading.view.remove('report/calls/c', called.id);
    await reading.settled();
    await until(() => reading.find('.shelving'), 'what may be done about it');
    reading.map.readOnly = true;
    await reading.settled();
    expect(reading.find('.shelving')).to.equal(null);
  });

  it('Esc leaves the form, and no letter in it is a key of the map', async () => {
    const reading = await opened(pond('a'));
    await form(reading);
    const press = (key: string): void =>
      void reading
        .find('.shelving input')!
        .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    press('l');
    await reading.settled();
    expect(reading.find('.list')).to.not.equal(null);
    press('Escape');
    await reading.settled();
    expect(reading.find('.shelving form')).to.equal(null);
    expect(reading.find('.popup')).to.not.equal(null);
    expect(reading.focused()?.textContent?.trim()).to.equal('搁置事件');
  });
});
