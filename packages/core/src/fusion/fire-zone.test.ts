import { expect } from 'chai';
import type { Entry } from '../model/change.js';
import { entityId } from '../model/id.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { fireZone } from './fire-zone.js';

/** What is concluded when these have stood, and then this comes. */
function concluded(before: readonly Entry[], last: Entry): (readonly [string, unknown])[] {
  const view = createLocalView({ now: last.at });
  view.apply(before, last.at);
  let drafts: ReturnType<typeof fireZone.step>['drafts'] = [];
  view.select(fireZone.watches[0]!).subscribe((delta) => {
    if (!delta.reset) drafts = fireZone.step([delta], { view, now: last.at }).drafts;
  });
  view.apply([last], last.at);
  return drafts.map(({ kind, body }) => [kind, 'value' in body ? body.value : body] as const);
}
const kindsOf = (drafts: readonly (readonly [string, unknown])[]): string[] => drafts.map(([kind]) => kind);

describe('two detectors of one compartment', () => {
  const { put } = createEntries();
  const devices = (...natives: [string, object?][]): Entry[] => natives.map((each) => put(...detector(...each)));
  const alarm = (native: string, atS: number, more: object = {}): Entry => {
    const [id, value] = fireAlarm(native);
    return put(id, { ...value, ...more }, { atS });
  };

  it('confirm nothing where the compartment is not known: each alone asks for a look', () => {
    for (const before of [devices(['1'], ['2']), [], devices(['1', { zone: '1' }], ['2'])])
      expect(kindsOf(concluded([...before, alarm('1', 0)], alarm('2', 10)))).to.deep.equal(['task']);
  });

  it('nor where one alarm tells no device, or is of no fire', () => {
    const known = devices(['1', { zone: '1' }], ['2', { zone: '1' }]);
    expect(kindsOf(concluded([...known, alarm('1', 0)], alarm('2', 10, { device: undefined })))).to.deep.equal([
      'task',
    ]);
    for (const needs of [undefined, ['police']])
      expect(concluded([...known, alarm('1', 0)], alarm('2', 10, { needs }))).to.deep.equal([]);
  });

  it('confirm no fire where one of them is a leak or another thing that calls for the fire brigade: each asks for its look', () => {
    const known = devices(...['1', '2', '3'].map((native): [string, object] => [native, { zone: '1' }]));
    const titleOf = (drafts: readonly (readonly [string, unknown])[]): unknown[] =>
      drafts.map(([kind, value]) => [kind, (value as { title: string }).title]);
    const gas = { eventType: '12D02' };
    const smoke = [['task', '现场核实单点火警']];
    const leak = [['task', '现场核实可燃气体报警']];
    expect(titleOf(concluded([...known, alarm('1', 0, gas)], alarm('2', 10)))).to.deep.equal(smoke);
    expect(titleOf(concluded([...known, alarm('1', 0)], alarm('2', 10, gas)))).to.deep.equal(leak);
    expect(titleOf(concluded([...known, alarm('1', 0, gas)], alarm('2', 10, gas)))).to.deep.equal(leak);
    const pressure = { eventType: '12P00' };
    expect(titleOf(concluded([...known, alarm('1', 0)], alarm('2', 10, pressure)))).to.deep.equal([
      ['task', '现场核实设备报警'],
    ]);
    const confirmed = concluded([...known, alarm('1', 0), alarm('3', 5, gas)], alarm('2', 10));
    expect(kindsOf(confirmed), 'and the leak tells of no fire').to.deep.equal(['incident', 'link', 'link']);
    expect(JSON.stringify(confirmed)).not.to.include(fireAlarm('3')[0]);
  });

  it('confirm it of whatever kind of fire they tell, and where they tell none', () => {
    const known = devices(['1', { zone: '1' }], ['2', { zone: '1' }]);
    for (const eventType of ['12G04', '12000', '12D03', '12H04', undefined])
      expect(kindsOf(concluded([...known, alarm('1', 0, { eventType })], alarm('2', 10))), eventType).to.include(
        'incident',
      );
  });

  it('confirm one incident, which says where as far as that is known', () => {
    const known = devices(['1', { zone: '3-1' }], ['2', { zone: '3-1' }]);
    const drafts = concluded([...known, alarm('1', 0, { address: '民族大道 1 号' })], alarm('2', 60));
    expect(kindsOf(drafts)).to.deep.equal(['incident', 'link', 'link']);
    expect(drafts[0]![1]).to.deep.equal({
      ...{ state: 'confirmed', eventType: '12G00', title: '3-1 火警，同区两只以上探测器' },
      address: '民族大道 1 号',
    });
  });

  it('and a third joins the incident that stands, making none of its own', () => {
    const known = devices(...['1', '2', '3'].map((native): [string, object] => [native, { zone: '1' }]));
    const incident = entityId('incident', 'city', 'x');
    const linked = ['1', '2'].map((native) =>
      put(entityId('link', 'city', native), { from: fireAlarm(native)[0], to: incident, role: 'tells', reasons: [] }),
    );
    const before = [
      ...known,
      put(incident, { state: 'confirmed', title: '' }),
      alarm('1', 0),
      alarm('2', 50),
      ...linked,
    ];
    const drafts = concluded(before, alarm('3', 110));
    expect(kindsOf(drafts)).to.deep.equal(['link']);
    expect(drafts[0]![1]).to.deep.include({ from: fireAlarm('3')[0], to: incident });
  });
});
