import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { toInstant } from '../model/time.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './local-view.js';
import type { Query } from './query.js';
import type { Group, LocalView, Row } from './view.js';

const NOW = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
const plain = { coalesce: false, sensitive: [], owner: 'source' } as const;
const kinds: { readonly [name: string]: Kind } = {
  thing: { ...plain, name: 'thing', law: 'register', refs: ['near'] },
  reading: { ...plain, name: 'reading', law: 'register', refs: [], keepLatestBy: ['of'] },
};

const thing = (n: number): EntityId => entityId('thing', 'bench', String(n));
const reading = (n: number): EntityId => entityId('reading', 'bench', String(n));

const queries: readonly Query[] = [
  { kind: 'thing', where: [{ field: 'score', op: 'lt', value: 40 }] },
  { kind: 'thing', sort: [{ field: 'score', dir: 'desc' }], top: 5 },
  { kind: 'thing', group: { by: ['district'], worst: 'score' } },
  { kind: 'thing', top: 9, join: [{ as: 'near', via: { field: 'near' }, query: { kind: 'thing' } }] },
  { kind: 'reading' },
];

/** Many Entries of few ids: each may come, change and go several times in one batch, and so may whoever names it. */
const batch = fc.array(
  fc.record({
    n: fc.nat(700),
    of: fc.nat(30),
    minute: fc.nat(90),
    seq: fc.nat(20),
    score: fc.nat(99),
    what: fc.constantFrom('put', 'put', 'near', 'gone', 'reading', 'unread'),
  }),
  { minLength: 600, maxLength: 1200, size: 'max' },
);

type Told = typeof batch extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function entry({ n, of, minute, seq, score, what }: Told, position: number): Entry {
  const stamp = { v: 1, source: 'bench', basis: 'stated', position: position as Position, recordedAt: NOW } as const;
  const at = toInstant(Date.parse(NOW) - minute * 60_000);
  const gone = { removed: true, reason: 'not-listed' } as const;
  if (what === 'reading' || what === 'unread') {
    const body = what === 'unread' ? gone : { value: { of, score } };
    return { ...stamp, kind: 'reading', id: reading(n % 50), at, order: [0, position], body };
  }
  const value = { score, district: `D${of}`, ...(what === 'near' && { near: thing(of) }) };
  const body = what === 'gone' ? gone : { value };
  return { ...stamp, kind: 'thing', id: thing(n), at: NOW, order: [0, position + seq], body };
}

const groupsOf = (groups: Iterable<Group>) =>
  [...groups].filter(({ count }) => count > 0).sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
const rowsOf = (rows: Iterable<Row>) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What the Deltas of a query add up to. */
function follow(view: LocalView, query: Query) {
  const rows = new Map<string, Row>();
  const groups = new Map<string, Group>();
  view.select(query).subscribe((delta) => {
    for (const row of delta.put) rows.set(row.id, row);
    for (const id of delta.removed) rows.delete(id);
    for (const group of delta.groups ?? []) groups.set(String(group.key), group);
  });
  return () => [rowsOf(rows.values()), groupsOf(groups.values())];
}

describe('a long batch', () => {
  it('comes to what its Entries come to one by one, for every query', () => {
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), (batches) => {
        const [whole, single] = [createLocalView({ now: NOW, kinds }), createLocalView({ now: NOW, kinds })];
        const followed = queries.map((query) => follow(whole, query));
        let position = 0;
        for (const told of batches) {
          const entries = told.map((each) => entry(each, (position += 1)));
          whole.apply(entries, NOW);
          for (const each of entries) single.apply([each], NOW);
          queries.forEach((query, i) => {
            const { put, groups = [] } = single.answer(query);
            expect(followed[i]!()).to.deep.equal([rowsOf(put), groupsOf(groups)]);
          });
        }
      }),
      // A long batch is one of more than 500 Entries, each applied alone beside it: some 40 ms, and slow to make smaller.
      { ...seeds(25), endOnFailure: true },
    );
  });
});
