import type { Device } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { fromWgs84 } from '../datum/index.js';
import { table } from './index.js';
import { bytes, decode, GOOD, HEADER, lines, receivedAt, told, values } from './fixtures.test.js';

describe('table: devices', () => {
  it('maps a Chinese registry', () => {
    const decoded = decode(lines(HEADER, GOOD));
    expect(decoded.issues).deep.equal([]);
    expect(decoded.ok).equal(true);
    expect(decoded.drafts[0]).include({
      kind: 'device',
      id: 'device/registry/889-1-1-131082',
      at: receivedAt,
      basis: 'stated',
    });
    expect(values(decoded)).deep.equal([
      {
        native: '889-1-1-131082',
        name: '3 栋 1 层走廊感烟',
        type: 'smoke-detector',
        position: [108.351, 22.821],
        datum: 'wgs84',
        place: 'place/registry/450103001005-3',
        zone: '3-1',
      },
    ]);
    expect(decoded.complete).deep.equal({
      kind: 'device',
      within: 'device/registry/',
      ids: ['device/registry/889-1-1-131082'],
    });
  });

  it('reads UTF-8 with and without a mark, and GB18030, stated or found out', () => {
    const gb18030 =
      'b1e0c2eb2cc3fbb3c62cc0e0d0cd2cbeadb6c82cceb3b6c82cd7f8b1eacfb52ccbf9d4dab5d8b5e32cb7c0bbf0b7d6c7f80d0a3838392d312d31' +
      '2d3133313038322c3320b6b0203120b2e3d7dfc0c8b8d0d1cc2cb5e3d0cdb9e2b5e7b8d0d1ccbbf0d4d6ccbdb2e2c6f72c3130382e3331363437333532312c' +
      '32322e3830313931343134332c47434a2d30322c3435303130333030313030352d332c332d310d0a';
    const gb = Uint8Array.from(gb18030.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    for (const input of [lines(HEADER, GOOD), '\uFEFF' + lines(HEADER, GOOD), gb]) {
      const decoded = decode(input);
      expect(decoded.issues).deep.equal([]);
      expect(values<Device>(decoded)[0]).include({ name: '3 栋 1 层走廊感烟', type: 'smoke-detector', zone: '3-1' });
    }
    expect(values<Device>(decode(gb, { encoding: 'gb18030' }))[0]?.name).equal('3 栋 1 层走廊感烟');
    expect(told(decode(gb, { encoding: 'utf-8' }))).deep.equal(['encoding-unknown ']);
  });

  it('understands English headers, full-width letters and units in brackets', () => {
    const decoded = decode(
      lines(
        'Code,Name,Type,Longitude (°),LAT,Datum,探测半径（米）,上报周期（秒）',
        'A-1,n,smoke-detector,108.3,22.8,ＷＧＳ－84,5.5,60',
      ),
    );
    expect(decoded.issues).deep.equal([]);
    expect(values<Device>(decoded)[0]).deep.include({
      rangeM: 5.5,
      contract: { by: 'periodic', everyS: 60 },
      position: [108.3, 22.8],
    });
  });

  it('reads how often a device is heard: seconds, events alone, or a beat that is to be learned', () => {
    const rows = ['60', '事件', 'event', '自动', '未知', 'observed', ''];
    const decoded = decode(lines('编码,类型,上报周期', ...rows.map((cell, at) => `A${at},水位计,${cell}`)));
    expect(values<Device>(decoded).map(({ contract }) => contract?.by)).deep.equal([
      ...['periodic', 'event', 'event', 'observed', 'observed', 'observed', undefined],
    ]);
  });

  it('reads the vertical datum of a gauge beside the datum of its position', () => {
    const header = '编码,类型,经度,纬度,坐标系,基面';
    const decoded = decode(lines(header, 'A,水位计,108.351,22.821,wgs84,珠江基面', 'B,水位计,108.351,22.821,wgs84,'));
    expect(decoded.issues).deep.equal([]);
    expect(values<Device>(decoded).map(({ datum, verticalDatum }) => [datum, verticalDatum])).deep.equal([
      ['wgs84', '珠江基面'],
      ['wgs84', undefined],
    ]);
  });

  it('takes columns, types and the source of places from the configuration', () => {
    const decoded = decode(lines('点位号,品类,位置', 'A-1,烟雾报警器,450103'), {
      columns: { code: '点位号', type: '品类', place: '位置' },
      types: { 烟雾报警器: 'smoke-detector' },
      places: 'divisions',
    });
    expect(decoded.issues).deep.equal([]);
    expect(values(decoded)).deep.equal([{ native: 'A-1', type: 'smoke-detector', place: 'place/divisions/450103' }]);
    expect(told(decode(lines('编码', 'A-1'), { columns: { type: '品类' } }))).deep.equal(['column-missing /1']);
  });

  it('converts GCJ-02 and BD-09, row by row or by configuration, within 0.5 m', () => {
    for (const datum of ['gcj02', 'bd09'] as const) {
      const [lon, lat] = fromWgs84([108.351, 22.821], datum);
      for (const decoded of [
        decode(lines(HEADER, `A,n,感烟,${lon},${lat},${datum},P,Z`)),
        decode(lines('编码,类型,经度,纬度', `A,感烟,${lon},${lat}`), { datum }),
        decode(lines(HEADER, `A,n,感烟,${lon},${lat},${datum},P,Z`), { datum: 'wgs84' }),
      ]) {
        const [device] = values<Device>(decoded);
        expect(device?.datum).equal(datum);
        expect(device?.position?.[0]).closeTo(108.351, 2e-7);
        expect(device?.position?.[1]).closeTo(22.821, 2e-7);
      }
    }
  });

  it('never guesses a datum', () => {
    const decoded = decode(lines(HEADER, 'A,n,感烟,108.3,22.8,,P,Z', 'B,n,感烟,108.3,22.8,西安80,P,Z'));
    expect(told(decoded)).deep.equal(['datum-missing /2/经度', 'datum-unknown /3/坐标系']);
    expect(decoded.ok).equal(false);
    for (const device of values<Device>(decoded)) expect(device).not.have.any.keys('position', 'datum');
  });

  it('tells each bad cell by row and column and keeps the rest', () => {
    const decoded = decode(
      lines(
        HEADER,
        'A,n,感烟,108.3,,wgs84,,',
        'B,n,感烟,22.8,108.3,wgs84,,',
        'C,n,感烟,0,0,wgs84,,',
        'D,n,感烟,东经108度,22.8,wgs84,,',
        'E,n,啥,,,,一号楼三层,',
        'F,n,,,,,,',
        '',
        'G,n,感烟,108.3,22.8,wgs84',
        ',n,感烟,108.3,22.8,wgs84,,',
        'A,again,感烟,,,,,',
        '4.50103E+11,n,感烟,,,,,',
      ),
    );
    expect(told(decoded)).deep.equal([
      'position-half /2/纬度',
      'position-swapped /3/纬度',
      'position-zero /4/经度',
      'number-invalid /5/经度',
      'type-unknown /6/类型',
      'place-in-words /6/所在地点',
      'type-missing /7',
      'row-length /9',
      'code-missing /10/编码',
      'code-duplicate /11/编码',
      'code-damaged /12/编码',
      'list-not-full ',
    ]);
    expect(decoded.issues[0]?.message).match(/^Row 2, column 纬度: /);
    expect(values<Device>(decoded).map(({ native, type }) => `${native} ${type}`)).deep.equal([
      'A smoke-detector',
      'B smoke-detector',
      'C smoke-detector',
      'D smoke-detector',
      'E unknown',
      'F unknown',
    ]);
    expect(values<Device>(decoded)[4]?.extra).deep.equal({ 'table:type': '啥', 'table:place': '一号楼三层' });
    expect(decoded.complete).equal(undefined);
  });

  it('counts a bad row as present, so that a typing error removes nothing', () => {
    const decoded = decode(lines(HEADER, GOOD, 'G,n,感烟,108.3'));
    expect(decoded.drafts).length(1);
    expect(decoded.complete?.ids).deep.equal(['device/registry/889-1-1-131082', 'device/registry/G']);
    const open = decode(lines(HEADER, GOOD).trimEnd());
    expect([open.drafts.length, told(open), open.complete]).deep.equal([1, ['list-not-full '], undefined]);
  });

  it('reads a row whose surplus cells are all empty, as spreadsheets write them', () => {
    const decoded = decode(lines('编码,类型', 'A,感烟,,,', 'B,感烟,,x'));
    expect([told(decoded), decoded.drafts.length]).deep.equal([['row-length /3'], 1]);
  });

  it('takes full-width codes as what they mean, or no alarm would find its device', () => {
    const decoded = decode(lines('编码,类型', '５００１－1-1-131082,感烟', '5001-1-1-131082,感烟'));
    expect(decoded.drafts.map(({ id }) => id)).deep.equal(['device/registry/5001-1-1-131082']);
    expect(told(decoded)).deep.equal(['code-duplicate /3/编码']);
  });

  it('knows codes that a spreadsheet made dates of, and half characters', () => {
    const decoded = decode(lines('编码,类型', '5001/1/2,感烟', 'A\uFFFD,感烟', 'B,感烟'));
    expect(told(decoded)).deep.equal(['code-damaged /2/编码', 'code-damaged /3/编码', 'list-not-full ']);
    expect([decoded.drafts.length, decoded.complete]).deep.equal([1, undefined]);
  });

  it('keeps unknown columns, and people out', () => {
    const decoded = decode(
      lines('编码,类型,楼层,联系人,联系电话,备注', 'A,感烟,3,张三,13800000001,坏了打 13800000002'),
    );
    expect(told(decoded)).deep.equal(['personal-column /1', 'personal-column /1', 'personal-text /2']);
    expect(values<Device>(decoded)[0]?.extra).deep.equal({ 'table:楼层': '3', 'table:备注': '坏了打 138****0002' });
    expect(JSON.stringify(decoded)).not.match(/张三|1380000000/);
  });

  it('takes a cell that looks like a formula as text', () => {
    for (const name of ['=1+1', '@SUM(A1)', '+86', "-2+3+cmd|' /C calc'!A0", '<img src=x onerror=alert(1)>']) {
      expect(values<Device>(decode(lines('编码,名称,类型', `A,"${name}",感烟`)))[0]?.name).equal(name);
    }
  });

  it('reads quoted commas, quotes and line breaks, tabs and semicolons', () => {
    expect(values<Device>(decode('编码,名称,类型\n"A","1 栋, ""东""\n侧",感烟\n'))[0]?.name).equal('1 栋, "东"\n侧');
    for (const mark of ['\t', ';'])
      expect(values<Device>(decode(`编码${mark}类型\nA${mark}感烟\n`))[0]?.type).equal('smoke-detector');
  });

  it('refuses whole what is no table, with a next step', () => {
    const limits = { bytes: 1500, unpacked: 1e6, rows: 2, cell: 10, corners: 100, issues: 5 };
    const refused: [string, string | Uint8Array][] = [
      ['table-empty', ''],
      ['table-empty', lines(HEADER)],
      ['table-empty', ',,\r\n'],
      ['column-missing', lines('名称,类型', 'a,感烟')],
      ['column-duplicate', lines('编码,名称,名称', 'A,b,c')],
      ['csv-malformed', lines('编码,名称', 'A,b"c"d"')],
      ['csv-malformed', lines('编码,名称', 'A,"b')],
      ['file-cut', '编码,名称,类型\nA,b,感烟\nB'],
      ['too-many-rows', lines('编码', 'A', 'B', 'C')],
      ['file-too-large', lines('编码', 'A'.repeat(2000))],
      ['cell-too-long', '编码\n"' + 'x'.repeat(1200)],
      ['workbook-damaged', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)],
      ['not-a-table', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0)],
      ['encoding-unknown', Uint8Array.of(0xff, 0xfe, 0x41, 0)],
      ['encoding-unknown', Uint8Array.of(0x41, 0xff, 0xff, 0x0a)],
      ['encoding-unknown', 'A\0B'],
      ['geojson-malformed', '{"type":"FeatureCollection","features":['],
    ];
    for (const [code, input] of refused) {
      const decoded = decode(input, { limits });
      expect(decoded, code).deep.include({ ok: false, usable: false, drafts: [] });
      expect(
        decoded.issues.map((found) => found.code),
        code,
      ).include(code);
      expect(decoded.complete, code).equal(undefined);
    }
    expect(told(decode(lines('编码,类型', 'A,感烟', `B,${'x'.repeat(11)}`), { limits }))).deep.equal([
      'cell-too-long /3/类型',
      'type-missing /3',
    ]);
  });

  it('cuts a long list of Issues, errors first, and says how many are left', () => {
    const rows = Array.from({ length: 50 }, (_, at) => (at < 25 ? `A${at},` : `A${at - 25},感烟`));
    const decoded = decode(lines('编码,类型', ...rows), {
      limits: { bytes: 1e6, unpacked: 1e6, rows: 100, cell: 100, corners: 1, issues: 30 },
    });
    expect(decoded.issues).length(31);
    expect(decoded.issues.slice(0, 25).every(({ code }) => code === 'code-duplicate')).equal(true);
    expect(decoded.issues[30]).include({ code: 'issues-cut' });
    expect(decoded.issues[30]?.message).match(/^20 more/);
  });

  it('gives only values that fit the schema, and never throws, whatever the bytes', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('感烟', '108.3', '22.8', 'wgs84', 'gcj02', '"', '450103', '1e5', '=A1'),
    );
    const sheet = fc.array(fc.array(cell, { minLength: 1, maxLength: 9 }), { maxLength: 6 });
    const text = sheet.map((rows) => [HEADER, ...rows.map((row) => row.join(','))].join('\n'));
    const input = fc.oneof(text.map(bytes), fc.uint8Array({ maxLength: 200 }));
    const kind = fc.constantFrom<'device' | 'place'>('device', 'place');
    fc.assert(
      fc.property(input, kind, (raw, which) => {
        const decoded = decode(raw, { kind: which, scheme: which === 'place' ? 'division' : undefined });
        for (const draft of decoded.drafts)
          schemas[which].schema.parse('value' in draft.body ? draft.body.value : undefined);
        table.decode(raw, { source: 'x', receivedAt });
      }),
      seeds(),
    );
  });
});
