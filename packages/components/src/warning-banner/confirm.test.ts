import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { define } from '../define-elements.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, pause, pressOn, textOf, until } from '../testing/fixture.js';
import { ago, feed, NOW, place, warning } from '../testing/rows.js';
import type { YjWarningBanner } from './warning-banner.js';

define();

interface Reading {
  readonly banner: YjWarningBanner;
  readonly view: FakeView;
  text(selector: string): string;
}

async function open(rows: ReturnType<typeof warning>[], setUp?: (banner: YjWarningBanner) => void): Promise<Reading> {
  const view = createFakeView({ now: NOW, rows: [place('450103', '青秀区'), feed('weather', '气象预警'), ...rows] });
  const banner = await fixture<YjWarningBanner>('yj-warning-banner', (each) => {
    each.style.width = '900px';
    each.view = view;
    setUp?.(each);
  });
  return { banner, view, text: (selector) => textOf(banner.renderRoot.querySelector(selector)) };
}

describe('确认收到 in the banner', () => {
  afterEach(cleanUp);
  const RED = { id: 'warning/weather/r' };
  const button = ({ banner }: Reading): HTMLElement | null => banner.renderRoot.querySelector('.confirm button');
  const seen = { acknowledged: { at: ago(0), masked: '李*' } };

  it('of the warning that is shown: an event that the page may take, a Command, and no ✓ before the picture has it', async () => {
    const reading = await open([warning('r', { level: 'red' }), warning('o')]);
    const { banner, view, text } = reading;
    const heard: unknown[] = [];
    banner.addEventListener('yj-acknowledgement-requested', ({ act }) => heard.push(act.input));
    banner.addEventListener('yj-alarm-acknowledged', ({ id }) => heard.push(id));
    const take = (event: Event): void => event.preventDefault();
    banner.addEventListener('yj-acknowledgement-requested', take);
    pressOn(button(reading)!)();
    await until(() => text('.line > [role="status"]') === '已交由本页处理，以画面为准', 'that it is taken over');
    expect(view.sent).to.deep.equal([]);
    banner.removeEventListener('yj-acknowledgement-requested', take);
    pressOn(button(reading)!)();
    await until(() => textOf(button(reading)) === '已写入，等待回显', 'it is sent');
    expect(view.sent.map(({ name, input }) => [name, input])).to.deep.equal([['acknowledge-alarm', { of: RED.id }]]);
    expect(text('.answer')).to.equal('未确认 30 分');
    await accessible(banner);
    view.put(warning('r', { level: 'red', derived: seen }));
    await until(() => text('.answer') === '✓ 李* 14:32 已确认', 'who and when');
    expect(button(reading)).to.equal(null);
    expect(heard).to.deep.equal([{ of: RED.id }, { of: RED.id }, RED.id]);
  });

  it('by keys alone, of the one that was stepped to', async () => {
    const reading = await open([warning('r', { level: 'red' }), warning('o')]);
    const before = document.createElement('button');
    reading.banner.before(before);
    before.focus();
    await sendKeys({ press: 'Tab' });
    const root = reading.banner.renderRoot as ShadowRoot;
    expect(root.activeElement === button(reading), 'it is the first').to.equal(true);
    await sendKeys({ press: 'ArrowRight' });
    await until(() => reading.text('#name') === '暴雨橙色预警', 'the other');
    expect(root.activeElement === button(reading), 'which nobody has read yet').to.equal(false);
    await pause(500);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    before.remove();
    await until(() => reading.view.sent.length > 0, 'it is sent');
    expect(reading.view.sent[0]!.input).to.deep.equal({ of: 'warning/weather/o' });
  });

  it('what was pressed as a worse one came is not confirmed, and said to be so', async () => {
    const reading = await open([warning('o')]);
    const lift = pressOn(button(reading)!);
    reading.view.put(warning('r', { level: 'red' }));
    await until(() => reading.text('#name') === '暴雨红色预警', 'the worse one');
    lift();
    await until(() => reading.text('.problem') === '画面刚变，未确认。看清后再按', 'that nothing was sent');
    expect(reading.view.sent).to.deep.equal([]);
    button(reading)!.focus();
    reading.view.put(warning('s', { level: 'red', recordedAt: ago(-1), at: ago(-1), derived: { rank: -1 } }));
    await until(() => button(reading)!.parentElement!.dataset['key'] === 'warning/weather/s', 'another');
    expect((reading.banner.renderRoot as ShadowRoot).activeElement?.className, 'no key confirms it').to.include('box');
  });

  it('why the store refused it is said, and it may be tried again', async () => {
    const reading = await open([warning('o')]);
    reading.view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'not-permitted', path: '', level: 'error', message: '' }] });
    pressOn(button(reading)!)();
    await until(() => reading.text('.problem').startsWith('未确认：无权办理'), 'why');
    expect(textOf(button(reading))).to.equal('再次确认');
  });

  it('is offered to nobody who may not act, which is said, nor of the past, of what is over or on a wall', async () => {
    for (const [readOnly, told] of [
      ['no-actor', '只读：未提供操作人'],
      ['past', '只读：过去的画面'],
    ] as const) {
      const reading = await open([warning('o')]);
      reading.view.health({ readOnly });
      await until(() => reading.text('.read-only') === told, told);
      expect(button(reading)).to.equal(null);
    }
    const page = await open([warning('o')], (each) => (each.readOnly = true));
    expect([page.text('.read-only'), button(page)]).to.deep.equal(['只读：本页只供查看', null]);
    const wall = await open([warning('o')], (each) => (each.density = 'wall'));
    expect([wall.text('.read-only'), button(wall)]).to.deep.equal(['', null]);
    const over = await open([warning('x', { value: { expires: ago(4) }, derived: { state: 'expired' } })]);
    expect(button(over)).to.equal(null);
  });

  it('takes no line of its own at 320 px, in either language, whether it is offered or not', async () => {
    for (const lang of ['zh-CN', 'en']) {
      const small = (each: YjWarningBanner): void => {
        each.lang = lang;
        each.style.width = '320px';
      };
      const height = ({ banner }: Reading): number => banner.getBoundingClientRect().height;
      const confirmed = await open([warning('o', { derived: seen }), warning('y', { level: 'yellow' })], small);
      const open_ = await open([warning('o'), warning('y', { level: 'yellow' })], small);
      expect(height(open_), lang).to.be.at.most(height(confirmed) + 1);
      const target = button(open_)!.getBoundingClientRect();
      expect([target.height >= 48, target.width >= 48], lang).to.deep.equal([true, true]);
      open_.view.health({ readOnly: 'no-actor' });
      await until(() => open_.text('.read-only') !== '', 'why nobody may');
      expect(height(open_), lang).to.be.at.most(height(confirmed) + 1);
      for (const each of open_.banner.renderRoot.querySelectorAll('button'))
        expect(each.scrollWidth, `${lang} ${textOf(each)}`).to.be.at.most(each.clientWidth);
      const box = open_.banner.renderRoot.querySelector('.box')!;
      expect(box.scrollWidth).to.be.at.most(box.clientWidth);
    }
  });
});
