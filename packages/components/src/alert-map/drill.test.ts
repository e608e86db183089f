import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { device, evening, NOW } from '../testing/rows.js';

describe('a drill on devices', () => {
  afterEach(cleanUp);

  it('is told in the legend, apart from what is real', async () => {
    const played = { alarms: 1, states: ['fire'] };
    const { text, view, settled } = await openMap({
      view: createFakeView({
        now: NOW,
        rows: [...evening(), device('a', [108.3, 22.8]), device('b', [108.3, 22.81], { derived: { drill: played } })],
      }),
    });
    expect(text('.legend')).to.include('设备 2 演练 报警 1').and.not.include('停更');
    view.put(device('a', [108.3, 22.8], { derived: { alarms: 2, drill: played } }));
    await settled();
    expect(text('.legend')).to.include('设备 2 报警 1 演练 报警 2');
  });
});
