import { expect } from 'chai';
import { namedBy, numbersIn } from './named.js';

const FIELD = 'report/narrative';
const of = (...secrets: string[]) => secrets.map((secret) => ({ field: 'report/phone', secret }));

describe('a number that is to be erased', () => {
  it('is a number and nothing else, by its digits, once for each kind', () => {
    const secrets = of('13900001111', '+86 139-0000-1111', '１３９００００１１１１', '0771-5500000', '5500000');
    expect(numbersIn([...secrets, { field: 'callup/phone', secret: '5500000' }])).to.deep.equal([
      { kind: 'report', number: '13900001111' },
      { kind: 'report', number: '07715500000' },
      { kind: 'report', number: '5500000' },
      { kind: 'callup', number: '5500000' },
    ]);
    expect(numbersIn(of('李明', '110', '1 2 3 4 5', '3栋101', '李明 13900001111', ''))).to.deep.equal([]);
  });

  const named = namedBy(numbersIn(of('13900001111', '5500000', '0771-5500001')));
  const out = (secret: string): string => {
    const found = named({ field: FIELD, secret });
    return typeof found === 'object' ? found.left : secret;
  };
  for (const [text, left] of [
    ['回拨13900001111，三楼有人', '回拨***，三楼有人'],
    ['回拨 139 0000 1111 或 139-0000-1111', '回拨 *** 或 ***'],
    ['+86 13900001111；008613900001111；86-139-0000-1111', '***；***；***'],
    ['１３９００００１１１１，１３９－００００－１１１１', '***，***'],
    ['139.0000.1111、(139)0000 1111、139，0000，1111', '***、(***、***'],
    ['打139\u200b0000\u2060\ufeff1111', '打***'],
    ['打\n139\n0000\n1111', '打\n***'],
    ['幺三九零零零零幺幺幺幺', '***'],
    ['一三九〇〇〇〇一一一一', '***'],
    ['转013900001111', '转0***'],
    ['打0771-5500001，（0771）5500001', '打***，（***'],
    ['家里5500000，550 0000', '家里***，***'],
    ['13900001112，139000011', '13900001112，139000011'],
    ['设备15500000、55000001', '设备15500000、55000001'],
    ['3栋1单元139室，0000，下午1点11分', '3栋1单元139室，0000，下午1点11分'],
  ] as const)
    it(`${JSON.stringify(text)} becomes ${JSON.stringify(left)}`, () => {
      expect(out(text)).to.equal(left);
      expect(out(left), 'once more').to.equal(left);
    });

  describe('of a landline whose area code is known', () => {
    const told = namedBy(numbersIn(of('0771-5500001', '020-38880001')));
    const left = (secret: string): string => {
      const found = told({ field: FIELD, secret });
      return typeof found === 'object' ? found.left : secret;
    };
    for (const [text, rest] of [
      ['打5500001，550-0001，５５０ ０００１', '打***，***，***'],
      ['回拨0771-5500001、5500001', '回拨***、***'],
      ['13800138000、5500001或13800138000 5500001', '13800138000、***或13800138000 ***'],
      ['电话+86 771 5500001', '电话+86 771 ***'],
      ['3栋5500001，三栋五五〇〇〇〇幺', '3栋***，三栋***'],
      ['广州38880001转8', '广州***转8'],
      ['柳州0772-5500001、（0772）5500001、0772 5500001', '柳州0772-5500001、（0772）5500001、0772 5500001'],
      ['07725500001，零七七二五五〇〇〇〇一', '07725500001，零七七二五五〇〇〇〇一'],
      ['上海021-38880001，02138880001', '上海021-38880001，02138880001'],
      ['设备55000012、15500001、238880001', '设备55000012、15500001、238880001'],
    ] as const)
      it(`${JSON.stringify(text)} becomes ${JSON.stringify(rest)}`, () => {
        expect(left(text)).to.equal(rest);
        expect(left(rest), 'once more').to.equal(rest);
      });

    it('stays where it stands alone without it: by that it is known as another number, and erased as that', () => {
      for (const field of [FIELD, 'report/phone', 'facility/phone'])
        expect(told({ field, secret: '550 0001' }), field).to.equal(undefined);
    });

    it('of a very long text costs little too', () => {
      const from = performance.now();
      for (const piece of ['0', '0771 ', '5500000', '五五〇〇〇〇', '0-0-0-', '3888000'])
        left(piece.repeat(200_000 / piece.length));
      expect(performance.now() - from).to.be.below(2_000);
    });
  });

  it('and nothing else goes from every field of the kind it was told of, and of no other', () => {
    for (const secret of ['13900001111', '+86 139 0000 1111', '１３９-００００-１１１１']) {
      expect(named({ field: FIELD, secret }), secret).to.equal('erased');
      expect(named({ field: 'report/caller', secret }), secret).to.equal('erased');
      expect(named({ field: 'responder/phone', secret }), secret).to.equal(undefined);
    }
    expect(named({ field: 'person-at-risk/health', secret: '独居，女儿 139 0000 1111' })).to.deep.equal({
      left: '独居，女儿 ***',
    });
    expect(namedBy([])({ field: FIELD, secret: '13900001111' }), 'where there is none').to.equal(undefined);
  });

  it('of a very long text costs little, whatever stands in it', () => {
    const from = performance.now();
    for (const piece of ['1', '13', '139 ', '1---3---9---', '86 ', '一三九〇〇〇〇一一一', ' ', '-'])
      out(piece.repeat(200_000 / piece.length));
    expect(performance.now() - from).to.be.below(2_000);
  });
});
