import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import { Responder, responderExample } from '../model/responder.schema.js';
import { Shift, shiftExample } from '../model/shift.schema.js';
import { Task, taskExample } from '../model/task.schema.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { expiringCertificates, hasSkill } from '../resilience/skills.js';
import { coverGaps } from './cover-gaps.js';
import { onDuty, shiftState, withParents } from './on-duty.js';
import { doubleTasks, overlaps } from './overlaps.js';
import { seeds } from '../testing/seeds.js';

const RESPONDER = Responder.parse(responderExample);
const SHIFT = Shift.parse(shiftExample);
const START = Date.parse('2026-06-12T15:00:00+08:00');
const hour = (hours: number): Instant => toInstant(START + hours * 3_600_000);
const person = (name: string, value: Partial<Responder> = {}, exercise?: string): Fact<Responder> => ({
  id: entityId('responder', 'registry', name),
  at: hour(0),
  value: { ...RESPONDER, skills: [], ...value },
  exercise,
});
const shift = (
  name: string,
  who: string,
  span: [number, number],
  more: Partial<Shift> = {},
  exercise?: string,
): Fact<Shift> => ({
  id: entityId('shift', 'city', name),
  at: hour(0),
  value: {
    ...SHIFT,
    responder: entityId('responder', 'registry', who),
    from: hour(span[0]),
    to: hour(span[1]),
    ...more,
  },
  exercise,
});
const PLACE = SHIFT.place;
const places = new Set([PLACE]);
const names = (list: readonly { shift: string }[]): string =>
  list.map((each) => each.shift.slice('shift/city/'.length)).join();

