import { expect } from 'chai';
import fc from 'fast-check';
import { entityId } from '../model/id.js';
import { planRunLife, type PlanRun } from '../model/plan-run.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { seeds } from '../testing/seeds.js';
import { planRunState } from './plan-runs.js';

const START = Date.parse('2026-06-12T17:00:00+08:00');
const at = (s: number): Instant => toInstant(START + 1000 * s);
const PLAN = entityId('plan', 'registry', 'P-01');
const RUN = entityId('plan-run', 'city', 'run');
const plan = {
  version: '2026-1',
  steps: [
    { key: 'call-up', title: '叫应各责任人', dueS: 300 },
    { key: 'guard', title: '值守下穿通道' },
  ],
};
const run: Fact<PlanRun> = { id: RUN, at: at(0), value: { plan: PLAN, version: '2026-1', state: 'triggered' } };
let n = 0;
const told = (s: number, state: PlanRun['state'], more: Partial<PlanRun> = {}): Fact<PlanRun> => ({
  id: entityId('plan-run', 'city', `e${(n += 1)}`),
  at: at(s),
  value: { plan: PLAN, run: RUN, state, ...more },
});
const step = (s: number, name: string, state: PlanRun['state'], more: Partial<PlanRun> = {}) =>
  told(s, state, { step: name, ...more });
const stands = (s: number, events: readonly Fact<PlanRun>[], of: Parameters<typeof planRunState>[2]['plan'] = plan) =>
  planRunState(run, events, { plan: of, now: at(s) });

describe('a run of a plan', () => {
  it('begins triggered, with every step of its plan waiting', () => {
    expect(stands(0, [])).to.deep.equal({
      state: 'triggered',
      since: at(0),
      steps: [
        { step: 'call-up', state: 'waiting', overdue: false },
        { step: 'guard', state: 'waiting', overdue: false },
      ],
      overdue: 0,
    });
  });

  it('is as it was told last, step by step; one is overdue by its own time, or by that of the plan', () => {
    const events = [told(5, 'running'), step(10, 'call-up', 'active')];
    expect(stands(20, events)).to.deep.include({ state: 'running', since: at(5), overdue: 0, next: at(310) });
    const late = stands(310, events);
    expect(late.steps[0]).to.deep.equal({
      step: 'call-up',
      state: 'active',
      since: at(10),
      due: at(310),
      overdue: true,
    });
    expect(late).to.include({ overdue: 1 }).and.not.have.property('next');
    const guard = step(20, 'guard', 'waiting', { due: at(60) });
    expect(stands(60, [...events, guard]).steps[1]).to.include({ state: 'waiting', due: at(60), overdue: true });
    const done = step(320, 'call-up', 'done');
    expect(stands(400, [...events, done]).steps[0]).to.deep.include({ state: 'done', since: at(320), overdue: false });
    const skipped = step(30, 'guard', 'skipped', { reason: '已由交警封闭' });
    expect(stands(400, [...events, skipped]).steps[1]).to.include({ state: 'skipped', reason: '已由交警封闭' });
  });

  it('that is over owes nothing', () => {
    const events = [step(10, 'call-up', 'active'), told(20, 'aborted', { reason: '预警解除' })];
    expect(stands(1000, events)).to.deep.include({ state: 'aborted', since: at(20), overdue: 0 });
  });

  it('says so where its plan is not here, or is another version by now', () => {
    const events = [step(10, 'call-up', 'active')];
    for (const of of [undefined, { ...plan, version: '2027-1' }]) {
      const found = planRunState(run, events, { plan: of, now: at(1000) });
      expect(found).to.include({ stepsUnknown: true });
      expect(found.steps.map((each) => each.step)).to.deep.equal(['call-up']);
    }
    expect(stands(20, [step(10, 'own', 'failed')]).steps.at(-1)).to.include({ step: 'own', state: 'failed' });
  });

  it('hears nothing of another run, of a drill, nor what a step cannot be', () => {
    const others = [
      { ...told(5, 'completed'), exercise: 'spring' },
      told(5, 'completed', { run: entityId('plan-run', 'city', 'other') }),
      step(5, 'guard', 'completed'),
      told(5, 'active'),
    ];
    expect(stands(10, others)).to.deep.equal(stands(10, []));
  });

  it('is the same in any order of the tellings, with any repeats', () => {
    const states = Object.keys(planRunLife.states) as PlanRun['state'][];
    const event = fc
      .record({
        s: fc.nat(50),
        state: fc.constantFrom(...states),
        which: fc.constantFrom('call-up', 'guard', undefined),
      })
      .map(({ s, state, which }) => (which === undefined ? told(s, state) : step(s, which, state)));
    const events = fc.array(event, { maxLength: 8 });
    fc.assert(
      fc.property(
        events.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length })),
        ),
        fc.nat(60),
        ([all, turned], now) => {
          const whole = [...turned, ...all.filter((each) => !turned.includes(each))];
          expect(stands(now, whole)).to.deep.equal(stands(now, all));
        },
      ),
      seeds(),
    );
  });
});
