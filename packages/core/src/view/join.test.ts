import { expect } from 'chai';
import { Subject } from 'rxjs';
import type { Entry } from '../model/change.js';
import { entityId } from '../model/id.js';
import { createEntries, detector } from '../testing/index.js';
import { seenBy } from '../wire/seen-by.js';
import { createLocalView } from './local-view.js';
import type { Query } from './query.js';
import type { Delta, Row } from './view.js';

const home = entityId('place', 'registry', '450103');
const smoke = [{ field: 'type', op: 'eq' as const, value: 'smoke-detector' }];
const devices: Query = { kind: 'device', where: smoke };
/** Each device shows its place, and that all its devices: as a tree it would be the square of them. */
const query: Query = {
  kind: 'place',
  join: [
    {
      as: 'devices',
      via: { namedBy: 'place' },
      query: {
        ...devices,
        join: [{ as: 'sums', via: { field: 'place' }, query: { kind: 'place' } }],
      },
    },
  ],
};

/** One place with so many devices, and how often a query has read the type of one. */
function world(size: number, asked: readonly Query[]) {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  let reads = 0;
  const counted = (n: number, name?: string): Entry => {
    const [id, value] = detector(String(n), { place: home, name });
    const get = (): string => {
      reads += 1;
      return 'smoke-detector';
    };
    return make.put(id, Object.defineProperty({ ...value }, 'type', { enumerable: true, get }));
  };
  const all = Array.from({ length: size }, (_, n) => counted(n));
  view.apply([make.put(home, { name: '青秀区', scheme: 'division' }), ...all], make.at(0));
  const told: Delta[] = [];
  for (const each of asked) view.select(each).subscribe((delta) => told.push(delta));
  return {
    view,
    told,
    /** Reads that one change costs. */
    change(n: number): number {
      const entry = counted(n % size, `第 ${n} 只`);
      reads = 0;
      view.apply([entry], make.at(0));
      return reads;
    },
  };
}

describe('a joined query that is followed', () => {
  it('reads as many rows for a change of one of 5,000 as for one of 50', () => {
    const queries = [query, query, query];
    const [few, many] = [world(50, queries), world(5000, queries)];
    for (let n = 0; n < 5; n += 1) {
      const reads = few.change(n);
      expect(reads).to.be.within(1, 4 * queries.length);
      expect(many.change(n)).to.equal(reads);
    }
    expect(many.told).to.have.length(queries.length * 6);
    const shown = many.told.at(-1)!.put[0]!.joined!['devices']!;
    expect([shown.length, shown.some(({ value }) => value['name'] === '第 4 只')]).to.deep.equal([5000, true]);
    expect(many.view.answer(query).put).to.deep.equal(many.told.at(-1)!.put);
  });

  it('looks at who names whom no more often for a change of one of 5,000 than of one of 50', () => {
    const looks = [50, 5000].map((size) => {
      const { view, change } = world(size, []);
      let given = 0;
      const referring: typeof view.referring = (id) => {
        const found = view.referring(id);
        given += found.length;
        return found;
      };
      const told: Delta[] = [];
      const following = seenBy({ ...view, referring }, (row) => row);
      following.select(query).subscribe((delta) => told.push(delta));
      expect(given, 'once, and what they show again').to.be.within(size, 3 * size);
      given = 0;
      for (let n = 0; n < 5; n += 1) change(n);
      expect(told).to.have.length(6);
      return given;
    });
    expect(looks[1]).to.equal(looks[0]);
  });

  it('tells of a row that shows less, although it stands where it stood', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const [id, value] = detector('1', { place: home, name: '王家' });
    view.apply([make.put(home, { name: '青秀区', scheme: 'division' }), make.put(id, value)], make.at(0));
    const moved$ = new Subject<readonly Row[]>();
    let bare = false;
    const see = (row: Row): Row => {
      const { name: _, ...less } = row.value;
      return bare && row.kind === 'device' ? { ...row, value: less } : row;
    };
    let shown: Row | undefined;
    seenBy(view, see, { moved$ })
      .select({ kind: 'place', join: [{ as: 'devices', via: { namedBy: 'place' }, query: { kind: 'device' } }] })
      .subscribe(({ put }) => (shown = put[0] ?? shown));
    const names = (): unknown[] => shown!.joined!['devices']!.map((row) => row.value['name']);
    expect(names()).to.deep.equal(['王家']);
    bare = true;
    moved$.next([view.get(id)!]);
    expect(names()).to.deep.equal([undefined]);
  });
});
