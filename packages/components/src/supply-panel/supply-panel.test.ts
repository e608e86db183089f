import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openPanel } from '../testing/panel-harness.js';
import { ago, feed, NOW, warning } from '../testing/rows.js';
import { inDays, lot, store, transit } from '../testing/supplies.js';

const rowsOf = (...rows: Row[]) => createFakeView({ now: NOW, rows });

describe('yj-supply-panel', () => {
  afterEach(cleanUp);

  for (const theme of ['light', 'dark', 'contrast'])
    it(`has no violation that axe can find in ${theme}: all states of a line, its lots, and a form`, async () => {
      const view = rowsOf(
        ...store(),
        lot('P-1', { item: 'pump', name: '水泵', unit: '台' }),
        lot('D-1', { quantity: 3, minimum: 9, exercise: 'spring' }),
        lot('N-1', { item: 'rope', name: '绳索', unit: '根', quantity: -2 }),
      );
      const { panel, find, press } = await openPanel({ view, setUp: (each) => (each.theme = theme) });
      find('[data-key*="water"]')!.click();
      find('[data-key*="water"]')!.focus();
      await press('t');
      await press('Enter');
      expect(find('.sheet .problem')).to.not.equal(null);
      await accessible(panel);
    });

  it('has none as cards at 320 px either, and nothing is cut', async () => {
    const { panel, find } = await openPanel({ width: 320 });
    await accessible(panel);
    expect(find('.acts-bar')).to.not.equal(null);
    expect(find('.box')!.scrollWidth).to.be.at.most(320);
  });

  it('says in the first line what is short, expired, expiring, on the way, lent and not counted for long', async () => {
    const { text } = await openPanel();
    expect(text('.head .counts')).to.equal('低于下限 2 已过期 1 临期 1 在途 1 领用未还 1 久未盘点 2');
    expect(text('.head .fresh .live')).to.equal('实时 14:32');
  });

  it('shows each item at each facility, what lacks most first', async () => {
    const { lines } = await openPanel();
    expect(lines()).to.deep.equal([
      '发电机 新竹社区应急服务站 可用 1 台 下限 2 ▼ 缺 1 台 从未盘点',
      '沙袋 新竹社区应急服务站 可用 240 个 下限 400 ▼ 缺 160 个 在途 100 个',
      '沙袋 凤岭北避难场所 可用 500 个 下限 未设',
      '毛毯 新竹社区应急服务站 可用 160 条 下限 未设 领用未还 40 条 盘点停于 04-23 14:32',
      '瓶装水 新竹社区应急服务站 可用 740 瓶 下限 600 不缺 已过期 36 瓶 临期 120 瓶',
    ]);
  });

  it('where no register knows the place, its number stands there as one, and never for a name', async () => {
    const nowhere = [lot('SD-01', { quantity: 9, facility: 'facility/registry/K-7' })];
    expect((await openPanel({ view: rowsOf(...nowhere) })).lines()).to.deep.equal([
      '沙袋 名称未登记（编号 K-7） 可用 9 个 下限 未设',
    ]);
  });

  it('shows the lots of a line with what the ledger was wrong by', async () => {
    const { find, text, settled } = await openPanel();
    find('[data-key*="water"]')!.click();
    await settled();
    expect(text('.lot-list li:nth-child(1)')).to.equal(
      'W-01 自储 账面 36 瓶 已于 2026-06-09 过期 06-10 14:32 盘点 36 瓶，与账面相符 stock/registry/W-01',
    );
    expect(text('.lot-list li:nth-child(3)')).to.include('昨日 14:32 盘点 620 瓶，盘亏 4');
  });

  it('what a norm says is used up is not lent', async () => {
    const lent = [
      ...store(),
      lot('W-9', { item: 'bottled-water', name: '瓶装水', unit: '瓶', quantity: 9, lent: 300 }),
    ];
    expect((await openPanel({ view: rowsOf(...lent) })).text('.counts')).to.include('领用未还 1');
    const { text } = await openPanel({ view: rowsOf(...lent), setUp: (each) => (each.norms = []) });
    expect(text('.counts')).to.include('领用未还 2');
  });

  it('in English no Chinese is left but names and units of the ledger', async () => {
    const { panel, lines, text } = await openPanel({ setUp: (each) => (each.lang = 'en') });
    expect(text('.head .counts')).to.equal(
      '2 below minimum 1 expired 1 expiring 1 in transit 1 lent 2 not counted lately',
    );
    const names = /发电机|沙袋|毛毯|瓶装水|新竹社区应急服务站|凤岭北避难场所|暴雨|[瓶个条台]/g;
    const told = `${panel.renderRoot.textContent}${[...panel.renderRoot.querySelectorAll('[aria-label],[placeholder]')].map((each) => `${each.getAttribute('aria-label')}${each.getAttribute('placeholder')}`).join('')}`;
    expect(told.replace(names, '')).to.not.match(/\p{Script=Han}/u);
    expect(lines()[1]).to.include('Short 160 个');
    // On a card it stands beside no head.
    expect(lines().at(-1)).to.include('Minimum 600 Not short');
  });

  describe('for the active warning', () => {
    it('says what is missing, and what still is when all has arrived', async () => {
      const view = rowsOf(...store().filter(({ id }) => id !== 'stock/registry/SD-02'), lot('SD-02', { quantity: 0 }));
      const { text } = await openPanel({ view });
      expect(text('.shortage')).to.equal(
        '橙色 本次暴雨橙色预警，按 126 人 3 天计： 需沙袋 504 个，缺 264 个，在途 100 个，到货后仍缺 164 个。需瓶装水 756 瓶，缺 16 瓶。',
      );
    });

    it('takes the gravest that holds for the place, none of a drill; without one says nothing', async () => {
      const rows = [
        ...store().filter(({ kind }) => kind !== 'warning'),
        warning('far', { level: 'red', derived: { divisions: ['450102'] } }),
        warning('near', { level: 'yellow', derived: { divisions: ['450103'] } }),
        { ...warning('drill', { level: 'red', derived: { divisions: ['450103'] } }), exercise: 'spring' },
      ];
      const { text } = await openPanel({ view: rowsOf(...rows), setUp: (each) => (each.place = '450103001001') });
      expect(text('.shortage')).to.include('本次暴雨黄色预警');
      const calm = await openPanel({ view: rowsOf(...store().filter(({ kind }) => kind !== 'warning')) });
      expect(calm.find('.shortage')).to.equal(null);
    });

    it('without people, days or norms it says that the shortfall cannot be told', async () => {
      const { text } = await openPanel({ setUp: (each) => (each.persons = undefined) });
      expect(text('.shortage')).to.equal('橙色 暴雨橙色预警生效中，未设人数、天数或定额，缺口不能计算');
    });
  });

  it('a drill is marked, stands last, and is in no real count', async () => {
    const view = rowsOf(...store(), lot('D-1', { quantity: 3, minimum: 900, exercise: 'spring' }));
    const { text, lines } = await openPanel({ view });
    expect(text('.strip.drill')).to.equal('演练物资 1 项，其中低于下限 1 项，不计入实战');
    expect(lines().at(-1)).to.include('演练 沙袋').and.include('缺 897 个');
    expect(text('.counts')).to.include('低于下限 2');
  });

  it('of one place it shows what lies there, and what is bound for it', async () => {
    const { lines, text } = await openPanel({ setUp: (each) => (each.place = 'facility/registry/shelter') });
    expect(lines()).to.deep.equal(['沙袋 凤岭北避难场所 可用 500 个 下限 未设']);
    expect(text('.transits')).to.include('沙袋 100 个，凤岭北避难场所发往新竹社区应急服务站，13:52 发出');
    const division = await openPanel({ setUp: (each) => (each.place = 'place/division/450104') });
    expect(division.lines()).to.deep.equal([]);
  });

  it('what arrived beyond what left is said to be wrong', async () => {
    const view = rowsOf(...store(), transit('t2', 'stock/registry/BL-1', -3, { to: 'facility/registry/shelter' }));
    const { panel, text } = await openPanel({ view });
    expect(text('.transits')).to.include('毛毯 到货比发出多 3 条');
    expect(panel.renderRoot.querySelectorAll('.transits [data-key]').length, 'nothing more arrives of that').to.equal(
      1,
    );
  });

  describe('tells apart', () => {
    const silence = { link: { state: 'stale', since: ago(27) } } as const;

    it('nothing in the ledger, while its sources are live', async () => {
      const { text } = await openPanel({ view: rowsOf(feed('registry', '物资台账')) });
      expect(text('.empty')).to.equal('未登记物资（截至 14:32）');
    });

    it('nothing seen while a source is silent', async () => {
      const view = rowsOf(feed('registry', '物资台账', { fresh: { state: 'stale', since: ago(27) } }));
      expect((await openPanel({ view })).text('.empty')).to.equal('未见物资，但数据不全，不能判定有无物资');
    });

    it('old, with the last that is known', async () => {
      const { view, text, lines, find, settled } = await openPanel();
      view.health(silence);
      await settled();
      expect(text('.strip.stale')).to.equal('数据停于 14:05（27 分钟前）。以下为最后已知情况');
      expect(text('.strip.offline')).to.equal('已离线。登记不存于本机代发，恢复后再办');
      expect(text('.shortage')).to.include('数据已停更，以下缺口按停更前的台账计算');
      expect(find('.shortage .chip')!.className).to.include('hollow');
      expect(lines()).to.have.length(5);
    });

    it('in part old: of the shortage only that it may be off, and a warning whose own source is live is no old one', async () => {
      const video = feed('video', '视频', { fresh: { state: 'stale', since: ago(27) } });
      const { text, find } = await openPanel({ view: rowsOf(...store(), video) });
      expect(text('.shortage')).to.include('部分数据源停更，以下缺口可能有出入').and.not.include('停更前');
      expect(find('.shortage .chip')!.className).to.not.include('hollow');
    });

    it('old and empty: that there is nothing is not said', async () => {
      const view = rowsOf(feed('registry', '物资台账'));
      view.health(silence);
      const { find, text } = await openPanel({ view });
      expect([find('.empty'), find('.counts')!.textContent.trim()]).to.deep.equal([null, '']);
      expect(text('.strip.stale')).to.include('停于 14:05');
    });

    it('still reading, and cannot be read', async () => {
      const view = createFakeView({ now: NOW, silent: true });
      const { find, text, settled } = await openPanel({ view });
      await until(() => find('.loading'), 'it says that it reads');
      expect(text('.loading')).to.equal('正在读取物资…');
      view.health({ link: { state: 'unknown' }, code: 'gateway-unreachable' });
      await settled();
      expect(text('.notice.failed')).to.equal('读不到物资：网关无响应（gateway-unreachable）。正在自动重试');
      const none = await openPanel({ setUp: (each) => (each.view = undefined) });
      expect(none.text('.notice.failed')).to.include('no-view');
    });

    it('a lot that no rule could judge: its quantity is a dash, and nothing is said to be fine', async () => {
      const view = rowsOf(feed('registry', '物资台账'), lot('P-1', { item: 'pump', name: '水泵', unit: '台' }));
      const { lines, text } = await openPanel({ view });
      expect(lines()[0]).to.include('可用 — ?').and.include('有批次无法判读，数量不明');
      expect(text('.counts')).to.include('数量不明 1');
      const known = rowsOf(feed('registry', '物资台账'), lot('P-1', { quantity: 4 }));
      expect((await openPanel({ view: known })).text('.counts')).to.equal('无缺口、无临期');
    });
  });

  it('beside a drill that lacks something it says of what it is that nothing is short, and nothing of real things that are not there', async () => {
    const registry = feed('registry', '物资台账');
    const played = lot('D-1', { quantity: 3, minimum: 9, exercise: 'spring' });
    const both = await openPanel({ view: rowsOf(registry, played, lot('R-1', { quantity: 4 })) });
    expect(both.text('.counts')).to.equal('实战无缺口、无临期');
    expect(both.text('.strip.drill')).to.equal('演练物资 1 项，其中低于下限 1 项，不计入实战');
    const drill = await openPanel({ view: rowsOf(registry, played) });
    expect(drill.text('.counts')).to.equal('未登记实战物资');
    const filled = await openPanel({ view: rowsOf(registry, lot('D-1', { quantity: 9, exercise: 'spring' })) });
    expect(filled.text('.strip.drill')).to.equal('演练物资 1 项，不计入实战');
  });

  it('shows columns of the page’s own as text; one that throws is the page’s error and takes nothing off the screen', async () => {
    const errors: unknown[] = [];
    const hear = (event: ErrorEvent): void => {
      errors.push(event.message);
      event.preventDefault();
    };
    // The runner takes an error of the page for its own.
    const before = window.onerror;
    window.onerror = () => true;
    addEventListener('error', hear);
    const { panel, lines, find } = await openPanel({
      setUp: (each) =>
        (each.columns = [
          { head: '货架', text: ({ item, facility }) => `<b>${item}</b> ${facility.split('/').at(-1)}` },
          {
            head: '责任人',
            text: ({ lots }) => {
              if (lots.length > 1) throw new Error('of the page');
              return '未写';
            },
          },
        ]),
    });
    removeEventListener('error', hear);
    window.onerror = before;
    expect(lines()[0]).to.include('货架 <b>generator</b> station').and.include('责任人 未写');
    expect(lines().at(-1)).to.include('瓶装水').and.include('责任人 —');
    expect(errors.join()).to.include('of the page');
    expect(
      [...panel.renderRoot.querySelectorAll('[role="columnheader"]')].map(({ textContent }) => textContent),
    ).to.include('货架');
    const cells = [...find('.line:not(.heads)')!.children].map((cell) => cell.getBoundingClientRect());
    const middles = cells.map(({ top, bottom }) => (top + bottom) / 2);
    expect(Math.max(...middles) - Math.min(...middles), 'one line').to.be.below(3);
    await accessible(panel);
  });

  it('a wall shows and offers nothing; what it has no room for is counted', async () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      lot(`L${i}`, { item: `i${i}`, name: `物资${i}`, quantity: 1, ...(i < 20 && { minimum: 5 }) }),
    );
    const setUp = (each: HTMLElement): void => {
      each.setAttribute('density', 'wall');
      each.style.height = '800px';
    };
    const { find, lines, text } = await openPanel({ view: rowsOf(feed('r', '台账'), ...many), width: 1600, setUp });
    await until(() => find('.box')!.scrollHeight <= 801, 'what it shows has room');
    const n = lines().length;
    expect(n).to.be.within(3, 12);
    expect(text('.more')).to.equal(`另有 ${30 - n} 项，其中低于下限 ${20 - n} 项`);
    expect([find('.scan'), find('.actions button')]).to.deep.equal([null, null]);
    const unknown = Array.from({ length: 20 }, (_, i) => lot(`L${i}`, { item: `i${i}`, name: `物资${i}` }));
    const doubt = await openPanel({ view: rowsOf(feed('r', '台账'), ...unknown), width: 1600, setUp });
    await until(() => doubt.find('.box')!.scrollHeight <= 801, 'what it shows has room');
    const m = 20 - doubt.lines().length;
    expect(doubt.text('.more'), 'what nobody can tell').to.equal(`另有 ${m} 项，其中低于下限 0 项，数量不明 ${m}`);
  });

  it('says when something falls below its minimum, and nothing at the first look', async () => {
    const { view, text, settled } = await openPanel();
    expect(text('[role="status"].unseen')).to.equal('');
    view.put(lot('SD-02', { quantity: 20, facility: 'facility/registry/shelter', minimum: 60 }));
    await settled();
    await until(() => text('[role="status"].unseen') === '沙袋低于下限，缺 40 个。', 'the sentence');
  });

  it('what expires by and by is expiring by the days that were asked for', async () => {
    const view = rowsOf(feed('r', '台账'), lot('A', { quantity: 5, expires: inDays(9) }));
    expect((await openPanel({ view, setUp: (each) => (each.expiringDays = 8) })).text('.counts')).to.equal(
      '无缺口、无临期',
    );
    expect((await openPanel({ view, setUp: (each) => (each.expiringDays = 9) })).text('.counts')).to.equal('临期 1');
  });
});
