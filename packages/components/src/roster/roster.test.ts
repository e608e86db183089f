import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openRoster } from '../testing/roster-harness.js';
import { afternoon, callup, COMMUNITY, grid, gridRow, inHours, person, shift } from '../testing/rosters.js';
import { ago, feed, NOW, place, row, unjudged } from '../testing/rows.js';

const rowsOf = (...rows: Row[]) => createFakeView({ now: NOW, rows });
const without = (...kinds: string[]): Row[] => afternoon().filter(({ kind }) => !kinds.includes(kind));

describe('yj-roster', () => {
  afterEach(cleanUp);

  for (const theme of ['light', 'dark', 'contrast'])
    it(`has no violation that axe can find in ${theme}, whatever it shows: ways of looking, a card, a form, the keys`, async () => {
      const { roster, press, find } = await openRoster({ setUp: (each) => (each.theme = theme) });
      for (const mode of ['1', '2', '3', '4']) {
        await press(mode);
        await accessible(roster);
      }
      await press('1');
      find('.name[tabindex="0"]')!.focus();
      await press('Enter');
      await accessible(roster);
      await press('c');
      await press('Enter');
      expect(find('.problem')).to.not.equal(null);
      await accessible(roster);
      await press('Escape');
      await press('?');
      await accessible(roster);
    });

  it('has none as cards at 320 px either, and nothing is cut', async () => {
    const { roster, find, press } = await openRoster({ width: 320 });
    for (const mode of ['1', '2', '3', '4']) {
      await press(mode);
      await accessible(roster);
      expect(find('.box')!.scrollWidth, mode).to.be.at.most(320);
      expect(find('.rows')!.scrollWidth, mode).to.be.at.most(320);
    }
  });

  it('says in the first line how many are due, there and missing, which grids are not covered, and who is not reached', async () => {
    const { text } = await openRoster();
    expect(text('.head .counts')).to.equal('应到 4 到岗 2 缺 2 缺岗网格 2 未叫应 2 叫应中 1');
    expect(text('.head .fresh .live')).to.equal('实时 14:32');
  });

  it('is headed on paper by the name of its place, also where the page names that by its code', async () => {
    const view = createFakeView({ now: NOW, rows: [...afternoon(), place('450103', '青秀区')] });
    const { text } = await openRoster({ view, setUp: (roster) => void (roster.place = '450103') });
    expect(text('.printed')).to.match(/^青秀区 · 数据截至/);
  });

  it('shows who is on duty where with which skills, what lacks somebody first', async () => {
    const { lines } = await openRoster();
    expect(lines()).to.deep.equal([
      '巡查 · 第 3 网格 人员 黄** 时段 14:00–22:02 技能 急救（证书已过期） 状态 缺岗 32 分 签到',
      '巡查 · 第 5 网格 人员 卢* 时段 09:32–18:32 技能 未登记技能 状态 不能计入，本人非在岗人员 安排顶岗',
      '带班领导 · 新竹社区 人员 李* 时段 09:32–18:32 技能 排涝 状态 ✓ 09:26 到岗 签退',
      '巡查 · 第 1 网格 人员 覃* 时段 09:32–18:32 技能 急救 2 级 状态 ✓ 09:32 到岗 签退',
      '巡查 · 第 1 网格 人员 韦** 时段 15:02–23:32 技能 急救 2 级 状态 ✓ 14:26 已签到',
    ]);
  });

  it('of another instant: a plan ahead, who was there before; nobody is signed in there', async () => {
    const { lines, text, find, roster, settled } = await openRoster({ setUp: (each) => (each.at = inHours(6)) });
    expect(text('.counts')).to.include('所选时刻 20:32').and.include('应到 2').and.include('到岗 1');
    expect(lines()).to.deep.equal([
      '巡查 · 第 1 网格 人员 韦** 时段 15:02–23:32 技能 急救 2 级 状态 ✓ 14:26 到岗',
      '巡查 · 第 3 网格 人员 黄** 时段 14:00–22:02 技能 急救（证书已过期） 状态 已排班',
    ]);
    const field = find<HTMLInputElement>('.at')!;
    expect([field.type, field.value]).to.deep.equal(['text', '2026-06-12 20:32']);
    const write = async (text: string): Promise<void> => {
      field.value = text;
      field.dispatchEvent(new Event('change'));
      await settled();
    };
    await write('14:10');
    expect(roster.at).to.equal('2026-06-12T06:10:00.000Z');
    expect(field.value).to.equal('2026-06-12 14:10');
    expect(lines()[0]).to.include('第 3 网格').and.include('当时未到岗').and.not.include('签到');
    await write('06/13/2026');
    expect(roster.at, 'what is shown stays').to.equal('2026-06-12T06:10:00.000Z');
    expect([text('.said'), field.getAttribute('aria-invalid')]).to.deep.equal([
      '时刻写作 14:32 或 2026-06-12 14:32',
      'true',
    ]);
    await write('');
    expect([roster.at, text('.said'), field.getAttribute('aria-invalid')]).to.deep.equal(['', '', 'false']);
    expect(field.placeholder, 'what it is about now').to.equal('2026-06-12 14:32');
  });

  it('shows columns of the page’s own beside who is on duty, before what can be done', async () => {
    const { roster, lines, click } = await openRoster({
      setUp: (each) =>
        (each.columns = [{ head: '电台', text: ({ key, place }) => `${key.split('/')[2]} ${place.split('/')[2]}` }]),
    });
    expect(lines()[0]).to.match(/电台 g3 grid-3 签到$/);
    await accessible(roster);
    await click('人员');
    expect(lines()[0]).to.not.include('电台');
  });

  it('finds by place, person and skill, and says how many it does not show', async () => {
    const { find, lines, text, click, settled } = await openRoster();
    const field = find<HTMLInputElement>('.find')!;
    const type = async (value: string): Promise<void> => {
      field.value = value;
      field.dispatchEvent(new Event('input'));
      await settled();
    };
    await type('急救 第 1');
    expect(lines()).to.have.length(2);
    expect(text('.counts'), 'what is looked for hides nothing from the count').to.include('缺 2');
    await type('没有的人');
    expect(text('.empty')).to.equal('查找“没有的人”无结果，另有 5 行未显示 清除查找');
    await click('清除查找');
    expect(lines()).to.have.length(5);
  });

  describe('cover gaps by grid', () => {
    it('what is not covered now stands first, then what soon is not, with the hours in words', async () => {
      const { press, lines } = await openRoster();
      await press('2');
      expect(lines()).to.deep.equal([
        '第 3 网格 14:00 起 24 小时 缺岗 巡查（急救）缺 1 人，至 06-13 14:00 安排顶岗',
        '第 5 网格 14:00 起 24 小时 缺岗 巡查（急救）缺 1 人，至 06-13 14:00 安排顶岗',
        '第 1 网格 14:00 起 24 小时 缺岗 巡查（急救）缺 1 人，23:32–06-13 14:00 安排顶岗',
      ]);
    });

    it('without a word of what must be covered it says that gaps are not known', async () => {
      const { press, text } = await openRoster({ setUp: (each) => (each.cover = []) });
      await press('2');
      expect(text('.strip')).to.equal('未设每个网格须有的岗位，缺岗不能计算');
      expect(text('.counts')).to.not.include('缺岗网格');
    });

    it('Enter on a grid leads to the shifts at its place', async () => {
      const { press, find, lines } = await openRoster();
      await press('2');
      find('.name[tabindex="0"]')!.focus();
      await press('Enter');
      expect(lines()).to.have.length(1);
      expect(lines()[0]).to.include('第 3 网格');
    });
  });

  it('叫应 is a tree: who confirmed, answered, is silent; whose turn it is; each attempt of each deputy', async () => {
    const { press, lines } = await openRoster();
    await press('3');
    expect(lines()).to.deep.equal([
      '南宁市气象台发布暴雨橙色预警信号 叫应 4 岗，叫应率 25 % 确认 1 接听 1 无应答 2',
      '卢* 结果 无应答 叫应链已叫完，上门通知 历次叫应 14:26 代理人 李* · 电话 · 无人接听 14:26 卢* · 电话 · 无人接听 登记结果',
      '黄** 结果 无应答 轮到韦** 历次叫应 14:26 黄** · 电话 · 无人接听 登记结果',
      '覃* 结果 已接听，未确认 等待应答 历次叫应 14:26 覃* · 电话 · 已接听 登记结果',
      '李* 结果 ✓ 已复述确认 历次叫应 14:26 李* · 电话 · 已复述确认',
    ]);
  });

  it('what was told later of one attempt is that attempt', async () => {
    const told = callup('c6', 'qin', 'confirmed', { derived: { chain: 'confirmed' } });
    const { view, press, lines, settled } = await openRoster();
    await press('3');
    view.put({ ...callup('c2', 'qin', 'answered'), derived: {}, position: 9 as Row['position'] }, told);
    await settled();
    expect(lines().find((line) => line.startsWith('覃*'))).to.equal(
      '覃* 结果 ✓ 已复述确认 历次叫应 14:26 覃* · 电话 · 已复述确认',
    );
  });

  it('the register shows skills, availability and grid, those on duty first, and nobody who has left', async () => {
    const { press, lines } = await openRoster({
      view: rowsOf(...afternoon(), person('gone', '旧*', { state: 'left' })),
    });
    await press('4');
    expect(lines()).to.deep.equal([
      '李* 技能 排涝 状态 值班中 · 可出动 网格 —',
      '覃* 技能 急救 2 级 状态 值班中 · 可出动 网格 第 1 网格',
      '黄** 技能 急救（证书已过期） 状态 未值班 · 可出动 网格 第 3 网格',
      '卢* 技能 未登记技能 状态 未值班 · 暂停 网格 第 5 网格',
      '韦** 技能 急救 2 级 状态 未值班 · 待命 网格 第 5 网格',
    ]);
  });

  it('of one place it shows the duties of that place; what lies nowhere known is shown everywhere', async () => {
    const rows = [
      ...afternoon(),
      gridRow(9, { parents: ['place/division/450102001'] }),
      shift('far', 'wei', { place: grid(9) }),
      shift('lost', 'qin', { place: 'place/registry/unheard' }),
    ];
    const { lines } = await openRoster({ view: rowsOf(...rows), setUp: (each) => (each.place = '450103') });
    expect(lines().some((line) => line.includes('第 9 网格'))).to.equal(false);
    expect(lines().some((line) => line.includes('unheard'))).to.equal(true);
    const byId = await openRoster({ view: rowsOf(...rows), setUp: (each) => (each.place = grid(3)) });
    expect(byId.lines().filter((line) => !line.includes('unheard'))).to.have.length(1);
    const community = await openRoster({ view: rowsOf(...rows), setUp: (each) => (each.place = COMMUNITY) });
    expect(community.lines()).to.have.length(6);
  });

  it('a drill is marked, stands last, and is in no real count', async () => {
    const view = rowsOf(...afternoon(), shift('d', 'qin', { exercise: 'spring', role: 'station' }));
    const { lines, text } = await openRoster({ view });
    expect(lines().at(-1)).to.include('演练 驻站值守').and.include('缺岗');
    expect(text('.strip.drill')).to.equal('演练 1 班，其中缺 1，不计入实战');
    const there = rowsOf(...afternoon(), shift('d', 'qin', { exercise: 'spring', role: 'station', in: -1 }));
    expect((await openRoster({ view: there })).text('.strip.drill')).to.equal('演练 1 班，不计入实战');
    expect((await openRoster()).find('.strip.drill')).to.equal(null);
    expect(text('.counts')).to.include('应到 4 到岗 2 缺 2');
  });

  it('what no rule could judge is marked, and the strip says so', async () => {
    const view = rowsOf(...afternoon().map((each) => (each.id === 'shift/city/g1' ? unjudged(each) : each)));
    const { lines, text } = await openRoster({ view });
    expect(lines().find((line) => line.includes('覃*'))).to.include('?');
    expect(text('.strip.unjudged')).to.include('无法判读');
  });

  it('a name or number that no door masked is shown to nobody', async () => {
    const bare = row('responder/registry/qin', {
      value: { name: '覃小明', phone: '13800005678', state: 'active', skills: [] },
    });
    const { whole, press, find } = await openRoster({ view: rowsOf(...without('responder'), bare) });
    await press('4');
    find('.name[tabindex="0"]')!.focus();
    await press('Enter');
    expect(whole()).to.not.match(/小明|13800005678/);
    expect(whole()).to.include('qin');
  });

  it('in English no Chinese is left but names', async () => {
    const { roster, press, find, whole } = await openRoster({ setUp: (each) => (each.lang = 'en') });
    const names = /第 \d 网格|新竹社区|南宁市气象台发布暴雨橙色预警信号|[李覃黄韦卢]\*+/g;
    for (const mode of ['1', '2', '3', '4']) {
      await press(mode);
      find('.name[tabindex="0"]')!.focus();
      await press(mode === '2' ? '?' : 'Enter');
      expect(whole().replace(names, ''), mode).to.not.match(/\p{Script=Han}/u);
      await press('Escape');
    }
    expect(roster.lang).to.equal('en');
  });

  describe('tells apart', () => {
    it('loading, still loading after 8 s, and nothing before a third of a second', async () => {
      const { find, text, roster, settled } = await openRoster({ view: createFakeView({ now: NOW, silent: true }) });
      expect(find('.loading')).to.equal(null);
      await until(() => find('.loading'), 'it says that it is loading');
      expect(text('.loading')).to.equal('正在读取值班…');
      (roster as unknown as { view: unknown }).view = createFakeView({ now: NOW, rows: afternoon() });
      await settled();
      expect(find('.loading')).to.equal(null);
    });

    it('no shift, while all sources are live', async () => {
      const { text } = await openRoster({ view: rowsOf(feed('registry', '人员名册')) });
      expect(text('.empty')).to.equal('14:32 未见排班；如应有排班，核对查看权限');
    });

    it('no shift while a source is silent', async () => {
      const view = rowsOf(feed('registry', '人员名册', { fresh: { state: 'stale', since: ago(27) } }));
      expect((await openRoster({ view })).text('.empty')).to.equal('未见内容，但数据不全，不能判定有无');
    });

    it('old: as it was when it was last heard, and not a minute later', async () => {
      const { view, text, lines, settled } = await openRoster();
      view.at(inHours(1));
      view.health({ link: { state: 'stale', since: NOW as Row['at'] } });
      await settled();
      expect(text('.box')).to.include('数据停于 14:32（1 小时前）。以下为最后已知情况').and.not.include('✓');
      expect(lines()[0]).to.include('缺岗 32 分');
      expect(text('.strip.offline')).to.equal('已离线。登记不存于本机代发，恢复后再办');
    });

    it('old where nobody acts: nothing is said of what becomes of an act', async () => {
      const { view, find, settled } = await openRoster({ setUp: (each) => (each.readOnly = true) });
      view.health({ link: { state: 'stale', since: NOW as Row['at'] } });
      await settled();
      expect(find('.strip.stale')).to.not.equal(null);
      expect(find('.strip.offline')).to.equal(null);
    });

    it('failed, with its code and no content', async () => {
      const view = createFakeView({ now: NOW, silent: true });
      view.health({ code: 'gateway-unreachable' });
      const { text, find } = await openRoster({ view });
      expect(text('.failed')).to.include('读不到值班：网关无响应（gateway-unreachable）');
      expect(find('.rows')).to.equal(null);
      const none = await openRoster({ setUp: (each) => (each.view = undefined) });
      expect(none.text('.failed')).to.include('no-view');
    });

    it('not permitted to see people: shifts are there and nobody is named', async () => {
      const { text, lines, press } = await openRoster({ view: rowsOf(...without('responder')) });
      expect(text('.strip.unjudged')).to.include('看不到人员名册');
      expect(text('.counts')).to.equal('应到 4 在岗不明 4 未叫应 2 叫应中 1');
      expect(lines()[0]).to.include('技能 不明').and.include('人员不明，是否在岗不能判定');
      await press('2');
      expect(text('.empty')).to.equal('未见内容，但数据不全，不能判定有无');
    });

    it('nobody to act', async () => {
      const { text, find, press } = await openRoster({ setUp: (each) => (each.readOnly = true) });
      expect(text('.read-only')).to.equal('只读：本页只供查看');
      find('.name[tabindex="0"]')!.focus();
      await press('Enter');
      expect(text('.sheet .acts')).to.equal('关闭');
      expect(text('.sheet')).to.include('号码 138****1234');
    });
  });

  it('says politely that a post has become empty, and at once that a chain was called in vain', async () => {
    const { view, text, settled } = await openRoster();
    view.put(shift('g9', 'wei', { place: grid(5), role: 'station' }));
    view.put(callup('c9', 'huang', 'no-answer', { derived: { chain: 'exhausted' } }));
    await settled();
    await until(() => text('[role="status"].unseen') !== '', 'it is said');
    expect(text('[role="status"].unseen')).to.equal('驻站值守 · 第 5 网格缺岗。');
    expect(text('[role="alert"].unseen')).to.equal('黄**叫应链已叫完，无人应答。');
  });

  const stopped = { fresh: { state: 'stale', since: ago(27) } } as const;

  it('on a wall with room again it shows them all again: after a squeeze, and after strips above them', async () => {
    const { lines, text, view, settled, roster } = await openRoster({
      setUp: (each) => Object.assign(each, { density: 'wall' }).style.setProperty('height', '560px'),
      width: 1900,
    });
    await until(() => lines().length === 5, 'all are shown');
    roster.style.width = '1px';
    await until(() => lines().length === 1, 'there is no room');
    roster.style.width = '1900px';
    await until(() => lines().length === 5, 'all are shown again');
    const silent = Array.from({ length: 9 }, (_, i) => feed(`s${i}`, `${i} 号视频，名称很长，说明也很长`, stopped));
    view.put(...silent);
    await until(() => lines().length < 5, 'strips take their room');
    expect(text('.more')).to.match(/^另有 \d 行/);
    view.remove(...silent.map(({ id }) => id));
    await settled();
    await until(() => lines().length === 5, 'all are shown after that');
    expect(text('.more')).to.equal('');
  });

  it('on a wall it only shows, and counts what it has no room for', async () => {
    const more = Array.from({ length: 20 }, (_, i) => shift(`w${i}`, 'wei', { place: grid(5), from: -1 }));
    const { lines, text, find } = await openRoster({
      view: rowsOf(...afternoon(), ...more),
      setUp: (each) => (each.density = 'wall'),
      width: 3840,
    });
    expect(lines()).to.have.length(12);
    expect(text('.more')).to.equal('另有 13 行，其中缺 10');
    expect(find('.bar')).to.equal(null);
  });
});
