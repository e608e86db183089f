import { connectGateway } from '@yingji/adapters/remote';
import { systemIds, type Delta } from '@yingji/core';
import { createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { startHttp } from './http-fixture.js';
import { network, type Network } from './network.js';
import { until } from './wait.js';

/** As a gateway beats where nobody says otherwise. */
const BEAT_MS = 5_000;
const CLIENTS = 32;
/** More than the alarms that come after the cut take on the line. */
const BYTES = 4_000;
const ALARMS = 10;

/** A page at the end of a way of its own. */
function page(way: Network, token: string) {
  const rows = new Set<string>();
  const told = { puts: 0, gaps: 0, state: 'unknown', staleMs: 0 };
  const view = connectGateway({ url: `http://127.0.0.1:${way.port}`, token, ids: { ...systemIds, random: () => 0 } });
  view.health$.subscribe(({ link }) => {
    if (link.state === 'stale' && told.state === 'live') told.staleMs = Date.now() - way.lineSince;
    told.state = link.state;
  });
  view.select({ kind: 'report' }).subscribe(({ put, gap, reset }: Delta) => {
    if (gap || (reset && told.puts > 0)) told.gaps += 1;
    told.puts += put.length;
    for (const { id } of put) rows.add(id);
  });
  return { way, view, rows, told };
}

describe('lines that swallow everything, by the beats of every day', function () {
  this.timeout(60_000);

  it(`shows as stale within two beats of 5 s and goes on without a gap, ${CLIENTS} lines cut at bytes drawn by lot`, async function () {
    let url = '';
    const ways = await Promise.all(Array.from({ length: CLIENTS }, () => network(() => url)));
    const names = ways.map(({ port }) => `127.0.0.1:${port}`);
    const at = await startHttp({
      config: { listen: { port: 0, names }, limits: { streamsPerActor: 2 * CLIENTS } },
    });
    url = at.url;
    const pages = ways.map((way) => page(way, at.token));
    try {
      await until('all pictures', () => pages.every(({ told, rows }) => told.state === 'live' && rows.size === 1));
      const { random } = createSeededIds(5);
      const cuts = pages.map(() => Math.floor(random() * BYTES));
      for (const [i, { way }] of pages.entries()) way.swallow(cuts[i]!);
      for (let n = 0; n < ALARMS; n += 1) {
        at.alarm(`d${n + 2}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await until('all to know', () => pages.every(({ told }) => told.staleMs > 0), 3 * BEAT_MS);
      const late = pages.map(({ told }) => told.staleMs);
      for (const [i, ms] of late.entries())
        // Two clocks of whole milliseconds: the time may look some shorter than it was.
        expect(ms, `cut after ${cuts[i]} bytes, stale after`).to.be.within(2 * BEAT_MS - 10, 2 * BEAT_MS + 1_000);
      await until('all live again', () => pages.every(({ told }) => told.state === 'live'));
      await until('what was missed', () => pages.every(({ rows }) => rows.size === ALARMS + 1));
      for (const [i, { told }] of pages.entries())
        expect([told.gaps, told.puts], `cut after ${cuts[i]} bytes`).to.deep.equal([0, ALARMS + 1]);
      this.test!.title += ` (known after ${Math.min(...late)} to ${Math.max(...late)} ms)`;
    } finally {
      for (const { view, way } of pages) {
        view.close();
        way.close();
      }
      await at.close();
    }
  });
});
