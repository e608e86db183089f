import { expect } from 'chai';
import type { Draft, Json, JsonObject } from '@yingji/core';
import { fromWgs84 } from '../datum/index.js';
import { readTime } from './beijing-time.js';
import { countIn } from './casualties.js';
import { calls110, calls119, calls120 } from './index.js';
import { toBuilding } from './where.js';

const NUMBER = '4501032606120200194';
const receivedAt = '2026-06-12T08:00:00.000Z' as never;

function read(body: unknown, { config = {}, feed = calls110 }: { config?: Json; feed?: typeof calls110 } = {}) {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
  const decoded = feed.decode(bytes, { source: 'calls', receivedAt, config });
  const of = (kind: string): JsonObject[] => decoded.drafts.filter((draft) => draft.kind === kind).map(valueOf);
  return { ...decoded, of, codes: decoded.issues.map(({ code }) => code) };
}
const valueOf = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});
const extraOf = (value: JsonObject | undefined): JsonObject => value?.['extra'] as JsonObject;
const call = (more: object = {}): object => ({
  JJDBH: NUMBER,
  BJSJ: '2026-06-12 09:45:00',
  BJNR: '有烟',
  GXSJ: '2026-06-12 09:46:00',
  ...more,
});

describe('calls: what stands in public', () => {
  const canaries = [
    '欧阳某',
    '13800000110',
    '0771-0000110',
    '450103199001010011',
    '1101',
    '示例花园',
    '秘密',
    '桂A00000',
  ];
  const told = call({
    BJDH: '13800000110',
    BJRMC: '欧阳某',
    LXDH: '0771-0000110',
    BJDHYHM: '欧阳某',
    BJDHYHDZ: '示例花园1栋1单元1101',
    BJRZJHM: '450103199001010011',
    JQDZ: '欧阳某家，示例小区3栋2单元1101室；报警人现在示例花园',
    BJNR: '秘密 13800000110',
    BKRYQKSM: '1人被困：欧阳某',
    SJCPH: '桂A00000',
    JQLXMC: '欧阳某报称其住所1101室内发生一起家庭纠纷请求处理',
    GXDWDM: '13800000110',
    SOME_NEW_FIELD: '秘密',
  });

  it('holds nothing of a person, while the marked members hold all of it', () => {
    const { of, ok } = read(told);
    expect(ok).to.equal(true);
    const { caller, phone, home, narrative, ...open } = of('report')[0]!;
    for (const canary of canaries) expect(JSON.stringify(open)).to.not.include(canary);
    const kept = JSON.stringify({ caller, phone, home, narrative });
    for (const canary of canaries) expect(kept).to.include(canary);
    expect(open['address']).to.equal('示例小区3栋');
    expect(open['casualties']).to.deep.equal({ trapped: 1 });
  });

  it('nor do the places that Issues name, whatever is called like a person', () => {
    const { issues } = read({
      '13800000110': [{ 欧阳某: { JJDBH: '1', ODD: 1e21, BJNR: 'x', BJSJ: '03-15 09:34' } }],
    });
    expect(issues.map(({ path }) => path)).to.deep.equal(['/*/0/*/ODD', '/*/0/*/BJSJ']);
    expect(JSON.stringify(issues)).to.not.match(/13800000110|欧阳某/);
  });

  it('of a secret call names neither class nor place', () => {
    const { of } = read(call({ SFBM: '是', JQLXMC: '刑事', JQDZ: '示例小区3栋', X: '108.3', Y: '22.8' }), {
      config: { datum: 'wgs84' },
    });
    const [report] = of('report');
    expect(report).to.deep.include({ title: '110 警情', home: 'JQDZ: 示例小区3栋' });
    expect(report).to.not.have.any.keys('address', 'position');
  });

  const places: readonly (readonly [text: string, address: string])[] = [
    ['示例路口', '示例路口'],
    ['示例小区二期C9号楼2单元1101室；报警人现在别处', '示例小区二期C9号楼'],
    ['示例山庄33幢303室', '示例山庄33幢'],
    ['示例中心D座901', '示例中心D座'],
    ['示例路12号院302室', '示例路12号院'],
    ['示例村，电话13800000000', '示例村'],
    ['欧阳某家，示例村', '示例村'],
    ['欧阳某', ''],
    ['欧阳某住在示例花园1栋2单元', '示例花园1栋'],
    ['示例医院住院部', '示例医院住院部'],
  ];
  for (const [text, address] of places)
    it(`cuts ${text} to the building`, () => expect(toBuilding(text, []).address).to.equal(address));
});

