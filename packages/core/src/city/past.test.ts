import { expect } from 'chai';
import fc from 'fast-check';
import { defineErase } from '../command/erase.js';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { warningExample } from '../model/warning.schema.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, detector, fireAlarm, type ManualClock } from '../testing/index.js';
import type { Reader } from '../view/view.js';
import { createCity, type City } from './city.js';
import type { ReplayStep } from './past.js';
import { seeds } from '../testing/seeds.js';

const shown = Object.keys(kinds).filter((kind) => kind !== 'memory');
const picture = (view: Reader): unknown => shown.flatMap((kind) => view.find({ kind }));
const who = { id: 'u1', masked: '李*', roles: [], scope: [] };

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

interface World {
  readonly city: City;
  readonly store: Store;
  readonly clock: ManualClock;
  tell(told: readonly (readonly [EntityId, object])[], more?: object): Promise<void>;
}

/** `reading`: waited for after the log was read, and before that is handed over. */
async function world({ reading = () => Promise.resolve() } = {}): Promise<World> {
  const clock = createManualClock();
  const { store: inner, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const store: Store = {
    ...inner,
    async *read(after, limit) {
      const entries: Entry[] = [];
      for await (const entry of inner.read(after, limit)) entries.push(entry);
      await reading();
      yield* entries;
    },
  };
  const feed = createFeedByHand(clock);
  const city = await createCity({
    store,
    vault,
    clock,
    ids: createSeededIds(5),
    feeds: [{ feed: feed.feed, source: 'fire' }],
    commands: [defineErase({ may: () => true })],
    audit: { write: () => Promise.resolve() },
  });
  let n = 0;
  return {
    city,
    store,
    clock,
    async tell(told, more) {
      feed.deliver(`m${(n += 1)}`, told, more);
      await turn(6);
    },
  };
}

const mine = (kind: string, n: number): EntityId => entityId(kind, 'fire', String(n));
const made = fc.oneof(
  fc.constantFrom('甲', '乙').map((name) => [mine('place', 1), { name, scheme: 'zone' }] as const),
  fc
    .tuple(fc.nat(2), fc.constantFrom({ place: mine('place', 1) }, { zone: '1' }, { position: [108.35, 22.82] }))
    .map(([n, more]) => [
      mine('device', n),
      { ...detector('1')[1], ...more, contract: { by: 'periodic', everyS: 30 } },
    ]),
  fc
    .nat(2)
    .map((n) => [mine('report', n), { ...fireAlarm('1')[1], device: mine('device', n), phone: `1390000000${n}` }]),
  fc
    .tuple(fc.nat(2), fc.nat(1_000_000), fc.double({ min: 0, max: 3, noNaN: true }))
    .map(([n, id, value]) => [
      mine('observation', id),
      { device: mine('device', n), quantity: 'water.level', value, quality: 'good' },
    ]),
  fc
    .tuple(fc.nat(2), fc.constantFrom('issue', 'update', 'lift'))
    .map(([n, verb]) => [
      mine('warning', n),
      { ...warningExample, verb, references: n ? [mine('warning', n - 1)] : [] },
    ]),
) as fc.Arbitrary<readonly [EntityId, object]>;
const step = fc.record({
  told: fc.array(made, { minLength: 1, maxLength: 4 }),
  seconds: fc.integer({ min: 1, max: 90 }),
  gone: fc.option(fc.nat(2), { nil: undefined }),
});

describe('time travel', function () {
  // Each runs a city, and asks for every position of its log: 2,400 ms are what a slow machine may take.
  const tries = seeds(50);
  this.timeout(2_400 * tries.numRuns);

  it('as of a position is the picture that stood then, over random logs, and a replay comes by all of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { city, clock, tell } = await world();
        const stood: { at: Position; now: Instant; rows: unknown }[] = [];
        const note = (): void => {
          // The host looks at what falls due once a second; a picture of the past is made for its instant.
          city.view.advance(clock.now());
          stood.push({ at: city.view.at, now: city.view.now, rows: picture(city.view) });
        };
        for (const { told, seconds, gone } of steps) {
          await tell(told);
          if (gone !== undefined) {
            const [kind, within] = ['device', `device/fire/${gone}`];
            const rest = city.view.find({ kind }).filter(({ id }) => id !== within);
            await tell([], { complete: { kind, within, ids: rest.map(({ id }) => id) } });
          }
          await clock.pass(1);
          note();
          await clock.pass(seconds * 1000);
          await turn(4);
        }
        for (const { at, now, rows } of stood) {
          const past = await city.asOf(at);
          expect(past.at).to.equal(at);
          let replayed: unknown;
          await city.replay(0 as Position, at, Infinity).forEach(({ view }) => (replayed = picture(view)));
          expect(picture(past), `as of ${at}`).to.deep.equal(replayed);
          const then = await city.asOf(now);
          expect(picture(then), `as of ${now}`).to.deep.equal(rows);
          past.close();
          then.close();
        }
        const last = stood.at(-1)!;
        let seen: ReplayStep | undefined;
        const ats: number[] = [];
        await city.replay(0 as Position, last.now, Infinity).forEach((each) => {
          ats.push(each.at);
          seen = each;
        });
        expect(ats).to.deep.equal([...new Set(ats)].sort((a, b) => a - b));
        expect(ats.at(-1)).to.equal(last.at);
        expect(seen).to.not.equal(undefined);
        await city.close();
      }),
      // Each starts a city and waits for its writer through turns of the event loop, which a page makes 4 ms long.
      tries,
    );
  });

  it('takes a position, or an instant by when it was recorded, and nothing else', async () => {
    const { city, clock, store, tell } = await world();
    await clock.pass(1000);
    const began = city.view.at;
    for (const n of [1, 2, 3]) {
      await tell([[mine('place', n), { name: String(n), scheme: 'zone' }]]);
      await clock.pass(10_000);
    }
    const entries: Entry[] = [];
    for await (const entry of store.read(0 as Position, 100)) entries.push(entry);
    const places = async (when: Position | Instant): Promise<number> => {
      const past = await city.asOf(when);
      const found = past.find({ kind: 'place' }).length;
      past.close();
      return found;
    };
    const second = entries.find(({ id }) => id === mine('place', 2))!;
    const before = toInstant(millis(second.recordedAt) - 1);
    expect([await places(before), await places(second.recordedAt)]).to.deep.equal([1, 2]);
    expect([await places((second.position - 1) as Position), await places(second.position)]).to.deep.equal([1, 2]);
    expect([await places(0 as Position), await places(began), await places(1e9 as Position)]).to.deep.equal([0, 0, 3]);
    expect([await places(toInstant(0)), await places('2999-01-01T00:00:00Z' as Instant)]).to.deep.equal([0, 3]);
    for (const odd of [-1, NaN, 'yesterday'])
      expect(await city.asOf(odd as never).catch((error: { code: string }) => error.code)).to.equal('bad-position');
    const wrong = await new Promise((resolve) =>
      city.replay(0 as Position, 1 as Position, 0).subscribe({ error: resolve }),
    );
    expect(wrong).to.include({ code: 'bad-speed' });
    await city.close();
  });

  it('is read-only, makes nobody judge, and shows nothing that stays inside the host', async () => {
    const { city, tell, store } = await world();
    await tell([detector('1', { zone: '1' }), detector('2', { zone: '1' })].map(([id, value]) => [id, value] as const));
    await tell([[mine('report', 1), fireAlarm('1')[1]]]);
    const head = city.view.at;
    const past = await city.asOf(head);
    const refused = await past.send({ v: 1, id: 'command-1', name: 'erase', input: {} });
    expect(refused.ok ? [] : refused.issues.map(({ code }) => code)).to.deep.equal(['read-only']);
    expect(past).to.not.have.any.keys('apply', 'advance', 'standing');
    past.health$.subscribe((health) => expect(health).to.include({ readOnly: 'past' })).unsubscribe();
    await city.replay(0 as Position, head, Infinity).forEach(() => undefined);
    expect((await store.resume()).head).to.equal(head);
    expect(past.find({ kind: 'memory' })).to.deep.equal([]);
    await city.close();
  });

  it('shows nothing that was erased since, in pictures and replays that are open too', async () => {
    const { city, clock, tell } = await world();
    const id = mine('report', 1);
    const call = (title: string): object => ({ channel: '110', title, phone: '13900001111' });
    await tell([[id, call('一')]]);
    const first = city.view.at;
    await clock.pass(5000);
    await tell([[id, call('二')]]);
    const second = city.view.at;
    const early = await city.asOf(first);
    expect(JSON.stringify(early.get(id))).to.include('139****1111');
    const steps: string[] = [];
    const playing = city.replay(first, second, 1).subscribe(({ view }) => steps.push(JSON.stringify(view.get(id))));
    await turn();
    expect(steps).to.have.length(1);
    await city.send({ v: 1, id: 'command-1', name: 'erase', input: { of: id, purpose: '当事人要求' } }, who);
    expect(early.get(id)?.value['title']).to.equal('一');
    for (let s = 0; s < 6; s += 1) {
      await clock.pass(1000);
      await turn(4);
    }
    expect(steps).to.have.length(2);
    const again = await city.asOf(first);
    for (const text of [steps[1]!, JSON.stringify(early.get(id)), JSON.stringify(again.get(id))])
      expect(text).to.include('$vault').and.not.include('139****1111').and.not.include('pseudonym');
    playing.unsubscribe();
    await city.close();
  });

  it('brings nobody back whose line was read before an erasure and is shown after it', async () => {
    for (const waits of ['while it is read', 'for room'] as const) {
      let open = (): void => undefined;
      let gate = Promise.resolve();
      const shut = (): void => void (gate = new Promise((resolve) => (open = resolve)));
      const { city, tell } = await world({ reading: () => (waits === 'for room' ? Promise.resolve() : gate) });
      const id = mine('report', 1);
      await tell([[id, { channel: '110', title: '一', phone: '13900001111' }]]);
      const first = city.view.at;
      await tell([[id, { channel: '110', title: '二', phone: '13900001111' }]]);
      const steps: string[] = [];
      const started: unknown[] = [];
      const playing = city
        .replay(first, city.view.at, Infinity, async (job) => {
          started.push(job);
          if (waits === 'for room') await gate;
          return job();
        })
        .subscribe(({ view }) => {
          if (steps.length === 0) shut();
          steps.push(JSON.stringify(view.get(id)));
        });
      await turn();
      expect([steps.length, started.length], waits).to.deep.equal([1, waits === 'for room' ? 1 : 0]);
      await city.send({ v: 1, id: 'command-1', name: 'erase', input: { of: id, purpose: '当事人要求' } }, who);
      open();
      await turn();
      expect(steps, waits).to.have.length(2);
      expect(steps[1], waits).to.include('二').and.not.include('139****1111').and.not.include('pseudonym');
      playing.unsubscribe();
      await city.close();
    }
  });

  it('does all its work when there is room for it, and ends no sooner', async () => {
    const { city, clock, tell } = await world();
    const from = city.view.at;
    for (const n of [1, 2, 3]) {
      await clock.pass(1000);
      await tell([[mine('place', n), { name: String(n), scheme: 'zone' }]]);
    }
    const room: (() => void)[] = [];
    const ats: number[] = [];
    let ended = false;
    city
      .replay(from, city.view.at, Infinity, async (job) => {
        await new Promise<void>((resolve) => room.push(resolve));
        return job();
      })
      .subscribe({ next: ({ at }) => ats.push(at), complete: () => (ended = true) });
    await turn();
    expect([ats, room.length]).to.deep.equal([[from], 1]);
    for (let jobs = 0; room.length > 0; jobs += 1) {
      expect(ended).to.equal(false);
      expect(jobs).to.be.below(50);
      room.shift()!();
      await turn(2);
    }
    expect([ats.at(-1), ended]).to.deep.equal([city.view.at, true]);
    const backwards = await new Promise((resolve) =>
      city.replay(city.view.at, from, 1).subscribe({ error: resolve, complete: () => resolve('played') }),
    );
    expect(backwards).to.include({ code: 'bad-position' });
    await city.close();
  });

  it('plays as fast as asked, lets time pass in between, and stops when nobody looks', async () => {
    const { city, clock, tell } = await world();
    await tell([[mine('device', 1), { ...detector('1')[1], contract: { by: 'periodic', everyS: 30 } }]]);
    await tell([
      [mine('observation', 1), { device: mine('device', 1), quantity: 'water.level', value: 1, quality: 'good' }],
    ]);
    const from = city.view.at;
    for (let s = 0; s < 120; s += 1) await clock.pass(1000);
    await tell([[mine('place', 1), { name: '甲', scheme: 'zone' }]]);
    const to = city.view.at;
    const heard: string[] = [];
    const steps: number[] = [];
    let ended = false;
    const playing = city.replay(from, to, 60).subscribe({
      next({ at, view }) {
        steps.push(at);
        if (steps.length === 1)
          view.select({ kind: 'device' }).subscribe(({ put }) => heard.push(...put.map(({ fresh }) => fresh.state)));
      },
      complete: () => (ended = true),
    });
    await turn();
    expect(steps).to.deep.equal([from]);
    await clock.pass(1000);
    await turn();
    expect(steps, 'a minute of two has passed').to.deep.equal([from]);
    expect(heard).to.deep.equal(['live', 'stale']);
    await clock.pass(1000);
    await turn();
    expect(steps.at(-1)).to.equal(to);
    expect(ended).to.equal(true);
    const whole: number[] = [];
    const beginning = city.replay(0 as Position, from, 1).subscribe(({ at }) => whole.push(at));
    await turn();
    expect(whole.length, 'nobody waits for the city to begin').to.be.above(1);
    beginning.unsubscribe();
    const cut = city.replay(from, to, 1).subscribe(() => steps.push(-1));
    await turn();
    cut.unsubscribe();
    playing.unsubscribe();
    await clock.pass(300_000);
    await turn();
    expect(steps.filter((at) => at === -1)).to.have.length(1);
    await city.close();
  });
});
