import { expect } from 'chai';
import { type CustomLayerInterface, Map as GlMap } from 'maplibre-gl';
import { paintOf } from '../theme/paint.js';
import { createDotLayer } from './dot-layer.js';
import * as picture from './dot-picture.js';
import { createDots, type DotTable } from './dots.js';
import type { Look } from './layer-parts.js';
import { groundStyle } from './layers.js';

const GROUND = [0xe8, 0xec, 0xf0];
const LIVE = [0x6f, 0x7b, 0x89];
const SURFACE = [0xff, 0xff, 0xff];
const HERE = [108.37, 22.82] as const;
const east = (metres: number): readonly [number, number] => [HERE[0] + metres / 102_700, HERE[1]];

describe('dots in a hurry', function () {
  this.timeout(60_000);
  let map: GlMap;
  let box: HTMLElement;
  let dots: DotTable<string>;
  let hurried: boolean;
  let layer: () => CustomLayerInterface;
  /** How often what draws the picture was asked for, and whether it can be fetched. */
  let asked: number;
  let there: boolean;
  /** How often each dot was drawn by itself. */
  let whole: number;

  beforeEach(async () => {
    box = document.createElement('div');
    box.style.cssText = 'width: 400px; height: 300px';
    document.body.append(box);
    const look: Look = { paint: paintOf('light'), lang: 'zh', scale: 1, silent: false };
    map = new GlMap({
      container: box,
      style: groundStyle(look),
      center: [...HERE],
      zoom: 17,
      attributionControl: false,
    });
    await new Promise((resolve) => map.once('load', resolve));
    dots = createDots();
    for (let i = 0; i < 6000; i += 1) dots.put(`far ${i}`, [-70, -33], 'live');
    dots.put('a', east(0), 'live');
    hurried = true;
    [asked, there] = [0, true];
    const gl = map.getCanvas().getContext('webgl2')!;
    const { drawArrays } = gl;
    gl.drawArrays = (...args) => {
      if (args[0] === gl.POINTS) whole += 1;
      drawArrays.apply(gl, args);
    };
    const fetch = (): Promise<typeof picture> => {
      asked += 1;
      return there ? Promise.resolve(picture) : Promise.reject(new Error('not there'));
    };
    layer = () => createDotLayer('dots', { dots, look, hurried: () => hurried, fetch });
    map.addLayer(layer());
    await colourAt(east(0));
    whole = 0;
  });
  afterEach(() => {
    map.remove();
    box.remove();
  });

  /** What is painted there in the next frame. */
  async function colourAt(place: readonly [number, number]): Promise<number[]> {
    const gl = map.getCanvas().getContext('webgl2')!;
    const pixel = new Uint8Array(4);
    const read = new Promise<void>((resolve) => {
      map.once('render', () => {
        const { x, y } = map.project([...place]);
        const ratio = map.getPixelRatio();
        const [left, up] = [Math.floor(x * ratio), Math.floor(gl.drawingBufferHeight - y * ratio)];
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.readPixels(left, up, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        resolve();
      });
    });
    map.triggerRepaint();
    await read;
    return [...pixel].slice(0, 3);
  }

  it('are drawn once for many places of the camera, each where it is', async () => {
    dots.put('b', east(130), 'live');
    expect(await colourAt(east(0))).to.deep.equal(LIVE);
    for (const metres of [15, 30, 45]) {
      map.jumpTo({ center: [...east(metres)] });
      expect(await colourAt(east(0)), `${metres} m`).to.deep.equal(LIVE);
      expect(await colourAt(east(60)), `${metres} m, between`).to.deep.equal(GROUND);
    }
    expect(await colourAt(east(130)), 'what came into view').to.deep.equal(LIVE);
    expect(whole).to.equal(1);
    map.jumpTo({ center: [...east(250)] });
    await colourAt(east(250));
    expect(whole, 'out of the picture').to.equal(2);
    map.jumpTo({ center: [...HERE], zoom: 15.9 });
    expect(await colourAt(east(0)), 'another zoom').to.deep.equal(LIVE);
    expect(whole).to.equal(3);
    hurried = false;
    expect(await colourAt(east(0)), 'at rest').to.deep.equal(LIVE);
    expect(whole, 'each by itself').to.equal(4);
  });

  it('each is drawn by itself until the picture can be drawn; what could not be fetched is asked for again after 30 s', async () => {
    const { now } = performance;
    const began = performance.now();
    let passed = 0;
    there = false;
    performance.now = () => began + passed;
    try {
      map.removeLayer('dots');
      map.addLayer(layer());
      asked = 0;
      for (passed of [0, 20, 29_000]) expect(await colourAt(east(0)), `${passed} ms`).to.deep.equal(LIVE);
      expect([asked, whole]).to.deep.equal([1, 3]);
      there = true;
      passed = 31_000;
      await colourAt(east(0));
      expect([asked, whole]).to.deep.equal([2, 4]);
      await colourAt(east(0));
      expect(await colourAt(east(0))).to.deep.equal(LIVE);
      expect([asked, whole], 'the picture, and what it shows').to.deep.equal([2, 5]);
    } finally {
      performance.now = now;
    }
  });

  it('one that comes into alarm or goes is drawn at once, all else within a quarter of a second', async () => {
    const { now } = performance;
    const began = performance.now();
    let passed = 0;
    performance.now = () => began + passed;
    try {
      await colourAt(east(0));
      dots.put('c', east(30), 'live');
      passed = 240;
      await colourAt(east(30));
      expect(whole, 'not yet').to.equal(1);
      passed = 260;
      expect(await colourAt(east(30))).to.deep.equal(LIVE);
    } finally {
      performance.now = now;
    }
    expect(whole).to.equal(2);
    dots.put('a', east(0), 'alarm');
    expect(await colourAt(east(0)), 'alarm').to.deep.equal(SURFACE);
    dots.remove('a');
    expect(await colourAt(east(0)), 'gone').to.deep.equal(GROUND);
  });
});
