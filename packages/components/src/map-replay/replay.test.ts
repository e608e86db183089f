import { expect } from 'chai';
import type { Health } from '@yingji/core';
import type { OpenPast, PastView } from '../context/past.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, alarm, evening, feed, incident, NOW } from '../testing/rows.js';

interface Opened extends Reading {
  readonly past: FakeView;
  readonly asked: Parameters<OpenPast>[0][];
  readonly closed: () => number;
  /** Opens the bar and chooses a time so many minutes back. */
  back(minutes: number): Promise<void>;
  slider(): HTMLInputElement;
}

const CALM = [feed('fire', '消防物联'), incident('old', { level: 'blue', at: ago(75), value: { title: '树木倒伏' } })];

async function opened(
  options: {
    readonly open?: OpenPast;
    readonly health?: Partial<Health>;
    readonly silent?: boolean;
    readonly lang?: string;
  } = {},
): Promise<Opened> {
  const past = createFakeView({ now: ago(72), rows: CALM, silent: options.silent ?? false });
  if (options.health) past.health(options.health);
  const asked: Parameters<OpenPast>[0][] = [];
  let closed = 0;
  const reading = await openMap({
    setUp: (map) => {
      map.lang = options.lang ?? 'zh-CN';
      map.past =
        options.open ??
        ((each) => {
          asked.push(each);
          return Promise.resolve({ ...past, close: () => void (closed += 1) } satisfies PastView);
        });
    },
  });
  const slider = (): HTMLInputElement => reading.find('.replay input') as HTMLInputElement;
  return {
    ...reading,
    past,
    asked,
    closed: () => closed,
    slider,
    async back(minutes) {
      reading.find('[data-replay-button]')!.click();
      await until(() => reading.find('.replay input:not([disabled])'), 'the bar');
      slider().value = String(-minutes);
      slider().dispatchEvent(new Event('change'));
    },
  };
}

