import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { defaultLimits, type Limits } from './config.js';
import type { Sheet } from './sheet.js';
import { dated, workbook, workbookParts, zipOf, type Cell } from './workbook.test.js';
import { readXlsx, type WorkbookReading } from './xlsx.js';

const read = (bytes: Uint8Array, reading?: WorkbookReading, limits: Limits = defaultLimits): Sheet => {
  const found = readXlsx(bytes, limits, reading);
  return 'sheet' in found ? found.sheet : expect.fail(JSON.stringify(found.issue));
};
const refused = (bytes: Uint8Array, reading?: WorkbookReading, limits: Limits = defaultLimits): string => {
  const found = readXlsx(bytes, limits, reading);
  return 'issue' in found ? found.issue.code : expect.fail('it was read');
};
const cells = (...row: Cell[]): readonly string[] =>
  read(workbook({ 表: [row.map((_, i) => `h${i}`), row] })).rows[0]?.cells ?? [];

describe('table: workbooks', () => {
  it('reads texts, numbers as people see them, dates, and what a formula last gave', () => {
    expect(cells(' 瓶装水\u3000', 450103001005, 0.1 + 0.2, 1e-7, -5)).deep.equal([
      '瓶装水',
      '450103001005',
      '0.3',
      '1e-7',
      '-5',
    ]);
    expect(cells(dated(46295), dated(46295.75), dated(60))).deep.equal([
      '2026-09-30',
      '2026-09-30 18:00',
      '1900-02-28',
    ]);
    const cell = (attributes: string, inside: string): Cell => ({ attributes, inside });
    expect(
      cells(
        cell('t="str"', '<f>A1&amp;B1</f><v>拼接</v>'),
        cell('t="inlineStr"', '<is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></is>'),
        cell('t="b"', '<v>1</v>'),
        cell('t="d"', '<v>2026-09-30</v>'),
        cell('t="s"', '<v>999</v>'),
      ),
    ).deep.equal(['拼接', '甲乙', 'TRUE', '2026-09-30', '']);
  });

  it('a number that lost its last digits stays in the form that shows it', () => {
    expect(cells(450103001005123456)[0]).match(/^4\.5\d*E\+17$/);
  });

  it('knows dates by the format of the cell: built in, Chinese, of the file’s own, and none by mistake', () => {
    const formats = ['0', '31', '58', '200', '201', '202', '203'].map((id) => `<xf numFmtId="${id}"/>`).join('');
    const own = [
      ['200', 'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'],
      ['201', '0.00&quot; days&quot;'],
      ['202', '[Red]0.0;[Blue]0'],
      ['203', '[h]:mm'],
    ].map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`);
    const styles = `<styleSheet><numFmts>${own.join('')}</numFmts><cellXfs>${formats}</cellXfs></styleSheet>`;
    const row = [0, 1, 2, 3, 4, 5, 6].map((style): Cell => ({ attributes: `s="${style}"`, inside: '<v>46295</v>' }));
    const found = read(workbook({ 表: [row.map((_, i) => `h${i}`), row] }, { styles }));
    const date = '2026-09-30';
    expect(found.rows[0]?.cells).deep.equal(['46295', date, date, date, '46295', '46295', date]);
  });

  it('counts from 1904 where the workbook says so', () => {
    const book = workbook({ 表: [['d'], [dated(46295 - 1462)]] }, { workbook: '<workbookPr date1904="1"/>' });
    expect(read(book).rows[0]?.cells).deep.equal(['2026-09-30']);
  });

  it('rows keep the numbers of the spreadsheet, empty cells their place, and paths name sheet and row', () => {
    const book = workbook({
      '物资/台账': [
        ['甲', '', '丙', ''],
        ['', '', ''],
        ['1', '', '3'],
      ],
    });
    const { header, headerPath, rows, torn } = read(book);
    expect([header, headerPath, torn]).deep.equal([['甲', '', '丙'], '/物资~1台账/1', false]);
    expect(rows).deep.equal([{ label: 'Sheet "物资/台账", row 3', path: '/物资~1台账/3', cells: ['1', '', '3'] }]);
  });

  it('takes the first sheet that is not hidden, or the one that is named, with its header where it stands', () => {
    const book = workbook(
      { 隐: [['x'], ['0']], 说明: [['a'], ['1']], 台账: [['标题'], ['b'], ['2']] },
      { states: { 隐: 'hidden' } },
    );
    const first = read(book);
    expect([first.header, first.issues.map(({ code }) => code)]).deep.equal([['a'], ['sheet-chosen']]);
    const named = read(book, { sheet: '台账', headerRow: 2 });
    expect([named.header, named.headerPath, named.rows[0]?.cells, named.issues]).deep.equal([
      ['b'],
      '/台账/2',
      ['2'],
      [],
    ]);
    expect(refused(book, { sheet: '没有' })).equal('sheet-missing');
    expect(refused(book, { sheet: '说明', headerRow: 9 })).equal('table-empty');
  });

  it('an error of a formula is told with its row and left out', () => {
    const found = read(
      workbook({
        表: [
          ['a', 'b'],
          ['x', { attributes: 't="e"', inside: '<v>#N/A</v>' }],
        ],
      }),
    );
    expect(found.rows[0]?.cells).deep.equal(['x', '']);
    expect(found.issues.map(({ code, path }) => `${code} ${path}`)).deep.equal(['cell-error /表/2']);
  });
});

describe('table: hostile workbooks', () => {
  const good = workbookParts({ 表: [['编码'], ['A']] });
  const sheet = 'xl/worksheets/sheet1.xml';

  it('a bomb is not unpacked, whatever its header claims', () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, 32);
    const limits = { ...defaultLimits, unpacked: 1024 * 1024 };
    const before = process.memoryUsage().arrayBuffers;
    for (const unpacked of [bomb.length, 10])
      expect(refused(zipOf({ ...good, [sheet]: bomb }, { [sheet]: { unpacked } }), {}, limits)).equal(
        'workbook-too-large',
      );
    expect(process.memoryUsage().arrayBuffers - before).below(200 * 1024 * 1024);
  });

  it('many parts share one budget', () => {
    const part = `<sst>${' '.repeat(600_000)}</sst>`;
    const book = zipOf({
      ...good,
      'xl/sharedStrings.xml': part,
      [sheet]: `<worksheet>${' '.repeat(600_000)}<sheetData/></worksheet>`,
    });
    expect(refused(book, {}, { ...defaultLimits, unpacked: 1_000_000 })).equal('workbook-too-large');
  });

  it('entities and document types are refused, and nothing outside is asked for', () => {
    const xxe = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>';
    for (const name of ['_rels/.rels', 'xl/workbook.xml', 'xl/sharedStrings.xml', sheet])
      expect(refused(zipOf({ ...good, [name]: xxe + good[name]! })), name).equal('workbook-damaged');
  });

  it('encrypted, unknown or damaged parts and files are refused', () => {
    const lie = (of: object): string => refused(zipOf(good, { [sheet]: of }));
    expect(lie({ flags: 1 })).equal('workbook-damaged');
    expect(lie({ method: 12 })).equal('workbook-damaged');
    expect(lie({ sum: 1 })).equal('workbook-damaged');
    expect(refused(zipOf({ 'a.txt': 'x' }))).equal('not-a-table');
    expect(refused(zipOf({ ...good, [sheet]: '<worksheet><sheetData>' }))).equal('workbook-damaged');
    const { [sheet]: _, ...without } = good;
    expect(refused(zipOf(without))).equal('workbook-damaged');
    expect(read(zipOf(good, { [sheet]: { method: 0 } })).rows).length(1);
  });

  it('any prefix of a good file, and any file with bytes changed, is read or refused, never thrown', () => {
    const book = zipOf(good);
    for (let length = 4; length < book.length; length += 7)
      expect(refused(book.subarray(0, length))).equal('workbook-damaged');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(book.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const other = book.slice();
          for (const [at, byte] of changes) other[at] = byte;
          expect(readXlsx(other, defaultLimits)).to.be.an('object');
        },
      ),
      seeds(),
    );
  });

  it('two rows of one number are refused whole: nobody can say which is meant, and one would be lost', () => {
    const twice = `<worksheet><sheetData><row r="1"><c t="str"><v>h</v></c></row><row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row></sheetData></worksheet>`;
    expect(refused(zipOf({ ...good, [sheet]: twice }))).equal('workbook-damaged');
  });

  it('more cells than are read are too much, not damage: who sees it splits the file', () => {
    const full = `<worksheet><sheetData>${'<c/>'.repeat(2_000_001)}</sheetData></worksheet>`;
    const found = readXlsx(zipOf({ ...good, [sheet]: full }), defaultLimits);
    expect('issue' in found && [found.issue.code, found.issue.message]).deep.equal([
      'workbook-too-large',
      'xl/worksheets/sheet1.xml has more than 2000000 elements, two for each filled cell; split it or save it as CSV UTF-8.',
    ]);
  });

  it('merged cells without end cost nothing', () => {
    const wide = Array.from({ length: 300 }, (_, i) => `h${i}`);
    const merges = '<mergeCell ref="A1:XFD9999999"/>'.repeat(100_000);
    const parts = workbookParts({ 表: [wide, ['a']] });
    const hostile = parts[sheet]!.replace('</worksheet>', `<mergeCells>${merges}</mergeCells></worksheet>`);
    expect(refused(zipOf({ ...parts, [sheet]: hostile }))).equal('workbook-damaged');
  });

  it('more rows than the limit, or a column that Excel does not have, cost nothing', () => {
    const rows = Array.from({ length: 12 }, (_, i) => [`${i}`]);
    expect(refused(workbook({ 表: rows }), {}, { ...defaultLimits, rows: 10 })).equal('too-many-rows');
    const far = `<worksheet><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c><c r="A1" t="str"><v>h</v></c></row><row r="999999999"><c><v>2</v></c></row></sheetData></worksheet>`;
    expect(read(zipOf({ ...good, [sheet]: far })).rows.map(({ cells: [cell] }) => cell)).deep.equal(['2']);
  });
});
