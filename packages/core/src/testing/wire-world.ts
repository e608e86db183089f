import { entityId } from '../model/id.js';
import type { Entry } from '../model/change.js';
import type { Actor } from '../ports/authenticator.js';
import { createEntries } from './entries.js';
import { createManualClock, type ManualClock } from './manual-clock.js';
import { createPipe, type Pipe } from './pipe.js';
import { createSeededIds } from './seeded-ids.js';
import { createLocalView } from '../view/local-view.js';
import type { Delta, Health, LocalView } from '../view/view.js';
import { createHub, type Hub } from '../wire/hub.js';
import { parseOpen, type Open } from '../wire/messages.js';
import { createRemoteView, type RemoteView } from '../wire/remote-view.js';

/** A city's view, its hub, and a client at the end of a pipe that can be cut: what the tests of the wire play with. */
export const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };
export const query = { kind: 'incident' } as const;
export const incident = (n: number | string) => entityId('incident', 'city', String(n));

export interface World {
  clock: ManualClock;
  view: LocalView;
  hub: Hub;
  pipe: Pipe;
  remote: RemoteView;
  deltas: Delta[];
  healths: Health[];
  names(): string[];
  say(...batch: Entry[]): Promise<void>;
  make: ReturnType<typeof createEntries>;
  restart(): void;
}

export function world(options: { ringBytes?: number } = {}): World {
  const clock = createManualClock();
  const ids = createSeededIds(7);
  const make = createEntries();
  const view = createLocalView({ now: clock.now() });
  const start = (): Hub => createHub({ city: 'test', view, clock, ids, ...options });
  let hub = start();
  const pipe = createPipe(() => hub, actor);
  const remote = createRemoteView({ connect: pipe.connect, send: (command) => view.send(command), clock, ids });
  const deltas: Delta[] = [];
  const healths: Health[] = [];
  const rows = new Map<string, string>();
  remote.health$.subscribe((health) => healths.push(health));
  remote.select(query).subscribe((delta) => {
    deltas.push(delta);
    if (delta.reset) rows.clear();
    for (const row of delta.put) rows.set(row.id, String(row.value['title']));
    for (const id of delta.removed) rows.delete(id);
  });
  return {
    clock,
    view,
    get hub() {
      return hub;
    },
    pipe,
    remote,
    deltas,
    healths,
    make,
    names: () => [...rows.values()].sort(),
    async say(...batch) {
      view.apply(batch, clock.now());
      await turn();
    },
    restart() {
      hub.close();
      hub = start();
    },
  };
}

export function opening(more: object = {}): Open {
  const open = parseOpen({ t: 'open', versions: [1], queries: { p: query }, ...more });
  if ('code' in open) throw new Error(open.message);
  return open;
}

/** Lets real turns of the event loop pass; the manual clock stands still meanwhile. */
export async function turn(times = 6): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise<void>((resolve) => void setTimeout(resolve, 1));
}
export const opened = (make: World['make'], n: number | string, title = String(n)): Entry =>
  make.put(incident(n), { title, state: 'confirmed' });

/** Passes host time step by step, so that beats and retries on either side take their turns. */
export async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    await clock.pass(Math.min(500, left));
    await turn(2);
  }
}
