import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { controlExample } from '../model/control.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { responseExample } from '../model/response.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector } from '../testing/index.js';
import { createLocalView } from './host-view.js';
import { seeds } from '../testing/seeds.js';

const RESPONSE = entityId('response', 'command', '1');
const CONTROL = entityId('control', 'police', '1');
const [GROUNDS, OPEN] = ['1', '2'].map((native) => entityId('warning', 'cap', native)) as [EntityId, EntityId];
const { expires: _, ...endless } = warningExample;

const base: readonly (readonly [EntityId, object])[] = [
  [GROUNDS, { ...endless, references: [] }],
  [OPEN, { ...endless, references: [] }],
  [RESPONSE, { ...responseExample, grounds: [GROUNDS] }],
  [CONTROL, { ...controlExample, state: 'in-place', grounds: [GROUNDS, RESPONSE], until: '2026-06-12T17:00:00+08:00' }],
  detector('1'),
];

/** All that may make one think it is over: none of it is an act of the authority on this one. */
const meanwhile = fc.oneof(
  fc
    .constantFrom('lift', 'withdraw', 'update')
    .map((verb) => [entityId('warning', 'cap', verb), { ...endless, verb, references: [GROUNDS] }, {}] as const),
  fc
    .nat(3)
    .map(
      (n) =>
        [
          entityId('observation', 'water', String(n)),
          { device: detector('1')[0], quantity: 'ponding-depth', value: 0, quality: 'good' },
          {},
        ] as const,
    ),
  fc
    .constantFrom('ended', 'lifted')
    .map(
      (state) =>
        [
          state === 'ended' ? RESPONSE : CONTROL,
          { ...(state === 'ended' ? responseExample : controlExample), state },
          { source: 'water' },
        ] as const,
    ),
  fc
    .constantFrom('ended', 'raised')
    .map(
      (state) =>
        [entityId('response', 'command', 'other'), { ...responseExample, state, grounds: [GROUNDS] }, {}] as const,
    ),
  fc
    .constantFrom('lift', 'withdraw')
    .map(
      (verb) =>
        [
          entityId('warning', 'cap', `drill-${verb}`),
          { ...endless, verb, references: [GROUNDS, OPEN] },
          { exercise: 'spring' },
        ] as const,
    ),
  fc
    .constantFrom('lift', 'withdraw')
    .map((verb) => [entityId('warning', 'others', verb), { ...endless, verb, references: [OPEN] }, {}] as const),
);

describe('what an authority ordered', () => {
  it('lasts until its authority ends it, whatever else is said and however long it takes; so does a warning without an end', () => {
    let lifted = 0;
    fc.assert(
      fc.property(fc.array(meanwhile, { maxLength: 8 }), fc.nat(50 * 365 * 86_400), (sayings, passed) => {
        const { put, at } = createEntries();
        const view = createLocalView({ now: at(0) });
        view.apply(
          base.map(([id, value]) => put(id, value)),
          at(0),
        );
        for (const [id, value, more] of sayings) {
          const entry: Entry = { ...put(id, value, { atS: 60 }), ...more };
          view.apply([entry], at(60));
        }
        view.advance(at(60 + passed));
        expect(view.get(RESPONSE)?.value['state']).to.equal(responseExample.state);
        expect(view.get(CONTROL)?.value['state']).to.equal('in-place');
        expect(view.get(OPEN)?.derived['state']).to.equal('in-force');
        if (view.get(GROUNDS)?.derived['state'] === 'lifted') lifted += 1;
      }),
      seeds(),
    );
    // 97 and more in each of ten times 1,000 runs: that chance leaves no more than 30 is far less likely than 1e-9.
    expect(lifted, 'times what it rests on was lifted').to.be.above(30);
  });

  it('ends by its own act', () => {
    const { put, at } = createEntries();
    const view = createLocalView({ now: at(0) });
    view.apply(
      base.map(([id, value]) => put(id, value)),
      at(0),
    );
    const acts = [
      put(RESPONSE, { ...responseExample, state: 'ended' }),
      put(CONTROL, { ...controlExample, state: 'lifted' }),
      put(entityId('warning', 'cap', 'lift'), { ...endless, verb: 'lift', references: [OPEN] }, { atS: 60 }),
    ];
    view.apply(acts, at(60));
    expect([
      view.get(RESPONSE)?.value['state'],
      view.get(CONTROL)?.value['state'],
      view.get(OPEN)?.derived['state'],
    ]).to.deep.equal(['ended', 'lifted', 'lifted']);
  });
});
