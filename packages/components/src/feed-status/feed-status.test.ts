import { expect } from 'chai';
import type { Health, Instant, Row } from '@yingji/core';
import { define } from '../define-elements.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, pause, textOf, until } from '../testing/fixture.js';
import { ago, feed, NOW, unjudged } from '../testing/rows.js';
import type { YjIssuesOpened } from './events.js';
import type { YjFeedStatus } from './feed-status.js';

type Options = {
  readonly rows?: readonly Row[];
  readonly view?: FakeView;
  readonly width?: number;
  readonly setUp?: (each: YjFeedStatus) => void;
};

const broken = (): Row => {
  const row = feed('fire', '消防物联', { at: ago(5), fresh: { state: 'stale', since: ago(27) } });
  const message = 'no connection to the fire centre; check the line.';
  return {
    ...row,
    value: {
      ...row.value,
      state: 'failed',
      code: 'connect-failed',
      message,
      issues: 3,
      quarantined: 1,
      lastEvent: ago(27),
    },
  };
};
const morning = (): Row[] => [
  feed('weather', '气象预警', { at: ago(60) }),
  broken(),
  feed('calls', '接警', { fresh: { state: 'unknown' } }),
  feed('video', '视频', { at: ago(90) }),
];
const with_ = (row: Row, value: object): Row => ({ ...row, value: { ...row.value, ...value } });
const silence = (minutes: number): Partial<Health> => ({ link: { state: 'stale', since: ago(minutes) } });

async function open({ rows = morning(), view = createFakeView({ now: NOW, rows }), width = 900, setUp }: Options = {}) {
  define();
  const element = await fixture<YjFeedStatus>('yj-feed-status', (each) => {
    each.style.width = `${width}px`;
    each.view = view;
    setUp?.(each);
  });
  const root = element.renderRoot as ShadowRoot;
  const find = (selector: string): HTMLElement | null => root.querySelector(selector);
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await element.updateComplete;
    }
  };
  await settled();
  return {
    ...{ element, view, find, settled },
    text: (selector: string) => textOf(find(selector)),
    rows: () => [...root.querySelectorAll('.row')].map(textOf),
    button: (label: string) =>
      [...root.querySelectorAll('button')].find((each) => each.getAttribute('aria-label') === label),
  };
}

