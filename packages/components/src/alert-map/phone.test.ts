import { expect } from 'chai';
import type { EntityId } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { withoutWebGl } from '../testing/no-webgl.js';
import { ago, alarm, evening, feed, NOW, warning } from '../testing/rows.js';
import { placePopup } from './place-popup.js';

const BOX = 640;
const spot = ({ find }: Reading, selector: string): DOMRect => find(selector)!.getBoundingClientRect();

const rows = [
  ...evening(),
  alarm('y', { level: 'blue', position: [108.31, 22.81] }),
  warning('w-red', { level: 'red' }),
  { ...warning('wd', { level: 'red' }), exercise: 'spring' },
  { ...alarm('ad', { level: 'yellow', position: [108.36, 22.84] }), exercise: 'spring' },
];

async function open({ lang = 'zh-CN', width = 320, more = [] as ReturnType<typeof alarm>[] } = {}): Promise<Reading> {
  const reading = await openMap({
    width,
    view: createFakeView({ now: NOW, rows: [...rows, ...more] }),
    setUp: (map) => {
      map.lang = lang;
      map.style.height = `${BOX}px`;
      const past = createFakeView({ now: NOW, rows: [feed('fire', '消防物联')] });
      map.past = () => Promise.resolve({ ...past, close: () => undefined });
    },
  });
  await until(() => reading.find('canvas[role="application"]'), 'the map is drawn');
  return reading;
}

describe('yj-alert-map on a phone', () => {
  afterEach(cleanUp);

  for (const lang of ['zh-CN', 'en'])
    it(`leaves the map three fifths of the frame at 320 px, ${lang}`, async () => {
      const reading = await open({ lang });
      const { map, find } = reading;
      expect(spot(reading, '.frame').height / BOX).to.be.at.least(0.6);
      expect(spot(reading, '.list').top, 'the sheet begins in the frame').to.be.below(
        spot(reading, '.box').bottom - 76,
      );
      const buttons = [...map.renderRoot.querySelectorAll('button')];
      expect(buttons.length).to.be.at.least(7);
      for (const button of buttons) {
        const { width, height, top } = button.getBoundingClientRect();
        expect(Math.min(width, height), textOf(button)).to.be.at.least(48);
        expect(top - spot(reading, '.box').top, textOf(button)).to.be.at.least(0.4 * BOX - 48);
      }
      expect(find('.box')!.scrollWidth).to.be.at.most(320);
      await accessible(map);
    });

  for (const lang of ['zh-CN', 'en'])
    it(`leaves it the same in a flood and in one of a drill, neither of them hidden, ${lang}`, async () => {
      const flood = Array.from({ length: 24 }, (_, i) => ({
        ...alarm(`f${i}`, {
          level: i % 3 === 0 ? 'orange' : 'yellow',
          position: [108.3 + i / 500, 22.8],
          at: ago(i % 8),
        }),
        ...(i % 2 === 1 && { exercise: 'exercise/city/spring' as EntityId }),
      }));
      const reading = await open({ lang, more: flood });
      const { map, text } = reading;
      const strips = [...map.renderRoot.querySelectorAll<HTMLElement>('.strip')];
      const told = strips.map((strip) => `${strip.offsetHeight} ${textOf(strip)}`).join(' | ');
      const high = `${told} | head ${spot(reading, '.head').height} ${text('.head')}`;
      expect(strips.map(textOf).join(), high).to.match(lang === 'en' ? /Flood.*Exercise|Exercise.*flood/i : /告警集中/);
      expect(spot(reading, '.frame').height / BOX, high).to.be.at.least(0.6);
      for (const strip of strips) expect(strip.scrollWidth, high).to.be.at.most(320);
      await accessible(map);
    });

  it('first says the worst, what is not graded, what nobody confirmed and how old it is; the rest is one number, which the legend parts', async () => {
    const { find, text, button, settled } = await open();
    expect(text('.head .counts')).to.equal('警情 红 1 未定级 2 另 3 未确认 5 预警 红 1 另 1');
    expect(text('.head .fresh')).to.include('实时 14:32');
    expect(text('.strip.drill')).to.equal('演练 警情 黄 1 未确认 1 预警 红 1');
    button('图层')!.click();
    await until(() => find('.menu .legend'), 'the legend in the menu');
    await settled();
    for (const told of ['红 1', '橙 1', '黄 1', '蓝 1', '未定级 2']) expect(text('.menu .legend')).to.include(told);
  });

  it('has the bar of the replay where a thumb reaches it', async () => {
    const reading = await open();
    reading.find('[data-replay-button]')!.click();
    await until(() => reading.find('.replay input:not([disabled])'), 'the bar');
    const [bar, frame] = [spot(reading, '.strip.replay'), spot(reading, '.frame')];
    expect(bar.top).to.be.at.least(frame.bottom);
    expect(bar.bottom).to.be.at.most(spot(reading, '.box').bottom);
    expect(frame.height / BOX).to.be.at.least(0.4);
  });

  it('has the map move once for each thing whose symbol would lie below its sheet', async () => {
    const reading = await open();
    reading.find('.row')!.click();
    await until(() => reading.find('.popup dl'), 'its facts');
    const [popup, frame] = [spot(reading, '.popup'), spot(reading, '.frame')];
    const sheet = reading.find('.popup')!;
    const place = (y: number, sheetOf: string): number | undefined =>
      placePopup(sheet, { spot: { x: 100, y }, gap: 39, sheetOf });
    const top = popup.top - frame.top;
    expect(place(top + 20, 'low'), 'the symbol stands clear of it').to.be.closeTo(59, 0.01);
    expect(place(top + 20, 'low'), 'then the reader has the map').to.equal(undefined);
    expect(place(top - 60, 'high')).to.equal(0);
    expect(sheet.hasAttribute('data-placed')).to.equal(false);
  });

  it('gives the list half of the body while something is searched in it', async () => {
    const reading = await open();
    reading.button('搜索')!.click();
    await until(() => reading.focused()?.matches('input'), 'the search field');
    expect(spot(reading, '.side').height).to.be.at.least(200);
  });

  it('without WebGL the list has the frame at every width, and nothing lies over anything', async () => {
    const restore = withoutWebGl();
    try {
      for (const width of [320, 600, 900]) {
        const reading = await openMap({ width, view: createFakeView({ now: NOW, rows }) });
        await until(() => reading.find('.no-map'), 'the list stands in');
        await reading.settled();
        const [frame, side, box] = ['.frame', '.side', '.box'].map((part) => spot(reading, part)) as [
          DOMRect,
          DOMRect,
          DOMRect,
        ];
        expect(frame.height, `${width}: the notice`).to.be.below(140);
        expect(side.height / box.height, `${width}: the list`).to.be.above(0.4);
        expect(side.top, `${width}`).to.be.at.least(frame.bottom - 1);
        if (width > 480) expect(spot(reading, '.legend').top, `${width}`).to.be.at.least(side.bottom - 1);
        cleanUp();
      }
    } finally {
      restore();
    }
  });
});
