import { connect } from 'node:net';
import { createLocalView, systemClock, systemIds, YingjiError, type Clock, type PastView } from '@yingji/core';
import { createEntries, detector, fireAlarm } from '@yingji/core/testing';
import { createHub } from '@yingji/core/wire';
import { expect } from 'chai';
import { openReports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { until } from '../../test/wait.js';
import { changeTokens } from '../auth/token-file.js';
import type { Replaying } from './replay.js';

/** Plays `steps` pieces of work over a view of its own, and counts those that were done and the replays that are open. */
function createPlay(steps: number, work: (step: number) => void, loadingMs = 0) {
  const counted = { done: 0, open: 0 };
  const build = createEntries();
  const replaying: Replaying = {
    play: (_from, _to, _speed, pace) => ({
      subscribe(hear) {
        const view = createLocalView({ now: systemClock.now() });
        let closed = false;
        counted.open += 1;
        void (async () => {
          if (loadingMs > 0) await new Promise((resolve) => setTimeout(resolve, loadingMs));
          hear.next({ at: view.at, now: view.now, view: view as unknown as PastView });
          for (let i = 0; i < steps && !closed; i += 1)
            await pace(() => {
              if (closed) return;
              counted.done += 1;
              work(i);
              const id = `${i}-${'x'.repeat(40_000)}`;
              view.apply([build.put(...detector(id)), build.put(...fireAlarm(id))], systemClock.now());
            });
          if (!closed) hear.complete();
        })();
        return {
          unsubscribe() {
            if (closed) return;
            closed = true;
            counted.open -= 1;
            view.close();
          },
        };
      },
    }),
    hubOf: (view) => createHub({ city: 'nanning', view, clock: systemClock, ids: systemIds, ringBytes: 1024 * 1024 }),
  };
  return { replaying, counted };
}

describe('POST /api/replay', function () {
  this.timeout(60_000);
  let at: HttpFixture;
  afterEach(() => at.close());

  it('ends for who asks what is dear to follow, at their own expense', async () => {
    let extra = 0;
    const clock = {
      ...systemClock,
      elapsed: () => systemClock.elapsed() + extra,
      sleep: (ms: number, stop: AbortSignal) => systemClock.sleep(Math.min(ms, 2), stop),
    };
    const { replaying, counted } = createPlay(1_000, () => (extra += 1_000));
    at = await startHttp({ replaying, clock });
    const answer = await at.post('/api/replay?from=1', openReports);
    const text = await answer.text();
    expect(text.trim().split('\n').at(-1)).to.include('"code":"too-much-work"');
    // Five seconds, and what a twentieth of the time gives back.
    expect(counted.done).to.be.within(5, 7);
    const again = await at.post('/api/replay?from=1', openReports);
    expect([again.status, Number(again.headers.get('retry-after')) > 0]).to.deep.equal([429, true]);
    const stream = await at.post('/api/stream', openReports);
    expect(stream.status, 'what is live is another account').to.equal(200);
    await stream.body!.cancel();
    expect(counted.open).to.equal(0);
  });

  it('waits for a reader that takes nothing, leaves nothing out, and cuts it after a while', async () => {
    const steps = 150;
    const { replaying, counted } = createPlay(steps, () => undefined);
    // It need not rest after each step here; a stall lasts as long as ever.
    const sleep: Clock['sleep'] = (ms, stop) => systemClock.sleep(ms < 1_000 ? Math.min(ms, 1) : ms, stop);
    const eager = { ...systemClock, sleep };
    at = await startHttp({ replaying, clock: eager, config: { limits: { stallMs: 1_500 } } });
    const { hostname, port } = new URL(at.url);
    const open = () => {
      const body = JSON.stringify(openReports);
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.pause();
      socket.write(
        `POST /api/replay?from=1 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${at.token}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
      return socket;
    };
    let before = -1;
    const waits = (): Promise<unknown> =>
      until('it waits', async () => {
        before = counted.done;
        await new Promise((resolve) => setTimeout(resolve, 200));
        return before > 0 && counted.done === before;
      });
    const slow = open();
    await waits();
    expect(counted.done).to.be.below(steps);
    let text = '';
    slow.on('data', (chunk: Buffer) => (text += chunk.toString('latin1'))).resume();
    await new Promise((resolve) => slow.once('close', resolve));
    expect(text.match(/"t":"diff"/g)).to.have.length(steps);
    expect(text).to.include('replay-ended').and.not.include('"flagged":true');

    counted.done = 0;
    const dead = open();
    await waits();
    await until('it is cut', () => counted.open === 0);
    expect(counted.done).to.be.below(steps);
    dead.destroy();
  });

  it('does not begin for who is taken back while it is loaded', async () => {
    const { replaying, counted } = createPlay(9, () => undefined, 150);
    const written: string[] = [];
    const audit = { sound: true, pseudonym: () => '', close: () => Promise.resolve() };
    at = await startHttp({
      ...{ replaying, recheckMs: 20 },
      audit: { ...audit, append: async ({ what }) => void written.push(what) },
    });
    const answer = at.post('/api/replay?from=1', openReports);
    await until('it is loaded', () => counted.open === 1);
    changeTokens(at.tokensFile, () => []);
    expect((await answer).status).to.equal(401);
    expect([counted.open, written]).to.deep.equal([0, []]);
  });

  it('does not begin where it cannot be written down, and keeps no place', async () => {
    const { replaying, counted } = createPlay(9, () => undefined);
    const full = new YingjiError('audit-unwritable', 'the disk is full.', { recovery: 'retry' });
    const audit = { sound: false, pseudonym: () => '', close: () => Promise.resolve() };
    at = await startHttp({ replaying, audit: { ...audit, append: () => Promise.reject(full) } });
    for (let i = 0; i < 4; i += 1) {
      const answer = await at.post('/api/replay?from=1', openReports);
      expect([answer.status, counted.open]).to.deep.equal([503, 0]);
      expect(await answer.text()).to.not.include('"t":');
    }
  });
});
