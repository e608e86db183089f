import { expect } from 'chai';
import fc from 'fast-check';
import { eventTypes } from './event-types.js';
import { overrideThresholds } from './override-thresholds.js';
import { quantities } from './quantities.js';
import type { Quantity } from './quantity.js';
import { isCode } from './table.js';
import { warningSignals, type WarningSignal } from './warning-signals.js';
import { nationalThresholds, type Threshold } from './warning-thresholds.js';
import { seeds } from '../testing/seeds.js';

const rain = (withinH: number, value: number): Threshold => ({
  withinH,
  needs: 'all',
  criteria: [{ quantity: 'rainfall-1h', is: 'at-least', value }],
});
const codes = (given: unknown): string[] => overrideThresholds(given).issues.map(({ code, path }) => `${code} ${path}`);

describe('national warning thresholds', () => {
  it('stand as the annex has them', () => {
    const { rainstorm, fog, typhoon, lightning, drought } = nationalThresholds;
    expect(rainstorm!.red).to.deep.equal({
      withinH: 3,
      needs: 'all',
      criteria: [{ quantity: 'rainfall-3h', is: 'at-least', value: 100 }],
    });
    expect(fog!.blue).to.equal(undefined);
    expect(typhoon!.orange!.criteria.map(({ value }) => value)).to.deep.equal([10, 12]);
    expect(typhoon!.orange!.needs).to.equal('any');
    expect(lightning!.red).to.deep.equal({ withinH: 2, needs: 'all', criteria: [], likelihood: 'extremely-likely' });
    expect(drought!.red!.word).to.equal('特旱');
  });

  it('are good by the rules that a host’s own have to keep, each colour harder than the lighter one', () => {
    const again = overrideThresholds(JSON.parse(JSON.stringify(nationalThresholds)));
    expect(again.issues).to.deep.equal([]);
    expect(again.thresholds).to.deep.equal(nationalThresholds);
  });

  it('cannot be changed by accident', () => {
    expect(() => ((nationalThresholds.rainstorm!.red!.criteria as unknown[])[0] = null)).to.throw(TypeError);
    expect(() => ((nationalThresholds as Record<string, unknown>)['fog'] = null)).to.throw(TypeError);
  });

  it('every signal has an event type of its own name, and codes that no other has', () => {
    const signals = Object.values<WarningSignal>(warningSignals.rows);
    for (const { zh, eventType } of signals) {
      expect(isCode(eventTypes, eventType) && eventTypes.rows[eventType].zh).to.equal(zh);
    }
    for (const member of ['eventType', 'picture', 'listed'] as const)
      expect(new Set(signals.map((signal) => signal[member])).size).to.equal(signals.length);
  });
});

