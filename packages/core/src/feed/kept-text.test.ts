import { expect } from 'chai';
import fc from 'fast-check';
import { keptText } from './kept-text.js';
import { seeds } from '../testing/seeds.js';

describe('the text of what is set aside', () => {
  it('is the JSON of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => keptText(value, 1e6) === JSON.stringify(value)),
      seeds(),
    );
  });

  it('holds what is nested without end, whole', () => {
    const text = `${'{"__proto__":['.repeat(50_000)}1${']}'.repeat(50_000)}`;
    expect(keptText(JSON.parse(text), 1e7) === text).to.equal(true);
  });

  it('says what JSON cannot: circles, numbers that are none, what cannot be read', () => {
    const circle: unknown[] = [1];
    circle.push(circle);
    const shared = { a: 1 };
    const odd = {
      ...{ circle, twice: [shared, shared], none: NaN, endless: -Infinity, big: 12n, when: new Date(0) },
      ...{ left: undefined, list: [undefined, () => 1, Symbol('x')] },
    };
    Object.defineProperty(odd, 'broken', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    expect(JSON.parse(keptText(odd, 1e6))).to.deep.equal({
      ...{ circle: [1, '(circle)'], twice: [shared, shared], none: 'NaN', endless: '-Infinity', big: '12' },
      ...{ when: '1970-01-01T00:00:00.000Z', list: [null, '(function)', '(symbol)'], broken: '(unreadable)' },
    });
    const gone = Proxy.revocable({}, {});
    gone.revoke();
    expect(keptText([gone.proxy, new Date(NaN)], 1000)).to.equal('["(unreadable)","(unreadable)"]');
  });

  it('ends at its bound, says so and is JSON still, whatever doubles at each level', () => {
    let laughs: unknown = 'ha';
    for (let level = 0; level < 60; level += 1) laughs = { a: laughs, b: [laughs] };
    for (const most of [50, 1000, 100_000])
      for (const value of [laughs, new Array(4_000_000_000), 'x'.repeat(1_000_000), { a: ['x'.repeat(1_000_000)] }]) {
        const text = keptText(value, most);
        expect(text.length).to.be.below(2 * most + 1000);
        expect(() => JSON.parse(text) as unknown).to.not.throw();
        expect(text).to.include('…');
      }
  });
});
