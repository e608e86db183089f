import type { Movement, Organization, PersonAtRisk, Responder, Stock } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { expect } from 'chai';
import { decode, lines, told, values, bytes, receivedAt } from './fixtures.test.js';
import { table, readTableConfig } from './index.js';
import { dated, workbook, workbookParts, zipOf, type Cell } from './workbook.test.js';

const valid = (kind: keyof typeof schemas, list: readonly unknown[]): void => {
  for (const value of list) expect(schemas[kind].schema.safeParse(value).error?.issues ?? []).deep.equal([]);
};

describe('table: organizations and teams', () => {
  it('maps units, with contact and number for the vault', () => {
    const decoded = decode(
      lines(
        '编码,名称,类型,职责,辖区代码,上级,联系人,联系电话,备注',
        'W1,新竹社区居委会,社区,值守；先期处置,450103001005,W0,李小明,13800001234,二楼',
        'W2,某单位,奇怪,,,,,,',
      ),
      { kind: 'organization' },
    );
    expect(told(decoded)).deep.equal(['type-unknown /3/类型']);
    const [first, second] = values<Organization>(decoded);
    expect(first).deep.equal({
      name: '新竹社区居委会',
      type: 'community',
      duties: ['值守', '先期处置'],
      scope: ['450103001005'],
      parent: 'organization/registry/W0',
      contact: '李小明',
      phone: '13800001234',
      extra: { 'table:备注': '二楼' },
    });
    expect([second?.type, second?.extra]).deep.equal(['other', { 'table:type': '奇怪' }]);
    valid('organization', values(decoded));
  });

  it('maps teams; the source of what they name is chosen by kind', () => {
    const decoded = decode(
      lines('编码,名称,类型,所属单位,责任区域,队长编号,副队长编号', 'T1,竹园分队,分队,W1,P1,R1,R2；R3', 'T2,无,啥,,,,'),
      {
        kind: 'team',
        places: 'places',
        sources: { organization: 'units', responder: 'people' },
      },
    );
    expect(told(decoded)).deep.equal(['sort-missing /3/类型']);
    expect(values(decoded)).deep.equal([
      {
        name: '竹园分队',
        sort: 'squad',
        organization: 'organization/units/W1',
        place: 'place/places/P1',
        lead: 'responder/people/R1',
        deputies: ['responder/people/R2', 'responder/people/R3'],
      },
    ]);
    valid('team', values(decoded));
  });
});

describe('table: people', () => {
  const header = '编号,姓名,手机,状态,技能,所属单位,所属队伍,网格,账号';
  it('maps responders; skills with level and the day until which the certificate holds', () => {
    const decoded = decode(lines(header, 'R1,李小明,13800001234,在岗,急救:2:2027-05-01；排水,W1,T1、T2,G3,u-17'), {
      kind: 'responder',
      types: { 急救: 'first-aid' },
    });
    expect(decoded.issues).deep.equal([]);
    expect(values<Responder>(decoded)).deep.equal([
      {
        state: 'active',
        skills: [{ skill: 'first-aid', level: 2, expires: '2027-05-02T00:00:00+08:00' }, { skill: '排水' }],
        name: '李小明',
        phone: '13800001234',
        organization: 'organization/registry/W1',
        teams: ['team/registry/T1', 'team/registry/T2'],
        grid: 'place/registry/G3',
        account: 'u-17',
      },
    ]);
    valid('responder', values(decoded));
  });

  it('keeps no column that no field takes, no number as a code, and invents no state', () => {
    const decoded = decode(
      lines(
        '编号,姓名,身份证号,政治面貌,技能,网格',
        'R1,李小明,450103199001011234,群众,急救:二:x,东一格',
        '13800001234,王小丽,,,,',
      ),
      { kind: 'responder' },
    );
    expect(told(decoded)).deep.equal([
      'personal-column /1',
      'personal-column /1',
      'state-missing /2',
      'code-personal /3/编号',
      'list-not-full ',
    ]);
    expect(decoded.drafts).deep.equal([]);
    const stated = decode(lines('编号,姓名,政治面貌,技能,网格', 'R1,李小明,群众,急救:二:x,东一格'), {
      kind: 'responder',
      state: 'active',
    });
    expect(told(stated)).deep.equal(['personal-column /1', 'skill-invalid /2/技能', 'name-for-code /2/网格']);
    expect(values(stated)).deep.equal([{ state: 'active', skills: [], name: '李小明' }]);
    expect(JSON.stringify([decoded.issues, stated.issues])).not.match(/小明|4501031990|1380000/);
  });

  it('maps households at risk; without a building nobody finds them', () => {
    const decoded = decode(
      lines(
        '户编号,户主,住址,健康状况,楼栋编码,人数,转移方式,包保人编号',
        'H1,王小丽,1单元101,独居,B3,2,搀扶,R1',
        'H2,张三,2单元,,,,,',
        'H3,李四,,,B4,几口,飞,',
      ),
      { kind: 'person-at-risk' },
    );
    expect(told(decoded)).deep.equal([
      'place-missing /3/楼栋编码',
      'number-invalid /4/人数',
      'persons-missing /4/人数',
      'type-unknown /4/转移方式',
    ]);
    const [first, third] = values<PersonAtRisk>(decoded);
    expect(first).deep.equal({
      place: 'place/registry/B3',
      persons: 2,
      name: '王小丽',
      home: '1单元101',
      health: '独居',
      moves: 'helped',
      buddy: 'responder/registry/R1',
    });
    expect(third).deep.equal({ place: 'place/registry/B4', persons: 1, name: '李四' });
    valid('person-at-risk', values(decoded));
    // A row that is left out still counts as present.
    expect(decoded.complete?.ids).length(3);
  });
});

