import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './host-view.js';

const registry = (kind: string, name: string): EntityId => entityId(kind, 'registry', name);
const works = registry('organization', 'drainage-works');
const team = registry('team', 'pump-1');
const [underpass, road] = ['underpass', 'road'].map((name) => registry('place', name)) as [EntityId, EntityId];
const incident = entityId('incident', 'city', '1');
const task = entityId('task', 'city', '1');
const linkage = registry('linkage', '1');
const arrangement = {
  ...{ name: '下穿通道积水联动', eventTypes: ['11A'], places: [road] },
  ...{ lead: [works], assist: [], informed: [], deadlines: { signS: 180, moveS: 300, arriveS: 1200, reportS: 1800 } },
};

function setUp() {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const apply = (...batch: ReturnType<typeof make.put>[]): void => view.apply(batch, view.now);
  apply(
    make.put(works, { name: '排水公司', type: 'works' }),
    make.put(team, { name: '泵车一队', organization: works }),
    make.put(road, { name: '民族大道', scheme: 'grid' }),
    make.put(underpass, { name: '下穿通道', scheme: 'grid', parents: [road] }),
    make.put(incident, { title: 'x', eventType: '11A01', state: 'confirmed', place: underpass }),
  );
  const says = (more: object, options: { readonly atS?: number } = {}): void =>
    apply(
      make.put(
        task,
        { sort: 'order', state: 'issued', title: '抽排', about: [incident], assignee: team, ...more },
        options,
      ),
    );
  const arranged = (): unknown => view.get(task)!.derived['arranged'];
  const late = (): unknown => view.get(task)!.derived['late'];
  return { make, view, apply, says, arranged, late };
}

