import { expect } from 'chai';
import { entityId, type EntityId } from '../model/id.js';
import { device } from '../model/device.js';
import { kinds } from '../model/kinds.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { toInstant } from '../model/time.js';
import { belongsTo } from './belongs.js';

const NOW = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
const place = (native: string): EntityId => entityId('place', 'registry', native);

describe('where a row belongs', () => {
  const entries: (readonly [EntityId, object])[] = [
    [place('district'), { name: '青秀区', scheme: 'division', code: '450103' }],
    [place('street'), { name: '新竹街道', scheme: 'division', code: '450103001', parents: [place('district')] }],
    [place('community'), { name: '新竹社区', scheme: 'division', code: '450103001005', parents: [place('street')] }],
    [place('building'), { name: '3 栋', scheme: 'building', parents: [place('community'), place('loop')] }],
    [place('loop'), { name: '环', scheme: 'zone', parents: [place('building')] }],
    detector('d1', { place: place('building') }),
    detector('d2'),
    fireAlarm('d1'),
    fireAlarm('d2'),
    [entityId('incident', 'city', '1'), { state: 'open', title: '火警', place: place('street') }],
    [
      entityId('task', 'city', '1'),
      {
        sort: 'order',
        state: 'issued',
        title: '核实',
        about: [entityId('incident', 'city', '1')],
        assignee: 'organization/registry/fire-3',
      },
    ],
  ];
  const view = createLocalView({ now: NOW });
  const build = createEntries();
  before(() =>
    view.apply(
      entries.map(([id, value]) => build.put(id, value as never)),
      NOW,
    ),
  );
  const of = (id: EntityId) => belongsTo(view, view.get(id)!);

  it('is found over device and building, to the finest division, and no circle keeps it', () => {
    const expected = {
      divisions: ['450103001005'],
      organizations: [],
      incidents: [],
      area: { id: place('community'), name: '新竹社区' },
    };
    expect(of(fireAlarm('d1')[0])).to.deep.equal(expected);
    expect(of(detector('d1')[0])).to.deep.equal(expected);
  });

  it('has the group that a host’s own kind states', () => {
    const own = { ...device, name: 'acme:lift', access: 'site' } as const;
    const row = { ...view.get(detector('d1')[0])!, kind: 'acme:lift' };
    expect(belongsTo(view, row, { ...kinds, 'acme:lift': own })).to.include({ group: 'site' });
    expect(belongsTo(view, row)).to.not.have.property('group');
  });

  it('is where the thing stands, and not where its owner has an office', () => {
    const [district, office] = [place('other'), entityId('organization', 'registry', 'owner')];
    const [bureau, hazard] = [entityId('organization', 'registry', 'bureau'), entityId('risk-source', 'registry', '1')];
    const found = entityId('finding', 'city', '1');
    const make = createEntries();
    const owned = createLocalView({ now: NOW });
    const value = { name: '站', functions: ['supply-point'], place: place('community'), organization: office };
    const rows: (readonly [EntityId, object])[] = [
      ...entries.slice(0, 3),
      [district, { name: '江南区', scheme: 'division', code: '450105' }],
      [entityId('organization', 'registry', 'group'), { name: '集团', type: 'company' }],
      [
        office,
        { name: '物业', type: 'company', place: district, parent: entityId('organization', 'registry', 'group') },
      ],
      detector('d1', { place: place('community'), organization: office }),
      detector('d2', { organization: office }),
      fireAlarm('d1'),
      fireAlarm('d2'),
      [entityId('facility', 'registry', '1'), value],
      [bureau, { name: '应急局', type: 'department', place: district }],
      [entityId('responder', 'registry', 'r'), { state: 'active', skills: [], organization: bureau }],
      [
        hazard,
        {
          ...{ name: '围墙', category: 'other', place: place('community') },
          ...{ administers: [bureau], patrols: [entityId('responder', 'registry', 'r')] },
        },
      ],
      [found, { title: '裂缝', state: 'found', source: hazard, steps: [] }],
      [
        entityId('task', 'city', '1'),
        { state: 'issued', title: '核实', about: [fireAlarm('d1')[0]], assignee: office },
      ],
    ];
    owned.apply(
      rows.map(([id, value]) => make.put(id, value as never)),
      NOW,
    );
    const where = (id: EntityId) => belongsTo(owned, owned.get(id)!);
    for (const id of [detector('d1')[0], fireAlarm('d1')[0], entityId('facility', 'registry', '1')]) {
      expect(where(id).divisions, id).to.deep.equal(['450103001005']);
      expect(where(id).organizations, id).to.deep.equal([entityId('organization', 'registry', 'group'), office]);
    }
    for (const id of [hazard, found])
      expect(where(id), id).to.deep.include({ divisions: ['450103001005'], organizations: [bureau] });
    expect(where(fireAlarm('d2')[0]).divisions, 'standing nowhere else').to.deep.equal(['450105']);
    expect(where(entityId('task', 'city', '1')).divisions, 'given to them').to.deep.equal(['450103001005', '450105']);
  });

  it('is nowhere when nobody said where', () => {
    expect(of(fireAlarm('d2')[0])).to.deep.equal({ divisions: [], organizations: [], incidents: [] });
  });

  it('is that of the incident for a task, and the organization it is given to, known or not', () => {
    expect(of(entityId('task', 'city', '1'))).to.deep.equal({
      divisions: ['450103001'],
      organizations: ['organization/registry/fire-3'],
      incidents: [entityId('incident', 'city', '1')],
      area: { id: place('street'), name: '新竹街道' },
    });
  });
});
