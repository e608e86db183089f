import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import { noticeExample } from '../model/notice.schema.js';
import { Notice } from '../model/notice.schema.js';
import type { Place } from '../model/place.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { seeds } from '../testing/seeds.js';
import { nextPeriod, noticeCoverage } from './notice-coverage.js';

const at = (clock: string): Instant => toInstant(Date.parse(`2026-06-12T${clock}:00+08:00`));
const place = (name: string): EntityId<'place'> => entityId('place', 'registry', name) as EntityId<'place'>;
const [CITY, EAST, WEST, GRID, AFAR] = ['city', 'east', 'west', 'grid', 'afar'].map(place) as [
  EntityId<'place'>,
  EntityId<'place'>,
  EntityId<'place'>,
  EntityId<'place'>,
  EntityId<'place'>,
];
const places: { readonly [id: string]: Place } = {
  [CITY]: { name: '示例市', scheme: 'division' },
  [EAST]: { name: '东社区', scheme: 'division', parents: [CITY], population: { day: 800, night: 1000 } },
  [WEST]: { name: '西社区', scheme: 'division', parents: [CITY], population: { day: 200, night: 500 } },
  [GRID]: { name: '东一网格', scheme: 'grid', parents: [EAST], population: { day: 80, night: 100 } },
  [AFAR]: { name: '外网格', scheme: 'grid', population: { day: 1, night: 1 } },
};
let n = 0;
type Reached = NonNullable<Notice['reached']>;
const said = (reached: Reached | undefined, more: Partial<Notice> = {}, clock = '16:00'): Fact<Notice> => {
  const { reached: _, ...example } = Notice.parse(noticeExample);
  const value: Notice = { ...example, places: [EAST, WEST], ...(reached && { reached }), ...more };
  return { id: entityId('notice', 'city', `n${(n += 1)}`), at: at(clock), value };
};
const told = (notices: readonly Fact<Notice>[], clock = '16:00', of: { readonly exercise?: string } = {}) => {
  const found = noticeCoverage(of, notices, { place: (id) => places[id], now: at(clock) });
  if (!found) return undefined;
  const { looked: _, ...rest } = found;
  return rest;
};