describe('table: stock', () => {
  const header = ['编码', '物资编码', '物资名称', '存放地点', '单位', '批号', '有效期至', '下限', '储备方式', '数量'];
  const book = (...rows: (string | number | ReturnType<typeof dated>)[][]): Uint8Array =>
    workbook({ 台账: [header, ...rows] });

  it('maps a workbook, dates and numbers of Excel with it; a quantity is not a fact of the stock', () => {
    const decoded = decode(book(['S1', 'water', '瓶装水', 'F1', '瓶', '2026-03', dated(46295), 600, '自储', 480]), {
      kind: 'stock',
    });
    expect(told(decoded)).deep.equal(['quantity-not-taken /台账/2/数量']);
    expect(values<Stock>(decoded)).deep.equal([
      {
        item: 'water',
        name: '瓶装水',
        facility: 'facility/registry/F1',
        unit: '瓶',
        ownership: 'own',
        lot: '2026-03',
        expires: '2026-10-01T00:00:00+08:00',
        minimum: 600,
      },
    ]);
    valid('stock', values(decoded));
  });

  it('with openingAt the quantity is received once, by an id and a time that stay the same', () => {
    const reading = {
      kind: 'stock' as const,
      openingAt: '2026-06-01T00:00:00+08:00',
      sources: { facility: 'stations' },
    };
    const decoded = decode(
      book(
        ['S1', 'water', '瓶装水', 'F1', '瓶', '', '', '', '自储', 480.5],
        ['S2', 'bed', '床', 'F1', '张', '', '', '', '代储', 0],
      ),
      reading,
    );
    expect(decoded.issues).deep.equal([]);
    expect(decoded.drafts.map(({ id, at, kind }) => [id, at, kind])).deep.equal([
      ['stock/registry/S1', receivedAt, 'stock'],
      ['movement/registry/S1.opening', reading.openingAt, 'movement'],
      ['stock/registry/S2', receivedAt, 'stock'],
    ]);
    const [, opening] = values<Movement>(decoded);
    expect(opening).deep.equal({
      stock: 'stock/registry/S1',
      sort: 'receive',
      direction: 'in',
      quantity: 480.5,
      reason: '期初',
    });
    valid('movement', [opening]);
    expect(decoded.complete?.ids).deep.equal(['stock/registry/S1', 'stock/registry/S2']);
  });

  it('tells sheet, row and column of what is wrong; a lot whose end nobody can read is left out', () => {
    const decoded = decode(
      book(
        ['S1', 'water', '水', 'F1', '瓶', '', '尽快', '', '自储', ''],
        ['S2', '', '水', '一号库', '', '', '2026-09', '1.0005', '借', ''],
        ['S3', 'water', '水', 'F1', '瓶', '', '2026年2月30日', '', '自储', ''],
        ['S4', 'water', '水', 'F1', '瓶', '', '2026/9', '1.0005', '协议', ''],
      ),
      { kind: 'stock' },
    );
    expect(told(decoded)).deep.equal([
      'date-invalid /台账/2/有效期至',
      'name-for-code /台账/3/存放地点',
      'field-missing /台账/3/物资编码',
      'field-missing /台账/3/单位',
      'field-missing /台账/3/存放地点',
      'field-missing /台账/3/储备方式',
      'date-invalid /台账/4/有效期至',
      'number-invalid /台账/5/下限',
    ]);
    expect(decoded.issues[0]?.message).match(/^Sheet "台账", row 2, column 有效期至: /);
    expect(values<Stock>(decoded).map(({ expires, minimum }) => [expires, minimum])).deep.equal([
      ['2026-10-01T00:00:00+08:00', undefined],
    ]);
    expect(decoded.complete?.ids).length(4);
  });

  it('a custodian’s name is left out', () => {
    const decoded = decode(lines('编码,物资编码,名称,存放地点,单位,储备方式,保管人', 'S1,water,水,F1,瓶,自储,李小明'), {
      kind: 'stock',
    });
    expect(told(decoded)).deep.equal(['personal-column /1']);
    expect(JSON.stringify(decoded)).not.include('李小明');
  });
});

