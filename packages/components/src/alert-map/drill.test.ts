import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago, device, evening, feed, NOW, warning } from '../testing/rows.js';

describe('a drill on devices', () => {
  afterEach(cleanUp);

  it('has sources of its own: one that is silent stops nothing real', async () => {
    const { value, ...silent } = feed('play', '演练', { fresh: { state: 'stale', since: ago(9) } });
    const played = { ...silent, value: { ...value, exercise: '2026-06' } };
    const { all, text } = await openMap({
      view: createFakeView({ now: NOW, rows: [feed('fire', '消防物联'), played] }),
    });
    expect(text('.strip.stale')).to.equal('');
    expect(all()).to.include('现无');
  });

  it('has its signs in the legend, without a number, which is of what is real', async () => {
    const numbered = { scheme: 'numbered-level', grade: '4', title: '暴雨四级预警' };
    const rows = [
      feed('weather', '气象预警'),
      { ...warning('blue', { level: 'blue' }), exercise: 'spring' },
      { ...warning('four', { level: 'ungraded', value: numbered, derived: { rank: 4 } }), exercise: 'spring' },
    ];
    const { find, text, view, settled } = await openMap({ view: createFakeView({ now: NOW, rows }) });
    await until(() => text('.legend') !== '', 'the legend');
    expect(text('.legend')).to.match(/预警 蓝 四级 演练 2$/);
    expect(find('.swatch.blue')).to.not.equal(null);
    expect(find('.swatch.numbered')).to.not.equal(null);
    view.put(warning('real', { level: 'ungraded', value: numbered, derived: { rank: 4 } }));
    await settled();
    expect(text('.legend')).to.match(/预警 蓝 四级 1 演练 2$/);
  });

  it('is told in the legend, apart from what is real', async () => {
    const played = { alarms: 1, states: ['fire'] };
    const { text, view, settled } = await openMap({
      view: createFakeView({
        now: NOW,
        rows: [...evening(), device('a', [108.3, 22.8]), device('b', [108.3, 22.81], { derived: { drill: played } })],
      }),
    });
    await until(() => text('.legend') !== '', 'the legend');
    expect(text('.legend')).to.include('设备 2 演练 报警 1').and.not.include('停更');
    view.put(device('a', [108.3, 22.8], { derived: { alarms: 2, drill: played } }));
    await settled();
    expect(text('.legend')).to.include('设备 2 报警 1 演练 报警 2');
  });
});
