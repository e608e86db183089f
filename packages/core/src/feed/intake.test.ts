import { expect } from 'chai';
import { entityId } from '../model/id.js';
import type { Draft } from '../model/change.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { Intake } from './intake.js';
import { createPushFeed, stated } from './push.js';

const manual = createManualClock();
const device = (n: number): Draft =>
  stated(entityId('device', 'wire', String(n)), { type: 'smoke-detector', native: String(n) }, manual.now());
const reading = (n: number): Draft =>
  stated(
    entityId('observation', 'wire', String(n)),
    { device: entityId('device', 'wire', '1'), quantity: 'component-state', value: ['fault'], quality: 'good' },
    manual.now(),
  );
const many = (count: number, draft: (n: number) => Draft): Draft[] => Array.from({ length: count }, (_, n) => draft(n));

/** In how many steps drafts pass, where so many milliseconds go by from one look at the clock to the next. */
function steps(drafts: readonly Draft[], aLookMs: number): number {
  let elapsed = 0;
  const clock = { ...manual, elapsed: () => (elapsed += aLookMs) };
  const ids = createSeededIds(1);
  const { vault } = createMemoryStore({ clock, ids });
  const { feed } = createPushFeed({ id: 'wire', title: { zh: '', en: '' } });
  const receivedAt = manual.now();
  const intake = new Intake(
    { delivery: { token: 1, key: 'k', receivedAt, drafts, issues: [], outcome: 'good' }, amiss: [] },
    { feed, source: 'wire', vault, ids, view: createLocalView({ now: receivedAt }), clock },
  );
  let count = 1;
  while (!intake.step()) count += 1;
  return count;
}

describe('a delivery on its way through the door', () => {
  it('gives way when its time is up: after any draft, and among plain readings after 32', () => {
    expect(steps(many(10, device), 9)).to.equal(10);
    expect(steps(many(100, reading), 9)).to.equal(4);
    expect(steps([...many(3, device), ...many(33, reading), device(9)], 9)).to.equal(5);
  });

  it('gives way after a thousand however quick they are, and goes on while there is time', () => {
    expect(steps(many(2_500, reading), 0)).to.equal(3);
    expect(steps(many(2_500, device), 0)).to.equal(3);
    expect(steps(many(100, reading), 1)).to.equal(1);
  });
});
