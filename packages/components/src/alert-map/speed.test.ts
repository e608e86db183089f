import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { SOURCES } from '../map/layer-parts.js';
import { createFakeView } from '../testing/fake-view.js';
import { cleanUp, until } from '../testing/fixture.js';
import { watchGl, type GlWatch } from '../testing/gl-watch.js';
import { openMap } from '../testing/map-harness.js';
import { ago, device, evening, NOW } from '../testing/rows.js';

const N = 13_000;

const at = (i: number): readonly [number, number] => [
  108.23 + (i % 130) * 0.0018,
  22.77 + Math.floor(i / 130) * 0.0014,
];

describe('one detector among 13,000', function () {
  this.timeout(60_000);
  let watched: GlWatch;
  afterEach(() => {
    watched.stop();
    cleanUp();
  });

  /** The whole city, drawn. */
  async function cityOnMap() {
    const rows: Row[] = [...evening(), ...Array.from({ length: N }, (_, i) => device(`d${i}`, at(i)))];
    const view = createFakeView({ now: NOW, rows });
    const opened = await openMap({ view });
    await until(() => opened.find('canvas[role="application"]'), 'the map is drawn');
    await until(() => watched.map()?.loaded() && watched.map()!.areTilesLoaded(), 'everything is drawn', 30_000);
    return { ...opened, view };
  }

  it('alarmed by a drill touches one feature as well, and not its dot', async () => {
    watched = watchGl();
    const { view } = await cityOnMap();
    const map = watched.map()!;
    const place = at(2000);
    map.jumpTo({ center: [place[0], place[1]], zoom: 16.5 });
    await new Promise((resolve) => map.once('idle', resolve));
    watched.calls.length = 0;
    view.put(device('d2000', place, { derived: { drill: { alarms: 1, states: ['fire'] } } }));
    const drawn = (): string[] =>
      map.queryRenderedFeatures({ layers: ['yj-device-drills'] }).map(({ properties }) => String(properties['drill']));
    await until(() => drawn().length === 1, 'the drill is on the map');
    expect(drawn()).to.deep.equal(['drill:alone']);
    expect(watched.calls).to.deep.equal([{ what: 'updateData', source: SOURCES['device-drills'], features: 1 }]);
  });

  it('one or many that change touch no feature at all: they are a piece of an array', async () => {
    watched = watchGl();
    const { view } = await cityOnMap();
    const map = watched.map()!;
    watched.calls.length = 0;
    const gl = (map.getCanvas() as HTMLCanvasElement).getContext('webgl2')!;
    const handed: number[] = [];
    const { bufferSubData } = gl;
    gl.bufferSubData = (...args: unknown[]) => {
      // MapLibre hands over whole arrays; a part of one is ours.
      if (args[4] !== undefined) handed.push(Number(args[4]));
      Reflect.apply(bufferSubData, gl, args);
    };
    const painted = (): Promise<unknown> => new Promise((resolve) => map.once('render', resolve));
    const silent = (i: number): Row => device(`d${i}`, at(i), { fresh: { state: 'stale', since: ago(10) } });
    const first = painted();
    view.put(silent(6000));
    await first;
    expect(handed, 'of one device two numbers of its position, and its look').to.deep.equal([2, 1]);
    const second = painted();
    view.put(...Array.from({ length: 5000 }, (_, i) => silent(i)));
    await second;
    expect(watched.calls).to.deep.equal([]);
    expect(handed.slice(2), 'of thousands one piece of each array').to.have.length(2);
  });
});
