import { YingjiError } from '../error.js';
import type { Json, JsonObject } from '../json.js';
import type { Change, Entry, Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { slotOf, valueOf } from '../model/slot.js';
import { toInstant, type Instant } from '../model/time.js';
import type { LogRow, Store, VaultRow } from '../ports/store.js';
import { all, commit, same, type Check, type Context, type StoreCheck } from './store-check.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a Store that forgets must hold to. */
export function retentionChecks(check: Check): StoreCheck[] {
  return [
    check(
      'thins out old observations to those of each hour that tell most, as the entries they are',
      async (context) => {
        const { store, prune, clock } = context;
        if (!prune) throw new Error('a store that forgets must give a prune to its test');
        const writer = createWriting(context);
        for (let minute = 0; minute < 240; minute += 10) {
          for (const n of [1, 2]) await writer.write(observation(writer.now(), n, minute, wave(minute * n)));
          await writer.write(observation(writer.now(), 3, minute, minute % 70 < 40 ? ['normal'] : ['fault']));
          // What comes late fills no place, and is weighed with its like.
          if (minute % 60 === 50)
            await writer.write(observation(toInstant(Date.parse(writer.now()) - 5 * MINUTE), 1, minute + 1, 9));
          await writer.write(place(minute));
          await clock.pass(10 * MINUTE);
        }
        await clock.pass(3 * DAY);
        for (let minute = 0; minute < 60; minute += 5) {
          await writer.write(observation(writer.now(), 1, 1000 + minute, wave(minute)));
          await clock.pass(5 * MINUTE);
        }
        const before = await all(store, 0, 10_000);
        const standing = await standingIn(store);
        await prune({ observationDays: 2 });
        const after = await all(store, 0, 10_000);
        same(
          after,
          before.filter(({ position }) => after.some((each) => each.position === position)),
          'what is left is as it was',
        );
        same(await standingIn(store), standing, 'what stands now');
        const gone = before.length - after.length;
        if (gone < 40) throw new Error(`of ${before.length} entries only ${gone} were thinned out`);
        const old = (entries: readonly Entry[]): Entry[] =>
          entries.filter(
            ({ kind, recordedAt }) =>
              kind === 'observation' && Date.parse(recordedAt) < Date.parse(clock.now()) - 2 * DAY - 3600_000,
          );
        same(
          after.filter((entry) => !old([entry]).length),
          before.filter((entry) => !old([entry]).length),
          'all that is no old observation',
        );
        for (const [hour, told] of byHour(old(before))) {
          const left = byHour(old(after)).get(hour) ?? [];
          const numbers = (entries: readonly Entry[]): number[] =>
            entries.map((entry) => valueOf(entry)!['value'] as number);
          same([left[0], left.at(-1)], [told[0], told.at(-1)], `first and last of ${hour}`);
          if (typeof valueOf(told[0]!)!['value'] === 'number') {
            const [have, want] = [numbers(left), numbers(told)];
            same(
              [Math.min(...have), Math.max(...have)],
              [Math.min(...want), Math.max(...want)],
              `least and greatest of ${hour}`,
            );
            if (have.length > 4) throw new Error(`${hour} has ${have.length} readings left`);
          } else same(changesIn(left), changesIn(told), `changes of state in ${hour}`);
        }
        for (const { position } of after)
          same(await standingIn(store, position), naively(after, position), `what stood at ${position}`);
        await prune({ observationDays: 2 });
        same(await all(store, 0, 10_000), after, 'thinned out once more');
        await writer.write(place(1));
      },
    ),
    check(
      'cuts the log behind a snapshot: what stood there stays, what is older says log-cut, and all goes on',
      async (context) => {
        const { store, prune, clock, fence, vault } = context;
        if (!prune) throw new Error('a store that forgets must give a prune to its test');
        const writer = createWriting(context);
        const secret = (key: string): VaultRow => ({
          key,
          field: 'report/caller',
          entity: call,
          pseudonym: 'p',
          secret: '李明',
        });
        await writer.write(report('k1'), { vault: [secret('k1')], cursors: { gone: 1 as Position } });
        await clock.pass(MINUTE);
        await writer.write(report('k2'), { vault: [secret('k2')] });
        for (let n = 0; n < 20; n += 1) {
          await writer.write(place(n % 3));
          await writer.write(observation(writer.now(), n % 2, n, n));
          await clock.pass(DAY);
        }
        await writer.write(report('k3'), { vault: [secret('k3')] });
        const before = await all(store, 0, 10_000);
        const { head } = await store.resume();
        await prune({ logDays: 5 });
        const { cut, ...resume } = await store.resume();
        if (!cut) throw new Error('the log was not cut');
        same(resume.head, head, 'the head');
        same(resume.cursors, {}, 'cursors of analysts that stopped long ago');
        const at = before
          .filter(({ recordedAt }) => Date.parse(recordedAt) < Date.parse(clock.now()) - 5 * DAY)
          .at(-1)!;
        same([cut.at, cut.recordedAt], [at.position, at.recordedAt], 'the place of the cut');
        same(await all(store, cut.at, 10_000), before.slice(cut.at), 'all that came after, by its old positions');
        for (let position = cut.at as number; position <= head; position += 1)
          same(await standingIn(store, position), naively(before, position), `what stood at ${position}`);
        for (const asked of [() => all(store, cut.at - 1), () => all(store), () => standingIn(store, cut.at - 1)])
          same(await codeOf(asked()), 'log-cut', 'before the cut');
        const secrets = await Promise.all(['k1', 'k2', 'k3'].map((key) => vault.reveal(key)));
        same(secrets, [undefined, '李明', '李明'], 'secrets of what was cut off are gone, others are not');
        await prune({ logDays: 5 });
        same((await store.resume()).cut, cut, 'cut once more');
        await store.commit(commit({ fence, after: head, now: clock.now(), rows: [], cursors: { slow: cut.at } }));
        await writer.write(place(7));
        await clock.pass(3 * DAY);
        await prune({ logDays: 5 });
        same((await store.resume()).cut, cut, 'the cut waits for an analyst that is behind');
        await clock.pass(300 * DAY);
        await prune({ logDays: 5 });
        const last = await store.resume();
        same([last.head, last.cut?.at], [head + 1, head], 'the last line stays, however old');
        same(
          await standingIn(store),
          naively([...before, ...(await all(store, head))], head + 1),
          'what stands at the end',
        );
        const again = context.reopen ? await context.reopen() : context;
        same(await again.store.resume(), last, 'the cut after a restart');
      },
    ),
  ];
}

const call = entityId('report', 'calls', '1');
const wave = (n: number): number => ((n * 7919) % 101) / 10;

function change(kind: string, source: string, native: string, value: JsonObject): Change {
  const id = entityId(kind, source, native);
  return { v: 1, kind, id, source, at: toInstant(0), order: [0, 0], basis: 'stated', body: { value } };
}
const place = (n: number): Change => change('place', 'registry', String(n % 5), { name: `第 ${n} 名`, scheme: 'zone' });
const report = (key: string): Change =>
  change('report', 'calls', '1', { channel: '110', title: '有人被困', caller: { $vault: key, masked: '李*' } });
function observation(at: Instant, device: number, nth: number, value: Json): Change {
  const of = entityId('device', 'registry', String(device));
  const told = { device: of, quantity: 'water.level', value, quality: 'good' };
  return { ...change('observation', 'wire', `${device}.${nth}`, told), at };
}

/** Writes one Change after the other, each in the place it fills, as a writer does. */
function createWriting({ store, clock, fence }: Context) {
  const filled = new Map<string, { readonly position: number; readonly at: number }>();
  let head = 0;
  const now = (): Instant => clock.now();
  return {
    now,
    async write(given: Change, more: Partial<Parameters<typeof commit>[0]> = {}): Promise<void> {
      const told: Change = { ...given, at: given.kind === 'observation' ? given.at : now(), order: [0, head + 1] };
      const slot = slotOf(kinds[told.kind]!, told);
      const have = filled.get(slot);
      const late = have !== undefined && Date.parse(told.at) <= have.at;
      const row: LogRow = late
        ? { change: told }
        : { change: told, slot, ...(have && { prev: have.position as Position }) };
      await store.commit(commit({ fence, after: head, now: now(), rows: [row], ...more }));
      head += 1;
      if (!late) filled.set(slot, { position: head, at: Date.parse(told.at) });
    },
  };
}

async function standingIn(store: Store, at?: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of (await store.snapshot(at as Position | undefined)).entries) entries.push(entry);
  return entries;
}

/** What stood at a position, by going through all that was told until then. */
function naively(entries: readonly Entry[], at: number): Entry[] {
  const filled = new Map<string, Entry>();
  for (const entry of entries) {
    const slot = slotOf(kinds[entry.kind]!, entry);
    const have = filled.get(slot);
    if (entry.position <= at && !(have && Date.parse(entry.at) <= Date.parse(have.at))) filled.set(slot, entry);
  }
  return [...filled.values()].sort((a, b) => a.position - b.position);
}

/** Readings that filled their place, by device and hour. */
function byHour(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const hours = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (valueOf(entry)!['value'] === 9) continue;
    const hour = `${String(valueOf(entry)!['device'])} ${entry.at.slice(0, 13)}`;
    hours.set(hour, [...(hours.get(hour) ?? []), entry]);
  }
  return hours;
}

const changesIn = (entries: readonly Entry[]): string[] =>
  entries
    .map((entry) => JSON.stringify(valueOf(entry)!['value']))
    .filter((state, i, states) => state !== states[i - 1]);

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'it was answered',
    (error: unknown) => (error instanceof YingjiError ? error.code : String(error)),
  );
