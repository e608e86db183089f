import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import type { Entry } from '../model/change.js';
import type { Actor } from '../ports/authenticator.js';
import { createEntries, createManualClock, createSeededIds, fireAlarm } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import type { LocalView, Row } from '../view/view.js';
import { createHub } from '../wire/hub.js';
import { parseOpen, type Down, type Open, type Resume } from '../wire/messages.js';
import { seenBy } from '../wire/seen-by.js';
import { commandRules } from './command-rules.js';
import { readPolicy, type ReadPolicy } from './read-policy.js';
import type { Role } from './roles.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const place = (native: string) => entityId('place', 'registry', native);
const organization = (native: string) => entityId('organization', 'registry', native);
const incident = (n: number) => entityId('incident', 'city', String(n));
const linkage = (n: number) => entityId('linkage', 'registry', String(n));
const KINDS = ['incident', 'report', 'link', 'task', 'acknowledgement', 'triage'] as const;

const person = (id: string, role: Role, ...scope: string[]): Actor => ({ id, masked: '李*', roles: [role], scope });
const people = [
  person('a', 'unit', organization('a')),
  person('b', 'unit', organization('b')),
  person('ab', 'unit', organization('a'), organization('b')),
  person('none', 'unit', organization('c')),
  person('worker', 'grid-worker', '450103001', organization('a')),
  person('auditor', 'auditor', '450103001', organization('a')),
  person('resident', 'resident', organization('a')),
  person('vendor', 'vendor', organization('a')),
];

/** A city with two streets, and incidents with all that hangs on them. */
function city(): {
  readonly make: ReturnType<typeof createEntries>;
  readonly view: LocalView;
  readonly policy: ReadPolicy;
} {
  const make = createEntries(START);
  const view = createLocalView({ now: make.at(0) });
  view.apply(
    [
      make.put(place('district'), { name: '青秀区', scheme: 'division', code: '450103' }),
      make.put(place('1'), { name: '一街', scheme: 'division', code: '450103001', parents: [place('district')] }),
      make.put(place('2'), { name: '二街', scheme: 'division', code: '450103002', parents: [place('district')] }),
    ],
    make.at(0),
  );
  return { make, view, policy: readPolicy(view) };
}

function happens(make: ReturnType<typeof createEntries>, n: number, more: object): Entry[] {
  const [report, told] = fireAlarm(String(n));
  const base = { title: '火警', state: 'confirmed', eventType: '12G00', level: '3', place: place('1') };
  return [
    make.put(incident(n), { ...base, ...more }),
    make.put(report, told),
    make.put(entityId('link', 'city', `l${n}`), { from: report, to: incident(n), role: 'tells', reasons: [] }),
    make.put(entityId('task', 'city', `t${n}`), { sort: 'order', state: 'issued', title: '核实', about: [report] }),
    make.put(entityId('acknowledgement', 'city', `a${n}`), { of: report, masked: '李*' }),
    make.put(entityId('triage', 'city', `g${n}`), { of: report, outcome: 'attached', reason: '同一处' }),
  ];
}

/** What somebody sees, added up from the Deltas. */
function follow(view: LocalView, policy: ReadPolicy, who: Actor): Map<string, Row> {
  const rows = new Map<string, Row>();
  const seen = seenBy(view, policy.see(who)!, { moved$: policy.moved$ });
  for (const kind of KINDS)
    seen.select({ kind }).subscribe(({ put, removed }) => {
      for (const row of put) rows.set(row.id, row as Row);
      for (const id of removed) rows.delete(id);
    });
  return rows;
}

const asked = (view: LocalView, policy: ReadPolicy, who: Actor): Row[] =>
  KINDS.flatMap((kind) => seenBy(view, policy.see(who)!).answer({ kind }).put as readonly Row[]);
const plain = (rows: Iterable<Row>): unknown => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
const ids = (rows: Iterable<Row>): EntityId[] => [...rows].map(({ id }) => id).sort();

