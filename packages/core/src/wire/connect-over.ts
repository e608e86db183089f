import type { CommandRequest, CommandResult } from '../command/command.js';
import { YingjiError } from '../error.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { systemClock, systemIds } from '../ports/system.js';
import type { Open } from './messages.js';
import { takeEnd, type Port, type PortDown, type PortUp } from './port.js';
import { createRemoteView, type RemoteView } from './remote-view.js';

/** Clock and randomness of this side; default: the machine's. */
export interface ConnectOverOptions {
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** Characters that may be under way: two or three parts of a snapshot. */
const ROOM = 256 * 1024;
/** How long an answer to a Command may take, in milliseconds. */
const ANSWER_MS = 15_000;

interface Stream {
  line(line: string): void;
  end(why?: YingjiError): void;
}

interface Call {
  resolve(result: CommandResult): void;
  reject(why: YingjiError): void;
}

const closed = (): YingjiError =>
  new YingjiError('port-closed', 'the other end of the port has gone; connect over a new one.', { recovery: 'retry' });

/**
 * The view at the other end of a port, where {@link serveOver} serves it. `close` tells the other end and closes the port.
 * `send` rejects with the error `gateway-unreachable` when it is not known what was decided: repeat the same request then.
 */
export function connectOver(port: Port, options: ConnectOverOptions = {}): RemoteView {
  const { clock = systemClock, ids = systemIds } = options;
  const streams = new Map<number, Stream>();
  const calls = new Map<number, Call>();
  let last = 0;
  let gone = false;
  const end = takeEnd<PortDown, PortUp>(port, hear, leave);

  async function* connect(open: Open, stop: AbortSignal): AsyncGenerator<string, void, undefined> {
    if (gone) throw closed();
    const stream = (last += 1);
    let lines: string[] = [];
    let ended = false;
    let why: YingjiError | undefined;
    let wake: () => void = () => undefined;
    const finish = (error?: YingjiError): void => {
      ended = true;
      why ??= error;
      wake();
    };
    const stopped = (): void => finish();
    streams.set(stream, {
      line(line) {
        lines.push(line);
        wake();
      },
      end: finish,
    });
    stop.addEventListener('abort', stopped, { once: true });
    end.post({ t: 'open', stream, open, room: ROOM });
    try {
      for (;;) {
        const came = lines;
        lines = [];
        for (const line of came) {
          yield line;
          // Room comes back only as lines are taken; that, too, tells the host that somebody is here.
          if (!gone) end.post({ t: 'room', stream, room: line.length });
        }
        if (lines.length > 0) continue;
        if (why) throw why;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      stop.removeEventListener('abort', stopped);
      streams.delete(stream);
      if (!gone) end.post({ t: 'stop', stream });
    }
  }

  async function send(command: CommandRequest): Promise<CommandResult> {
    if (gone) throw closed();
    const call = (last += 1);
    const answered = new AbortController();
    try {
      return await new Promise<CommandResult>((resolve, reject) => {
        calls.set(call, { resolve, reject });
        end.post({ t: 'send', call, command });
        void clock.sleep(ANSWER_MS, answered.signal).then(() => {
          const late = 'the other end of the port does not answer.';
          reject(new YingjiError('gateway-unreachable', late, { recovery: 'retry' }));
        });
      });
    } finally {
      calls.delete(call);
      answered.abort();
    }
  }

  function hear(message: PortDown): void {
    if (message.t === 'line') streams.get(message.stream)?.line(message.line);
    else if (message.t === 'end') {
      const { code, message: text } = message.issue ?? {};
      const why = code === undefined ? undefined : new YingjiError(code, text ?? '', { recovery: 'retry' });
      streams.get(message.stream)?.end(why);
    } else if (message.t === 'answer') calls.get(message.call)?.resolve(message.result);
    else if (message.t === 'failed') {
      const { call, code, message: text, recovery } = message;
      calls.get(call)?.reject(new YingjiError(code, text, { recovery }));
    } else if (message.t === 'close') leave();
  }

  function leave(): void {
    if (gone) return;
    gone = true;
    for (const stream of streams.values()) stream.end(closed());
    for (const call of calls.values()) call.reject(closed());
    end.leave();
  }

  const view = createRemoteView({ connect, send, clock, ids });
  return {
    ...view,
    close() {
      view.close();
      if (!gone) end.post({ t: 'close' });
      leave();
    },
  };
}
