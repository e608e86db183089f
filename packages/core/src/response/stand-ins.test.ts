import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { Responder, responderExample } from '../model/responder.schema.js';
import { Shift, shiftExample } from '../model/shift.schema.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { standIns, type StandInAsked } from './stand-ins.js';

const { availability: _, ...RESPONDER } = Responder.parse(responderExample);
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
  who: string,
  [from, to]: [number, number],
  more: Partial<Shift> = {},
  exercise?: string,
): Fact<Shift> => ({
  id: entityId('shift', 'city', `${who} ${from}`),
  at: hour(0),
  value: { ...SHIFT, responder: entityId('responder', 'registry', who), from: hour(from), to: hour(to), ...more },
  exercise,
});
const said = (is: 'available' | 'stand-by' | 'unavailable', until?: Instant): Partial<Responder> => ({
  availability: { is, ...(until && { until }) } as NonNullable<Responder['availability']>,
});

describe('who could stand in', () => {
  const asked: StandInAsked = { from: hour(1), to: hour(5) };
  const of = (
    responders: Fact<Responder>[],
    shifts: Fact<Shift>[] = [],
    more: Partial<StandInAsked> & { exercise?: string } = {},
  ): string => {
    const { exercise, ...ask } = more;
    const found = standIns({ shifts, responders, exercise }, { ...asked, ...ask });
    return found.map(({ responder }) => responder.slice('responder/registry/'.length)).join();
  };

  it('is active, and did not say that they cannot be sent; who can be sent first, who belongs to the grid before others', () => {
    const grid = entityId('place', 'registry', 'g3');
    const all = [
      person('silent'),
      person('by', said('stand-by')),
      person('free', said('available')),
      person('here', { ...said('available'), grid }),
      person('not', said('unavailable')),
      person('paused', { state: 'paused' }),
      person('was', said('unavailable', hour(0.5))),
    ];
    expect(of(all, [], { grid })).to.equal('here,free,by,silent,was');
    expect(standIns({ shifts: [], responders: [person('by', said('stand-by'))] }, asked)).to.deep.equal([
      { responder: 'responder/registry/by', availability: 'stand-by' },
    ]);
  });

  it('is on no duty in that time: its ends touch, a cancelled one and one signed out of are none', () => {
    const responders = [person('a'), person('b')];
    const with_ = (...shifts: Fact<Shift>[]): string => of(responders, shifts);
    expect(with_(shift('a', [0, 2]))).to.equal('b');
    expect(with_(shift('a', [4, 9]))).to.equal('b');
    expect(with_(shift('a', [-4, 1]), shift('a', [5, 9]))).to.equal('a,b');
    expect(with_(shift('a', [0, 9], { state: 'cancelled' }))).to.equal('a,b');
    expect(with_(shift('a', [-4, 9], { state: 'signed-out', signedOut: { at: hour(0.5), by: 'u' } }))).to.equal('a,b');
    expect(with_(shift('a', [0, 9], {}, 'spring')), 'a drill holds nobody from real duty').to.equal('a,b');
  });

  it('has the skill until the end', () => {
    const pump = (level: number, expires?: Instant): Partial<Responder> => ({
      skills: [{ skill: 'pump', level, ...(expires && { expires }) }],
    });
    const all = [
      person('ends', pump(2, hour(4))),
      person('holds', pump(2, hour(5))),
      person('low', pump(1)),
      person('none'),
    ];
    expect(of(all, [], { skill: { skill: 'pump', level: 2 } })).to.equal('holds');
  });

  it('is nobody of a drill, but for that drill', () => {
    const all = [person('a'), person('troop', {}, 'spring')];
    expect(of(all)).to.equal('a');
    expect(of(all, [], { exercise: 'spring' })).to.equal('a,troop');
  });
});
