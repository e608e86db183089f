import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries, detector } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import { seeds } from '../testing/seeds.js';

describe('a quantity that several devices tell of', () => {
  const make = createEntries();
  const [a] = detector('a');
  const [b] = detector('b');
  const reading = (device: EntityId, value: number, atS: number) =>
    make.put(
      entityId('observation', 'wire', `${device.at(-1)}${atS}`),
      { device, quantity: 'water-level', value, quality: 'good' },
      { atS },
    );
  const twins = make.put(entityId('link', 'city', '1'), { from: a, to: b, role: 'same-as', reasons: [] });

  it('is shown by priority while that one is fresh, then by the other; all are kept', () => {
    const view = createLocalView({ now: make.at(0) });
    const shown = (of: EntityId): unknown => {
      const here = (view.get(of)?.derived['shown'] as Record<string, Record<string, unknown>> | undefined)?.[
        'water-level'
      ];
      return here && [here['device'], here['value'], here['why'], (here['others'] as unknown[]).length];
    };
    const every = { contract: { by: 'periodic', everyS: 60 } };
    view.apply(
      [
        make.put(...detector('a', { ...every, priority: 1 })),
        make.put(...detector('b', { ...every, priority: 2 })),
        reading(a, 70.1, 0),
        reading(b, 70.3, 0),
      ],
      make.at(0),
    );
    expect(shown(a), 'not yet linked').to.equal(undefined);
    view.apply([twins], make.at(0));
    for (const each of [a, b]) expect(shown(each)).to.deep.equal([a, 70.1, 'priority', 1]);
    view.apply([reading(b, 70.4, 100)], make.at(100));
    expect(shown(a)).to.deep.equal([a, 70.1, 'priority', 1]);
    view.advance(make.at(130));
    for (const each of [a, b]) expect(shown(each), 'a has fallen silent').to.deep.equal([b, 70.4, 'fresh', 1]);
    view.apply([reading(a, 70.5, 131)], make.at(131));
    for (const each of [a, b]) expect(shown(each)).to.deep.equal([a, 70.5, 'priority', 1]);
    view.apply(
      [
        make.put(entityId('link', 'city', '2'), {
          from: a,
          to: b,
          role: 'same-as',
          reasons: [],
          undoes: entityId('link', 'city', '1'),
        }),
      ],
      make.at(131),
    );
    for (const each of [a, b]) expect(shown(each), 'taken apart again').to.equal(undefined);
  });

  /** Devices joined one to the next, all of one beat. */
  function joined(natives: readonly string[], more: { readonly [native: string]: object } = {}) {
    const view = createLocalView({ now: make.at(0) });
    const ids = natives.map((native) => detector(native)[0]);
    const every = { contract: { by: 'periodic', everyS: 60 } };
    view.apply(
      [
        ...natives.map((native) => make.put(...detector(native, { ...every, ...more[native] }))),
        ...ids
          .slice(1)
          .map((to, i) =>
            make.put(entityId('link', 'city', `${i}`), { from: ids[i], to, role: 'same-as', reasons: [] }),
          ),
      ],
      make.at(0),
    );
    type Said = { device: EntityId; value: unknown; why: string; others: Said[] };
    const shown = (of: EntityId): Said =>
      (view.get(of)!.derived['shown'] as unknown as Record<string, Said>)['water-level']!;
    const tells = (
      device: EntityId,
      value: unknown,
      {
        atS = 0,
        quality = 'good',
        native = `${device}${atS}`,
        ...of
      }: {
        atS?: number;
        quality?: string;
        native?: string;
        exercise?: string;
      } = {},
    ) =>
      make.put(
        entityId('observation', 'wire', native),
        { device, quantity: 'water-level', value, quality },
        { atS, ...of },
      );
    return { view, ids, shown, tells };
  }

  it('says fault, and not silence, where that is why another is shown; a fault is shown last', () => {
    const { view, ids, shown, tells } = joined(['p', 'q'], { p: { priority: 1 }, q: { priority: 2 } });
    const [p, q] = ids as [EntityId, EntityId];
    view.apply([tells(p, null, { quality: 'fault' }), tells(q, 70.2)], make.at(0));
    expect(shown(p)).to.deep.include({ device: q, value: 70.2, why: 'quality' });
    view.apply([tells(p, null, { quality: 'fault', atS: 200 })], make.at(200));
    view.advance(make.at(200));
    expect(view.get(q)?.fresh.state).to.equal('stale');
    expect(shown(p), 'a level of minutes ago rather than none').to.deep.include({
      device: q,
      value: 70.2,
      why: 'quality',
    });
    view.apply([tells(p, 71, { atS: 201, quality: 'suspect' }), tells(q, 70, { atS: 201 })], make.at(201));
    expect(shown(p), 'suspect is shown after good').to.deep.include({ device: q, value: 70, why: 'quality' });
  });

  it('of equal priority the later one; of the same instant always the same device, and it does not claim to be later', () => {
    const { view, ids, shown, tells } = joined(['p', 'q']);
    const [p, q] = ids as [EntityId, EntityId];
    view.apply([tells(p, 1), tells(q, 2, { atS: 1 })], make.at(1));
    expect(shown(p)).to.deep.include({ device: q, why: 'latest' });
    // Disorder: an older word that comes late takes nobody's place.
    view.apply([tells(q, 9, { native: 'late' })], make.at(1));
    expect(shown(p)).to.deep.include({ device: q, value: 2 });
    for (const [i, native] of ['z', 'a'].entries()) {
      view.apply(
        [tells(p, 3, { atS: 10 + i, native: `${native}1` }), tells(q, 4, { atS: 10 + i, native: 'm' + i })],
        make.at(12),
      );
      expect(shown(q), 'whatever its message is called').to.deep.include({ device: p, value: 3, why: 'same' });
    }
  });

  it('a clock that runs far ahead makes nobody the latest', () => {
    const { view, ids, shown, tells } = joined(['p', 'q']);
    const [p, q] = ids as [EntityId, EntityId];
    view.apply([tells(p, 1, { atS: 3600 }), tells(q, 2)], make.at(0));
    view.advance(make.at(1));
    expect(shown(p)).to.deep.include({ device: q, value: 2, why: 'fresh' });
  });

  it('a drill changes nothing of what is real, and its own devices are shown apart', () => {
    const { view, ids, shown, tells } = joined(['p', 'q']);
    const [p, q] = ids as [EntityId, EntityId];
    view.apply([tells(p, 1), tells(q, 2, { atS: 1 }), tells(p, 99, { atS: 50, exercise: 'd' })], make.at(50));
    expect(shown(p)).to.deep.include({ device: q, value: 2 });
    expect(shown(p).others.map(({ value }) => value)).to.deep.equal([1]);
    const link = { from: p, to: detector('r')[0], role: 'same-as', reasons: [] };
    view.apply(
      [make.put(...detector('r'), { exercise: 'd' }), make.put(entityId('link', 'city', 'd'), link, { exercise: 'd' })],
      make.at(50),
    );
    expect(shown(p).others).to.have.length(1);
  });

  it('whoever is the same as one that is the same is the same: all ends of a chain of links show one and the same', () => {
    const natives = ['a', 'b', 'c', 'd', 'e'];
    const { view, ids, shown, tells } = joined(natives, { e: { priority: 1 }, a: { priority: 2 } });
    const [a, b, c, d, e] = ids as [EntityId, EntityId, EntityId, EntityId, EntityId];
    view.apply([tells(a, 1), tells(d, 4), tells(e, 5)], make.at(0));
    for (const id of ids) {
      expect(shown(id), id).to.deep.include({ device: e, value: 5, why: 'priority' });
      expect(
        shown(id).others.map(({ device }) => device),
        id,
      ).to.deep.equal([a, d]);
    }
    // What changes at one end is told at the other.
    view.apply([tells(e, 6, { atS: 1 })], make.at(1));
    expect(shown(a)).to.deep.include({ device: e, value: 6 });
    view.apply([make.put(...detector('e', { contract: { by: 'periodic', everyS: 60 } }))], make.at(1));
    for (const id of ids) expect(shown(id), id).to.deep.include({ device: a, value: 1 });
    view.apply(
      [
        make.put(entityId('link', 'city', 'u'), {
          from: b,
          to: c,
          role: 'same-as',
          reasons: [],
          undoes: 'link/city/1',
        }),
      ],
      make.at(1),
    );
    for (const id of [a, b]) expect(shown(id), id).to.deep.include({ device: a, value: 1, why: 'only' });
    for (const id of [c, d, e]) expect(shown(id), id).to.deep.include({ device: e, value: 6, why: 'latest' });
    // A ring of links comes to an end.
    view.apply(
      [make.put(entityId('link', 'city', 'ring'), { from: e, to: c, role: 'same-as', reasons: [] })],
      make.at(1),
    );
    expect(shown(c).others.map(({ device }) => device)).to.deep.equal([d]);
  });

  it('is the same in whatever order links, readings and devices came and went', () => {
    const natives = ['a', 'b', 'c', 'd', 'e'];
    const which = fc.constantFrom(...natives);
    const step = fc.oneof(
      fc.record({
        reads: which,
        value: fc.nat(9),
        atS: fc.nat(200),
        quality: fc.constantFrom('good', 'suspect', 'fault'),
      }),
      fc.record({ joins: which, to: which }),
      fc.record({ parts: fc.nat(20) }),
      fc.record({ is: which, priority: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) }),
      fc.record({ goes: which }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20, size: 'max' }), fc.infiniteStream(fc.nat()), (steps, random) => {
        const entries = createEntries();
        const every = { contract: { by: 'periodic', everyS: 60 } };
        const links: { id: EntityId; from: EntityId; to: EntityId }[] = [];
        const link = (more: object) =>
          entries.put(entityId('link', 'city', `${links.length}`), { role: 'same-as', reasons: [], ...more });
        const batch = natives.map((native) => entries.put(...detector(native, every)));
        for (const [i, one] of steps.entries())
          if ('reads' in one) {
            const [device] = detector(one.reads);
            const value = { device, quantity: 'water-level', value: one.value, quality: one.quality };
            batch.push(entries.put(entityId('observation', 'wire', `${i}`), value, { atS: one.atS }));
          } else if ('joins' in one) {
            const ends = { from: detector(one.joins)[0], to: detector(one.to)[0] };
            batch.push(link(ends));
            links.push({ id: batch.at(-1)!.id, ...ends });
          } else if ('parts' in one) {
            const undone = links[one.parts];
            if (!undone) continue;
            batch.push(link({ from: undone.from, to: undone.to, undoes: undone.id }));
            links.push(undone);
          } else if ('is' in one)
            batch.push(entries.put(...detector(one.is, { ...every, ...(one.priority && { priority: one.priority }) })));
          else batch.push(entries.gone(detector(one.goes)[0]));
        const answers = (inOrder: readonly (typeof batch)[number][], atOnce: boolean): unknown => {
          const view = createLocalView({ now: entries.at(0) });
          if (atOnce) view.apply(inOrder, entries.at(0));
          else for (const entry of inOrder) view.apply([entry], entries.at(0));
          view.advance(entries.at(210));
          return natives.map((native) => view.get(detector(native)[0])?.derived['shown']);
        };
        const shuffled = [...batch].map((entry) => [random.next().value, entry] as const).sort(([x], [y]) => x - y);
        const expected = answers(batch, true);
        expect(answers(batch, false)).to.deep.equal(expected);
        expect(
          answers(
            shuffled.map(([, entry]) => entry),
            false,
          ),
        ).to.deep.equal(expected);
      }),
      seeds(),
    );
  });
});
