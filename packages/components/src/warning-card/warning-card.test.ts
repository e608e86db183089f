import { expect } from 'chai';
import { define } from '../define-elements.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, pause, pressOn, textOf, until } from '../testing/fixture.js';
import { ago, feed, NOW, place, warning } from '../testing/rows.js';
import type { YjWarningCard } from './warning-card.js';

define();

const ID = (native: string): string => `warning/weather/${native}`;
/** Issued, updated twice; the last is in force. */
const chain = (): ReturnType<typeof warning>[] => [
  warning('1', { at: ago(90), value: { sent: ago(90) }, derived: { state: 'superseded', endedBy: ID('3') } }),
  warning('2', {
    at: ago(60),
    value: { sent: ago(60), verb: 'update', references: [ID('1')] },
    derived: { state: 'superseded', endedBy: ID('3'), revision: 2 },
  }),
  warning('3', {
    at: ago(30),
    value: { sent: ago(30), verb: 'raise', references: [ID('1'), ID('2'), ID('0')] },
    derived: { revision: 3 },
  }),
];

async function open(
  rows: ReturnType<typeof warning>[],
  setUp?: (card: YjWarningCard) => void,
): Promise<{ card: YjWarningCard; view: FakeView; text: (selector?: string) => string }> {
  const view = createFakeView({ now: NOW, rows: [place('450103', '青秀区'), feed('weather', '气象预警'), ...rows] });
  const card = await fixture<YjWarningCard>('yj-warning-card', (each) => {
    each.style.width = '700px';
    each.view = view;
    setUp?.(each);
  });
  return { card, view, text: (selector = '.box') => textOf(card.renderRoot.querySelector(selector)) };
}
const button = (card: YjWarningCard, name: string): HTMLButtonElement | undefined =>
  [...card.renderRoot.querySelectorAll('button')].find((each) => textOf(each) === name);