describe('who is on duty', () => {
  it('for place × role × skill at an instant; the end is not part of it', () => {
    const responders = [person('a', { skills: [{ skill: 'pump', level: 2, expires: hour(4) }] }), person('b')];
    const shifts = [shift('1', 'a', [0, 8]), shift('2', 'b', [8, 16]), shift('3', 'b', [0, 16], { role: 'patrol' })];
    const at = (hours: number, more: object = {}): string =>
      names(onDuty({ shifts, responders }, { places, ...more }, hour(hours)));
    expect([at(-1), at(0), at(7.9), at(8), at(16)]).to.deep.equal(['', '1,3', '1,3', '2,3', '']);
    expect(at(1, { role: 'duty-officer' })).to.equal('1');
    expect(at(1, { skill: { skill: 'pump', level: 2 } })).to.equal('1');
    expect(at(1, { skill: { skill: 'pump', level: 3 } })).to.equal('');
    expect(at(4, { skill: { skill: 'pump' } })).to.equal('');
    expect(at(1, { places: new Set(['place/registry/other']) })).to.equal('');
  });

  it('who signed in comes first and is told from a plan; signed out, cancelled, paused and unknown people count for nothing', () => {
    const responders = [person('a'), person('b'), person('p', { state: 'paused' })];
    const signedIn = { state: 'signed-in' as const, signedIn: { at: hour(0), by: 'u1' } };
    const shifts = [
      shift('1', 'a', [0, 8]),
      shift('2', 'b', [0, 8], signedIn),
      shift('3', 'p', [0, 8], signedIn),
      shift('4', 'nobody', [0, 8], signedIn),
      shift('5', 'a', [0, 8], { state: 'cancelled' }),
      shift('6', 'b', [0, 8], { ...signedIn, state: 'signed-out', signedOut: { at: hour(2), by: 'u1' } }),
    ];
    const found = onDuty({ shifts, responders }, { places }, hour(3));
    expect([names(found), found.map((each) => each.signedIn)]).to.deep.equal(['2,1', [true, false]]);
    expect(names(onDuty({ shifts, responders }, { places }, hour(1)))).to.equal('2,6,1');
  });

  it('the duty of a community serves what lies in it; real duty is not stood by the people of a drill', () => {
    const parents: Record<string, string[]> = {
      building: ['compound', 'grid'],
      compound: [PLACE],
      grid: [PLACE, 'building'],
    };
    const lies = withParents('building', (id) => parents[id] ?? []);
    expect([...lies].sort()).to.deep.equal(['building', 'compound', 'grid', PLACE].sort());
    const rota = { shifts: [shift('1', 'a', [0, 8])], responders: [person('a')] };
    expect(names(onDuty(rota, { places: lies }, hour(1)))).to.equal('1');
    expect(onDuty({ ...rota, responders: [person('a', {}, 'drill')] }, { places }, hour(1))).to.deep.equal([]);
    const mixed = { ...rota, shifts: [shift('d', 'a', [0, 8], {}, 'drill'), shift('1', 'a', [0, 2])] };
    expect(names(onDuty({ ...mixed, exercise: 'drill' }, { places }, hour(1)))).to.equal('d');
    expect([names(onDuty(mixed, { places }, hour(1))), names(onDuty(mixed, { places }, hour(3)))]).to.deep.equal([
      '1',
      '',
    ]);
  });

  it('asked of the past it tells who had signed in then, though they have signed out since; a repeated row counts once', () => {
    const value: Partial<Shift> = {
      state: 'signed-out',
      signedIn: { at: hour(1), by: 'u1' },
      signedOut: { at: hour(7), by: 'u1' },
    };
    const rota = {
      shifts: [shift('1', 'a', [0, 8], value), shift('1', 'a', [0, 8], value)],
      responders: [person('a')],
    };
    const there = (hours: number) => onDuty(rota, { places }, hour(hours)).map(({ signedIn }) => signedIn);
    expect([there(0), there(1), there(6.9), there(7)]).to.deep.equal([[false], [true], [true], []]);
  });

  it('tells beside the duty whether its person can be sent, as was said; who cannot stands last, what nobody said is not known', () => {
    const signedIn = { state: 'signed-in' as const, signedIn: { at: hour(0), by: 'u1' } };
    const away = { is: 'unavailable' as const, until: hour(4) };
    const responders = [
      person('a', { availability: away }),
      person('b', { availability: { is: 'stand-by' } }),
      person('c', { availability: undefined }),
      { ...person('d', { availability: { is: 'available' } }), at: hour(2) },
    ];
    const shifts = [
      shift('1', 'a', [-2, 8], signedIn),
      shift('2', 'b', [-2, 8]),
      shift('3', 'c', [-2, 8], signedIn),
      shift('4', 'd', [-2, 8]),
    ];
    const told = (hours: number): string[] =>
      onDuty({ shifts, responders }, { places }, hour(hours)).map(({ shift: id, signedIn: is, availability }) =>
        [id.at(-1), is ? 'there' : 'planned', availability].join(' '),
      );
    expect(told(1)).to.deep.equal(['3 there ', '2 planned stand-by', '4 planned ', '1 there unavailable']);
    expect(told(5), 'what was said has run out, or has been said by now').to.deep.equal([
      '1 there ',
      '3 there ',
      '2 planned stand-by',
      '4 planned available',
    ]);
    expect(told(-1), 'before it was said').to.include('1 planned ');
  });

  it('derives how a shift stands, and when that changes', () => {
    const { value } = shift('1', 'a', [0, 8]);
    const active = { state: 'active' as const };
    expect(shiftState(value, active, hour(-1))).to.deep.equal({ state: 'planned', covered: false, due: value.from });
    expect(shiftState(value, active, hour(0))).to.deep.equal({ state: 'late', covered: false, due: value.to });
    expect(shiftState(value, active, hour(8))).to.deep.equal({ state: 'missed', covered: false });
    const on: Shift = { ...value, state: 'signed-in', signedIn: { at: hour(0), by: 'u1' } };
    expect(shiftState(on, active, hour(1))).to.deep.equal({ state: 'on', covered: true, due: value.to });
    expect(shiftState(on, { state: 'paused' }, hour(1)).covered).to.equal(false);
    expect(shiftState(on, undefined, hour(1)).covered).to.equal(false);
    expect(shiftState(on, active, hour(8)).state).to.equal('off');
    expect(shiftState({ ...on, state: 'signed-out' }, active, hour(1)).state).to.equal('off');
    expect(shiftState({ ...value, state: 'cancelled' }, active, hour(1)).state).to.equal('cancelled');
  });
});

