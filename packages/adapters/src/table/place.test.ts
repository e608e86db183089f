import type { Place } from '@yingji/core';
import { expect } from 'chai';
import { fromWgs84 } from '../datum/index.js';
import type { TableReading } from './index.js';
import { decode, lines, told, values } from './fixtures.test.js';

describe('table: places', () => {
  const square = (west: number, south: number): number[][][] => [
    [
      [west, south],
      [west + 0.1, south],
      [west + 0.1, south + 0.1],
      [west, south + 0.1],
      [west, south],
    ],
  ];
  const feature = (properties: object, coordinates: unknown = square(108, 22), type = 'Polygon'): object => ({
    type: 'Feature',
    properties,
    geometry: { type, coordinates },
  });
  const collection = (features: object[], more: object = { datum: 'wgs84' }): string =>
    JSON.stringify({ type: 'FeatureCollection', ...more, features });

  it('maps a Chinese list', () => {
    const decoded = decode(
      lines(
        '编码,名称,类型,上级,经度,纬度,坐标系,白天人口,夜间人口,地址',
        '450103001005,新竹社区,社区,450103001、450103,108.35,22.82,国家2000,8200,9860,新竹路 1 号',
      ),
      { kind: 'place' },
    );
    expect(decoded.issues).deep.equal([]);
    expect(decoded.drafts[0]?.id).equal('place/registry/450103001005');
    expect(values(decoded)).deep.equal([
      {
        name: '新竹社区',
        scheme: 'division',
        code: '450103001005',
        parents: ['place/registry/450103001', 'place/registry/450103'],
        centre: [108.35, 22.82],
        population: { day: 8200, night: 9860 },
        address: '新竹路 1 号',
      },
    ]);
  });

  it('wants a name and a stated sort of place', () => {
    const text = lines('编码,名称,类型', '1,甲,', '2,,小区', '3,丙,城堡', '4,丁,楼栋');
    expect(told(decode(text, { kind: 'place' }))).deep.equal([
      'scheme-missing /2/类型',
      'name-missing /3/名称',
      'scheme-unknown /4/类型',
    ]);
    const decoded = decode(text, { kind: 'place', scheme: 'compound' });
    expect(values<Place>(decoded).map(({ name, scheme }) => `${name} ${scheme}`)).deep.equal([
      '甲 compound',
      '丁 building',
    ]);
    expect(decoded.complete?.ids).length(4);
  });

  it('reads GeoJSON and converts its outline', () => {
    const gcj = square(108, 22).map((ring) => ring.map(([lon = 0, lat = 0]) => [...fromWgs84([lon, lat], 'gcj02')]));
    const text = collection([feature({ name: '青秀区', code: '450103', scheme: 'division' }, [gcj], 'MultiPolygon')], {
      datum: 'GCJ-02',
    });
    const [place] = values<Place>(decode(text, { kind: 'place' }));
    expect(place).include({ name: '青秀区', code: '450103' });
    expect(place?.extra).deep.equal({ 'table:datum': 'gcj02' });
    place?.boundary?.[0]?.[0]?.forEach(([lon, lat], at) => {
      expect(lon).closeTo(square(108, 22)[0]?.[at]?.[0] ?? NaN, 2e-7);
      expect(lat).closeTo(square(108, 22)[0]?.[at]?.[1] ?? NaN, 2e-7);
    });
  });

  it('takes the datum of outlines from the file, its old crs member or the configuration, and leaves them out without one', () => {
    const one = [feature({ name: '甲', code: '450103' })];
    const read = (more: object, reading: Partial<TableReading> = {}) =>
      decode(collection(one, more), { kind: 'place', scheme: 'division', ...reading });
    const crs = (name: string): object => ({ crs: { type: 'name', properties: { name } } });
    for (const decoded of [
      read({ datum: 'wgs84' }),
      read(crs('urn:ogc:def:crs:OGC:1.3:CRS84')),
      read(crs('urn:ogc:def:crs:EPSG::4490')),
      read({}, { datum: 'wgs84' }),
    ]) {
      expect(decoded.issues).deep.equal([]);
      expect(values<Place>(decoded)[0]?.boundary).deep.equal([square(108, 22)]);
    }
    for (const decoded of [read({}), read(crs('urn:ogc:def:crs:EPSG::3857'))]) {
      expect(told(decoded)).deep.equal(['datum-missing /features']);
      expect(values<Place>(decoded)[0]).not.have.property('boundary');
    }
  });

  it('joins outlines to a CSV list by code', () => {
    const csv = lines('编码,名称,类型', '450103,青秀区,区划', '450102,兴宁区,区划');
    const decoded = decode(
      csv,
      { kind: 'place' },
      collection([feature({ code: '４５０１０３' }), feature({ code: '450199' })]),
    );
    expect(told(decoded)).deep.equal(['outline-unmatched ']);
    expect(values<Place>(decoded).map(({ boundary }) => boundary !== undefined)).deep.equal([true, false]);
    expect(decode(csv, { kind: 'place' }, '{').usable).equal(false);
  });

  it('half characters and bottomless members of GeoJSON are told of, never thrown', () => {
    const half = '{"code":"a\\ud800","name":"甲"},{"code":"b","name":"乙","parents":"\\udc00","\\ud83d":"x"}';
    const bottomless = `{"code":"c","name":"丙","z":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const features = `${half},${bottomless}`.replaceAll('},{', '},"geometry":null},{"properties":{');
    const decoded = decode(`{"type":"FeatureCollection","features":[{"properties":${features},"geometry":null}]}`, {
      kind: 'place',
      scheme: 'grid',
    });
    expect(told(decoded)).deep.equal([
      'geojson-malformed /features/2/properties',
      'code-damaged /features/0/properties/code',
      'list-not-full ',
    ]);
    expect(decoded.drafts.map(({ id }) => id)).deep.equal(['place/registry/b', 'place/registry/c']);
  });

  it('tells bad geometry and keeps the place', () => {
    const open = [
      [
        [108, 22],
        [108.1, 22],
        [108.1, 22.1],
        [108, 22.1],
      ],
    ];
    const bad: [unknown, string][] = [
      [open, 'Polygon'],
      [[[[108, 95]]], 'Polygon'],
      [[], 'MultiPolygon'],
      [[108, 22], 'Point'],
      [[[['a', 1]]], 'MultiPolygon'],
      ['x', 'Polygon'],
    ];
    const features = bad.map(([coordinates, type], at) => feature({ code: `c${at}`, name: '甲' }, coordinates, type));
    const decoded = decode(collection([...features, { type: 'Feature' }]), { kind: 'place', scheme: 'grid' });
    expect(told(decoded)).deep.equal([
      ...bad.map((_, at) => `outline-invalid /features/${at}/geometry`),
      'geojson-malformed /features/6',
      'list-not-full ',
    ]);
    expect(decoded.drafts).length(6);
    const limits = { bytes: 1e6, unpacked: 1e6, rows: 9, cell: 99, corners: 4, issues: 9 };
    expect(told(decode(collection([feature({ code: '1', name: '甲' })]), { kind: 'place', limits }))).deep.equal([
      'too-many-corners /features/0',
    ]);
  });
});
