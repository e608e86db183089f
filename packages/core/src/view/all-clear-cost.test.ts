import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { feedExample } from '../model/feed.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { responderExample } from '../model/responder.schema.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { allClearQuery } from './all-clear-query.js';
import { withAllClear } from './all-clear-view.js';
import { inside, metresBetween } from './area.js';
import { shareOf, type Reach } from './ground-share.js';
import { createLocalView } from './host-view.js';
import type { LonLat } from './query.js';

const registry = (kind: string, n: number | string): EntityId => entityId(kind, 'registry', String(n));
const city = registry('place', 'city');
const PER = { devices: 7, people: 19, reports: 5, hazards: 1 };

/** A city of so many communities, with all that stands in each; and how often what was told is read. */
function cityOf(communities: number, hazards = PER.hazards) {
  const make = createEntries();
  let [reads, given] = [0, 0];
  const plain = createLocalView({ now: make.at(0) });
  const { answer } = plain;
  // Counts the rows that a question to the picture gives.
  const counting: typeof answer = (query) => {
    const delta = answer(query);
    given += delta.put.length;
    return delta;
  };
  const view = withAllClear(Object.assign(plain, { answer: counting }));
  const watched = (id: EntityId, value: object): Entry => {
    const entry = make.put(id, value);
    const body = (entry.body as { value: JsonObject }).value;
    return { ...entry, body: { value: new Proxy(body, { get: (of, name) => ((reads += 1), Reflect.get(of, name)) }) } };
  };
  const square = ([x, y]: LonLat, w: number) => [
    [
      [
        [x, y],
        [x + w, y],
        [x + w, y + w],
        [x, y + w],
        [x, y],
      ],
    ],
  ];
  const corner = (c: number): LonLat => [108 + (c % 50) * 0.01, 22 + Math.floor(c / 50) * 0.01];
  const all = (of: number): number[] => Array.from({ length: of * communities }, (_, n) => n);
  const place = (n: number): EntityId => registry('place', n % communities);
  view.apply(
    [
      make.put(city, { name: '市', scheme: 'division', code: '4501', boundary: square([108, 22], 0.5) }),
      make.put(entityId('feed', 'city', 'fire'), { ...feedExample, state: 'live', hears: ['registry'] }),
      ...all(1).map((c) => {
        const value = { name: 'x', scheme: 'grid', parents: [city], boundary: square(corner(c), 0.01) };
        return make.put(registry('place', c), value);
      }),
      ...all(PER.devices).map((n) => {
        const [lon, lat] = corner(n % communities);
        const at = { place: place(n), position: [lon + 0.005, lat + 0.005], rangeM: 900 };
        return watched(...detector(String(n), { detects: ['12G'], contract: { by: 'event' }, ...at }));
      }),
      ...all(PER.people).map((n) => watched(registry('responder', n), { ...responderExample, grid: place(n) })),
      ...all(hazards).map((n) => {
        const stands = { place: place(n), devices: [detector(String(n))[0]] };
        return watched(registry('risk-source', n), { ...riskSourceExample, ...stands });
      }),
      ...all(PER.reports).map((n) => watched(...fireAlarm(String(n)))),
      ...all(PER.reports).map((n) =>
        watched(entityId('triage', 'city', String(n)), {
          ...{ of: fireAlarm(String(n))[0], outcome: 'rejected', reason: 'false' },
        }),
      ),
    ],
    make.at(0),
  );
  const ask = (of: EntityId): unknown =>
    view.find(allClearQuery({ place: of, eventTypes: ['12G00'] }))[0]!.value['state'];
  return {
    view,
    make,
    ask,
    /** How often what was told is read meanwhile. */
    reading(job: () => void): number {
      reads = 0;
      job();
      return reads;
    },
    /** How many rows the picture gives meanwhile, the answers among them. */
    giving(job: () => void): number {
      given = 0;
      job();
      return given;
    },
    place: (n: number) => registry('place', n),
  };
}

