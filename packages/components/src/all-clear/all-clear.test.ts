import { expect } from 'chai';
import { BehaviorSubject } from 'rxjs';
import { entityId, withAllClear, type Health, type Instant, type LocalView, type View } from '@yingji/core';
import { createLocalView } from '@yingji/core/view';
import { createEntries, detector, fireAlarm } from '@yingji/core/testing';
import { define } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { NOW } from '../testing/rows.js';
import type { YjAllClear } from './all-clear.js';
import type { YjEvidenceOpened } from './events.js';

const yard = entityId('place', 'registry', 'yard');
const fire = entityId('feed', 'city', 'fire');
const square = [
  [
    [
      [108.35, 22.82],
      [108.352, 22.82],
      [108.352, 22.822],
      [108.35, 22.822],
      [108.35, 22.82],
    ],
  ],
];
type Feed = 'live' | 'stale' | 'none';

/** A yard with one smoke detector, as a city would answer about it. */
function city({ detectorMore = {}, feed = 'live' }: { readonly detectorMore?: object; readonly feed?: Feed } = {}) {
  const make = createEntries(Date.parse(NOW));
  const view: LocalView = withAllClear(createLocalView({ now: make.at(0) }));
  const heard = (state: string) =>
    make.put(fire, {
      title: { zh: '消防物联', en: 'Fire' },
      state,
      hears: ['registry'],
      lastEvent: make.at(0),
      issues: 0,
      quarantined: 0,
    });
  const watch = {
    detects: ['12G'],
    place: yard,
    position: [108.351, 22.821],
    rangeM: 60,
    name: '3 栋感烟',
    ...detectorMore,
  };
  view.apply(
    [
      make.put(yard, { name: '翠湖小区', scheme: 'division', code: '450103001', boundary: square }),
      make.put(...detector('1', watch)),
      make.put(entityId('observation', 'fire', '1'), {
        device: detector('1')[0],
        quantity: 'component-state',
        value: ['normal'],
        quality: 'good',
      }),
      make.put(entityId('risk-source', 'registry', 'gas'), { name: '液化气站', category: 'gas', place: yard }),
      ...(feed === 'none' ? [] : [heard(feed)]),
    ],
    make.at(0),
  );
  let seconds = 0;
  const pass = (): void => view.advance(make.at((seconds += 2)));
  return {
    make,
    view,
    heard,
    pass,
    tell: (...batch: Parameters<LocalView['apply']>[0]) => view.apply(batch, make.at(seconds)),
  };
}

/** The same, by a way that a test breaks. */
function over(view: View) {
  const health = new BehaviorSubject<Health>({ link: { state: 'live', since: NOW as Instant }, now: NOW as Instant });
  const far: View = { select: view.select.bind(view), send: view.send.bind(view), health$: health };
  return { far, say: (next: Partial<Health>) => health.next({ ...health.value, ...next }) };
}

async function open(view: View | undefined, setUp?: (each: YjAllClear) => void) {
  define();
  const element = await fixture<YjAllClear>('yj-all-clear', (each) => {
    each.style.width = '900px';
    each.view = view;
    each.place = yard;
    each.eventTypes = ['12G00'];
    setUp?.(each);
  });
  const root = element.renderRoot as ShadowRoot;
  const find = (selector: string): HTMLElement | null => root.querySelector(selector);
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await element.updateComplete;
    }
  };
  await settled();
  return {
    element,
    find,
    settled,
    text: (selector: string) => textOf(find(selector)),
    lines: () => [...root.querySelectorAll('.statement p')].map(textOf),
  };
}

