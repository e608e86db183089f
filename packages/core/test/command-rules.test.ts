import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { commandRules } from '../src/access/command-rules.js';
import { readPolicy } from '../src/access/read-policy.js';
import { roles, type Role } from '../src/access/roles.js';
import type { Grant } from '../src/access/command-rule.js';
import type { Json } from '../src/json.js';
import type { Entry } from '../src/model/change.js';
import { entityId, parseId, type EntityId } from '../src/model/id.js';
import { schemas, type KindName } from '../src/model/schemas.js';
import type { Actor } from '../src/ports/authenticator.js';
import { createEntries, detector, fireAlarm } from '../src/testing/index.js';
import { createLocalView } from '../src/view/local-view.js';
import type { CommandDefinition } from '../src/command/command.js';
import { defineErase } from '../src/command/erase.js';
import { defineReveal } from '../src/command/reveal.js';
import { standardCommands } from '../src/command/standard.js';

const id = (kind: string, native = 'x'): EntityId => entityId(kind, 'registry', native);
const all: readonly CommandDefinition[] = [
  ...standardCommands,
  defineReveal({ may: () => true, rule: commandRules.reveal }) as CommandDefinition,
  defineErase({ may: () => true, rule: commandRules.erase }) as CommandDefinition,
];

/** One community, everything in it, all of it also of one organization; and another community with a place of its own. */
const make = createEntries();
const view = createLocalView({ now: make.at(0) });
const policy = readPolicy(view);
const [SHIFT, NEXT] = ['1', '2'].map((n) => entityId('shift', 'city', n)) as [EntityId, EntityId];
const [incident, warning] = [entityId('incident', 'city', '1'), entityId('warning', 'city', '1')];
/** A valid value of the kind, with this in it. */
const state = (of: EntityId, more: object = {}): Entry =>
  make.put(of, { ...(schemas[parseId(of)!.kind as KindName].example as object), ...more });
const actor = (role: Role, scope: readonly string[], as = 'wang'): Actor => ({
  id: as,
  masked: '王*',
  roles: [role],
  scope,
});
const CALLUP = entityId('callup', 'city', '1');
const MINE = ['450103001005', id('organization')];
const ELSEWHERE = ['450103002001', id('organization', 'other')];

