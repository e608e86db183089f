import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { toInstant, type Instant } from '../model/time.js';
import { YingjiError } from '../error.js';
import type { Commit, LogRow, VaultRow } from '../ports/store.js';
import type { ManualClock } from './manual-clock.js';
import { retentionChecks } from './retention-contract.js';
import { unreadChecks, unreadRetentionChecks } from './unread-contract.js';
import { all, commit, createStoreCheck, same, type Check, type MakeStore, type StoreCheck } from './store-check.js';

/**
 * What every Store and Vault must hold to, as data: any test runner can run it. `forgets`: with what holds for one whose test
 * gives a `prune`.
 */
export function storeChecks(make: MakeStore, { forgets = false }: { readonly forgets?: boolean } = {}): StoreCheck[] {
  const check = createStoreCheck(make);
  const forgetting = forgets ? [...retentionChecks(check), ...unreadRetentionChecks(check)] : [];
  return [...checksOf(check), ...unreadChecks(check), ...forgetting];
}

function checksOf(check: Check): StoreCheck[] {
  return [
    check('gives gap-free positions, and gives back what was committed', async ({ store, fence, clock }) => {
      const rows = [row('甲', 1), row('乙', 1), row('丙', 1)];
      const recordedAt = clock.now();
      await store.commit(commit({ fence, after: 0, now: recordedAt, rows: rows.slice(0, 2) }));
      await store.commit(commit({ fence, after: 2, now: recordedAt, rows: rows.slice(2) }));
      same(
        await all(store),
        rows.map(({ change }, i) => ({ ...change, position: i + 1, recordedAt })),
        'read gives what was committed, by position',
      );
      same(
        (await all(store, 1, 1)).map(({ position }) => position),
        [2],
        'reading pages',
      );
    }),
    check(
      'refuses a stale fence and another head as fenced, and keeps nothing of it',
      async ({ store, fence, clock }) => {
        await fenced(store.commit(commit({ fence: fence + 1, after: 0, now: clock.now(), rows: [row('甲', 1)] })));
        await fenced(store.commit(commit({ fence, after: 1, now: clock.now(), rows: [row('甲', 1)] })));
        same(await all(store), [], 'nothing was kept');
      },
    ),
    check(
      'holds the lease against another name until it runs out, and gives it to the same name at once',
      async ({ store, clock, fence }) => {
        const other = await store.lease('b', 30_000);
        if (!('heldUntil' in other)) throw new Error('another holder got the lease while it was held');
        const again = await store.lease('a', 30_000);
        if (!('fence' in again)) throw new Error('the same name must take over at once');
        await clock.pass(30_001);
        const later = await store.lease('b', 30_000);
        if (!('fence' in later) || later.fence <= fence)
          throw new Error('a lease that ran out must go to the next, with a higher fence');
        await fenced(store.commit(commit({ fence: again.fence, after: 0, now: clock.now(), rows: [row('甲', 1)] })));
      },
    ),
    check('keeps all parts of a commit, or none', async ({ store, vault, fence, clock }) => {
      const parts = (key: string): Partial<Commit> => ({
        vault: [secretRow(key)],
        seen: [{ feed: 'fire', key, until: later(clock, 60_000) }],
        stamps: { [key]: { epoch: 1, last: 2, missing: [1] } },
        cursors: { [key]: 1 as Position },
        commands: [{ id: key, result: { ok: true, at: 1 as Position, ids: [] }, until: later(clock, 60_000) }],
      });
      await fenced(store.commit(commit({ fence, after: 7, now: clock.now(), rows: [row('甲', 1)], ...parts('bad') })));
      await store.commit(commit({ fence, after: 0, now: clock.now(), rows: [row('甲', 1)], ...parts('good') }));
      const resume = await store.resume();
      same(
        [resume.head, resume.stamps, resume.cursors],
        [1, { good: { epoch: 1, last: 2, missing: [1] } }, { good: 1 }],
        'resume',
      );
      const asked = {
        keys: [
          { feed: 'fire', key: 'good' },
          { feed: 'fire', key: 'bad' },
          { feed: 'water', key: 'good' },
        ],
        commands: ['good', 'bad'],
      };
      const known = await store.known(asked);
      same(
        asked.keys.map(({ feed, key }) => known.seen(feed, key)),
        [true, false, false],
        'seen keys',
      );
      same([known.result('good')?.ok, known.result('bad')], [true, undefined], 'command results');
      same([await vault.reveal('good'), await vault.reveal('bad')], ['李明', undefined], 'vault rows');
      await clock.pass(60_001);
      const after = await store.known(asked);
      same([after.seen('fire', 'good'), after.result('good')], [false, undefined], 'what ran out is forgotten');
    }),
    check('gives what stands now, and as of any earlier position', async ({ store, fence, clock }) => {
      const rows: LogRow[] = [
        row('甲', 1),
        row('乙', 1),
        row('甲', 2, 1),
        row('乙', 2, 2),
        { change: row('甲', 0).change },
        row('甲', 3, 3),
      ];
      for (const [i, each] of rows.entries())
        await store.commit(commit({ fence, after: i, now: clock.now(), rows: [each] }));
      const standing = async (at?: number): Promise<unknown> => {
        const snapshot = await store.snapshot(at as Position | undefined);
        const names: string[] = [];
        for await (const { id, order } of snapshot.entries)
          names.push(`${decodeURIComponent(id.split('/')[2]!)}${order[1]}`);
        return names.sort();
      };
      same(await standing(), ['乙2', '甲3'], 'now');
      same(
        [await standing(0), await standing(1), await standing(3), await standing(5)],
        [[], ['甲1'], ['乙1', '甲2'], ['乙2', '甲2']],
        'as of earlier',
      );
    }),
    check('erases for good, joins repeats, and opens what it sealed', async ({ store, vault, fence, clock }) => {
      const [a, b] = [entityId('report', 'calls', 'a'), entityId('report', 'calls', 'b')];
      const told = (id: EntityId, key: string, pseudonym: string, seq: number, prev?: number): LogRow => {
        const { change, ...place } = row(id, seq, prev);
        const caller = { $vault: key, pseudonym, masked: '李*' };
        const about = { kind: 'report', id, source: 'calls', body: { value: { title: '火警', caller } } };
        return { ...place, slot: id, change: { ...change, ...about } };
      };
      await store.commit(
        commit({
          fence,
          after: 0,
          now: clock.now(),
          rows: [told(a, 'a1', 'p', 1), told(a, 'a2', 'p', 2, 1), told(b, 'b1', 'p', 1), told(b, 'b2', 'q', 2, 3)],
          vault: [secretRow('a1', a, 'p'), secretRow('a2', a, 'p'), secretRow('b1', b, 'p'), secretRow('b2', b, 'q')],
        }),
      );
      const before = await all(store);
      same(await vault.erase({ entity: entityId('report', 'calls', 'none') }), { keys: [], entities: [] }, 'of nobody');
      same(await all(store), before, 'the log after an erasure of nothing');
      same(
        await vault.erase({ entity: a }),
        { keys: ['a1', 'a2'], entities: [a] },
        'of an entity, in all its versions',
      );
      const left = ['a1', 'a2', 'b1', 'b2'].map((key) => vault.reveal(key));
      same(await Promise.all(left), [undefined, undefined, '李明', '李明'], 'what can still be revealed');
      const bare = (entries: readonly Entry[], keys: readonly string[]): unknown =>
        entries.map((entry) => {
          const { value } = entry.body as { value: { title: string; caller: { $vault: string } } };
          const { $vault } = value.caller;
          return keys.includes($vault) ? { ...entry, body: { value: { ...value, caller: { $vault } } } } : entry;
        });
      same(await all(store), bare(before, ['a1', 'a2']), 'the log shows nothing of them, and all the rest');
      same(await vault.erase({ pseudonym: 'p' }), { keys: ['b1'], entities: [b] }, 'of a pseudonym');
      same(await all(store), bare(before, ['a1', 'a2', 'b1']), 'the log after the second erasure');
      const standing: Entry[] = [];
      for await (const entry of (await store.snapshot(1 as Position)).entries) standing.push(entry);
      same(
        standing,
        (bare(before, ['a1']) as Entry[]).slice(0, 1),
        'nothing of it comes back as of an earlier position',
      );
      same(vault.pseudonym('report/phone', '1'), vault.pseudonym('report/phone', '1'), 'one text, one pseudonym');
      const different = new Set([
        vault.pseudonym('report/phone', '1'),
        vault.pseudonym('report/phone', '2'),
        vault.pseudonym('report/caller', '1'),
      ]);
      same(different.size, 3, 'another text or field, another pseudonym');
      const bytes = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
      same([...vault.unseal(vault.seal(bytes))], [...bytes], 'sealing');
    }),
    check('erases a number in the texts that name it too, and leaves the rest of them', async (context) => {
      const { store, vault, fence, clock } = context;
      const [a, b, c] = ['a', 'b', 'c'].map((native) => entityId('report', 'calls', native)) as [
        EntityId,
        EntityId,
        EntityId,
      ];
      const says = (id: EntityId, fields: { readonly [name: string]: string }): LogRow => {
        const told = Object.entries(fields).map(([name, key]) => [name, { $vault: key, pseudonym: `of ${key}` }]);
        const { change, ...place } = row(id, 1);
        const value = { title: '火警', ...Object.fromEntries(told) };
        return { ...place, slot: id, change: { ...change, kind: 'report', id, source: 'calls', body: { value } } };
      };
      const secret = (key: string, entity: EntityId, field: string, text: string): VaultRow => ({
        ...{ key, field: `report/${field}`, entity, secret: text },
        pseudonym: key.startsWith('p') ? 'number' : `of ${key}`,
      });
      const kept = {
        ...secret('r1', entityId('responder', 'registry', '1'), '', '13900001111'),
        field: 'responder/phone',
      };
      await store.commit(
        commit({
          fence,
          after: 0,
          now: clock.now(),
          rows: [
            says(a, { phone: 'p1', narrative: 'n1' }),
            says(b, { caller: 'c2', narrative: 'n2' }),
            says(c, { narrative: 'n3' }),
          ],
          vault: [
            ...[
              secret('p1', a, 'phone', '139 0000 1111'),
              secret('n1', a, 'narrative', '三楼有人，回拨+86１３９-00001111'),
            ],
            ...[secret('c2', b, 'caller', '13900001111'), secret('n2', b, 'narrative', '13900001112 家着火')],
            ...[secret('n3', c, 'narrative', '隔壁139 0000 1111的老人还在屋里'), kept],
          ],
        }),
      );
      const before = await all(store);
      const { keys, ...erased } = await vault.erase({ pseudonym: 'number' });
      same([...keys].sort(), ['c2', 'n1', 'n3', 'p1'], 'what shows nothing any more');
      same({ ...erased, entities: [...erased.entities].sort() }, { entities: [a, b, c], texts: 2 }, 'whose they were');
      same(
        await Promise.all(['p1', 'n1', 'c2', 'n2', 'n3', 'r1'].map((key) => vault.reveal(key))),
        [undefined, '三楼有人，回拨***', undefined, '13900001112 家着火', '隔壁***的老人还在屋里', '13900001111'],
        'what can still be revealed',
      );
      const shown = JSON.stringify(await all(store));
      for (const key of keys) same(shown.includes(`of ${key}`), false, `what joined ${key} is gone from the log`);
      same(shown.includes('of n2'), true, 'what names another number is joined as before');
      same((await all(store)).length, before.length, 'the log is whole');
      same(await vault.erase({ pseudonym: 'number' }), { keys: [], entities: [] }, 'asked for again');
      same((await vault.erase({ pseudonym: 'of n3' })).keys, [], 'nothing joins what is left of a text');
      const { keys: whole } = await vault.erase({ entity: c });
      same(whole, ['n3'], 'of the entity, what was left of its text goes');
      same(await vault.reveal('n3'), undefined, 'what was left of it');
    }),
    check('keeps everything over a restart', async (context) => {
      const { store, fence, clock } = context;
      if (!context.reopen) return;
      await store.commit(
        commit({
          fence,
          after: 0,
          now: clock.now(),
          rows: [row('甲', 1)],
          vault: [secretRow('k')],
          seen: [{ feed: 'fire', key: 'k', until: later(clock, 60_000) }],
        }),
      );
      const written = await all(store);
      const pseudonym = context.vault.pseudonym('f', 't');
      const again = await context.reopen();
      same(await all(again.store), written, 'the log');
      same([await again.vault.reveal('k'), again.vault.pseudonym('f', 't')], ['李明', pseudonym], 'the vault');
      const { head } = await again.store.resume();
      const known = await again.store.known({ keys: [{ feed: 'fire', key: 'k' }], commands: [] });
      same([head, known.seen('fire', 'k')], [1, true], 'head and keys');
      const lease = await again.store.lease('a', 30_000);
      if (!('fence' in lease)) throw new Error('the same holder must go on at once after a restart');
      await again.store.commit(commit({ fence: lease.fence, after: 1, now: clock.now(), rows: [row('乙', 1)] }));
    }),
  ];
}

function secretRow(key: string, entity = entityId('report', 'calls', key), pseudonym = key): VaultRow {
  return { key, field: 'report/caller', entity, pseudonym, secret: '李明' };
}

function row(native: string, seq: number, prev?: number): LogRow {
  const id = entityId('place', 'registry', native);
  return {
    change: {
      v: 1,
      kind: 'place',
      id,
      at: '2026-06-12T16:00:00+08:00' as Instant,
      basis: 'stated',
      source: 'registry',
      order: [0, seq],
      body: { value: { name: native, scheme: 'zone' } },
    },
    slot: id,
    ...(prev === undefined ? {} : { prev: prev as Position }),
  };
}

const later = (clock: ManualClock, ms: number): Instant => toInstant(Date.parse(clock.now()) + ms);

async function fenced(attempt: Promise<unknown>): Promise<void> {
  const outcome = await attempt.then(
    () => 'it was taken',
    (error: unknown) => (error instanceof YingjiError ? error.code : String(error)),
  );
  if (outcome !== 'fenced')
    throw new Error(`a commit of a writer that lost its place must be refused as fenced, but: ${outcome}`);
}
