import type { Facility } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { expect } from 'chai';
import { bytes, decode, lines, receivedAt, told, values } from './fixtures.test.js';
import { table } from './index.js';

describe('table: facilities', () => {
  it('maps a station with several functions; who has the key is for the vault', () => {
    const decoded = decode(
      lines(
        '编码,名称,功能,急时功能,容纳人数,开放时间,经度,纬度,坐标系,所在地点,管理单位,联系人,联系电话,备注',
        'F1,示例社区应急服务站,值班室；微型消防站、物资点,避难场所,120,24 小时,108.37,22.82,CGCS2000,P1,W1,李小明,13800001234,一层',
      ),
      { kind: 'facility', places: 'places', sources: { organization: 'units' } },
    );
    expect(told(decoded)).deep.equal([]);
    const [station] = values<Facility>(decoded);
    expect(station).deep.equal({
      name: '示例社区应急服务站',
      functions: ['duty-office', 'micro-fire-station', 'supply-point'],
      emergencyFunctions: ['shelter'],
      capacity: { persons: 120 },
      hours: '24 小时',
      organization: 'organization/units/W1',
      contact: '李小明',
      phone: '13800001234',
      place: 'place/places/P1',
      position: [108.37, 22.82],
      datum: 'cgcs2000',
      extra: { 'table:备注': '一层' },
    });
    expect(schemas.facility.schema.safeParse(station).error?.issues ?? []).deep.equal([]);
    expect(decoded.drafts.map(({ id }) => id)).deep.equal(['facility/registry/F1']);
  });

  it('a word nobody knows is kept as other; without a name, or with nothing said of what it is, there is none', () => {
    const decoded = decode(lines('编码,名称,功能', 'F1,示例驿站,驿站；AED', 'F2,,仓库', 'F3,示例楼,'), {
      kind: 'facility',
    });
    expect(told(decoded)).deep.equal(['type-unknown /2/功能', 'name-missing /3/名称', 'field-missing /4/功能']);
    expect(values<Facility>(decoded)).deep.equal([
      { name: '示例驿站', functions: ['other', 'aed'], extra: { 'table:functions': '驿站' } },
    ]);
  });

  it('a file is told to be of facilities by its columns, and one of places still is not', () => {
    const kindsOf = (...rows: string[]): string[] =>
      table.decode(bytes(lines(...rows)), { source: 'x', receivedAt }).drafts.map(({ kind }) => kind);
    expect(kindsOf('编码,名称,功能,容纳人数', 'F1,示例中学,学校,800')).deep.equal(['facility']);
    expect(kindsOf('编码,名称,类型,上级', 'P1,示例小区,小区,P0')).deep.equal(['place']);
  });
});
