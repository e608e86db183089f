import type { Map as GlMap } from 'maplibre-gl';
import { FRAMES, SLOW_MS } from './when-slow.js';

/** Device pixels along a side that are kept of each while it moves. */
const COARSE = 0.5;
/** This long after the last movement the camera is at rest. */
const REST_MS = 180;
/** As often it is looked whether a frame is painted. */
const LOOK_MS = 4;
/** After a frame of mere changes the next such waits so many times as long as it took. */
const SPACED = 3;
/** However long frames take, what changed waits for no more than this on our side. */
const WAIT_MS = 250;
const ACTS = ['keydown', 'pointerdown'] as const;

/** What it steers. */
export type Paced = Pick<GlMap, 'on' | 'getCanvas' | 'getPixelRatio' | 'setPixelRatio' | 'triggerRepaint'>;

export interface Pace {
  /** Asks for a frame. One that is not urgent waits, after another such and after what a reader does. */
  repaint(urgent: boolean): void;
  /** Whether the map changes its own size in pixels just now: then nobody has moved it. */
  readonly sizing: boolean;
  /** Whether the map moves and is drawn coarser for it. */
  readonly coarse: boolean;
  close(): void;
}

/**
 * Keeps a map answering where GL is slow: while the camera moves it is drawn from fewer pixels, sharp again as soon as it rests,
 * and neither changes of thousands of dots nor frames one behind the other keep a reader waiting.
 */
export function createPace(map: Paced): Pace {
  const gl = map.getCanvas().getContext('webgl2');
  /** So many whole frames one after the other, from the order to the paint, were slow. */
  let slowOnes = 0;
  let painting: { readonly fence: WebGLSync; readonly began: number; paced: boolean } | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** When the next frame that is not urgent may come after one that was not. */
  let free = 0;
  /** The next frame is one that was not urgent. */
  let paced = false;
  /** One that is not urgent is asked for. */
  let asked = false;
  /** What a reader has just done is not yet drawn: first the words, then the map. */
  let answering: number | undefined;
  /** MapLibre has asked for a frame that waits. */
  let held = false;
  let moved = -Infinity;
  let movedSinceFrame = false;
  let coarse = false;
  let sizing = false;

  const order = map.triggerRepaint.bind(map);
  // MapLibre comes by this door too: for one thing that changes it asks for several frames, and whatever is drawn next, on the whole
  // page, would wait for all of them.
  map.triggerRepaint = () => {
    held = slow() && !moving() && (painting !== undefined || answering !== undefined);
    if (!held) order();
  };
  const moving = (): boolean => movedSinceFrame || performance.now() - moved < REST_MS;
  const slow = (): boolean => slowOnes >= FRAMES;

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
    if (painting.paced) free = now + Math.min(SPACED * took, WAIT_MS);
    painting = undefined;
    if (!coarse) slowOnes = took > SLOW_MS ? slowOnes + 1 : 0;
    turn();
  }

  /** Orders what waits, if it need not wait any more. */
  function turn(): void {
    if (held) {
      map.triggerRepaint();
      return;
    }
    if (!asked || painting?.paced || answering !== undefined) return;
    const left = free - performance.now();
    if (left > 0) {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        turn();
      }, left);
      return;
    }
    paced = true;
    order();
  }

  const acted = (): void => {
    answering ??= requestAnimationFrame(() => {
      answering = requestAnimationFrame(() => {
        answering = undefined;
        turn();
      });
    });
  };
  const closing = new AbortController();
  for (const act of ACTS) window.addEventListener(act, acted, { capture: true, signal: closing.signal });

  function size(ratio: number): void {
    sizing = true;
    map.setPixelRatio(ratio);
    sizing = false;
    order();
  }

  function rest(): void {
    clearTimeout(resting);
    resting = setTimeout(() => {
      coarse = false;
      size(devicePixelRatio);
    }, REST_MS);
  }

  map.on('render', () => {
    asked = held = false;
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
    // A single jump is drawn as it stays.
    const again = moving();
    moved = performance.now();
    movedSinceFrame = true;
    if (held) order();
    if (again && !coarse && slow()) {
      coarse = true;
      size(devicePixelRatio * COARSE);
    }
    if (coarse) rest();
  });
  map.on('resize', () => {
    // Once it was told a ratio, MapLibre does not follow that of the screen any more.
    if (!sizing && !coarse && map.getPixelRatio() !== devicePixelRatio) size(devicePixelRatio);
  });

  return {
    repaint(urgent) {
      if (urgent) {
        order();
        return;
      }
      asked = true;
      turn();
    },
    get coarse() {
      return coarse;
    },
    get sizing() {
      return sizing;
    },
    close() {
      closing.abort();
      cancelAnimationFrame(answering ?? 0);
      for (const timer of [looking, waiting, resting]) clearTimeout(timer);
    },
  };
}