describe('what linkage shares, as it comes and goes', () => {
  const names = fc.subarray(['a', 'b'].map(organization));
  const step = fc.oneof(
    fc.record({
      do: fc.constant('link' as const),
      n: fc.nat(2),
      lists: fc.record({ lead: names, assist: names, informed: names }),
      more: fc.record(
        {
          eventTypes: fc.constantFrom(['12'], ['11']),
          levels: fc.constantFrom(['3'], ['4', 'below']),
          places: fc.constantFrom([place('1')], [place('district')], [place('2')]),
          times: fc.constantFrom(
            [{ days: 'every', from: '00:00', to: '16:30' }],
            [{ days: 'every', from: '17:00', to: '23:59' }],
          ),
        },
        { requiredKeys: [] },
      ),
    }),
    fc.record({ do: fc.constant('unlink' as const), n: fc.nat(2) }),
    fc.record({
      do: fc.constant('happen' as const),
      n: fc.nat(2),
      more: fc.record(
        {
          state: fc.constantFrom('confirmed', 'closed', 'reopened', 'false-alarm'),
          level: fc.constantFrom('3', '4'),
          place: fc.constantFrom(place('1'), place('2')),
        },
        { requiredKeys: [] },
      ),
    }),
    fc.record({ do: fc.constant('move' as const), to: fc.constantFrom('district', 'elsewhere') }),
    fc.record({ do: fc.constant('time' as const), minutes: fc.constantFrom(0, 20, 40, 70) }),
  );

  it('is the same live as asked anew, nothing for whoever is not named, and nothing when all is taken back', () =>
    fc.assert(
      fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 10 }), (batches) => {
        const { make, view, policy } = city();
        // Whoever sees the same without any linkage: the picture without the rows of that kind.
        const bare = createLocalView({ now: make.at(0) });
        const unshared = readPolicy(bare);
        bare.apply(
          view.find({ kind: 'place' }).map(({ id, value }) => make.put(id, value)),
          make.at(0),
        );
        const live = people.map((who) => ({ who, rows: follow(view, policy, who) }));
        const both = (entries: Entry[]): void => {
          view.apply(entries, view.now);
          const others = entries.filter(({ kind }) => kind !== 'linkage');
          bare.apply(others, view.now);
        };
        const check = (named: (who: Actor) => boolean): void => {
          for (const { who, rows } of live) {
            const now = asked(view, policy, who);
            expect(plain(rows.values()), who.id).to.deep.equal(plain(now));
            const without = asked(bare, unshared, who);
            expect(ids(now), who.id).to.include.members(ids(without));
            if (!named(who)) expect(plain(now), who.id).to.deep.equal(plain(without));
          }
        };
        const standing = new Map<number, readonly string[]>();
        const named = (who: Actor): boolean =>
          ['a', 'b', 'ab', 'worker'].includes(who.id) &&
          [...standing.values()].flat().some((id) => who.scope.includes(id));
        for (const batch of batches) {
          const entries: Entry[] = [];
          for (const each of batch) {
            if (each.do === 'link') {
              entries.push(make.put(linkage(each.n), { name: '联动', ...each.lists, ...each.more }));
              standing.set(each.n, Object.values(each.lists).flat());
            }
            if (each.do === 'unlink') {
              entries.push(make.gone(linkage(each.n)));
              standing.delete(each.n);
            }
            if (each.do === 'happen') entries.push(...happens(make, each.n, each.more));
            if (each.do === 'move')
              entries.push(
                make.put(place('1'), {
                  name: '一街',
                  scheme: 'division',
                  code: '450103001',
                  parents: [place(each.to)],
                }),
              );
            if (each.do === 'time') for (const one of [view, bare]) one.advance(make.at(each.minutes * 60), undefined);
          }
          if (entries.length > 0) both(entries);
          // The hour is looked at when time passes, not by a batch.
          view.advance(view.now, undefined);
          check(named);
        }
        both([0, 1, 2].map((n) => make.gone(linkage(n))));
        check(() => false);
      }),
      // Each follows six kinds with the eyes of eight people, and asks for all of them anew after each batch: some 70 ms.
      seeds(40),
    ));

  it('shares an incident with all that belongs to it, at its tier, within the batch', () => {
    const { make, view, policy } = city();
    const rows = follow(view, policy, people[0]!);
    view.apply(happens(make, 1, {}), view.now);
    expect(ids(rows.values())).to.deep.equal([]);
    const say = (more: object): void =>
      view.apply([make.put(linkage(1), { name: '联动', lead: [], assist: [], informed: [], ...more })], view.now);
    say({ informed: [organization('a')] });
    expect(rows.size).to.equal(6);
    expect(rows.get(incident(1))!.value).to.include({ title: '一街', level: '3' });
    say({ assist: [organization('a')] });
    expect(rows.get(incident(1))!.value).to.include({ title: '火警' });
    expect(policy.may(people[0]!, commandRules.reveal, view.get(incident(1))!)).to.equal(false);
    say({ lead: [organization('a')] });
    expect(policy.may(people[0]!, commandRules.reveal, view.get(incident(1))!)).to.equal(true);
    view.apply([make.put(incident(1), { title: '火警', state: 'closed' })], view.now);
    expect(ids(rows.values())).to.deep.equal([]);
    expect(policy.may(people[0]!, commandRules.reveal, view.get(incident(1))!)).to.equal(false);
  });

  it('looks at no linkage for who is of no organization, and at each incident once a batch', () => {
    const { make, view } = city();
    let finds = 0;
    const counting = {
      ...view,
      find: (query: never) => ((finds += 1), view.find(query)),
      get at() {
        return view.at;
      },
      get now() {
        return view.now;
      },
    };
    const policy = readPolicy(counting as never);
    view.apply([...happens(make, 1, {}), ...happens(make, 2, {})], view.now);
    const rows = KINDS.flatMap((kind) => view.find({ kind }));
    for (const row of rows) policy.see(person('w', 'grid-worker', '450103'))!(row);
    expect(finds).to.equal(0);
    for (const row of rows) policy.see(people[0]!)!(row);
    for (const row of rows) policy.see(people[1]!)!(row);
    expect(finds).to.equal(1);
  });
});