describe('calls: what is said', () => {
  it('an order and a 反馈单 come to the same order, whichever comes first, and who was sent stays with it', () => {
    const order = { PJDBH: 'P1', JJDBH: NUMBER, PJSJ: '2026-06-12 09:47:00', CJDWDM: '450103010000' };
    const back = { FKDBH: 'F1', PJDBH: 'P1', JJDBH: NUMBER, FKSJ: '2026-06-12 10:05:00', CDRS: 4 };
    const forward = read([call(), order, back]).drafts.map(({ id }) => id);
    const backward = read([back, order, call()]).drafts.map(({ id }) => id);
    expect([...backward].reverse()).to.deep.equal(forward);
    const { of } = read([back, order]);
    expect([of('task').length, of('task')[0]!['assignee']]).to.deep.equal([1, 'organization/units/450103010000']);
    const about = [`report/calls/${NUMBER}`];
    expect(of('task')[0]!['about']).to.deep.equal(about);
    expect(of('feedback')).to.deep.equal([{ of: 'task/calls/P1', about, native: 'F1', people: 4 }]);
  });

  it('a 反馈单 says who was hurt, when its unit was where, and in the vault what it says in words', () => {
    const { of, codes, ok } = read({
      ...{
        FKDBH: 'F1',
        PJDBH: 'P1',
        JJDBH: NUMBER,
        FKSJ: '2026-06-12 10:05:00',
        resultType: '01',
        CJQK: '欧阳某已送医',
      },
      ...{
        轻伤人数: 1,
        重伤人数: 2,
        死亡人数: 0,
        救助人数: 3,
        经济损失: '1200.50',
        FKRXM: '某警官',
        JQFKLBMC: '住宅火灾',
      },
      ...{ DDXCSJ: '2026-06-12 09:52:00', CLWBSJ: '2026-06-12 10:00:00', AJFSSJ: '2026-06-12 09:40:00', CDRS: '四' },
      ...{ BJRMC: '欧阳某', BJDH: '13800000110' },
    });
    const { narrative, ...open } = of('feedback')[0]!;
    expect(open).to.deep.equal({
      ...{ of: 'task/calls/P1', about: [`report/calls/${NUMBER}`], native: 'F1', result: '01', eventType: '12G00' },
      ...{ casualties: { dead: 0, injured: 3 }, rescued: 3, lossCny: 1200.5 },
      ...{ arrivedAt: '2026-06-12T01:52:00.000Z', doneAt: '2026-06-12T02:00:00.000Z' },
      ...{ occurredAt: '2026-06-12T01:40:00.000Z', extra: { 'calls:slight': 1, 'calls:serious': 2 } },
    });
    for (const text of ['欧阳某已送医', '某警官', '住宅火灾', 'CDRS: 四', '13800000110'])
      expect(narrative, text).to.include(text);
    expect([of('task'), of('report'), codes, ok]).to.deep.equal([[], [], [], true]);
  });

  it('each edition of a 反馈单 is told once, its deletion takes it back, and the order stays', () => {
    const back = { FKDBH: 'F1', PJDBH: 'P1', JJDBH: NUMBER, FKSJ: '2026-06-12 10:05:00', CDRS: 4, CJQK: '欧阳某' };
    const idsOf = (more: object) => read({ ...back, ...more }).drafts.map(({ id }) => id);
    expect(idsOf({})).to.deep.equal(idsOf({}));
    expect(idsOf({})).to.not.deep.equal(idsOf({ CDRS: 5 }));
    expect(idsOf({})).to.not.deep.equal(idsOf({ GXSJ: '2026-06-12 11:00:00' }));
    const gone = read({ ...back, SCBS: '1' });
    expect(gone.drafts.map(({ kind }) => kind)).to.deep.equal(['feedback']);
    expect(gone.of('feedback')[0]).to.deep.equal({
      ...{ of: 'task/calls/P1', about: [`report/calls/${NUMBER}`], native: 'F1', withdrawn: true },
    });
  });

  it('a 反馈单 that names neither order nor call is kept, and says so', () => {
    const alone = read({ FKDBH: 'F1', FKSJ: '2026-06-12 10:05:00', CJQK: '欧阳某' });
    expect([alone.of('feedback')[0]!['about'], alone.codes, alone.of('task')]).to.deep.equal([
      ...[[], ['calls-no-number'], []],
    ]);
  });

  it('an order inside its call takes over its number', () => {
    const { of } = read({
      code: '0',
      data: { list: [call({ orders: [{ PJDBH: 'P1', PJSJ: '2026-06-12 09:47:00' }] })] },
    });
    expect(of('report')).to.have.lengthOf(1);
    expect(of('task')[0]!['about']).to.deep.equal([`report/calls/${NUMBER}`]);
  });

  it('what stands inside a call belongs to it, and an order that repeats a part of its call leaves the call as it was', () => {
    const inside = read(
      call({
        person: { BJRMC: '欧阳某', BJDH: '13800000110', LXDH: '13800000111', BJDZ: '示例路' },
        others: [{ BJRMC: '某甲', BJDH: '13800000112', BJDZ: '示例路', JQDZ: '别处' }],
        cars: [
          { 车辆标识: 'V1', PJSJ: '2026-06-12 09:47:00' },
          { 车辆标识: 'V2', PJSJ: '2026-06-12 09:47:00' },
        ],
      }),
    );
    expect(inside.drafts.map(({ id }) => id)).to.deep.equal([
      `report/calls/${NUMBER}`,
      `task/calls/${NUMBER}.V1`,
      `task/calls/${NUMBER}.V2`,
    ]);
    const [report] = inside.of('report');
    expect(report).to.deep.include({ caller: '欧阳某', phone: '13800000110' });
    for (const text of ['某甲', '13800000112', '别处', '13800000111'])
      expect(report!['narrative'], text).to.include(text);
    const order = { PJDBH: 'P1', JJDBH: NUMBER, PJSJ: '2026-06-12 09:47:00', BJDH: '13800000110', JQDZ: '示例路' };
    expect(read(order).drafts.map(({ kind }) => kind)).to.deep.equal(['task']);
    expect(read({ ...call({ JQDZ: '示例路' }), ...order }).drafts.map(({ kind }) => kind)).to.deep.equal([
      'report',
      'task',
    ]);
  });

  it('an order is as far as the furthest that it says; 退单 is a way out, with a reason everybody may read', () => {
    const order = { PJDBH: 'P1', JJDBH: NUMBER, PJSJ: '2026-06-12 09:47:00' };
    const stateOf = (more: object) => read({ ...order, ...more }).of('task')[0]!['state'];
    expect(stateOf({})).to.equal('issued');
    expect(stateOf({ JQCLZTDM: '02' })).to.equal('signed');
    expect(stateOf({ DDXCSJ: '2026-06-12 09:55:00', JQCLZTDM: '01' })).to.equal('on-scene');
    expect(stateOf({ CLWBSJ: '2026-06-12 10:55:00' })).to.equal('done');
    const back = read({ ...order, TDSJ: '2026-06-12 09:50:00', QXYY: '欧阳某打电话说不用来了' });
    expect(back.of('task')[0]).to.deep.include({ state: 'returned' }).and.not.have.property('reason');
    expect(back.codes).to.deep.equal(['calls-reason-unknown']);
    const { narrative, ...open } = back.of('feedback')[0]!;
    expect(narrative).to.equal('QXYY: 欧阳某打电话说不用来了');
    expect(open).to.deep.equal({ of: 'task/calls/P1', about: [`report/calls/${NUMBER}`] });
    const own = { codes: { returned: { A7: '道路不通' } } };
    expect(
      read({ ...order, TDSJ: '2026-06-12 09:50:00', QXYY: 'A7' }, { config: own }).of('task')[0]!['reason'],
    ).to.equal('道路不通');
  });

  it('what was dialled is not what is needed', () => {
    const needsOf = (more: object, feed = calls110) => {
      const [report] = read({ ...call(more), ZQBH: 'Z1' }, { feed }).of('report');
      return [report!['channel'], ...(report!['needs'] as string[])];
    };
    expect(needsOf({ JJLX: '110', JQLXMC: '住宅火灾' })).to.deep.equal(['110', 'fire']);
    expect(needsOf({ JJLX: '02', JQLXMC: '交通事故', SSRYQKSM: '三人', BKRYQKSM: '1' })).to.deep.equal([
      '122',
      ...['traffic', 'medical', 'fire'],
    ]);
    expect(needsOf({})).to.deep.equal(['110', 'police']);
    expect(needsOf({ JJLX: '110' }, calls119)).to.deep.equal(['110', 'fire']);
  });

  it('12345: taken from it and handed over to it, with its report where its feed is named', () => {
    const config = { peers: { '12345': 'hotline' } };
    const taken = read(call({ JJLX: '00', GDBH: 'W1' }), { config });
    expect(taken.of('report')[0]).to.deep.include({ channel: '12345' });
    expect(taken.of('report')[0]!['peers']).to.deep.equal(['report/hotline/W1']);
    const given = read(call({ JQCLZTDM: '转12345', GDBH: 'W2' }), { config });
    expect(given.of('report')[0]!['needs']).to.deep.equal(['municipal']);
    expect(extraOf(given.of('report')[0])).to.deep.include({
      'calls:handed-over': '12345',
      'calls:number-12345': 'W2',
    });
    expect(given.of('report')[0]!['peers']).to.deep.equal(['report/hotline/W2']);
    expect(read(call({ GDBH: 'W3' })).of('report')[0]).to.not.have.property('peers');
    expect(
      read(call({ ZQBH: NUMBER }), { config: { peers: { '119': 'fire' } } }).of('report')[0]!['peers'],
    ).to.deep.equal([`report/fire/${NUMBER}`]);
  });

  it('a repeat is linked to its main call, by one event however often it is told, and let go when the flag is taken back', () => {
    const merged = call({ GLZJJDBH: '4501032606120200100', HBBS: '1' });
    const [first] = read(merged).drafts.filter(({ kind }) => kind === 'link');
    const [later] = read({ ...merged, GXSJ: '2026-06-12 11:00:00' }).drafts.filter(({ kind }) => kind === 'link');
    expect(later).to.deep.equal(first);
    const [undo] = read({ ...merged, HBBS: '0' }).of('link');
    expect(undo!['undoes']).to.equal(first!.id);
    expect(read(call({ GLZJJDBH: NUMBER })).of('link')).to.deep.equal([]);
  });

  it('a deleted call is removed, an invalid one stays with its flag, an unknown flag is told', () => {
    expect(read({ JJDBH: NUMBER, SCBS: '1' }).drafts[0]!.body).to.deep.include({ removed: true });
    expect(extraOf(read(call({ WXBS: '1' })).of('report')[0])).to.deep.include({ 'calls:invalid': true });
    expect(read(call({ SCBS: '?' })).codes).to.deep.equal(['calls-flag-unknown']);
    expect(read(call({ SCBS: '?' }), { config: { codes: { flag: { '?': true } } } }).drafts[0]!.body).to.include({
      removed: true,
    });
  });

  it('positions count by the datum that is stated, those of the caller say that they are', () => {
    const there = [108.3661, 22.8172] as const;
    const [lon, lat] = fromWgs84(there, 'bd09').map((each) => each.toFixed(6));
    const { of } = read(call({ X: lon, Y: lat }), { config: { datum: 'bd09' } });
    const [x, y] = of('report')[0]!['position'] as [number, number];
    expect([Math.abs(x - there[0]), Math.abs(y - there[1])].every((off) => off < 1e-5)).to.equal(true);
    const without = read(call({ X: lon, Y: lat }));
    expect(without.of('report')[0]).to.not.have.property('position');
    expect(without.codes).to.deep.equal(['datum-missing']);
    const phone = read(call({ X: '0', Y: '0', FXDWJD: '108.3', FXDWWD: '22.8' }), { config: { datum: 'wgs84' } });
    expect(phone.of('report')[0]!['position']).to.deep.equal([108.3, 22.8]);
    expect(extraOf(phone.of('report')[0])).to.deep.include({ 'calls:position-of': 'phone' });
    expect(read(call({ X: '22.8', Y: '108.3' }), { config: { datum: 'wgs84' } }).codes).to.deep.equal([
      'calls-position-odd',
    ]);
  });

  it('a vendor calls its fields and classes as it likes', () => {
    const config = {
      fields: { number: ['CALL_NO'], content: ['TEXT'], classCode: ['KIND'] },
      codes: { eventType: { '0102': '12G00' } },
    };
    const { of } = read({ 'call-no': '7', text: '有烟', kind: '0102' }, { config });
    expect(of('report')[0]).to.deep.include({ native: '7', narrative: '有烟', eventType: '12G00', needs: ['fire'] });
  });

  it('what is right in a message is not lost for what is wrong in it', () => {
    const { of, ok, codes } = read([call(), { BJSJ: '2026-06-12 09:45:00', BJNR: 'x', JQDZ: 'y' }, { a: 'b' }]);
    expect([of('report').length, ok, codes]).to.deep.equal([1, false, ['calls-no-number']]);
    expect(read({ code: 0, data: { list: [] } })).to.deep.include({ ok: true, drafts: [], issues: [] });
    expect(read(call({ JJDBH: '7\ud800' })).drafts[0]!.id).to.match(/^report\/calls\/x[\w-]{21}$/);
    expect(read({ a: 'b' }).codes).to.deep.equal(['calls-no-record']);
    expect(read([{ JJDBH: 1e21, BJNR: 'x', BJSJ: '2026-06-12 09:45:00', JQDZ: 'y' }]).codes).to.deep.equal([
      'calls-number-damaged',
      'calls-no-number',
    ]);
  });
});

