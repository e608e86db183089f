import { createEntries, createPipe, createSeededIds, viewChecks, type ViewUnderTest } from '../testing/index.js';
import { actor } from '../testing/wire-world.js';
import { entityId } from '../model/id.js';
import { systemClock } from '../ports/system.js';
import { createLocalView } from '../view/local-view.js';
import { createHub } from './hub.js';
import { createRemoteView } from './remote-view.js';

const ids = createSeededIds();

/** Idle is a view that does not look at a row that comes and goes. */
function local(): ViewUnderTest {
  const city = createLocalView({ now: systemClock.now() });
  const make = createEntries();
  const id = entityId('device', 'registry', 'probe');
  const idle = (): boolean => {
    let looked = 0;
    const value = { native: 'probe', contract: { by: 'event' } };
    Object.defineProperty(value, 'type', { enumerable: true, get: () => `${(looked += 1) && 'probe'}` });
    city.apply([make.put(id, value)], city.now);
    city.apply([make.gone(id)], city.now);
    return looked === 0;
  };
  return { view: city, city, idle, dispose: () => Promise.resolve(city.close()) };
}

function overPipe(): ViewUnderTest {
  const city = createLocalView({ now: systemClock.now() });
  const hub = createHub({ city: 'test', view: city, clock: systemClock, ids, beatMs: 50, ringBytes: 64_000 });
  const pipe = createPipe(() => hub, actor);
  const view = createRemoteView({
    connect: pipe.connect,
    send: (command) => city.send(command),
    clock: systemClock,
    ids,
  });
  return {
    view,
    city,
    idle: () => pipe.open === 0,
    lose(meanwhile) {
      pipe.down(true);
      pipe.cut();
      meanwhile();
      pipe.down(false);
      return Promise.resolve();
    },
    dispose() {
      view.close();
      hub.close();
      city.close();
      return Promise.resolve();
    },
  };
}

for (const [name, make] of Object.entries({ local, 'remote, in memory': overPipe }))
  describe(`view, ${name}`, () => {
    for (const { name: what, run } of viewChecks(() => Promise.resolve(make()))) it(what, run);
  });
