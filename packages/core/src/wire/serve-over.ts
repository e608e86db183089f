import type { CommandRequest, CommandResult } from '../command/command.js';
import { issue, YingjiError } from '../error.js';
import type { Actor } from '../ports/authenticator.js';
import type { Clock } from '../ports/clock.js';
import { systemClock } from '../ports/system.js';
import type { Hub } from './hub.js';
import { parseOpen } from './messages.js';
import { takeEnd, type Port, type PortDown, type PortUp } from './port.js';

/** What is served over a port, and to whom. */
export interface ServeOverOptions {
  readonly hub: Pick<Hub, 'open'> & Partial<Pick<Hub, 'kinds'>>;
  /** Who is at the other end, as this side knows it. */
  readonly actor: Actor;
  /** Takes Commands of the other end, which are not checked yet; without it they are answered `read-only`. */
  readonly send?: (command: CommandRequest, actor: Actor) => Promise<CommandResult>;
  readonly clock?: Clock;
  /** How long a client may leave unanswered what it was sent, in milliseconds, before it is taken for gone. Default 30,000. */
  readonly stallMs?: number;
}

/** Streams of one port at once: a client has one, and for a moment two. */
const MOST_STREAMS = 4;
/** Characters under way at most, whatever room a client says it has. */
const MOST_ROOM = 4 * 1024 * 1024;

interface Served {
  room: number;
  /** Characters that were not answered yet. */
  out: number;
  waiting: AbortController | undefined;
  ended: boolean;
  drain: () => void;
  leave: () => void;
}

/**
 * Serves the view of a hub to the other end of a port: a worker, another tab, a thread. The answer stops it, tells the other
 * end, and closes the port. The other end uses {@link connectOver}; it is told by the Issues `too-many-streams` and, without
 * `send`, `read-only`.
 */
export function serveOver(port: Port, options: ServeOverOptions): () => void {
  const { hub, actor, clock = systemClock, stallMs = 30_000 } = options;
  const streams = new Map<number, Served>();
  const end = takeEnd<PortUp, PortDown>(port, hear, leave);

  function open(stream: number, request: unknown, room: number): void {
    const opened = parseOpen(request, hub.kinds);
    if (!('t' in opened)) return end.post({ t: 'end', stream, issue: opened });
    if (streams.size >= MOST_STREAMS || streams.has(stream)) {
      const why = issue('too-many-streams', `one port carries ${MOST_STREAMS} streams at once.`);
      return end.post({ t: 'end', stream, issue: why });
    }
    const served: Served = {
      room: Math.min(room, MOST_ROOM),
      out: 0,
      waiting: undefined,
      ended: false,
      drain: () => undefined,
      leave: () => undefined,
    };
    streams.set(stream, served);
    const close = hub.open(opened, actor, {
      write(line) {
        if (served.ended) return false;
        served.room -= line.length;
        served.out += line.length;
        end.post({ t: 'line', stream, line });
        if (!served.waiting) void patience(stream, served);
        return served.room > 0;
      },
      end: () => stop(stream, true),
      onDrain: (drain) => (served.drain = drain),
      ...(!options.send && { readOnly: 'no-right' }),
    });
    if (served.ended) close();
    else served.leave = close;
  }

  /** Ends a stream that answers nothing for too long. */
  async function patience(stream: number, served: Served): Promise<void> {
    const mine = (served.waiting = new AbortController());
    await clock.sleep(stallMs, mine.signal);
    if (!mine.signal.aborted) stop(stream, true);
  }

  function more(stream: number, room: number): void {
    const served = streams.get(stream);
    if (!served) return;
    const full = served.room <= 0;
    served.room = Math.min(served.room + room, MOST_ROOM);
    served.out -= room;
    served.waiting?.abort();
    served.waiting = undefined;
    if (served.out > 0) void patience(stream, served);
    if (full && served.room > 0) served.drain();
  }

  function stop(stream: number, tell: boolean): void {
    const served = streams.get(stream);
    if (!served) return;
    streams.delete(stream);
    served.ended = true;
    served.waiting?.abort();
    served.leave();
    if (tell) end.post({ t: 'end', stream });
  }

  async function answer(call: number, command: CommandRequest): Promise<void> {
    try {
      const result = options.send
        ? await options.send(command, actor)
        : { ok: false as const, issues: [issue('read-only', 'This view takes no Commands.')] };
      end.post({ t: 'answer', call, result });
    } catch (error) {
      const known = error instanceof YingjiError ? error : undefined;
      const { code = 'host-failed', recovery = 'retry' } = known ?? {};
      end.post({ t: 'failed', call, code, message: known?.message ?? 'the host failed.', recovery });
    }
  }

  function hear(message: PortUp): void {
    if (message.t === 'close') leave();
    else if (message.t === 'send') {
      if (Number.isInteger(message.call)) void answer(message.call, message.command);
    } else if (!Number.isInteger(message.stream)) return;
    else if (message.t === 'stop') stop(message.stream, false);
    else if (!(message.room > 0)) return;
    else if (message.t === 'open') open(message.stream, message.open, message.room);
    else if (message.t === 'room') more(message.stream, message.room);
  }

  function leave(): void {
    for (const stream of [...streams.keys()]) stop(stream, false);
    end.leave();
  }

  return () => {
    end.post({ t: 'close' });
    leave();
  };
}
