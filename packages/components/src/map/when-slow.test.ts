import { expect } from 'chai';
import { takePageClock, type PageClock } from '../testing/page-clock.js';
import { whenSlow } from './when-slow.js';

describe('when GL is slow', () => {
  let clock: PageClock;
  beforeEach(() => (clock = takePageClock()));
  afterEach(() => clock.restore());

  /** A map of which each frame is painted so many ms after it was ordered. */
  function follow(told: () => Promise<unknown>) {
    let heard: (() => void) | undefined;
    const gl = {
      UNSIGNALED: 1,
      fenceSync: (ms: number) => ({ at: performance.now() + ms }),
      getSyncParameter: (fence: { at: number }) => (performance.now() < fence.at ? 1 : 2),
      deleteSync: () => undefined,
    };
    const map = {
      on: (_: string, each: () => void) => void (heard = each),
      off: () => void (heard = undefined),
      getCanvas: () => ({ getContext: () => ({ ...gl, fenceSync: () => gl.fenceSync(paintMs) }) }),
    };
    let paintMs = 0;
    whenSlow(map as unknown as Parameters<typeof whenSlow>[0], told, 100);
    const order = (ms: number): void => {
      paintMs = ms;
      heard?.();
    };
    return {
      heard: () => heard !== undefined,
      order,
      async frames(n: number, ms: number) {
        for (let i = 0; i < n; i += 1) {
          order(ms);
          await clock.pass(40);
        }
      },
    };
  }

  it('tells once, of five slow frames one after the other', async () => {
    let told = 0;
    const { frames } = follow(() => Promise.resolve((told += 1)));
    await frames(4, 1000);
    await frames(3, 0);
    await frames(4, 1000);
    expect(told, 'some between them were quick').to.equal(0);
    await frames(6, 1000);
    expect(told).to.equal(1);
  });

  it('takes a frame for slow when it could not look in time, as while the page waits for GL', async () => {
    let told = 0;
    const { frames, order } = follow(() => Promise.resolve((told += 1)));
    for (let i = 0; i < 5; i += 1) {
      order(0);
      clock.stall(35);
      await clock.pass(5);
    }
    expect(told).to.equal(1);
    await frames(6, 0);
    expect(told, 'once').to.equal(1);
  });

  it('tells again a while after what it told has failed', async () => {
    let told = 0;
    const { frames, heard } = follow(() => {
      told += 1;
      return told === 1 ? Promise.reject(new Error('not to be had')) : Promise.resolve();
    });
    await frames(5, 1000);
    expect([told, heard()]).to.deep.equal([1, false]);
    await clock.pass(100);
    expect(heard(), 'it looks again').to.equal(true);
    await frames(5, 1000);
    expect(told).to.equal(2);
  });
});
