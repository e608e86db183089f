import { expect } from 'chai';
import fc from 'fast-check';
import { createHandles } from './handles.js';
import { seeds } from '../testing/seeds.js';

describe('handles', () => {
  it('are one for each key that has one, and the smallest there are', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', ''), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const handles = createHandles<string>();
        const have = new Map<string, number>();
        let most = 0;
        for (const { key, gone } of steps) {
          const before = have.get(key) ?? -1;
          expect(handles.of(key)).to.equal(before);
          if (gone) {
            expect(handles.release(key)).to.equal(before);
            have.delete(key);
            expect(handles.key(before)).to.equal(undefined);
          } else {
            const handle = handles.take(key);
            if (before >= 0) expect(handle).to.equal(before);
            have.set(key, handle);
          }
          most = Math.max(most, have.size);
          for (const [each, handle] of have) {
            expect(handles.key(handle)).to.equal(each);
            expect(handle).to.be.within(0, most - 1);
          }
          expect(new Set(have.values()).size).to.equal(have.size);
        }
      }),
      seeds(),
    );
  });

  it('tell objects apart by identity', () => {
    const handles = createHandles<object>();
    const [one, other] = [{ id: 1 }, { id: 1 }];
    expect(handles.take(one)).to.not.equal(handles.take(other));
    expect(handles.of({ id: 1 })).to.equal(-1);
  });
});