describe('deadlines that a linkage sets for a task', () => {
  it('run from when it was given, and make it late one by one, until each is met', () => {
    const { make, view, apply, says, arranged, late } = setUp();
    says({});
    expect(arranged(), 'nothing is arranged').to.equal(undefined);
    apply(make.put(linkage, arrangement));
    const by = { signBy: make.at(180), moveBy: make.at(300), arriveBy: make.at(1200), reportBy: make.at(1800) };
    expect(arranged()).to.deep.equal(by);
    expect(late()).to.equal(undefined);
    view.advance(make.at(180));
    expect(late()).to.deep.equal(['signBy']);
    says({ state: 'signed', issuedAt: make.at(0) }, { atS: 200 });
    expect(arranged(), 'from the same instant on').to.deep.equal(by);
    expect(late()).to.equal(undefined);
    view.advance(make.at(1200));
    expect(late()).to.deep.equal(['moveBy', 'arriveBy']);
    expect(view.get(task)!.derived['overdue']).to.equal(true);
    says({ state: 'handling', issuedAt: make.at(0) }, { atS: 1300 });
    view.advance(make.at(1800));
    expect(late()).to.deep.equal(['reportBy']);
    const told = { of: task, native: '1', result: 'handling', about: [] };
    apply(make.put(entityId('feedback', 'city', '1'), told, { atS: 1801 }));
    expect(late(), 'told back').to.equal(undefined);
    says({ state: 'done', issuedAt: make.at(0) }, { atS: 1900 });
    expect(arranged(), 'owes nothing any more').to.equal(undefined);
  });

  it('are no word against a deadline of its own', () => {
    const { make, view, apply, says, late } = setUp();
    apply(make.put(linkage, arrangement));
    says({ signBy: make.at(600) });
    view.advance(make.at(599));
    expect(late()).to.deep.equal(['moveBy']);
    view.advance(make.at(600));
    expect(late()).to.deep.equal(['signBy', 'moveBy']);
  });

  it('are the earliest of several that are for it, as they held when it was given', () => {
    const { make, apply, says, arranged } = setUp();
    says({});
    apply(
      make.put(linkage, { ...arrangement, deadlines: { signS: 180, arriveS: 1200 } }),
      make.put(registry('linkage', '2'), { ...arrangement, deadlines: { signS: 60 } }),
      make.put(registry('linkage', '3'), { ...arrangement, deadlines: { signS: 1 }, validUntil: make.at(-1) }),
    );
    expect(arranged()).to.deep.equal({ signBy: make.at(60), arriveBy: make.at(1200) });
  });

  it('are those of the incident that a report tells of, for a task about the report; of the report itself until then', () => {
    const { make, view, apply, says, arranged } = setUp();
    const [report, device] = [entityId('report', 'calls', '1'), registry('device', 'gauge')];
    const tells = entityId('link', 'city', '1');
    apply(
      make.put(linkage, arrangement),
      make.put(device, { type: 'gauge', native: '1', place: underpass }),
      make.put(report, { channel: 'device', title: '积水', eventType: '11A01', device }),
    );
    says({ about: [report] });
    const by = { signBy: make.at(180), moveBy: make.at(300), arriveBy: make.at(1200), reportBy: make.at(1800) };
    expect(arranged(), 'by its own type, where its device stands').to.deep.equal(by);
    apply(make.put(device, { type: 'gauge', native: '1', place: registry('place', 'other') }));
    expect(arranged(), 'its device stands elsewhere').to.equal(undefined);
    apply(make.put(report, { channel: '110', title: '积水', eventType: '11A01', place: underpass }));
    expect(arranged(), 'by its own place').to.deep.equal(by);
    apply(make.put(linkage, { ...arrangement, levels: ['2'] }));
    expect(arranged(), 'a report has no level').to.equal(undefined);
    apply(make.put(tells, { from: report, to: incident, role: 'tells', reasons: [] }));
    expect(arranged(), 'the incident is not graded').to.equal(undefined);
    const graded = { title: 'x', eventType: '11A01', state: 'confirmed', place: underpass, level: '2' };
    apply(make.put(incident, graded));
    expect(arranged(), 'by what it tells of').to.deep.equal(by);
    apply(make.put(incident, { ...graded, eventType: '12G00' }));
    expect(arranged(), 'it was another thing').to.equal(undefined);
    apply(make.put(linkage, arrangement));
    expect(arranged(), 'whatever was told first').to.equal(undefined);
    apply(
      make.put(entityId('link', 'city', '2'), {
        from: report,
        to: incident,
        role: 'tells',
        reasons: [],
        undoes: tells,
      }),
    );
    expect(arranged(), 'told of nothing any more').to.deep.equal(by);
    view.advance(make.at(180));
    expect(view.get(task)!.derived).to.deep.include({ overdue: true, late: ['signBy'] });
    says({ about: [report], assignee: undefined });
    expect(arranged(), 'nobody was told to').to.equal(undefined);
  });

  it('are none of a task for something else, somewhere else, of somebody else, of a drill, or given nobody knows when', () => {
    const { make, view, apply, says, arranged } = setUp();
    const not = (why: string): void => void expect(arranged(), why).to.equal(undefined);
    const put = (more: object): void => apply(make.put(linkage, { ...arrangement, ...more }));
    put({});
    says({});
    expect(arranged()).to.be.an('object');
    says({ state: 'signed' });
    not('given nobody knows when');
    says({ assignee: registry('organization', 'other') });
    not('given to another');
    says({ about: [] });
    not('for nothing');
    says({});
    for (const [why, other] of Object.entries({
      'an event of another type': { eventTypes: ['12'] },
      'another place': { places: [registry('place', 'other')] },
      'another level': { levels: ['1'] },
    })) {
      put(other);
      not(why);
    }
    const spring = { exercise: 'spring' };
    const drilled = entityId('task', 'city', 'drilled');
    const order = { sort: 'order', state: 'issued', title: 'x', about: [incident], assignee: team };
    apply(make.put(registry('linkage', 'spring'), arrangement, spring), make.put(drilled, order, spring));
    not('made up for a drill');
    expect(view.get(drilled)!.derived['arranged'], 'a task of that drill').to.be.an('object');
    put({});
    apply(make.put(incident, { title: 'x', eventType: '12G00', state: 'confirmed', place: underpass }));
    says({});
    not('the incident is of another type by now');
  });
});

