import { expect } from 'chai';
import fc from 'fast-check';
import { asJson } from '../src/json.js';
import type { Change, Entry, Position } from '../src/model/change.js';
import { entityId, parseId, type EntityId } from '../src/model/id.js';
import type { Kind } from '../src/model/kind.js';
import { kinds as ours } from '../src/model/kinds.js';
import { stockExample } from '../src/model/stock.schema.js';
import { slotOf } from '../src/model/slot.js';
import { toInstant, type Instant } from '../src/model/time.js';
import type { Commit, Store } from '../src/ports/store.js';
import { createMemoryStore } from '../src/store/memory.js';
import { entryVersions, type EntryVersions } from '../src/store/upcast.js';
import { createManualClock, createSeededIds, detector, fireAlarm } from '../src/testing/index.js';
import { seeds } from '../src/testing/seeds.js';
import { allClear } from '../src/view/all-clear.js';
import { createLocalView } from '../src/view/local-view.js';
import type { LocalView, Reader } from '../src/view/view.js';
import { createBatch } from '../src/writer/batch.js';
import { createAside, lackingIn, type Aside } from '../src/city/aside.js';
import { loadSnapshot } from '../src/city/load.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const RECORDED = toInstant(START + 60_000);
const lift: Kind = { ...ours['place']!, name: 'acme:lift', refs: [] };
const withLift: { readonly [name: string]: Kind } = { ...ours, 'acme:lift': lift };

interface Program {
  readonly kinds: { readonly [name: string]: Kind };
  readonly versions: EntryVersions;
  /** How it writes a line. */
  readonly writes: (change: Change) => Change;
}
const older: Program = { kinds: ours, versions: entryVersions, writes: (change) => change };
const olderWithLift: Program = { ...older, kinds: withLift };
/** Writes what older ones cannot read, and reads all that was ever written. */
const newer: Program = {
  kinds: withLift,
  versions: {
    current: 3,
    upcasters: {
      1: ({ body: said, ...line }) => ({ ...line, said: said! }),
      2: ({ said, ...line }) => ({ ...line, body: said! }),
    },
  },
  writes: ({ body: said, ...line }) => ({ ...line, v: 2, said }) as unknown as Change,
};
const programs = [older, newer, olderWithLift];

