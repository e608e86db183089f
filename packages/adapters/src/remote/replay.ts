import type { Instant, Position } from '@yingji/core';
import { createReplayView, systemClock, systemIds, type RemoteView } from '@yingji/core/wire';
import { createClient, type GatewayOptions } from './client.js';

export interface ReplayOptions extends GatewayOptions {
  /** Where it begins, and ends: positions of the log or instants. Default of `to`: where the log ends now. */
  readonly from: Position | Instant;
  readonly to?: Position | Instant;
  /** So many seconds in one, 0.001 to 3,600. Default 1. */
  readonly speed?: number;
}

/**
 * The past as a gateway plays it, with the rights of today: a view whose `health$` has the time of then, and says `replay-ended` when
 * all is played. Read-only. What breaks goes on from the time it had come to. Errors come in `health$`, by the code of the gateway.
 */
export function connectReplay({ from, to, speed, ...options }: ReplayOptions): RemoteView {
  const { clock = systemClock, ids = systemIds } = options;
  const { lines } = createClient(options);
  return createReplayView({
    from,
    clock,
    ids,
    connect(open, place, stop) {
      const asked = new URLSearchParams({ from: String(place) });
      if (to !== undefined) asked.set('to', String(to));
      if (speed !== undefined) asked.set('speed', String(speed));
      return lines(`/api/replay?${asked}`, open, stop);
    },
  });
}
