import { expect } from 'chai';
import { callUp, planShift, type CommandResult } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import { afternoon, callup, city, person, shift } from '../testing/rosters.js';
import { NOW, warning } from '../testing/rows.js';

const sent = ({ view }: RosterReading): unknown[] =>
  view.sent.map(({ name, input }) => {
    expect([callUp, planShift].find((each) => each.name === name)!.parse(input)).to.have.property('input');
    return { name, input };
  });
const open = (rows = afternoon(), more: Parameters<typeof openRoster>[0] = {}): Promise<RosterReading> =>
  openRoster({ view: createFakeView({ now: NOW, rows }), ...more });
const names = (...natives: string[]): string[] => natives.map((each) => `responder/registry/${each}`);
async function find(reading: RosterReading, text: string): Promise<void> {
  const field = reading.find<HTMLInputElement>('.find')!;
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await reading.settled();
}

describe('yj-roster: 一键叫应', () => {
  afterEach(cleanUp);

  it('names whom it will call, calls all who are listed and active in one Command, and then shows what came of each', async () => {
    const reading = await open(afternoon().filter(({ kind }) => kind !== 'callup'));
    await reading.press('4');
    await reading.click('一键叫应');
    expect(reading.view.sent, 'nothing before it is confirmed').to.deep.equal([]);
    expect(reading.text('.sheet h3')).to.equal('一键叫应：4 人');
    expect(reading.text('.sheet'))
      .to.include('李*、覃*、黄**、韦**')
      .and.include('所列 1 人非在岗，不叫')
      .and.include('本页不拨号');
    await accessible(reading.roster);
    await reading.fill('channel', 'sms');
    await reading.click('叫应 4 人');
    expect(sent(reading)).to.deep.equal([
      {
        name: 'call-up',
        input: { about: 'warning/weather/w1', people: names('li', 'qin', 'huang', 'wei'), channel: 'sms' },
      },
    ]);
    expect(reading.text('.said')).to.equal('已登记：一键叫应 4 人');
    expect(reading.text('[aria-pressed="true"]')).to.equal('叫应');
  });

  it('what is looked for narrows it; who has confirmed about this is not called again', async () => {
    const reading = await open();
    await reading.press('4');
    await find(reading, '急救');
    await reading.press('Escape');
    reading.find('.name')!.focus();
    await reading.press('g');
    expect(reading.text('.sheet h3')).to.equal('一键叫应：3 人');
    await reading.press('Escape');
    await find(reading, '');
    reading.find('.name')!.focus();
    await reading.press('g');
    expect(reading.text('.sheet')).to.include('1 人已复述确认，不再叫');
    await reading.click('叫应 3 人');
    expect(reading.view.sent[0]!.input).to.deep.include({ people: names('qin', 'huang', 'wei') });
  });

  it('with several things to be called about it asks which; nobody is called about nothing', async () => {
    const second = warning('w2', { value: { title: '南宁市气象台发布雷电黄色预警信号' } });
    const reading = await open([...afternoon(), second]);
    await reading.click('一键叫应');
    await reading.click('叫应 4 人');
    expect(reading.text('.problem')).to.equal('填好“叫应事由”再发送');
    expect(reading.focused()!.getAttribute('name')).to.equal('about');
    await reading.fill('about', 'warning/weather/w2');
    await reading.click('叫应 4 人');
    expect(reading.view.sent[0]!.input).to.deep.include({ about: 'warning/weather/w2' });
  });

  it('more than core takes at once are refused here, with the number', async () => {
    const reading = await open([...city(300, 3), warning('w1')]);
    await reading.press('4');
    await reading.click('一键叫应');
    expect(reading.text('.problem')).to.equal('所列 300 人，一次最多 200 人，先查找缩小范围');
    await reading.click('叫应 300 人');
    expect(reading.view.sent).to.deep.equal([]);
  });

  it('whom a drill invented is not called for real, nobody at another instant, and nobody where nobody acts', async () => {
    const rows = [
      ...afternoon(),
      person('troop', '兵*', { exercise: 'spring' }),
      callup('c9', 'troop', 'sent', { exercise: 'spring' }),
    ];
    const reading = await open(rows);
    await reading.press('4');
    await reading.click('一键叫应');
    expect(reading.text('.sheet')).to.not.include('兵*');
    const buttons = ({ roster }: RosterReading): string => roster.renderRoot.querySelector('.bar')!.textContent;
    const past = await open(afternoon(), { setUp: (each) => (each.at = '2026-06-12T10:00:00+08:00') });
    expect(buttons(past)).to.not.include('一键叫应');
    const shown = await open(afternoon(), { setUp: (each) => (each.readOnly = true) });
    expect(buttons(shown)).to.not.include('一键叫应');
  });
});

