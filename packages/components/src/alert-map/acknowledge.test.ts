import { expect } from 'chai';
import type { EntityId, Position } from '@yingji/core';
import type { YjAcknowledgementRequested } from '../controllers/acknowledgement-requested.js';
import type { YjAlarmAcknowledged } from './events.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, incident } from '../testing/rows.js';

const confirmed = () =>
  incident('i1', {
    level: 'red',
    position: [108.37, 22.82],
    derived: { acknowledged: { at: ago(0), masked: '李*' } },
  });

async function opened(): Promise<Reading> {
  const reading = await openMap();
  reading.find('.row.red')!.click();
  await reading.settled();
  return reading;
}

describe('确认收到', () => {
  afterEach(cleanUp);

  it('sends one Command, and shows no ✓ before the store has it', async () => {
    const { button, view, all, find, text, settled, map } = await opened();
    const heard: EntityId[] = [];
    map.addEventListener('yj-alarm-acknowledged', (event) => heard.push((event as YjAlarmAcknowledged).id));
    let answer = (): void => undefined;
    view.answer = () => new Promise((resolve) => (answer = () => resolve({ ok: true, at: 9 as Position, ids: [] })));
    button('确认收到')!.click();
    await settled();
    button('正在发送…')!.click();
    expect(view.sent).to.have.length(1);
    expect(view.sent[0]).to.deep.include({ v: 1, name: 'acknowledge-alarm', input: { of: 'incident/city/i1' } });
    expect(view.sent[0]!.id).to.match(/^[\w-]{8,128}$/);
    expect(all()).to.not.include('✓');
    answer();
    await until(() => button('已写入，等待回显'), 'it says that it is written');
    expect(all()).to.not.include('✓');
    expect(text('.popup')).to.include('未确认');
    view.put(confirmed());
    await settled();
    expect(text('.popup .ack')).to.equal('✓ 李* 14:32 确认');
    expect(find('.popup .primary')).to.equal(null);
    expect(heard).to.deep.equal(['incident/city/i1']);
  });

  it('asks the page first: cancelled, nothing is sent, that is said, and the picture alone confirms', async () => {
    const { button, view, all, text, settled, map } = await opened();
    const asked: unknown[] = [];
    const done: EntityId[] = [];
    document.addEventListener(
      'yj-acknowledgement-requested',
      (event) => {
        asked.push((event as YjAcknowledgementRequested).act);
        event.preventDefault();
      },
      { once: true },
    );
    map.addEventListener('yj-alarm-acknowledged', (event) => done.push(event.id));
    button('确认收到')!.click();
    await settled();
    expect(asked).to.deep.equal([{ name: 'acknowledge-alarm', input: { of: 'incident/city/i1' } }]);
    expect(view.sent).to.deep.equal([]);
    expect(text('.popup')).to.include('已交由本页处理，以画面为准');
    expect(all()).to.not.include('✓');
    await accessible(map);
    // What the page could not do is pressed again; this time nobody takes it over.
    button('再次确认')!.click();
    await settled();
    expect(view.sent).to.have.length(1);
    expect(text('.popup')).to.not.include('已交由');
    view.put(confirmed());
    await settled();
    expect(done).to.deep.equal(['incident/city/i1']);
  });

  it('keeps the focus in the popup when its button goes', async () => {
    const { button, view, focused, settled } = await opened();
    button('确认收到')!.focus();
    button('确认收到')!.click();
    await settled();
    view.put(confirmed());
    await settled();
    expect(focused()?.className).to.include('popup');
  });

  it('takes the focus from nobody who has left the popup meanwhile', async () => {
    const { button, view, settled, map } = await opened();
    const field = document.createElement('input');
    map.after(field);
    button('确认收到')!.click();
    await settled();
    field.focus();
    view.put(confirmed());
    await settled();
    expect(document.activeElement === field).to.equal(true);
    field.remove();
  });

  it('says why the store refused, and may be tried again as a new decision', async () => {
    const { button, view, text, settled } = await opened();
    view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'not-found', path: '/input/of', level: 'error', message: '' }] });
    button('确认收到')!.click();
    await settled();
    expect(text('.problem')).to.equal('未确认：对象已不在图上（not-found）');
    button('再次确认')!.click();
    await settled();
    expect(view.sent[1]!.id).to.not.equal(view.sent[0]!.id);
    view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'not-permitted', path: '', level: 'error', message: '' }] });
    button('再次确认')!.click();
    await settled();
    expect(text('.problem')).to.equal('未确认：无权办理，须由有权限的人员办理（not-permitted）');
  });

  it('after no answer it sends the same Command again: it counts once', async () => {
    const { button, view, text, settled } = await opened();
    view.answer = () => Promise.reject(new TypeError('network'));
    button('确认收到')!.click();
    await settled();
    expect(text('.problem')).to.equal('没有回执，未确认（gateway-unreachable）。再按一次不会重复');
    button('再次确认')!.click();
    await settled();
    expect(view.sent[1]).to.deep.equal(view.sent[0]);
  });

  it('is offered no more where the gateway does not know who asks', async () => {
    const { button, view, text, find, settled } = await opened();
    view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'actor-unknown', path: '', level: 'error', message: '' }] });
    button('确认收到')!.click();
    await settled();
    expect([text('.read-only'), find('.primary')]).to.deep.equal(['只读：未提供操作人', null]);
    expect(text('.problem')).to.equal('未确认：未提供操作人（actor-unknown）');
  });

  it('is not offered where nobody may act', async () => {
    const { button, view, text, find, focused, settled, map } = await opened();
    button('确认收到')!.focus();
    view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'read-only', path: '', level: 'error', message: '' }] });
    button('确认收到')!.click();
    await settled();
    expect(text('.read-only')).to.equal('只读：未提供操作人');
    expect(find('.primary')).to.equal(null);
    expect(focused()?.className, 'the button went, the focus did not').to.include('popup');
    const other = await openMap({ setUp: (each) => (each.readOnly = true) });
    expect(other.text('.read-only')).to.equal('只读：本页只供查看');
    other.find('.row.red')!.click();
    await other.settled();
    expect(other.find('.popup')).to.not.equal(null);
    expect(other.find('.primary')).to.equal(null);
    map.remove();
  });

  it('goes when what it was about goes, and the focus stays', async () => {
    const { button, view, focused, find, settled } = await opened();
    button('确认收到')!.focus();
    view.remove('incident/city/i1');
    await settled();
    expect(find('.popup')).to.equal(null);
    expect(focused()?.getAttribute('role')).to.equal('listbox');
  });
});
