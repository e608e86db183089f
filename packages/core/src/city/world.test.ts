// A city with a fire line played by hand, over a store that can be told to refuse: for the tests beside this file.
import { expect } from 'chai';
import { asJson } from '../json.js';
import type { CommandDefinition } from '../command/command.js';
import { acknowledgeAlarm } from '../command/acknowledge-alarm.js';
import { fireZone } from '../fusion/fire-zone.js';
import type { Draft } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { millis, toInstant } from '../model/time.js';
import type { Actor } from '../ports/authenticator.js';
import type { Commit, Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand, type FeedByHand } from '../testing/feed-by-hand.js';
import {
  createManualClock,
  createMemoryLogger,
  createSeededIds,
  detector,
  fireAlarm,
  type ManualClock,
} from '../testing/index.js';
import type { Analyst } from '../view/analyst.js';
import { createCity, type City } from './city.js';

export const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };

export async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A Command that states a value as it is given, for what people do that no Command of ours does yet. */
const state: CommandDefinition<'state', { id: EntityId; value: object }> = {
  name: 'state',
  title: { zh: '陈述', en: 'State' },
  parse: (input) => ({ input: input as never }),
  decide: (_, { parsed: { id, value } }, { now, actor: who }) => ({
    drafts: [
      { v: 1, kind: id.split('/')[0]!, id, at: now, basis: 'stated', by: who.id, body: { value: value as never } },
    ],
  }),
};

interface World {
  clock: ManualClock;
  fire: FeedByHand;
  drill: FeedByHand;
  registry: FeedByHand;
  logged: () => string[];
  store: Store;
  /** Refuses the commits that it finds. */
  refuse: (which: (commit: Commit) => boolean) => void;
  start(analysts?: readonly Analyst[]): Promise<City>;
  alarm(native: string, options?: { nth?: number; atS?: number; by?: FeedByHand }): Promise<void>;
  say(city: City, id: EntityId, value: object): Promise<void>;
}

/** Two detectors of one zone and more, a fire line and a drill, over a store that refuses what it is told to. */
export function world(): World {
  const clock = createManualClock();
  const began = millis(clock.now());
  const held = createMemoryStore({ clock, ids: createSeededIds(3) });
  const logger = createMemoryLogger();
  let refused: (commit: Commit) => boolean = () => false;
  const store: Store = {
    ...held.store,
    commit: (commit) => (refused(commit) ? Promise.reject(new Error('disk full')) : held.store.commit(commit)),
  };
  const registry = createFeedByHand(clock);
  const fire = createFeedByHand(clock);
  const drill = createFeedByHand(clock);
  let said = 0;
  return {
    clock,
    fire,
    drill,
    registry,
    logged: () => logger.lines.map(({ code }) => code),
    store,
    refuse: (which) => void (refused = which),
    async start(analysts = [fireZone]) {
      const city = await createCity({
        store,
        vault: held.vault,
        clock,
        logger,
        ids: createSeededIds(5),
        analysts,
        commands: [acknowledgeAlarm, state],
        feeds: [
          { feed: registry.feed, source: 'registry' },
          { feed: fire.feed, source: 'fire' },
          { feed: drill.feed, source: 'drill', exercise: 'autumn' },
        ],
      });
      registry.deliver(
        'list',
        ['1', '2', '3'].map((native) => detector(native, { zone: '1' })),
      );
      await turn();
      return city;
    },
    async alarm(native, { nth = 1, atS = (millis(clock.now()) - began) / 1000, by = fire } = {}) {
      const source = by === fire ? 'fire' : 'drill';
      const id = entityId('report', source, `${native}.${nth}`);
      const value = fireAlarm(native)[1];
      const at = toInstant(began + atS * 1000);
      const draft: Draft = { v: 1, kind: 'report', id, at, basis: 'stated', body: { value: value as never } };
      by.deliver(`${native}.${nth}`, [], { drafts: [draft] });
      await turn();
    },
    async say(city, id, value) {
      const result = await city.send(
        { v: 1, id: `command-${(said += 1)}`, name: 'state', input: asJson({ id, value }) },
        actor,
      );
      expect(result.ok).to.equal(true);
      await turn();
    },
  };
}

export const count = (city: City, kind: string): number => city.view.find({ kind }).length;
