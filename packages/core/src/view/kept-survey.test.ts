import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { feedExample } from '../model/feed.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { allClear } from './all-clear.js';
import { allClearQuery, type AllClearShown } from './all-clear-query.js';
import { withAllClear } from './all-clear-view.js';
import { createLocalView } from './host-view.js';
import type { Row } from './view.js';

const id = (kind: string, source: string, n: number): EntityId => entityId(kind, source, String(n));
const place = (n: number): EntityId => id('place', 'registry', n);
const incident = (n: number): EntityId => id('incident', 'city', n);
const report = (n: number): EntityId => fireAlarm(String(n))[0];
const device = (n: number): EntityId => detector(String(n))[0];
const asked = [
  { place: place(0), eventTypes: ['12G00', '11A'] },
  { place: place(2), eventTypes: ['12'] },
  // Watched and calm to begin with.
  { place: place(1), eventTypes: ['12'] },
];

/** One of everything an answer rests on; `a` and `b` choose which, and of what. */
function changes(make: ReturnType<typeof createEntries>, atS: number) {
  const put = (of: EntityId, value: object, drill = false): Entry =>
    make.put(of, value, { atS, ...(drill && { exercise: 'drill' }) });
  const square = [
    [
      [
        [108.3, 22.8],
        [108.31, 22.8],
        [108.31, 22.81],
        [108.3, 22.81],
      ],
    ],
  ];
  const kinds: ((a: number, b: number) => Entry)[] = [
    (a, b) =>
      put(place(a), {
        ...{ name: 'x', scheme: b % 2 ? 'grid' : 'compound', ...(a > 0 && { parents: [place(b % a)] }) },
        ...(a === 0 ? { code: '4501' } : { boundary: square }),
      }),
    (a, b) =>
      put(
        device(a),
        {
          ...{ type: 'smoke-detector', native: String(a), place: place(b), detects: [['12G'], ['12'], []][a % 3]! },
          ...{ contract: a % 2 ? { by: 'event' } : { by: 'periodic', everyS: 60 }, quantities: [] },
          ...{ position: [108.305, 22.805], ...(b % 3 > 0 && { rangeM: 100 * b }) },
        },
        b === 3,
      ),
    (a, b) =>
      put(id('observation', 'fire', a), {
        ...{ device: device(b), quantity: ['temperature', 'component-state'][a % 2]! },
        ...{ value: a % 2 ? [['fire'], ['fault'], ['normal']][b % 3]! : 1, quality: b === 1 ? 'suspect' : 'good' },
      }),
    (a, b) => put(report(a), { ...fireAlarm(String(a))[1], ...(b % 2 && { place: place(b) }) }, b === 3),
    (a, b) =>
      put(id('triage', 'city', a), { of: report(a), outcome: b % 2 ? 'rejected' : 'accepted', reason: 'false' }),
    (a, b) =>
      put(incident(a), { title: 'x', eventType: '12G00', state: b % 2 ? 'closed' : 'confirmed', place: place(b) }),
    (a, b) => put(id('link', 'city', a), { from: report(b), to: incident(a), role: 'tells', reasons: ['desk'] }),
    (a, b) =>
      put(id('link', 'city', 9 + a), { from: incident(a), to: incident(b), role: 'same-as', reasons: ['desk'] }),
    (a, b) => {
      const link = b % 2 ? a : 9 + a;
      return put(id('link', 'city', 20 + link), {
        ...{ from: report(a), to: incident(a), role: 'tells', reasons: ['desk'], undoes: id('link', 'city', link) },
      });
    },
    (a, b) =>
      put(id('warning', 'cap', a), {
        ...{ ...warningExample, native: String(a), eventType: '12G00' },
        tellings: [
          {
            ...{ language: 'zh-CN', event: '火险' },
            areas: [{ name: '', codes: [{ scheme: 'CN-GB2260', code: b % 2 ? '450100' : '110000' }] }],
          },
        ],
      }),
    (a, b) => put(id('risk-source', 'registry', a), { ...riskSourceExample, place: place(b), devices: [device(a)] }),
    (a, b) => put(id('feed', 'city', a), { ...feedExample, state: b % 2 ? 'stale' : 'live', hears: ['registry'] }),
    (a, b) => make.gone([place(3), device(a), report(a), id('observation', 'fire', a)][b]!),
  ];
  return kinds;
}

const one = fc.record({ sort: fc.nat(12), a: fc.nat(3), b: fc.nat(3) });
const step = fc.record({ batch: fc.array(one, { minLength: 1, maxLength: 6 }), waitS: fc.constantFrom(2, 70, 200) });

/** A picture with three places and three devices, and whatever some changes make of it. */
function pictureOf(before: readonly { readonly sort: number; readonly a: number; readonly b: number }[]) {
  const make = createEntries();
  const view = withAllClear(createLocalView({ now: make.at(0) }));
  const of = (atS: number, some: typeof before): Entry[] =>
    some.map(({ sort, a, b }) => changes(make, atS)[sort]!(a, b));
  const [places, devices, , , , , , , , , , feeds] = changes(make, 0);
  view.apply(
    [0, 1, 2].map((n) => places!(n, 0)),
    make.at(0),
  );
  view.apply(
    [0, 1, 2].map((n) => devices!(n, n)),
    make.at(0),
  );
  view.apply([feeds!(0, 0)], make.at(0));
  view.apply(of(0, before), make.at(0));
  return { make, view, of };
}

