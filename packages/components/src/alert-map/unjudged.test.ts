import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago, alarm, call, device, evening, feed, incident, NOW, unjudged, warning } from '../testing/rows.js';

const opened = (rows: readonly Row[], lang = 'zh-CN') =>
  openMap({ view: createFakeView({ now: NOW, rows }), setUp: (map) => (map.lang = lang) });
const torn = unjudged(call('torn', { at: ago(3), value: { address: '民族大道 12 号', position: [108.36, 22.81] } }));

describe('what no rule could judge', () => {
  afterEach(cleanUp);

  it('is told while the data is live, with a way on, in no alarm colour, and hides nothing else', async () => {
    const { rows, text, find, view, settled, map } = await opened([...evening(), torn]);
    expect(text('.strip.unjudged')).to.equal('? 1 条数据无法判读，按原样显示，须人工核实');
    expect(text('.head .fresh .live')).to.equal('实时 14:32');
    expect(rows()).to.have.length(7);
    expect(rows().filter((row) => row.includes('未判读'))).to.deep.equal([
      '不明 未判读 电话报警，民族大道 12 号，3 分钟前，是否已确认不明。',
    ]);
    const [plain, strip] = [find('.head')!, find('.strip.unjudged')!].map((each) => getComputedStyle(each));
    expect(strip!.color, 'ink, as the first line').to.equal(plain!.color);
    expect(getComputedStyle(find('.strip.unjudged')!).backgroundColor).to.equal('rgba(0, 0, 0, 0)');
    await accessible(map);
    view.put(call('torn'));
    await settled();
    expect(find('.strip.unjudged')).to.equal(null);
    expect(rows().join()).to.not.include('未判读');
  });

  it('in English as well', async () => {
    const { rows, text } = await opened([...evening(), torn, unjudged(alarm('two'))], 'en');
    expect(text('.strip.unjudged')).to.equal('? 2 items could not be judged: shown as received, check by hand');
    expect(rows().find((row) => row.includes('Not judged') && row.includes('12'))).to.equal(
      'Unknown Not judged 电话报警, 民族大道 12 号, 3 min ago, not known if acknowledged.',
    );
  });

  it('is one row each, whatever it is asked by: a warning that may be over, or only ends another', async () => {
    const end = unjudged(
      warning('w9', { value: { grade: 'red', verb: 'lift', title: '南宁市气象台解除暴雨红色预警信号' } }),
    );
    const { rows, text, find, settled } = await opened([feed('weather', '气象预警'), end]);
    expect(rows()).to.deep.equal(['红色 未判读 南宁市气象台解除暴雨红色预警信号覆盖青秀区，至 17:00。']);
    expect(find('.row.red .chip.hollow')).to.not.equal(null);
    find('.row')!.click();
    await settled();
    await until(() => text('.popup').includes('状态 不明'), 'the facts are told');
    expect(text('.popup')).to.not.include('生效中').and.not.include('首次发布');
  });

  it('stands with the grade that was stated, and no filter hides it', async () => {
    const { rows, find, text, settled } = await opened([
      ...evening(),
      unjudged(incident('torn', { value: { level: '2', title: '危房垮塌', address: '园湖路' } })),
      torn,
    ]);
    expect(rows().find((row) => row.includes('危房垮塌'))).to.match(/^Ⅱ级 未判读 危房垮塌，位置未知/);
    const field = find('input[type="search"]') as HTMLInputElement;
    field.value = '没有的';
    field.dispatchEvent(new InputEvent('input'));
    await settled();
    expect(rows().map((row) => row.split('，')[0])).to.deep.equal([
      'Ⅱ级 未判读 危房垮塌',
      'Ⅰ级 燃气泄漏',
      '不明 未判读 电话报警',
    ]);
    find('.row.orange')!.click();
    await settled();
    expect(text('.popup .ack')).to.equal('是否已确认不明');
    expect(textOf(find('.popup .primary')), 'a decision is still taken').to.equal('确认收到');
  });

  it('is counted once for what the list does not show, and then nothing says that all is calm', async () => {
    const { all, text } = await opened([feed('fire', '消防物联'), unjudged(device('a', [108.3, 22.8]))]);
    expect(text('.strip.unjudged')).to.equal('? 1 条数据无法判读，按原样显示，须人工核实');
    expect(text('.empty')).to.equal('未见警情，但有数据无法判读，不能判定有无警情');
    expect(all()).to.not.include('现无');
  });

  it('is told of even where it is of a kind that this map does not show', async () => {
    const { all, text, view, settled } = await opened([feed('fire', '消防物联')]);
    view.health({ code: 'derivation-failed' });
    await settled();
    expect(text('.strip.unjudged')).to.equal('? 本图之外有数据无法判读，须人工核实');
    expect(all()).to.not.include('现无');
    view.health({ code: 'derivation-failed', link: { state: 'stale', since: ago(2) } });
    await settled();
    expect(text('.strip.failed'), 'no cause of silence').to.equal('');
  });

  it('a rule that concludes nothing any more is told, and then nothing says that all is calm', async () => {
    const { all, text, view, settled, map } = await opened([feed('fire', '消防物联')]);
    expect(all()).to.include('现无');
    view.health({ code: 'analyst-failed' });
    await settled();
    expect(text('.strip.unjudged')).to.equal('? 自动研判出错，可能漏判警情，须人工核实');
    expect(text('.empty')).to.equal('未见警情，但自动研判出错，不能判定有无警情');
    expect(all()).to.not.include('现无');
    await accessible(map);
    map.lang = 'en';
    await settled();
    expect(text('.strip.unjudged')).to.equal('? Analysis failed: alarms may be missing, check by hand');
  });

  it('what the host keeps and cannot read is told, and so is any word of a view that nobody here knows', async () => {
    for (const code of ['lines-aside', 'something-new']) {
      const { all, text, view, settled, map } = await opened([feed('fire', '消防物联')]);
      view.health({ code });
      await settled();
      expect(text('.strip.unjudged'), code).to.equal('? 部分记录无法读取，可能漏判警情，须人工核实');
      expect(text('.empty'), code).to.equal('未见警情，但部分记录无法读取，不能判定有无警情');
      expect(all(), code).to.not.include('现无');
      await accessible(map);
      cleanUp();
    }
  });

  it('blinds nobody where a value lacks what every warning has', async () => {
    const { rows } = await opened([...evening(), unjudged(warning('w9', { value: { tellings: undefined } }))]);
    expect(rows()).to.have.length(7);
    expect(rows().join()).to.include('未判读 南宁市气象台发布暴雨橙色预警信号，范围未知');
  });
});

describe('a view that was closed', () => {
  afterEach(cleanUp);

  it('says that nothing comes any more, and claims no retry', async () => {
    const { rows, text, view, settled, map } = await openMap();
    view.health({ link: { state: 'stale', since: ago(1) }, code: 'view-closed' });
    await settled();
    expect(text('.strip.stale')).to.include('数据停于 14:31');
    expect(text('.strip.failed')).to.equal('数据来源已关闭，不再更新，须重新打开本页（view-closed）');
    expect(rows()).to.have.length(6);
    map.lang = 'en';
    await settled();
    expect(text('.strip.failed')).to.equal(
      'The data source was closed, nothing new comes in: reopen this page (view-closed)',
    );
  });

  it('before anything was read, too', async () => {
    const view = createFakeView({ now: NOW, silent: true });
    const { text, settled } = await openMap({ view });
    view.health({ link: { state: 'stale', since: ago(1) }, code: 'view-closed' });
    await settled();
    expect(text('.notice')).to.equal('数据来源已关闭，不再更新，须重新打开本页（view-closed）');
  });
});
