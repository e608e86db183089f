import { expect } from 'chai';
import { takePageClock, type PageClock } from '../testing/page-clock.js';
import { createPace, type Pace, type Paced } from './pace.js';

describe('the pace of a map', () => {
  let pace: Pace;
  let clock: PageClock;
  beforeEach(() => (clock = takePageClock()));
  afterEach(() => {
    pace.close();
    clock.restore();
  });

  /** A map whose frames are painted so many ms after they were ordered, as they would be by GL. */
  function mapOf(paintMs: number) {
    const heard = new Map<string, (() => void)[]>();
    const fire = (what: string): void => heard.get(what)?.forEach((each) => each());
    const ratios: number[] = [];
    let frames = 0;
    const gl = {
      UNSIGNALED: 1,
      fenceSync: () => ({ at: performance.now() + paintMs }),
      getSyncParameter: (fence: { at: number }) => (performance.now() < fence.at ? 1 : 2),
      deleteSync: () => undefined,
    };
    const map = {
      on: (what: string, each: () => void) => void heard.set(what, [...(heard.get(what) ?? []), each]),
      getCanvas: () => ({ getContext: () => gl }),
      getPixelRatio: () => ratios.at(-1) ?? devicePixelRatio,
      setPixelRatio(ratio: number) {
        ratios.push(ratio);
        // As MapLibre tells of it.
        for (const what of ['move', 'resize']) fire(what);
      },
      triggerRepaint: () => void (frames += 1),
    };
    pace = createPace(map as unknown as Paced);
    return {
      ratios,
      fire,
      frames: () => frames,
      /** As MapLibre asks for a frame of its own. */
      ask: () => map.triggerRepaint(),
      async paint(times: number) {
        for (let i = 0; i < times; i += 1) {
          fire('render');
          await clock.pass(paintMs + 30);
        }
      },
    };
  }

  it('draws a moving map coarser where no frame is quick, and sharp again when it rests', async () => {
    const { fire, paint, ratios } = mapOf(30);
    for (let i = 0; i < 5; i += 1) {
      fire('move');
      expect(ratios, 'five frames are not known yet').to.deep.equal([]);
      await paint(1);
    }
    await clock.pass(200);
    fire('move');
    expect(ratios, 'a single jump is drawn as it stays').to.deep.equal([]);
    fire('render');
    fire('move');
    fire('render');
    fire('move');
    expect(ratios).to.deep.equal([devicePixelRatio / 2]);
    expect(pace.coarse).to.equal(true);
    await clock.pass(179);
    expect(ratios, 'it moves').to.have.length(1);
    await clock.pass(1);
    expect(ratios[1], 'it rests').to.equal(devicePixelRatio);
    expect(pace.coarse).to.equal(false);
  });

  it('is never coarse where frames are quick', async () => {
    const { fire, paint, ratios } = mapOf(8);
    await paint(6);
    for (let i = 0; i < 4; i += 1) {
      fire('move');
      fire('render');
    }
    expect(ratios).to.deep.equal([]);
  });

  it('leaves three times as long between frames of mere changes as a frame takes; an urgent one does not wait', async () => {
    const { fire, frames } = mapOf(60);
    pace.repaint(false);
    expect(frames(), 'nothing is being painted').to.equal(1);
    fire('render');
    for (let i = 0; i < 20; i += 1) pace.repaint(false);
    expect(frames()).to.equal(1);
    pace.repaint(true);
    expect(frames(), 'urgent').to.equal(2);
    // The frame is painted after 60 ms, and three times that is 180 more.
    await clock.pass(239);
    expect(frames(), 'what waits').to.equal(2);
    await clock.pass(2);
    expect(frames(), 'all that waited, in one frame').to.equal(3);
    await clock.pass(300);
    expect(frames()).to.equal(3);
  });

  it('a change right after a frame of another cause does not wait for it', () => {
    const { fire, frames } = mapOf(100);
    fire('render');
    pace.repaint(false);
    expect(frames()).to.equal(1);
  });

  it('of what MapLibre asks for makes one frame once the last is painted, where frames are slow; the camera never waits', async () => {
    const { fire, paint, ask, frames } = mapOf(60);
    await paint(5);
    fire('render');
    for (let i = 0; i < 3; i += 1) ask();
    expect(frames(), 'while it paints').to.equal(0);
    await clock.pass(59);
    expect(frames(), 'not painted yet').to.equal(0);
    await clock.pass(51);
    expect(frames()).to.equal(1);
    fire('render');
    ask();
    expect(frames()).to.equal(1);
    fire('move');
    expect(frames(), 'the camera moves').to.equal(2);
    ask();
    expect(frames()).to.equal(3);
  });

  it('what MapLibre asks for does not wait for the turn of mere changes', async () => {
    const { fire, paint, ask, frames } = mapOf(200);
    await paint(5);
    pace.repaint(false);
    fire('render');
    pace.repaint(false);
    ask();
    await clock.pass(199);
    expect(frames(), 'while it paints').to.equal(1);
    await clock.pass(5);
    expect(frames(), 'the frame that was asked for').to.equal(2);
  });

  for (const [what, ms] of [
    ['what MapLibre asks for, where frames are slow', 60],
    ['mere changes', 0],
  ] as const)
    it(`draws what a key changes in words before ${what}; what is urgent does not wait`, async () => {
      const { fire, paint, ask, frames } = mapOf(ms);
      await paint(5);
      window.dispatchEvent(new KeyboardEvent('keydown'));
      if (ms > 0) ask();
      else pace.repaint(false);
      let drawn = -1;
      requestAnimationFrame(() => (drawn = frames()));
      await clock.pass(40);
      expect([drawn, frames()], 'the map after them').to.deep.equal([0, 1]);
      fire('render');
      window.dispatchEvent(new KeyboardEvent('keydown'));
      pace.repaint(true);
      expect(frames()).to.equal(2);
    });

  it('keeps nothing back where frames are quick', async () => {
    const { fire, paint, ask, frames } = mapOf(0);
    await paint(5);
    fire('render');
    window.dispatchEvent(new KeyboardEvent('keydown'));
    ask();
    expect(frames()).to.equal(1);
  });

  it('lets nothing wait longer for frames that take seconds', async () => {
    const { fire, frames } = mapOf(1200);
    pace.repaint(false);
    fire('render');
    await clock.pass(1250);
    pace.repaint(false);
    expect(frames()).to.equal(1);
    await clock.pass(199);
    expect(frames()).to.equal(1);
    await clock.pass(5);
    expect(frames(), 'a quarter of a second later').to.equal(2);
  });
});
