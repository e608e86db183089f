import { nationalThresholds, type Threshold } from '@yingji/core/codes';
import { expect } from 'chai';
import { startHttp } from '../../test/http-fixture.js';
import { parseConfig } from './parse.js';
import { cityThresholds } from './thresholds.js';

const rain = (value: number): Threshold => ({
  withinH: 1,
  needs: 'all',
  criteria: [{ quantity: 'rainfall-1h', is: 'at-least', value }],
});
const config = (...thresholds: object[]) =>
  parseConfig(JSON.stringify({ city: { name: 'a' }, store: { file: 'a', keyFile: 'b' }, thresholds }));
const said = (...thresholds: object[]): string[] => {
  const parsed = config(...thresholds);
  return 'issues' in parsed ? parsed.issues.map(({ code, path }) => `${code} ${path}`) : [];
};

describe('thresholds of a configuration', () => {
  it('lie over the national ones, those of the city over those of the province', () => {
    const parsed = config(
      { by: '示例省', signals: { rainstorm: { red: rain(80), orange: rain(60), blue: null } } },
      { by: '示例市', basis: '示例〔2026〕1号', signals: { rainstorm: { orange: rain(50) } } },
    );
    if ('issues' in parsed) throw new Error(parsed.issues[0]!.message);
    const { rules, signals } = cityThresholds(parsed.config.thresholds);
    expect(rules).to.deep.equal([{ by: '示例省' }, { by: '示例市', basis: '示例〔2026〕1号' }]);
    expect(signals.rainstorm).to.deep.equal({
      red: rain(80),
      orange: rain(50),
      yellow: nationalThresholds.rainstorm!.yellow,
    });
    expect(signals.fog).to.equal(nationalThresholds.fog);
  });

  it('are the national ones where none are given', () =>
    expect(cityThresholds([])).to.deep.equal({ rules: [], signals: nationalThresholds, issues: [] }));

  it('that are wrong stop the start, each with its place', () => {
    const by = '示例市';
    expect(said({ by, signals: { meteor: {} } })).to.deep.equal([
      'unknown-warning-signal /thresholds/0/signals/meteor',
    ]);
    expect(said({ by, signals: { fog: { green: null } } })).to.deep.equal([
      'unknown-warning-colour /thresholds/0/signals/fog/green',
    ]);
    expect(said({ by, signals: {} }, { by, signals: { rainstorm: { red: rain(-1) } } })).to.deep.equal([
      'bad-threshold /thresholds/1/signals/rainstorm/red/criteria/0/value',
    ]);
    // Only with the rule below it is this one out of order.
    const orange = { by, signals: { rainstorm: { orange: rain(60) } } };
    const red = { by, signals: { rainstorm: { red: rain(50) } } };
    expect(said(orange)).to.deep.equal([]);
    expect(said(red)).to.deep.equal([]);
    expect(said(orange, red)).to.deep.equal(['threshold-order /thresholds/1/signals/rainstorm/red']);
    expect(said({ signals: {} })).to.deep.equal(['bad-value /thresholds/0/by']);
    expect(said({ by, signals: {}, sginals: {} })).to.deep.equal(['unknown-key /thresholds/0/sginals']);
  });

  it('are told to anybody beside the shape of a warning', async () => {
    const thresholds = [{ by: '示例市', signals: { rainstorm: { red: rain(80) } } }];
    const at = await startHttp({ config: { thresholds } });
    try {
      const one = (await (await fetch(`${at.url}/api/schema/warning`)).json()) as { thresholds?: object };
      expect(one.thresholds).to.have.nested.property('signals.rainstorm.red').deep.equal(rain(80));
      expect(one.thresholds).to.have.nested.property('rules[0].by', '示例市');
      const all = (await (await fetch(`${at.url}/api/schema`)).json()) as { $defs: { [kind: string]: object } };
      expect(all.$defs['warning']).to.deep.equal(one);
      expect(all.$defs['report']).to.not.have.property('thresholds');
    } finally {
      await at.close();
    }
  });
});