describe('what is arranged for a task', () => {
  const [A, B] = ['a', 'b'].map((name) => registry('place', name)) as [EntityId, EntityId];
  const [team1, device] = [registry('team', '1'), registry('device', '1')];
  const [report, n2, tells] = [
    entityId('report', 'calls', '1'),
    entityId('incident', 'city', '2'),
    entityId('link', 'city', 't'),
  ];
  /** Everything it rests on, each in several versions, of which the one with the greatest number stands. */
  const versions: readonly (readonly [EntityId, (n: number) => object])[] = [
    [A, (n) => ({ name: 'a', scheme: 'grid', ...(n % 2 && { parents: [B] }) })],
    [B, (n) => ({ name: 'b', scheme: 'grid', ...(n % 2 && { parents: [road] }) })],
    [road, () => ({ name: 'r', scheme: 'grid' })],
    [team1, (n) => ({ name: 't', ...(n % 2 && { organization: works }) })],
    [incident, (n) => ({ title: 'x', state: 'confirmed', place: A, eventType: n % 2 ? '11A01' : '12G00' })],
    [
      task,
      (n) => ({
        ...{ sort: 'order', state: n % 3 ? 'issued' : 'done', title: 'x', assignee: team1 },
        about: [n % 2 ? incident : report],
      }),
    ],
    [linkage, (n) => ({ ...arrangement, deadlines: n % 3 ? { signS: 60 * n } : undefined })],
    [
      registry('linkage', '2'),
      (n) => ({ ...arrangement, ...(n % 2 && { places: undefined }), deadlines: { signS: 90 } }),
    ],
    [
      report,
      (n) => ({ channel: 'device', title: 'r', eventType: n % 3 ? '11A01' : '12G00', ...(n % 2 && { device }) }),
    ],
    [device, (n) => ({ type: 'gauge', native: '1', ...(n % 3 && { place: n % 2 ? A : road }) })],
    [tells, () => ({ from: report, to: n2, role: 'tells', reasons: [] })],
    [n2, (n) => ({ title: 'y', state: 'confirmed', place: B, eventType: n % 2 ? '11A01' : '12G00' })],
  ];
  const told = fc.array(fc.record({ what: fc.nat(versions.length - 1), n: fc.nat(5), gone: fc.nat(9) }), {
    maxLength: 8,
  });

  it('follows a place that comes to lie in one that it is for, and one that lies there no more', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const tell = (...batch: Entry[]): unknown => {
      view.apply(batch, make.at(0));
      return view.get(task)!.derived['arranged'];
    };
    const put = (what: number, n: number): Entry => make.put(versions[what]![0], versions[what]![1](n));
    expect(tell(...[0, 1, 2, 3, 4, 5, 6].map((what) => put(what, 1)))).to.deep.equal({ signBy: make.at(60) });
    expect(tell(put(1, 0))).to.equal(undefined);
    expect(tell(put(1, 1))).to.deep.equal({ signBy: make.at(60) });
    expect(tell(make.gone(B))).to.equal(undefined);
  });

  it('is the same in whatever order all of it comes, goes and changes, one by one or at once', () => {
    const seen = new Set<unknown>();
    fc.assert(
      fc.property(told, (all) => {
        const make = createEntries();
        const first = versions.map((_, what) => ({ what, n: 1, gone: 9 }));
        const entries = [...first, ...all].map(({ what, n, gone }): Entry => {
          const [id, value] = versions[what]!;
          // An event is never taken back.
          return gone === 0 && id !== tells
            ? make.gone(id)
            : make.put(id, JSON.parse(JSON.stringify(value(n))) as object);
        });
        const last = new Map(entries.map((entry) => [entry.id, entry]));
        const anew = createLocalView({ now: make.at(0) });
        anew.apply([...last.values()], make.at(0));
        const apart = createLocalView({ now: make.at(0) });
        for (const entry of entries) apart.apply([entry], make.at(0));
        const turned = createLocalView({ now: make.at(0) });
        [...last.values()]
          .reverse()
          .forEach((entry, i) => turned.apply([{ ...entry, position: (100 + i) as Position }], make.at(0)));
        const [one, two, three] = [anew, apart, turned].map((view) => view.get(task)?.derived['arranged']);
        expect(two).to.deep.equal(one);
        expect(three).to.deep.equal(one);
        seen.add(JSON.stringify(one));
      }),
      seeds(),
    );
    expect(seen.size, 'nothing, and several').to.be.above(2);
  });
});
