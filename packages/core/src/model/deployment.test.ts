import { expect } from 'chai';
import { entityId } from './id.js';
import type { Change } from './change.js';
import { deployment } from './deployment.js';
import { Deployment, deploymentExample } from './deployment.schema.js';
import { canBecome } from './life-cycle.js';
import { merge } from './merge.js';

describe('deployment', () => {
  it('is a register of the city: its last telling stands, and who was called off is not in place again', () => {
    const told = (n: number, state: Deployment['state']) =>
      ({
        kind: 'deployment',
        id: entityId('deployment', 'city', '1'),
        source: 'city',
        at: '2026-06-12T17:10:00+08:00',
        order: [n, 0, 0],
        basis: 'stated',
        body: { value: { ...deploymentExample, state } },
      }) as unknown as Change;
    const [first, last] = [told(1, 'ordered'), told(2, 'in-place')];
    for (const [a, b] of [
      [first, last],
      [last, first],
    ] as const)
      expect(merge(deployment, a, b)).to.deep.include({ current: last, issues: [] });
    expect(canBecome(deployment, undefined, 'ordered')).to.equal(true);
    expect(canBecome(deployment, 'called-off', 'in-place')).to.equal(false);
  });

  it('says for how long, and names who and what is there', () => {
    expect(deployment.refs).to.include.members(['teams', 'assets', 'place']);
    const { from, ...without } = deploymentExample;
    expect([from, Deployment.safeParse(without).success]).to.deep.equal([deploymentExample.from, false]);
  });
});