describe('overlaps', () => {
  it('two shifts of one person at once, each pair once; touching is none, nor a drill with what is real', () => {
    const list = [
      shift('1', 'a', [0, 8]),
      shift('2', 'a', [8, 16]),
      shift('3', 'a', [7, 9]),
      shift('4', 'b', [0, 8]),
      shift('5', 'a', [0, 8], {}, 'drill'),
      shift('6', 'a', [0, 8], { state: 'cancelled' }),
    ];
    const pairs = overlaps([...list, list[0]!]).map(({ shifts }) => shifts.map((id) => id.at(-1)).join('-'));
    expect(pairs).to.deep.equal(['1-3', '3-2']);
  });

  it('is allowed only by name and only for the shifts it names', () => {
    const override = { by: 'u9', reason: '人手不足', overlaps: [entityId('shift', 'city', '1')] };
    const list = [shift('1', 'a', [0, 8]), shift('2', 'a', [2, 4], { override }), shift('3', 'a', [3, 5])];
    expect(
      overlaps(list).map(({ shifts, allowedBy }) => [shifts.map((id) => id.at(-1)).join(''), allowedBy]),
    ).to.deep.equal([
      ['12', 'u9'],
      ['13', undefined],
      ['23', undefined],
    ]);
  });

  it('finds what looking at every pair finds', () => {
    const spans = fc.array(fc.tuple(fc.nat(20), fc.nat(6), fc.constantFrom('a', 'b')), { maxLength: 12 });
    fc.assert(
      fc.property(spans, (list) => {
        const shifts = list.map(([from, length, who], i) => shift(String(i), who, [from, from + length]));
        let expected = 0;
        list.forEach(([from, length, who], i) =>
          list.slice(i + 1).forEach(([other, more, whose]) => {
            if (who === whose && Math.max(from, other) < Math.min(from + length, other + more)) expected += 1;
          }),
        );
        expect(overlaps(shifts)).to.have.length(expected);
      }),
      seeds(),
    );
  });

  it('one person on the scene of two tasks is told', () => {
    const task = (name: string, state: 'on-scene' | 'moving' | 'handling', assignee?: string) => ({
      id: entityId('task', 'city', name),
      at: hour(0),
      value: {
        ...Task.parse(taskExample),
        state,
        ...(assignee === undefined ? {} : { assignee: entityId('responder', 'r', assignee) }),
      },
    });
    const list = [
      task('1', 'on-scene', 'a'),
      task('2', 'handling', 'a'),
      task('3', 'moving', 'b'),
      task('4', 'on-scene', 'b'),
      task('5', 'on-scene'),
    ];
    expect(doubleTasks(list)).to.deep.equal([{ assignee: 'responder/r/a', tasks: ['task/city/1', 'task/city/2'] }]);
    const [one, two, ...others] = list as [Fact<Task>, Fact<Task>, ...Fact<Task>[]];
    const override = { by: 'u1', reason: '同一栋楼', tasks: [two.id as EntityId<'task'>] };
    const allowed = { ...one, value: { ...one.value, override } };
    expect(doubleTasks([allowed, two, ...others]), 'allowed by name').to.deep.equal([]);
    const third = task('6', 'handling', 'a');
    expect(doubleTasks([allowed, two, third])[0]?.tasks, 'of one of three').to.have.length(3);
    const team = entityId('team', 'r', '1');
    const ofTeam = [one, two].map((each) => ({ ...each, value: { ...each.value, assignee: team } }));
    expect(doubleTasks(ofTeam), 'a team may split').to.deep.equal([]);
    expect(doubleTasks([one, { ...two, exercise: 'spring' }]), 'a drill beside what is real').to.deep.equal([]);
  });
});

