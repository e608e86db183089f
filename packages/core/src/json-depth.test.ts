import { expect } from 'chai';
import fc from 'fast-check';
import { deepJson, isDeeperJson } from './json-depth.js';
import { isJson, type Json } from './json.js';
import { seeds } from './testing/seeds.js';

const depthOf = (value: Json): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('how deep a JSON text is', () => {
  it('is what its value is, whatever brackets and quotes stand in its words', () => {
    const words = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'a') });
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        words,
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(words, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.nat(5), (each, most) => {
        for (const text of [JSON.stringify(each), JSON.stringify(each, undefined, 1)])
          expect(isDeeperJson(text, most)).to.equal(depthOf(each) > most);
      }),
      seeds(),
    );
  });

  it('is too much where no value may be so deep', () => {
    for (const depth of [0, 1, 64, 65, 66]) {
      const taken = depth === 0 || isJson(JSON.parse(nested(depth)));
      expect(deepJson(nested(depth))?.code, `${depth} deep`).to.equal(taken ? undefined : 'json-too-deep');
    }
  });

  it('of any text, also of one that is no JSON, is told without a stack and in time that grows with it', () => {
    const length = 8 * 1_048_576;
    const texts = ['['.repeat(length), nested(64).repeat(length / 128), `"${'\\"'.repeat(length / 2)}`];
    for (const [i, text] of texts.entries()) {
      const took = [1, 2, 3].map(() => {
        const began = performance.now();
        expect(isDeeperJson(text, 64)).to.equal(i === 0);
        return performance.now() - began;
      });
      expect(Math.min(...took), `${i}, of three tries`).to.be.below(100);
    }
  });
});
