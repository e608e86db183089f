import { expect } from 'chai';
import fc from 'fast-check';
import { canonical } from '../json.js';
import type { Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { toInstant } from '../model/time.js';
import type { Delta, Row } from '../view/view.js';
import { fromBrief, placeAfter, toBrief } from './brief.js';
import { seeds } from '../testing/seeds.js';

const instants = fc.integer({ min: 0, max: 3 }).map((s) => toInstant(Date.UTC(2026, 5, 12, 8, 0, s)));
const ids = fc
  .oneof(
    fc.tuple(fc.constantFrom('device', 'acme:lift'), fc.constantFrom('fire', '消防 1'), fc.constantFrom('1', 'a/b')),
  )
  .map((parts) => entityId(...parts));
const places = fc.integer({ min: 1, max: 3 }) as fc.Arbitrary<Position>;
/** Some are of a kind and a source that their id does not say, which no law keeps a host of others from showing. */
const bare = fc
  .record({
    id: fc.oneof(ids, fc.constant('odd' as EntityId)),
    strange: fc.boolean(),
    at: instants,
    known: instants,
    position: places,
  })
  .map(({ id, strange, at, known, position }): Row => {
    const [kind = '', source = ''] = strange ? ['observation', 'weather'] : id.split('/').map(decodeURIComponent);
    return {
      id,
      kind,
      source,
      at,
      recordedAt: known,
      position,
      basis: 'stated',
      value: { n: 1 },
      derived: {},
      fresh: { state: 'live' },
    };
  });
const rows = fc
  .tuple(bare, fc.array(bare, { maxLength: 2 }))
  .map(([row, near]): Row => (near.length > 0 ? { ...row, joined: { near } } : row));
const deltas: fc.Arbitrary<Delta> = fc.record({
  reset: fc.constant(false),
  gap: fc.constant(false),
  put: fc.array(rows, { maxLength: 3 }),
  removed: fc.array(ids, { maxLength: 2 }),
  at: places,
  now: instants,
});

describe('wire: a change without what its reader knows', () => {
  it('is read as it was, over a line, whatever is left out', () =>
    fc.assert(
      fc.property(deltas, places, (delta, position) => {
        const line = JSON.stringify(toBrief(delta, position));
        expect(canonical(fromBrief(JSON.parse(line) as never, position))).to.equal(canonical(delta));
        expect(canonical(fromBrief(delta, position)), 'one that leaves nothing out').to.equal(canonical(delta));
      }),
      seeds(),
    ));

  it('leaves out what an id says, the time of the message and what is empty', () => {
    const now = toInstant(Date.UTC(2026, 5, 12));
    const row: Row = {
      ...{
        id: entityId('device', 'fire', '1'),
        kind: 'device',
        source: 'fire',
        value: {},
        basis: 'stated',
        derived: {},
      },
      ...{ at: now, recordedAt: now, position: 4 as Position, fresh: { state: 'live' } },
    };
    const brief = toBrief({ reset: false, gap: false, put: [row], removed: [], at: 4 as Position, now }, 4 as Position);
    expect(Object.keys(brief)).to.have.members(['put', 'now']);
    expect(Object.keys(brief.put![0]!)).to.have.members(['id', 'value', 'basis', 'derived', 'at', 'position', 'fresh']);
  });

  it('moves the number of its own sort and no other', () => {
    const place = { epoch: 'e', seq: 3, loose: 5, position: 7 as Position };
    const diff = { t: 'diff', key: '0', delta: { now: toInstant(0) } } as const;
    const position = 8 as Position;
    expect(placeAfter(place, { ...diff, resume: { seq: 4, position } })).to.deep.equal({ ...place, seq: 4, position });
    const loose = placeAfter(place, { ...diff, after: 5, resume: { loose: 6, position } });
    expect(loose).to.deep.equal({ ...place, loose: 6, position });
    const whole = { epoch: 'e', seq: 9, loose: 6, position };
    expect(placeAfter(place, { ...diff, after: 5, resume: whole })).to.deep.equal({ ...place, loose: 6, position });
  });
});
