import { expect } from 'chai';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { withoutWebGl } from '../testing/no-webgl.js';
import { ALL_LAYERS, camera, control, facility, registers, riskSource } from '../testing/registers.js';
import { ago, evening, feed, incident, NOW, unjudged } from '../testing/rows.js';

const all = (setUp?: (map: YjAlertMap) => void): Parameters<typeof openMap>[0] => ({
  view: createFakeView({ now: NOW, rows: [...evening(), ...registers()] }),
  setUp: (map) => {
    map.layers = ALL_LAYERS;
    setUp?.(map);
  },
});
const opened = async (options = all()): Promise<Reading> => {
  const reading = await openMap(options);
  await until(() => reading.find('.registers'), 'the layers are there');
  return reading;
};
const things = ({ map }: Reading): string[] => [...map.renderRoot.querySelectorAll('.registers .row')].map(textOf);

describe('layers of registers', () => {
  afterEach(cleanUp);

  it('closures and responses are on from the start, all others when asked for', async () => {
    const reading = await opened({ view: createFakeView({ now: NOW, rows: [...evening(), ...registers()] }) });
    expect(things(reading).map((text) => text.split('，')[0])).to.deep.equal([
      '下穿通道封闭 示例涵洞双向封闭',
      '停课 示例小学停课',
      'Ⅲ级响应 城市内涝应急响应提升为Ⅲ级',
    ]);
    expect(reading.text('.legend')).to.include('管控措施 2 未到位 1 位置未知 1').and.include('应急响应 1');
    reading.button('图层')!.click();
    await reading.settled();
    const box = (name: string): HTMLInputElement =>
      [...reading.map.renderRoot.querySelectorAll('.menu label')]
        .find((label) => textOf(label) === name)!
        .querySelector('input')!;
    expect(box('管控措施').checked).to.equal(true);
    expect(box('视频').checked).to.equal(false);
    expect(reading.text('.legend')).to.not.include('视频');
    box('视频').click();
    await reading.settled();
    expect(reading.text('.legend')).to.include('视频 3 停用 1 状态不明 1');
    expect(things(reading)).to.have.length(6);
    box('视频').click();
    box('管控措施').click();
    await reading.settled();
    expect(things(reading)).to.have.length(1);
  });

  it('says one sentence for each, and counts what it shows', async () => {
    const reading = await opened();
    expect(things(reading)).to.deep.equal([
      '下穿通道封闭 示例涵洞双向封闭，已落实，示例交警大队。',
      '停课 示例小学停课，已下令，未落实，示例交警大队，位置未知。',
      'Ⅲ级响应 城市内涝应急响应提升为Ⅲ级，已提升，示例内涝指挥部，青秀区。',
      '重大 葛村路涵洞，易涝点，隐患 未销号 2。',
      '未评估 示例液化气站，燃气。',
      '避难场所 示例中学，启用，可容 1,200 人，现有 1,200 人，满员。',
      '物资点 新竹社区应急服务站。',
      '力量前置 排涝车 1 号在示例涵洞备勤，已部署，未到位。',
      '装备 示例排涝车 1 号，途中。',
      '小区分队 竹园小区分队，竹园小区，位置按所在地点推定。',
      '视频 示例涵洞东口，在线，涵洞东口路面和水尺。',
      '视频 示例广场，状态不明。',
      '视频 示例路口，离线。',
    ]);
    expect(reading.text('.legend'))
      .to.include('风险源 2 重大 1 未评估 1')
      .and.include('设施 2 启用 1 满员 1')
      .and.include('队伍与装备 3 未到位 1');
  });

  it('never counts one among alarms, and hides no alarm whatever is switched', async () => {
    const plain = await openMap();
    const [head, rows] = [plain.text('.head .counts'), plain.rows()];
    cleanUp();
    const reading = await opened();
    expect(reading.text('.head .counts')).to.equal(head);
    expect(reading.rows().filter((text) => !things(reading).includes(text))).to.deep.equal(rows);
    reading.map.layers = '';
    await reading.settled();
    expect(reading.find('.registers')).to.equal(null);
    expect(reading.text('.head .counts')).to.equal(head);
    expect(reading.rows()).to.deep.equal(rows);
  });

  it('is worked with keys alone: down, open, what is told, close, and back in the list', async () => {
    const reading = await opened();
    const list = reading.find('.registers .list')!;
    const press = (key: string): boolean =>
      (reading.focused() ?? list).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    const chosen: (string | undefined)[] = [];
    reading.map.addEventListener('yj-item-selected', ({ id }) => chosen.push(id));
    list.focus();
    press('ArrowDown');
    await reading.settled();
    expect(list.getAttribute('aria-activedescendant')).to.equal(reading.find('.registers [aria-selected="true"]')!.id);
    press('Enter');
    await reading.settled();
    expect(reading.text('.popup'))
      .to.include('示例涵洞双向封闭')
      .and.include('计划至 2026-06-12 18:00（到时不自动解除）')
      .and.include('绕行 绕行地面辅道');
    await until(() => reading.focused() === reading.find('.popup'), 'the popup has the focus');
    expect(reading.find('.popup .primary'), 'nothing is decided here').to.equal(null);
    press('Escape');
    await reading.settled();
    expect(reading.find('.popup')).to.equal(null);
    expect(reading.focused()).to.equal(list);
    press('End');
    await reading.settled();
    expect(reading.text('.registers [aria-selected="true"]')).to.include('示例路口');
    reading.find('.row.red')!.click();
    await reading.settled();
    expect(reading.find('.registers [aria-selected="true"]'), 'one thing is chosen at a time').to.equal(null);
    expect(chosen).to.deep.equal(['control/city/k1', 'camera/video/c2', 'incident/city/i1']);
  });

  it('is searched with the rest, and says how many are not shown', async () => {
    const reading = await opened();
    const field = reading.find('[data-zone="field"]') as HTMLInputElement;
    field.value = '避难';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await reading.settled();
    expect(things(reading)).to.have.length(1);
    expect(reading.text('.registers-head')).to.equal('图层列表，13 项，按搜索显示 1 项');
  });

  it('has no violation that axe can find, in any theme, in English, with one open', async () => {
    for (const theme of ['light', 'dark', 'contrast']) {
      const reading = await opened(
        all((map) => {
          map.theme = theme;
          map.lang = theme === 'dark' ? 'en' : 'zh-CN';
        }),
      );
      (reading.map.renderRoot.querySelectorAll('.registers .row')[3] as HTMLElement).click();
      await reading.settled();
      if (theme === 'dark') {
        expect(reading.text('.legend')).to.include('Risk sources 2 Major 1 Not assessed 1');
        expect(reading.text('.registers .row')).to.match(/^Underpass closed .+, in place, /);
      }
      await accessible(reading.map);
      cleanUp();
    }
  });

  it('a source that fell silent leaves them hollow; a drill is counted apart; what no rule could judge says so', async () => {
    const rows = [
      ...evening(),
      feed('video', '视频', { fresh: { state: 'stale', since: ago(27) } }),
      camera('c1', { position: [108.36, 22.8] }),
      { ...camera('c2', { position: [108.37, 22.8] }), exercise: '2026-06' },
      unjudged(riskSource('s1', { position: [108.355, 22.83] })),
    ];
    const reading = await opened({ ...all(), view: createFakeView({ now: NOW, rows }) });
    expect(reading.text('.legend')).to.include('视频 1 演练 1');
    expect(reading.find('.registers .row.stale')).to.not.equal(null);
    expect(things(reading).find((text) => text.includes('演练'))).to.include('演练 示例涵洞东口');
    expect(things(reading)[0]).to.include('未判读 葛村路涵洞');
    expect(reading.text('.strip.unjudged')).to.include('1 条数据无法判读');
  });

  it('without WebGL they are a list as well', async () => {
    const restore = withoutWebGl();
    try {
      const reading = await opened();
      await until(() => reading.find('.no-map'), 'the list stands in');
      expect(things(reading)).to.have.length(13);
    } finally {
      restore();
    }
  });

  it('what comes, changes and goes is followed', async () => {
    const { map, view, find, text } = await openMap({ setUp: (each) => (each.layers = 'facilities') });
    await until(() => text('.legend').includes('设施 0'), 'none, and that is known');
    expect(find('.registers')).to.equal(null);
    const rows = (): string[] => [...map.renderRoot.querySelectorAll('.registers .row')].map(textOf);
    view.put(facility('f1', { position: [108.3502, 22.8106] }));
    await until(() => rows().length === 1, 'one is there');
    view.put(facility('f1', { position: [108.3502, 22.8106], state: 'open', functions: ['shelter'] }));
    await until(() => rows()[0] === '避难场所 新竹社区应急服务站，启用。', rows().join());
    view.put(incident('i9', { level: 'red', position: [108.3, 22.8] }), control('late', { position: [108.3, 22.8] }));
    view.remove('facility/register/f1');
    await until(() => rows().length === 0, 'it is gone');
  });
});
