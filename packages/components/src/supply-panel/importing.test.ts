import { expect } from 'chai';
import { recordMovement, type Position } from '@yingji/core';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openPanel, type PanelReading } from '../testing/panel-harness.js';
import { createFakeView } from '../testing/fake-view.js';
import { NOW } from '../testing/rows.js';
import { lot, store, transit } from '../testing/supplies.js';
import { flipped, workbook } from '../testing/workbook.js';
import { readCells, textOfFile } from './csv.js';
import { readWorkbook } from './workbook.js';

const WHOLE = '批号,实盘\nSD-01,238\nBL-1,160\nGN-1,1\n';

async function opened(): Promise<PanelReading> {
  const reading = await openPanel();
  await reading.click('导入清单');
  return reading;
}

async function checked(text: string): Promise<PanelReading> {
  const reading = await opened();
  await reading.fill('text', text);
  await reading.click('检查');
  return reading;
}

/** A file as a person chooses it. */
async function choose(reading: PanelReading, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const files = new DataTransfer();
  files.items.add(new File([bytes], 'sheet'));
  const field = reading.find<HTMLInputElement>('[name="file"]')!;
  field.files = files.files;
  const before = reading.find('.file .told');
  field.dispatchEvent(new Event('change'));
  await until(() => reading.text('.file .told') !== '' && reading.find('.file .told') !== before, 'it is read').catch(
    () => undefined,
  );
  await reading.settled();
}

