import { issue, type Actor, type Authenticator, type Clock, type Issue } from '@yingji/core';
import { parseOpen, type Hub } from '@yingji/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Acts } from '../audit/acts.js';
import type { Refuse } from './refuse.js';
import type { Slots } from './slots.js';
import { presented, untilFallen } from './standing.js';
import { tooMuchWork, type Meter, type Work } from './work.js';

export interface StreamOptions {
  readonly hub: Hub;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly authenticator: Authenticator | undefined;
  readonly slots: Slots;
  readonly work: Work;
  /** Takes in a question whose joins are counted. */
  readonly meter: Meter;
  readonly acts: Acts | undefined;
  readonly refuse: Refuse;
  readonly clock: Clock;
  /** How long a reader may stall before it is cut, in milliseconds. */
  readonly stallMs: number;
  /** How often the right of an open stream is looked at again, in milliseconds. */
  readonly recheckMs: number;
}

/** POST /api/stream: newline-delimited JSON for as long as the client listens. Heartbeats come from the hub. */
export function routeStream(app: FastifyInstance, options: StreamOptions): void {
  const { hub, actorOf, authenticator, slots, work, meter, acts, refuse, clock, stallMs, recheckMs } = options;
  app.post('/api/stream', async (request, reply) => {
    const open = parseOpen(request.body);
    if (!('t' in open))
      return refuse(request, reply, { status: 400, code: open.code, message: open.message, issues: [open] });
    const actor = actorOf(request);
    const turn = await work.inTurn(actor.id, () => undefined);
    if ('waitS' in turn)
      return reply
        .code(429)
        .headers({ 'retry-after': String(turn.waitS), connection: 'close' })
        .send(tooMuchWork(turn.waitS));
    let leave: (why: Issue) => void = () => undefined;
    const full = 'Too many streams are open; close one, or share one between tabs.';
    // A line that swallows everything looks open to us for a quarter of an hour; who comes back must not wait for it.
    const free = slots.take(actor.id, () => leave(issue('too-many-streams', full)), {
      returning: open.resume !== undefined,
    });
    if (!free) return refuse(request, reply, { status: 429, code: 'too-many-streams', message: full });

    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as { [name: string]: string }),
      'content-type': 'application/x-ndjson; charset=utf-8',
      // Proxies that collect an answer before passing it on would hold back alarms.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    raw.socket?.setTimeout(0);

    const gone = new AbortController();
    const stall = createStall(() => raw.destroy(), { clock, ms: stallMs });
    const drains: (() => void)[] = [];
    raw.on('drain', () => {
      stall.ease();
      for (const resume of drains) resume();
    });
    const sink: Parameters<Hub['open']>[2] = {
      write(line) {
        if (raw.writableEnded || raw.destroyed) return false;
        const room = raw.write(line);
        if (!room) stall.start();
        return room;
      },
      end() {
        // A reader that stalls must not keep the socket past its end.
        stall.start();
        raw.end();
      },
      onDrain: (resume) => void drains.push(resume),
    };
    // Each query is followed, and then answered whole.
    const close = work.spend(actor.id, () => meter.within(() => hub.open(open, actor, sink), 2));
    raw.on('error', () => raw.destroy());
    raw.once('close', () => {
      gone.abort();
      stall.ease();
      close();
      free();
    });
    leave = (why) => {
      if (gone.signal.aborted) return;
      close();
      // Who has a fresh credential is back before its picture counts as stale.
      const retryMs = why.code === 'credential-ended' ? 250 : 5_000;
      if (!raw.writableEnded) raw.end(`${JSON.stringify({ t: 'bye', issue: why, retryMs })}\n`);
      stall.start();
    };
    if (authenticator)
      void untilFallen(actor, {
        authenticator,
        presented: presented(request),
        clock,
        recheckMs,
        stop: gone.signal,
      }).then((why) => {
        if (!why) return;
        if (why.level === 'error') acts?.refused({ what: 'stream', code: why.code, who: actor.id }, request.ip);
        leave(why);
      });
    return reply;
  });
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
