import { expect } from 'chai';
import { findingExample } from '../model/finding.schema.js';
import { movementExample, type Movement } from '../model/movement.schema.js';
import { responderExample, type Responder } from '../model/responder.schema.js';
import { riskSourceExample, type RiskSource } from '../model/risk-source.schema.js';
import { shiftExample } from '../model/shift.schema.js';
import { stockExample, type Stock } from '../model/stock.schema.js';
import { transferExample } from '../model/transfer.schema.js';
import { millis, type Instant } from '../model/time.js';
import { createEntries } from '../testing/index.js';
import {
  deriveFinding,
  deriveMovement,
  deriveResponder,
  deriveRiskSource,
  deriveShift,
  deriveStock,
  deriveTransfers,
} from './derived.js';
import { factOf, factOfEntry, type Fact, type KindFact } from './fact.js';

const NOW = '2026-06-12T16:00:00+08:00' as Instant;
const { put, gone } = createEntries();
const entry = (id: string, value: object): KindFact => factOfEntry(put(id as never, value))!;
const of = <V>(id: string, value: object): Fact<V> => factOf<V>(entry(id, value), id.split('/')[0]!)!;

describe('what the view derives of supplies, people and risks', () => {
  it('a stock: quantity, discrepancy, expiry, and when it expires', () => {
    const stock = of<Stock>('stock/registry/water-2026-03', stockExample);
    const movements = [
      entry('movement/city/1', { stock: stock.id, sort: 'receive', direction: 'in', quantity: 100 }),
      entry('movement/city/2', movementExample),
      entry('task/city/1', {}),
    ];
    const due = millis(stockExample.expires as Instant);
    expect(deriveStock(stock, movements, NOW)).to.deep.equal({
      derived: { quantity: -20, discrepancy: 20, lent: 120, expired: false },
      due,
    });
    expect(deriveStock(stock, [], stockExample.expires as Instant)).to.deep.equal({
      derived: { quantity: 0, discrepancy: 0, expired: true },
    });
    const count = { stock: stock.id, sort: 'count', direction: 'in', quantity: 3, counted: 3 };
    expect(deriveStock(stock, [entry('movement/city/3', count)], NOW).derived['count']).to.deep.include({ counted: 3 });
  });

  it('the first leg of a 调拨: what has not arrived', () => {
    const out = { ...movementExample, sort: 'transfer', quantity: 60 };
    const leg = of<Movement>('movement/city/out', out);
    const arrived = entry('movement/city/in', {
      stock: 'stock/r/b',
      sort: 'transfer',
      direction: 'in',
      quantity: 58,
      leg: leg.id,
    });
    expect(deriveMovement(leg, [arrived])).to.deep.equal({ derived: { inTransit: 2 } });
    const rest = entry('movement/city/in2', { ...(arrived.value as object), quantity: 2 });
    expect(deriveMovement(leg, [arrived, rest])).to.deep.equal({ derived: { inTransit: 0 } });
    expect(deriveMovement(of('movement/city/2', movementExample), [])).to.deep.equal({ derived: {} });
  });

  it('a finding, a shift and a responder, each with the time at which that changes', () => {
    const due = millis(findingExample.due as Instant);
    expect(deriveFinding(of('finding/city/1', findingExample), NOW)).to.deep.equal({
      derived: { overdue: false },
      due,
    });
    expect(deriveFinding(of('finding/city/1', findingExample), '2030-01-01T00:00:00Z' as Instant)).to.deep.equal({
      derived: { overdue: true },
    });
    expect(deriveShift(of('shift/city/1', shiftExample), { state: 'active' }, NOW)).to.deep.equal({
      derived: { state: 'late', covered: false },
      due: millis(shiftExample.to as Instant),
    });
    const expires = responderExample.skills[0]!.expires as Instant;
    const { until } = responderExample.availability!;
    const responder = of<Responder>('responder/registry/1', responderExample);
    expect(deriveResponder(responder, NOW)).to.deep.equal({
      derived: { expired: [], availability: 'stand-by' },
      due: millis(until as Instant),
    });
    expect(deriveResponder(responder, until as Instant)).to.deep.equal({
      derived: { expired: [] },
      due: millis(expires),
    });
    expect(deriveResponder(responder, expires)).to.deep.equal({ derived: { expired: ['first-aid'] } });
    const skills = [...responderExample.skills, { skill: 'first-aid', level: 9, expires: '2031-01-01T00:00:00Z' }];
    const renewed = { ...responder, value: { ...responder.value, skills } };
    expect(deriveResponder(renewed, expires).derived).to.deep.equal({ expired: [] });
    expect(deriveResponder(renewed, '2031-01-01T00:00:00Z' as Instant).derived).to.deep.equal({
      expired: ['first-aid'],
    });
  });

  it('a risk source: what watches it, what is open at it, when it is to be inspected', () => {
    const source = of<RiskSource>('risk-source/registry/1', riskSourceExample);
    const findings = [entry('finding/city/1', { ...findingExample, source: source.id })];
    const looked = entry('inspection/city/1', { of: source.id, result: 'in-order' });
    const device = (): undefined => undefined;
    const { derived, due } = deriveRiskSource(source, [...findings, looked], { device, now: NOW });
    expect(derived).to.deep.equal({
      watch: { state: 'unknown', worst: riskSourceExample.devices },
      findings: { open: 1, openMajor: 1, overdue: 0 },
      inspection: { last: looked.at, due: '2026-06-19T08:00:00.000Z', overdue: false },
    });
    expect(due).to.equal(Date.parse('2026-06-19T08:00:00.000Z'));
  });

  it('what ordered a transfer: its sums and who is still open; nothing where none was told of', () => {
    const order = { id: transferExample.order as never };
    expect(deriveTransfers(order, [])).to.deep.equal({ derived: {} });
    const { derived } = deriveTransfers(order, [entry('transfer/city/1', transferExample)]);
    expect(derived['transfers']).to.deep.include({ due: 2, moved: 1, refused: 1, closes: true, open: 1 });
  });

  it('a tombstone is no fact', () => {
    expect(factOfEntry(gone('stock/registry/1' as never))).to.equal(undefined);
  });
});
