import { setImmediate } from 'node:timers/promises';
import {
  issue,
  YingjiError,
  type Actor,
  type Clock,
  type Instant,
  type Issue,
  type Pace,
  type PastView,
  type Position,
  type ReplayStep,
} from '@yingji/core';
import { parseOpen, type Hub } from '@yingji/core/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Acts } from '../audit/acts.js';
import { mayLookBack, pastBusy, placeOf, type PastOptions } from './past.js';
import type { Refuse } from './refuse.js';
import { createSlots } from './slots.js';
import type { Speak } from './speak.js';
import type { StillIn } from './standing.js';
import { LINES } from './stream.js';
import { refusalOf } from './view.js';
import { createWork, STREAMS_MS, tooMuchWork } from './work.js';

/** Plays the log of a city from one place to another; `hubOf` serves a picture of it to one actor, with today's rights. */
export interface Replaying {
  readonly play: (
    from: When,
    to: When,
    speed: number,
    pace: Pace,
  ) => { subscribe(hear: Hearing): { unsubscribe(): void } };
  readonly hubOf: (then: PastView, actor: Actor) => Hub;
}

interface Hearing {
  next(step: ReplayStep): void;
  error(why: unknown): void;
  complete(): void;
}

export interface ReplayOptions extends Replaying {
  readonly kinds: Hub['kinds'];
  readonly head: PastOptions['head'];
  /** Replays that are open at once: each is a whole city in memory. */
  readonly most: number;
  readonly speak: Speak;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly acts: Acts | undefined;
  readonly refuse: Refuse;
  readonly stillIn: StillIn;
  readonly clock: Clock;
}

type When = Position | Instant;
type Asked = { readonly from?: unknown; readonly to?: unknown; readonly speed?: unknown };

/** An hour in a second; faster than that nobody follows, and the log would be read without end. */
const FASTEST = 3_600;
/** How many times as long as a step took a replay rests: what is live goes first. */
const REST = 9;
/** What a step costs beyond this is paid by who asked, in milliseconds: its questions are dear, or very much happened at once. */
const FREE_MS = 50;

/**
 * POST /api/replay?from=&to=&speed=: what a stream would have said, in the same lines, as fast as asked. `from` and `to` are positions
 * or instants; `to` is by default where the log ends now, `speed` 1. It waits for a slow reader, says `bye` with `replay-ended`, and goes on
 * from nowhere but `from`.
 */
