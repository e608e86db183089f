import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import { Observable } from 'rxjs';
import type { Query, Row } from '@yingji/core';
import type { BriefingRule } from '@yingji/core/people';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import { afternoon, shift } from '../testing/rosters.js';
import { ago, alarm, feed, incident, NOW, row, unjudged, warning } from '../testing/rows.js';
import { late, task } from '../testing/tasks.js';

const shelved = (native: string, more: Parameters<typeof incident>[1] = {}): Row =>
  incident(native, {
    level: 'yellow',
    ...more,
    derived: {
      shelved: { until: ago(-28), at: ago(20), masked: '李*', reason: '施工排水，已派人看守' },
      acknowledged: { at: ago(30), masked: '李*' },
    },
  });
const finding = (native: string, more: object = {}): Row =>
  row(`finding/city/${native}`, {
    value: { title: '三栋消防通道堵塞', state: 'rectifying', due: ago(90) },
    derived: { overdue: true },
    ...more,
  });
const RULES: readonly BriefingRule[] = [
  { stage: 'first', by: 'phone', withinS: 1800, rule: '首报电话', verified: true },
  { stage: 'first', by: 'writing', withinS: 3600, rule: '首报书面', verified: true },
];
/** What is asked for by a hand-over alone. */
const OWN = ['briefing', 'finding', 'report', 'task'];
/** Everything that a shift may leave open, besides what is in order. */
const evening = (): Row[] => [
  ...afternoon().map((each) =>
    each.id === 'warning/weather/w1'
      ? { ...each, derived: { ...each.derived, acknowledged: { at: ago(20), masked: '李*' } } }
      : each,
  ),
  shift('relief', 'wei', { from: -0.5, in: -0.4 }),
  shelved('s', { value: { title: '道路积水' } }),
  incident('red', { level: 'red', at: ago(40) }),
  incident('seen', { level: 'orange', derived: { acknowledged: { at: ago(3), masked: '覃*' } } }),
  warning('w9', { level: 'blue', value: { title: '大风蓝色预警' } }),
  alarm('r1', { at: ago(50), derived: { incident: 'incident/city/red', state: 'attached' } }),
  late('l'),
  task('fine', { due: ago(-30) }),
  finding('f'),
];

async function handingOver(
  rows: Row[],
  more: Parameters<typeof openRoster>[0] & { readonly rules?: readonly BriefingRule[] } = {},
): Promise<RosterReading & { groups(): string[]; items(group: string): string[] }> {
  const { rules = RULES, ...options } = more;
  const reading = await openRoster({
    view: createFakeView({ now: NOW, rows }),
    ...options,
    setUp: (each) => {
      each.briefingRules = rules;
      options.setUp?.(each);
    },
  });
  reading.find('[data-key$="/g1"]')!.focus();
  await reading.press('h');
  await until(() => reading.find('.handing .open'), 'what is open is listed');
  await reading.settled();
  const found = (): HTMLElement[] => [...reading.roster.renderRoot.querySelectorAll<HTMLElement>('.open .group')];
  return {
    ...reading,
    groups: () => found().map((each) => textOf(each.querySelector('h5, p'))),
    items: (group) =>
      [
        ...(found()
          .find((each) => textOf(each).startsWith(group))
          ?.querySelectorAll('li') ?? []),
      ].map(textOf),
  };
}