describe('a stream whose share is taken back', () => {
  it('loses what it lost, and who resumes is told nothing of before', async () => {
    const { make, view, policy } = city();
    const hub = createHub({ city: 'test', view, clock: createManualClock(), ids: createSeededIds(), policy });
    const who = people[0]!;
    const open = (resume?: Resume): { readonly lines: string[]; readonly leave: () => void } => {
      const lines: string[] = [];
      const message = parseOpen({
        t: 'open',
        versions: [1],
        queries: { i: { kind: 'incident' }, r: { kind: 'report' } },
        ...(resume && { resume }),
      }) as Open;
      const sink = { write: (line: string) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined };
      return { lines, leave: hub.open(message, who, sink) };
    };
    const shared = { name: '联动', lead: [organization('a')], assist: [], informed: [] };
    view.apply([make.put(linkage(1), shared)], view.now);
    const stays = open();
    const goes = open();
    const last = JSON.parse(goes.lines.at(-1)!) as Down & { readonly resume: Resume };
    goes.leave();
    view.apply(happens(make, 1, { title: 'CANARY' }), view.now);
    expect(stays.lines.join('')).to.include('CANARY');

    const kept = open(last.resume);
    expect(kept.lines.join('')).to.include('"resumed":true').and.include('CANARY');
    kept.leave();

    view.apply([make.gone(linkage(1))], view.now);
    const removed = stays.lines.slice(-2).flatMap((line) => (JSON.parse(line) as Down & { t: 'diff' }).delta.removed);
    expect(removed.sort()).to.deep.equal([incident(1), fireAlarm('1')[0]]);
    const back = open(last.resume);
    expect(back.lines.join('')).to.include('"resumed":false').and.include('"flagged":true').and.not.include('CANARY');
    view.apply(happens(make, 1, { title: 'CANARY 2' }), view.now);
    for (const { lines } of [stays, back]) expect(lines.join('')).to.not.include('CANARY 2');
    hub.close();
  });
});
