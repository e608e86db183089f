import { expect } from 'chai';
import { createBackground } from './background.js';
import { createFleet } from './fleet.js';
import { createRandom } from './random.js';
import { devicesCsv } from './registry-csv.js';
import { createTown } from './town.js';
import { readPart, startCentre, until } from './testing/centre.js';

/** Pauses so long that nothing happens by itself. */
const STILL = { fault: Infinity, alarm: Infinity, measure: Infinity, wrongS: 0 };

describe('field: what goes on without a scene', () => {
  async function field(options: { speed?: number; busy?: () => boolean } = {}) {
    const centre = await startCentre();
    const stop = new AbortController();
    const town = createTown({ seed: 3, devices: 400 });
    const fleet = createFleet({
      town,
      host: '127.0.0.1',
      port: centre.port,
      seed: 3,
      signal: stop.signal,
      perSecond: 1_000,
    });
    await fleet.started;
    await until('all are connected', () => fleet.connected === town.sites.length);
    const background = createBackground({
      fleet,
      town,
      random: createRandom(3),
      signal: stop.signal,
      speed: 1,
      pace: STILL,
      ...options,
    });
    const states = () =>
      centre.heard
        .filter(({ unit }) => unit[0] === 2)
        .map(({ source, unit }) => ({ native: `${source}-1-1-${readPart(unit).address}`, ...readPart(unit) }));
    const end = async (): Promise<void> => {
      stop.abort();
      await fleet.closed;
      await centre.close();
    };
    return { centre, town, fleet, background, states, end };
  }

  it('a fault comes and goes', async () => {
    const { background, states, end } = await field({ speed: 60_000 });
    background.lone.fault();
    await until('fault and recovery', () => states().length === 2);
    expect(states().map(({ status }) => status)).to.deep.equal([5, 1]);
    expect(states()[0]!.native).to.equal(states()[1]!.native);
    await end();
  });

  it('a false alarm is alone in its compartment, and is reset', async () => {
    const { centre, background, states, town, end } = await field({ speed: 60_000 });
    for (let i = 0; i < 60; i += 1) background.lone.alarm();
    const alarms = (): ReturnType<typeof states> => states().filter(({ status }) => (status & 2) !== 0);
    await until('all are reset', () => alarms().length > 10 && states().length === 2 * alarms().length);
    const zones = alarms().flatMap(({ native }) =>
      town.sites.flatMap((site) =>
        site.detectors
          .filter((part) => `${site.transmitter}-1-1-${part.address}` === native)
          .map(({ zone }) => `${site.code} ${zone}`),
      ),
    );
    expect(new Set(zones)).to.have.property('size', zones.length);
    expect(centre.heard.some(({ unit }) => unit[0] === 4)).to.equal(true);
    await end();
  });

  it('some alarms come from addresses that stand in no registry', async () => {
    const { background, states, town, end } = await field();
    await background.sendUnregistered();
    background.lone.alarm();
    await until('two alarms', () => states().length === 2);
    const registry = devicesCsv(town);
    for (const { native } of states()) expect(registry.includes(`${native},`), native).to.equal(false);
    await end();
  });

  it('keeps quiet while a scene is busy', async () => {
    const { background, states, end } = await field({ busy: () => true });
    for (let i = 0; i < 10; i += 1) background.lone.alarm();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(states()).to.deep.equal([]);
    await end();
  });

  it('one device lives in 2059, and values are told', async () => {
    const { centre, background, town, fleet, end } = await field();
    const future = [...fleet.transmitters.values()].filter((one) => one.clock() > Date.now() + 1e9);
    expect(future).to.have.length(1);
    await future[0]!.send(Buffer.alloc(0));
    expect(centre.heard.at(-1)!.label[5]).to.be.at.least(59);
    expect(town.sites.slice(0, 5).map(({ transmitter }) => transmitter)).not.to.include(future[0]!.address);
    background.lone.measure();
    await until('a value', () => centre.heard.some(({ unit }) => unit[0] === 3));
    await end();
  });

  it('goes on by itself, by its seed', async () => {
    const { states, end } = await (async () => {
      const made = await field();
      const stop = new AbortController();
      createBackground({
        ...made,
        random: createRandom(4),
        signal: stop.signal,
        speed: 60,
        pace: { fault: 0.02, alarm: 0.02, measure: 0.05, wrongS: 0.05 },
      });
      return { ...made, end: () => (stop.abort(), made.end()) };
    })();
    await until('faults and alarms', () => new Set(states().map(({ status }) => status)).size >= 2);
    await end();
  });
});
