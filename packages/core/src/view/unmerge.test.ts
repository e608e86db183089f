import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { taskExample } from '../model/task.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from './host-view.js';
import type { Query } from './query.js';
import type { LocalView } from './view.js';
import { seeds } from '../testing/seeds.js';

const city = (kind: string, name: number | string): EntityId => entityId(kind, 'city', String(name));
const report = (n: number): EntityId => fireAlarm(String(n))[0];
const device = (n: number): EntityId => detector(String(n))[0];
const drill = fc.constantFrom(undefined, undefined, undefined, 'spring');

interface Fact {
  readonly id: EntityId;
  readonly value: object;
  readonly exercise?: string | undefined;
}
const fact = (id: EntityId, value: object, exercise?: string): Fact => ({ id, value, exercise });

const base = [0, 1, 2].flatMap((n) => [
  fact(device(n), { ...detector(String(n))[1], position: [108.3 + n / 100, 22.8], priority: n + 1 }),
  fact(report(n), fireAlarm(String(n))[1]),
  ...(n < 2 ? [fact(city('incident', n), { state: 'confirmed', title: '火警' })] : []),
  fact(entityId('observation', 'fire', String(n)), { device: device(n), quantity: 'level', value: n, quality: 'good' }),
]);

/** Reports to incidents, incidents and devices to each other: all that is merged by a link. */
const ends = fc.oneof(
  fc.tuple(fc.nat(2), fc.nat(1)).map(([from, to]) => [report(from), city('incident', to), 'tells'] as const),
  fc.constantFrom('same-as', 'part-of').map((role) => [city('incident', 0), city('incident', 1), role] as const),
  fc.tuple(fc.nat(2), fc.nat(2)).map(([from, to]) => [device(from), device(to), 'same-as'] as const),
);
const links = (name: string, max: number) =>
  fc
    .array(fc.tuple(ends, drill), { minLength: 1, maxLength: max })
    .map((made) =>
      made.map(([[from, to, role], exercise], n) =>
        fact(city('link', `${name}${n}`), { from, to, role, reasons: ['desk'] }, exercise),
      ),
    );

/** What comes in between is about either side: it is kept, and stays with whom it is about. */
const meanwhile = fc.array(
  fc.oneof(
    fc
      .tuple(fc.nat(9), fc.nat(2), drill)
      .map(([n, of, exercise]) => fact(city('triage', n), { of: report(of), outcome: 'accepted' }, exercise)),
    fc
      .tuple(fc.nat(9), fc.nat(1), drill)
      .map(([n, of, exercise]) =>
        fact(city('acknowledgement', n), { of: city('incident', of), masked: '李*' }, exercise),
      ),
    fc
      .tuple(fc.nat(9), fc.constantFrom(report(0), city('incident', 0)))
      .map(([n, of]) => fact(city('task', n), { ...taskExample, about: [of] })),
    fc.tuple(fc.nat(9), fc.nat(2)).map(([n, of]) =>
      fact(entityId('observation', 'fire', `m${n}`), {
        device: device(of),
        quantity: 'level',
        value: n,
        quality: 'good',
      }),
    ),
    fc.nat(1).map((n) => fact(city('incident', n), { state: 'responding', title: '火警' })),
  ),
  { maxLength: 6 },
);

const SHOWN = ['device', 'report', 'incident', 'task', 'observation', 'triage', 'acknowledgement'];
const MERGED: Query = {
  kind: 'incident',
  join: [{ as: 'reports', via: { link: 'tells', at: 'to' }, query: { kind: 'report' } }],
};

/** What a reader sees of everything but the links themselves. */
const seen = (view: LocalView): unknown => [...SHOWN.map((kind) => view.find({ kind })), view.find(MERGED)];

describe('unmerge', () => {
  it('restores exactly what was, and keeps what came in between, whatever comes first', () => {
    let [runs, changed] = [0, 0];
    const cases = fc.tuple(links('before', 2), links('merge', 4), meanwhile).chain(([before, merge, between]) => {
      const undo = merge.map(({ id, value, exercise }) =>
        fact(entityId('link', 'city', `undo-${id}`), { ...value, undoes: id }, exercise),
      );
      const all = [
        ...merge,
        ...between.filter(({ id }, i) => between.findIndex((other) => other.id === id) === i),
        ...undo,
      ];
      return fc.tuple(
        fc.constant(before),
        fc.constant(merge),
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.boolean(),
      );
    });
    fc.assert(
      fc.property(cases, ([before, merge, all, again, shuffled]) => {
        const make = createEntries();
        const entries = new Map(
          [...base, ...before, ...all].map((each): [Fact, Entry] => [
            each,
            make.put(each.id, each.value, each.exercise === undefined ? {} : { exercise: each.exercise }),
          ]),
        );
        const show = (facts: readonly Fact[]): LocalView => {
          const view = createLocalView({ now: make.at(0) });
          view.apply(
            base.map((each) => entries.get(each)!),
            make.at(0),
          );
          for (const each of facts) view.apply([entries.get(each)!], make.at(0));
          return view;
        };
        const between = all.filter((each) => !each.id.startsWith('link/'));
        // Looked at in some: each is another picture to make.
        if (
          (runs += 1) % 8 === 0 &&
          JSON.stringify(seen(show([...before, ...merge]))) !== JSON.stringify(seen(show(before)))
        )
          changed += 1;
        const after = show([...before, ...(shuffled ? again : all)]);
        expect(seen(after)).to.deep.equal(seen(show([...before, ...between])));
        expect(after.find({ kind: 'link' }).length, 'every link is kept').to.equal(before.length + 2 * merge.length);
      }),
      seeds(),
    );
    // 70 and more of the 125 looked at: that chance leaves no more than 30 is far less likely than 1e-9.
    expect(changed, 'merges that were seen').to.be.above(30);
  });
});
