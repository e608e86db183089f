import { expect } from 'chai';
import { type GeoJSONSource, Map as GlMap, type StyleSpecification } from 'maplibre-gl';
import { SENTENCES } from '../alert-map/words.js';
import { LEVELS } from '../marks/level.js';
import { paintOf } from '../theme/paint.js';
import { THEMES } from '../theme/tokens.js';
import { drawPicture, type Brush } from './images.js';
import { SOURCES, type Look } from './layer-parts.js';
import { groundStyle, layersFor } from './layers.js';

await Promise.all([SENTENCES.learn('zh'), SENTENCES.learn('en')]);

const brush = (theme: (typeof THEMES)[number]): Brush => ({ paint: paintOf(theme), lang: 'zh', scale: 1, ratio: 2 });

/** The lightness of every pixel, as a reader without colours sees it. */
function grey(name: string, theme: (typeof THEMES)[number]): number[] {
  const { data } = drawPicture(name, brush(theme))!;
  const pixels: number[] = [];
  for (let i = 0; i < data.length; i += 4)
    pixels.push(data[i + 3] === 0 ? -1 : Math.round(0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!));
  return pixels;
}

const differing = (a: number[], b: number[]): number => a.filter((value, i) => Math.abs(value - b[i]!) > 48).length;

describe('pictures', () => {
  for (const theme of THEMES)
    it(`${theme}: levels can be told apart without colour`, () => {
      for (const kind of ['incident', 'report', 'alarm'])
        for (const a of LEVELS)
          for (const b of LEVELS)
            if (a < b) {
              const [one, two] = [grey(`symbol:${kind}:${a}:`, theme), grey(`symbol:${kind}:${b}:`, theme)];
              expect(differing(one, two), `${kind}: ${a} against ${b}`).to.be.greaterThan(80);
            }
    });

  it('each state shows on each kind: not confirmed, silent, drill', () => {
    for (const kind of ['incident', 'report', 'alarm'])
      for (const level of LEVELS)
        for (const flag of ['u', 's', 'x'])
          expect(
            differing(grey(`symbol:${kind}:${level}:${flag}`, 'light'), grey(`symbol:${kind}:${level}:`, 'light')),
            `${kind} ${level} ${flag}`,
          ).to.be.greaterThan(60);
  });

  it('what no rule could judge does not look like what has only fallen silent', () => {
    for (const name of ['symbol:incident:%:s', 'symbol:alarm:%:us', 'mark:%:s'])
      for (const level of LEVELS.filter((each) => each !== 'ungraded')) {
        const [silent, unjudged] = [name, `${name}q`].map((each) => grey(each.replace('%', level), 'light'));
        expect(differing(unjudged!, silent!), `${name} ${level}`).to.be.greaterThan(8);
      }
  });

  for (const theme of THEMES)
    it(`${theme}: a device that a drill alarms is hatched, and so is the foot beside a real alarm`, () => {
      const [alone, beside] = ['alone', 'beside'].map((name) => grey(`drill:${name}`, theme));
      for (const pixels of [alone!, beside!]) {
        const { neutral } = paintOf(theme);
        const ink = pixels.filter((value) => value >= 0);
        const dark = ink.filter((value) => value < 128 === theme.endsWith('light')).length;
        expect(neutral.text).to.not.equal(neutral.surface);
        expect(dark / ink.length, 'stripes of ink and ground').to.be.within(0.2, 0.85);
      }
      expect(differing(alone!, beside!)).to.be.greaterThan(60);
    });

  it('what is graded by a number, or below all levels, does not look like what nobody graded', () => {
    for (const grade of ['1', '4'])
      expect(differing(grey(`mark:numbered:${grade}`, 'light'), grey('mark:ungraded:', 'light'))).to.be.greaterThan(60);
    expect(differing(grey('mark:numbered:1', 'light'), grey('mark:numbered:4', 'light'))).to.be.greaterThan(30);
    for (const name of ['symbol:incident:%:', 'cluster:%::14'])
      expect(
        differing(grey(name.replace('%', 'below'), 'light'), grey(name.replace('%', 'ungraded'), 'light')),
        name,
      ).to.be.greaterThan(60);
  });

  it('kinds differ by their outline', () => {
    const [pin, bubble, capsule] = ['incident', 'report', 'alarm'].map((kind) =>
      grey(`symbol:${kind}:orange:`, 'light'),
    );
    expect(differing(pin!, bubble!)).to.be.greaterThan(200);
    expect(differing(bubble!, capsule!)).to.be.greaterThan(200);
  });

  it('the Han glyph is drawn: a machine without a Chinese font would leave it out', () => {
    const [zh, en] = (['zh', 'en'] as const).map(
      (lang) => drawPicture('symbol:alarm:ungraded:', { ...brush('light'), lang })!.data,
    );
    expect([...zh!].some((value, i) => value !== en![i])).to.equal(true);
  });

  it('names of others are not ours to draw', () => {
    for (const name of ['bus-11', 'symbol:x:red:', 'symbol:incident:pink:', 'pattern:ungraded', ''])
      expect(drawPicture(name, brush('light')), name).to.equal(undefined);
  });
});

