import { expect } from 'chai';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, until } from '../testing/fixture.js';
import { watchGl, type GlWatch } from '../testing/gl-watch.js';
import { openMap } from '../testing/map-harness.js';
import { alarm, device, feed, NOW } from '../testing/rows.js';

describe('layers with nothing to draw', function () {
  this.timeout(60_000);
  let watched: GlWatch;
  beforeEach(() => (watched = watchGl()));
  afterEach(() => {
    watched.stop();
    cleanUp();
  });

  it('are left out, are there with the first thing, and stay off where the reader switched them off', async () => {
    const view = createFakeView({ now: NOW, rows: [feed('fire', '消防物联'), device('d', [108.37, 22.82])] });
    const { map: element, find, button } = await openMap({ view });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    await until(() => watched.map()?.loaded(), 'all is loaded', 20_000);
    const map = watched.map()!;
    const shown = (layer: string): boolean => map.getLayoutProperty(layer, 'visibility') !== 'none';
    const drawn = (layer: string): number => map.queryRenderedFeatures({ layers: [layer] }).length;
    expect(shown('yj-alarms-real'), 'without alarms').to.equal(false);
    view.put(alarm('a', { position: [108.37, 22.82] }));
    await until(() => drawn('yj-alarms-real') === 1, 'the first alarm is on the map', 10_000);
    view.remove('report/fire/a');
    await until(() => !shown('yj-alarms-real'), 'none is left', 5000);
    expect(shown('yj-device-drills'), 'no drill').to.equal(false);

    button('图层')!.click();
    const found = (): HTMLElement | undefined =>
      [...element.renderRoot.querySelectorAll<HTMLElement>('#layers label')].find((each) =>
        each.textContent.includes('设备'),
      );
    await until(found, 'the menu is fetched');
    const devices = found()!;
    devices.click();
    await until(() => !shown('yj-device-dots'), 'devices are off', 5000);
    const played = { derived: { drill: { alarms: 1, states: ['fire'] } } };
    view.put(device('d', [108.37, 22.82], played));
    await element.updateComplete;
    expect(shown('yj-device-drills'), 'off for the reader').to.equal(false);
    devices.click();
    await until(() => drawn('yj-device-drills') === 1, 'on again, what came meanwhile with it', 10_000);
  });

  it('a sky is none of what is drawn, before a loss of the GPU and after it', async () => {
    const { find } = await openMap({ view: createFakeView({ now: NOW, rows: [feed('fire', '消防物联')] }) });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    await until(() => watched.map()?.loaded(), 'all is loaded', 20_000);
    const map = watched.map()!;
    const gl = map.getCanvas().getContext('webgl2')!;
    const once = (what: 'render' | 'style.load' | 'webglcontextlost'): Promise<unknown> =>
      new Promise((resolve) => map.once(what, resolve));
    /** How often something is drawn in a frame of a map without layers. */
    async function draws(): Promise<number> {
      for (const id of map.getLayersOrder()) map.removeLayer(id);
      await once('render');
      const { drawElements } = gl;
      let n = 0;
      gl.drawElements = (...args) => {
        n += 1;
        drawElements.apply(gl, args);
      };
      map.triggerRepaint();
      await once('render');
      gl.drawElements = drawElements;
      return n;
    }
    expect(await draws()).to.equal(0);
    const lose = gl.getExtension('WEBGL_lose_context')!;
    const lost = once('webglcontextlost');
    lose.loseContext();
    await lost;
    const again = once('style.load');
    setTimeout(() => lose.restoreContext());
    await again;
    expect(await draws()).to.equal(0);
  });
});
