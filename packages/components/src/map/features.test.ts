import { expect } from 'chai';
import type { EntityId, Instant, Position, Row } from '@yingji/core';
import type { Item, LonLat } from '../alert-map/item.js';
import { toItems } from '../alert-map/to-items.js';
import { mapWordsFor, SENTENCES, type MapContext } from '../alert-map/words.js';
import { SHARED } from '../i18n/words.js';
import { ago, alarm, call, device, incident, NOW, place, unjudged, warning } from '../testing/rows.js';
import { createDeviceDots } from './devices.js';
import { diffFeatures } from './diff.js';
import { areaFeatures, areaOf, placeFeatures, symbolFeatures, type Feature } from './features.js';
import { boundsOf, circleRing, labelPoint } from './geometry.js';
import { createNumbers } from './numbers.js';

await Promise.all([SHARED.learn('zh'), SENTENCES.learn('zh')]);
const now = NOW as Instant;
const byId = (rows: readonly Row[]): Map<EntityId, Row> => new Map(rows.map((row) => [row.id, row]));

function itemsOf(rows: readonly Row[], more: Partial<MapContext> = {}): Item[] {
  const of = (kind: string): Map<EntityId, Row> => byId(rows.filter((row) => row.kind === kind));
  const context = {
    words: mapWordsFor('zh'),
    places: of('place'),
    incidents: of('incident'),
    ended: byId([]),
    now,
    stale: () => false,
  };
  return toItems(
    { incidents: of('incident'), reports: of('report'), warnings: of('warning'), ended: byId([]) },
    { ...context, ...more },
  );
}

describe('symbols', () => {
  it('are grouped so that no cluster holds red beside others, or drills beside what is real', () => {
    const rows = [
      incident('red', { level: 'red', position: [1, 1] }),
      call('blue', { level: 'blue', position: [1, 2] }),
      { ...incident('drill-red', { level: 'red', position: [1, 3] }), exercise: 'x' },
      { ...alarm('drill', { position: [1, 4] }), exercise: 'x' },
      alarm('nowhere'),
    ];
    const numbers = createNumbers();
    const groups = symbolFeatures(itemsOf(rows), numbers);
    const names = Object.fromEntries(
      Object.entries(groups).map(([group, features]) => [
        group,
        [...features.keys()].map((n) => numbers.id(n)!.split('/')[2]),
      ]),
    );
    expect(names).to.deep.equal({ drill: ['drill'], 'drill-red': ['drill-red'], real: ['blue'], 'real-red': ['red'] });
  });

  it('are marked and hollow where no rule could judge them, at the position that was stated', () => {
    const rows = [unjudged(call('c', { value: { title: '电话报警', address: '园湖路', position: [1, 2] } }))];
    const [feature] = [...symbolFeatures(itemsOf(rows), createNumbers()).real.values()];
    expect(feature?.geometry).to.deep.equal({ type: 'Point', coordinates: [1, 2] });
    expect(feature?.properties).to.include({ symbol: 'symbol:report:ungraded:usq', label: '未判读 电话报警' });
    const warned = [place('450103', '青秀区', [1, 1, 2, 2]), unjudged(warning('w'))];
    const { areas, marks } = areaFeatures(itemsOf(warned), {
      places: byId(warned.slice(0, 1)),
      numbers: createNumbers(),
      words: mapWordsFor('zh'),
    });
    expect(areas, 'by the code that was stated').to.have.length(1);
    expect(marks[0]?.properties['mark']).to.equal('mark:orange:sq');
    const dots = createDeviceDots(createNumbers());
    const row = unjudged({ ...device('d', undefined), value: { type: 'smoke-detector', position: [3, 4] } });
    const zero = { reset: true, gap: false, removed: [], at: 1 as Position, now };
    expect(dots.take({ ...zero, put: [row] })).to.equal(true);
    expect(dots.dots.at[0]! / 2 ** 32 + 0.5).to.be.closeTo((180 + 3) / 360, 1e-9);
    expect(dots.counts).to.include({ total: 1, unknown: 1 });
  });

  it('name their picture by kind, level and state', () => {
    const names = (rows: readonly Row[], more: Partial<MapContext> = {}): unknown[] =>
      Object.values(symbolFeatures(itemsOf(rows, more), createNumbers())).flatMap((group) =>
        [...group.values()].map(({ properties }) => properties['symbol']),
      );
    const done = { acknowledged: { at: ago(1), masked: '李*' } };
    expect(names([incident('i', { level: 'orange', position: [1, 1] })])).to.deep.equal(['symbol:incident:orange:u']);
    expect(names([alarm('a', { position: [1, 1], derived: done })])).to.deep.equal(['symbol:alarm:ungraded:']);
    expect(names([incident('b', { position: [1, 1], derived: { ...done, rank: 5 } })])).to.deep.equal([
      'symbol:incident:below:',
    ]);
    expect(
      names([{ ...call('c', { level: 'blue', position: [1, 1] }), exercise: 'x' }], { stale: () => true }),
    ).to.deep.equal(['symbol:report:blue:usx']);
  });

  it('at one spot tell how many there is no room for', () => {
    const rows = Array.from({ length: 9 }, (_, i) => alarm(`a${i}`, { position: [1, 1], at: ago(i) }));
    const labels = [...symbolFeatures(itemsOf(rows), createNumbers()).real.values()].map(({ properties }) => [
      properties['beside'],
      properties['label'],
    ]);
    expect(labels.slice(4)).to.deep.equal([
      [4, ''],
      [5, '+3'],
      [5, ''],
      [5, ''],
      [5, ''],
    ]);
  });

  it('at one spot stand side by side, the most urgent on the spot', () => {
    const rows = [
      alarm('a', { position: [1, 1], at: ago(1) }),
      alarm('b', { position: [1, 1], at: ago(2) }),
      incident('i', { level: 'orange', position: [1, 1] }),
    ];
    const { real } = symbolFeatures(itemsOf(rows), createNumbers());
    expect([...real.values()].map(({ properties }) => [properties['symbol'], properties['beside']])).to.deep.equal([
      ['symbol:incident:orange:u', 0],
      ['symbol:alarm:ungraded:u', 1],
      ['symbol:alarm:ungraded:u', 2],
    ]);
  });
});