describe('yj-roster: what a shift leaves open, at its hand-over', () => {
  afterEach(cleanUp);

  it('lists what is set aside with who, why and until when, what nobody confirmed, what is late, what is owed to the level above', async () => {
    const { groups, items, text, roster } = await handingOver(evening());
    expect(text('.open h4')).to.equal('未了事项，截至 14:32');
    expect(text('.open .hint')).to.include('本页此刻所见').and.include('所列 7 项随交接记录存入');
    expect(groups()).to.deep.equal(['搁置 1', '未确认 3', '超时 2', '信息待报 6']);
    expect(items('搁置')).to.deep.equal(['道路积水，李* 搁置至 15:00：施工排水，已派人看守']);
    expect(items('未确认')).to.deep.equal([
      'Ⅰ级 燃气泄漏，40 分钟前（13:52）',
      '未定级 感烟火灾探测器火警，50 分钟前（13:42）',
      '蓝色 大风蓝色预警，30 分钟前（14:02）',
    ]);
    expect(items('超时')).to.deep.equal(['三栋消防通道堵塞，超时 1 小时 30 分', '转移低洼处住户，超时 6 分']);
    expect(items('信息待报')).to.deep.equal([
      '燃气泄漏，首报电话，超时 20 分',
      '燃气泄漏，首报书面，剩 10 分',
      '道路积水，首报电话，剩 26 分',
      '燃气泄漏，首报电话，剩 26 分',
      '道路积水，首报书面，剩 56 分',
      '燃气泄漏，首报书面，剩 56 分',
    ]);
    await accessible(roster);
  });

  it('what was sent to the level above is not owed; of no rule of the city it says that it is not worked out', async () => {
    const sent = row('briefing/city/b', {
      value: { about: ['incident/city/red'], stage: 'first', by: 'phone', version: 1, to: ['区应急局'] },
      at: ago(30),
    });
    expect((await handingOver([...evening(), sent])).items('信息待报').join()).to.not.include('超时 20 分');
    cleanUp();
    expect((await handingOver(evening(), { rules: [] })).groups().at(-1)).to.equal('未设报送时限，待报不能计算');
  });

  it('says of nothing that none is seen, never that there is none; and of what has not come that it is read', async () => {
    const { groups } = await handingOver([
      feed('registry', '人员名册'),
      ...afternoon().filter(({ kind }) => kind !== 'warning'),
      shift('relief', 'wei', { from: -0.5, in: -0.4 }),
    ]);
    expect(groups()).to.deep.equal(['未见搁置事项', '未见未确认事项', '未见超时事项', '未见待报信息']);
  });

  it('follows the picture while it is open, asks for nothing before and after, and hides nothing from its counts', async () => {
    const many = Array.from({ length: 260 }, (_, i) => alarm(`m${i}`, { at: ago(60 + i) }));
    const asked = createFakeView({ now: NOW, rows: [...evening(), ...many] });
    const following: string[] = [];
    const select = asked.select;
    asked.select = ((query: Query) =>
      new Observable((subscriber) => {
        following.push(query.kind);
        const following$ = select(query).subscribe(subscriber);
        return () => {
          following.splice(following.indexOf(query.kind), 1);
          following$.unsubscribe();
        };
      })) as never;
    const own = (): string[] => following.filter((kind) => OWN.includes(kind)).sort();
    const reading = await openRoster({ view: asked });
    await reading.press('?');
    await reading.press('Escape');
    expect(own(), 'whoever hands nothing over').to.deep.equal([]);
    cleanUp();
    const { view, groups, items, press, settled, text } = await handingOver([], { view: asked });
    expect(own()).to.deep.equal(OWN);
    expect(groups()[1]).to.equal('未确认 263');
    expect(items('未确认')).to.have.length(200);
    expect(text('.open .group:nth-of-type(2) .more')).to.equal('另有 63 项未列出');
    view.put(incident('s', { level: 'yellow' }));
    view.remove('task/city/l');
    await settled();
    expect(groups()).to.include.members(['未见搁置事项', '未确认 264', '超时 1']);
    await press('Escape');
    expect([text('.open'), own()]).to.deep.equal(['', []]);
  });

  it('goes into the record as it was listed, the most urgent first, and no more than a record holds', async () => {
    const { view, find, fill, settled, text } = await handingOver(evening());
    await fill('to', 'shift/city/relief');
    view.put(alarm('new', { at: ago(1) }));
    await settled();
    expect(text('.sheet .primary')).to.equal('交接：所列 8 项');
    expect(text('.open .hint')).to.include('所列 8 项随交接记录存入');
    find('.sheet button[type="submit"]')!.click();
    await until(() => view.sent.length > 0, 'it is sent');
    const { about, items } = view.sent[0]!.input as { about: string[]; items: string[] };
    expect(items).to.deep.equal([]);
    expect(about).to.deep.equal([
      'incident/city/red',
      'report/fire/r1',
      'report/fire/new',
      'warning/weather/w9',
      'finding/city/f',
      'task/city/l',
      'incident/city/s',
      'incident/city/seen',
    ]);
    cleanUp();
    const many = Array.from({ length: 260 }, (_, i) => alarm(`m${i}`, { at: ago(60 + i) }));
    const flood = await handingOver([...evening(), ...many]);
    expect(flood.text('.open .hint')).to.include('最要紧的 100 项随交接记录存入');
    await flood.fill('to', 'shift/city/relief');
    flood.find('.sheet button[type="submit"]')!.click();
    await until(() => flood.view.sent.length > 0, 'it is sent');
    const sent = (flood.view.sent[0]!.input as { about: string[] }).about;
    expect(sent).to.have.length(100);
    expect(sent[0]).to.equal('incident/city/red');
  });

  it('a real shift leaves what is real, that of a drill what is of that drill; what no rule could judge counts as unconfirmed', async () => {
    const odd = [unjudged(incident('odd')), unjudged(task('odd', { due: ago(-30), title: '巡查地库' }))];
    const { groups, items } = await handingOver([...evening(), incident('played', { exercise: 'spring' }), ...odd]);
    expect(groups().slice(1, 3)).to.deep.equal(['未确认 4', '超时 3']);
    expect(items('未确认').join()).to.include('未判读');
    expect(items('超时')).to.include('巡查地库，未判读，不知是否超时');
  });

  it('with ten thousand open, what is typed costs no sorting of them', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => alarm(`m${i}`, { at: ago(60 + i) }));
    const { fill, items } = await handingOver([...evening(), ...many]);
    const lines = items('未确认');
    const parsed = Date.parse;
    let asked = 0;
    Date.parse = (text) => ((asked += 1), parsed(text));
    try {
      await fill('items', '钥匙');
    } finally {
      Date.parse = parsed;
    }
    expect(asked).to.be.below(1_000);
    expect(items('未确认')).to.deep.equal(lines);
  });

  it('of a picture that stands still it says since when', async () => {
    const { view, settled, text } = await handingOver(evening());
    view.health({ link: { state: 'stale', since: ago(27) as Row['at'] } });
    await settled();
    expect(text('.open h4')).to.equal('未了事项，数据停于 14:05');
  });

  it('goes on paper whole, with to whom, the items in words and room to sign, and without what is pressed or filled in', async () => {
    const { find, fill, text, roster } = await handingOver(evening());
    await fill('to', 'shift/city/relief');
    await fill('items', '雨水篦堵塞，待清\n\n3 栋配电间钥匙');
    const shown = (selector: string): boolean => find(selector)!.getClientRects().length > 0;
    expect(shown('.paper'), 'for paper only').to.equal(false);
    try {
      await emulateMedia({ media: 'print' });
      expect(text('.paper')).to.equal('交给：韦** 14:02 遗留事项 雨水篦堵塞，待清3 栋配电间钥匙 交班人签名接班人签名');
      expect([shown('.paper'), shown('.handing .fields'), shown('.handing .acts')]).to.deep.equal([true, false, false]);
      const open = find('.open')!;
      expect(open.scrollHeight, 'nothing is scrolled away').to.equal(open.clientHeight);
      const chips = [...roster.renderRoot.querySelectorAll('.open .chip')].map((each) => getComputedStyle(each));
      expect(chips.map(({ backgroundColor, color }) => `${backgroundColor} ${color}`)).to.deep.equal(
        chips.map(() => 'rgba(0, 0, 0, 0) rgb(0, 0, 0)'),
      );
    } finally {
      await emulateMedia({ media: 'screen' });
    }
  });

  it('at 320 px nothing is cut, in English no Chinese is left but what was told, and the keys scroll it', async () => {
    const { find, whole, roster, view } = await handingOver(evening(), {
      width: 320,
      setUp: (each) => (each.lang = 'en'),
    });
    const open = find('.open')!;
    expect([open.tabIndex, open.scrollWidth <= open.clientWidth]).to.deep.equal([0, true]);
    expect(textOf(open)).to.include('Set aside 1').and.include('set aside by 李* until 15:00');
    expect(view.sent).to.deep.equal([]);
    await accessible(roster);
    const told =
      /道路积水|施工排水，已派人看守|燃气泄漏|感烟火灾探测器火警|大风蓝色预警|三栋消防通道堵塞|转移低洼处住户|首报电话|首报书面/g;
    const names = /第 \d 网格|新竹社区|南宁市气象台发布暴雨橙色预警信号|[李覃黄韦卢]\*+/g;
    expect(whole().replace(told, '').replace(names, '')).to.not.match(/\p{Script=Han}/u);
  });
});