const place = entityId('place', 'fire', 'p');
const device = (n: number): EntityId => entityId('device', 'fire', String(n));
const told = fc.record({
  what: fc.oneof(
    fc.constantFrom('甲', '乙').map((name) => [place, { name, scheme: 'zone' }] as const),
    fc.nat(1).map((n) => [device(n), { ...detector('1')[1], place, detects: ['12G00'] }] as const),
    fc.nat(2).map((n) => [entityId('report', 'fire', String(n)), { ...fireAlarm('1')[1], device: device(0) }] as const),
    fc
      .tuple(fc.nat(1), fc.constantFrom('normal', 'fault', 'alarm'))
      .map(
        ([n, value]) =>
          [
            entityId('observation', 'fire', `${n}`),
            { device: device(n), quantity: 'state', value: [value], quality: 'good' },
          ] as const,
      ),
    fc.nat(1).map((n) => [entityId('incident', 'city', String(n)), { state: 'confirmed', title: '火警' }] as const),
    fc.nat(1).map((n) => [entityId('stock', 'fire', String(n)), stockExample] as const),
    fc.nat(1).map((n) => [entityId('acme:lift', 'fire', String(n)), { name: `${n} 号梯` }] as const),
  ),
  seq: fc.nat(12),
  atS: fc.nat(12),
  nth: fc.nat(2),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

const changeOf = ({ what: [id, value], seq, atS, nth }: Told): Change => {
  const { kind, source } = parseId(id)!;
  const at = toInstant(START + atS * 1000);
  const body = { value: asJson({ ...value, extra: { 'acme:nth': nth } }) };
  return { v: 1, kind, id, source, at, order: [0, seq], basis: 'stated', body };
};

const picture = (view: Reader): unknown =>
  Object.keys(withLift).flatMap((kind) => [...view.find({ kind })].sort((a, b) => (a.id < b.id ? -1 : 1)));
/** What it says beside its doubts, its doubts beside lines that cannot be read, and those. */
function clear(view: Reader) {
  const { doubts, state: _, open, ...said } = allClear(view, { place, eventTypes: ['12G00'] });
  const [others, unread] = [true, false].map((is) => doubts.filter(({ why }) => (why !== 'unread') === is));
  return {
    said,
    open: [...open].sort(),
    others: others!.map((doubt) => JSON.stringify(doubt)).sort(),
    unread: unread!,
  };
}

/** A log that several programs write and read, one after the other. */
function world() {
  const clock = createManualClock();
  let runs = older;
  const versions: EntryVersions = {
    get current() {
      return runs.versions.current;
    },
    get upcasters() {
      return runs.versions.upcasters;
    },
  };
  const { store } = createMemoryStore({ clock, ids: createSeededIds(3), versions });
  /** All that is in the log, by whom, and whether it filled its place. */
  const log: { readonly entry: Entry; readonly by: Program; readonly stood: boolean }[] = [];

  async function open(program: Program, at?: number): Promise<{ view: LocalView; aside: Aside }> {
    runs = program;
    const { head } = await store.resume();
    const aside = createAside(program.kinds);
    const view = lackingIn(createLocalView({ now: RECORDED, kinds: program.kinds }), aside);
    const apply: LocalView['apply'] = (entries, now) => {
      aside.told(entries);
      view.apply(entries, now);
    };
    await loadSnapshot(store, { apply }, { at: (at ?? head) as Position, unread: aside.unread });
    return { view, aside };
  }

  return {
    store: store as Store,
    log,
    open,
    /** Starts a program, lets it hear these, and stops it. */
    async run(program: Program, changes: readonly Change[], recordedAt: Instant = RECORDED): Promise<string[]> {
      const { view, aside } = await open(program);
      const lease = await store.lease('a', 60_000);
      const { fence } = lease as { readonly fence: number };
      const codes: string[] = [];
      for (const change of changes) {
        const resume = await store.resume();
        const known = { seen: () => false, result: () => undefined };
        const batch = createBatch({ now: recordedAt, fence, view, resume, known, kinds: program.kinds, aside });
        codes.push(...batch.put(change).issues.map(({ code }) => code));
        const commit: Commit = batch.toCommit();
        await store.commit({
          ...commit,
          rows: commit.rows.map((row) => ({ ...row, change: program.writes(row.change) })),
        });
        aside.told(batch.entries);
        view.apply(batch.entries, recordedAt);
        batch.entries.forEach((entry, i) =>
          log.push({ entry, by: program, stood: commit.rows[i]!.slot !== undefined }),
        );
      }
      return codes;
    },
    /** The picture of what a program can read of the log, told from its beginning. */
    naively(program: Program, at = Infinity): LocalView {
      const view = createLocalView({ now: RECORDED, kinds: program.kinds });
      for (const { entry, by } of log)
        if (entry.position <= at && (by !== newer || program === newer)) view.apply([entry], RECORDED);
      return view;
    },
  };
}

describe('lines that cannot be read', () => {
  it('are lacking, and nothing else is: of programs of several versions that write one log by turns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2), fc.array(told, { maxLength: 6 })), { minLength: 1, maxLength: 4 }),
        fc.nat(100),
        async (turns, asked) => {
          const { log, run, open, naively } = world();
          for (const [who, what] of turns) await run(programs[who]!, what.map(changeOf));
          for (const program of programs) {
            const { view } = await open(program);
            const without = naively(program);
            expect(picture(view)).to.deep.equal(picture(without));
            const lacking = new Set((view.lacking ?? []).map(({ slot, id }) => slot ?? id));
            const hidden = log.filter(
              ({ entry, by, stood }) =>
                stood && program !== newer && (by === newer || !Object.hasOwn(program.kinds, entry.kind)),
            );
            expect(lacking).to.deep.equal(new Set(hidden.map(({ entry }) => slotOf(withLift[entry.kind]!, entry))));
            const [said, bare] = [clear(view), clear(without)];
            expect({ ...said, unread: [] }).to.deep.equal(bare);
            const { unread } = said;
            const alarming = hidden.some(({ entry: { kind } }) =>
              ['place', 'device', 'report', 'incident'].includes(kind),
            );
            if (alarming) expect(unread).to.have.length.above(0);
            if (hidden.every(({ entry: { kind } }) => kind === 'stock' || kind === 'acme:lift'))
              expect(unread).to.deep.equal([]);
          }
          const at = Math.round((log.length * asked) / 100);
          expect(picture((await open(newer, at)).view), 'as of').to.deep.equal(picture(naively(newer, at)));
        },
      ),
      // Each has whole logs written by turns and read anew by every program: some 25 ms.
      seeds(300, 1_000),
    );
  });

  it('are found as of any position by whoever can read them, when older and newer programs wrote by turns', async () => {
    const { log, run, open, naively } = world();
    const name = (nth: number): Change =>
      changeOf({ what: [place, { name: '甲', scheme: 'zone' }], seq: nth, atS: nth, nth });
    let seq = 0;
    for (const program of [older, newer, older, newer, older, older, newer]) await run(program, [name((seq += 1))]);
    for (let at = 0; at <= log.length; at += 1)
      expect(picture((await open(newer, at)).view), String(at)).to.deep.equal(picture(naively(newer, at)));
  });
});
