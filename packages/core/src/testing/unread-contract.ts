import { YingjiError } from '../error.js';
import type { JsonObject } from '../json.js';
import type { Change, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { LogRow, Store, Unread, VaultRow } from '../ports/store.js';
import { beside } from '../store/upcast.js';
import { all, commit, same, type Check, type StoreCheck } from './store-check.js';

const DAY = 86_400_000;
/** A version that no program reads yet. */
const NEWER = 999;
const call = entityId('report', 'calls', '1');

/** What every Store must hold to where its log has lines of a newer version. */
export function unreadChecks(check: Check): StoreCheck[] {
  return [
    check('tells lines of a newer version apart, and reads the rest', async ({ store, fence, clock }) => {
      const rows = [row('甲', 1), newer(row('甲', 2, 1)), newer(row('乙', 1)), row('丙', 1), newer(row('甲', 3, 2))];
      await store.commit(commit({ fence, after: 0, now: clock.now(), rows }));
      const recordedAt = clock.now();
      same(await codeOf(all(store)), 'version-mismatch', 'read by whoever does not ask for them');
      same(await codeOf(standing(store)), 'version-mismatch', 'a snapshot by whoever does not ask for them');
      const told: Unread[] = [];
      const read: number[] = [];
      for await (const { position } of store.read(0 as Position, 4, (line) => told.push(line))) read.push(position);
      same(read, [1, 4], 'what can be read');
      const line = (position: number, native: string): object => {
        const id = entityId('place', 'registry', native);
        return { position, recordedAt, v: NEWER, kind: 'place', id, slot: id };
      };
      same(told, [line(2, '甲'), line(3, '乙')], 'what cannot, of a page of four');
      const lines: Unread[] = [];
      same(
        (await standing(store, undefined, lines)).map(({ position }) => position),
        [1, 4],
        'in place of what cannot be read stands the last that can',
      );
      same(sorted(lines), [line(3, '乙'), line(5, '甲')], 'what stands and cannot be read');
      const before: Unread[] = [];
      same(
        (await standing(store, 2, before)).map(({ position }) => position),
        [1],
        'as of an earlier position',
      );
      same(before, [line(2, '甲')], 'what could not be read as of then');
      same((await standing(store, 1, [])).length, 1, 'as of before any of them');
      same((await store.resume()).head, 5, 'they count');
    }),
    check('erases what a line of a newer version refers to, and says where one still shows it', async (context) => {
      const { store, vault, fence, clock } = context;
      const says = (given: LogRow, value: JsonObject): LogRow =>
        newer({ ...given, change: { ...given.change, body: { value } } });
      const rows = [
        newer(report('k1', 1)),
        says(report('k2', 2, 1), { caller: { secret: 'k2', shown: '某某' } }),
        says(row('甲', 1), { joins: 'of p' }),
        says(report('k3', 3, 2), { shown: '李*' }),
        // Of others, whom nobody erases: by their own reference, by a name that only begins alike, masked without being his.
        says(row('乙', 1), { joins: { $vault: 'k9', pseudonym: 'p', masked: '李*' } }),
        says(row('丙', 1), { joins: 'p2', shown: '(王*)' }),
      ];
      // The last is what an earlier erasure left of a text: nothing joins it.
      const vaulted = [...['k1', 'k2', 'k3'].map(secret), { ...secret('k4'), pseudonym: '' }];
      await store.commit(commit({ fence, after: 0, now: clock.now(), rows, vault: vaulted }));
      same(
        await vault.erase({ entity: call }),
        { keys: ['k1', 'k2', 'k3', 'k4'], entities: [call], unread: 3 },
        'what was erased, and what still shows it',
      );
      same(
        await Promise.all(vaulted.map(({ key }) => vault.reveal(key))),
        [undefined, undefined, undefined, undefined],
        'the secrets',
      );
      same((await vault.erase({ entity: call })).unread, 2, 'asked for again, by key and entity: what joined is gone');
    }),
  ];
}

/** The same, of a Store that forgets. */
export function unreadRetentionChecks(check: Check): StoreCheck[] {
  return [
    check('a cut leaves lines of a newer version, what they replaced, and their secrets', async (context) => {
      const { store, vault, clock, fence, prune } = context;
      if (!prune) throw new Error('a store that forgets must give a prune to its test');
      let head = 0;
      const write = async (given: LogRow, keys: readonly string[] = []): Promise<void> => {
        await store.commit(commit({ fence, after: head, now: clock.now(), rows: [given], vault: keys.map(secret) }));
        head += 1;
        await clock.pass(DAY);
      };
      await write(row('甲', 1));
      await write(row('甲', 2, 1));
      await write(newer(row('甲', 3, 2)));
      const odd = newer(report('k1', 1));
      await write({ ...odd, change: { ...odd.change, body: { value: { told: 'by:k1' } } } as Change }, ['k1', 'k2']);
      await write(row('乙', 1));
      await write(row('乙', 2, 5));
      const other = newer(row('丙', 1));
      await write({ change: other.change });
      for (let n = 3; n < 12; n += 1) await write(row('乙', n, n === 3 ? 6 : head));
      await prune({ logDays: 5, observationDays: 5 });
      const cut = (await store.resume()).cut?.at ?? 0;
      if (cut < 9) throw new Error(`the log was cut at ${cut}, not behind the lines under test`);
      const lines: Unread[] = [];
      same(
        (await standing(store, cut, lines)).map(({ position }) => position),
        [2, cut],
        'what can be read at the cut: the last before the newer line, and the rest',
      );
      same(
        sorted(lines).map(({ position }) => position),
        [3, 4],
        'what cannot',
      );
      same([await vault.reveal('k1'), await vault.reveal('k2')], ['李明', undefined], 'secrets');
      await prune({ logDays: 5, observationDays: 5 });
      same((await standing(store, cut, [])).length, 2, 'cut once more');
    }),
    check('a cut leaves what stands beside another, and takes it once it was replaced', async (context) => {
      const { store, clock, fence, prune } = context;
      if (!prune) throw new Error('a store that forgets must give a prune to its test');
      let head = 0;
      const write = async (given: LogRow): Promise<void> => {
        await store.commit(commit({ fence, after: head, now: clock.now(), rows: [given] }));
        head += 1;
        await clock.pass(DAY);
      };
      const besides = (given: LogRow): LogRow => ({ ...given, slot: beside(given.slot!) });
      const stands = async (): Promise<unknown> => (await standing(store)).map(({ position }) => position);
      await write(row('甲', 9));
      await write(besides(row('甲', 1, 1)));
      await write(besides(row('甲', 2, 2)));
      for (let n = 1; n < 8; n += 1) await write(row('乙', n, n === 1 ? undefined : head));
      await prune({ logDays: 3 });
      same(await stands(), [1, 3, head], 'both, though one names the other, and what was replaced beside it is gone');
      await write(row('甲', 10, 3));
      for (let n = 8; n < 14; n += 1) await write(row('乙', n, n === 8 ? head - 1 : head));
      await prune({ logDays: 3 });
      same(((await stands()) as number[]).slice(-2), [11, head], 'what replaced them');
    }),
  ];
}

function row(native: string, seq: number, prev?: number): LogRow {
  const id = entityId('place', 'registry', native);
  return placed({ kind: 'place', id, source: 'registry', value: { name: native, scheme: 'zone' } }, seq, prev);
}

const report = (key: string, seq: number, prev?: number): LogRow =>
  placed(
    {
      kind: 'report',
      id: call,
      source: 'calls',
      value: { channel: '110', title: '有人被困', caller: { $vault: key, masked: '李*' } },
    },
    seq,
    prev,
  );

function placed(
  told: { readonly kind: string; readonly id: EntityId; readonly source: string; readonly value: JsonObject },
  seq: number,
  prev: number | undefined,
): LogRow {
  const { kind, id, source, value } = told;
  const at = '2026-06-12T16:00:00+08:00' as Instant;
  const change: Change = { v: 1, kind, id, source, at, order: [0, seq], basis: 'stated', body: { value } };
  return { change, slot: id, ...(prev !== undefined && { prev: prev as Position }) };
}

/** The same as a newer program would write it. */
const newer = (given: LogRow): LogRow => ({ ...given, change: { ...given.change, v: NEWER as 1 } });

const secret = (key: string): VaultRow => ({
  key,
  field: 'report/caller',
  entity: call,
  pseudonym: 'p',
  secret: '李明',
});

async function standing(store: Store, at?: number, unread?: Unread[]): Promise<{ readonly position: number }[]> {
  const found: { readonly position: number }[] = [];
  const hear = unread && ((line: Unread): void => void unread.push(line));
  for await (const entry of (await store.snapshot(at as Position | undefined, hear)).entries) found.push(entry);
  return found;
}

const sorted = (lines: readonly Unread[]): Unread[] => [...lines].sort((a, b) => a.position - b.position);

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'it was answered',
    (error: unknown) => (error instanceof YingjiError ? error.code : String(error)),
  );
