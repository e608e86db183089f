import { expect } from 'chai';
import { kinds } from './kinds.js';
import type { Change } from './change.js';
import { entityId } from './id.js';
import { beginsIn, canBecome, unexpectedStep } from './life-cycle.js';

describe('life cycle', () => {
  it('begins where it is told to, else in the first state of the table', () => {
    expect(beginsIn(kinds['incident']!)).to.deep.equal(['open']);
    expect(beginsIn(kinds['task']!)).to.deep.equal(['issued', 'offered']);
    expect(beginsIn(kinds['place']!)).to.deep.equal([]);
  });

  it('goes on as the table says, stays where it is, and begins at a beginning', () => {
    const response = kinds['response']!;
    expect(canBecome(response, 'raised', 'ended')).to.equal(true);
    expect(canBecome(response, 'ended', 'raised')).to.equal(false);
    expect(canBecome(response, 'ended', 'ended')).to.equal(true);
    expect(canBecome(response, 'nowhere', 'ended')).to.equal(false);
    expect(canBecome(response, undefined, 'started')).to.equal(true);
    expect(canBecome(response, undefined, 'ended')).to.equal(false);
    expect(canBecome(kinds['place']!, undefined, 'anything')).to.equal(true);
  });

  it('a fact that jumps a step is named, and nothing else is', () => {
    const control = kinds['control']!;
    const told = (state: string, exercise?: string): Change => ({
      v: 1,
      kind: 'control',
      id: entityId('control', 'police', '1'),
      source: 'police',
      order: [1, 1],
      at: '2026-06-12T17:20:00+08:00' as Change['at'],
      basis: 'stated',
      body: { value: { state } },
      ...(exercise === undefined ? {} : { exercise }),
    });
    expect(unexpectedStep(control, told('lifted'), told('in-place'))).to.deep.include({
      code: 'unexpected-transition',
      path: '/body/value/state',
      level: 'warning',
    });
    expect(unexpectedStep(control, told('ordered'), told('in-place'))).to.equal(undefined);
    expect(unexpectedStep(control, told('lifted', 'drill'), told('in-place'))).to.equal(undefined);
    expect(unexpectedStep(kinds['plan-run']!, told('done'), told('active'))).to.equal(undefined);
    const gone: Change = { ...told('lifted'), body: { removed: true, reason: 'not-listed' } };
    expect(unexpectedStep(control, gone, told('in-place'))).to.equal(undefined);
  });
});