/** o: may. p: may not. f: does not see it. Roles in the order of their list: 居民 网格员 队员 分队长 社区 单位 值班台 指挥长 审计员 厂商. */
const sent: readonly (readonly [name: string, input: Json, mine: string, elsewhere?: string])[] = [
  ['acknowledge-alarm', { of: fireAlarm('x')[0] }, 'fooooooopf'],
  ['acknowledge-alarm', { of: warning }, 'pooooooopp', 'pooooooopp'],
  ['triage-report', { of: fireAlarm('x')[0], outcome: 'rejected', reason: 'silent' }, 'fpppppoopf'],
  ['triage-report', { of: fireAlarm('x')[0], outcome: 'attached', incident }, 'fppppfoopf'],
  ['open-incident', { of: fireAlarm('x')[0] }, 'fpppppoopf'],
  ['open-incident', { title: '积水', place: id('place') }, 'ppppppoopp', 'pppppppppp'],
  ['advance-incident', { incident, to: 'confirmed' }, 'fppppfoopf'],
  ['advance-incident', { incident, to: 'first-handling' }, 'fppoofoopf'],
  ['advance-incident', { incident, to: 'responding' }, 'fppppfoopf'],
  ['advance-incident', { incident, to: 'controlled' }, 'fppppfoopf'],
  ['advance-incident', { incident, to: 'closed', reason: '已处置' }, 'fppppfoopf'],
  ['advance-incident', { incident, to: 'reopened', reason: '复燃' }, 'fppppfoopf'],
  ['grade-incident', { incident, level: '1' }, 'fppppfoopf'],
  ['shelve-alarm', { of: incident, minutes: 30, reason: '施工' }, 'fppppfoopf'],
  ['unshelve-alarm', { of: incident }, 'fppppfoopf'],
  ['merge-incidents', { incident, into: incident }, 'fppppfoopf'],
  ['unmerge-incident', { of: fireAlarm('x')[0], from: incident, reason: 'mistake' }, 'fppppfoopf'],
  ['record-callup', { about: warning, person: id('responder'), channel: 'phone' }, 'fffoooooff'],
  ['record-callup', { about: warning, phone: '02012345', channel: 'phone' }, 'pppooooopp', 'pppooooopp'],
  ['call-up', { about: warning, people: [id('responder')], channel: 'phone' }, 'fffoooooff'],
  ['call-up', { about: warning, people: [id('responder'), id('responder', 'unseen')], channel: 'phone' }, 'ffffffffff'],
  ['answer-callup', { callup: CALLUP, outcome: 'confirmed' }, 'fppoooooff'],
  ['plan-shift', { responder: id('responder'), place: id('place') }, 'fffpppooff'],
  ['cancel-shift', { shift: SHIFT }, 'fffpppooff'],
  ['sign-in', { shift: SHIFT, reason: '手机没电' }, 'fffoooooff'],
  ['sign-out', { shift: SHIFT, reason: '手机没电' }, 'fffoooooff'],
  ['hand-over', { of: SHIFT, to: NEXT, items: [] }, 'fffpppooff'],
  ['record-movement', { stock: id('stock'), sort: 'issue', quantity: 1 }, 'fppooooofp'],
  ['record-movement', { item: 'water', facility: id('facility') }, 'pppooooopp', 'pppppppppp'],
  ['record-transfer', { order: incident, of: id('person-at-risk') }, 'fffoofooff'],
  ['record-transfer', { order: incident, of: id('place') }, 'foooofoopf'],
  ['record-inspection', { of: id('risk-source') }, 'fooooooofp'],
  ['record-inspection', { place: id('place') }, 'poooopoopp', 'pppppppppp'],
  ['raise-finding', { source: id('risk-source'), place: id('place') }, 'fooooooofp'],
  ['raise-finding', { place: id('place') }, 'poooopoopp', 'pppppppppp'],
  ['raise-finding', { source: id('risk-source'), place: id('place', 'y') }, 'fpppppppfp'],
  ['advance-finding', { finding: id('finding'), to: 'graded' }, 'fpppopoofp'],
  ['advance-finding', { finding: id('finding'), to: 'assigned' }, 'fpppopoofp'],
  ['advance-finding', { finding: id('finding'), to: 'rectifying' }, 'fooooooofp'],
  ['advance-finding', { finding: id('finding'), to: 'submitted' }, 'fooooooofp'],
  ['advance-finding', { finding: id('finding'), to: 'verified' }, 'fpppopoofp'],
  ['advance-finding', { finding: id('finding'), to: 'closed' }, 'fpppopoofp'],
  ['advance-finding', { finding: id('finding'), to: 'constructor' }, 'fpppopoofp'],
  ['amend-finding', { finding: id('finding') }, 'fpppppoofp'],
  ['advance-task', { task: id('task'), to: 'signed' }, 'fooooooopf'],
  ['advance-task', { task: id('task'), to: 'checked' }, 'fpppppoopf'],
  ['urge', { of: id('finding'), sort: 'urge' }, 'fpppopoofp'],
  ['urge', { of: id('finding'), sort: 'supervise' }, 'fpppppoofp'],
  ['sync-clock', { device: detector('x')[0] }, 'fppooooofp'],
  ['query-device', { device: detector('x')[0] }, 'fppooooofp'],
  ['check-post', { device: detector('x')[0], minutes: 5 }, 'fpppppoofp'],
  ['operate-device', { device: detector('x')[0], action: 'start' }, 'fpppppoofp'],
  ['reveal', { of: fireAlarm('x')[0], field: '/caller' }, 'fpppppoopf'],
  ['retire-feed', { feed: entityId('feed', 'city', 'x') }, 'pppppppppp', 'pppppppppp'],
  ['erase', { pseudonym: 'x' }, 'pppppppppp', 'pppppppppp'],
];
const LETTERS: { readonly [code: string]: string } = { 'not-permitted': 'p', 'not-found': 'f' };

