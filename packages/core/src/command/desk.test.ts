// A city with one registry played by hand, and people who send Commands: for the tests beside this file.
import { expect } from 'chai';
import { createCity, type City } from '../city/city.js';
import type { Json, JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, type ManualClock } from '../testing/index.js';
import type { Row } from '../view/view.js';
import type { CommandDefinition } from './command.js';

export const person = (id: string): Actor => ({ id, masked: `${id}*`, roles: [], scope: [] });

export interface Desk {
  readonly city: City;
  readonly clock: ManualClock;
  /** What the registry states; `exercise` in a draft's place makes it a drill's. */
  list(...rows: readonly (readonly [string, object])[]): Promise<void>;
  /** Sends a Command; answers the ids made, or the codes of its Issues with their paths. */
  send(name: string, input: Json, more?: { id?: string; as?: string; expects?: [EntityId, number] }): Promise<string[]>;
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
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const city = await createCity({
      store,
      vault,
      clock,
      ids: createSeededIds(5),
      commands,
      feeds: [{ feed: registry.feed, source: 'registry', ...(exercise === undefined ? {} : { exercise }) }],
    });
    open.push(city);
    let [lists, sent] = [0, 0];
    const all = (kind: string): readonly Row[] => city.view.find({ kind });
    return {
      city,
      clock,
      all,
      async list(...rows) {
        registry.deliver(`list-${(lists += 1)}`, rows);
        for (let i = 0; registry.verdicts.length < lists && i < 500; i += 1)
          await new Promise((resolve) => setTimeout(resolve, 1));
        expect(registry.verdicts.at(-1)).to.equal('stored');
      },
      async send(name, input, { id = `command-${(sent += 1)}`, as = 'u1', expects } = {}) {
        const result = await city.send(
          {
            v: 1,
            id,
            name,
            input,
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
