import type { Map as GlMap } from 'maplibre-gl';
import type { Pace } from './pace.js';
import { whenSlow } from './when-slow.js';

/** The pace of a map, fetched once its frames are slow; until then every frame is ordered at once. */
export function paceWhenSlow(map: GlMap): Pace {
  let closed = false;
  let pace: Pace | undefined;
  whenSlow(map, async () => {
    const { createPace } = await import('./pace.js');
    if (!closed) pace = createPace(map);
  });
  return {
    repaint(urgent) {
      if (pace) pace.repaint(urgent);
      else map.triggerRepaint();
    },
    get coarse() {
      return pace?.coarse === true;
    },
    get sizing() {
      return pace?.sizing === true;
    },
    close() {
      closed = true;
      pace?.close();
    },
  };
}