describe('who may send which Command', () => {
  before(() =>
    view.apply(
      [
        state(id('organization')),
        state(id('place'), { scheme: 'division', code: '450103001005', parents: [] }),
        state(id('place', 'y'), { scheme: 'division', code: '450103002001', parents: [] }),
        make.put(...detector('x', { place: id('place'), organization: id('organization') })),
        make.put(...fireAlarm('x')),
        state(incident, { place: id('place') }),
        state(warning),
        state(entityId('feed', 'city', 'x')),
        state(id('facility'), { place: id('place'), organization: id('organization') }),
        state(id('stock'), { facility: id('facility') }),
        state(id('responder'), { state: 'active', account: 'li', grid: id('place'), organization: id('organization') }),
        state(SHIFT, { responder: id('responder'), place: id('place') }),
        state(CALLUP, { person: id('responder'), about: [warning] }),
        state(NEXT, { responder: id('responder'), place: id('place') }),
        state(id('risk-source'), { place: id('place'), rescues: [id('organization')] }),
        state(id('finding'), { place: id('place'), assignee: id('organization') }),
        state(id('task'), { place: id('place'), assignee: id('organization') }),
        state(id('person-at-risk'), { place: id('place') }),
        make.put(id('linkage'), {
          name: '联动',
          lead: [id('organization', 'fire')],
          assist: [id('organization', 'rescue')],
          informed: [id('organization', 'told')],
        }),
      ],
      make.at(0),
    ),
  );

  const ruleOf = (name: string) => all.find((each) => each.name === name)!.rule;
  const asked = (who: Actor, name: string, input: Json): string => {
    const against = policy.against(who, { input }, ruleOf(name));
    return against ? LETTERS[against.code]! : 'o';
  };

  it('is said for each of them, and tried below', () => {
    for (const { name, rule } of all) {
      expect(rule, name).to.not.equal(undefined);
      expect(
        sent.some(([tried]) => tried === name),
        name,
      ).to.equal(true);
    }
    expect(Object.keys(commandRules).sort()).to.deep.equal(all.map(({ name }) => name).sort());
  });

  for (const [name, input, mine, elsewhere] of sent) {
    it(`${name} ${JSON.stringify(input)}, by role`, () => {
      const everybody = Object.keys(roles) as Role[];
      expect(mine).to.have.length(everybody.length);
      expect(everybody.map((role) => asked(actor(role, MINE), name, input)).join('')).to.equal(mine);
      const there = everybody.map((role) => asked(actor(role, ELSEWHERE), name, input)).join('');
      if (elsewhere) expect(there).to.equal(elsewhere);
      else expect(there).to.match(/^[pf]*$/);
      expect(asked({ ...actor('unit', []), roles: [] }, name, input)).to.not.equal('o');
      const whole = everybody.map((role) => asked(actor(role, []), name, input));
      expect(whole[everybody.indexOf('commander')], 'commander of the city').to.equal('o');
    });
  }

  it('the desk of the city may all but erase and retire a feed', () => {
    for (const [name, input] of sent)
      expect(asked(actor('duty-desk', []), name, input), name).to.equal(
        ['erase', 'retire-feed'].includes(name) ? 'p' : 'o',
      );
  });

  it('what it is done to must be named', () => {
    for (const { name, rule } of all) {
      if (rule!.city) continue;
      expect(asked(actor('community', MINE), name, {}), name).to.equal('p');
      expect(asked(actor('community', MINE), name, { [rule!.of[0]!]: [id('place')] }), name).to.equal('p');
    }
  });

  it('whose shift it is signs it, whatever their role sees, and hands it over; nobody else of that role', () => {
    for (const role of ['grid-worker', 'responder', 'unit'] as const) {
      expect(asked(actor(role, ELSEWHERE, 'li'), 'sign-in', { shift: SHIFT }), role).to.equal('o');
      expect(asked(actor(role, ELSEWHERE, 'li'), 'cancel-shift', { shift: SHIFT }), role).to.equal('p');
      expect(asked(actor(role, ELSEWHERE, 'wang'), 'sign-in', { shift: SHIFT }), role).to.equal('f');
    }
    expect(asked(actor('resident', [], 'li'), 'sign-in', { shift: SHIFT })).to.equal('p');
    const over = { of: SHIFT, to: NEXT, items: [] };
    expect(asked(actor('community', MINE, 'li'), 'hand-over', over)).to.equal('o');
    expect(asked(actor('community', MINE), 'hand-over', over)).to.equal('p');
  });

  it('who is called to an incident acts for it as far as its tier goes', () => {
    const of = (native: string, name: string, input: Json): string =>
      asked(actor('unit', [id('organization', native)]), name, input);
    const told = fireAlarm('x')[0];
    const acts = (native: string): string =>
      [
        of(native, 'acknowledge-alarm', { of: incident }),
        of(native, 'record-transfer', { order: incident, of: id('place') }),
        of(native, 'record-inspection', { of: incident }),
        of(native, 'reveal', { of: incident, field: '/x' }),
        of(native, 'acknowledge-alarm', { of: told }),
        of(native, 'raise-finding', { place: id('place') }),
        of(native, 'advance-incident', { incident, to: 'first-handling' }),
        of(native, 'advance-incident', { incident, to: 'controlled' }),
        of(native, 'advance-incident', { incident, to: 'closed' }),
      ].join('');
    expect(['fire', 'rescue', 'told', 'other'].map(acts)).to.deep.equal([
      ...['oooofpoop', 'ooopfpopp', 'ppppfpppp', 'fffffpfff'],
    ]);
  });

  describe('what goes on beyond a district', () => {
    const [city, wide, two, none] = ['city', 'wide', 'two', 'none'];
    const DISTRICT = ['450103'];
    const own = (native: string): EntityId => entityId('incident', 'city', native);
    const report = id('report', 'coarse');
    before(() =>
      view.apply(
        [
          state(id('place', city), { scheme: 'division', code: '4501', parents: [] }),
          state(id('place', 'over'), {
            scheme: 'compound',
            parents: [id('place'), id('place', 'far')],
            code: undefined,
          }),
          state(id('place', 'far'), { scheme: 'division', code: '450105', parents: [] }),
          state(own(wide!), { place: id('place', city) }),
          state(own(two!), { place: id('place', 'over') }),
          state(own(none!), { place: undefined }),
          state(report, { device: undefined, place: id('place', city) }),
        ],
        make.at(0),
      ),
    );
    const as = (scope: readonly string[], name: string, input: Json): string =>
      (['duty-desk', 'commander'] as const).map((role) => asked(actor(role, scope), name, input)).join('');
    const ending = (of: EntityId): readonly (readonly [string, Json])[] => [
      ...['closed', 'false-alarm', 'handed-over', 'reviewed'].map(
        (to) => ['advance-incident', { incident: of, to }] as const,
      ),
      ['grade-incident', { incident: of, level: 'below' }],
      ['merge-incidents', { incident: of, into: incident }],
      ['shelve-alarm', { of, minutes: 30, reason: '施工' }],
    ];

    it('is ended, graded and merged by whoever answers for all of it, not by the desk of a part', () => {
      for (const native of [wide!, two!])
        for (const [name, input] of ending(own(native))) {
          const what = `${native} ${name} ${JSON.stringify(input)}`;
          expect(as(DISTRICT, name, input), what).to.equal('pp');
          expect(as(['4501'], name, input), what).to.equal('oo');
          expect(as([], name, input), what).to.equal('oo');
        }
      expect(as(['450103', '450105'], 'advance-incident', { incident: own(two!), to: 'closed' })).to.equal('oo');
      for (const [name, input] of ending(incident)) expect(as(DISTRICT, name, input), 'its own').to.equal('oo');
      const why = policy.against(
        actor('duty-desk', DISTRICT),
        { input: { incident: own(wide!), to: 'closed' } },
        commandRules['advance-incident'],
      );
      expect(why!.message).to.include('all of where it is');
    });

    it('is worked on by each desk that it concerns; what is told of it is somebody’s, and what nobody can place every desk’s', () => {
      for (const to of ['confirmed', 'responding', 'controlled', 'reopened'])
        expect(as(DISTRICT, 'advance-incident', { incident: own(wide!), to }), to).to.equal('oo');
      expect(as(DISTRICT, 'triage-report', { of: report, outcome: 'rejected', reason: 'false' })).to.equal('oo');
      expect(as(DISTRICT, 'merge-incidents', { incident, into: own(wide!) }), 'goes on as the larger').to.equal('oo');
      expect(as(DISTRICT, 'advance-incident', { incident: own(none!), to: 'closed' })).to.equal('oo');
    });

    it('is ended by the desk of an organization that linkage has lead, wherever it lies', () => {
      const scope = [...DISTRICT, id('organization', 'fire')];
      expect(as(scope, 'advance-incident', { incident: own(wide!), to: 'closed' })).to.equal('oo');
    });
  });

  it('a refusal says what it needs, and nothing of what is not seen', () => {
    const { message } = policy.against(
      actor('community', MINE),
      { input: { shift: SHIFT } },
      commandRules['cancel-shift'],
    )!;
    expect(message).to.include('lead').and.include('duty-desk or commander');
    const hidden = policy.against(
      actor('community', ELSEWHERE),
      { input: { shift: SHIFT } },
      commandRules['cancel-shift'],
    )!;
    const none = policy.against(
      actor('community', ELSEWHERE),
      { input: { shift: entityId('shift', 'city', 'z') } },
      commandRules['cancel-shift'],
    )!;
    expect(hidden.message.replace(SHIFT, '…')).to.equal(none.message.replace(entityId('shift', 'city', 'z'), '…'));
    expect(hidden.code).to.equal('not-found');
  });

  it('stands in the docs as it stands here', () => {
    const docs = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8');
    const cells = (text: string): string => text.replace(/`/g, '').replace(/ +/g, ' ');
    const rows = all.flatMap(({ name, title, rule }) => {
      const { of, seen, city, calledTo, self, when } = rule!;
      const where = city
        ? 'the whole city'
        : `${of.join(', ')}${seen ? ', wherever seen' : ''}${calledTo ? `, or called to ${calledTo}` : ''}`;
      const row = (what: string, grant: Grant): string =>
        `| ${what} | ${title.zh} | ${grant.roles.join(', ')} | ${grant.tier} | ${where}${grant.whole ? `, all of ${grant.whole.join(', ')}` : ''} |`;
      return [
        row(name, rule!),
        ...(self ? [row(`${name}, one’s own shift`, self)] : []),
        ...Object.entries(when?.is ?? {}).map(([value, grant]) => row(`${name} to ${value}`, grant)),
      ];
    });
    for (const row of rows) expect(cells(docs)).to.include(row);
  });
});