describe('replay', () => {
  afterEach(cleanUp);

  it('is offered where there is a way to the past, and nowhere else', async () => {
    const { find } = await openMap();
    expect(find('[data-replay-button]')).to.equal(null);
    const other = await opened();
    expect(other.button('回放')).to.not.equal(undefined);
  });

  it('shows the past, says so loudly, and nothing can be done in it', async () => {
    const { map, find, text, rows, back, asked, settled, slider, view, past } = await opened();
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    expect(asked).to.deep.equal([{ from: ago(72), speed: 0.001 }]);
    expect(rows()[0]).to.include('树木倒伏').and.include('3 分钟前');
    expect(text('.head')).to.include('回放 13:20，非实时').and.not.include('实时 1').and.not.include('只读');
    expect(text('.frame > .then')).to.equal('回放 13:20，非实时');
    expect(text('.replay [role="status"]')).to.equal('回放 13:20，非实时');
    expect(text('.replay')).to.include('回放中不能操作');
    expect(slider().getAttribute('aria-valuetext')).to.equal('13:20，回放');
    expect(getComputedStyle(find('.body')!).outlineStyle).to.equal('dashed');
    expect(text('.printed'), 'paper tells no false time').to.match(
      /^过去的画面 2026-06-12 13:20，非实时 · 打印时间 ＿{6} · 打印人：＿{6}$/,
    );
    find('.row')!.click();
    await settled();
    expect(find('.popup .primary'), '确认收到').to.equal(null);
    expect([view.sent, past.sent]).to.deep.equal([[], []]);
    await accessible(map);
  });

  it('one key goes back to live, and the focus is not lost', async () => {
    const { map, find, rows, back, closed, text, focused } = await opened();
    const live = rows();
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    (focused() ?? find('.list')!).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'r', bubbles: true, composed: true }),
    );
    await until(() => rows().length === live.length, 'live again');
    expect(rows()).to.deep.equal(live);
    expect(closed()).to.equal(1);
    expect(text('.head')).to.include('实时 14:32');
    expect(find('.box')!.hasAttribute('data-replay')).to.equal(false);
    expect(find('.replay')).to.equal(null);
    await map.updateComplete;
    await until(() => focused()?.matches('[data-replay-button]'), 'the button has the focus');
  });

  it('a red that comes meanwhile is told at once and counted; one that was there is not', async () => {
    const { view, text, rows, back, map } = await opened();
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    view.put(alarm('r9', { level: 'red', position: [108.3, 22.8], value: { title: '燃气报警' } }));
    await until(() => text('.replay').includes('实时新增红色 1'), text('.replay'));
    expect(text('[role="alert"]')).to.equal('回放期间实时新增红色：燃气报警。按 R 返回实时。');
    view.put(incident('i1', { level: 'red', position: [108.37, 22.82], value: { title: '燃气泄漏' } }));
    await map.updateComplete;
    expect(text('.replay')).to.include('实时新增红色 1');
    expect(rows(), 'the past stays as it was').to.have.length(1);
    view.health({ link: { state: 'stale', since: ago(1) } });
    await until(() => text('.replay').includes('实时数据已停更'), 'live has stopped');
  });

  it('what was red then is not announced as news', async () => {
    const { past, rows, back, text, settled } = await opened();
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    past.put(incident('then', { level: 'red', at: ago(71), value: { title: '当时的火情' } }));
    await until(() => rows().length === 2, 'it is in the picture');
    await settled();
    expect(text('p[role="alert"]')).to.equal('');
  });

  it('what cannot be shown leaves the live picture, and says why', async () => {
    for (const options of [
      {
        open: (() => Promise.reject(Object.assign(new Error(), { code: 'log-cut' }))) as OpenPast,
        why: '那时的记录已不再保留（log-cut）',
      },
      { silent: true, health: { code: 'not-permitted' }, why: '当前角色无权回看（not-permitted）' },
    ]) {
      const { back, rows, text } = await opened(options);
      const live = rows();
      await back(72);
      await until(() => text('.replay').includes(options.why), `${options.why}: ${text('.replay')}`);
      await until(() => rows().length === live.length, 'what is live is there again');
      expect(text('.head')).to.include('实时 14:32');
      cleanUp();
    }
  });

  it('at its end the last picture stays, and is not called stale', async () => {
    const { past, back, text, rows } = await opened();
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    past.health({ link: { state: 'stale', since: ago(70) }, code: 'replay-ended' });
    await until(() => text('.replay').includes('已放到末尾'), text('.replay'));
    expect(text('.box')).to.not.include('停于').and.not.include('replay-ended');
  });

  it('an empty past says of when that is, never that there is nothing now', async () => {
    const { past, back, text, rows } = await opened();
    past.remove('incident/city/old');
    await back(72);
    await until(() => rows().length === 0, 'nothing then');
    expect(text('.frame')).to.include('当时未见进行中的警情和预警（回放 13:20）');
    expect(text('.box')).to.not.include('现无');
  });

  it('an empty past is no peace where sources had stopped, or none was on record', async () => {
    const { past, back, text, rows } = await opened();
    past.remove('incident/city/old');
    past.put(feed('weather', '气象预警', { fresh: { state: 'stale', since: ago(90) } }));
    await back(72);
    await until(() => rows().length === 0, 'nothing then');
    expect(text('.frame .empty')).to.equal('未见警情，但 2 个数据源中 1 个停更，不能判定有无警情');
    past.remove(feed('weather', '').id, feed('fire', '').id);
    await until(() => text('.frame').includes('当时没有数据源的记录'), text('.frame'));
    expect(text('.box')).to.not.include('当时未见');
  });

  it('a time before the log is not passed off as the one that was asked for', async () => {
    const { back, text, rows, slider } = await opened();
    await back(600);
    await until(() => rows().length === 1, 'where the log begins');
    expect(text('.replay')).to.include('回放 13:20，非实时').and.include('更早没有记录，自 13:20 放起');
    slider().value = '-72';
    slider().dispatchEvent(new Event('change'));
    await until(() => !text('.replay').includes('更早没有记录'), text('.replay'));
  });

  it('speed opens it again from where it has come to; keys move by minutes and tens, End is live', async () => {
    const { back, asked, find, rows, slider, closed, past, map } = await opened({ lang: 'en' });
    await back(72);
    await until(() => rows().length === 1, 'the picture of then');
    past.at(ago(60));
    past.health({});
    await map.updateComplete;
    const select = find('.replay select') as HTMLSelectElement;
    select.value = '60';
    select.dispatchEvent(new Event('change'));
    await until(() => asked.length === 2, 'another replay');
    expect(asked[1]).to.deep.equal({ from: ago(60), speed: 60 });
    await until(() => closed() === 1, 'the first is closed');
    slider().dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true }));
    await until(() => asked.length === 3, 'ten minutes back');
    expect(asked[2]!.from).to.equal(ago(70));
    slider().dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }));
    await until(
      () => rows().length === evening().filter(({ kind }) => /incident|report|warning/.test(kind)).length,
      'live',
    );
    expect(NOW).to.match(/14:32/);
  });
});