describe('calls: XML, CSV and GB18030', () => {
  // 有烟, 示例 in GB18030; Node writes no such bytes itself.
  const smoke = [0xd3, 0xd0, 0xd1, 0xcc];
  const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];

  it('XML, declared or not', () => {
    for (const head of ['<?xml version="1.0" encoding="GBK"?>', '']) {
      const bytes = [...ascii(`${head}<data><JJD><JJDBH>1</JJDBH><BJNR>`), ...smoke, ...ascii('</BJNR></JJD></data>')];
      expect(read(Uint8Array.from(bytes)).of('report')[0]).to.deep.include({ native: '1', narrative: '有烟' });
    }
    const two = '<r><JJD><JJDBH>1</JJDBH><BJNR>a</BJNR></JJD><JJD JJDBH="2" BJNR="b"/></r>';
    expect(
      read(new TextEncoder().encode(two))
        .of('report')
        .map(({ native }) => native),
    ).to.deep.equal(['1', '2']);
  });

  it('CSV with a header', () => {
    const bytes = Uint8Array.from([
      ...ascii('JJDBH,BJNR,BJSJ\r\n1,"'),
      ...smoke,
      ...ascii(', x",2026-06-12 09:45\r\n'),
    ]);
    expect(read(bytes).of('report')[0]).to.deep.include({
      native: '1',
      narrative: '有烟, x',
      occurredAt: '2026-06-12T01:45:00.000Z',
    });
  });
});

