import { expect } from 'chai';
import { entityId, type EntityId } from '../model/id.js';
import { createEntries, detector } from '../testing/index.js';
import { createLocalView } from './local-view.js';

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
});
