import { expect } from 'chai';
import { createTown, findSite, nativeAddress } from './town.js';
import { devicesCsv, placesCsv } from './registry-csv.js';
import { encodeText } from './unit.js';

const rows = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('field: the invented town and its registry', () => {
  const town = createTown({ seed: 1, devices: 13_000 });
  const parts = town.sites.flatMap((site) => site.detectors.map((detector) => ({ site, detector })));

  it('has 13,000 detectors behind 300 devices, each address once', () => {
    expect(parts).to.have.length(13_000);
    expect(town.sites).to.have.length(300);
    expect(new Set(parts.map(({ site, detector }) => nativeAddress(site, detector)))).to.have.property('size', 13_000);
    expect(new Set(town.sites.map(({ code }) => code))).to.have.property('size', 300);
    expect(new Set(town.compounds.map(({ name }) => name))).to.have.property('size', 60);
  });

  for (const devices of [25, 100, 1_234]) {
    it(`can be smaller: ${devices} detectors`, () => {
      expect(createTown({ seed: 2, devices }).sites.flatMap(({ detectors }) => detectors)).to.have.length(devices);
    });
  }

  it('is the same for the same seed and another for another', () => {
    expect(devicesCsv(createTown({ seed: 1, devices: 500 }))).to.equal(
      devicesCsv(createTown({ seed: 1, devices: 500 })),
    );
    expect(devicesCsv(createTown({ seed: 1, devices: 500 }))).not.to.equal(
      devicesCsv(createTown({ seed: 2, devices: 500 })),
    );
  });

  it('lies in the built-up part of 青秀区, detectors close to their building', () => {
    for (const { site, detector } of parts) {
      expect(detector.lon).to.be.within(108.3, 108.42);
      expect(detector.lat).to.be.within(22.78, 22.85);
      expect(Math.hypot((detector.lon - site.lon) * 102_600, (detector.lat - site.lat) * 110_750)).to.be.lessThan(12);
    }
  });

  it('has the scene’s room: two smoke detectors in one fire compartment', () => {
    const { detectors } = findSite(town, { compound: '思贤苑', building: 3, zone: '配电房' });
    expect(detectors.slice(0, 2).map(({ component }) => component)).to.deep.equal([42, 42]);
  });

  it('names parts as 演练 and within 31 bytes', () => {
    for (const { detector } of [...parts, ...town.unregistered]) {
      expect(detector.text).to.match(/^演练/);
      expect(new TextDecoder('gb18030').decode(encodeText(detector.text)).replace(/\0+$/, '')).to.equal(detector.text);
    }
  });

  it('registers every detector and device once, and the unregistered not at all', () => {
    const [header, ...devices] = rows(devicesCsv(town));
    expect(header).to.deep.equal([
      '编码',
      '名称',
      '类型',
      '经度',
      '纬度',
      '坐标系',
      '所在地点',
      '防火分区',
      '上报周期',
      '备注',
    ]);
    expect(devices).to.have.length(13_300);
    expect(devices.every((row) => row.length === 10 && row[5] === 'WGS84' && row[9]!.includes('虚构'))).to.equal(true);
    const codes = new Set(devices.map(([code]) => code));
    expect(codes).to.have.property('size', 13_300);
    const { site, detectors } = findSite(town, { compound: '思贤苑', building: 3, zone: '配电房' });
    expect(codes.has(`${site.transmitter}-1-1-${detectors[0]!.address}`)).to.equal(true);
    for (const { site: at, detector } of town.unregistered)
      expect(codes.has(nativeAddress(at, detector))).to.equal(false);
  });

  it('puts every device into a building, and every place into one above', () => {
    const places = rows(placesCsv(town)).slice(1);
    const codes = new Set(places.map(([code]) => code));
    expect(codes).to.have.property('size', places.length);
    for (const device of rows(devicesCsv(town)).slice(1)) expect(codes.has(device[6])).to.equal(true);
    for (const [, name, scheme, , , , parent] of places)
      expect(parent === '450103' ? scheme === '街道' : codes.has(parent), name).to.equal(true);
    expect(places.filter(([, , scheme]) => scheme === '小区').every(([, name]) => name!.includes('虚构'))).to.equal(
      true,
    );
    expect(placesCsv(town, 'place/divisions/450103')).to.contain('街道,,,,place/divisions/450103,');
  });

  it('refuses a town that cannot be', () => {
    for (const devices of [0, 24, 1.5, NaN, 1e9])
      expect(() => createTown({ seed: 1, devices }), String(devices)).to.throw(RangeError);
  });
});
