import { expect } from 'chai';
import type { Health, Row } from '@yingji/core';
import type { YjAlertMap } from './alert-map.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, pause, textOf, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { takePageClock } from '../testing/page-clock.js';
import { ago, alarm, call, evening, feed, incident, NOW, place, warning } from '../testing/rows.js';

const rowsOf = (...rows: Row[]) => createFakeView({ now: NOW, rows });
const feeds = (): Row[] => [feed('weather', '气象预警'), feed('fire', '消防物联')];
const silence = (minutes: number): Partial<Health> => ({ link: { state: 'stale', since: ago(minutes) } });

describe('yj-alert-map', () => {
  afterEach(cleanUp);

  it('has no violation that axe can find, with a full picture and an open popup', async () => {
    const { map, find } = await openMap();
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    await accessible(map);
    find('.row.red')!.click();
    await map.updateComplete;
    expect(find('.popup')).to.not.equal(null);
    await accessible(map);
  });

  for (const theme of ['light', 'dark', 'contrast', 'contrast on a dark page'])
    it(`has none in ${theme} either, with every state of a row`, async () => {
      const view = rowsOf(
        ...evening(),
        warning('old', { derived: { state: 'lifted', endedBy: 'warning/weather/end' } }),
        warning('end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(2) }),
        { ...incident('x', { level: 'blue' }), exercise: '2026-06' },
        warning('n', { level: 'ungraded', value: { grade: '4', scheme: 'numbered-level' } }),
        feed('video', '视频', { fresh: { state: 'stale', since: ago(27) } }),
      );
      const setUp = (each: YjAlertMap): void => {
        each.theme = theme.split(' ')[0]!;
        if (theme.endsWith('dark page')) each.style.colorScheme = 'dark';
      };
      const { map, find, settled } = await openMap({ view, setUp });
      await accessible(map);
      find('.row.red')!.click();
      view.health({ ...silence(3), code: 'gateway-unreachable' });
      await settled();
      expect(find('.box')!.dataset['theme']).to.equal(
        theme.startsWith('contrast') ? `contrast-${theme.endsWith('page') ? 'dark' : 'light'}` : theme,
      );
      await accessible(map);
    });

  describe('first line', () => {
    it('says the worst level, how many are unanswered and how old the picture is', async () => {
      const { text } = await openMap();
      expect(text('.head'))
        .to.include('警情 红 1 橙 1 黄 1 未定级 2')
        .and.include('未确认 4')
        .and.include('预警 橙 1')
        .and.include('实时 14:32');
    });

    it('in English as well', async () => {
      const { text } = await openMap({ setUp: (map) => (map.lang = 'en') });
      expect(text('.head'))
        .to.include('Alarms Red 1 Orange 1 Yellow 1 Not graded 2')
        .and.include('4 not acknowledged')
        .and.include('Live 14:32');
    });

    it('speaks one language: no Chinese is left in an English frame', async () => {
      const latin = (text: string): object => ({ value: { title: text, address: text, place: undefined } });
      const view = rowsOf(
        feed('weather', ''),
        incident('i', { level: 'red', position: [108.3, 22.8], ...latin('Gas leak') }),
        { ...call('c', { level: 'blue', ...latin('Fallen tree') }), exercise: 'x' },
        warning('n', {
          level: 'ungraded',
          value: { grade: '4', title: 'Storm', tellings: [] },
          derived: { places: [] },
        }),
      );
      const { all, find, settled, button, map } = await openMap({ view, setUp: (each) => (each.lang = 'en') });
      find('.row.red')!.click();
      await settled();
      const chrome = (): string =>
        `${all()} ${[...map.renderRoot.querySelectorAll('[aria-label],[title],[placeholder]')].map((each) => ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name)).join(' ')).join(' ')}`;
      expect(chrome()).to.not.match(/\p{Script=Han}/u);
      button('Layers')!.click();
      await until(() => find('#layers'), 'the menu');
      expect(chrome())
        .to.include('Warning areas')
        .and.not.match(/\p{Script=Han}/u);
    });

    it('a warning that runs out stays for a while as what it is, and no more as one that stands', async () => {
      const { view, rows, text, find, settled } = await openMap({ view: rowsOf(...feeds(), warning('w')) });
      expect(text('.head .counts')).to.equal('预警 橙 1');
      view.put(warning('w', { value: { expires: ago(0) }, derived: { state: 'expired' } }));
      await settled();
      expect(rows()).to.deep.equal(['◷ 暴雨橙色预警已到期（刚刚）。']);
      expect(text('.head .counts')).to.equal('现无警情');
      find('.row.ended')!.click();
      await until(() => text('.popup').includes('状态 已到期'), 'how it stands');
      view.at(ago(-16));
      view.health({});
      await settled();
      expect(rows()).to.deep.equal([]);
    });

    it('tells a flood: ten alarms in ten minutes', async () => {
      const many = Array.from({ length: 9 }, (_, i) =>
        alarm(`f${i}`, { at: ago(i), derived: { placeName: i % 2 ? '新竹社区' : '凤岭北' } }),
      );
      const { text, view, settled } = await openMap({ view: rowsOf(...feeds(), ...many) });
      expect(text('.strip.flood')).to.equal('');
      view.put(alarm('f9', { at: ago(0), derived: { placeName: '新竹社区' } }));
      await settled();
      expect(text('.strip.flood')).to.equal('告警集中：10 分钟 10 条，归为 2 组');
    });
  });

  describe('list', () => {
    it('has one sentence for each thing, an alarm without position first; the map counts that one', async () => {
      const { rows, text } = await openMap();
      await until(() => text('.legend') !== '', 'the legend');
      expect(text('.legend')).to.include('位置未知 1');
      expect(rows()).to.deep.equal([
        '未定级 感烟火灾探测器火警，位置未知（编号 889-1-1-131082），1 分钟前，未确认 1 分。',
        'Ⅰ级 燃气泄漏，新竹社区 民族大道 88 号，3 条警情，4 分钟前，未确认 4 分。',
        'Ⅱ级 道路积水，3 号路口，12 分钟前，李* 14:22 已确认。',
        '橙色 暴雨橙色预警覆盖青秀区，约 4.2 万人，至 17:00。',
        '未定级 感烟火灾探测器火警，凤岭北 3 栋 1 层走廊感烟，2 分钟前，未确认 2 分。',
        '黄色 树木倒伏，仙葫路中段，20 分钟前，未确认 20 分。',
      ]);
    });

    it('shows a warning end: lifted, struck through, at the end; gone a while later', async () => {
      const view = rowsOf(...feeds(), place('450103', '青秀区'), warning('w1'));
      const { rows, find, settled } = await openMap({ view });
      view.put(
        warning('w1', { derived: { state: 'lifted', endedBy: 'warning/weather/end' } }),
        warning('end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(1) }),
      );
      await settled();
      expect(rows()).to.deep.equal(['⌀ 暴雨橙色预警已解除（1 分钟前）。']);
      expect(find('.row.ended')).to.not.equal(null);
      view.at('2026-06-12T14:47:00+08:00');
      view.health({});
      await settled();
      expect(rows()).to.deep.equal([]);
    });

    it('leaves out what was told of an incident that is closed', async () => {
      const view = rowsOf(
        ...feeds(),
        incident('i1'),
        alarm('a', { derived: { state: 'attached', incident: 'incident/city/i1' } }),
      );
      const { rows, settled } = await openMap({ view });
      expect(rows()).to.have.length(2);
      view.put(incident('i1', { value: { state: 'closed' } }));
      await settled();
      expect(rows()).to.deep.equal([]);
    });

    it('shows markup in what a feed says as text', async () => {
      const bad = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';
      const view = rowsOf(
        ...feeds(),
        call('x', { value: { title: bad, address: `<b>${bad}</b>` } }),
        warning('w', { level: 'ungraded', value: { title: bad } }),
      );
      const { rows, find, map, settled } = await openMap({ view });
      find('.row')!.click();
      await settled();
      expect(rows()[0]).to.include(bad);
      expect(map.renderRoot.querySelector('img, script, .row b b')).to.equal(null);
      expect(globalThis).to.not.have.property('hacked');
    });

    it('keeps its order under the reader’s hand, says what waits, and lets it in when the hand is still', async () => {
      const { view, rows, find, text, settled } = await openMap();
      find('.side')!.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
      view.put(incident('new', { level: 'red', at: ago(0), value: { title: '新来的' } }));
      await settled();
      expect(rows().join()).to.not.include('新来的');
      expect(text('.side .more')).to.equal('有 1 条新事件，最高红色');
      expect(text('.head')).to.include('红 2');
      await until(() => rows().join().includes('新来的'), 'the new row comes in');
    });
  });

  describe('the focus', () => {
    it('stays in the list when the button that let the waiting rows in goes', async () => {
      const { view, find, focused, settled } = await openMap();
      find('.side')!.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
      view.put(incident('new', { level: 'orange', at: ago(0), value: { title: '新来的' } }));
      await settled();
      const more = find('.side .more') as HTMLButtonElement;
      more.focus();
      more.click();
      await settled();
      expect(find('.side .more')).to.equal(null);
      expect(focused()?.getAttribute('role')).to.equal('listbox');
    });

    it('goes from a map that cannot be drawn any more to the list', async () => {
      const { find, focused } = await openMap();
      await until(() => find('canvas[role="application"]'), 'the map is drawn');
      const canvas = find('canvas') as HTMLCanvasElement;
      canvas.focus();
      await pause(300);
      canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
      await until(() => find('.no-map'), 'the list stands in');
      await until(() => focused()?.getAttribute('role') === 'listbox', 'the focus is in the list');
    });

    it('stays in the element when everything it showed is read anew', async () => {
      const { map, find, focused, settled } = await openMap();
      find('.list')!.focus();
      map.view = createFakeView({ now: NOW, silent: true });
      await settled();
      expect(find('.list')).to.equal(null);
      expect(focused()?.className).to.equal('box');
    });
  });

  describe('instead of content', () => {
    it('says nothing at first, then that it is reading, then for how long', async () => {
      const clock = takePageClock();
      try {
        const { text } = await openMap({ view: createFakeView({ now: NOW, silent: true }) });
        expect(text('.notice')).to.equal('');
        await clock.pass(400);
        expect(text('.notice')).to.equal('正在读取态势…');
        await clock.pass(7_000);
        expect(text('.notice'), 'not yet for how long').to.equal('正在读取态势…');
        await clock.pass(700);
        expect(text('.notice')).to.equal('仍在读取，已等 8 秒');
        expect(text('.head')).to.not.include('0');
      } finally {
        clock.restore();
      }
    });

    it('empty: only with every source live', async () => {
      const { text, all } = await openMap({ view: rowsOf(...feeds()) });
      expect(text('.empty')).to.equal('现无进行中的警情和预警（截至 14:32，2 个数据源实时）');
      expect(all()).to.not.include('✓');
    });

    it('empty with a source that stopped is no peace', async () => {
      const { text, all } = await openMap({
        view: rowsOf(feed('fire', '消防物联'), feed('video', '视频', { fresh: { state: 'stale', since: ago(27) } })),
      });
      expect(text('.empty')).to.equal('未见警情，但 2 个数据源中 1 个停更，不能判定有无警情');
      expect(text('.strip.stale')).to.equal('2 个数据源中 1 个停更：视频 停于 14:05（27 分钟前）');
      expect(all()).to.not.include('现无');
    });

    it('empty without any source is no peace either', async () => {
      const { text, all } = await openMap({ view: rowsOf() });
      expect(text('.empty')).to.equal('未接入数据源，不能判定有无警情');
      expect(all()).to.not.include('现无');
    });

    it('stale wins over empty', async () => {
      const view = rowsOf(...feeds());
      const { all, text, settled } = await openMap({ view });
      view.at('2026-06-12T14:59:00+08:00');
      view.health(silence(0));
      await settled();
      expect(all()).to.include('停于 14:32（27 分钟前）').and.not.include('现无');
      expect(text('.empty')).to.equal('');
    });

    it('stale keeps the picture and says how old it is', async () => {
      const { view, rows, text, find, settled } = await openMap();
      view.at('2026-06-12T14:59:00+08:00');
      view.health({ ...silence(0), code: 'gateway-unreachable' });
      await settled();
      expect(rows()).to.have.length(6);
      expect(text('.strip.stale')).to.equal('数据停于 14:32（27 分钟前）。以下为最后已知情况');
      expect(text('.strip.failed')).to.equal('重新连接未成功：网关无响应（gateway-unreachable）。正在自动重试');
      expect(text('.head .fresh')).to.equal('停于 14:32（27 分钟前）');
      expect(find('.row.red.stale')).to.not.equal(null);
      const ground = getComputedStyle(find('.box')!).backgroundColor;
      for (const level of ['red', 'orange', 'yellow', 'ungraded']) {
        const chip = find(`.row.stale .chip.${level}`)!;
        expect(getComputedStyle(chip).backgroundColor, `${level}: hollow`).to.equal(ground);
        expect(getComputedStyle(chip).borderStyle).to.equal('dashed');
        expect(textOf(chip), 'the word stays').to.not.equal('');
      }
      find('.row.red')!.click();
      await settled();
      expect(getComputedStyle(find('.popup .chip.red')!).backgroundColor).to.equal(ground);
    });

    it('failed: cause and code, never an empty frame', async () => {
      const view = createFakeView({ now: NOW, silent: true });
      const { text, settled, map } = await openMap({ view });
      view.health({ link: { state: 'unknown' }, code: 'token-unknown' });
      await settled();
      expect(text('.notice')).to.equal('读不到态势：访问令牌无效（token-unknown）。正在自动重试');
      map.lang = 'en';
      await settled();
      expect(text('.notice')).to.equal('Cannot read the situation: access token not valid (token-unknown). Retrying');
      await accessible(map);
    });

    it('no view: says what is missing', async () => {
      const { text } = await openMap({ setUp: (map) => (map.view = undefined) });
      expect(text('.notice')).to.include('yj-provider');
    });

    it('filters tell what they hide, and never touch the first line', async () => {
      const view = rowsOf(...evening().filter(({ id }) => id !== 'incident/city/i1'));
      const { map, text, find, settled, button } = await openMap({ view });
      const before = text('.head .counts');
      const field = find('input[type="search"]') as HTMLInputElement;
      field.value = '树木';
      field.dispatchEvent(new InputEvent('input'));
      await settled();
      expect(map.renderRoot.querySelectorAll('.row')).to.have.length(1);
      expect(text('.out')).to.equal('已筛去 4，其中橙色 2');
      expect(text('.head .counts')).to.equal(before);
      field.value = '没有的';
      field.dispatchEvent(new InputEvent('input'));
      await settled();
      expect(text('.empty')).to.equal('筛选下没有结果，另有 5 条未显示 清除筛选');
      button('清除筛选')!.click();
      await settled();
      expect(map.renderRoot.querySelectorAll('.row')).to.have.length(5);
    });

    it('no filter hides a red, and what one hides is told even when the list is put away', async () => {
      const { rows, text, find, settled, button } = await openMap({ width: 600 });
      button('图层')!.click();
      await until(() => find('#layers'), 'the menu');
      await settled();
      for (const box of [...find('#layers')!.querySelectorAll('input')].slice(0, 3)) box.click();
      await settled();
      expect(find('.list')).to.equal(null);
      expect(text('.strip.filtered')).to.equal('已筛去 5，其中橙色 2清除筛选');
      button('列表')!.click();
      await settled();
      expect(rows()).to.have.length(1);
      expect(rows()[0]).to.include('燃气泄漏');
    });

    it('on a phone every target is at least 48 px, and what is chosen opens as a sheet below', async () => {
      const { map, find, settled } = await openMap({ width: 320 });
      expect(find('.box')!.dataset['density']).to.equal('phone');
      find('.row.red')!.click();
      await settled();
      for (const button of map.renderRoot.querySelectorAll('button')) {
        const { width, height } = button.getBoundingClientRect();
        expect(Math.min(width, height), button.textContent ?? '').to.be.at.least(48);
      }
      const [sheet, box] = [find('.popup')!, find('.box')!].map((each) => each.getBoundingClientRect());
      expect(sheet!.bottom).to.be.closeTo(box!.bottom, 2);
      const act = find('.primary')!.getBoundingClientRect();
      expect(act.top - box!.top, 'the main act lies in the lower 60 %').to.be.greaterThan(box!.height * 0.4);
      expect(find('.box')!.scrollWidth, 'nothing is cut at 320 px').to.be.at.most(320);
      await accessible(map);
    });

    it('on a wall nothing is to be pressed, and what has no room is counted', async () => {
      const many = Array.from({ length: 30 }, (_, i) =>
        // Each of a place of its own: they are no group.
        call(`c${i}`, {
          level: i === 29 ? 'blue' : 'yellow',
          position: [108.3, 22.8],
          derived: { placeName: `${i} 号` },
        }),
      );
      const view = rowsOf(...feeds(), ...many);
      const { map, text, find, settled } = await openMap({
        view,
        width: 1200,
        setUp: (each) => (each.density = 'wall'),
      });
      await settled();
      expect(map.renderRoot.querySelectorAll('button')).to.have.length(0);
      const fit = map.renderRoot.querySelectorAll('.row:not(.cut)').length;
      expect(fit).to.be.within(1, 12);
      expect(text('p.more')).to.equal(`另有 ${30 - fit} 条，最高黄色`);
      const [list, last] = [find('.list')!, map.renderRoot.querySelectorAll('.row:not(.cut)')[fit - 1]!].map((each) =>
        each.getBoundingClientRect(),
      );
      expect(last!.bottom).to.be.at.most(list!.bottom + 1);
    });
  });
});
