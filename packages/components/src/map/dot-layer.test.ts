import { expect } from 'chai';
import type { Map as GlMap } from 'maplibre-gl';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, pause, until } from '../testing/fixture.js';
import { watchGl, type GlWatch } from '../testing/gl-watch.js';
import { openMap } from '../testing/map-harness.js';
import { ago, device, feed, NOW } from '../testing/rows.js';
import { DOTS } from './device-layers.js';

type Rgb = readonly [number, number, number];
const GROUND: Rgb = [0xe8, 0xec, 0xf0];
const LIVE: Rgb = [0x6f, 0x7b, 0x89];
const SURFACE: Rgb = [0xff, 0xff, 0xff];
const HERE = [108.37, 22.82] as const;

describe('the layer of dots', function () {
  this.timeout(60_000);
  let watched: GlWatch;
  beforeEach(() => (watched = watchGl()));
  afterEach(() => {
    watched.stop();
    cleanUp();
  });

  async function mapWith(...rows: Parameters<typeof device>[]) {
    const view = createFakeView({ now: NOW, rows: [feed('fire', '消防物联'), ...rows.map((row) => device(...row))] });
    const opened = await openMap({ view, setUp: (each) => (each.theme = 'light') });
    await until(() => opened.find('canvas[role="application"]'), 'the map is drawn');
    await until(() => watched.map()?.loaded(), 'all is loaded', 20_000);
    const map = watched.map()!;
    map.jumpTo({ center: [...HERE], zoom: 17 });
    return { ...opened, view, map };
  }

  /** What is painted there once no more is to come. */
  async function colourAt(map: GlMap, place: readonly [number, number]): Promise<number[]> {
    const gl = map.getCanvas().getContext('webgl2')!;
    const { x, y } = map.project([...place]);
    const ratio = map.getPixelRatio();
    const pixel = new Uint8Array(4);
    const read = new Promise<void>((resolve) => {
      map.once('render', () => {
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.readPixels(
          Math.round(x * ratio),
          Math.round(gl.drawingBufferHeight - y * ratio),
          1,
          1,
          gl.RGBA,
          gl.UNSIGNED_BYTE,
          pixel,
        );
        resolve();
      });
    });
    map.triggerRepaint();
    await read;
    return [...pixel].slice(0, 3);
  }

  const east = (metres: number): readonly [number, number] => [HERE[0] + metres / 102_700, HERE[1]];

  it('paints each look where the device is, however deep the zoom, and what goes goes', async () => {
    const { map, view } = await mapWith(
      ['live', east(0)],
      ['silent', east(30), { fresh: { state: 'stale', since: ago(9) } }],
      ['alarm', east(60), { derived: { alarms: 1 } }],
      ['far', [-70, -33]],
    );
    expect(await colourAt(map, east(0)), 'filled').to.deep.equal(LIVE);
    expect(await colourAt(map, east(30)), 'hollow').to.deep.equal(GROUND);
    expect(await colourAt(map, east(60)), 'a ring').to.deep.equal(SURFACE);
    expect(await colourAt(map, east(15)), 'nothing').to.deep.equal(GROUND);
    map.jumpTo({ center: [...east(0)], zoom: 21 });
    expect(await colourAt(map, east(0)), 'to the centimetre').to.deep.equal(LIVE);
    view.remove('device/registry/live');
    expect(await colourAt(map, east(0))).to.deep.equal(GROUND);
  });

  it('no crowd hides one in alarm', async () => {
    const crowd = Array.from({ length: 50 }, (_, i) => [`c${i}`, HERE] as [string, typeof HERE]);
    const { map } = await mapWith(['a', HERE, { derived: { alarms: 1 } }], ...crowd);
    expect(await colourAt(map, HERE)).to.deep.equal(SURFACE);
  });

  it('is switched off and on, and is there again after the loss of the GPU', async () => {
    const { map, view } = await mapWith(['live', HERE]);
    map.setLayoutProperty(DOTS, 'visibility', 'none');
    expect(await colourAt(map, HERE)).to.deep.equal(GROUND);
    map.setLayoutProperty(DOTS, 'visibility', 'visible');
    expect(await colourAt(map, HERE)).to.deep.equal(LIVE);
    const lose = map.getCanvas().getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    const lost = new Promise((resolve) => map.once('webglcontextlost', resolve));
    lose.loseContext();
    await lost;
    await pause(50);
    view.put(device('second', east(30)));
    const back = new Promise((resolve) => map.once('webglcontextrestored', resolve));
    lose.restoreContext();
    await back;
    await until(() => map.getLayer(DOTS) && map.loaded(), 'it is drawn again', 10_000);
    expect(await colourAt(map, HERE)).to.deep.equal(LIVE);
    expect(await colourAt(map, east(30)), 'what came meanwhile').to.deep.equal(LIVE);
  });
});
