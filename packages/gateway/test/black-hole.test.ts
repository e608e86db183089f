import { connectGateway } from '@yingji/adapters/remote';
import { systemIds, type Delta } from '@yingji/core';
import { expect } from 'chai';
import { startHttp, type HttpFixture } from './http-fixture.js';
import { network } from './network.js';
import { until } from './wait.js';

const BEAT_MS = 300;

describe('a line that swallows everything', function () {
  this.timeout(60_000);
  let at: HttpFixture;
  afterEach(() => at.close());

  it('shows as stale within two beats, and goes on without a gap, cut at any byte, again and again', async () => {
    const way = await network(() => at.url);
    at = await startHttp({ beatMs: BEAT_MS, config: { listen: { port: 0, names: [`127.0.0.1:${way.port}`] } } });
    const view = connectGateway({
      url: `http://127.0.0.1:${way.port}`,
      token: at.token,
      ids: { ...systemIds, random: () => 0 },
    });
    const rows = new Set<string>();
    let gaps = 0;
    let puts = 0;
    let state = '';
    let since = 0;
    view.health$.subscribe(({ link }) => {
      if (link.state !== state) since = Date.now();
      state = link.state;
    });
    view.select({ kind: 'report' }).subscribe(({ put, gap, reset }: Delta) => {
      if (gap || (reset && puts > 0)) gaps += 1;
      puts += put.length;
      for (const { id } of put) rows.add(id);
    });
    await until('the picture', () => state === 'live' && rows.size === 1);
    // More breaks than one actor may have streams: each leaves a line that looks open to the gateway.
    for (const [i, bytes] of [0, 1, 7, 63, 200, 400, 700, 1_100, 2_000, 5].entries()) {
      at.alarm(`d${2 * i + 2}`);
      await until('the alarm', () => rows.size === 2 * i + 2);
      way.swallow(bytes);
      at.alarm(`d${2 * i + 3}`);
      await until('stale', () => state === 'stale');
      // Two clocks of whole milliseconds: the time may look some shorter than it was.
      expect(since - way.lineSince, 'stale after').to.be.within(2 * BEAT_MS - 10, 2 * BEAT_MS + 1_000);
      await until('live again', () => state === 'live');
      await until('what was missed', () => rows.size === 2 * i + 3);
    }
    expect({ gaps, puts }).to.deep.equal({ gaps: 0, puts: 21 });
    view.close();
    way.close();
  });
});
