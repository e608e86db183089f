import { createCity, type City } from '../city/city.js';
import type { CommandResult } from '../command/command.js';
import { defineErase } from '../command/erase.js';
import { defineReveal } from '../command/reveal.js';
import type { Json } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { DefinedKind } from '../model/define-kind.js';
import { entityId, type EntityId } from '../model/id.js';
import type { VaultRef } from '../model/kind.js';
import type { Audit, AuditEntry } from '../ports/audit.js';
import type { Actor } from '../ports/authenticator.js';
import type { Commit, Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand, type FeedByHand } from './feed-by-hand.js';
import { createManualClock } from './manual-clock.js';
import { createMemoryLogger } from './memory-logger.js';
import { createSeededIds } from './seeded-ids.js';

/** A city whose calls tell of one number, and who may see it or erase it: what the tests of `reveal` and `erase` play with. */
export const actor = (...roles: Actor['roles']): Actor => ({ id: 'u1', masked: '李*', roles, scope: [] });
export const [ONE, TWO] = [entityId('report', 'calls', '1'), entityId('report', 'calls', '2')];
/** Of a kind from which nothing is derived. */
export const KEYS = entityId('facility', 'calls', '1');
export const PHONE = '13900001111';
export const call = (more: object = {}): object => ({ channel: '110', title: '有人被困', phone: PHONE, ...more });

export async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise<void>((resolve) => setTimeout(() => resolve(), 1));
}

export interface World {
  readonly city: City;
  readonly store: Store;
  readonly calls: FeedByHand;
  readonly audited: AuditEntry[];
  readonly commits: Commit[];
  readonly logged: () => string;
  ask(name: string, input: Json, who?: Actor): Promise<CommandResult>;
}

export async function world(audit?: Partial<Audit> | 'none', kinds: readonly DefinedKind[] = []): Promise<World> {
  const clock = createManualClock();
  const { store: sound, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const calls = createFeedByHand(clock);
  const logger = createMemoryLogger();
  const audited: AuditEntry[] = [];
  const commits: Commit[] = [];
  const store: Store = { ...sound, commit: (commit) => (commits.push(commit), sound.commit(commit)) };
  const city = await createCity({
    store,
    vault,
    clock,
    logger,
    ids: createSeededIds(5),
    feeds: [{ feed: calls.feed, source: 'calls' }],
    kinds,
    commands: [
      defineReveal({ may: ({ roles }) => roles.includes('duty-desk') }),
      defineErase({ may: ({ roles }) => roles.includes('commander') }),
    ],
    ...(audit === 'none' ? {} : { audit: { write: async (entry) => void audited.push(entry), ...audit } }),
  });
  calls.deliver('m1', [[ONE, call({ caller: '张示例' })]]);
  calls.deliver('m2', [[TWO, call()]]);
  calls.deliver('m2b', [[KEYS, { name: '示例学校', functions: ['school'], phone: PHONE }]]);
  await turn();
  let n = 0;
  return {
    city,
    store,
    calls,
    audited,
    commits,
    logged: () => JSON.stringify(logger.lines),
    ask: (name, input, who = actor('duty-desk', 'commander')) =>
      city.send({ v: 1, id: `command-${(n += 1)}`, name, input }, who),
  };
}
export const codes = (result: CommandResult): string[] => (result.ok ? ['ok'] : result.issues.map(({ code }) => code));
export const asked = { of: ONE, field: '/phone', purpose: '回拨确认地址' };
export const ref = (city: City, id: EntityId, field = 'phone'): VaultRef => city.view.get(id)!.value[field] as never;
export async function logOf(store: Store): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.read(0 as Position, 1000)) entries.push(entry);
  return entries;
}
