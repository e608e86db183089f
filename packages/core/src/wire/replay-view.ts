import type { CommandResult } from '../command/command.js';
import { issue, YingjiError } from '../error.js';
import type { Position } from '../model/change.js';
import type { Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Down, Open } from './messages.js';
import { createRemoteView, type RemoteView } from './remote-view.js';

/** Where a replay begins, and the way to the host that plays it; how fast, and to where, is for `connect` to say. */
export interface ReplayViewOptions {
  readonly from: Position | Instant;
  /** Opens one replay from a place and gives its lines; a YingjiError tells why it could not. Aborting `stop` closes it. */
  connect(open: Open, from: Position | Instant, stop: AbortSignal): AsyncIterable<string>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A replay says so and is over: its last picture stays. Whoever played another one did not ask for this one back. */
const OVER: ReadonlySet<string> = new Set(['replay-ended', 'replay-replaced']);

/**
 * The past as another process plays it. `health$` gives the time of then as `now`; when all is played the link is stale with the
 * code `replay-ended`, and what was shown last stays. A way that breaks, or another set of queries, goes on from the time it had come
 * to. `send` answers `read-only`.
 */
export function createReplayView({ from, connect, clock, ids }: ReplayViewOptions): RemoteView {
  let place = from;
  let over: string | undefined;

  async function* play(open: Open, stop: AbortSignal): AsyncGenerator<string, void, undefined> {
    const { resume, ...fresh } = open;
    // Only who asks something new has something to see yet.
    if (over !== undefined && resume !== undefined)
      throw new YingjiError(over, 'this replay is over; begin another to go on.', { recovery: 'skip' });
    over = undefined;
    for await (const line of connect(fresh, place, stop)) {
      const message = JSON.parse(line) as Down;
      if (message.t === 'bye' && OVER.has(message.issue.code)) over = message.issue.code;
      if (message.t === 'ready' || message.t === 'beat') place = message.now;
      if (message.t === 'diff') place = message.delta.now;
      yield line;
    }
  }

  const send = (): Promise<CommandResult> =>
    Promise.resolve({ ok: false, issues: [issue('read-only', 'this is the past; decide on the live view.')] });
  return createRemoteView({ connect: play, send, clock, ids, readOnly: 'past' });
}