describe('cover gaps', () => {
  const window = { from: hour(0), to: hour(24), parentsOf: (place: string) => new Set([place]) };

  it('lists each stretch of a window in which a duty is not covered, and by how many', () => {
    const responders = [person('a', { skills: [{ skill: 'pump', expires: hour(6) }] }), person('b')];
    const shifts = [shift('1', 'a', [-2, 8]), shift('2', 'b', [10, 16]), shift('3', 'a', [12, 14])];
    const asked = { place: PLACE, role: 'duty-officer' as const };
    const told = (more: object): unknown[] =>
      coverGaps({ shifts, responders }, [{ ...asked, ...more }], window).map(({ from, to, missing }) => [
        (Date.parse(from) - START) / 3_600_000,
        (Date.parse(to) - START) / 3_600_000,
        missing,
      ]);
    expect(told({})).to.deep.equal([
      [8, 10, 1],
      [16, 24, 1],
    ]);
    expect(told({ count: 2 })).to.deep.equal([
      [0, 8, 1],
      [8, 10, 2],
      [10, 12, 1],
      [14, 16, 1],
      [16, 24, 2],
    ]);
    expect(told({ skill: { skill: 'pump' } })).to.deep.equal([[6, 24, 1]]);
    expect(told({ role: 'patrol' })).to.deep.equal([[0, 24, 1]]);
  });

  it('who said that they cannot be sent covers nothing until then, unless they have signed in all the same', () => {
    const asked = [{ place: PLACE, role: 'duty-officer' as const }];
    const responders = [person('a', { availability: { is: 'unavailable', until: hour(4) } })];
    const gaps = (more: Partial<Shift>) =>
      coverGaps({ shifts: [shift('1', 'a', [0, 24], more)], responders }, asked, window).map(({ from, to }) => [
        from,
        to,
      ]);
    expect(gaps({})).to.deep.equal([[hour(0), hour(4)]]);
    expect(gaps({ state: 'signed-in', signedIn: { at: hour(1), by: 'u1' } })).to.deep.equal([[hour(0), hour(1)]]);
    const soon = [{ ...person('a', { availability: { is: 'unavailable' } }), at: hour(20) }];
    expect(coverGaps({ shifts: [shift('1', 'a', [0, 24])], responders: soon }, asked, window)[0]).to.include({
      from: hour(20),
      to: hour(24),
    });
  });

  it('one person on two shifts counts once', () => {
    const rota = { shifts: [shift('1', 'a', [0, 24]), shift('2', 'a', [0, 24])], responders: [person('a')] };
    expect(coverGaps(rota, [{ place: PLACE, role: 'duty-officer', count: 2 }], window)[0]?.missing).to.equal(1);
  });

  it('what a drill plays covers nothing real, nor is it covered by what is real', () => {
    const rota = {
      shifts: [shift('d', 'a', [0, 24], {}, 'drill'), shift('r', 'b', [0, 12])],
      responders: [person('a'), person('b')],
    };
    const gaps = (exercise?: string) =>
      coverGaps({ ...rota, exercise }, [{ place: PLACE, role: 'duty-officer' }], window).map(({ from }) => from);
    expect([gaps(), gaps('drill'), gaps('other')]).to.deep.equal([[hour(12)], [], [hour(0)]]);
  });

  it('agrees with asking who is on duty at every half hour', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -4, max: 26 }), fc.nat(12), fc.constantFrom('a', 'b', 'p')), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 2 }), fc.nat(24), (list, count, until) => {
        const away = { is: 'unavailable' as const, until: hour(until) };
        const rota = {
          shifts: list.map(([from, length, who], i) => shift(String(i), who, [from, from + length])),
          responders: [person('a'), person('b', { availability: away }), person('p', { state: 'paused' })],
        };
        const gaps = coverGaps(rota, [{ place: PLACE, role: 'duty-officer', count }], window);
        for (let half = 0; half < 48; half += 1) {
          const at = hour(half / 2);
          const coming = onDuty(rota, { places, role: 'duty-officer' }, at).filter(
            ({ availability }) => availability !== 'unavailable',
          );
          const there = new Set(coming.map(({ responder }) => responder)).size;
          const gap = gaps.filter(({ from, to }) => from <= at && at < to);
          expect(gap.map(({ missing }) => missing)).to.deep.equal(there < count ? [count - there] : []);
        }
      }),
      seeds(),
    );
  });
});

describe('certificates', () => {
  it('those that have run out or soon will, the earliest first; of people who have left, none', () => {
    const skills = [
      { skill: 'lift', expires: hour(48) },
      { skill: 'pump', expires: hour(-1) },
      { skill: 'boat', expires: hour(999) },
      { skill: 'swim' },
    ];
    const list = expiringCertificates([person('a', { skills }), person('b', { skills, state: 'left' })], {
      now: hour(0),
      withinMs: 72 * 3_600_000,
    });
    expect(list.map(({ skill, expired }) => [skill, expired])).to.deep.equal([
      ['pump', true],
      ['lift', false],
    ]);
    expect(hasSkill(person('a', { skills }).value, { skill: 'lift', level: 1 }, hour(0))).to.equal(false);
  });

  it('one that a later one of the same skill and at least its level stands in for is off the list', () => {
    const list = (...skills: Responder['skills']): string =>
      expiringCertificates([person('a', { skills })], { now: hour(0), withinMs: 0 })
        .map(({ expires }) => expires)
        .join();
    const [old, renewed] = [
      { skill: 'lift', level: 2, expires: hour(-1) },
      { skill: 'lift', level: 2, expires: hour(9) },
    ];
    expect([list(old, renewed), list(old, { ...renewed, level: 1 }), list(old, { skill: 'lift' })]).to.deep.equal([
      '',
      hour(-1),
      hour(-1),
    ]);
    expect([list(old, { skill: 'lift', level: 3 }), list(old, old)]).to.deep.equal(['', `${hour(-1)},${hour(-1)}`]);
  });
});