describe('areas of warnings', () => {
  const square = place('450103', '青秀区', [0, 0, 2, 2]);
  const ring = [
    [5, 5],
    [6, 5],
    [6, 6],
    [5, 6],
    [5, 5],
  ];
  const area = (areas: object[], places: string[] = ['place/division/450103']): Row =>
    warning('w', { value: { tellings: [{ language: 'zh', event: '暴雨', areas }] }, derived: { places } });

  it('are their own polygons and circles; a code alone takes the outline of the place', () => {
    expect(areaOf(area([{ name: 'x', polygons: [ring] }]), byId([square]))).to.deep.equal([[ring]]);
    expect(areaOf(area([{ name: 'x', codes: [{ scheme: 'CN', code: '450103' }] }]), byId([square]))).to.have.length(1);
    expect(
      areaOf(
        area([
          { name: 'x', polygons: [ring] },
          { name: 'y', codes: [] },
        ]),
        byId([square]),
      ),
    ).to.have.length(2);
    expect(
      areaOf(area([{ name: 'x', circles: [{ centre: [1, 1], radiusM: 1000 }] }], []), byId([]))[0]![0],
    ).to.have.length(65);
    expect(areaOf(area([{ name: 'x' }], []), byId([]))).to.deep.equal([]);
  });

  it('are drawn once, however many languages tell of them', () => {
    expect(
      areaOf(
        area([
          { name: 'x', polygons: [ring] },
          { name: 'x', polygons: [ring] },
        ]),
        byId([]),
      ),
    ).to.have.length(1);
  });

  it('lie the worst on top, and leave the map when they end', () => {
    const rows = [
      square,
      warning('b', { level: 'blue' }),
      warning('r', { level: 'red' }),
      warning('y', { level: 'yellow' }),
    ];
    const { areas, marks } = areaFeatures(itemsOf(rows), {
      places: byId([square]),
      numbers: createNumbers(),
      words: mapWordsFor('zh'),
    });
    expect(areas.map(({ properties }) => properties['level'])).to.deep.equal(['blue', 'yellow', 'red']);
    expect(marks.map(({ geometry }) => geometry.coordinates)).to.deep.equal([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('of one area have their marks side by side, the worst on the spot, and one label for all of them', () => {
    const rows = [square, warning('b', { level: 'blue' }), warning('r', { level: 'red' })];
    const of = (given: readonly Row[]): unknown[] =>
      areaFeatures(itemsOf(given), {
        places: byId([square]),
        numbers: createNumbers(),
        words: mapWordsFor('zh'),
      }).marks.map(({ properties: { mark, beside, label } }) => [mark, beside, label]);
    expect(of(rows)).to.deep.equal([
      ['mark:blue:', 1, ''],
      ['mark:red:', 0, '暴雨红色预警\n暴雨蓝色预警'],
    ]);
    const [, second] = of([...rows, warning('y', { level: 'yellow' })]);
    expect(second).to.deep.equal(['mark:yellow:', 1, '']);
    expect(of([...rows, warning('y', { level: 'yellow' })])[2]).to.deep.equal([
      'mark:red:',
      0,
      '暴雨红色预警\n另有 2 条预警',
    ]);
  });

  it('graded by a number are marked by it, not as graded by nobody', () => {
    const numbered = warning('n', { level: 'ungraded', value: { grade: '4', scheme: 'numbered-level' } });
    const { areas, marks } = areaFeatures(itemsOf([square, numbered]), {
      places: byId([square]),
      numbers: createNumbers(),
      words: mapWordsFor('zh'),
    });
    expect(areas[0]!.properties['level']).to.equal('numbered');
    expect(marks[0]!.properties['mark']).to.equal('mark:numbered:4');
  });
});

describe('places', () => {
  it('have an outline and a name; without a centre the name stands in the middle', () => {
    const { outlines, names } = placeFeatures(
      byId([place('1', '甲', [0, 0, 2, 2]), place('2', '乙', undefined, { centre: [9, 9] }), place('3', '丙')]),
      createNumbers(),
    );
    expect(outlines).to.have.length(1);
    expect(names.map(({ properties, geometry }) => [properties['label'], geometry.coordinates])).to.deep.equal([
      ['甲', [1, 1]],
      ['乙', [9, 9]],
    ]);
  });
});

describe('geometry', () => {
  it('a circle has its radius on the ground', () => {
    const [lon, lat] = circleRing([108.3, 22.8], 1000)[16]!;
    expect((lon - 108.3) * 111_320 * Math.cos((22.8 * Math.PI) / 180)).to.be.closeTo(1000, 5);
    expect(lat).to.be.closeTo(22.8, 0.0001);
  });

  it('a label stands inside its area, even of a horseshoe', () => {
    const u: LonLat[] = [
      [0, 0],
      [3, 0],
      [3, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [1, 3],
      [0, 3],
      [0, 0],
    ];
    const [x, y] = labelPoint([[u]])!;
    expect(y).to.be.within(0, 3);
    expect(y <= 1 || x <= 1 || x >= 2, `${x} ${y}`).to.equal(true);
    expect(labelPoint([])).to.equal(undefined);
  });

  it('bounds of nothing are none', () => {
    expect(boundsOf([])).to.equal(undefined);
    expect(
      boundsOf([
        [3, 4],
        [1, 9],
      ]),
    ).to.deep.equal([1, 4, 3, 9]);
  });
});

describe('what changed', () => {
  const feature = (id: number, look: string): Feature => ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [0, 0] },
    properties: { look },
  });
  const of = (...features: Feature[]): Map<number, Feature> => new Map(features.map((each) => [each.id, each]));

  it('is what is new, different or gone, and nothing else', () => {
    expect(diffFeatures(of(feature(1, 'a'), feature(2, 'a')), of(feature(1, 'a'), feature(2, 'a')))).to.equal(
      undefined,
    );
    expect(diffFeatures(of(feature(1, 'a'), feature(2, 'a')), of(feature(2, 'b'), feature(3, 'c')))).to.deep.equal({
      add: [feature(2, 'b'), feature(3, 'c')],
      remove: [1],
    });
  });
});
