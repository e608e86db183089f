import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '@yingji/core';
import { seeds } from '../../test/seeds.js';
import { parseJson } from './parse-json.js';

describe('parseJson', () => {
  it('keeps the digits of a whole number that JSON would round, as text', () => {
    const read = parseJson('{"id":1795000000000000001,"in":[-1795000000000000003, 9007199254740993],"\\\\\\"":1}');
    expect(read).to.deep.equal({
      id: '1795000000000000001',
      in: ['-1795000000000000003', '9007199254740993'],
      '\\"': 1,
    });
  });

  it('leaves all else as it is', () => {
    for (const text of [
      '{"a":1781251200000,"b":9007199254740991,"c":108.12345678901234567,"d":12345678901234567e-3}',
      '["12345678901234567890","\\\\\\"12345678901234567890",1e21,-0.12345678901234567]',
      '12345678901234567.5',
    ])
      expect(parseJson(text), text).to.deep.equal(JSON.parse(text));
  });

  it('refuses what is no JSON, also where long digits are', () => {
    for (const text of [
      '',
      '{',
      '[01234567890123456789]',
      '[12345678901234567890a]',
      '"12345678901234567890',
      '[1 12345678901234567890]',
      '[--12345678901234567890]',
      '{12345678901234567890:1}',
    ])
      expect(() => parseJson(text), text).to.throw(SyntaxError);
  });

  it('reads what was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.bigInt({ min: 2n ** 53n + 1n, max: 10n ** 30n }), (value, long) => {
        const text = `{"value":${JSON.stringify(value)},"long":${long}}`;
        const safe = (each: unknown): boolean => JSON.stringify(each, whole) === JSON.stringify(each);
        fc.pre(safe(value));
        expect(parseJson(text)).to.deep.equal({ value: JSON.parse(JSON.stringify(value)) as Json, long: String(long) });
      }),
      seeds(),
    );
  });
});

/** Marks what would not be written as it was. */
const whole = (_: string, each: unknown): unknown =>
  typeof each === 'number' && Number.isInteger(each) && !Number.isSafeInteger(each) ? 'unsafe' : each;
