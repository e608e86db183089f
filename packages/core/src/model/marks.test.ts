import { expect } from 'chai';
import { Place, placeExample } from './place.schema.js';
import { id, instant, lonLat } from './marks.js';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('marks', () => {
  it('an instant has an offset, and exists', () => {
    for (const good of ['2026-06-12T16:55:00+08:00', '2026-06-12T08:55:00.123Z'])
      expect(takes(instant, good), good).to.equal(true);
    for (const bad of [
      '2026-06-12T16:55:00',
      '2026-06-12 16:55:00+08:00',
      '2026-13-12T16:55:00Z',
      '2026-06-12T25:00:00Z',
      '+275760-09-13T00:00:00Z',
      1765500000,
    ])
      expect(takes(instant, bad), String(bad)).to.equal(false);
  });

  it('an id has three parts, and a kind of ours or of a vendor', () => {
    for (const good of ['place/registry/3', 'plan-run/city/77c1', 'acme:lift/acme/7'])
      expect(takes(id, good), good).to.equal(true);
    for (const bad of ['place/3', 'Place/registry/3', ':lift/acme/7', 'acme:/acme/7', 'a:b:c/acme/7', 'place/a b/3'])
      expect(takes(id, bad), bad).to.equal(false);
  });

  it('an id can be read: whatever begins an escape is one, in either case, of whole characters', () => {
    for (const good of ['place/%E6%B0%94/3', 'place/%e6%b0%94/50%25', 'place/气象/3', 'device/r/a%2Fb'])
      expect(takes(id, good), good).to.equal(true);
    for (const bad of ['place/registry/%zz', 'place/%/3', 'place/registry/50%', 'place/r/%E6%B0', 'place/r/%C0%80']) {
      expect(() => decodeURIComponent(bad), bad).to.throw();
      const issues = id.safeParse(bad).error?.issues.map(({ message }) => message);
      expect(issues, bad).to.deep.equal(['must be percent-encoded: a % in it begins no escape']);
    }
    expect(id.safeParse('%zz').error?.issues.map(({ message }) => message)).to.deep.equal([
      'must be <kind>/<source>/<native>',
    ]);
  });

  it('a position is on the globe', () => {
    expect(takes(lonLat, [108.35, 22.82])).to.equal(true);
    for (const bad of [[22.82, 108.35], [NaN, 22.82], [108.35], [108.35, Infinity], ['108', 22]])
      expect(takes(lonLat, bad), String(bad)).to.equal(false);
  });

  it('vendor data names no prototype, at any depth', () => {
    const told = (extra: string): boolean => takes(Place, { ...placeExample, extra: JSON.parse(extra) as unknown });
    expect(told('{"acme:a":{"proto":1}}')).to.equal(true);
    expect(told('{"acme:a":{"__proto__":{"polluted":1}}}')).to.equal(false);
    expect(told('{"acme:a":[{"b":{"__proto__":1}}]}')).to.equal(false);
  });
});
