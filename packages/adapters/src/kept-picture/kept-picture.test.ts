import { expect } from 'chai';
import { BehaviorSubject, Observable, Subject } from 'rxjs';
import type { Delta, EntityId, Health, Instant, Position, Query, Row } from '@yingji/core';
import type { RemoteView } from '@yingji/core/wire';
import { createManualClock } from '@yingji/core/testing';
import { keepPicture, type KeptResult, type PictureStore } from './kept-picture.js';

const query: Query = { kind: 'report' };
const NOW = '2026-06-12T08:00:00.000Z' as Instant;

const row = (native: string): Row => ({
  ...{ id: `report/fire/${native}` as EntityId, kind: 'report', value: {}, at: NOW, recordedAt: NOW },
  ...{
    basis: 'stated' as const,
    source: 'fire',
    position: 1 as Position,
    derived: {},
    fresh: { state: 'live' as const },
  },
});

const delta = (natives: readonly string[], more: Partial<Delta> = {}): Delta => ({
  ...{ reset: true, gap: false, put: natives.map(row), removed: [], at: 1 as Position, now: NOW },
  ...more,
});

/** A view whose way the test has in its hands. */
function way(): { view: RemoteView; health: BehaviorSubject<Health>; answers: Subject<Delta> } {
  const health = new BehaviorSubject<Health>({ link: { state: 'unknown' } });
  const answers = new Subject<Delta>();
  const view: RemoteView = {
    select: () => new Observable<Delta>((subscriber) => answers.subscribe(subscriber)) as Observable<never>,
    health$: health.asObservable(),
    send: () => Promise.resolve({ ok: false, issues: [] }),
    close: () => undefined,
  };
  return { view, health, answers };
}