describe('what an all-clear costs', () => {
  it('of the whole city, in proportion to what stands in it; of a community, no more for what stands in others', () => {
    const [small, large] = [cityOf(20), cityOf(80)];
    const whole = [small, large].map(({ ask, reading }) => reading(() => expect(ask(city)).to.equal('nothing-seen')));
    expect(whole[0]! / 20, 'it looks').to.be.above(PER.devices);
    expect(whole[1]! / whole[0]!).to.be.below(4.4);
    expect(whole[1]! / 80, 'a few looks at each').to.be.below(10 * Object.values(PER).reduce((a, b) => a + b));
    // Its own, besides the survey that the first question made.
    const one = [small, large].map(({ ask, reading, place }) => reading(() => ask(place(3))));
    const hazards = [20, 80].map((n) => n * PER.hazards);
    expect(one[1]! - one[0]!, 'where each risk source says that it stands').to.be.at.most(
      6 * (hazards[1]! - hazards[0]!),
    );
  });

  it('of every community at one time, the reports of the city once', () => {
    const { ask, giving, place, view, make } = cityOf(40);
    const first = giving(() => ask(place(0)));
    expect(first).to.be.above(40 * (PER.reports + PER.hazards));
    const rest = giving(() => {
      for (let n = 1; n < 40; n += 1) ask(place(n));
    });
    expect(rest / 39, 'the feeds').to.be.below(3);
    expect(ask(place(1))).to.equal('nothing-seen');
    view.apply([make.put(...fireAlarm('1', 2))], make.at(0));
    expect(ask(place(1)), 'what came since is seen').to.equal('something');
  });

  it('of the whole city, a piece at a time before it is asked: none is as large as the city, and the answer costs little', () => {
    for (const communities of [200, 800]) {
      const { view, ask, reading, make } = cityOf(communities);
      const ahead = view.ahead(allClearQuery({ place: city, eventTypes: ['12G00'] }));
      const pieces: number[] = [];
      for (let more = true; more;) pieces.push(reading(() => (more = !ahead.step())));
      const sum = pieces.reduce((a, b) => a + b);
      expect(sum, 'it looks').to.be.above(4 * communities * PER.devices);
      expect(
        reading(() => expect(ask(city)).to.equal('nothing-seen')),
        'all was looked at',
      ).to.equal(0);
      ahead.stop();
      view.apply([make.put(registry('place', 'new'), { name: 'x', scheme: 'grid', parents: [city] })], make.at(0));
      expect(
        reading(() => ask(city)),
        'nobody keeps it any more',
      ).to.be.above(communities * PER.devices);
      // To follow a kind each of it is looked at once, as by any question about it.
      expect(Math.max(...pieces)).to.be.at.most(Math.max(2_700, communities * PER.devices));
    }
  });

  it('of a small place, asked once: nothing is followed for it', () => {
    const { view, giving, place } = cityOf(40);
    const of = (n: number) => allClearQuery({ place: place(n), eventTypes: ['12G00'] });
    expect(giving(() => expect(view.ahead(of(3), { once: true }).step()).to.equal(true))).to.equal(0);
    expect(view.ahead(allClearQuery({ place: city, eventTypes: [] })).step(), 'it will be followed').to.equal(false);
    expect(view.ahead({ kind: 'report' }).step()).to.equal(true);
    expect(() => view.ahead({ kind: 'all-clear' })).to.throw('bad-all-clear');
  });

  it('that is followed, when places and devices come and go, what those are', () => {
    const looks = [20, 80].map((communities) => {
      const { view, make, reading, place } = cityOf(communities, 0);
      const states: unknown[] = [];
      let at = 0;
      const look = (...batch: Entry[]): number =>
        reading(() => {
          view.apply(batch, make.at(at));
          view.advance(make.at((at += 3)));
        });
      view
        .select(allClearQuery({ place: city, eventTypes: ['12G00'] }))
        .subscribe(({ put }) => states.push(put[0]!.value['watched']));
      const community = registry('place', 'new');
      const came = look(make.put(community, { name: 'x', scheme: 'grid', parents: [city] }));
      const stands = { detects: ['12G'], contract: { by: 'event' }, place: community };
      const placed = look(make.put(...detector('new', stands)));
      const moved = look(make.put(...detector('3', { ...stands, place: place(1) })));
      const gone = look(make.gone(detector('new')[0]));
      const all = communities * PER.devices;
      expect(states).to.deep.equal([all, all + 1, all].map((live) => [{ eventType: '12G00', live, silent: 0 }]));
      return [came, placed, moved, gone];
    });
    expect(looks[1], 'no more in the larger one').to.deep.equal(looks[0]);
  });

  it('that is followed, by what changed since, however large the city', () => {
    const looks = [20, 80].map((communities) => {
      const { view, make, reading } = cityOf(communities);
      const states: unknown[] = [];
      let at = 0;
      const look = (...batch: Entry[]): number =>
        reading(() => {
          view.apply(batch, make.at(at));
          view.advance(make.at((at += 3)));
        });
      const first = reading(() =>
        view
          .select(allClearQuery({ place: city, eventTypes: ['12G00'] }))
          .subscribe(({ put }) => states.push(put[0]!.value['state'])),
      );
      expect(first, 'it looks').to.be.above(communities * PER.devices);
      expect(look(), 'nothing changed').to.equal(0);
      const fault = { device: detector('3')[0], quantity: 'component-state', value: ['fault'], quality: 'good' };
      const faulty = look(make.put(entityId('observation', 'fire', '3'), fault));
      const alarmed = look(make.put(...fireAlarm('5', 2)));
      expect(states).to.deep.equal(['nothing-seen', 'unknown', 'something']);
      return [faulty, alarmed];
    });
    expect(looks[1], 'no more in the larger one').to.deep.equal(looks[0]);
    expect(looks[0]!.every((reads) => reads > 0 && reads < 100)).to.equal(true);
  });
});

