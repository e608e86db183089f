import { expect } from 'chai';
import fc from 'fast-check';
import { heavyJson, isDeeperJson } from './json-depth.js';
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

  it('and how many values it has is told by what stands outside its words', () => {
    const valuesOf = (value: Json): number =>
      typeof value === 'object' && value !== null
        ? 1 + Object.values(value).reduce<number>((sum, each) => sum + valuesOf(each), 0)
        : 1;
    const words = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',') });
    // None empty: `[]` counts as `[1]` does.
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        words,
        fc.constant(null),
        fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(words, tie('value'), { minKeys: 1, maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(
        value.map((each) => [each]),
        (each) => {
          const most = valuesOf(each);
          for (const text of [JSON.stringify(each), JSON.stringify(each, undefined, 1)]) {
            expect(heavyJson(text, most)).to.equal(undefined);
            expect(heavyJson(text, most - 1)?.code).to.equal('json-too-many-values');
          }
        },
      ),
      seeds(),
    );
  });

  it('may be as many as a city has devices, and an object may have as many members as it likes but no flood of them', () => {
    const device = {
      id: '4501030001',
      type: 'smoke',
      at: '2026-06-12 09:45:00',
      lon: 108.35,
      lat: 22.82,
      tags: ['a', 'b'],
    };
    expect(heavyJson(JSON.stringify(Array(13_000).fill(device)))).to.equal(undefined);
    const members = (count: number): string => JSON.stringify(Object.fromEntries(Array(count).fill(0).entries()));
    expect(heavyJson(members(20_000))).to.equal(undefined);
    expect(heavyJson(`[{},${members(20_001)}]`)?.message).to.contain('20000 members');
    // Commas of a list within are none of the object.
    expect(heavyJson(`{"a":[${Array(30_000).fill(1).join()}]}`)).to.equal(undefined);
  });

  it('is too much where no value may be so deep', () => {
    for (const depth of [0, 1, 64, 65, 66]) {
      const taken = depth === 0 || isJson(JSON.parse(nested(depth)));
      expect(heavyJson(nested(depth))?.code, `${depth} deep`).to.equal(taken ? undefined : 'json-too-deep');
    }
  });

  it('of any text, also of one that is no JSON, is told without a stack and in time that grows with it', () => {
    const length = 8 * 1_048_576;
    const texts = ['['.repeat(length), nested(64).repeat(length / 128), `"${'\\"'.repeat(length / 2)}`];
    const took = (job: () => void): number => {
      const began = performance.now();
      job();
      return performance.now() - began;
    };
    /** As fast as anybody can look at each letter, on this machine, at this moment. */
    function look(text: string): void {
      let quotes = 0;
      for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === 0x22) quotes += 1;
      expect(quotes).to.be.at.least(0);
    }
    for (const [i, text] of texts.entries()) {
      const tries = [1, 2, 3, 4, 5].map(() => [
        took(() => expect(isDeeperJson(text, 64)).to.equal(i === 0)),
        took(() => look(text)),
      ]);
      const [asked, looked] = [0, 1].map((n) => Math.min(...tries.map((each) => each[n]!)));
      expect(asked! / looked!, `${i}, the best of five tries`).to.be.below(15);
    }
  });
});
