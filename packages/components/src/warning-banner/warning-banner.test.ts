import { expect } from 'chai';
import type { EntityId } from '@yingji/core';
import { define } from '../define-elements.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, pause, textOf, until } from '../testing/fixture.js';
import { ago, feed, NOW, place, row, unjudged, warning } from '../testing/rows.js';
import type { YjWarningBanner } from './warning-banner.js';

define();

const GROUND = [place('450103', '青秀区'), feed('weather', '气象预警')];

interface Reading {
  readonly banner: YjWarningBanner;
  readonly view: FakeView;
  text(selector?: string): string;
  press(key: string): Promise<void>;
  click(name: string): Promise<void>;
}

async function open(rows: ReturnType<typeof row>[], setUp?: (banner: YjWarningBanner) => void): Promise<Reading> {
  const view = createFakeView({ now: NOW, rows: [...GROUND, ...rows] });
  const banner = await fixture<YjWarningBanner>('yj-warning-banner', (each) => {
    each.style.width = '900px';
    each.view = view;
    setUp?.(each);
  });
  const find = (selector: string): Element | null => banner.renderRoot.querySelector(selector);
  const settle = async (): Promise<void> => {
    await pause(0);
    await banner.updateComplete;
  };
  return {
    banner,
    view,
    text: (selector = '.box') => textOf(find(selector)),
    async press(key) {
      find('.box')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await settle();
    },
    async click(name) {
      [...banner.renderRoot.querySelectorAll('button')].find((each) => textOf(each) === name)!.click();
      await settle();
    },
  };
}

