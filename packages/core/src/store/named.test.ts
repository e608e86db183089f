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
