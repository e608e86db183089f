// The whole way in a page: a message of a feed, the log, core's own view and what it derives, the provider, the map.
import { expect } from 'chai';
import type { Map as GlMap } from 'maplibre-gl';
import {
  createCity,
  createMemoryStore,
  createPushFeed,
  entityId,
  stated,
  systemClock,
  systemIds,
  type City,
} from '@yingji/core';
import { define } from '../define-elements.js';
import { SOURCES } from '../map/layer-parts.js';
import type { YjProvider } from '../provider/provider.js';
import { cleanUp, fixture, pause, textOf, until } from '../testing/fixture.js';
import { watchGl, type GlWatch } from '../testing/gl-watch.js';

const N = 13_000;
const LIMIT_MS = 500;
const MESSAGE = 1_000;

const at = (i: number): readonly [number, number] => [
  108.23 + (i % 130) * 0.0018,
  22.77 + Math.floor(i / 130) * 0.0014,
];
const deviceId = (native: string) => entityId('device', 'registry', native);

/** A city of 13,000 detectors, and a feed that says fire. */
async function detectors(): Promise<{ readonly city: City; fire(native: string): Promise<unknown> }> {
  const registry = createPushFeed({ id: 'registry', title: { zh: '台账', en: 'Register' } });
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防物联', en: 'Fire alarms' } });
  const city = await createCity({
    ...createMemoryStore({ clock: systemClock, ids: systemIds }),
    feeds: [
      { feed: registry.feed, source: 'registry' },
      { feed: fire.feed, source: 'fire' },
    ],
    actor: { id: 'duty', masked: '李*', roles: [], scope: [] },
  });
  const now = systemClock.now();
  const drafts = Array.from({ length: N }, (_, i) =>
    stated(
      deviceId(`d${i}`),
      { type: 'smoke-detector', native: `d${i}`, name: `d${i}`, position: at(i), datum: 'wgs84' },
      now,
    ),
  );
  for (let from = 0; from < N; from += MESSAGE)
    await registry.push({ key: `list-${from}`, receivedAt: now, drafts: drafts.slice(from, from + MESSAGE) });
  return {
    city,
    fire(native) {
      const receivedAt = systemClock.now();
      const value = { channel: 'device', title: '感烟火灾探测器火警', native, device: deviceId(native) };
      const alarm = stated(entityId('report', 'fire', native), value, receivedAt);
      return fire.push({ key: native, receivedAt, drafts: [alarm] });
    },
  };
}

describe('one detector among 13,000 of a real city', function () {
  this.timeout(60_000);
  let watched: GlWatch;
  let city: City;
  afterEach(async () => {
    watched.stop();
    cleanUp();
    await city.close();
  });

  it(`turning to alarm touches one feature and is on the map within ${LIMIT_MS} ms`, async () => {
    watched = watchGl();
    define();
    const town = await detectors();
    ({ city } = town);
    const provider = await fixture<YjProvider>('yj-provider', (each) => {
      each.view = city.view;
      each.innerHTML = '<yj-alert-map style="display: block; height: 600px; width: 900px"></yj-alert-map>';
    });
    const root = (): ShadowRoot => provider.querySelector('yj-alert-map')!.shadowRoot!;
    await until(() => root()?.querySelector('canvas[role="application"]'), 'the map is drawn', 20_000);
    await until(() => watched.map()?.loaded() && watched.map()!.areTilesLoaded(), 'everything is drawn', 30_000);
    expect(textOf(root().querySelector('.legend'))).to.include('设备 13,000');
    const map = watched.map()!;

    const times: number[] = [];
    for (const [round, zoom] of [16.5, 16.5, 16.5, 10, 10, 10].entries()) {
      const native = `d${2000 + round * 700}`;
      const place = at(2000 + round * 700);
      map.jumpTo({ center: [place[0], place[1]], zoom });
      await new Promise((resolve) => map.once('idle', resolve));
      const before = symbols(map);
      await pause(50);
      watched.calls.length = 0;
      const began = performance.now();
      void town.fire(native);
      await drawn(map, () => isOnMap(map, { native, place, zoom, before }));
      times.push(performance.now() - began);
      // What the analyst of the city makes of it, a task to look, comes after it and is nothing that the map draws.
      await pause(100);
      expect(watched.calls, 'what MapLibre was asked to do').to.deep.equal([
        { what: 'updateData', source: SOURCES.real, features: 1 },
      ]);
      const rows = [...root().querySelectorAll('.row')].map(textOf);
      expect(rows.some((row) => row.includes(native))).to.equal(true);
    }
    // Of each three the middle one: a machine that does other things at the same time is not what is measured.
    const median = (some: readonly number[]): number => [...some].sort((a, b) => a - b)[1]!;
    expect(median(times.slice(0, 3)), 'one street in view').to.be.at.most(LIMIT_MS);
    expect(median(times.slice(3)), 'the whole city in view').to.be.at.most(LIMIT_MS);
  });
});

/** Clustered or not, each alarm counts once. */
const symbols = (map: GlMap): number =>
  map
    .queryRenderedFeatures({ layers: ['yj-alarms-real'] })
    .reduce((sum, { properties }) => sum + Number(properties['point_count'] ?? 1), 0);

/** The symbol of an alarm, or where the whole city is in view one more of them; and the dot of its detector. */
function isOnMap(
  map: GlMap,
  alarm: {
    readonly native: string;
    readonly place: readonly [number, number];
    readonly zoom: number;
    readonly before: number;
  },
): boolean {
  const { native, place, zoom, before } = alarm;
  const { x, y } = map.project([place[0], place[1]]);
  const symbol = map
    .queryRenderedFeatures({ layers: ['yj-alarms-real'] })
    .some(({ properties }) => properties['label'] === native || (zoom === 10 && symbols(map) === before + 1));
  return symbol && ringIn(map, x, y);
}

/** Whether somewhere around a spot the edge of a device in alarm is painted, or its symbol over it: ink that the ground has not. */
function ringIn(map: GlMap, x: number, y: number): boolean {
  const gl = map.getCanvas().getContext('webgl2')!;
  const ratio = map.getPixelRatio();
  const size = Math.round(16 * ratio);
  const pixels = new Uint8Array(4 * size * size);
  const left = Math.round(x * ratio - size / 2);
  const bottom = Math.round(gl.drawingBufferHeight - y * ratio - size / 2);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.readPixels(left, bottom, size, size, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  return pixels.some((part, i) => i % 4 === 0 && part < 0x40);
}

/** Resolves at the frame in which it holds. */
const drawn = (map: GlMap, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      map.off('render', look);
      resolve();
    };
    map.on('render', look);
  });
