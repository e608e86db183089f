import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { coverage, dayHours, periodAt, type PopulatedPlace, type Reached } from './coverage.js';
import { seeds } from '../testing/seeds.js';

const id = (name: string): EntityId => entityId('place', 'registry', name);
const place = (name: string, day?: number, parent?: string, night = day): PopulatedPlace => ({
  id: id(name),
  ...(day === undefined ? {} : { population: { day, night } }),
  ...(parent === undefined ? {} : { parent: id(parent) }),
});

describe('coverage', () => {
  it('counts people, not sends: channels overlap, and never more are reached than are there', () => {
    const reached = [
      { place: id('a'), count: 300 },
      { place: id('a'), count: 500 },
      { place: id('a'), count: 400 },
    ];
    const told = (day: number): unknown => coverage([place('a', day)], reached, 'day').places.get(id('a'));
    expect(told(1000)).to.deep.equal({ place: id('a'), atLeast: 500, atMost: 1000, population: 1000, rate: 0.5 });
    expect(told(450)).to.deep.include({ atLeast: 450, atMost: 450, rate: 1 });
  });

  it('where people are known by key, each counts once over all channels', () => {
    const reached = [
      { place: id('a'), keys: ['p1', 'p2', 'p3'] },
      { place: id('a'), keys: ['p2', 'p3', 'p4'] },
      { place: id('a'), count: 2 },
    ];
    expect(coverage([place('a', 10)], reached, 'day').places.get(id('a'))).to.deep.include({ atLeast: 4, atMost: 6 });
  });

  it('what is told of a place and of what lies in it is not added', () => {
    const places = [place('d', 1000), place('a', 600, 'd'), place('b', 400, 'd')];
    const reached = [
      { place: id('d'), count: 700 },
      { place: id('a'), count: 500 },
      { place: id('b'), count: 100 },
    ];
    const found = coverage(places, reached, 'day');
    expect(found.places.get(id('d'))).to.deep.include({ atLeast: 700, atMost: 1000, rate: 0.7 });
    expect(found.uncovered.map(({ place: each, missed }) => [each.at(-1), missed])).to.deep.equal([
      ['b', 300],
      ['a', 100],
    ]);
  });

  it('by day and by night others are there; an unknown number is no full cover, and stands first', () => {
    const places = [place('a', 100, undefined, 1000), place('b'), place('c', 0)];
    const reached = [{ place: id('a'), count: 100 }];
    expect(coverage(places, reached, 'day').uncovered.map(({ place: each }) => each)).to.deep.equal([id('b')]);
    const night = coverage(places, reached, 'night');
    expect(night.uncovered.map(({ place: each }) => each)).to.deep.equal([id('b'), id('a')]);
    expect(night.places.get(id('a'))?.rate).to.equal(0.1);
    expect(night.places.get(id('b'))).to.deep.equal({ place: id('b'), atLeast: 0, atMost: 0 });
    expect(night.places.get(id('c'))).to.not.have.property('rate');
  });

  it('a whole without a number of its own has that of its parts, if all are known', () => {
    const parts = [place('a', 600, 'd'), place('b', 400, 'd')];
    expect(coverage([place('d'), ...parts], [], 'day').places.get(id('d'))?.population).to.equal(1000);
    expect(
      coverage([place('d'), ...parts, place('c', undefined, 'd')], [], 'day').places.get(id('d')),
    ).to.not.have.property('population');
  });

  it('a person who is known at several places is one person in what they lie in', () => {
    const places = [place('d', 100), place('a', 50, 'd'), place('b', 50, 'd')];
    const whole = (...reached: Reached[]) => coverage(places, reached, 'day').places.get(id('d'));
    const [a, b] = [
      { place: id('a'), keys: ['p1', 'p2'] },
      { place: id('b'), keys: ['p2', 'p3'] },
    ];
    expect(whole(a, b)).to.deep.include({ atLeast: 3, atMost: 3 });
    expect(whole(a, b, { place: id('d'), keys: ['p1'] })).to.deep.include({ atLeast: 3, atMost: 3 });
    expect(whole(a, b, { place: id('b'), count: 10 })).to.deep.include({ atLeast: 11, atMost: 13 });
  });

  it('a telling may know some by key and of the rest how many', () => {
    const told = (...reached: Reached[]) => coverage([place('a', 50)], reached, 'day').places.get(id('a'));
    const some = { place: id('a'), keys: ['p1', 'p2'], count: 10 };
    expect(told(some)).to.deep.include({ atLeast: 10, atMost: 10 });
    expect(told({ ...some, count: 1 })).to.deep.include({ atLeast: 2, atMost: 2 });
    expect(told(some, { place: id('a'), keys: ['p1', 'p3'] })).to.deep.include({ atLeast: 10, atMost: 11 });
  });

  it('a place given twice counts once', () => {
    const places = [place('d'), place('a', 50, 'd'), place('a', 50, 'd')];
    const found = coverage(places, [{ place: id('a'), count: 10 }], 'day');
    expect(found.places.get(id('d'))).to.deep.include({ population: 50, atLeast: 10, atMost: 10 });
    expect(found.uncovered).to.have.length(1);
  });

  it('ends where places lie in each other in a ring', () => {
    const ring = [place('a', 10, 'b'), place('b', 10, 'a')];
    expect([...coverage(ring, [{ place: id('a'), count: 3 }], 'day').places.keys()]).to.have.members([
      id('a'),
      id('b'),
    ]);
  });

  it('the true number of people reached is never outside the range', () => {
    // Communities of ten people each; every channel reaches some of them, told by number or by key, of the community or above it.
    const send = fc.record({
      at: fc.nat(3),
      people: fc.uniqueArray(fc.nat(9), { maxLength: 10 }),
      named: fc.boolean(),
    });
    const wide = fc.record({ people: fc.uniqueArray(fc.nat(39), { maxLength: 40 }), known: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(send, { maxLength: 12 }), fc.array(wide, { maxLength: 3 }), (sends, wides) => {
        const places = [place('d', 40), ...[0, 1, 2, 3].map((each) => place(String(each), 10, 'd'))];
        const truth = new Set<number>();
        const at = new Map<number, Set<number>>();
        const reached: Reached[] = sends.map((each) => {
          const people = each.people.map((one) => each.at * 10 + one);
          people.forEach((one) => truth.add(one));
          at.set(each.at, new Set([...(at.get(each.at) ?? []), ...people]));
          const where = { place: id(String(each.at)) };
          return each.named ? { ...where, keys: people.map(String) } : { ...where, count: people.length };
        });
        for (const { people, known } of wides) {
          people.forEach((one) => truth.add(one));
          reached.push({ place: id('d'), count: people.length, keys: people.slice(0, known).map(String) });
        }
        const found = coverage(places, reached, 'day').places;
        const inside = (name: string, real: number): void => {
          const { atLeast, atMost } = found.get(id(name))!;
          expect(atLeast, name).to.be.at.most(real);
          expect(atMost, name).to.be.at.least(real);
          expect(atLeast, name).to.be.at.most(atMost);
        };
        inside('d', truth.size);
        if (wides.length === 0) for (const each of [0, 1, 2, 3]) inside(String(each), at.get(each)?.size ?? 0);
      }),
      seeds(),
    );
  });

  it('people on the move are known at several places: the true number is in the range all the same', () => {
    const send = fc.record({ at: fc.nat(3), keys: fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(send, { maxLength: 10 }), fc.nat(12), (sends, population) => {
        const places = [
          place('d', 100),
          place('0', population, 'd'),
          place('1', 50, 'd'),
          place('2', 9, '1'),
          place('3', 50, '1'),
        ];
        const reached = sends.map(({ at, keys }) => ({ place: id(String(at)), keys }));
        const truth = new Set(sends.flatMap(({ keys }) => keys)).size;
        const { atLeast, atMost } = coverage(places, reached, 'day').places.get(id('d'))!;
        expect(atLeast).to.be.at.most(truth);
        expect(atMost).to.equal(truth);
      }),
      seeds(),
    );
  });

  it('day and night by local hours, which are the city’s own', () => {
    const at = (time: string): string => periodAt(`2026-06-12T${time}:00+08:00` as Instant);
    expect(['07:59', '08:00', '19:59', '20:00', '00:00'].map(at)).to.deep.equal([
      'night',
      'day',
      'day',
      'night',
      'night',
    ]);
    expect(periodAt('2026-06-12T06:30:00+08:00' as Instant, { ...dayHours, from: 6.5 })).to.equal('day');
    expect(periodAt('1969-12-31T20:00:00Z' as Instant)).to.equal('night');
  });
});