function memory(): PictureStore & { readonly all: Map<string, unknown> } {
  const all = new Map<string, unknown>();
  return {
    all,
    load: (key) => Promise.resolve(structuredClone(all.get(key))),
    save: (results) => Promise.resolve(results.forEach((kept, key) => all.set(key, structuredClone(kept)))),
    clear: () => Promise.resolve(all.clear()),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** A page that is opened with what an earlier one kept. */
function page(store: PictureStore, clock = createManualClock(NOW)) {
  const { view, health, answers } = way();
  const faults: unknown[] = [];
  const kept = keepPicture(view, { store, clock, onFault: (cause) => faults.push(cause) });
  const deltas: Delta[] = [];
  const healths: Health[] = [];
  kept.health$.subscribe((each) => healths.push(each));
  const follow = kept.select(query).subscribe((each) => deltas.push(each as Delta));
  const live = (): void => health.next({ link: { state: 'live', since: clock.now() }, now: clock.now() });
  const away = (code = 'gateway-unreachable'): void => health.next({ link: { state: 'unknown' }, code });
  const seen = (): string[][] => deltas.map(({ put }) => put.map(({ id }) => id.split('/')[2]!));
  return { clock, kept, health, answers, deltas, healths, faults, follow, live, away, seen };
}

/** What a page that was live leaves behind. */
async function keptBefore(natives: readonly string[] = ['1', '2']): Promise<ReturnType<typeof memory>> {
  const store = memory();
  const { answers, live, clock, kept } = page(store);
  answers.next(delta(natives));
  live();
  await clock.pass(5_000);
  await turn();
  kept.close();
  return store;
}

describe('a kept picture', () => {
  it('is shown at once where nobody answers, stale since when it was whole, and grows older', async () => {
    const store = await keptBefore();
    const { seen, away, healths, clock, deltas } = page(store, createManualClock('2026-06-12T08:30:05.000Z'));
    expect(seen()).to.deep.equal([]);
    away();
    await turn();
    expect(seen()).to.deep.equal([['1', '2']]);
    expect(deltas[0]).to.include({ reset: true, gap: false });
    expect(healths.at(-1)).to.deep.equal({
      link: { state: 'stale', since: NOW },
      code: 'gateway-unreachable',
      now: '2026-06-12T08:30:05.000Z',
    });
    await clock.pass(60_000);
    away();
    expect(healths.at(-1)?.now).to.equal('2026-06-12T08:31:05.000Z');
  });

  it('is shown where the way swallows everything, after a moment and not before', async () => {
    const { seen, clock, healths } = page(await keptBefore());
    await clock.pass(1_400);
    await turn();
    expect(seen()).to.deep.equal([]);
    await clock.pass(200);
    await turn();
    expect(seen()).to.deep.equal([['1', '2']]);
    expect(healths.at(-1)?.link.state).to.equal('stale');
  });

  it('gives way to what the gateway says, flagged as a gap, and is live only then', async () => {
    const { seen, away, answers, live, deltas, healths } = page(await keptBefore());
    away();
    await turn();
    answers.next(delta(['3']));
    live();
    expect(seen()).to.deep.equal([['1', '2'], ['3']]);
    expect(deltas[1]).to.include({ reset: true, gap: true });
    expect(healths.at(-1)?.link.state).to.equal('live');
    answers.next(delta(['4'], { reset: false }));
    expect(deltas[2]?.gap).to.equal(false);
  });

  it('is not shown where the gateway answers in time', async () => {
    const { seen, answers, live, clock } = page(await keptBefore());
    answers.next(delta(['3']));
    live();
    await clock.pass(10_000);
    expect(seen()).to.deep.equal([['3']]);
  });

  it('is not shown to whom the gateway refuses, and forgotten', async () => {
    for (const code of ['token-unknown', 'token-missing', 'http-403', 'not-permitted']) {
      const store = await keptBefore();
      const { seen, away, clock } = page(store);
      away(code);
      await clock.pass(60_000);
      away();
      await turn();
      expect(seen(), code).to.deep.equal([]);
      expect(store.all.size, code).to.equal(0);
    }
  });

  it('is taken away again, rows and health, where the gateway refuses after it was shown', async () => {
    const store = await keptBefore();
    const { away, healths, seen } = page(store);
    away();
    await turn();
    expect(healths.at(-1)?.link.state).to.equal('stale');
    away('token-unknown');
    await turn();
    expect(healths.at(-1)).to.deep.equal({ link: { state: 'unknown' }, code: 'token-unknown' });
    expect(seen()).to.deep.equal([['1', '2'], []]);
    expect(store.all.size).to.equal(0);
  });

  it('is forgotten after a day, and nothing malformed is shown', async () => {
    const store = await keptBefore();
    const later = page(store, createManualClock('2026-06-13T08:00:06.000Z'));
    later.away();
    await turn();
    expect(later.seen()).to.deep.equal([]);
    const [good] = [...store.all.values()] as KeptResult[];
    for (const odd of [
      null,
      7,
      { ...good, v: 2 },
      { ...good, rows: [null] },
      { ...good, now: 'soon' },
      { ...good, keptMs: NaN },
    ]) {
      store.all.set(JSON.stringify(query), odd);
      const { seen, away } = page(store);
      away();
      await turn();
      expect(seen(), JSON.stringify(odd)).to.deep.equal([]);
    }
  });

  it('is kept when the way breaks, as of the last word', async () => {
    const store = memory();
    const { answers, live, away, clock } = page(store);
    answers.next(delta(['1']));
    live();
    await clock.pass(2_000);
    away('gateway-silent');
    await turn();
    expect(([...store.all.values()] as KeptResult[]).map(({ rows, now }) => [rows.length, now])).to.deep.equal([
      [1, NOW],
    ]);
  });

  it('holds nothing that the gateway has not told', async () => {
    const store = await keptBefore();
    const before = structuredClone(store.all);
    const { away, clock } = page(store);
    away();
    await clock.pass(120_000);
    expect(store.all).to.deep.equal(before);
  });

  it('lost or full, it takes nothing from the picture of the gateway', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('full'));
    const { seen, away, answers, live, faults, clock } = page({ load: broken, save: broken, clear: broken });
    away();
    await turn();
    answers.next(delta(['1']));
    live();
    await clock.pass(5_000);
    await turn();
    expect(seen()).to.deep.equal([['1']]);
    expect(faults.map(String)).to.deep.equal(['Error: full', 'Error: full']);
  });
});