describe('table: what a file is about', () => {
  it('is told by its columns', () => {
    const kindsOf = (...rows: string[]): string[] =>
      table.decode(bytes(lines(...rows)), { source: 'x', receivedAt }).drafts.map(({ kind }) => kind);
    expect(kindsOf('编码,名称,类型,职责', 'W1,社区,社区,值守')).deep.equal(['organization']);
    expect(kindsOf('编号,姓名,状态,技能', 'R1,李小明,在岗,急救')).deep.equal(['responder']);
    expect(kindsOf('编码,名称,类型,队长编号', 'T1,分队,分队,R1')).deep.equal(['team']);
    expect(kindsOf('编号,姓名,住址,楼栋编码,人数', 'H1,王小丽,101,B1,2')).deep.equal(['person-at-risk']);
    expect(kindsOf('编码,物资编码,名称,存放地点,单位,储备方式', 'S1,w,水,F1,瓶,自储')).deep.equal(['stock']);
  });

  it('options that mean nothing for a kind are refused', () => {
    const wrong = (config: object): string[] => {
      const made = readTableConfig({ file: 'a.csv', ...config } as never);
      return 'issues' in made ? made.issues.map(({ path }) => path) : [];
    };
    expect(wrong({ kind: 'stock', openingAt: '2026-06-01T00:00:00+08:00', sheet: '台账', headerRow: 2 })).deep.equal(
      [],
    );
    expect(wrong({ kind: 'stock', openingAt: 'yesterday', offset: '8', state: 'active' })).deep.equal([
      '/openingAt',
      '/offset',
      '/state',
    ]);
    expect(wrong({ kind: 'device', state: 'active', openingAt: '2026-06-01T00:00:00Z' })).deep.equal([
      '/state',
      '/openingAt',
    ]);
  });
});

