import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { connectGateway } from '@yingji/adapters/remote';
import { systemIds, type Delta } from '@yingji/core';
import { expect } from 'chai';
import { startHttp, type HttpFixture } from './http-fixture.js';
import { until } from './wait.js';

const BEAT_MS = 300;

/** A network on the way that can swallow everything after so many bytes: sockets stay open, nothing comes any more. */
async function network(to: () => string): Promise<{
  readonly port: number;
  /** Lets `bytes` more of the answer through on each line that is open, and then nothing. */
  swallow(bytes: number): void;
  /** When the last byte came through. */
  readonly silentSince: number;
  close(): void;
}> {
  let silentSince = 0;
  const lines = new Set<{ left: number; readonly sockets: readonly Socket[] }>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(to()).port), '127.0.0.1');
    const line = { left: Infinity, sockets: [near, far] };
    lines.add(line);
    near.on('data', (chunk) => line.left > 0 && far.write(chunk)).on('error', () => undefined);
    far.on('data', (chunk) => {
      if (line.left > 0) {
        near.write(chunk.subarray(0, line.left));
        silentSince = Date.now();
      }
      line.left = Math.max(0, line.left - chunk.length);
    });
    far.on('error', () => undefined);
    // What is swallowed are the goodbyes too: neither side hears that the other has gone.
    near.on('close', () => line.left > 0 && far.destroy());
    far.on('close', () => line.left > 0 && near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallow(bytes) {
      for (const line of lines) line.left = Math.min(line.left, bytes);
    },
    get silentSince() {
      return silentSince;
    },
    close() {
      server.close();
      for (const { sockets } of lines) for (const socket of sockets) socket.destroy();
    },
  };
}

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
      expect(since - way.silentSince, 'stale after').to.be.within(BEAT_MS, 2 * BEAT_MS + 1_000);
      await until('live again', () => state === 'live');
      await until('what was missed', () => rows.size === 2 * i + 3);
    }
    expect({ gaps, puts }).to.deep.equal({ gaps: 0, puts: 21 });
    view.close();
    way.close();
  });
});