describe('calls: times and counts', () => {
  const times: readonly (readonly [text: string, time: string | undefined])[] = [
    ['2026-06-12 09:45:00', '2026-06-12T01:45:00.000Z'],
    ['20260612094500', '2026-06-12T01:45:00.000Z'],
    ['2026/6/2 9:05', '2026-06-02T01:05:00.000Z'],
    ['2026年6月12日 09:45:30', '2026-06-12T01:45:30.000Z'],
    ['2026-06-12T09:45:00+08:00', '2026-06-12T09:45:00+08:00'],
    ['2026-06-12 09:45:00.123456', '2026-06-12T01:45:00.123Z'],
    ['2026-06-12 09:45:00+08', '2026-06-12T01:45:00.000Z'],
    ['2026-06-12 01:45:00.5+0000', '2026-06-12T01:45:00.500Z'],
    ['1781228700000', '2026-06-12T01:45:00.000Z'],
    ['03-15 09:34', undefined],
    ['2026-02-30 09:00:00', undefined],
    ['2026-06-12 24:00:00', undefined],
    ['2026-06-12', undefined],
    ['2026112', undefined],
  ];
  for (const [text, time] of times)
    it(`${text} is ${time ?? 'no time'}`, () => expect(readTime(text, '+08:00')).to.equal(time));

  it('counts people in words, and takes nothing for nought', () => {
    for (const [text, count] of [
      ['2人被困', 2],
      ['两名伤者', 2],
      ['十人', 10],
      ['12', 12],
      ['无', 0],
      ['不详', undefined],
      ['有人', undefined],
    ] as const)
      expect(countIn(text), text).to.equal(count);
    expect(read({ ...call(), SFRYBK: '1' }, { feed: calls119 }).of('report')[0]).to.not.have.property('casualties');
    expect(read({ ...call(), SFRYBK: '否' }, { feed: calls119 }).of('report')[0]!['casualties']).to.deep.equal({
      trapped: 0,
    });
  });

  it('each vehicle of a call is an order of its own', () => {
    const sent = { acceptNumber: 'A1', callPhone: '1', sendCarTime: '2026-06-12 15:01:00' };
    const ids = read(
      [
        { ...sent, carIndentiy: 'V1' },
        { ...sent, carIndentiy: 'V2' },
      ],
      { feed: calls120 },
    ).drafts.map(({ id }) => id);
    expect(ids).to.include.members(['task/calls/A1.V1', 'task/calls/A1.V2']);
  });
});