describe('yj-feed-status', () => {
  afterEach(cleanUp);

  for (const theme of ['light', 'dark', 'contrast'])
    for (const width of [900, 320])
      it(`has no violation that axe can find, ${theme}, ${width} px, with issues open`, async () => {
        const drill = with_(feed('play', '演练消防'), { exercise: '2026-06' });
        const gone = with_(feed('old', '旧平台', { fresh: { state: 'stale', since: ago(900) } }), {
          state: 'removed',
          retired: '平台已下线',
        });
        const { element, button, view, settled } = await open({
          rows: [...morning(), drill, gone],
          width,
          setUp: (each) => (each.theme = theme),
        });
        button('查看问题：消防物联')!.click();
        await settled();
        await accessible(element);
        view.health({ ...silence(3), code: 'gateway-unreachable' });
        await settled();
        await accessible(element);
      });

  it('names the source of those that bear the same name', async () => {
    const { text } = await open({
      rows: [feed('people', '表格台账'), feed('stock', '表格台账'), feed('fire', '消防物联')],
    });
    expect(text('.list')).to.include('表格台账 people').and.include('表格台账 stock');
    expect(text('.list')).to.not.include('消防物联 fire');
  });

  it('says first how many are not live, and how old the picture is', async () => {
    const { text } = await open();
    expect(text('.head')).to.equal(
      '数据源 数据截至 2026-06-12 14:32 · 打印时间 2026-06-12 14:32 · 打印人：＿＿＿＿＿＿ 停更 1 不明 1 实时 2 实时 14:32截至 14:32:00 北京时间',
    );
  });

  it('tells of each its state and since when, what is not live first', async () => {
    const { rows } = await open();
    expect(rows()).to.deep.equal([
      '消防物联 停于 14:05（27 分钟前）连接失败 问题 3 条，隔离 1 条未上图（计至 14:27） 查看问题',
      '接警 ?不明，从未收到数据 —',
      '视频 实时（13:02 起） 无（计至 13:02）',
      '气象预警 实时（13:32 起） 无（计至 13:32）',
    ]);
  });

  it('says what was wrong with their data and until when that was counted; none is said only where it was counted', async () => {
    const counted = (issues: number, quarantined: number): Row[] => [with_(feed('a', '甲'), { issues, quarantined })];
    const said = async (issues: number, quarantined: number): Promise<string> =>
      (await open({ rows: counted(issues, quarantined) })).rows()[0]!.replace('甲 实时（14:28 起） ', '');
    expect(await said(0, 0)).to.equal('无（计至 14:28）');
    const { issues: _, quarantined: __, ...uncounted } = feed('a', '甲').value;
    const { rows } = await open({ rows: [{ ...feed('a', '甲'), value: uncounted }] });
    expect(rows()).to.deep.equal(['甲 实时（14:28 起） —']);
    expect(await said(2, 0)).to.equal('问题 2 条（计至 14:28） 查看问题');
    expect(await said(0, 1)).to.equal('隔离 1 条未上图（计至 14:28） 查看问题');
    expect(await said(1200, 34)).to.equal('问题 1,200 条，隔离 34 条未上图（计至 14:28） 查看问题');
  });

  it('in English no Chinese is left', async () => {
    const latin = morning().map((row, i) => with_(row, { title: { zh: '源', en: `Feed ${i}` } }));
    const { find, button, settled } = await open({ rows: latin, setUp: (each) => (each.lang = 'en') });
    button('Open issues: Feed 1')!.click();
    await settled();
    expect(textOf(find('.box')))
      .to.include('3 issues, 1 set aside and not in the picture (counted to 14:27)')
      .and.include('Message no connection')
      .and.not.match(/\p{Script=Han}/u);
  });

  it('on a phone what is live is folded away, and what is not stands open', async () => {
    const { find, rows, text } = await open({ width: 320 });
    expect(find('table')).to.equal(null);
    expect(rows().slice(0, 2)).to.deep.equal([
      '消防物联 停于 14:05（27 分钟前）连接失败 问题 3 条，隔离 1 条未上图（计至 14:27） 查看问题',
      '接警 ?不明，从未收到数据',
    ]);
    const rest = find('details.rest') as HTMLDetailsElement;
    expect([rest.open, text('details.rest summary')]).to.deep.equal([false, '其余 2 个实时']);
    expect(find('section')!.scrollWidth, 'no sideways scroll').to.be.at.most(320);
  });

  it('on a wall names what is live in one line, and has nothing to press', async () => {
    const { find, rows, text } = await open({ setUp: (each) => (each.density = 'wall'), width: 1600 });
    expect(rows()).to.have.length(2);
    expect(text('.live-names')).to.equal('其余 2 个实时：视频、气象预警');
    expect(find('button')).to.equal(null);
  });

  it('on a wall counts what it cuts', async () => {
    const many = Array.from({ length: 11 }, (_, i) => feed(`f${i}`, `源 ${i}`, { fresh: { state: 'unknown' } }));
    const { rows, text } = await open({ rows: many, setUp: (each) => (each.density = 'wall') });
    expect([rows().length, text('.live-names')]).to.deep.equal([8, '另有 3 个未实时']);
  });

  describe('issues', () => {
    it('open beside their source with message, counts as of when, and the code', async () => {
      const { button, text, settled } = await open();
      button('查看问题：消防物联')!.click();
      await settled();
      expect(text('.issues')).to.equal(
        '报错 no connection to the fire centre; check the line. 自本次启动起计数，来源状态变更时更新 代码 connect-failed 复制代码',
      );
      button('收起问题：消防物联')!.click();
      await settled();
      expect(text('.issues')).to.equal('');
    });

    it('are told to the page, which may show them itself', async () => {
      const { element, button, find, settled } = await open();
      const told: unknown[] = [];
      element.addEventListener('yj-issues-opened', (event: YjIssuesOpened) => {
        told.push([event.id, event.code]);
        event.preventDefault();
      });
      button('查看问题：消防物联')!.click();
      await settled();
      expect(told).to.deep.equal([['feed/city/fire', 'connect-failed']]);
      expect(find('.issues')).to.equal(null);
    });

    for (const secure of [true, false])
      it(`have a code that is copied, ${secure ? 'by the clipboard' : 'without one as in pages without TLS'}, and says whether it was`, async () => {
        const { button, settled, text, find } = await open();
        const written: string[] = [];
        const clipboard = secure
          ? { writeText: (code: string) => Promise.resolve(void written.push(code)) }
          : undefined;
        Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
        const before = document.execCommand.bind(document);
        document.execCommand = () => {
          written.push((find('textarea') as HTMLTextAreaElement).value);
          return true;
        };
        try {
          button('查看问题：消防物联')!.click();
          await settled();
          button('复制代码 connect-failed')!.focus();
          button('复制代码 connect-failed')!.click();
          await settled();
          expect(written).to.deep.equal(['connect-failed']);
          expect(text('.coded')).to.equal('代码 connect-failed 已复制');
          expect(button('已复制'), 'keeps the focus').to.equal(
            find('section')!.getRootNode() instanceof ShadowRoot
              ? (find('section')!.getRootNode() as ShadowRoot).activeElement
              : null,
          );
        } finally {
          document.execCommand = before;
          Reflect.deleteProperty(navigator, 'clipboard');
        }
      });
  });

  it('keeps drills and retired sources apart, and counts neither', async () => {
    const drill = with_(feed('play', '演练消防'), { exercise: '2026-06' });
    const gone = with_(feed('old', '旧平台', { fresh: { state: 'stale', since: ago(900) } }), {
      state: 'removed',
      retired: '平台已下线',
    });
    const untold = with_(feed('older', '更旧平台', { fresh: { state: 'stale' } }), { state: 'removed', retired: '' });
    const { text } = await open({ rows: [feed('weather', '气象预警'), drill, gone, untold] });
    expect(text('.counts')).to.equal('实时 1');
    expect(text('.drill')).to.equal('演练，不计入实战 数据源状态数据问题 演练消防 实时（14:28 起） 无（计至 14:28）');
    expect(text('.retired')).to.equal('已停用 2 旧平台：平台已下线更旧平台');
  });

  it('one that no rule could judge is unknown', async () => {
    const { text } = await open({ rows: [unjudged(feed('weather', '气象预警'))] });
    expect(text('.counts')).to.equal('不明 1');
  });

  describe('is no content, but', () => {
    it('nothing connected', async () => {
      const { text } = await open({ rows: [] });
      expect(text('.empty')).to.equal('未接入数据源，不能判定有无警情');
    });

    it('loading, failed, or without a view', async () => {
      const view = createFakeView({ now: NOW, silent: true });
      const { find, text, settled } = await open({ view });
      await until(() => find('.loading'), 'it says that it is reading');
      expect(text('.loading')).to.equal('正在读取数据源…');
      view.health({ code: 'gateway-unreachable' });
      await settled();
      expect(text('.notice.failed')).to.equal('读不到数据源：网关无响应（gateway-unreachable）。正在自动重试');
      const none = await open({ setUp: (each) => (each.view = undefined) });
      expect(none.text('.notice.failed')).to.include('no-view');
    });

    it('stale: nothing is live any more, and the last state stays with its time', async () => {
      const { view, settled, text, rows, find } = await open();
      view.health(silence(3));
      await settled();
      expect(text('.strip.stale')).to.equal('数据停于 14:29（3 分钟前）。以下为最后已知情况');
      expect(text('.counts')).to.equal('停更 3 不明 1');
      expect(rows().join()).to.include('气象预警 停于 14:29（3 分钟前）').and.include('消防物联 停于 14:05');
      expect(find('.tag.live')).to.equal(null);
    });

    it('lines aside: says so, with the code, though all is live', async () => {
      const { view, settled, text } = await open();
      view.health({ code: 'lines-aside' });
      await settled();
      expect(text('.strip.unjudged')).to.equal(
        '? 部分记录本版本读不了，画面可能缺内容，须人工核实 lines-aside 复制代码',
      );
      view.health({ code: 'of-tomorrow' });
      await settled();
      expect(text('.strip.unjudged')).to.include('画面可能不全').and.include('of-tomorrow');
    });
  });

  describe('says aloud', () => {
    const said = (found: Awaited<ReturnType<typeof open>>): string[] =>
      ['[role=status].unseen', '[role=alert].unseen'].map(found.text);
    const stopped = (source: string, name: string): Row =>
      feed(source, name, { fresh: { state: 'stale', since: ago(1) }, at: ago(0) });

    it('politely that one stopped and that it is back, and nothing at first', async () => {
      const found = await open();
      expect(said(found)).to.deep.equal(['', '']);
      found.view.put(stopped('video', '视频'));
      await until(() => found.text('[role=status].unseen') === '视频停更。', 'it is said');
      expect(said(found)[1]).to.equal('');
      found.view.put(feed('video', '视频'));
      await until(() => found.text('[role=status].unseen') === '视频恢复实时。', 'it is said', 7000);
    });

    it('nothing of a first load: what was never there does not come back', async () => {
      const view = createFakeView({ now: NOW, rows: [feed('weather', '气象预警')] });
      view.health({ link: { state: 'unknown' } });
      const found = await open({ view });
      view.health({ link: { state: 'live', since: NOW as Instant } });
      await found.settled();
      await pause(100);
      expect(said(found)).to.deep.equal(['', '']);
      view.put(stopped('weather', '气象预警'));
      await found.settled();
      expect(said(found)[1], 'what comes after is heard').to.equal('全部数据源停更，画面不再更新。');
    });

    it('one that was never heard before is not said to be back', async () => {
      const rows = [feed('weather', '气象预警'), feed('video', '视频', { fresh: { state: 'unknown' } })];
      const found = await open({ rows });
      found.view.put(feed('video', '视频'));
      await until(() => found.text('[role=status].unseen') === '视频已接通。', 'it is said');
    });

    it('assertively that all are lost, once on the page', async () => {
      const found = await open({ rows: [feed('weather', '气象预警'), feed('video', '视频')] });
      found.view.put(stopped('video', '视频'), stopped('weather', '气象预警'));
      await found.settled();
      expect(said(found)).to.deep.equal(['', '全部数据源停更，画面不再更新。']);
    });

    it('so when the way to the data is lost; a drill that goes on is no comfort', async () => {
      const found = await open({
        rows: [feed('weather', '气象预警'), with_(feed('play', '演练消防'), { exercise: 'x' })],
      });
      found.view.put(stopped('weather', '气象预警'));
      await found.settled();
      expect(said(found)[1]).to.equal('全部数据源停更，画面不再更新。');
      const cut = await open();
      cut.view.health(silence(1));
      await cut.settled();
      expect(said(cut)[1]).to.equal('全部数据源停更，画面不再更新。');
    });
  });

  it('Esc closes the issues and gives the focus back; where sources change places the focus goes with its source', async () => {
    const { element, view, find, button, settled } = await open();
    const root = element.renderRoot as ShadowRoot;
    const label = (): string | null | undefined => root.activeElement?.getAttribute('aria-label');
    const fire = button('查看问题：消防物联')!;
    fire.focus();
    fire.click();
    await settled();
    button('复制代码 connect-failed')!.focus();
    const esc = { key: 'Escape', bubbles: true, composed: true, cancelable: true };
    root.activeElement!.dispatchEvent(new KeyboardEvent('keydown', esc));
    await settled();
    expect([find('.issues'), label()]).to.deep.equal([null, '查看问题：消防物联']);
    const worse = feed('a-first', '先来', { fresh: { state: 'stale', since: ago(99) } });
    view.put(with_(worse, { state: 'failed', code: 'connect-failed', issues: 9, lastEvent: ago(99) }));
    await settled();
    expect(find('.row')!.textContent, 'stands before it by now').to.include('先来');
    expect(label()).to.equal('查看问题：消防物联');
  });
});