describe('无异常核验 that is followed', () => {
  it('is the answer that the whole picture would give anew, whatever came, went, moved or fell silent', () => {
    const states = new Set<string>();
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.array(step, { minLength: 1, maxLength: 4 }), (before, steps) => {
        const { make, view, of } = pictureOf(before);
        const rows = asked.map((): { last?: Row } => ({}));
        const following = asked.map((question, i) =>
          view.select(allClearQuery(question)).subscribe(({ put }) => (rows[i]!.last = put[0] as Row)),
        );
        let nowS = 0;
        for (const { batch, waitS } of steps) {
          view.apply(of(nowS, batch), make.at(nowS));
          view.advance(make.at((nowS += waitS)));
          for (const [i, question] of asked.entries()) {
            const { now: _, ...anew } = allClear(view, question);
            states.add(anew.state);
            expect(rows[i]!.last!.value).to.deep.equal(anew);
          }
        }
        for (const each of following) each.unsubscribe();
      }),
      // Fewer than 1,000: after each step every answer is worked out anew, too.
      seeds(200),
    );
    expect([...states]).to.have.members(['something', 'unknown', 'nothing-seen']);
  });

  it('is looked ahead for a piece at a time, and is the answer of the moment it is given, whatever came in between', () => {
    const states = new Set<string>();
    let [steps, done] = [0, 0];
    const piece = fc.record({
      pieces: fc.nat(6),
      batch: fc.array(one, { maxLength: 4 }),
      waitS: fc.constantFrom(0, 2, 70),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 8 }),
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        (before, pieces) => {
          const { make, view, of } = pictureOf(before);
          const all = asked.map((question) => view.ahead(allClearQuery(question)));
          let nowS = 0;
          for (const { pieces: most, batch, waitS } of pieces) {
            for (let n = 0; n < most; n += 1)
              for (const ahead of all) {
                steps += 1;
                if (ahead.step()) done += 1;
              }
            view.apply(of(nowS, batch), make.at(nowS));
            if (waitS > 0) view.advance(make.at((nowS += waitS)));
            for (const question of asked) {
              const { now: _, ...anew } = allClear(view, question);
              states.add(anew.state);
              expect(view.find(allClearQuery(question))[0]!.value).to.deep.equal(anew);
            }
          }
          for (const ahead of all) ahead.stop();
          for (const question of asked) {
            const { now: _, ...anew } = allClear(view, question);
            expect(view.find(allClearQuery(question))[0]!.value, 'let go of').to.deep.equal(anew);
          }
        },
      ),
      // Fewer than 1,000: after each step every answer is worked out anew, too.
      seeds(300),
    );
    expect([...states]).to.have.members(['something', 'unknown', 'nothing-seen']);
    expect(done).to.be.within(1, steps - 1);
  });

  it('is asked in the midst of a change as the picture stands, and goes on from there', () => {
    const make = createEntries();
    const view = withAllClear(createLocalView({ now: make.at(0) }));
    const all = changes(make, 0);
    view.apply([all[0]!(0, 0), all[1]!(1, 0), all[11]!(0, 0)], make.at(0));
    const question = allClearQuery(asked[0]!);
    const seen: unknown[] = [];
    view.select({ kind: 'report' }).subscribe(({ put }) => {
      if (put.length > 0)
        view.select(question).subscribe((delta) => seen.push((delta.put[0]!.value as { open: unknown }).open));
    });
    // The survey began to follow later than that, and hears of reports after it.
    view.select(question).subscribe(() => undefined);
    view.apply([all[3]!(1, 0)], make.at(0));
    expect(seen).to.deep.equal([[report(1)]]);
    view.apply([all[4]!(1, 1)], make.at(0));
    view.advance(make.at(3));
    expect(seen.at(-1)).to.deep.equal([]);
  });

  it('doubts a device no more whose suspect reading is told of another one', () => {
    const make = createEntries();
    const view = withAllClear(createLocalView({ now: make.at(0) }));
    const all = changes(make, 0);
    view.apply([all[0]!(0, 0), all[1]!(1, 0), all[1]!(3, 0), all[11]!(0, 0)], make.at(0));
    const blind: unknown[] = [];
    const question = allClearQuery({ place: place(0), eventTypes: ['12G00'] });
    view.select(question).subscribe(({ put }) => {
      const { doubts } = put[0]!.value as unknown as AllClearShown;
      blind.push(doubts.flatMap(({ why, ...of }) => (why === 'out-of-order' ? of : [])));
    });
    const reading = (of: number): Entry =>
      make.put(id('observation', 'fire', 0), {
        ...{ device: device(of), quantity: 'temperature', value: 1, quality: 'suspect' },
      });
    // Told later than the other one, so that it was heard as lately without that.
    const normal = { device: device(1), quantity: 'component-state', value: ['normal'], quality: 'good' };
    view.apply([reading(1), make.put(id('observation', 'fire', 1), normal, { atS: 1 })], make.at(1));
    view.advance(make.at(3));
    view.apply([reading(3)], make.at(3));
    view.advance(make.at(6));
    expect(blind).to.deep.equal([[], [{ device: device(1) }], [{ device: device(3) }]]);
  });
});