const rows = ({ panel }: PanelReading): string[] =>
  [...panel.renderRoot.querySelectorAll('.checked tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(' | '),
  );

describe('yj-supply-panel: a sheet', () => {
  afterEach(cleanUp);

  it('is checked row by row, and shows by how much each lot differs', async () => {
    const reading = await checked(WHOLE);
    expect(reading.text('.file .told')).to.equal('3 行无误');
    expect(rows(reading)).to.deep.equal([
      '2 | 盘点 | 沙袋 SD-01 | 240 个 | 238 个 | −2 | 可登记',
      '3 | 盘点 | 毛毯 BL-1 | 160 条 | 160 条 | 0 | 可登记',
      '4 | 盘点 | 发电机 GN-1 | 1 台 | 1 台 | 0 | 可登记',
    ]);
    expect(reading.view.sent).to.deep.equal([]);
    await accessible(reading.panel);
  });

  it('what arrives is held against what is on the way: by item where one transfer is bound for here, else by its number', async () => {
    const reading = await checked('操作,物资,数量\n到货,沙袋,60\n');
    expect(rows(reading)).to.deep.equal(['2 | 到货 | 沙袋 SD-01 | 240 个 | 60 个 | +60 | 可登记']);
    await reading.click('登记 1 行');
    const { input } = reading.view.sent[0]!;
    expect(input).to.deep.equal({
      ...{ stock: 'stock/registry/SD-01', sort: 'transfer', quantity: 60 },
      ...{ direction: 'in', leg: 'movement/city/t1' },
    });
    expect(recordMovement.parse(input)).to.have.property('input');
  });

  it('more than is on the way, a transfer that is not, one of several without its number: each says so', async () => {
    const twice = transit('t2', 'stock/registry/SD-02', 40, { to: 'facility/registry/station' });
    const view = createFakeView({ now: NOW, rows: [...store(), twice] });
    const reading = await openPanel({ view });
    await reading.click('导入清单');
    const results = async (text: string): Promise<(string | undefined)[]> => {
      await reading.fill('text', text);
      await reading.click('检查');
      return rows(reading).map((row) => row.split(' | ').at(-1));
    };
    const head = '操作,物资,数量,调拨单\n';
    expect(
      await results(
        `${head}到货,沙袋,60,\n到货,沙袋,101,t1\n到货,毛毯,1,\n到货,沙袋,1,t7\n到货,雨衣,1,\n到货,沙袋,0,t1\n`,
      ),
    ).to.deep.equal([
      '在途“沙袋”有 2 笔，写明调拨单',
      '在途只有 100 个，多到的先核对',
      '没有发往此处的在途“毛毯”',
      '没有在途的调拨单“t7”',
      '台账中没有“雨衣”',
      '数量须大于 0',
    ]);
    expect(
      await results(`${head}到货,沙袋,60,t1\n到货,沙袋,50,movement/city/t1\n到货,沙袋,40,t2\n`),
      'rows of one transfer together',
    ).to.deep.equal(['可登记', '在途只有 40 个，多到的先核对', '可登记']);
  });

  it('one wrong row and nothing is sent; each wrong row says why', async () => {
    const reading = await checked(
      '编号\t物资\t单位\t实盘数量（个）\nstock/registry/SD-01\t\t\t1,2\nX-77\t\t\t5\n\t瓶装水\t\t7\n\t\t\t3\nBL-1\t\t条\t\nSD-02\t\t箱\t500\nGN-1\t\t台\t1\ngn-1\t\t台\t2\nW-03\t\t\t6901234567892\n',
    );
    expect(rows(reading).map((row) => row.split(' | ').at(-1))).to.deep.equal([
      '“1,2”不是数，或多于三位小数',
      '台账中没有“X-77”',
      '“瓶装水”有 3 批，写明编号或批号',
      '没有写编号、批号或物资',
      '没有实盘数',
      '单位“箱”与台账的“个”不同',
      '可登记',
      '与第 8 行重复',
      '数过大，可能扫进了条码',
    ]);
    expect(reading.text('.file .told')).to.equal('8 行有误，未发送任何一行');
    expect(reading.text('.file .primary')).to.equal('检查');
    await accessible(reading.panel);
  });

  it('sends what is right one after the other, each against what was seen', async () => {
    const reading = await checked(WHOLE);
    await reading.click('登记 3 行');
    await until(() => reading.text('.file .told') === '已登记 3 行', 'all are recorded');
    expect(reading.view.sent.map(({ input }) => input)).to.deep.equal([
      { stock: 'stock/registry/SD-01', sort: 'count', counted: 238, seen: 240 },
      { stock: 'stock/registry/BL-1', sort: 'count', counted: 160, seen: 160 },
      { stock: 'stock/registry/GN-1', sort: 'count', counted: 1, seen: 1 },
    ]);
  });

  it('a way that breaks off stops there; what goes on begins with the row in doubt, under the same id', async () => {
    const reading = await checked(WHOLE);
    let n = 0;
    reading.view.answer = () =>
      (n += 1) === 2
        ? Promise.reject(new TypeError('network'))
        : Promise.resolve({ ok: true, at: n as Position, ids: [] });
    await reading.click('登记 3 行');
    await until(() => reading.text('.file .told') === '已登记 1 行，未登记 2 行', 'it stopped');
    expect(rows(reading)[1]).to.include('没有回执，是否登记不明（gateway-unreachable）');
    await reading.click('登记其余 2 行');
    await until(() => reading.text('.file .told') === '已登记 3 行', 'the rest');
    expect(reading.view.sent).to.have.length(4);
    expect(reading.view.sent[2]).to.deep.equal(reading.view.sent[1]);
  });

  it('a refused row says why; checked anew it is held against what is there by now, and the others are not sent twice', async () => {
    const reading = await checked(WHOLE);
    reading.view.answer = ({ input }) =>
      Promise.resolve(
        (input as { seen: number }).seen === 240
          ? { ok: false, issues: [{ code: 'changed-meanwhile', path: '', level: 'error', message: '' }] }
          : { ok: true, at: 9 as Position, ids: [] },
      );
    await reading.click('登记 3 行');
    await until(() => reading.text('.file .told') === '已登记 2 行，未登记 1 行', 'one was refused');
    expect(rows(reading)[0]).to.include('未登记：数量已变，核对后再登记（changed-meanwhile）');
    reading.view.put(lot('SD-01', { quantity: 200, minimum: 400 }));
    await reading.settled();
    await reading.click('检查');
    expect(rows(reading)[0]).to.include('200 个 | 238 个 | +38');
    await reading.click('登记其余 1 行');
    await until(() => reading.text('.file .told') === '已登记 3 行', 'the rest');
    expect(reading.view.sent.at(-1)!.input).to.deep.include({ seen: 200 });
  });

  it('takes a file as Excel writes it on Chinese Windows, and says of an old workbook what to do', async () => {
    const reading = await opened();
    const give = (bytes: readonly number[]): Promise<void> => choose(reading, new Uint8Array(bytes));
    // 批号,实盘 in GB 18030, then a row.
    await give([
      0xc5,
      0xfa,
      0xba,
      0xc5,
      0x2c,
      0xca,
      0xb5,
      0xc5,
      0xcc,
      13,
      10,
      ...[...'BL-1,158\r\n'].map((c) => c.charCodeAt(0)),
    ]);
    expect(rows(reading)).to.deep.equal(['2 | 盘点 | 毛毯 BL-1 | 160 条 | 158 条 | −2 | 可登记']);
    await give([0xd0, 0xcf, 0x11, 0xe0]);
    expect(reading.text('.file .told')).to.equal('这是旧版 XLS 或加密的工作簿，另存为 XLSX 或 CSV UTF-8');
  });

  for (const [text, told] of [
    ['', '没有内容'],
    ['批号,实盘', '没有内容'],
    ['a,b\n1,2', '第一行须有列名：编号（或批号、物资）和实盘（或数量）'],
    ['批号,实盘\n"SD-01,3\n', '第 2 行的引号没有成对'],
    [`批号,实盘\n${'SD-01,3\n'.repeat(501)}`, '超过 500 行，分成几份'],
  ] as const)
    it(`says what is wrong with the whole: ${told} (${text.slice(0, 9)})`, async () => {
      const reading = await checked(text);
      expect(reading.text('.file .told')).to.equal(told);
    });

  describe('of movements', () => {
    const TO = 'facility/registry/shelter';

    it('领用 归还 调拨 入库 are told with what they change, and sent as the form would', async () => {
      const reading = await checked(
        [
          '操作,批号,物资,数量（个）,单位,发往,事由',
          '领用,,瓶装水,100,瓶,,',
          '归还,BL-1,,8,,,演习后收回',
          '调拨,SD-01,,40,,凤岭北避难场所,',
          '入库,GN-1,,1,台,,',
        ].join('\n'),
      );
      expect(rows(reading)).to.deep.equal([
        '2 | 领用 | 瓶装水 | 740 瓶 | 100 瓶 | −100 | 可登记',
        '3 | 归还 | 毛毯 BL-1 | 160 条 | 8 条 | +8 | 可登记',
        '4 | 调拨 | 沙袋 SD-01 → 凤岭北避难场所 | 240 个 | 40 个 | −40 | 可登记',
        '5 | 入库 | 发电机 GN-1 | 1 台 | 1 台 | +1 | 可登记',
      ]);
      await accessible(reading.panel);
      await reading.click('登记 4 行');
      await until(() => reading.text('.file .told') === '已登记 4 行', 'all are recorded');
      const sent = reading.view.sent.map(({ input }) => input);
      for (const input of sent) expect(recordMovement.parse(input)).to.have.property('input');
      expect(sent).to.deep.equal([
        { item: 'bottled-water', facility: 'facility/registry/station', sort: 'issue', quantity: 100 },
        { stock: 'stock/registry/BL-1', sort: 'return', quantity: 8, reason: '演习后收回' },
        { stock: 'stock/registry/SD-01', sort: 'transfer', quantity: 40, direction: 'out', to: TO },
        { stock: 'stock/registry/GN-1', sort: 'receive', quantity: 1 },
      ]);
    });

    for (const [row, told] of [
      ['报废,SD-01,5,', '不认识操作“报废”，写入库、领用、归还、调拨、到货或盘点'],
      [',SD-01,5,', '没有写操作'],
      ['领用,SD-01,,', '没有数量'],
      ['领用,SD-01,0,', '数量须大于 0'],
      ['领用,SD-01,241,', '账面只有 240 个，减少数量或先盘点'],
      ['领用,W-01,1,', '该批已过期，不能发放'],
      ['归还,bottled-water,1,', '“bottled-water”有 3 批，写明编号或批号'],
      ['调拨,SD-01,1,', '调拨没有写发往'],
      ['调拨,SD-01,1,城南仓库', '没有或不止一处叫“城南仓库”，写编号'],
      ['调拨,SD-01,1,station', '发往“新竹社区应急服务站”即所在地'],
      [`领用,SD-01,1,,${'长'.repeat(201)}`, '事由最多 200 字'],
    ] as const)
      it(`a wrong row says why: ${told}`, async () => {
        const reading = await checked(`操作,编号,数量,发往,事由\n${row}`);
        expect(rows(reading)[0]!.split(' | ').at(-1)).to.equal(told);
        expect(reading.text('.file .told')).to.equal('1 行有误，未发送任何一行');
      });

    it('rows that are right alone may be wrong together', async () => {
      const reading = await checked(
        '操作,编号,数量\n领用,SD-01,200\n领用,SD-01,41\n归还,SD-01,1\n领用,BL-1,5\n盘点,BL-1,160\n',
      );
      expect(rows(reading).map((row) => row.split(' | ').at(-1))).to.deep.equal([
        '可登记',
        '账面只有 40 个，减少数量或先盘点',
        '可登记',
        '可登记',
        '与第 5 行重复',
      ]);
    });
  });

  describe('from a workbook (XLSX)', () => {
    it('is read as its first visible sheet shows it, each row under its own number', async () => {
      const reading = await opened();
      await choose(reading, await workbook());
      expect(rows(reading)).to.deep.equal([
        '2 | 盘点 | 沙袋 SD-01 | 240 个 | 238.3 个 | −1.7 | 可登记',
        '4 | 盘点 | 毛毯 BL-1 | 160 条 | 160 条 | 0 | 可登记',
        '5 | 盘点 | 发电机 GN-1 | 1 台 | 1 台 | 0 | 可登记',
      ]);
      expect(reading.text('.file')).to.include('工作簿有 2 张表，只读第一张“盘点 & 六月”');
      expect(reading.find<HTMLTextAreaElement>('[name="text"]')!.value, 'what was read can be seen').to.include(
        'BL-1\t160',
      );
    });

    for (const [what, change, told] of [
      ['one cut off', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -40), '工作簿不完整，重新保存后再选'],
      ['one with a byte changed', flipped, '工作簿不完整，重新保存后再选'],
    ] as const)
      it(`${what} is refused whole`, async () => {
        const reading = await opened();
        await choose(reading, change(await workbook()));
        expect(reading.text('.file .told')).to.equal(told);
      });

    it('one without a sheet, with a document type, or that unpacks to too much is refused', async () => {
      const refused = async (parts: Parameters<typeof workbook>[0]): Promise<unknown> =>
        readWorkbook(await workbook(parts));
      expect(await refused({ 'xl/workbook.xml': undefined })).to.deep.equal({ wrong: ['file.damaged'] });
      expect(await refused({ 'xl/worksheets/sheet2.xml': '<!DOCTYPE a><worksheet/>' })).to.deep.equal({
        wrong: ['file.damaged'],
      });
      expect(await refused({ 'xl/worksheets/sheet2.xml': ' '.repeat(33 * 1024 * 1024) })).to.deep.equal({
        wrong: ['file.bytes'],
      });
    });
  });

  it('cells are read as RFC 4180 and clipboards have them', () => {
    const cells = (text: string) => {
      const read = readCells(text);
      return 'rows' in read ? read.rows.map(({ row, cells: own }) => [row, ...own]) : read.openQuote;
    };
    expect(cells('\uFEFFa,"b ""c"", d"\r\n\r\n 1 ,"x\ny"\n')).to.deep.equal([
      [1, 'a', 'b "c", d'],
      [3, '1', 'x\ny'],
    ]);
    expect(cells('a\tb,c\n1\t2')).to.deep.equal([
      [1, 'a', 'b,c'],
      [2, '1', '2'],
    ]);
    expect(cells('a\n"b')).to.equal(2);
    expect(textOfFile(new Uint8Array([0xff, 0xfe, 0x61, 0]))).to.deep.equal({ wrong: 'file.encoding' });
  });
});
