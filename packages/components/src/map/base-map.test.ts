import { expect } from 'chai';
import type { StyleSpecification } from 'maplibre-gl';
import type { OwnLayer } from '../map-layers/own-layers.js';
import { paintOf } from '../theme/paint.js';
import { cleanUp, pause, textOf, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { createDots } from './dots.js';
import { gcj02 } from './gcj02.js';
import { createMapSync, type MapSync } from './sync.js';
import { tianditu } from './tianditu.js';

const tile = async (): Promise<{ data: ArrayBuffer }> => ({
  data: await (await fetch('/testing-tiles/0/0/0.png')).arrayBuffer(),
});

/** A map over a base map; what its style asks for is counted. */
const raster = (tiles: string): StyleSpecification => ({
  version: 8,
  sources: { ground: { type: 'raster', tiles: [tiles], tileSize: 256 } },
  layers: [{ id: 'ground', type: 'raster', source: 'ground' }],
});

/** The first that the server of tiles was asked for below an address. */
async function tilesAsked(below: string): Promise<string> {
  for (let i = 0; i < 50; i += 1) {
    const asked = (await (await fetch('/testing-tiles/asked')).json()) as string[];
    const first = asked.find((url) => url.startsWith(below));
    if (first !== undefined) return first;
    await pause(50);
  }
  throw new Error(`nothing below ${below} was asked for`);
}

describe('a base map of the page’s own', () => {
  afterEach(cleanUp);

  it('has its tiles from a server, under all that is ours', async () => {
    const { find, text } = await openMap({
      setUp: (map) => (map.mapStyle = raster(`${location.origin}/testing-tiles/9{z}/{x}/{y}.png`)),
    });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    expect(await tilesAsked('/testing-tiles/9')).to.match(/^\/testing-tiles\/9\d+\/\d+\/\d+\.png$/);
    expect(text('.legend')).to.not.include('底图未能载入');
  });

  it('has them by a protocol of the page, as PMTiles has', async () => {
    const asked: string[] = [];
    const { find } = await openMap({
      setUp(map) {
        map.mapStyle = raster('drawer://city/{z}/{x}/{y}');
        map.protocols = {
          async drawer({ url }) {
            asked.push(url);
            return tile();
          },
        };
      },
    });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    await until(() => asked.length > 0, 'tiles are asked for');
    expect(asked[0]).to.match(/^drawer:\/\/city\/\d+\/\d+\/\d+$/);
  });

  it('never has its labels, or ours, from a server of glyphs', async () => {
    const asked: string[] = [];
    const { find, settled } = await openMap({
      setUp(map) {
        map.mapStyle = {
          version: 8,
          glyphs: 'letters://{fontstack}/{range}.pbf',
          sources: {
            towns: {
              type: 'geojson',
              data: {
                type: 'Feature',
                properties: { name: '南宁 Nanning' },
                geometry: { type: 'Point', coordinates: [108.36, 22.82] },
              },
            },
          },
          layers: [
            {
              id: 'towns',
              type: 'symbol',
              source: 'towns',
              layout: { 'text-field': ['get', 'name'], 'text-font': ['Open Sans Regular'] },
            },
          ],
        };
        map.protocols = {
          letters({ url }) {
            asked.push(url);
            return Promise.reject(new Error('no letters here'));
          },
        };
      },
    });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    await settled();
    await pause(600);
    expect(asked).to.deep.equal([]);
  });

  it('天地图 is asked with the key of the page, and can be had through a proxy of the page', async () => {
    const { sources, layers } = tianditu('a&b', { origin: `${location.origin}/testing-tiles/8` });
    expect(layers.map(({ id }) => id)).to.deep.equal(['vec', 'cva']);
    const [{ tiles }] = Object.values(sources) as unknown as [{ tiles: string[] }];
    expect(tiles[0]).to.include('LAYER=vec').and.include('tk=a%26b');
    const public_ = Object.values(tianditu('k', { map: 'img' }).sources) as unknown as { tiles: string[] }[];
    expect(public_.flatMap((each) => each.tiles).every((url) => url.startsWith('https://t'))).to.equal(true);
    await openMap({ setUp: (map) => (map.mapStyle = { version: 8, sources, layers }) });
    expect(await tilesAsked('/testing-tiles/8')).to.match(/TILEMATRIX=\d+&TILEROW=\d+&TILECOL=\d+&tk=a%26b$/);
  });
});

describe('a base map in GCJ-02', () => {
  afterEach(cleanUp);
  const AT = [108.3502, 22.8206] as const;

  it('moves what is drawn, and nothing that is kept', () => {
    const feature = {
      type: 'Feature',
      id: 1,
      properties: {},
      geometry: { type: 'Point', coordinates: [...AT] },
    } as const;
    const given = structuredClone(feature) as unknown as Parameters<typeof gcj02.feature>[0];
    const moved = gcj02.feature(given);
    expect(moved.geometry.coordinates).to.deep.equal([...gcj02.at(AT)]);
    expect(given.geometry.coordinates).to.deep.equal([...AT]);
    const area = gcj02.feature({ ...given, geometry: { type: 'MultiPolygon', coordinates: [[[[...AT]]]] } });
    expect(area.geometry.coordinates).to.deep.equal([[[[...gcj02.at(AT)]]]]);
  });

  it('camera, popup and what is in view go by the same shift', () => {
    const maps = [undefined, gcj02].map((shift): MapSync => {
      const container = document.createElement('div');
      container.style.cssText = 'width:300px;height:300px';
      document.body.append(container);
      const nothing = (): void => undefined;
      return createMapSync({
        container,
        shift,
        base: undefined,
        protocols: {},
        look: { paint: paintOf('light'), lang: 'zh', scale: 1, silent: false },
        dots: createDots(),
        still: () => true,
        ...{
          onPress: nothing,
          onMove: nothing,
          onRest: nothing,
          onTaken: nothing,
          onLost: nothing,
          onBaseFailed: nothing,
        },
      });
    }) as [MapSync, MapSync];
    const [plain, moved] = maps;
    moved.goTo(AT);
    plain.goTo(gcj02.at(AT));
    const [a, b] = [moved.project(AT), plain.project(gcj02.at(AT))];
    expect(Math.hypot(a.x - b.x, a.y - b.y)).to.be.lessThan(0.01);
    const off = plain.project(AT);
    expect(Math.hypot(a.x - off.x, a.y - off.y), 'some hundred metres').to.be.greaterThan(50);
    expect(moved.inView(AT)).to.equal(true);
    for (const each of maps) each.close();
  });

  it('is taken up by the element, and given up again', async () => {
    const { map, find, settled } = await openMap({ setUp: (each) => (each.mapDatum = 'gcj02') });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    map.mapDatum = 'wgs84';
    await settled();
    await until(() => find('canvas[role="application"]'), 'drawn again');
    expect(map.renderRoot.querySelectorAll('canvas')).to.have.length(1);
  });

  it('is known as the norms spell it', async () => {
    const { map, find, settled } = await openMap({ setUp: (each) => each.setAttribute('map-datum', 'GCJ-02') });
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    const [item] = [...map.renderRoot.querySelectorAll('.row')];
    expect(item, 'something stands on it').to.not.equal(undefined);
    const shifted = find('canvas')!;
    map.mapDatum = 'gcj02';
    await settled();
    expect(find('canvas'), 'it is drawn as gcj02 already').to.equal(shifted);
    map.setAttribute('map-datum', 'CGCS2000');
    await settled();
    await until(() => find('canvas[role="application"]') && find('canvas') !== shifted, 'drawn again');
    const plain = find('canvas')!;
    map.removeAttribute('map-datum');
    await settled();
    expect(find('canvas'), 'none stated is that of WGS 84').to.equal(plain);
  });

  it('of a name that nobody knows draws nothing in a wrong place, says so, and draws once it is mended', async () => {
    const { map, find, text, rows, settled } = await openMap({
      setUp: (each) => each.setAttribute('map-datum', 'bd09'),
    });
    await until(() => text('.notice') !== '', 'it is said');
    expect(text('.notice')).to.equal('不认识底图坐标系“bd09”（map-datum），为免错位不画地图，以下为列表。');
    expect(rows()).to.not.have.length(0);
    expect(find('canvas')).to.equal(null);
    map.setAttribute('map-datum', 'gcj02');
    await settled();
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    expect(find('.notice')).to.equal(null);
    map.setAttribute('map-datum', 'bd09');
    await until(() => text('.notice') !== '', 'it is said again');
    expect(find('canvas')).to.equal(null);
  });
});

describe('layers of the page’s own', () => {
  afterEach(cleanUp);
  const own = (more: Partial<OwnLayer> = {}): OwnLayer => ({
    id: 'pipes',
    title: '排水管网',
    sources: { lines: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } },
    layers: [{ id: 'lines', type: 'line', source: 'lines', paint: { 'line-color': '#555' } }],
    ...more,
  });

  it('have a switch and a line in the legend, and come and go', async () => {
    const { map, find, text, button, settled } = await openMap({
      setUp: (each) => (each.ownLayers = [own(), own({ id: 'x', title: '积水模拟', off: true })]),
    });
    await until(() => text('.legend').includes('排水管网'), text('.legend'));
    expect(text('.legend')).to.not.include('积水模拟');
    await until(() => find('canvas[role="application"]'), 'the map is drawn');
    button('图层')!.click();
    await until(() => find('#layers'), 'the menu');
    const box = (name: string): HTMLInputElement =>
      [...map.renderRoot.querySelectorAll('#layers label')]
        .find((each) => textOf(each) === name)!
        .querySelector('input')!;
    expect([box('排水管网').checked, box('积水模拟').checked]).to.deep.equal([true, false]);
    box('排水管网').click();
    box('积水模拟').click();
    await settled();
    expect(text('.legend')).to.include('积水模拟').and.not.include('排水管网');
    map.ownLayers = [];
    await settled();
    expect(text('.legend')).to.not.include('积水模拟');
  });
});
