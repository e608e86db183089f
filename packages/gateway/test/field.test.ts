import { join } from 'node:path';
import { systemClock, type Position } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import {
  createFleet,
  createTown,
  nativeAddress,
  sendAlarm,
  WRONGS,
  writeRegistry,
} from '../../../examples/field/index.js';
import { createGateway } from '../src/gateway.js';
import { openStorage } from '../src/storage.js';
import { freePort } from './free-port.js';
import { makeHouse } from './house.js';
import { until } from './wait.js';

const DEVICES = Number(process.env['YINGJI_FIELD'] ?? 1_300);
const SEED = 1;
/** Patience of the devices, short so that what is sent again is sent soon, in milliseconds. */
const device = { timeoutMs: 2_000, backoffMs: [50, 200], heartbeatMs: [600_000, 600_000] } as const;
/** What the gateway says of a way of breaking the norm; nothing where the norm or TCP allows it, or the rest cannot be told from a cut line. */
const SAID: { readonly [wrong in (typeof WRONGS)[number]]?: string } = {
  'bad-checksum': 'gbt-bad-checksum',
  garbage: 'gbt-skipped',
  lure: 'gbt-skipped',
  'month-13': 'gbt-bad-time',
  'vendor-type': 'gbt-unknown-type',
};

describe('the field over sockets against a gateway', function () {
  this.timeout(600_000);

  it(`keeps each alarm of ${DEVICES} detectors once, and tells of each frame that breaks the norm (YINGJI_FIELD=13000 for all)`, async () => {
    const port = await freePort();
    const house = makeHouse({ feeds: [] });
    const file = (name: string): string => join(house.folder, name);
    const town = createTown({ seed: SEED, devices: DEVICES });
    await writeRegistry({ out: house.folder, town });
    const feeds = [
      { use: 'table', source: 'places', config: { kind: 'place', file: file('places.csv'), places: 'places' } },
      { use: 'table', source: 'registry', config: { kind: 'device', file: file('devices.csv'), places: 'places' } },
      { use: 'gbt26875', source: 'fire', exercise: 'field', config: { port } },
    ];
    const logger = createMemoryLogger();
    const storage = await openStorage(house.config.store, { clock: systemClock });
    const gateway = await createGateway({ ...house.config, feeds }, { storage, logger });
    const stop = new AbortController();
    try {
      const registered = DEVICES + town.sites.length;
      await until('the registry', () => gateway.city.view.find({ kind: 'device' }).length === registered, 60_000);
      const fleet = createFleet({
        town,
        host: '127.0.0.1',
        port,
        seed: SEED,
        signal: stop.signal,
        perSecond: 1_000,
        device,
      });
      await fleet.started;
      await until('all on line', () => fleet.connected === town.sites.length, 60_000);

      const sent = await Promise.all(
        town.sites.flatMap((site) => site.detectors.map((detector) => fleet.state(site, detector, 0x0002))),
      );
      expect(new Set(sent.map(({ outcome }) => outcome))).to.deep.equal(new Set(['confirmed']));
      const expected = town.sites.flatMap((site) => site.detectors.map((detector) => nativeAddress(site, detector)));

      for (const [i, wrong] of WRONGS.entries()) {
        const before = logger.lines.length;
        const { site, detector } = town.unregistered[i % town.unregistered.length]!;
        const address = detector.address + 1_000 * (i + 1);
        const line = fleet.transmitters.get(site.transmitter)!;
        const { outcome } = await sendAlarm(
          line,
          { address, component: detector.component, text: detector.text },
          { wrong },
        );
        expect(outcome, wrong).to.equal('confirmed');
        const codes = logger.lines.slice(before).map(({ code }) => code);
        const said = SAID[wrong];
        if (said) expect(codes, wrong).to.include(said);
        // A vendor's own type is sent in place of the alarm.
        if (wrong !== 'vendor-type') expected.push(`${site.transmitter}-1-1-${address}`);
      }
      // What is repeated later is repeated after 3 s.
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      await fleet.drained();

      const natives: string[] = [];
      for await (const { kind, body } of storage.store.read(0 as Position, 1_000_000))
        if (kind === 'report' && 'value' in body) natives.push((body.value as { native: string }).native);
      expect(natives.sort(), 'each once').to.deep.equal(expected.sort());
      const held = await storage.quarantined!.list({ feed: 'fire', limit: 100 });
      const why = new Set(held.flatMap(({ issues }) => issues.map(({ code }) => code)));
      expect([...why], 'what cannot be read is kept').to.include.members(['gbt-bad-checksum', 'gbt-unknown-type']);
      const reports = gateway.city.view.find({ kind: 'report' });
      expect(reports.filter(({ derived }) => derived['position'] !== undefined)).to.have.length(DEVICES);
      expect(reports.filter(({ exercise }) => exercise === 'field')).to.have.length(expected.length);
    } finally {
      stop.abort();
      await gateway.close();
      house.remove();
    }
  });
});
