import type { Map as GlMap } from 'maplibre-gl';

/** A frame that is not painted so many ms after it was ordered is slow. */
export const SLOW_MS = 20;
/** Looked at so many ms after it was ordered, a painted frame may have been slow or not. */
const LATE_MS = 26;
/** One frame may be slow for many reasons; where so many are, one after the other, GL is. */
export const FRAMES = 5;
/** What is told could not be done: so many ms later it is tried again. */
const AGAIN_MS = 30_000;

/** Tells once that GL is slow, as without a graphics card; once more a while after what it `told` has failed. */
export function whenSlow(
  map: Pick<GlMap, 'on' | 'off' | 'getCanvas'>,
  told: () => Promise<unknown>,
  againMs = AGAIN_MS,
): void {
  const gl = map.getCanvas().getContext('webgl2');
  let slow = 0;
  const look = (): void => {
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!gl || !fence) return;
    const began = performance.now();
    setTimeout(() => {
      // A lost context knows of no fence, and answers null. Who could not look in time knows of no quick frame.
      const late = performance.now() - began > LATE_MS;
      slow = late || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.UNSIGNALED ? slow + 1 : 0;
      gl.deleteSync(fence);
      if (slow !== FRAMES) return;
      map.off('render', look);
      told().catch(() => {
        slow = 0;
        setTimeout(() => map.on('render', look), againMs);
      });
    }, SLOW_MS);
  };
  map.on('render', look);
}
