import type { Actor, Authenticator, Clock, Issue } from '@yingji/core';
import type { Hub, Open } from '@yingji/core/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Acts } from '../audit/acts.js';
import { readOnlyFor } from './guard.js';
import { presented, untilFallen } from './standing.js';
import type { Meter, Work } from './work.js';

export interface SpeakOptions {
  readonly authenticator: Authenticator | undefined;
  /** Takes in a question whose joins are counted. */
  readonly meter: Meter;
  readonly acts: Acts | undefined;
  readonly clock: Clock;
  /** How long a reader may stall before it is cut, in milliseconds. */
  readonly stallMs: number;
  /** How often the right of an open stream is looked at again, in milliseconds. */
  readonly recheckMs: number;
  /** How long a stream may be open, in milliseconds; default as `untilFallen` says. */
  readonly openMs?: number | undefined;
}

/** How the lines of a hub go out: as they come, or, with an `end`, as an answer that is whole at some time. */
export interface Form {
  readonly type: string;
  /** A line as it goes out; empty when it does not. */
  put(line: string): string;
  readonly end?: {
    /** Whether all that was to be said is said. */
    whole(): boolean;
    /** Why it cannot be said. */
    broken(): { readonly code: string; readonly message: string; readonly retryMs: number } | undefined;
    /** What closes the answer. */
    tail(): string;
    /** How long more is waited for, in milliseconds, and what is to happen then. */
    readonly waitMs: number;
    waited(): void;
  };
}

/** One answer that a hub gives. */
export interface Speech {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly open: Open;
  readonly form: Form;
  readonly hub: Pick<Hub, 'open'>;
  readonly actor: Actor;
  /** Pays for opening it. */
  readonly work: Pick<Work, 'spend'>;
  /** Called once nobody listens any more. */
  readonly gone: () => void;
}

/** Says what a hub has to say, as long as the client listens and its actor is let in; the answer ends it with a reason. */
export type Speak = (speech: Speech) => (why: Issue) => void;

export function createSpeak(options: SpeakOptions): Speak {
  const { authenticator, meter, acts, clock, stallMs, recheckMs, openMs } = options;
  return ({ request, reply, open, form, hub, actor, work, gone: left }) => {
    reply.hijack();
    const { raw } = reply;
    const { socket } = request.raw;
    if (raw.closed || socket.destroyed) {
      // Who left while waiting for a turn is told of by no event any more.
      left();
      return () => undefined;
    }
    const head = reply.getHeaders() as { [name: string]: string };
    function begin(): void {
      // Proxies that collect an answer before passing it on would hold back alarms.
      raw.writeHead(200, { ...head, 'content-type': form.type, 'x-accel-buffering': 'no' });
      raw.flushHeaders();
    }
    // Whether an answer that ends can be given at all is known only when its first line is.
    if (!form.end) begin();
    raw.socket?.setTimeout(0);

    const gone = new AbortController();
    const stall = createStall(() => raw.destroy(), { clock, ms: stallMs });
    const drains: (() => void)[] = [];
    let close: () => void = () => undefined;
    function end(): void {
      close();
      // A reader that stalls must not keep the socket past its end.
      stall.start();
      if (raw.writableEnded || raw.destroyed) return;
      const broken = form.end?.broken();
      if (broken) return fail(broken);
      if (!raw.headersSent) begin();
      raw.end(form.end?.tail() ?? '');
    }
    function fail({ code, message, retryMs }: { code: string; message: string; retryMs: number }): void {
      // Half an answer must not look like a whole one.
      if (raw.headersSent) return void raw.destroy();
      const wait = {
        'retry-after': String(Math.ceil(retryMs / 1000)),
        'content-type': 'application/json; charset=utf-8',
      };
      raw.writeHead(503, { ...head, ...wait });
      raw.end(JSON.stringify({ code, message }));
    }
    const said = (): boolean => form.end !== undefined && (form.end.whole() || form.end.broken() !== undefined);
    raw.on('drain', () => {
      stall.ease();
      for (const resume of drains) resume();
    });
    raw.on('error', () => raw.destroy());
    function over(): void {
      raw.off('close', over);
      socket.off('close', over);
      gone.abort();
      stall.ease();
      close();
      left();
    }
    raw.once('close', over);
    // An answer that waits behind another on the same line has no socket yet, and hears nothing of its end.
    socket.once('close', over);
    const sink: Parameters<Hub['open']>[2] = {
      write(line) {
        if (raw.writableEnded || raw.destroyed) return false;
        if (said()) return false;
        const text = form.put(line);
        if (text !== '' && !raw.headersSent) begin();
        const room = text === '' || raw.write(text);
        if (!room) stall.start();
        if (!said()) return room;
        // Not at once: while it is being opened there is nothing to close yet.
        queueMicrotask(end);
        return false;
      },
      end,
      onDrain: (resume) => void drains.push(resume),
      readOnly: readOnlyFor(actor),
    };
    // Each query is followed, and then answered whole.
    close = work.spend(actor.id, () => meter.within(() => hub.open(open, actor, sink), 2));
    const leave = (why: Issue): void => {
      if (gone.signal.aborted) return;
      // Who has a fresh credential is back before its picture counts as stale.
      const retryMs = why.code === 'credential-ended' ? 250 : 5_000;
      const last = form.put(`${JSON.stringify({ t: 'bye', issue: why, retryMs })}\n`);
      if (!raw.writableEnded && last !== '') raw.write(last);
      end();
    };
    if (form.end)
      void clock.sleep(form.end.waitMs, gone.signal).then(() => {
        form.end?.waited();
        if (!gone.signal.aborted && said()) end();
      });
    const asked = { authenticator, presented: presented(request), clock, recheckMs, openMs, stop: gone.signal };
    void untilFallen(actor, asked).then((why) => {
      if (!why) return;
      if (why.level === 'error') acts?.refused({ what: 'stream', code: why.code, who: actor.id }, request.ip);
      leave(why);
    });
    return leave;
  };
}

/** Cuts once `ms` have passed between start and ease. */
function createStall(
  cut: () => void,
  { clock, ms }: { readonly clock: Clock; readonly ms: number },
): { start(): void; ease(): void } {
  let running: AbortController | undefined;
  return {
    start() {
      if (running) return;
      const mine = (running = new AbortController());
      void clock.sleep(ms, mine.signal).then(() => {
        if (!mine.signal.aborted) cut();
      });
    },
    ease() {
      running?.abort();
      running = undefined;
    },
  };
}