describe('table: a cell that cannot be read is no empty cell', () => {
  const header = ['编码', '物资编码', '名称', '存放地点', '单位', '储备方式', '有效期至', '下限'];
  const lot = (code: string, until: Cell, minimum: Cell = 5): Cell[] => [
    ...[code, 'water', '水', 'F1', '瓶', '自储'],
    until,
    minimum,
  ];
  const error: Cell = { attributes: 't="e"', inside: '<v>#VALUE!</v>' };
  const unsaved: Cell = { attributes: '', inside: '<f>TODAY()+1</f>' };
  const gone: Cell = { attributes: 't="s"', inside: '<v>999</v>' };
  const read = (rows: readonly (readonly Cell[])[], more = '') => {
    const parts = workbookParts({ 表: rows });
    const sheet = 'xl/worksheets/sheet1.xml';
    return decode(zipOf({ ...parts, [sheet]: parts[sheet]!.replace('</worksheet>', `${more}</worksheet>`) }), {
      kind: 'stock',
    });
  };
  const ids = ({ drafts }: ReturnType<typeof decode>): string[] => drafts.map(({ id }) => id.split('/')[2]!);

  it('a lot whose end is an error, a formula never saved, a lost text or too long is left out, but present', () => {
    for (const cell of [error, unsaved, gone]) {
      const found = read([header, lot('A', cell), lot('B', '')]);
      expect(ids(found)).deep.equal(['B']);
      expect(told(found)).deep.equal(['cell-error /表/2', 'date-invalid /表/2/有效期至']);
      expect(found.complete?.ids).to.have.length(2);
    }
    const long = decode(lines(header.join(), lot('A', 'x'.repeat(1001)).join()), { kind: 'stock' });
    expect([ids(long), told(long)]).deep.equal([[], ['cell-too-long /2/有效期至', 'date-invalid /2/有效期至']]);
  });

  it('elsewhere the rest of the row counts', () => {
    const [value] = values<Stock>(read([header, lot('A', dated(46295), unsaved)]));
    expect([value?.expires, value?.minimum]).deep.equal(['2026-10-01T00:00:00+08:00', undefined]);
  });

  it('merged cells say something in their first row only: in the others nobody can say what they hold', () => {
    const rows = [header, lot('A', dated(46295)), lot('B', ''), lot('C', ''), lot('D', '')];
    const found = read(rows, '<mergeCells><mergeCell ref="A1:H1"/><mergeCell ref="G2:G4"/></mergeCells>');
    expect(ids(found)).deep.equal(['A', 'D']);
    expect(told(found)).deep.equal([
      'cell-merged /表/3',
      'cell-merged /表/4',
      'date-invalid /表/3/有效期至',
      'date-invalid /表/4/有效期至',
    ]);
    expect(ids(read(rows, '<mergeCells><mergeCell ref="A1:XFD9999999"/><mergeCell ref="x"/></mergeCells>'))).deep.equal(
      [],
    );
  });

  it('a person whose state cannot be read is not taken to be on duty, nor a position to be in the datum of the file', () => {
    const people = workbook({
      表: [
        ['编号', '状态'],
        ['R1', error],
        ['R2', ''],
      ],
    });
    const found = decode(people, { kind: 'responder', state: 'active' });
    expect([ids(found), told(found)]).deep.equal([['R2'], ['cell-error /表/2', 'state-unknown /表/2/状态']]);
    const places = workbook({
      表: [
        ['编码', '名称', '类型', '经度', '纬度', '坐标系'],
        ['P', '某', '小区', 108.3, 22.8, error],
      ],
    });
    const place = decode(places, { kind: 'place', datum: 'wgs84' });
    expect(told(place)).deep.equal(['cell-error /表/2', 'datum-unknown /表/2/坐标系']);
    expect(values<{ centre?: unknown }>(place)[0]?.centre).to.equal(undefined);
  });

  it('a title may stand above the column names of a CSV file, too', () => {
    const file = (headerRow: number) =>
      decode(lines('新竹社区应急物资台账,,,', '', header.join(), lot('A', '尽快').join(), lot('B', '').join()), {
        kind: 'stock',
        headerRow,
      });
    expect([ids(file(3)), told(file(3))]).deep.equal([['B'], ['date-invalid /4/有效期至']]);
    expect(told(file(1))).deep.equal(['column-missing /1']);
    expect(told(file(9))).deep.equal(['table-empty ']);
  });

  it('a quantity of more than three decimals is told, however small', () => {
    const row = [...lot('A', ''), '0.0000000005'].join();
    const found = decode(lines([...header, '数量'].join(), row), { kind: 'stock', openingAt: receivedAt });
    expect([ids(found), told(found)]).deep.equal([['A'], ['number-invalid /2/数量']]);
  });
});