describe('yj-roster: 安排顶岗', () => {
  afterEach(cleanUp);

  it('F on a grid that is not covered offers who has the skill and is on no duty, the freest first, and plans them', async () => {
    const aid = [{ skill: 'first-aid', level: 2 }];
    const rows = [
      ...afternoon(),
      person('nong', '农*', { skills: aid, grid: 'place/registry/grid-3', availability: { is: 'available' } }),
      person('tan', '谭*', { skills: aid, availability: { is: 'unavailable' } }),
    ];
    const reading = await open(rows);
    await reading.press('2');
    reading.find('[data-key$="/grid-3"]')!.focus();
    await reading.press('f');
    expect(reading.text('.sheet h3')).to.equal('安排顶岗：第 3 网格');
    await accessible(reading.roster);
    const choices = [...reading.find<HTMLSelectElement>('[name="who"]')!.options].map(({ text }) => text.trim());
    expect(choices).to.deep.equal(['选择', '农* · 可出动 · 第 3 网格']);
    expect(reading.find<HTMLInputElement>('[name="begins"]')!.value).to.equal('2026-06-12 14:32');
    expect(reading.find<HTMLInputElement>('[name="ends"]')!.value).to.equal('2026-06-12 22:32');
    await reading.fill('who', 'responder/registry/nong');
    await reading.click('确定安排顶岗');
    expect(sent(reading)).to.deep.equal([
      {
        name: 'plan-shift',
        input: {
          ...{ role: 'patrol', place: 'place/registry/grid-3', responder: 'responder/registry/nong' },
          ...{ from: '2026-06-12T06:32:00.000Z', to: '2026-06-12T14:32:00.000Z' },
        },
      },
    ]);
  });

  it('of a shift that nobody came to, until its end; an end before the beginning is refused', async () => {
    const reading = await open();
    reading.find('[data-key$="/g3"]')!.focus();
    await reading.settled();
    await reading.press('f');
    expect(reading.find<HTMLInputElement>('[name="ends"]')!.value).to.equal('2026-06-12 22:02');
    await reading.fill('ends', '15:00');
    await reading.fill('who', 'responder/registry/wei');
    await reading.fill('begins', '06-12 16:00');
    await reading.click('确定安排顶岗');
    expect(reading.text('.problem')).to.equal('结束须晚于开始');
    await reading.fill('begins', '06/12/2026, 04:00 PM');
    await reading.click('确定安排顶岗');
    expect(reading.text('.problem')).to.equal('时刻写作 14:32 或 2026-06-12 14:32');
    expect(reading.view.sent).to.deep.equal([]);
  });

  it('with nobody who could, it says so; refused, it says why', async () => {
    const reading = await open([...afternoon(), shift('wei-now', 'wei', { place: 'place/registry/grid-9' })]);
    await reading.press('2');
    reading.find('[data-key$="/grid-3"]')!.focus();
    await reading.press('f');
    expect(reading.text('.sheet')).to.include('无人可顶');
    await reading.press('Escape');
    const other = await open();
    const refusal: CommandResult = {
      ok: false,
      issues: [{ code: 'shift-overlap', path: '', level: 'error', message: '' }],
    };
    other.view.answer = () => Promise.resolve(refusal);
    other.find('[data-key$="/g5"]')!.focus();
    await other.settled();
    await other.press('f');
    await other.fill('ends', '15:00');
    await other.fill('who', 'responder/registry/wei');
    await other.click('确定安排顶岗');
    expect(other.text('.told')).to.equal('未登记：此人此时已有班，另选一人（shift-overlap）');
  });
});
