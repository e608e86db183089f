import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { accessible, cleanUp, pause, textOf, until } from '../testing/fixture.js';
import { createFakeView } from '../testing/fake-view.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ALL_LAYERS, registers } from '../testing/registers.js';
import { alarm, incident, NOW } from '../testing/rows.js';
import { groundAt, type Project } from './ground.js';

const FROM = [108.37, 22.82] as const;
const rows = [
  incident('i1', { level: 'red', position: [...FROM] }),
  alarm('near', { level: 'yellow', position: [108.371, 22.82] }),
  { ...alarm('played', { level: 'orange', position: [108.3705, 22.82] }), exercise: 'spring' },
  alarm('nowhere', { level: 'blue' }),
];
const told = ({ find }: Reading): string => textOf(find('.told'));

async function open(): Promise<Reading> {
  const reading = await openMap({ view: createFakeView({ now: NOW, rows }) });
  await until(() => reading.find('canvas[role="application"]'), 'the map is drawn');
  return reading;
}

/** After the map has come to rest. */
async function rested({ find }: Reading): Promise<void> {
  const drawn = (): string => find('.measure')!.innerHTML;
  for (let before = ''; before !== drawn(); await pause(300)) before = drawn();
}

/** By keys: on the map, with the incident chosen. */
async function begin(reading: Reading): Promise<void> {
  const { find } = reading;
  find('canvas')!.focus();
  for (let i = 0; i < 9 && !/燃气泄漏/.test(textOf(find('.row[aria-selected="true"]'))); i += 1)
    await sendKeys({ press: 'n' });
  await sendKeys({ press: 'm' });
  await until(() => told(reading) !== '', 'it measures');
}

describe('measuring', () => {
  afterEach(cleanUp);

  it('by keys alone: from what is chosen to the cross, which way, and what is around', async () => {
    const reading = await open();
    const { find, rows: listed, map } = reading;
    expect(listed()).to.have.length(4);
    await begin(reading);
    for (let i = 0; i < 6; i += 1) await sendKeys({ press: 'ArrowRight' });
    await until(() => /燃气泄漏到十字 [\d.]+ (米|公里)，向东/.test(told(reading)), told(reading), 4000);
    await until(
      () => /警情和事件 2 项，最高红色，演练 1 项，另有 1 项位置未知，不在内/.test(told(reading)),
      told(reading),
      4000,
    );
    // The nearer of the others stands 102 m away.
    const [, metres, unit] = /十字 ([\d.]+) (米|公里)/.exec(told(reading))!;
    const length = Number(metres) * (unit === '米' ? 1 : 1000);
    expect(length).to.be.above(100);
    await accessible(map);
    await sendKeys({ press: 'Escape' });
    await until(() => find('.measured') === null, 'it has ended');
    expect(reading.focused() === find('canvas'), 'the focus stays').to.equal(true);
  });

  it('tells what stands in the layers around, the nearest of each sort, and what has no place of its own', async () => {
    const reading = await openMap({
      view: createFakeView({ now: NOW, rows: [...rows, ...registers()] }),
      setUp: (map) => {
        map.layers = ALL_LAYERS;
      },
    });
    const { find, map } = reading;
    await until(() => find('canvas[role="application"]') && find('.registers'), 'the map and its layers are there');
    await begin(reading);
    for (let i = 0; i < 30 && !/避难场所/.test(textOf(find('.measured'))); i += 1) {
      await sendKeys({ press: 'ArrowUp' });
      await rested(reading);
    }
    expect(told(reading)).to.match(/周边 [\d.]+ 公里内：警情和事件 2 项/);
    const layers = textOf(find('.measured details'));
    expect(layers).to.match(/图层内 \d 项/);
    expect(layers).to.match(/避难场所 1，最近的是示例中学，2\.4\d 公里/);
    expect(layers).to.match(/风险源 \d，最近的是葛村路涵洞，1\.9\d 公里/);
    expect(layers).to.match(/只计已打开图层上的点，2 项未登记位置，不在内/);
    await accessible(map);
  });

  it('around corners that are set by keys alone: length, area, and what is enclosed; the last is taken back', async () => {
    const reading = await open();
    const { find, map, button } = reading;
    await begin(reading);
    const go = async (key: string, times: number): Promise<void> => {
      for (let i = 0; i < times; i += 1) {
        await sendKeys({ press: key });
        await rested(reading);
      }
    };
    await go('-', 3);
    await go('ArrowUp', 1);
    await go('ArrowLeft', 1);
    await sendKeys({ press: 'Enter' });
    await until(() => /已定第 1 角/.test(told(reading)), told(reading));
    expect(find('.popup'), 'Enter opens nothing meanwhile').to.equal(null);
    await go('ArrowRight', 2);
    await until(() => /从第 1 角到十字，全长/.test(told(reading)), told(reading));
    await sendKeys({ press: 'Enter' });
    await go('ArrowDown', 2);
    await sendKeys({ press: 'Enter' });
    await go('ArrowLeft', 2);
    await until(() => /圈内 [\d.]+ 平方(米|公里)，边长合计 [\d.]+ (米|公里)/.test(told(reading)), told(reading), 4000);
    await until(
      () => /圈内：警情和事件 2 项，最高红色，演练 1 项，另有 1 项位置未知/.test(told(reading)),
      told(reading),
      4000,
    );
    await accessible(map);
    find('canvas')!.focus();
    for (let i = 0; i < 3; i += 1) await sendKeys({ press: 'Backspace' });
    await until(() => /燃气泄漏到十字/.test(told(reading)), told(reading), 4000);
    button('定角圈选')!.click();
    await until(() => /已定第 1 角/.test(told(reading)), told(reading), 4000);
    button('退一角')!.click();
    await until(() => !/已定第 1 角/.test(told(reading)), told(reading), 4000);
    await sendKeys({ press: 'Escape' });
    await until(() => find('.measured') === null, 'it has ended');
  });

  it('without anything chosen begins in the middle; a button does the same and ends it', async () => {
    const reading = await open();
    const { button, find } = reading;
    button('量距与周边')!.click();
    await until(() => told(reading) === '移动地图，从图中心起点量起', told(reading));
    button('量距与周边')!.click();
    await until(() => find('.measured') === null, 'it has ended');
  });

  it('finds the ground below a pixel, also where positions are drawn shifted', () => {
    const up = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
    const flat: Project = ([lon, lat]) => ({ x: 4000 * lon - 430_000, y: 90_000 - 4000 * (180 / Math.PI) * up(lat) });
    const shifted: Project = (at) => flat(at[0] > 70 ? [at[0] + 0.0055, at[1] - 0.0025] : at);
    for (const project of [flat, shifted]) {
      const found = groundAt(project([108.37, 22.82])!, project)!;
      expect(found[0]).to.be.closeTo(108.37, 1e-6);
      expect(found[1]).to.be.closeTo(22.82, 1e-6);
    }
    expect(groundAt({ x: 1, y: 1 }, () => undefined)).to.equal(undefined);
  });
});
