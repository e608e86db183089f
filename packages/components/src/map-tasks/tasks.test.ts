import { expect } from 'chai';
import { advanceTask, canBecome, kinds, type EntityId, type Position, type Row } from '@yingji/core';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, call, feed, incident, NOW, row } from '../testing/rows.js';
import { late, task } from '../testing/tasks.js';
import type { YjTaskAdvanced, YjTaskRequested } from './events.js';
import { STEPS, toTask } from './task.js';

const picture = (...rows: Row[]): FakeView =>
  createFakeView({
    now: NOW,
    rows: [feed('calls', '接警'), incident('i', { level: 'orange', position: [108.37, 22.82] }), ...rows],
  });

async function opened(view: FakeView, setUp: (map: YjAlertMap) => void = () => undefined): Promise<Reading> {
  const reading = await openMap({ view, setUp });
  await until(() => reading.find('.tasks'), 'tasks are there');
  return reading;
}

describe('tasks on the map', () => {
  afterEach(cleanUp);

  it('one that is late says so in the first line, in the row of its incident and among all tasks', async () => {
    const { text, rows, map, find } = await opened(picture(task('b', { due: ago(-30) }), late()));
    expect(text('.head .counts')).to.include('任务超时 1');
    expect(rows()[0]).to.include('燃气泄漏').and.include('到场超时 6 分');
    expect(text('.side .tasks summary')).to.equal('任务 2 超时 1');
    (find('.side .tasks') as HTMLDetailsElement).open = true;
    expect([...map.renderRoot.querySelectorAll('.side .task p')].map(textOf)).to.deep.equal([
      '转移低洼处住户，在途，消防 2 分队 到场超时 6 分',
      '转移低洼处住户，在途，消防 2 分队，要求 15:02 前办结',
    ]);
    await accessible(map);
  });

  it('the times that a linkage sets count as its own do', async () => {
    const arranged = { signBy: ago(20), moveBy: ago(10), arriveBy: ago(-10), reportBy: ago(-20) };
    const signed = task('a', { state: 'signed' }, { derived: { overdue: true, late: ['moveBy'], arranged } });
    const there = task('b', { state: 'on-scene', title: '排水' }, { derived: { arranged } });
    const told = task(
      'c',
      { state: 'on-scene', title: '警戒', due: ago(-30) },
      { derived: { arranged, feedback: {} } },
    );
    const words = [signed, there, told].map(toTask).map(({ late: passed, next }) => (passed ?? next)?.by);
    expect(words).to.deep.equal(['moveBy', 'reportBy', 'due']);
    const { rows, text } = await opened(picture(signed));
    expect(rows()[0]).to.include('出动超时 10 分');
    expect(text('.head .counts')).to.include('任务超时 1');
  });

  it('that a deadline passes is said once, politely; what was late before is shown, not said', async () => {
    const { view, text, settled } = await opened(picture(late('x', { title: '旧任务' }), task('a')));
    await settled();
    expect(text('[role=status].unseen')).to.equal('');
    view.put(late());
    await until(() => text('[role=status].unseen') === '转移低洼处住户，到场超时 6 分。', 'it is said');
    expect(text('[role=alert].unseen')).to.equal('');
  });

  it('by keys: its incident is opened, the next step is sent as one Command, and no ✓ before the store has it', async () => {
    const view = picture(late());
    const { find, map, settled, text, focused } = await opened(view);
    const told: unknown[] = [];
    map.addEventListener('yj-task-requested', (event) => told.push((event as YjTaskRequested).act));
    map.addEventListener('yj-task-advanced', (event) => told.push((event as YjTaskAdvanced).ids));
    const list = find('.list')!;
    list.focus();
    for (const key of ['Home', 'Enter'])
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    await settled();
    expect(text('.popup .tasks')).to.include('到场超时 6 分');
    expect(map.renderRoot.querySelectorAll('.popup .tasks')).to.have.length(1);
    expect(textOf(focused()), 'what a second Enter does').to.equal('确认收到');
    const button = find('.popup [data-step="on-scene"]')!;
    expect(textOf(button)).to.equal('登记到场');
    let answer = (): void => undefined;
    view.answer = () =>
      new Promise(
        (resolve) => (answer = () => resolve({ ok: true, at: 9 as Position, ids: ['task/city/a' as EntityId] })),
      );
    button.click();
    await settled();
    const { name, input } = view.sent[0]!;
    expect({ name, input }).to.deep.equal({ name: 'advance-task', input: { task: 'task/city/a', to: 'on-scene' } });
    expect(text('.popup .tasks')).to.include('正在发送').and.include('在途');
    answer();
    await until(() => text('.popup .tasks').includes('已写入，等待回显'), text('.popup .tasks'));
    expect(told).to.deep.equal([{ name, input }, ['task/city/a']]);
    view.put({ ...task('a', { state: 'on-scene' }), position: 2 as Position });
    await settled();
    expect(text('.popup .tasks')).to.include('已到场').and.include('开始处置').and.not.include('超时');
    await accessible(map);
  });

  it('退单 asks why; Esc leaves that and the popup stays', async () => {
    const view = picture(late());
    const { find, settled, text, rows } = await opened(view);
    find('.row')!.click();
    await settled();
    find('.popup [data-step="returned"]')!.click();
    await settled();
    const field = (): HTMLInputElement => find('.popup input[name="reason"]') as HTMLInputElement;
    expect(field().matches(':focus')).to.equal(true);
    find('.popup form .primary')!.click();
    await settled();
    expect([text('.popup form .problem'), view.sent.length]).to.deep.equal(['写明原因', 0]);
    field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    await settled();
    expect([find('.popup form'), find('.popup [data-step="returned"]')!.matches(':focus')]).to.deep.equal([null, true]);
    find('.popup [data-step="returned"]')!.click();
    await settled();
    field().value = '道路中断';
    view.answer = async () => ({
      ok: false,
      issues: [{ code: 'not-permitted', path: '', level: 'error', message: '' }],
    });
    find('.popup form .primary')!.click();
    await until(() => text('.popup .tasks').includes('未登记：无权办理'), text('.popup .tasks'));
    expect(view.sent[0]!.input).to.deep.equal({ task: 'task/city/a', to: 'returned', reason: '道路中断' });
    expect(rows().join()).to.include('到场超时 6 分');
  });

  it('the page may take it over', async () => {
    const view = picture(late());
    const { find, map, settled } = await opened(view);
    map.addEventListener('yj-task-requested', (event) => event.preventDefault());
    find('.side [data-step="on-scene"]')!.click();
    await settled();
    expect(view.sent).to.deep.equal([]);
  });

  it('nobody decides: it is read, and no button is there', async () => {
    const { map, text } = await opened(picture(late()), (each) => (each.readOnly = true));
    expect(text('.side .tasks')).to.include('到场超时 6 分');
    expect(map.renderRoot.querySelectorAll('[data-step]')).to.have.length(0);
  });

  it('what another system gave is read here, and told where it goes on', async () => {
    const { map, text } = await opened(picture(late('z', {}, { source: 'fire' })));
    expect(text('.side .task')).to.include('由其他系统下达，在该系统办理');
    expect(map.renderRoot.querySelectorAll('[data-step]')).to.have.length(0);
  });

  it('whom we may not see is not said to be nobody; a person is named as everybody may read', async () => {
    const person = row('responder/registry/1', { value: { name: { $vault: 'k', masked: '李*' } } });
    const { map } = await opened(
      picture(
        { ...task('a', { assignee: person.id }), joined: { responder: [person] } },
        { ...task('b', { assignee: person.id }), joined: { responder: [{ ...person, value: { name: '张三' } }] } },
        { ...task('c'), joined: {} },
        task('d', { assignee: undefined }),
      ),
    );
    const told = [...map.renderRoot.querySelectorAll('.side .task p')].map((each) => textOf(each).split('，').at(-1));
    expect(told).to.deep.equal(['李*', '已指派', '已指派', '未指派']);
  });

  describe('a person on two scenes', () => {
    const person = row('responder/registry/1', { value: { name: { $vault: 'k', masked: '李*' } } });
    const his = (native: string, value: object = {}, more: object = {}): Row => ({
      ...task(native, { assignee: person.id, state: 'handling', ...value }, more),
      joined: { responder: [person] },
    });
    const both = (): Row[] => [
      his('a', {}, { derived: { alsoOn: ['task/city/b', 'task/fire/unseen'] } }),
      his('b', { title: '疏散三栋' }, { derived: { alsoOn: ['task/city/a'] } }),
    ];
    const unfolded = async (...asked: Parameters<typeof opened>): Promise<Reading> => {
      const reading = await opened(...asked);
      (reading.find('.side .tasks') as HTMLDetailsElement).open = true;
      return reading;
    };
    const at = (reading: Reading, title: string): Element =>
      [...reading.map.renderRoot.querySelectorAll('.side .task')].find((each) => textOf(each).startsWith(title))!;
    const press = (reading: Reading, title: string, name: string): void =>
      [...at(reading, title).querySelectorAll('button')].find((each) => textOf(each) === name)!.click();

    it('is warned of on each task, which names the others, and drills are not mixed with what is real', async () => {
      const drill = his('d', { state: 'on-scene', title: '演练集合' }, { exercise: 'spring' });
      const reading = await unfolded(picture(...both(), drill));
      expect(textOf(at(reading, '转移').querySelector('.beside'))).to.equal(
        '李*同时在“疏散三栋”、另一任务现场，尚无人准许',
      );
      expect(textOf(at(reading, '疏散').querySelector('.beside'))).to.include('“转移低洼处住户”');
      expect(at(reading, '演练').querySelector('.beside')).to.equal(null);
      await accessible(reading.map);
    });

    it('is allowed in two steps with a reason, by keys alone; Esc leaves that and sends nothing', async () => {
      const view = picture(...both());
      const reading = await unfolded(view);
      const { focused, settled } = reading;
      press(reading, '转移', '准许同时在场');
      await settled();
      const field = focused() as HTMLInputElement;
      expect(field.getAttribute('name')).to.equal('reason');
      expect(textOf(at(reading, '转移').querySelector('form'))).to.include('准许原因');
      await accessible(reading.map);
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
      await settled();
      expect([view.sent.length, textOf(focused())]).to.deep.equal([0, '准许同时在场']);
      focused()!.click();
      await settled();
      (focused() as HTMLInputElement).form!.requestSubmit();
      await settled();
      expect([view.sent.length, textOf(at(reading, '转移').querySelector('.problem'))]).to.deep.equal([0, '写明原因']);
      (focused() as HTMLInputElement).value = '同一栋楼';
      (focused() as HTMLInputElement).form!.requestSubmit();
      await until(() => textOf(at(reading, '转移')).includes('已写入，等待回显'), 'it is sent');
      const { name, input } = view.sent[0]!;
      expect({ name, input }).to.deep.equal({
        name: 'advance-task',
        input: { task: 'task/city/a', to: 'handling', override: { reason: '同一栋楼' } },
      });
      expect(advanceTask.parse(input)).to.have.property('input');
      const override = { by: 'a-1', masked: '王*', reason: '同一栋楼', tasks: ['task/city/b'] };
      view.put({ ...his('a', { override }), position: 2 as Position }, { ...his('b', { title: '疏散三栋' }) });
      await settled();
      expect(textOf(at(reading, '转移').querySelector('.beside'))).to.equal('王*准许同时在“疏散三栋”现场：同一栋楼');
      expect(at(reading, '疏散').querySelector('.beside')).to.equal(null);
    });

    it('before somebody who is on another scene arrives at this one, that is said, and allowed or not it is recorded', async () => {
      const view = picture(his('b', { title: '疏散三栋' }), his('a', { state: 'moving' }));
      const reading = await unfolded(view);
      expect(textOf(at(reading, '转移').querySelector('.beside'))).to.equal('李*现在“疏散三栋”现场');
      press(reading, '转移', '登记到场');
      await reading.settled();
      expect(view.sent, 'it warns first').to.deep.equal([]);
      press(reading, '转移', '只登记到场');
      await reading.settled();
      expect(view.sent.map(({ input }) => input)).to.deep.equal([{ task: 'task/city/a', to: 'on-scene' }]);
      cleanUp();
      const again = picture(his('b', { title: '疏散三栋' }), his('a', { state: 'moving' }));
      const other = await unfolded(again);
      press(other, '转移', '登记到场');
      await other.settled();
      (other.focused() as HTMLInputElement).value = '同一栋楼';
      press(other, '转移', '准许并登记到场');
      await other.settled();
      expect(again.sent.map(({ input }) => input)).to.deep.equal([
        { task: 'task/city/a', to: 'on-scene', override: { reason: '同一栋楼' } },
      ]);
    });

    it('a team or an organization may be in several places; who only reads is offered nothing; English', async () => {
      const teams = await unfolded(picture(task('a', { state: 'handling' }), task('b', { state: 'handling' })));
      expect(teams.find('.beside')).to.equal(null);
      cleanUp();
      const reading = await unfolded(picture(...both()), (map) => {
        map.readOnly = true;
        map.lang = 'en';
      });
      expect(textOf(reading.find('.side .beside'))).to.match(
        /^李\* is on the scene of “.+”, another task too, not allowed by anybody yet$/,
      );
      expect(reading.map.renderRoot.querySelectorAll('.side .task button')).to.have.length(0);
    });
  });

  it('a task for a report of an incident is one of that incident; drills are counted apart', async () => {
    const report = call('c', { derived: { incident: 'incident/city/i', state: 'attached' } });
    const drill = late('d', { about: [] }, { exercise: '2026-06' });
    const { rows, text } = await opened(picture(report, late('a', { about: [report.id] }), drill));
    expect(rows().find((each) => each.includes('燃气泄漏'))).to.include('到场超时 6 分');
    expect(text('.head .counts')).to.include('任务超时 1');
    expect(text('.side .tasks summary')).to.equal('任务 1 超时 1 演练 1');
  });

  it('speaks English', async () => {
    const { text, rows } = await opened(picture(late()), (each) => (each.lang = 'en'));
    expect(rows()[0]).to.include('On-scene 6 min late');
    expect(text('.head .counts')).to.include('1 task late');
  });

  it('every step is one of its life cycle', () => {
    for (const [from, steps] of Object.entries(STEPS))
      for (const { to } of steps) expect(canBecome(kinds['task']!, from, to), `${from} → ${to}`).to.equal(true);
  });
});