describe('the share of the ground that is reached', () => {
  /** Every point against every device, as it is meant. */
  function byEach(ground: readonly (readonly (readonly LonLat[])[])[], devices: readonly Reach[]): number | undefined {
    const holds = ground.map((polygon) => inside({ polygon }));
    const points = ground.flatMap(([outline = []]) => outline);
    const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
    const [west, south] = [Math.min(...lons), Math.min(...lats)];
    const [width, height] = [Math.max(...lons) - west, Math.max(...lats) - south];
    const grid = Array.from({ length: 32 * 32 }, (_, n): LonLat => [
      west + (((n % 32) + 0.5) / 32) * width,
      south + ((Math.floor(n / 32) + 0.5) / 32) * height,
    ]);
    const held = grid.filter(([lon, lat]) => holds.some((hold) => hold(lon, lat)));
    const near = held.filter((point) =>
      devices.some(({ position, rangeM }) => metresBetween(position, point) <= rangeM),
    );
    return held.length === 0 ? undefined : near.length / held.length;
  }
  const lat = fc.oneof(
    fc.integer({ min: -60_000, max: 60_000 }).map((n) => n / 1000),
    fc.constantFrom(-89.99, 89.99),
  );
  const lon = fc.oneof(
    fc.integer({ min: -179_000, max: 178_000 }).map((n) => n / 1000),
    fc.constantFrom(-179.995, 179.99),
  );
  const device = fc.record({
    dx: fc.integer({ min: -500, max: 1500 }).map((n) => n / 1000),
    dy: fc.integer({ min: -500, max: 1500 }).map((n) => n / 1000),
    rangeM: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 5000, 2e6, 2.1e7)),
  });

  it('is that of every point against every device, wherever it lies', () => {
    let [partly, whole] = [0, 0];
    fc.assert(
      fc.property(lon, lat, fc.array(device, { maxLength: 5 }), (west, south, all) => {
        const size = 0.008;
        const corners = [
          [0, 0],
          [1, 0],
          [0.8, 1],
          [0, 0.7],
        ] as const;
        const ground = [[corners.map(([x, y]): LonLat => [west + x * size, south + y * size])]];
        const devices = all.map(({ dx, dy, rangeM }): Reach => {
          const along = west + dx * size;
          return {
            position: [along > 180 ? along - 360 : along, Math.max(-90, Math.min(90, south + dy * size))],
            rangeM,
          };
        });
        const share = shareOf(ground, devices);
        expect(share).to.equal(byEach(ground, devices));
        if (share === 1) whole += 1;
        else if (share !== undefined && share > 0) partly += 1;
      }),
      // Fewer than 1,000: each looks at a thousand points from every device.
      seeds(200),
    );
    // One in eight holds a part of its ground, one in two all of it.
    expect(partly, 'some of it').to.be.above(0);
    expect(whole, 'all of it').to.be.above(0);
  });

  it('looks from each device at the points near it alone', () => {
    const size = 0.5;
    const ground = [
      [
        [
          [0, 0],
          [size, 0],
          [size, size],
          [0, size],
        ] as LonLat[],
      ],
    ];
    let looks = 0;
    const devices = Array.from({ length: 2000 }, (_, n): Reach => {
      const at: LonLat = [((n * 7) % 100) / 200, ((n * 13) % 97) / 194];
      return Object.defineProperty({ rangeM: 60 } as Reach, 'position', { get: () => ((looks += 1), at) });
    });
    expect(shareOf(ground, devices)).to.be.within(0, 0.2);
    expect(looks / devices.length).to.be.below(4);
  });

  it('of no ground is not told', () => expect(shareOf([], [])).to.equal(undefined));
});
