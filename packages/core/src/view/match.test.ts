import { expect } from 'chai';
import { matches } from '../testing/matches.js';
import type { Test } from './query.js';
import type { Row } from './view.js';

const row = {
  id: 'warning/cap/1',
  kind: 'warning',
  at: '2026-06-12T16:00:00+08:00',
  value: { sent: '2026-06-12T23:30:00-05:00' },
} as unknown as Row;

describe('match', () => {
  it('compares instants by value, and an instant with a text that is none as text', () => {
    const passes = (op: 'lt' | 'ge', value: string): boolean =>
      matches({ kind: 'warning', where: [{ field: 'sent', op, value } as Test] }, row);
    expect(passes('ge', '2026-06-13T04:30:00Z')).to.equal(true);
    expect([passes('ge', '2026-06-12'), passes('lt', '2026-06-12')]).to.deep.equal([true, false]);
    expect([passes('ge', '2026-06-13'), passes('lt', '2026-06-13')]).to.deep.equal([false, true]);
  });

  it('a missing field passes only ne', () => {
    for (const value of [null, 1, 'x', true])
      for (const op of ['lt', 'le', 'gt', 'ge', 'prefix'] as const)
        expect(matches({ kind: 'warning', where: [{ field: 'none', op, value }] }, row), `${op} ${value}`).to.equal(
          false,
        );
  });

  it('hides nothing whose age is not known', () => {
    expect(matches({ kind: 'warning', since: '2026-06-12T08:00:01Z' as never }, row)).to.equal(false);
    expect(matches({ kind: 'warning', since: 'yesterday' as never }, row)).to.equal(true);
    expect(matches({ kind: 'warning', since: row.at }, { ...row, at: 'once' as never })).to.equal(true);
  });
});