export function routeReplay(app: FastifyInstance, options: ReplayOptions): void {
  const { play, hubOf, kinds, head, most, speak, actorOf, acts, refuse, stillIn, clock } = options;
  const slots = createSlots({ each: 1, all: most });
  // Apart from streams and questions: whoever looks back must not miss alarms for it.
  const work = createWork({ burstMs: STREAMS_MS, clock });

  interface Playing {
    readonly first: ReplayStep;
    /** Lets it run, and hears how it ends. */
    run(ended: (why: Issue) => void): void;
    stop(): void;
  }

  /** Loads the picture it begins with; resolves with nothing when the reader left meanwhile. */
  async function begin(
    { from, to, speed, who }: { readonly from: When; readonly to: When; readonly speed: number; readonly who: string },
    { raw, request }: Pick<FastifyReply, 'raw' | 'request'>,
  ): Promise<Playing | undefined> {
    let run: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (run = resolve));
    const gone = new AbortController();
    let rest = 0;
    let told: ((why: Issue) => void) | undefined;
    let over: Issue | undefined;
    function ended(why: Issue): void {
      over ??= why;
      told?.(why);
    }
    const pace: Pace = async (job) => {
      await running;
      while (raw.writableNeedDrain && !gone.signal.aborted) await roomIn(raw, gone.signal);
      if (rest > 0) await clock.sleep(rest, gone.signal);
      await setImmediate();
      const since = clock.elapsed();
      try {
        return job();
      } finally {
        const took = clock.elapsed() - since;
        rest = REST * took;
        const waitS = took > FREE_MS ? work.charge(who, took - FREE_MS) : undefined;
        if (waitS !== undefined) ended(issue('too-much-work', tooMuchWork(waitS).message));
      }
    };
    let following: { unsubscribe(): void } | undefined;
    const first = await new Promise<ReplayStep>((resolve, reject) => {
      following = play(from, to, speed, pace).subscribe({
        next: resolve,
        error(why: unknown) {
          reject(why as Error);
          ended(failing(why));
        },
        complete: () => ended(issue('replay-ended', 'it is played to its end.', { level: 'info' })),
      });
    });
    const stop = (): void => {
      gone.abort();
      run();
      following?.unsubscribe();
    };
    if (raw.closed || request.raw.socket.destroyed) return void stop();
    return {
      first,
      run(hear) {
        told = hear;
        if (over) hear(over);
        run();
      },
      stop,
    };
  }

  async function open(request: FastifyRequest<{ Querystring: Asked }>, reply: FastifyReply): Promise<FastifyReply> {
    const asked = parseOpen(request.body, kinds);
    if (!('t' in asked))
      return refuse(request, reply, { status: 400, code: asked.code, message: asked.message, issues: [asked] });
    const actor = actorOf(request);
    mayLookBack('replay-past', { actor, request, acts });
    const { at, now } = head();
    const { from, to = String(at), speed = '1' } = request.query;
    const place = {
      from: placeOf('from', from, { at, now }),
      to: placeOf('to', to, { at, now }),
      speed: speedOf(speed),
      who: actor.id,
    };
    const since = clock.elapsed();
    const went = await work.inTurn(actor.id, async () => {
      let leave: (why: Issue) => void = () => undefined;
      const more = issue('replay-replaced', 'you play another one by now.', { level: 'info' });
      // Who asks again has let go of the one before, though we may not have heard of it yet.
      let replaced = false;
      let playing: Playing | undefined;
      let shut = (): void => playing?.stop();
      const cut = (): void => {
        replaced = true;
        leave(more);
        // At once, and not when its reader is gone: one that takes nothing would keep a whole city in memory.
        shut();
      };
      const free = slots.take(actor.id, cut, { returning: true });
      if (!free) throw pastBusy();
      try {
        playing = await begin(place, reply);
        // Loading may have taken long, and waiting for it longer.
        const fallen = playing && (await stillIn(request, { actor, since }));
        if (!playing || fallen || replaced) {
          playing?.stop();
          free();
          return fallen && { fallen };
        }
        await acts?.past({ actor, address: request.ip }, playing.first.at, place.to);
      } catch (error) {
        playing?.stop();
        free();
        throw error;
      }
      const { first, run, stop } = playing;
      const hub = hubOf(first.view, actor);
      const { resume: _, ...fresh } = asked;
      shut = () => {
        hub.close();
        stop();
      };
      leave = speak({
        ...{ request, reply, open: fresh, form: LINES, hub, actor, work },
        gone() {
          shut();
          free();
        },
      });
      run(leave);
      return undefined;
    });
    if ('waitS' in went)
      return reply
        .code(429)
        .headers({ 'retry-after': String(went.waitS), connection: 'close' })
        .send(tooMuchWork(went.waitS));
    if (went.done) {
      const { code, message } = went.done.fallen;
      return refuse(request, reply, { status: 401, code, message });
    }
    return reply;
  }

  app.post<{ Querystring: Asked }>('/api/replay', async (request, reply) => {
    try {
      return await open(request, reply);
    } catch (error) {
      return refusalOf(error, { request, reply, refuse });
    }
  });
}

/** Resolves when more can be written, or when nobody reads any more. */
const roomIn = (raw: FastifyReply['raw'], gone: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      raw.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    raw.on('drain', done);
    gone.addEventListener('abort', done);
  });

function speedOf(text: unknown): number {
  const speed = typeof text === 'string' && /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (speed > 0 && speed <= FASTEST) return speed;
  throw new YingjiError('bad-speed', `"speed" is above 0 and at most ${FASTEST}; 60 is a minute in a second.`, {
    recovery: 'skip',
  });
}

const failing = (why: unknown): Issue =>
  issue(why instanceof YingjiError ? why.code : 'internal-error', 'the replay cannot go on from here; begin anew.');
