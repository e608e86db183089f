// A city with one registry played by hand, and people who send Commands: for the tests beside this file.
import { expect } from 'chai';
import { createCity, type City } from '../city/city.js';
import type { Json, JsonObject } from '../json.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import type { Delivery } from '../ports/feed.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand, type FeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, type ManualClock } from '../testing/index.js';
import type { Row } from '../view/view.js';
import type { CommandDefinition } from './command.js';

export const person = (id: string): Actor => ({ id, masked: `${id}*`, roles: [], scope: [] });

export interface Desk {
  readonly city: City;
  readonly clock: ManualClock;
  /** What the registry states. */
  list(...rows: readonly (readonly [string, object])[]): Promise<void>;
  /** What the registry states as its full list of a kind. */
  whole(kind: string, ...rows: readonly (readonly [string, object])[]): Promise<void>;
  /** What another registry (`played`) states for the drill "spring". */
  play(...rows: readonly (readonly [string, object])[]): Promise<void>;
  /** Sends a Command; answers the ids made, or the codes of its Issues with their paths. */
  send(
    name: string,
    input: Json,
    more?: { id?: string; as?: string; expects?: [EntityId, number]; waitedMs?: number },
  ): Promise<string[]>;
  all(kind: string): readonly Row[];
  value(id: string): JsonObject;
}

/** Opens a desk for these Commands; closed after each test of the suite it is called in. */
export function desks(commands: readonly CommandDefinition[]): (exercise?: string) => Promise<Desk> {
  const open: City[] = [];
  afterEach(async () => {
    for (const city of open.splice(0)) await city.close();
  });
  return async (exercise) => {
    const clock = createManualClock();
    const registry = createFeedByHand(clock);
    const played = createFeedByHand(clock);
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const city = await createCity({
      store,
      vault,
      clock,
      ids: createSeededIds(5),
      commands,
      feeds: [
        { feed: registry.feed, source: 'registry', ...(exercise === undefined ? {} : { exercise }) },
        { feed: played.feed, source: 'played', exercise: 'spring' },
      ],
    });
    open.push(city);
    let [lists, sent] = [0, 0];
    const state = async (
      feed: FeedByHand,
      rows: readonly (readonly [string, object])[],
      more: Partial<Delivery> = {},
    ): Promise<void> => {
      const before = feed.verdicts.length;
      feed.deliver(`list-${(lists += 1)}`, rows, more);
      for (let i = 0; feed.verdicts.length === before && i < 500; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 1));
      expect(feed.verdicts.at(-1)).to.equal('stored');
    };
    const all = (kind: string): readonly Row[] => city.view.find({ kind });
    return {
      city,
      clock,
      all,
      list: (...rows) => state(registry, rows),
      whole: (kind, ...rows) => {
        const ids = rows.map(([id]) => id as EntityId);
        return state(registry, rows, { complete: { kind, within: entityId(kind, 'registry', ''), ids } });
      },
      play: (...rows) => state(played, rows),
      async send(name, input, { id = `command-${(sent += 1)}`, as = 'u1', expects, waitedMs } = {}) {
        const result = await city.send(
          {
            v: 1,
            id,
            name,
            input,
            ...(waitedMs === undefined ? {} : { waitedMs }),
            ...(expects ? { expects: [{ id: expects[0], position: expects[1] as Row['position'] }] } : {}),
          },
          person(as),
        );
        return result.ok ? [...result.ids] : result.issues.map(({ code, path }) => `${code} ${path}`);
      },
      value: (id) => city.view.get(id as EntityId)?.value ?? expect.fail(`${id} is not there`),
    };
  };
}