describe('a host’s own thresholds', () => {
  it('replace the colours they name, take out those that are null, and leave the rest', () => {
    const { thresholds, issues } = overrideThresholds({ rainstorm: { red: rain(1, 80), blue: null } });
    expect(issues).to.deep.equal([]);
    expect(thresholds.rainstorm).to.deep.equal({
      red: rain(1, 80),
      orange: nationalThresholds.rainstorm!.orange,
      yellow: nationalThresholds.rainstorm!.yellow,
    });
    expect(thresholds.fog).to.equal(nationalThresholds.fog);
    expect(nationalThresholds.rainstorm!.blue).to.not.equal(undefined);
  });

  it('may be laid one over the other: city over region over nation', () => {
    const region = overrideThresholds({ rainstorm: { red: rain(1, 80) } }).thresholds;
    const city = overrideThresholds({ rainstorm: { orange: rain(1, 50) } }, region).thresholds;
    expect([city.rainstorm!.red, city.rainstorm!.orange]).to.deep.equal([rain(1, 80), rain(1, 50)]);
  });

  const nonsense: readonly [what: string, given: unknown, issues: string[]][] = [
    ['no object', 'red', ['bad-threshold ']],
    ['a list', [], ['bad-threshold ']],
    ['an unknown signal', { meteor: {} }, ['unknown-warning-signal /meteor']],
    ['a prototype', JSON.parse('{"__proto__":{"red":null}}'), ['unknown-warning-signal /__proto__']],
    ['an unknown colour', { fog: { green: null } }, ['unknown-warning-colour /fog/green']],
    ['a colour that is a number', { fog: { red: 5 } }, ['bad-threshold /fog/red']],
    ['no hours', { rainstorm: { red: rain(0, 80) } }, ['bad-threshold /rainstorm/red/withinH']],
    ['a year of hours', { rainstorm: { red: rain(8760, 80) } }, ['bad-threshold /rainstorm/red/withinH']],
    ['less than no rain', { rainstorm: { red: rain(1, -1) } }, ['bad-threshold /rainstorm/red/criteria/0/value']],
    [
      'rain in metres of text',
      { rainstorm: { red: { ...rain(1, 1), criteria: [{ quantity: 'rainfall-1h', is: 'at-least', value: '80' }] } } },
      ['bad-threshold /rainstorm/red/criteria/0/value'],
    ],
    ['NaN', { rainstorm: { red: rain(1, NaN) } }, ['bad-threshold /rainstorm/red/criteria/0/value']],
    [
      'an unknown quantity',
      { fog: { red: { needs: 'all', criteria: [{ quantity: 'mist', is: 'below', value: 1 }] } } },
      ['bad-threshold /fog/red/criteria/0/quantity'],
    ],
    [
      'a quantity of words',
      { fog: { red: { needs: 'all', criteria: [{ quantity: 'pump-state', is: 'below', value: 1 }] } } },
      ['bad-threshold /fog/red/criteria/0/quantity'],
    ],
    [
      'a misspelt member',
      { rainstorm: { red: { ...rain(1, 80), withinHours: 1 } } },
      ['bad-threshold /rainstorm/red/withinHours'],
    ],
    ['nothing at all', { fog: { red: { needs: 'any', criteria: [] } } }, ['bad-threshold /fog/red']],
    [
      'half a day',
      {
        'high-temperature': {
          yellow: { needs: 'all', criteria: [{ quantity: 'air-temperature', is: 'at-least', value: 35, days: 0.5 }] },
        },
      },
      ['bad-threshold /high-temperature/yellow/criteria/0/days'],
    ],
    ['red before orange', { rainstorm: { red: rain(1, 30), orange: rain(1, 50) } }, ['threshold-order /rainstorm/red']],
    [
      'red before the national orange',
      {
        'high-temperature': {
          red: { needs: 'all', criteria: [{ quantity: 'air-temperature', is: 'at-least', value: 36 }] },
        },
      },
      ['threshold-order /high-temperature/red'],
    ],
    [
      'red fog thinner than orange',
      { fog: { red: { needs: 'all', criteria: [{ quantity: 'visibility', is: 'below', value: 900 }] } } },
      ['threshold-order /fog/red'],
    ],
  ];
  for (const [what, given, issues] of nonsense)
    it(`${what}: an Issue, and the defaults stand`, () => {
      expect(codes(given)).to.deep.equal(issues);
      expect(overrideThresholds(given).thresholds).to.deep.equal(nationalThresholds);
    });

  it('a bad signal does not take a good one with it', () => {
    const { thresholds, issues } = overrideThresholds({ fog: { red: 5 }, rainstorm: { red: rain(1, 80) } });
    expect(issues.length).to.equal(1);
    expect(thresholds.rainstorm!.red).to.deep.equal(rain(1, 80));
    expect(thresholds.fog).to.equal(nationalThresholds.fog);
  });

  it('whatever comes: no throw, and what is taken is good', () => {
    const numbers = Object.keys(quantities.rows).filter(
      (name) => (quantities.rows as Record<string, Quantity>)[name]!.is === 'number',
    );
    const criterion = fc.record({
      quantity: fc.constantFrom(...numbers, 'mist'),
      is: fc.constantFrom('at-least', 'at-most', 'below', 'over'),
      value: fc.oneof(fc.double(), fc.integer({ min: 0, max: 60 }), fc.string()),
    });
    const threshold = fc.record({
      withinH: fc.double({ min: -1, max: 300 }),
      needs: fc.constantFrom('any', 'all', 'none'),
      criteria: fc.array(criterion),
    });
    const colours = fc.dictionary(
      fc.constantFrom('red', 'orange', 'yellow', 'blue', 'green'),
      fc.oneof(threshold, fc.constant(null), fc.jsonValue()),
    );
    const given = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(warningSignals.rows), 'meteor'), colours),
    );
    fc.assert(
      fc.property(given, (each) => {
        const { thresholds } = overrideThresholds(each);
        expect(overrideThresholds(thresholds).issues).to.deep.equal([]);
        expect(({} as Record<string, unknown>)['red']).to.equal(undefined);
      }),
      seeds(),
    );
  });
});
