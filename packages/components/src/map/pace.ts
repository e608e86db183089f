import type { Map as GlMap } from 'maplibre-gl';

/** Where whole frames take longer than this, as without a graphics card, a moving map is drawn coarser. */
const SLOW_MS = 40;
/** One frame may be slow for many reasons; of so many whole ones none was quick. */
const FRAMES = 5;
/** Device pixels along a side that are kept of each while it moves. */
const COARSE = 0.5;
/** This long after the last movement the camera is at rest. */
const REST_MS = 180;
/** As often it is looked whether a frame is painted. */
const LOOK_MS = 8;
/** However long frames take, what changed waits for no more than this on our side. */
const WAIT_MS = 250;

/** What it steers. */
export type Paced = Pick<GlMap, 'on' | 'getCanvas' | 'getPixelRatio' | 'setPixelRatio' | 'triggerRepaint' | 'painter'>;

export interface Pace {
  /** Asks for a frame. After one that was not urgent the next such waits as long again as it took. */
  repaint(urgent: boolean): void;
  /** Whether the map changes its own size in pixels just now: then nobody has moved it. */
  readonly sizing: boolean;
  /** Whether the map moves and is drawn coarser for it. */
  readonly coarse: boolean;
  close(): void;
}

/**
 * Keeps a map answering where GL is slow: while the camera moves it is drawn from fewer pixels, sharp again as soon as it rests,
 * and changes of thousands of dots do not fill all time with frames. Where GL is quick nothing of it happens.
 */
export function createPace(map: Paced): Pace {
  const gl = map.getCanvas().getContext('webgl2');
  /** ms of the last whole frames, from the order to the paint. */
  const whole: number[] = [];
  let painting: { readonly fence: WebGLSync; readonly began: number; paced: boolean } | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** When the next frame that is not urgent may come after one that was not. */
  let free = 0;
  /** The next frame is one that was not urgent. */
  let paced = false;
  let asked = false;
  let moved = -Infinity;
  let movedSinceFrame = false;
  let coarse = false;
  let sizing = false;

  const slow = (): boolean => whole.length === FRAMES && Math.min(...whole) > SLOW_MS;

  function look(): void {
    looking = undefined;
    if (!painting) return;
    // A lost context knows of no fence, and answers null.
    if (gl?.getSyncParameter(painting.fence, gl.SYNC_STATUS) === gl?.UNSIGNALED) {
      looking = setTimeout(look, LOOK_MS);
      return;
    }
    const now = performance.now();
    const took = now - painting.began;
    gl?.deleteSync(painting.fence);
    if (painting.paced) free = now + Math.min(took, WAIT_MS);
    painting = undefined;
    if (!coarse) whole.push(took);
    if (whole.length > FRAMES) whole.shift();
    if (asked) later();
  }

  function later(): void {
    asked = false;
    waiting ??= setTimeout(
      () => {
        waiting = undefined;
        paced = true;
        map.triggerRepaint();
      },
      Math.max(0, free - performance.now()),
    );
  }

  function size(ratio: number): void {
    sizing = true;
    map.setPixelRatio(ratio);
    sizing = false;
    map.triggerRepaint();
  }

  function rest(): void {
    clearTimeout(resting);
    resting = setTimeout(() => {
      coarse = false;
      size(devicePixelRatio);
    }, REST_MS);
  }

  map.on('render', () => {
    clearTimeout(waiting);
    waiting = undefined;
    asked = false;
    // The frame itself may have taken longer than a rest.
    if (coarse && movedSinceFrame) rest();
    movedSinceFrame = false;
    const own = paced;
    paced = false;
    if (painting) {
      painting.paced ||= own;
      return;
    }
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!fence) return;
    painting = { fence, began: performance.now(), paced: own };
    looking = setTimeout(look, LOOK_MS);
  });
  map.on('move', () => {
    if (sizing) return;
    const now = performance.now();
    // A single jump is drawn as it stays.
    const moving = now - moved < REST_MS || movedSinceFrame;
    moved = now;
    movedSinceFrame = true;
    if (moving && !coarse && slow()) {
      coarse = true;
      size(devicePixelRatio * COARSE);
    }
    if (coarse) rest();
  });
  map.on('style.load', () => {
    // Looked at straight down there is no sky; drawn all the same, of nothing, it took as long as thousands of dots. It is there
    // anew after the loss of the GPU.
    map.painter.skyMesh.segments.segments.length = 0;
  });
  map.on('resize', () => {
    // Once it was told a ratio, MapLibre does not follow that of the screen any more.
    if (!sizing && !coarse && map.getPixelRatio() !== devicePixelRatio) size(devicePixelRatio);
  });

  return {
    repaint(urgent) {
      if (urgent) map.triggerRepaint();
      else if (painting?.paced) asked = true;
      else if (performance.now() < free) later();
      else {
        paced = true;
        map.triggerRepaint();
      }
    },
    get coarse() {
      return coarse;
    },
    get sizing() {
      return sizing;
    },
    close() {
      for (const timer of [looking, waiting, resting]) clearTimeout(timer);
    },
  };
}