describe('yj-all-clear', () => {
  afterEach(cleanUp);

  it('says what was seen, by what, how fresh, and what is not covered', async () => {
    const { lines } = await open(city().view);
    expect(lines()).to.deep.equal([
      '未见险情 截至 14:32，翠湖小区未见火灾险情。',
      '依据：火灾 1 台设备在线监测，最早一条数据 14:32。',
      '未覆盖：地面约 75%、1 处风险源无设备监测。',
    ]);
  });

  it('where sources of a drill are there, says that what nobody watches is not watched by those', async () => {
    const { view, tell, make } = city({ detectorMore: { detects: ['11B'] } });
    const played = {
      title: { zh: '演练消防', en: 'Played' },
      state: 'live',
      exercise: 'spring',
      issues: 0,
      quarantined: 0,
    };
    tell(make.put(entityId('feed', 'city', 'play'), played));
    const { lines } = await open(view);
    expect(lines()[0]).to.equal('? 不能判定 不能判定翠湖小区有无火灾险情：火灾无实战设备在线监测，演练数据源不算。');
  });

  it('in English as well', async () => {
    const { find } = await open(city().view, (each) => {
      each.lang = 'en';
      each.place = '450103001';
    });
    const said = textOf(find('.box')).replaceAll('翠湖小区', 'the yard');
    expect(said)
      .to.include('As of 14:32, no danger of ')
      .and.include('in the yard')
      .and.not.match(/\p{Script=Han}/u);
  });

  it('never says 平安, 安全 or 解除, whatever the state', async () => {
    const worlds = [city(), city({ feed: 'stale' }), city({ detectorMore: { detects: [] } })];
    worlds[1]!.tell(worlds[1]!.make.put(...fireAlarm('1')));
    for (const lang of ['zh-CN', 'en'])
      for (const { view } of worlds) {
        const { find } = await open(view, (each) => (each.lang = lang));
        expect(textOf(find('.box'))).to.not.match(/平安|安全|解除|\bsafe\b|✓/);
      }
  });

  it('is asked by division code as well', async () => {
    const { lines } = await open(city().view, (each) => (each.place = '450103001'));
    expect(lines()[0]).to.include('翠湖小区未见火灾险情');
  });

  it('takes its event types from an attribute', async () => {
    const { element, settled, lines } = await open(city().view, (each) =>
      each.setAttribute('event-types', '12G00, 11B'),
    );
    await settled();
    expect(element.eventTypes).to.deep.equal(['12G00', '11B']);
    expect(lines()[0]).to.include('不能判定');
  });

  describe('becomes 不能判定 with the reason', () => {
    const cases: readonly (readonly [
      says: string,
      world: ReturnType<typeof city>,
      setUp: (each: YjAllClear) => void,
      want: string,
    ])[] = [
      ['where nobody watches', city({ detectorMore: { detects: ['11B'] } }), () => undefined, '火灾无在线设备监测'],
      [
        'where a device states no range',
        city({ detectorMore: { rangeM: undefined } }),
        () => undefined,
        '在线设备的监测范围未登记，或不及该地点',
      ],
      [
        'where its silence cannot be judged',
        city({ detectorMore: { contract: undefined } }),
        () => undefined,
        '火灾无在线设备监测，另有 1 条原因',
      ],
      ['where a source is late', city({ feed: 'stale' }), () => undefined, '火灾无在线设备监测，另有 2 条原因'],
      ['where nothing was asked about', city(), (each) => (each.eventTypes = []), '未指定核验事项（event-types）'],
      ['where no place was given', city(), (each) => (each.place = ''), '未指定地点（place）'],
      [
        'where no such place is registered',
        city(),
        (each) => (each.place = 'place/registry/nowhere'),
        '登记中没有该地点，另有 1 条原因',
      ],
      ['where no place has this code', city(), (each) => (each.place = '999999'), '登记中没有该地点'],
    ];
    for (const [says, { view }, setUp, want] of cases)
      it(says, async () => {
        const { text, find } = await open(view, setUp);
        expect(text('.state')).to.equal('? 不能判定');
        expect(text('.said'))
          .to.match(/^不能判定.*险情：/)
          .and.include(`：${want}。`);
        expect(find('.state.nothing-seen')).to.equal(null);
      });

    it('where the source of data answers no such question', async () => {
      const { text } = await open(createFakeView({ now: NOW, rows: [] }));
      expect(text('.said')).to.equal('不能判定该地点有无火灾险情：数据来源未答复，或无权查看该地点。');
    });

    it('where the way to the data is silent, although the last answer was that nothing was seen', async () => {
      const { far, say } = over(city().view);
      const { text, settled, find } = await open(far);
      expect(text('.state')).to.equal('未见险情');
      say({ link: { state: 'stale', since: NOW as Instant }, now: '2026-06-12T14:59:00+08:00' as Instant });
      await settled();
      expect(text('.said')).to.equal('不能判定翠湖小区有无火灾险情：数据停于 14:32。');
      expect(text('.strip.stale')).to.equal('数据停于 14:32（27 分钟前）。以下为当时的依据');
      expect(find('.statement')!.textContent).to.not.include('未见');
    });

    for (const code of ['lines-aside', 'analyst-failed', 'derivation-failed', 'of-tomorrow'])
      it(`where the host says ${code} of its own picture`, async () => {
        const { far, say } = over(city().view);
        const { text, settled } = await open(far);
        say({ code });
        await settled();
        expect(text('.said')).to.include('不能判定').and.include(code);
      });
  });

  it('names what is in doubt in its evidence: devices and sources, as they are called', async () => {
    const world = city();
    const { text, find, settled } = await open(world.view);
    world.tell(world.heard('stale'));
    world.pass();
    await settled();
    const reasons = [...find('.reasons')!.children].map(textOf);
    expect(reasons).to.deep.equal(['火灾无在线设备监测', '设备“3 栋感烟”停于 14:32', '数据源“消防物联”停于 14:32']);
    expect(text('table')).to.equal('核验事项 在线设备 失联或故障 火灾 0 1');
    expect(text('dl')).to.equal('未了结事项 0 项 地面覆盖 约 0% 风险源 1 处，0 处有设备监测 最早一条数据 14:32');
  });

  it('an alarm that is open is something, and stays so when the way breaks', async () => {
    const world = city();
    world.tell(world.make.put(...fireAlarm('1')));
    const { far, say } = over(world.view);
    const { lines, settled } = await open(far);
    expect(lines()).to.deep.equal(['有未了结事项 截至 14:32，翠湖小区有火灾相关事项 1 项未了结。']);
    say({ link: { state: 'stale', since: NOW as Instant } });
    await settled();
    expect(lines()).to.deep.equal(['有未了结事项 数据停于 14:32，当时翠湖小区有火灾相关事项 1 项未了结。']);
  });

  it('tells politely when another thing may be said than before, and nothing at first', async () => {
    const world = city();
    const { text, settled } = await open(world.view);
    await settled();
    expect(text('[role=status]')).to.equal('');
    world.tell(world.make.put(...fireAlarm('1')));
    world.pass();
    await until(() => text('[role=status].unseen').includes('事项 1 项未了结'), 'it is said');
  });

  it('tells nothing aloud of a past that runs on', async () => {
    const world = city();
    const { far, say } = over(world.view);
    say({ readOnly: 'past' });
    const { text, lines, settled } = await open(far);
    await settled();
    world.tell(world.make.put(...fireAlarm('1')));
    world.pass();
    await until(() => lines().join().includes('事项 1 项未了结'), 'it is shown');
    await settled();
    expect(text('[role=status].unseen')).to.equal('');
  });

  it('opens its evidence by Enter, and lets the page show it instead', async () => {
    const { element, find } = await open(city().view);
    const details = find('details') as HTMLDetailsElement;
    const summary = find('summary')!;
    const told: unknown[] = [];
    let prevent = true;
    element.addEventListener('yj-evidence-opened', (event: YjEvidenceOpened) => {
      told.push(event.place);
      if (prevent) event.preventDefault();
    });
    summary.focus();
    expect((element.renderRoot as ShadowRoot).activeElement).to.equal(summary);
    summary.click();
    expect([details.open, told]).to.deep.equal([false, [yard]]);
    prevent = false;
    summary.click();
    expect(details.open).to.equal(true);
    summary.click();
    expect([details.open, told.length], 'closing is no opening').to.deep.equal([false, 2]);
  });

  it('loading, failed, and without a view are told apart', async () => {
    const view = createFakeView({ now: NOW, silent: true });
    const { find, text, settled } = await open(view);
    await until(() => find('.loading'), 'it says that it is reading');
    expect(text('.loading')).to.equal('正在核验…');
    view.health({ code: 'gateway-unreachable' });
    await settled();
    expect(text('.notice.failed')).to.equal('不能判定：网关无响应（gateway-unreachable）。正在自动重试');
    expect((await open(undefined)).text('.notice.failed')).to.include('no-view');
  });

  for (const theme of ['light', 'dark', 'contrast'])
    it(`has no violation that axe can find, ${theme}, in each state`, async () => {
      const worlds = [city(), city({ feed: 'stale' }), city()];
      worlds[2]!.tell(worlds[2]!.make.put(...fireAlarm('1')));
      for (const { view } of worlds) {
        const { element, find } = await open(view, (each) => (each.theme = theme));
        (find('details') as HTMLDetailsElement).open = true;
        await accessible(element);
      }
    });

  it('at 320 px nothing is cut', async () => {
    const { find } = await open(city({ feed: 'stale' }).view, (each) => (each.style.width = '320px'));
    (find('details') as HTMLDetailsElement).open = true;
    expect(find('section')!.scrollWidth).to.be.at.most(320);
  });

  it('on paper its evidence is open, and folded again afterwards', async () => {
    const { find } = await open(city().view);
    const details = find('details') as HTMLDetailsElement;
    dispatchEvent(new Event('beforeprint'));
    expect(details.open).to.equal(true);
    dispatchEvent(new Event('afterprint'));
    expect(details.open).to.equal(false);
  });

  it('names a kind with its group, and what nobody knows by its code', async () => {
    const { text } = await open(city().view, (each) => (each.eventTypes = ['12G04', '12G77', '12']));
    expect(text('.said')).to.include('有无火灾·高层民用、12G77、事故灾难险情');
  });

  it('on a wall has the statement alone', async () => {
    const { find, lines } = await open(city().view, (each) => (each.density = 'wall'));
    expect([find('details'), lines().length]).to.deep.equal([null, 3]);
  });

  it('Esc folds the evidence, and the focus is where it was opened', async () => {
    const { find, element } = await open(city().view);
    const [details, summary] = [find('details') as HTMLDetailsElement, find('summary')!];
    summary.click();
    expect(details.open).to.equal(true);
    summary.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(details.open).to.equal(false);
    expect((element.renderRoot as ShadowRoot).activeElement).to.equal(summary);
  });
});
