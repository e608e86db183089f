import { expect } from 'chai';
import fc from 'fast-check';
import { briefingExample } from '../model/briefing.schema.js';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { lossExample } from '../model/loss.schema.js';
import { planExample } from '../model/plan.schema.js';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './host-view.js';

const registry = (kind: string, name: string): EntityId => entityId(kind, 'registry', name);
const [PLAN, TEAM, PERSON] = [registry('plan', '1'), registry('team', '1'), registry('responder', '1')];
const RUN = entityId('plan-run', 'city', 'run');
const of = (name: string): EntityId => entityId('plan-run', 'city', name);
const [FIRST, SECOND] = [registry('loss', '1'), registry('loss', '2')];
const BRIEFING = entityId('briefing', 'city', '1');

function picture() {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const tell = (...batch: Entry[]): void => view.apply(batch, view.now);
  const derived = (id: EntityId) => view.get(id)!.derived;
  return { make, view, tell, derived };
}

describe('what a host folds', () => {
  it('shows on the event that triggered a run how it stands, and when a step falls due', () => {
    const { make, view, tell, derived } = picture();
    tell(make.put(RUN, { plan: PLAN, version: '2026-1', state: 'triggered' }));
    expect(derived(RUN)['run']).to.include({ state: 'triggered', stepsUnknown: true });
    tell(make.put(PLAN, planExample));
    expect(derived(RUN)['run']).to.deep.include({ overdue: 0 }).and.not.have.property('stepsUnknown');
    tell(make.put(of('a'), { plan: PLAN, run: RUN, step: 'call-up', state: 'active' }));
    view.advance(make.at(299));
    expect(derived(RUN)['run']).to.include({ overdue: 0 });
    view.advance(make.at(300));
    expect(derived(RUN)['run']).to.include({ overdue: 1 });
    expect(derived(of('a')), 'a later event tells nothing of the whole').to.not.have.property('run');
    tell(make.put(of('b'), { plan: PLAN, run: RUN, state: 'completed' }, { atS: 301 }));
    expect(derived(RUN)['run']).to.include({ state: 'completed', overdue: 0 });
  });

  it('shows of a team who is in it, as long as what was said of them holds', () => {
    const { make, view, tell, derived } = picture();
    tell(make.put(TEAM, { name: '一队', sort: 'team' }));
    expect(derived(TEAM)['strength']).to.deep.equal({ members: 0, available: 0, standBy: 0, skills: [] });
    const availability = { is: 'available', until: make.at(60) };
    tell(make.put(PERSON, { state: 'active', skills: [{ skill: 'pump' }], teams: [TEAM], availability }));
    expect(derived(TEAM)['strength']).to.deep.equal({ members: 1, available: 1, standBy: 0, skills: ['pump'] });
    view.advance(make.at(60));
    expect(derived(TEAM)['strength']).to.include({ members: 1, available: 0 });
    tell(make.put(PERSON, { state: 'left', skills: [], teams: [TEAM] }));
    expect(derived(TEAM)['strength']).to.include({ members: 0 });
  });

  it('shows which version of losses and briefings stands, and which briefing came late', () => {
    const { make, tell, derived } = picture();
    const { replaces: _, ...loss } = lossExample;
    tell(make.put(FIRST, { ...loss, version: 1 }));
    expect(derived(FIRST)).to.not.have.property('replacedBy');
    tell(make.put(SECOND, { ...loss, version: 2, replaces: FIRST }));
    expect([derived(FIRST)['replacedBy'], derived(SECOND)['replacedBy']]).to.deep.equal([SECOND, undefined]);
    tell(make.put(BRIEFING, { ...briefingExample, due: make.at(-1) }));
    expect(derived(BRIEFING)).to.deep.equal({ late: true });
    const again = entityId('briefing', 'city', '2');
    tell(make.put(again, { ...briefingExample, version: 2, replaces: BRIEFING, due: make.at(0) }));
    expect(derived(BRIEFING)).to.deep.equal({ late: true, replacedBy: again });
    expect(derived(again)).to.deep.equal({ late: false });
  });

  it('is the same in whatever order all of it is told, one by one or at once', () => {
    const make = createEntries();
    const { replaces: _, ...loss } = lossExample;
    const all: Entry[] = [
      make.put(PLAN, planExample),
      make.put(RUN, { plan: PLAN, version: '2026-1', state: 'triggered' }),
      make.put(of('a'), { plan: PLAN, run: RUN, step: 'call-up', state: 'active' }),
      make.put(of('b'), { plan: PLAN, run: RUN, step: 'guard', state: 'skipped', reason: 'x' }),
      make.put(of('c'), { plan: PLAN, run: RUN, state: 'running' }),
      make.put(TEAM, { name: '一队', sort: 'team' }),
      make.put(PERSON, { state: 'active', skills: [{ skill: 'pump' }], teams: [TEAM] }),
      make.put(FIRST, loss),
      make.put(SECOND, { ...loss, version: 2, replaces: FIRST }),
    ];
    const shown = (entries: readonly Entry[], apart: boolean): unknown => {
      const view = createLocalView({ now: make.at(400) });
      const placed = entries.map((entry, i) => ({ ...entry, position: (i + 1) as Position }));
      if (apart) for (const entry of placed) view.apply([entry], make.at(400));
      else view.apply(placed, make.at(400));
      return [RUN, TEAM, FIRST, SECOND].map((id) => view.get(id)!.derived);
    };
    const once = shown(all, false);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.boolean(), (turned, apart) => {
        expect(shown(turned, apart)).to.deep.equal(once);
      }),
      seeds(),
    );
  });
});
