import { expect } from 'chai';
import { createEntries, createSeededIds } from '../testing/index.js';
import { actor } from '../testing/wire-world.js';
import { entityId } from '../model/id.js';
import { systemClock } from '../ports/system.js';
import { createLocalView } from '../view/local-view.js';
import type { Query } from '../view/query.js';
import { createHub } from './hub.js';
import { parseOpen, type Open } from './messages.js';
import { seenBy } from './seen-by.js';

/** Each place with its district, and with that all its places: as many rows as there are places, squared. */
const squared: Query = {
  kind: 'place',
  join: [
    {
      as: 'in',
      via: { field: 'parents' },
      query: { kind: 'place', join: [{ as: 'all', via: { namedBy: 'parents' }, query: { kind: 'place' } }] },
    },
  ],
};

describe('a question whose joins multiply', () => {
  const { put, at } = createEntries();
  const district = entityId('place', 'registry', 'district');
  const place = (n: number) =>
    put(entityId('place', 'registry', String(n)), { name: String(n), scheme: 'division', parents: [district] });
  const filled = (places: number) => {
    const view = createLocalView({ now: at(0) });
    view.apply(
      [put(district, { name: '区', scheme: 'division' }), ...Array.from({ length: places }, (_, n) => place(n))],
      at(0),
    );
    return view;
  };

  it('is answered while it is small, and refused before it fills the memory, through anybody’s eyes', () => {
    expect(filled(100).answer(squared).put).to.have.length(101);
    const view = filled(600);
    expect(() => view.answer(squared)).to.throw('query-too-wide');
    expect(() => seenBy(view, (row) => row).answer(squared)).to.throw('query-too-wide');
    expect(view.answer({ kind: 'place' }).put).to.have.length(601);
  });

  it('ends its stream with the reason, and is not followed', () => {
    const view = filled(600);
    const hub = createHub({ city: 'x', view, clock: systemClock, ids: createSeededIds() });
    const said: string[] = [];
    let ended = false;
    const open = parseOpen({ t: 'open', versions: [2], queries: { squared, plain: { kind: 'place' } } }) as Open;
    hub.open(open, actor, {
      write: (line) => said.push(line) > 0,
      end: () => (ended = true),
      onDrain: () => undefined,
    });
    const [first] = said.map((line) => JSON.parse(line) as { t: string; issue?: { code: string } });
    expect([said.length, ended, first?.t, first?.issue?.code]).to.deep.equal([1, true, 'bye', 'query-too-wide']);
    view.apply([place(601)], at(1));
    expect(said).to.have.length(1);
    hub.close();
  });

  it('looks at each row once for all that is asked at one go, and keeps nothing after', async () => {
    const view = filled(10);
    let looks = 0;
    const seen = seenBy(view, (row) => ((looks += 1), row));
    for (let n = 0; n < 64; n += 1) expect(seen.answer({ kind: 'place' }).put).to.have.length(11);
    expect(looks).to.equal(11);
    await Promise.resolve();
    view.apply([place(11)], at(1));
    expect(looks).to.equal(11);
    expect(seen.answer({ kind: 'place' }).put).to.have.length(12);
  });
});
