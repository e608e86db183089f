import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { YingjiError, type Actor, type Clock, type Kind, type Position, type Reader, type Row } from '@yingji/core';
import { parseOpen, WIRE_VERSIONS, type Open } from '@yingji/core/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LookAhead } from './look-ahead.js';
import type { Past } from './past.js';
import type { Refuse } from './refuse.js';
import type { StillIn } from './standing.js';
import { tooLong, tooMuchWork, type Meter, type Work } from './work.js';

/** What an actor may read, of the picture as it stands or as it stood. */
export type Reading = Pick<Reader, 'answer' | 'at' | 'now'>;

export interface ViewOptions {
  readonly city: string;
  /** What this actor may read. */
  readonly reader: (actor: Actor) => Reading;
  /** The same as of then; absent where a host serves no past. */
  readonly past?: Past | undefined;
  /** The kinds that may be asked for. */
  readonly kinds: { readonly [name: string]: Kind };
  /** Takes in a question whose joins are counted. */
  readonly meter: Meter;
  readonly work: Work;
  readonly lookAhead: LookAhead;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly refuse: Refuse;
  readonly stillIn: StillIn;
  readonly clock: Pick<Clock, 'elapsed'>;
}

type Answers = readonly (readonly [key: string, answer: ReturnType<Reader['answer']>])[];

/**
 * POST /api/view: `{queries}` in, the rows (or groups) of each query out, once. It asks the view itself and not the hub: a stream is
 * kept for those who come back, and who asks once does not. `?at=` a position or an instant asks how it stood then.
 */
export function routeView(app: FastifyInstance, options: ViewOptions): void {
  const { city, reader, past, kinds, meter, work, lookAhead, actorOf, refuse, stillIn, clock } = options;
  app.post<{ Querystring: { readonly at?: unknown } }>('/api/view', async (request, reply) => {
    const body = request.body as { readonly queries?: unknown } | null;
    const open = parseOpen({ t: 'open', versions: WIRE_VERSIONS, queries: body?.queries }, kinds);
    if (!('t' in open))
      return refuse(request, reply, { status: 400, code: open.code, message: open.message, issues: [open] });
    const actor = actorOf(request);
    const { at: when } = request.query;
    const answer = (view: Reading) => ({
      at: view.at,
      now: view.now,
      answers: meter.within(() => answerAll(view, open.queries, meter)),
    });
    try {
      const since = clock.elapsed();
      const went = await work.inTurn(actor.id, async () => {
        const fallen = await stillIn(request, { actor, since });
        if (fallen) return { fallen };
        if (when === undefined) {
          // Paid for by the time that all of this takes.
          const letGo = await lookAhead({ queries: open.queries, once: true, spend: (job) => job() });
          try {
            return answer(reader(actor));
          } finally {
            letGo();
          }
        }
        return past ? past(when, { actor, request }, answer) : noPast();
      });
      if ('waitS' in went)
        return await reply
          .code(429)
          .headers({ 'retry-after': String(went.waitS), connection: 'close' })
          .send(tooMuchWork(went.waitS));
      if ('fallen' in went.done) {
        const { code, message } = went.done.fallen;
        return refuse(request, reply, { status: 401, code, message });
      }
      const { at, now, answers } = went.done;
      const groups = Object.fromEntries(answers.flatMap(([key, { groups }]) => (groups ? [[key, groups]] : [])));
      const counted = Object.keys(groups).length === 0 ? {} : { groups };
      const rows = answers.map(([key, { put }]) => [key, put] as const);
      const parts = writeRows({ city, at, now, ...counted }, rows);
      return await reply.type('application/json; charset=utf-8').send(Readable.from(parts, { objectMode: false }));
    } catch (error) {
      return refusalOf(error, { request, reply, refuse });
    }
  });
}

/** Answers what is refused of a question that could be read; throws what is trouble of ours. */
export function refusalOf(
  error: unknown,
  {
    request,
    reply,
    refuse,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly refuse: Refuse },
): FastifyReply {
  const known = error instanceof YingjiError ? REFUSED[error.code] : undefined;
  if (!known) throw error;
  const { code, message } = error as YingjiError;
  const retry = known.retryS === undefined ? reply : reply.header('retry-after', String(known.retryS));
  return refuse(request, retry, { status: known.status, code, message: known.message ?? message });
}

const REFUSED: {
  readonly [code: string]: { readonly status: number; readonly message?: string; readonly retryS?: number };
} = {
  'query-too-wide': { status: 400, message: 'A query asks for too much; narrow it.' },
  'too-much-at-once': { status: 400 },
  'bad-position': { status: 400 },
  'bad-speed': { status: 400 },
  'not-permitted': { status: 403 },
  'not-recorded': { status: 404 },
  'log-cut': { status: 410 },
  'past-busy': { status: 429, retryS: 2 },
};

const noPast = (): never => {
  throw new YingjiError('not-recorded', 'this host serves no past; ask without "at".', { recovery: 'skip' });
};

/** All of one moment, so that nobody else has a turn in between. */
const answerAll = (view: Reading, queries: Open['queries'], meter: Pick<Meter, 'late'>): Answers =>
  Object.entries(queries).map(([key, query]) => {
    if (meter.late) throw tooLong();
    return [key, view.answer(query)] as const;
  });

/** Rows written at a time. Whatever is asked for, alarms and beats of others come in between. */
const PART = 500;

/** The rows as they stood together, as JSON in parts. */
async function* writeRows(
  head: { readonly city: string; readonly at: Position; readonly now: string; readonly groups?: object },
  results: readonly (readonly [key: string, rows: readonly Row[]])[],
): AsyncGenerator<string, void, undefined> {
  yield `${JSON.stringify(head).slice(0, -1)},"rows":{`;
  for (const [i, [key, rows]] of results.entries()) {
    yield `${i === 0 ? '' : ','}${JSON.stringify(key)}:[`;
    for (let from = 0; from < rows.length; from += PART) {
      await setImmediate();
      yield `${from === 0 ? '' : ','}${JSON.stringify(rows.slice(from, from + PART)).slice(1, -1)}`;
    }
    yield ']';
  }
  yield '}}';
}
