import { expect } from 'chai';
import type { CommandResult, Position } from '@yingji/core';
import { cleanUp, until } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import type { YjDutyRecorded, YjDutyRequested } from './events.js';

const NUMBER = '13800001234';
const granted: CommandResult = { ok: true, at: 1 as Position, ids: [], revealed: NUMBER };

/** The number of who is on the first line, asked for and in sight. */
async function shown(setUp?: (reading: RosterReading) => void): Promise<RosterReading> {
  const reading = await openRoster();
  reading.view.answer = () => Promise.resolve(granted);
  setUp?.(reading);
  reading.find('.name[tabindex="0"]')!.focus();
  await reading.press('v');
  await reading.fill('purpose', '通知到岗');
  await reading.press('Enter');
  return reading;
}

const isIn = ({ whole }: RosterReading): boolean => whole().includes(NUMBER);

describe('yj-roster: 查看号码（留痕）', () => {
  afterEach(cleanUp);

  it('is masked until somebody says why; one Command with the purpose, and no event carries the number', async () => {
    const told: unknown[] = [];
    const reading = await shown(({ roster, whole }) => {
      expect(whole()).to.not.include(NUMBER);
      roster.addEventListener('yj-duty-requested', ({ act }: YjDutyRequested) => told.push(act));
      roster.addEventListener('yj-duty-recorded', (event: YjDutyRecorded) => told.push({ ...event, ...event.act }));
    });
    expect(reading.text('.number')).to.equal(`${NUMBER} 60 秒后隐藏；离开本页即隐藏`);
    expect(reading.view.sent.map(({ name, input }) => ({ name, input }))).to.deep.equal([
      { name: 'reveal', input: { of: 'responder/registry/huang', field: '/phone', purpose: '通知到岗' } },
    ]);
    expect(told).to.have.length(2);
    expect(JSON.stringify(told)).to.not.include(NUMBER);
  });

  it('without a purpose of four characters nothing is asked', async () => {
    const reading = await openRoster();
    reading.find('.name[tabindex="0"]')!.focus();
    await reading.press('v');
    await reading.fill('purpose', ' 看看 ');
    await reading.press('Enter');
    expect(reading.view.sent).to.deep.equal([]);
    expect(reading.text('.problem')).to.include('查看原因');
    expect(reading.focused()!.getAttribute('aria-invalid')).to.equal('true');
  });

  for (const [what, leave] of [
    ['it is closed', ({ press }: RosterReading) => press('Escape')],
    ['another line is opened', ({ find }: RosterReading) => find('.line:nth-child(2) .name')!.click()],
    ['the window loses the focus', () => dispatchEvent(new Event('blur'))],
    ['it is printed', () => dispatchEvent(new Event('beforeprint'))],
    ['the page is hidden', () => dispatchEvent(new Event('pagehide'))],
    ['the focus goes elsewhere', ({ focused }: RosterReading) => focused()!.blur()],
    ['it is taken out of the page', ({ roster }: RosterReading) => roster.remove()],
    ['it gets another view', ({ roster }: RosterReading) => (roster.view = undefined)],
  ] as const)
    it(`is gone when ${what}`, async () => {
      const reading = await shown();
      expect(isIn(reading)).to.equal(true);
      await leave(reading);
      if (what.includes('taken out')) document.body.append(reading.roster);
      await reading.settled();
      expect(isIn(reading)).to.equal(false);
      dispatchEvent(new Event('afterprint'));
    });

  it('is gone after a minute', async () => {
    const { setTimeout: real } = globalThis;
    const waits: number[] = [];
    globalThis.setTimeout = ((run: () => void, ms?: number) => {
      if (ms === 60_000) waits.push(ms);
      return real(run, ms === 60_000 ? 30 : ms);
    }) as typeof setTimeout;
    try {
      const reading = await shown();
      expect(waits).to.deep.equal([60_000]);
      await until(() => !isIn(reading), 'it is hidden');
      await reading.settled();
      expect(reading.text('.sheet')).to.include('138****1234');
    } finally {
      globalThis.setTimeout = real;
    }
  });

  it('that comes when whoever asked is gone is not shown, and that is said', async () => {
    const reading = await shown(({ view, find }) => {
      view.answer = async () => {
        (find('.box')!.getRootNode() as ShadowRoot).activeElement instanceof HTMLElement &&
          ((find('.box')!.getRootNode() as ShadowRoot).activeElement as HTMLElement).blur();
        return granted;
      };
    });
    expect(isIn(reading)).to.equal(false);
    expect(reading.text('.said')).to.equal('已记入审计，但本页不在眼前，号码未显示');
  });

  for (const [code, words] of [
    ['not-permitted', '无权办理，须由有权限的人员办理'],
    ['audit-failed', '未能记入审计，不显示号码'],
    ['erased', '号码已删除'],
  ] as const)
    it(`${code} says why, and the number stays masked`, async () => {
      const reading = await shown(({ view }) => {
        view.answer = () => Promise.resolve({ ok: false, issues: [{ code, path: '', level: 'error', message: '' }] });
      });
      expect(reading.text('.told')).to.equal(`未登记：${words}（${code}）`);
      expect(isIn(reading)).to.equal(false);
    });
});