describe('yj-warning-card', () => {
  afterEach(cleanUp);

  it('shows the worst in force: what to do, area, issuer, time left, and what its issuer did', async () => {
    const { card, text } = await open([...chain(), warning('b', { level: 'blue' })]);
    expect(text('#name')).to.equal('暴雨橙色预警');
    expect(text('.what')).to.include('该做什么').and.include('停止地下车库通行');
    expect(text('dl')).to.include('青秀区').and.include('南宁市气象台');
    expect(text('[role="timer"]')).to.include('剩 2 小时 28 分');
    const items = [...card.renderRoot.querySelectorAll('.history li')].map(textOf);
    expect(items.map((item) => item.replace(/ 南宁.*?预警信号/, ''))).to.deep.equal([
      '13:02 发布',
      '13:32 更新',
      '14:02 提升 本条',
    ]);
    expect(text('.history')).to.include('更早的 1 条不在此列');
    await accessible(card);
  });

  it('one that was replaced says by which, and leads to it', async () => {
    const { card, text } = await open(chain(), (each) => (each.warning = ID('1')));
    expect(text('.clock')).to.include('已被第 3 次更新替代');
    expect(card.renderRoot.querySelector('.warning')!.className).to.not.include('orange');
    button(card, '查看新版')!.click();
    await until(() => text('.line').includes('第 3 次更新'), 'the newest');
  });

  it('lifted, withdrawn, cancelled and expired stay what they are, however long ago', async () => {
    for (const [state, verb, said] of [
      ['lifted', 'lift', '已解除'],
      ['withdrawn', 'withdraw', '已撤销（误发）'],
      ['ended', 'end', '已取消，原因不明'],
    ] as const) {
      const { text } = await open(
        [
          warning('w', { derived: { state, endedBy: ID('e') } }),
          warning('e', { at: ago(400), value: { verb, references: [ID('w')] }, derived: { state } }),
        ],
        (each) => (each.warning = ID('w')),
      );
      expect(text('.clock'), state).to.include(said);
      expect(text('.history'), state).to.include(said.replace(/^已/, ''));
    }
    const alone = await open(
      [warning('l', { derived: { state: 'lifted', endedBy: ID('gone') } })],
      (each) => (each.warning = ID('l')),
    );
    expect(alone.text('.clock'), 'when it was lifted is not known').to.equal('已解除');
    const expired = await open(
      [warning('x', { value: { expires: ago(400) }, derived: { state: 'expired' } })],
      (each) => (each.warning = ID('x')),
    );
    expect(expired.text('.clock')).to.include('已到期');
  });

  it('is acknowledged by its button, and shows who when the picture does', async () => {
    const { card, view, text } = await open([warning('o')]);
    const done: string[] = [];
    card.addEventListener('yj-alarm-acknowledged', (event) => done.push(event.id));
    expect(text('.ack.waiting')).to.include('未确认');
    button(card, '确认收到')!.click();
    await until(() => button(card, '已写入，等待回显'), 'it is sent');
    expect(view.sent.map(({ name, input }) => [name, input])).to.deep.equal([['acknowledge-alarm', { of: ID('o') }]]);
    expect(text('.ack')).to.not.include('✓');
    view.put(warning('o', { derived: { acknowledged: { at: ago(0), masked: '李*' } } }));
    await until(() => text('.ack.done').includes('✓ 李* 14:32 确认'), 'who and when');
    expect(done).to.deep.equal([ID('o')]);
  });

  it('asks the page before, and says so where it takes it over', async () => {
    const { card, view, text } = await open([warning('o')]);
    card.addEventListener('yj-acknowledgement-requested', (event) => event.preventDefault());
    button(card, '确认收到')!.click();
    await until(() => text().includes('已交由本页处理，以画面为准'), 'that it is taken over');
    expect(view.sent).to.deep.equal([]);
    expect(text('.ack')).to.not.include('✓');
  });

  it('read-only it says so and offers nothing', async () => {
    const { card, text } = await open([warning('o')], (each) => (each.readOnly = true));
    expect(button(card, '确认收到')).to.equal(undefined);
    expect(text('.foot')).to.include('只读：本页只供查看');
  });

  it('empty, stopped, not to be read and unknown are told apart', async () => {
    const { card, view, text } = await open([], (each) => (each.place = '450103'));
    expect(text('.empty')).to.equal('青秀区现无生效中的预警（截至 14:32，1 个数据源实时）');
    await accessible(card);
    view.health({ link: { state: 'stale', since: ago(27) } });
    await until(() => text('.doubt').includes('停于 14:05'), 'that it stopped');
    expect(text()).to.not.include('现无');
    const strange = await open([], (each) => (each.warning = 'warning/weather/zz'));
    expect(strange.text('.empty')).to.include('warning/weather/zz');
    const english = await open([warning('o')], (each) => (each.lang = 'en'));
    expect(english.text('.what')).to.include('What to do');
  });

  it('that there is none is said with the place in its place, in either language', async () => {
    const { text } = await open([], (card) => Object.assign(card, { place: '450103', lang: 'en' }));
    expect(text('.empty')).to.equal('No warning in force in 青秀区 (as of 14:32, 1 feed live)');
    const zh = await open([]);
    expect(zh.text('.empty')).to.equal('现无生效中的预警（截至 14:32，1 个数据源实时）');
  });

  it('a worse warning that takes its place takes the focus off the button: what was about to be confirmed is not it', async () => {
    const { card, view, text } = await open([warning('o')]);
    button(card, '确认收到')!.focus();
    view.put(warning('r', { level: 'red' }));
    await until(() => text('#name') === '暴雨红色预警', 'the worse one');
    expect((card.renderRoot as ShadowRoot).activeElement).to.equal(card.renderRoot.querySelector('.box'));
  });

  describe('pressed while it comes to show another', () => {
    const IN_VAIN = '画面刚变，未确认。看清后再按';
    const sentOf = ({ sent }: FakeView): unknown[] => sent.map(({ input }) => input);

    it('between the press and its end nothing is sent, that is said, and once it could be read a press counts', async () => {
      const { card, view, text } = await open([warning('o')]);
      const lift = pressOn(button(card, '确认收到')!);
      view.put(warning('r', { level: 'red' }));
      await until(() => text('#name') === '暴雨红色预警', 'the worse one');
      lift();
      await until(() => text('[role="alert"]') === IN_VAIN, 'that nothing was sent');
      await accessible(card);
      expect(view.sent).to.deep.equal([]);
      await pause(500);
      pressOn(button(card, '确认收到')!)();
      await until(() => view.sent.length > 0, 'it is sent');
      expect(sentOf(view)).to.deep.equal([{ of: ID('r') }]);
      await until(() => text('[role="alert"]') === '', 'nothing is in vain any more');
    });

    it('just before the press nothing is sent either: no hand is held back as fast as that', async () => {
      const { card, view, text } = await open([warning('o')]);
      view.put(warning('r', { level: 'red' }));
      await until(() => text('#name') === '暴雨红色预警', 'the worse one');
      pressOn(button(card, '确认收到')!)();
      // As a screen reader presses, without a pointer.
      button(card, '确认收到')!.click();
      await until(() => text('[role="alert"]') === IN_VAIN, 'that nothing was sent');
      expect(view.sent).to.deep.equal([]);
    });

    it('one that becomes worse under the press is another; a change of other words is not', async () => {
      const { card, view, text } = await open([warning('o')]);
      const lift = pressOn(button(card, '确认收到')!);
      view.put(warning('o', { level: 'red' }));
      await until(() => text('#name') === '暴雨红色预警', 'it is red');
      lift();
      await until(() => text('[role="alert"]') === IN_VAIN, 'that nothing was sent');
      const same = await open([warning('o')]);
      const liftSame = pressOn(button(same.card, '确认收到')!);
      same.view.put(warning('o', { value: { expires: '2026-06-12T18:00:00+08:00' } }));
      await until(() => same.text('.clock').includes('18:00'), 'its other end');
      liftSame();
      expect([view.sent, sentOf(same.view)]).to.deep.equal([[], [{ of: ID('o') }]]);
    });

    it('where there was nothing to press a moment ago the first press counts no more than there', async () => {
      const { card, view, text } = await open([]);
      view.put(warning('o'));
      await until(() => text('#name') !== '', 'the warning');
      pressOn(button(card, '确认收到')!)();
      await until(() => text('[role="alert"]') === IN_VAIN, 'that nothing was sent');
      expect(view.sent).to.deep.equal([]);
    });
  });
});
