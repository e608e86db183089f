import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, isOf, parseId } from './id.js';
import { seeds } from '../testing/seeds.js';

describe('ids', () => {
  it('is of a kind and a source when its parts, decoded, say so, however it is spelled', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '',
        'fire',
        '气象',
        '%E6%B0%94%E8%B1%A1',
        '%e6%b0%94',
        'f%69re',
        '%',
        '50%',
        '%25',
        '\ud800',
        '城 区',
      ),
      fc.string({
        unit: fc.constantFrom('a', '/', '%', '2', '5', ' ', '\u3000', '\n', '(', '~', '气', '\u007f'),
        maxLength: 5,
      }),
    );
    const kind = fc.constantFrom('device', 'Device', '', 'de vice', '/');
    fc.assert(
      fc.property(kind, part, fc.oneof(fc.constant(undefined), part), part, (named, source, other, native) => {
        for (const id of [`${named}/${other ?? source}/${native}`, minted(named, other ?? source, native)]) {
          const parts = parseId(id);
          expect(isOf(id, named, source), id).to.equal(parts?.kind === named && parts.source === source);
        }
      }),
      seeds(3000),
    );
  });
});

/** As a mapping would, where that can be done. */
function minted(kind: string, source: string, native: string): string {
  try {
    return entityId(kind, source, native);
  } catch {
    return `${kind}/${source}/${native}`;
  }
}
