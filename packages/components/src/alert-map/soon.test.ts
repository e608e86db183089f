import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, pause, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { ago, device, evening, NOW } from '../testing/rows.js';

describe('how often the words are drawn', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  async function open() {
    const rows = [...evening(), ...Array.from({ length: 40 }, (_, i) => device(`d${i}`, [108.3, 22.8]))];
    const opened = await openMap({ view: createFakeView({ now: NOW, rows }) });
    await opened.settled();
    // Past the drawing of the map itself.
    await until(() => opened.find('canvas[role="application"]'), 'the map is drawn');
    await pause(400);
    let drawn = 0;
    opened.map.addController({ hostUpdated: () => void (drawn += 1) });
    return { ...opened, drawn: () => drawn };
  }
  const silent = (i: number) => device(`d${i}`, [108.3, 22.8], { fresh: { state: 'stale', since: ago(9) } });

  it('of many changes of devices at once and a quarter of a second later, with all of them', async () => {
    const { view, text, drawn } = await open();
    for (let i = 0; i < 30; i += 1) {
      view.put(silent(i));
      await Promise.resolve();
    }
    await until(() => text('.legend').includes('失联 30') || text('.legend').includes('30'), 'all are counted', 1000);
    expect(drawn()).to.be.within(1, 3);
  });

  it('at once when a device is in alarm, by a drill too', async () => {
    const { map, view, drawn } = await open();
    view.put(silent(0));
    await map.updateComplete;
    const before = drawn();
    view.put(silent(1));
    await map.updateComplete;
    expect(drawn(), 'a mere number waits').to.equal(before);
    view.put(device('d2', [108.3, 22.8], { derived: { alarms: 1 } }));
    await map.updateComplete;
    expect(drawn()).to.equal(before + 1);
    view.put(device('d3', [108.3, 22.8], { derived: { drill: { alarms: 1, states: ['fire'] } } }));
    await map.updateComplete;
    expect(drawn()).to.equal(before + 2);
  });
});