describe('yj-warning-banner', () => {
  afterEach(cleanUp);

  it('an old red without an end stands before 250 newer ones, and when it is lifted that is seen as well', async () => {
    const blues = Array.from({ length: 250 }, (_, i) => [
      warning(`b${i}`, { level: 'blue', at: ago(200 - (i % 190)) }),
      warning(`o${i}`, { level: 'blue', at: ago(200 - (i % 190)), derived: { state: 'superseded' } }),
    ]).flat();
    const old = { at: ago(3_000), recordedAt: ago(3_000) };
    const red = { level: 'red', value: { expires: undefined, sent: ago(3_000) }, ...old } as const;
    const { view, text } = await open([...blues, warning('red', red)]);
    expect(text('#name')).to.equal('暴雨红色预警');
    expect(text('.others')).to.include('另 250 条');
    view.put(
      warning('lift', { level: 'ungraded', value: { verb: 'lift' }, at: ago(1), derived: { state: 'lifted' } }),
      warning('red', { ...red, derived: { state: 'lifted', endedBy: 'warning/weather/lift' } }),
    );
    await until(() => text('.others').includes('251'), 'it is still among them');
    expect(text('.others')).to.include('另 249 条').and.include('第 1 条，共 251 条');
  });

  it('says level, hazard, time left, what to do and how old it is, the worst first', async () => {
    const { banner, text } = await open([
      warning('y', { level: 'yellow', value: { expires: undefined } }),
      warning('o'),
    ]);
    expect(text('.line')).to.include('橙色');
    expect(text('#name')).to.equal('暴雨橙色预警');
    expect(text('.line')).to.include('Ⅱ级·严重').and.include('首次发布').and.include('南宁市气象台');
    expect(text('[role="timer"]')).to.equal('剩 2 小时 28 分 至 17:00');
    expect(text('.do')).to.equal('停止地下车库通行，转移低洼处人员。');
    expect(text('.others')).to.include('另 1 条').and.include('黄 1').and.include('第 1 条，共 2 条');
    expect(text('.fresh')).to.include('实时 14:32');
    await accessible(banner);
  });

  it('renders nothing while nothing is in force and that is known', async () => {
    const { banner, text } = await open([]);
    await until(() => banner.getBoundingClientRect().height === 0, 'nothing is drawn');
    expect(text()).to.equal('');
  });

  it('stopped, partly stopped, without feeds or with what nobody could judge it is never taken for calm', async () => {
    const { view, text } = await open([]);
    view.health({ link: { state: 'stale', since: ago(27) } });
    await until(() => text('.doubt') === '预警数据停于 14:05（27 分钟前），不能判定有无预警', 'that it stopped');
    view.health({ link: { state: 'live', since: ago(0) } });
    view.put(feed('weather', '气象预警', { fresh: { state: 'stale', since: ago(27) } }));
    await until(
      () => text('.doubt').includes('1 个数据源中 1 个停更（气象预警），不能判定有无预警'),
      'the feed that stopped',
    );
    view.remove('feed/city/weather');
    await until(() => text('.doubt').includes('未接入数据源，不能判定有无预警'), 'that there is no feed');
    view.put(feed('weather', '气象预警'));
    view.health({ code: 'derivation-failed' });
    await until(() => text('.doubt').includes('不能判定有无预警'), 'that something could not be judged');
  });

  it('old news stay, with the strip above and the level hollow', async () => {
    const { banner, view, text } = await open([warning('o')]);
    view.health({ link: { state: 'stale', since: ago(27) } });
    await until(() => text('.strip.stale').includes('停于 14:05'), 'the strip');
    expect(banner.renderRoot.querySelector('.chip')!.className).to.include('hollow');
    expect(text('#name')).to.equal('暴雨橙色预警');
  });

  it('no view, not read yet and not to be read are three different things', async () => {
    const none = await fixture<YjWarningBanner>('yj-warning-banner', () => undefined);
    expect(textOf(none.renderRoot.querySelector('[role="alert"].failed'))).to.include('no-view');
    const view = createFakeView({ now: NOW, silent: true });
    const waiting = await fixture<YjWarningBanner>('yj-warning-banner', (each) => (each.view = view));
    const text = (): string => textOf(waiting.renderRoot.querySelector('.notice'));
    await until(() => text() === '正在读取预警…', 'that it is reading');
    view.health({ link: { state: 'unknown' }, code: 'gateway-unreachable' });
    await until(() => text().includes('读不到预警：网关无响应（gateway-unreachable）'), 'the cause');
  });

  it('each scheme is shown as what it is', async () => {
    const numbered = warning('n', {
      value: { scheme: 'numbered-level', grade: '2' },
      derived: { level: undefined, rank: 1 },
    });
    const { banner, text, press } = await open([
      numbered,
      warning('h', { level: 'yellow', value: { scheme: 'hydrological' } }),
      warning('u', { level: 'ungraded', value: { scheme: 'cap-severity' } }),
    ]);
    expect(text('.line')).to.include('二级').and.include('按级别，不分颜色');
    expect(banner.renderRoot.querySelector('.warning')!.className).to.not.match(/red|orange|yellow|blue/);
    await press('ArrowRight');
    expect(text('.line')).to.include('未定级').and.include('发布时未定级');
    await press('ArrowRight');
    expect(text('.line')).to.include('黄色').and.include('水文预警');
    expect(text('.line')).to.not.include('Ⅲ级');
  });

  it('open-ended shows its age, scheduled when it begins, past its end that nobody has seen it lifted', async () => {
    const age = await open([warning('a', { value: { expires: undefined, sent: ago(180) } })]);
    expect(age.text('.clock')).to.equal('生效中（已发布 3 小时，无截止时间）');
    const later = await open([
      warning('s', { value: { effective: '2026-06-12T18:00:00+08:00' }, derived: { state: 'scheduled' } }),
    ]);
    expect(later.text('.clock')).to.include('自 18:00 起生效');
    const past = await open([warning('p', { value: { expires: ago(5) } })]);
    expect(past.text('.clock')).to.equal('已过时限 14:27，未见解除');
  });

  it('what was lifted, withdrawn or ran out is said for a quarter of an hour, without its colour', async () => {
    const over = (state: string, minutes: number, verb: string): ReturnType<typeof row>[] => [
      warning(`w-${state}`, { derived: { state, endedBy: `warning/weather/e-${state}` } }),
      warning(`e-${state}`, {
        at: ago(minutes),
        value: { verb, references: [`warning/weather/w-${state}`] },
        derived: { state },
      }),
    ];
    for (const [state, verb, said] of [
      ['lifted', 'lift', '已解除'],
      ['withdrawn', 'withdraw', '已撤销（误发）'],
    ] as const) {
      const { banner, text } = await open(over(state, 3, verb));
      expect(text('.clock'), state).to.include(said);
      expect(banner.renderRoot.querySelector('.warning')!.className, state).to.not.include('orange');
      expect(text('.do'), 'nothing is to be done any more').to.equal('');
      const old = await open(over(state, 16, verb));
      expect(old.text(), state).to.equal('');
    }
    const expired = await open([warning('x', { value: { expires: ago(4) }, derived: { state: 'expired' } })]);
    expect(expired.text('.clock')).to.include('已到期').and.include('14:28');
    const replaced = await open([
      warning('r', { derived: { state: 'superseded', endedBy: 'warning/weather/r2' } }),
      warning('r2', { derived: { revision: 2 }, value: { verb: 'update', references: ['warning/weather/r'] } }),
    ]);
    expect(replaced.text('.others'), 'the replaced one is not counted').to.equal('');
    expect(replaced.text('.line')).to.include('第 2 次更新');
  });

  it('counts those that are graded by a number as it counts colours', async () => {
    const numbered = ['a', 'b'].map((native) =>
      warning(native, { value: { scheme: 'numbered-level', grade: '4' }, derived: { level: undefined, rank: 4 } }),
    );
    const { text } = await open([warning('o'), ...numbered, warning('y', { level: 'yellow' })]);
    expect(text('.others .counts')).to.match(/^另 3 条 黄 1 四级 2/);
  });

  it('a drill comes after what is real, says so, and is counted apart', async () => {
    const drill = warning('d', { level: 'red', exercise: 'exercise/city/1' as EntityId });
    const { text, press } = await open([drill, warning('b', { level: 'blue' })]);
    expect(text('#name')).to.equal('暴雨蓝色预警');
    expect(text('.others')).to.include('另有演练 1 条，不计入实战').and.not.include('另 ');
    await press('ArrowRight');
    expect(text('#name')).to.equal('演练 暴雨红色预警');
    expect(text('.warning + .unseen')).to.include('演练');
  });

  it('a response is an ink chip beside the warnings, and stays when they go', async () => {
    const response = row('response/city/1', {
      value: { state: 'raised', title: '…', level: '3', hazard: '城市内涝', issuer: '示例指挥部', area: '青秀区' },
    });
    const { view, text, banner } = await open([response, warning('o')]);
    expect(text('.responses')).to.include('Ⅲ级响应').and.include('城市内涝').and.include('示例指挥部');
    expect(banner.renderRoot.querySelector('.responses .chip')!.className).to.equal('chip numbered');
    view.remove('warning/weather/o');
    await until(() => text('#name') === '', 'the warning goes');
    expect(text('.responses')).to.include('Ⅲ级响应');
  });

  it('what no rule could judge is shown as stated', async () => {
    const { text } = await open([unjudged(warning('o'))]);
    expect(text('#name')).to.include('未判读');
    expect(text('.clock')).to.equal('是否仍然有效不明');
  });

  it('opens by an event that a page may take for itself, and closes by Esc', async () => {
    const { banner, text, click, press } = await open([warning('o')]);
    const ids: string[] = [];
    const take = (event: Event): void => event.preventDefault();
    banner.addEventListener('yj-warning-opened', (event) => ids.push(event.id));
    banner.addEventListener('yj-warning-opened', take);
    await click('查看内容');
    expect([ids, text('.more')]).to.deep.equal([['warning/weather/o'], '']);
    banner.removeEventListener('yj-warning-opened', take);
    await click('查看内容');
    expect(text('.more')).to.include('青秀区');
    await accessible(banner);
    await press('Escape');
    expect(text('.more')).to.equal('');
  });

  it('a new red is said at once and comes first; the countdown is said at an hour, and not before', async () => {
    const { banner, view, text } = await open([warning('o', { value: { expires: '2026-06-12T15:33:00+08:00' } })]);
    expect(text('[role="timer"]')).to.include('剩 1 小时 1 分');
    view.at('2026-06-12T14:34:00+08:00');
    view.health({});
    const quiet = (): string => text('[aria-live="polite"]');
    await until(() => quiet() === '暴雨橙色预警，剩 59 分钟。', 'the hour is said');
    view.put(warning('r', { level: 'red' }));
    await until(() => text('#name') === '暴雨红色预警', 'the red is first');
    expect(text('[aria-live="assertive"]')).to.equal('新的红色预警：暴雨红色预警。');
    expect(banner.renderRoot.querySelectorAll('[role="timer"]')).to.have.length(1);
  });

  it('speaks English, fits 320 px, and on a wall has no buttons', async () => {
    const small = await open([warning('o'), warning('y', { level: 'yellow' })], (each) => {
      each.lang = 'en';
      each.style.width = '320px';
    });
    expect(small.text('.clock')).to.include('left');
    expect(small.text()).to.not.match(/[剩另条]/);
    const endless = await open(
      [warning('a', { value: { expires: undefined, sent: ago(180) } })],
      (each) => (each.lang = 'en'),
    );
    expect(endless.text('.clock')).to.equal('In force 3 h, no end given');
    const box = small.banner.renderRoot.querySelector('.box')!;
    expect(box.scrollWidth).to.be.at.most(box.clientWidth);
    const wall = await open([warning('o'), warning('y', { level: 'yellow' })], (each) => (each.density = 'wall'));
    expect(wall.banner.renderRoot.querySelectorAll('button')).to.have.length(0);
    expect(wall.text('.others')).to.include('另 1 条');
  });

  it('says who confirmed it, or that nobody has, and of how many others nobody has; not for how long while the data stand still', async () => {
    const seen = { acknowledged: { at: ago(2), masked: '李*' } };
    const { text, view, press } = await open([
      warning('r', { level: 'red' }),
      warning('o', { derived: seen }),
      warning('y', { level: 'yellow' }),
      warning('d', { level: 'red', exercise: 'exercise/city/1' as EntityId }),
    ]);
    expect(text('.answer')).to.equal('未确认 30 分');
    expect(text('.others')).to.include('未确认 1').and.include('另 2 条');
    await press('ArrowRight');
    expect(text('.answer')).to.equal('✓ 李* 14:30 已确认');
    expect(text('.others')).to.include('未确认 2');
    await press('ArrowLeft');
    view.health({ link: { state: 'stale', since: ago(1) } });
    await until(() => text('.answer') === '未确认', 'no minutes');
    const over = await open([warning('x', { value: { expires: ago(4) }, derived: { state: 'expired' } })]);
    expect(over.text('.answer'), 'what is over waits for nobody').to.equal('');
  });

  it('whatever a message says, level, time left and the others stay in sight, and nothing of ours is turned round', async () => {
    const event = `${'某某街道'.repeat(1250)}\u202e`;
    const telling = { language: 'zh-CN', event, instruction: '撤离'.repeat(2500), senderName: '\u202e台', areas: [] };
    const { banner, text } = await open([
      warning('o', { value: { tellings: [telling] } }),
      ...Array.from({ length: 299 }, (_, i) => warning(`b${i}`, { level: 'blue' })),
    ]);
    const find = (selector: string): HTMLElement => banner.renderRoot.querySelector<HTMLElement>(selector)!;
    expect(find('.box').getBoundingClientRect().height).to.be.below(320);
    expect(text('.others')).to.include('另 299 条').and.include('蓝 299');
    expect(text('#name'), 'readers have all of it').to.include('某某街道'.repeat(1250));
    expect(find('#name [title]').innerText).to.have.length.below(70);
    expect(find('#name [title]').innerText.endsWith('橙色预警'), 'with its level').to.equal(true);
    for (const each of ['#name', '.clock', '.do', '.meta'])
      expect(getComputedStyle(find(each)).unicodeBidi, each).to.equal('isolate');
    find('.acts [aria-expanded]').click();
    await banner.updateComplete;
    expect(find('.do').scrollHeight, 'whole once it is opened').to.be.at.most(find('.do').clientHeight + 1);
    await accessible(banner);
  });

  it('the degree is one word at 320 px', async () => {
    const { banner } = await open([warning('r', { level: 'red' })], (each) => (each.style.width = '320px'));
    const text = banner.renderRoot.querySelector('.name .meta')!.firstChild!;
    const node = document.createTreeWalker(text.parentNode!, NodeFilter.SHOW_TEXT);
    while (node.nextNode() && !node.currentNode.textContent!.includes('特别严重'));
    const range = document.createRange();
    const at = node.currentNode.textContent!.indexOf('Ⅰ级');
    range.setStart(node.currentNode, at);
    range.setEnd(node.currentNode, at + 'Ⅰ级·特别严重'.length);
    expect(new Set([...range.getClientRects()].map(({ top }) => top)).size).to.equal(1);
  });
});