describe('layers', () => {
  for (const theme of THEMES)
    it(`${theme}: MapLibre takes every one of them, and asks the network for nothing`, async () => {
      const look: Look = { paint: paintOf(theme), lang: 'zh', scale: 1, silent: theme === 'dark' };
      const sources = Object.values(SOURCES).map((id) => [
        id,
        { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      ]);
      const { layers, ...ground } = groundStyle(look);
      const style = {
        ...ground,
        sources: Object.fromEntries(sources),
        layers: [...layers, ...layersFor(look)],
      } as StyleSpecification;
      const container = document.createElement('div');
      container.style.cssText = 'width:200px;height:200px';
      document.body.append(container);
      const map = new GlMap({ container, style, attributionControl: false });
      const errors: string[] = [];
      map.on('error', ({ error }) => errors.push(error.message));
      await map.once('idle');
      expect(errors).to.deep.equal([]);
      expect(map.getStyle()).to.not.have.any.keys('glyphs', 'sprite');
      map.remove();
      container.remove();
    });

  it('a warning has its label beside its mark, never under a symbol', async () => {
    const look: Look = { paint: paintOf('light'), lang: 'zh', scale: 1, silent: false };
    const at = (coordinates: number[], properties: object): object => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates },
      properties,
    });
    const data: { [source: string]: object[] } = {
      [SOURCES['area-marks']]: [
        at([0, 0], { mark: 'mark:orange:', rank: 1, beside: 0, label: '暴雨橙色预警', number: 1 }),
      ],
    };
    const container = document.createElement('div');
    container.style.cssText = 'width:400px;height:300px';
    document.body.append(container);
    const { layers, ...ground } = groundStyle(look);
    const sources = Object.values(SOURCES).map((id) => [
      id,
      { type: 'geojson', data: { type: 'FeatureCollection', features: data[id] ?? [] } },
    ]);
    const map = new GlMap({
      container,
      center: [0, 0],
      zoom: 12,
      style: {
        ...ground,
        sources: Object.fromEntries(sources),
        layers: [...layers, ...layersFor(look)],
      } as StyleSpecification,
    });
    map.setMissingStyleImageResolver((name) => {
      const picture = drawPicture(name, brush('light'));
      if (picture) map.addImage(name, picture, { pixelRatio: 2 });
    });
    const labels = (box: [[number, number], [number, number]]): number =>
      map.queryRenderedFeatures(box, { layers: ['yj-area-labels'] }).length;
    const below = (): number =>
      labels([
        [150, 160],
        [250, 190],
      ]);
    const above = (): number =>
      labels([
        [150, 110],
        [250, 140],
      ]);
    await map.once('idle');
    expect([below(), above()]).to.deep.equal([1, 0]);
    const { lng, lat } = map.unproject([200, 185]);
    const symbol = { symbol: 'symbol:alarm:ungraded:u', rank: 2, waiting: 1, importance: 3, beside: 0, label: '' };
    (map.getSource(SOURCES.real) as GeoJSONSource).setData({
      type: 'FeatureCollection',
      features: [at([lng, lat], symbol)],
    } as never);
    await map.once('idle');
    expect([below(), above()], 'it makes room').to.deep.equal([0, 1]);
    map.remove();
    container.remove();
  });
});