describe('whom notices reached', () => {
  it('is how many of the people there now, by day and by night, and where people are missed, most first', () => {
    const sms = said([
      { place: EAST, sent: 900, delivered: 400, acknowledged: 100 },
      { place: WEST, sent: 500, delivered: 200 },
    ]);
    expect(told([sms])).to.deep.equal({
      period: 'day',
      coverage: { population: 1000, atLeast: 600, atMost: 600, rate: 0.6 },
      reach: { population: 1000, atLeast: 100, atMost: 100, rate: 0.1 },
      uncovered: 1,
      worst: [{ place: EAST, missed: 400 }],
    });
    expect(told([sms], '21:00')).to.deep.include({
      period: 'night',
      coverage: { population: 1500, atLeast: 600, atMost: 600, rate: 0.4 },
      worst: [
        { place: EAST, missed: 600 },
        { place: WEST, missed: 300 },
      ],
    });
    expect([nextPeriod(at('07:59')), nextPeriod(at('08:00')), nextPeriod(at('20:00'))]).to.deep.equal([
      at('08:00'),
      at('20:00'),
      toInstant(Date.parse('2026-06-13T08:00:00+08:00')),
    ]);
  });

  it('counts people and no sends: what was only sent covers nobody, and two channels may have reached the same', () => {
    const [sent, horn] = [said([{ place: EAST, sent: 900 }]), said([{ place: EAST, acknowledged: 300 }])];
    expect(told([sent])!.coverage).to.deep.equal({ population: 1000, atLeast: 0, atMost: 0, rate: 0 });
    expect(told([sent])).to.not.have.property('reach');
    const sms = said([{ place: EAST, delivered: 400 }]);
    expect(told([sms, horn])!.coverage).to.include({ atLeast: 400, atMost: 700 });
    expect(told([sms, sms])!.coverage, 'the same notice twice').to.include({ atLeast: 400, atMost: 400 });
  });

  it('takes the last count of each, and adds no count of another way of cutting the ground', () => {
    const first = said([{ place: EAST, delivered: 10 }]);
    const later = said([{ place: EAST, delivered: 500 }], { counts: first.id as EntityId<'notice'> }, '16:10');
    const silent = said(undefined, { counts: first.id as EntityId<'notice'> }, '16:20');
    expect(told([silent, later, first])!.coverage).to.include({ atLeast: 500, atMost: 500 });
    const doors = said([{ place: GRID, acknowledged: 60 }], { places: [GRID] });
    const both = told([later, first, doors])!;
    expect(both.coverage, 'a grid lies in its community').to.deep.include({
      population: 1000,
      atLeast: 500,
      atMost: 560,
    });
    expect(both.worst.map((each) => each.place)).to.deep.equal([EAST, WEST]);
    const afar = said([{ place: AFAR, delivered: 1 }], { places: [AFAR] });
    expect(told([later, first, afar])!.coverage, 'in none of them').to.deep.include({ atLeast: 500, atMost: 501 });
  });

  it('says what it does not know: where nobody told apart who, and how many are where no population is known', () => {
    const unknown = place('unknown');
    expect(told([said([{ place: unknown, delivered: 5 }], { places: [unknown] })])).to.deep.include({
      coverage: { atLeast: 5, atMost: 5 },
      uncovered: 1,
      worst: [{ place: unknown }],
    });
    expect(told([said([{ delivered: 300 }], { places: [EAST] })])!.coverage).to.include({
      population: 800,
      atLeast: 300,
    });
    const apart = told([said([{ delivered: 300 }])])!;
    expect(apart.coverage, 'somewhere in both').to.include({ population: 1000, atLeast: 300 });
    expect(apart.uncovered).to.equal(2);
    const { places: _, ...nowhere } = said([{ delivered: 7 }]).value;
    expect(told([{ ...said(undefined), value: nowhere }])).to.deep.include({
      coverage: { atLeast: 7, atMost: 7 },
      worst: [],
    });
    expect(told([])).to.equal(undefined);
  });

  it('keeps drills apart', () => {
    const [real, drill] = [
      said([{ place: EAST, delivered: 1 }]),
      { ...said([{ place: EAST, delivered: 2 }]), exercise: 'spring' },
    ];
    expect(told([real, drill])!.coverage.atLeast).to.equal(1);
    expect(told([real, drill], '16:00', { exercise: 'spring' })!.coverage.atLeast).to.equal(2);
  });

  it('is never more than are there, and the same in any order with any repeats', () => {
    const count = fc.option(fc.nat(1200), { nil: undefined });
    const reached = fc.array(
      fc.record({
        place: fc.constantFrom(CITY, EAST, WEST, GRID, AFAR, undefined),
        delivered: count,
        acknowledged: count,
      }),
      { maxLength: 3 },
    );
    const notice = fc
      .record({ reached, minute: fc.nat(3), of: fc.option(fc.nat(2), { nil: undefined }) })
      .map(({ reached: all, minute, of }) => {
        const clean = JSON.parse(JSON.stringify(all)) as Reached;
        const counts = of === undefined ? {} : { counts: entityId('notice', 'city', `of${of}`) as EntityId<'notice'> };
        return said(clean, { places: [EAST, WEST], ...counts }, `16:0${minute}`);
      });
    fc.assert(
      fc.property(
        fc
          .array(notice, { minLength: 1, maxLength: 4 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
          ),
        ([all, turned]) => {
          const once = told(all)!;
          expect(told(turned)).to.deep.equal(once);
          for (const { population, atLeast, atMost } of [once.coverage, ...(once.reach ? [once.reach] : [])]) {
            expect(atLeast).to.be.at.most(atMost);
            if (population !== undefined) expect(atMost).to.be.at.most(population);
          }
          if (once.reach) expect(once.reach.atLeast).to.be.at.most(once.coverage.atLeast);
        },
      ),
      seeds(),
    );
  });
});
