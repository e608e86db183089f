import { expect } from 'chai';
import fc from 'fast-check';
import { findingExample } from '../model/finding.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { responderExample } from '../model/responder.schema.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { shiftExample } from '../model/shift.schema.js';
import { stockExample } from '../model/stock.schema.js';
import { toInstant } from '../model/time.js';
import { transferExample } from '../model/transfer.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const NOW = toInstant(START + 60_000);
const [A, B] = ['a', 'b'].map((name) => entityId('stock', 'registry', name)) as [EntityId, EntityId];
const SOURCE = entityId('risk-source', 'registry', '1');
const LEG = entityId('movement', 'registry', '0');
const ORDER = entityId('incident', 'city', '1');

/** One statement of a kind that people, supplies and risks are made of; several of them under one id. */
const statement = fc.oneof(
  fc.constantFrom(A, B).map((id) => [id, stockExample] as const),
  fc
    .record({
      n: fc.nat(5),
      stock: fc.constantFrom(A, B),
      quantity: fc.nat(9),
      how: fc.constantFrom('receive', 'issue', 'out', 'in', 'count'),
    })
    .map(({ n, stock, quantity, how }) => {
      const direction = how === 'issue' || how === 'out' ? 'out' : 'in';
      const sort = how === 'out' || how === 'in' ? 'transfer' : how;
      const more = { ...(how === 'in' ? { leg: LEG } : {}), ...(how === 'count' ? { counted: 3 } : {}) };
      return [entityId('movement', 'registry', String(n)), { stock, sort, direction, quantity, ...more }] as const;
    }),
  fc
    .constantFrom('found', 'assigned', 'closed')
    .chain((state) => fc.nat(2).map((n) => [n, state] as const))
    .map(
      ([n, state]) => [entityId('finding', 'city', String(n)), { ...findingExample, state, source: SOURCE }] as const,
    ),
  fc.constant([SOURCE, { ...riskSourceExample, devices: [detector('1')[0]] }] as const),
  fc.constant([entityId('inspection', 'city', '1'), { of: SOURCE, result: 'in-order' }] as const),
  fc.constantFrom(detector('1'), fireAlarm('1')),
  fc
    .constantFrom('active', 'paused')
    .map((state) => [entityId('responder', 'registry', 'r-1'), { ...responderExample, state }] as const),
  fc
    .constantFrom('planned', 'signed-in')
    .map((state) => [entityId('shift', 'city', '1'), { ...shiftExample, state }] as const),
  fc.constant([ORDER, { state: 'open', title: 'x' }] as const),
  fc
    .nat(2)
    .map(
      (refused) =>
        [
          entityId('transfer', 'city', String(refused)),
          { ...transferExample, order: ORDER, due: 2, moved: 0, refused },
        ] as const,
    ),
);

const DERIVED = ['stock', 'movement', 'finding', 'risk-source', 'responder', 'shift', 'incident'];

describe('drills', () => {
  it('change nothing real and hide nothing real, whatever they say of whom, before or after', () => {
    const said = fc.array(
      fc.record({ what: statement, exercise: fc.constantFrom(undefined, undefined, 'spring', 'autumn') }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(said, (list) => {
        const { put } = createEntries(START);
        const entries = list.map(({ what: [id, value], exercise }) =>
          put(id, value, exercise === undefined ? {} : { exercise }),
        );
        const shown = (some: typeof entries): unknown => {
          const view = createLocalView({ now: NOW });
          for (const entry of some) view.apply([entry], NOW);
          const real = DERIVED.flatMap((kind) => view.find({ kind })).filter(({ exercise }) => exercise === undefined);
          // Where something stands is read off what it names.
          return real.map(({ derived: { position: _, placeName: __, divisions: ___, ...derived }, ...row }) => ({
            ...row,
            derived,
          }));
        };
        expect(shown(entries)).to.deep.equal(shown(entries.filter(({ exercise }) => exercise === undefined)));
      }),
      seeds(),
    );
  });
});
