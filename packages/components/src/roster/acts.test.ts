import { expect } from 'chai';
import {
  answerCallup,
  defineReveal,
  handOver,
  recordCallup,
  signIn,
  signOut,
  type CommandResult,
  type Position,
} from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import { afternoon, person, shift } from '../testing/rosters.js';
import { NOW, row } from '../testing/rows.js';
import type { YjDutyRecorded, YjDutyRequested } from './events.js';

const refusal = (code: string): CommandResult => ({
  ok: false,
  issues: [{ code, path: '', level: 'error', message: '' }],
});
const COMMANDS = [signIn, signOut, handOver, recordCallup, answerCallup, defineReveal({ may: () => true })];
/** What was sent; each as the Command of its name takes it. */
const sent = ({ view }: RosterReading): unknown[] =>
  view.sent.map(({ name, input }) => {
    expect(COMMANDS.find((each) => each.name === name)!.parse(input)).to.have.property('input');
    return { name, input };
  });

/** At the line of a shift or person, as the arrow keys bring one there. */
async function at(reading: RosterReading, key: string): Promise<void> {
  reading.find(`[data-key$="${key}"]`)!.focus();
  await reading.settled();
}

describe('yj-roster: 签到 签退 交接班 叫应', () => {
  afterEach(cleanUp);

  it('I signs in to the line that has the focus, at once; nothing is said before the store has it', async () => {
    const reading = await openRoster();
    let answer!: (result: CommandResult) => void;
    reading.view.answer = () => new Promise((resolve) => (answer = resolve));
    await at(reading, '/g3');
    await reading.press('i');
    expect(reading.text('.said')).to.equal('');
    answer({ ok: true, at: 1 as Position, ids: [] });
    await reading.settled();
    expect(reading.text('.said')).to.equal('已登记：签到 巡查 · 第 3 网格 黄**');
    expect(sent(reading)).to.deep.equal([{ name: 'sign-in', input: { shift: 'shift/city/g3' } }]);
    expect(reading.lines()[0], 'the line changes by the picture alone').to.include('缺岗 32 分');
  });

  it('the card of a person says in which teams they are and how strong these are; unknown is not nought', async () => {
    const team = (native: string, name: string, derived: object) =>
      row(`team/registry/${native}`, { value: { name, sort: 'squad' }, derived });
    const strength = { members: 0, available: 0, standBy: 0, skills: [] };
    const teams = ['zhuyuan', 'bare', 'unseen'].map((native) => `team/registry/${native}`);
    const rows = [
      ...afternoon().filter(({ id }) => id !== 'responder/registry/qin'),
      person('qin', '覃*', { teams }),
      team('zhuyuan', '竹园小区分队', { strength: { ...strength, members: 12, available: 8, standBy: 2 } }),
      team('bare', '凤岭北分队', {}),
      team('other', '别的分队', { strength }),
    ];
    const reading = await openRoster({ view: createFakeView({ now: NOW, rows }) });
    await at(reading, '/g1');
    await reading.press('Enter');
    expect(reading.text('.sheet .teams')).to.equal(
      '竹园小区分队：队员 12 人，可出动 8，待命 2 凤岭北分队：人数不明 unseen：人数不明',
    );
    await reading.press('Escape');
    await at(reading, '/g3');
    await reading.press('Enter');
    expect(reading.find('.sheet .teams'), 'of nobody in a team').to.equal(null);
  });

  it('the shift of somebody else asks why, and sends that', async () => {
    const reading = await openRoster();
    reading.view.answer = () => Promise.resolve(refusal('not-yours'));
    await at(reading, '/g3');
    await reading.press('i');
    expect(reading.text('.told')).to.equal('未登记：这是他人的班，写明代签原因（not-yours）');
    expect(reading.focused()!.getAttribute('name')).to.equal('reason');
    reading.view.answer = () => Promise.resolve({ ok: true, at: 1 as Position, ids: [] });
    await reading.fill('reason', '手机没电');
    await reading.press('Enter');
    expect(sent(reading).at(-1)).to.deep.equal({
      name: 'sign-in',
      input: { shift: 'shift/city/g3', reason: '手机没电' },
    });
    expect(reading.focused()!.dataset['key']).to.equal('shift/city/g3');
  });

  it('I signs out who is on duty; a plan is not signed', async () => {
    const reading = await openRoster();
    await at(reading, '/g1');
    await reading.press('i');
    await at(reading, '/g5');
    await reading.press('i');
    expect(sent(reading)).to.deep.equal([{ name: 'sign-out', input: { shift: 'shift/city/g1' } }]);
  });

  it('H hands over, to whoever has signed in to the same post alone; open items one a line', async () => {
    const rows = [
      ...afternoon(),
      shift('other', 'wei', { role: 'station', in: -1 }),
      shift('late', 'wei', { from: -1 }),
    ];
    const reading = await openRoster({ view: createFakeView({ now: NOW, rows }) });
    await at(reading, '/g1');
    await reading.press('h');
    expect([...reading.find<HTMLSelectElement>('[name="to"]')!.options].map(({ text }) => text.trim())).to.deep.equal([
      '选择',
      '韦** 15:02',
    ]);
    await reading.click('交接：所列 1 项');
    expect(reading.text('.problem')).to.equal('填好“交给”再发送');
    await reading.fill('to', 'shift/city/g1-next');
    await reading.fill('items', '雨水篦堵塞，待清\n\n 3 栋配电间钥匙 ');
    await reading.click('确定交接班');
    expect(sent(reading)).to.deep.equal([
      {
        name: 'hand-over',
        input: {
          of: 'shift/city/g1',
          to: 'shift/city/g1-next',
          items: ['雨水篦堵塞，待清', '3 栋配电间钥匙'],
          about: ['warning/weather/w1'],
        },
      },
    ]);
  });

  it('with nobody to hand over to it says so', async () => {
    const reading = await openRoster();
    await at(reading, '/leader');
    await reading.press('h');
    expect(reading.text('.sheet')).to.include('同岗同地无人已签到，接班人先签到');
    await reading.click('交接：所列 1 项');
    expect(sent(reading)).to.deep.equal([]);
  });

  it('C records a call about what is in force', async () => {
    const reading = await openRoster();
    await at(reading, '/g3');
    await reading.press('c');
    await reading.fill('about', 'warning/weather/w1');
    await reading.fill('channel', 'door');
    await reading.fill('outcome', 'confirmed');
    await reading.click('确定登记叫应');
    expect(sent(reading)).to.deep.equal([
      {
        name: 'record-callup',
        input: {
          about: 'warning/weather/w1',
          person: 'responder/registry/huang',
          channel: 'door',
          outcome: 'confirmed',
        },
      },
    ]);
  });

  it('in the tree, A says what came of the last attempt, C calls the next in their stead', async () => {
    const reading = await openRoster();
    await reading.press('3');
    await at(reading, '/qin');
    await reading.press('a');
    await reading.fill('outcome', 'confirmed');
    await reading.click('确定登记结果');
    await at(reading, '/huang');
    await reading.press('c');
    expect(reading.text('.sheet h3')).to.equal('登记叫应：韦**');
    await reading.click('确定登记叫应');
    expect(sent(reading)).to.deep.equal([
      { name: 'answer-callup', input: { callup: 'callup/city/c2', outcome: 'confirmed' } },
      {
        name: 'record-callup',
        input: {
          about: 'warning/weather/w1',
          person: 'responder/registry/wei',
          insteadOf: 'responder/registry/huang',
          channel: 'phone',
          outcome: 'sent',
        },
      },
    ]);
  });

  it('an act is told before and after by events; cancelled, nothing is sent', async () => {
    const reading = await openRoster();
    const told: unknown[] = [];
    reading.roster.addEventListener('yj-duty-recorded', ({ act }: YjDutyRecorded) => told.push(act));
    await at(reading, '/g1');
    await reading.press('i');
    expect(told).to.deep.equal([{ name: 'sign-out', input: { shift: 'shift/city/g1' } }]);
    reading.roster.addEventListener('yj-duty-requested', (event: YjDutyRequested) => event.preventDefault());
    await at(reading, '/g3');
    await reading.press('i');
    expect(reading.view.sent).to.have.length(1);
    expect(reading.text('.said')).to.equal('已交由本页处理，结果以值班表为准');
  });

  it('without an answer nobody knows: pressing again sends the same Command', async () => {
    const reading = await openRoster();
    reading.view.answer = () => Promise.reject(new Error('gone'));
    await at(reading, '/g3');
    await reading.press('i');
    expect(reading.text('.told')).to.include('没有回执，是否登记不明（gateway-unreachable）');
    reading.view.answer = () => Promise.resolve({ ok: true, at: 1 as Position, ids: [] });
    await reading.click('再次签到');
    const [first, second] = reading.view.sent;
    expect(second!.id).to.equal(first!.id);
    expect(reading.text('.said')).to.include('已登记：签到');
  });

  it('a view that takes no decisions makes it read-only, and it says so', async () => {
    const reading = await openRoster();
    reading.view.answer = () => Promise.resolve(refusal('read-only'));
    await at(reading, '/g3');
    await reading.press('i');
    expect(reading.text('.read-only')).to.equal('只读：未提供操作人');
    expect(reading.find('.doing')).to.equal(null);
    await reading.press('i');
    expect(reading.view.sent).to.have.length(1);
  });
});
