import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { YingjiError, type Actor, type Kind, type Position, type Reader, type Row } from '@yingji/core';
import { parseOpen, WIRE_VERSIONS } from '@yingji/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Refuse } from './refuse.js';

export interface ViewOptions {
  readonly city: string;
  /** What this actor may read. */
  readonly reader: (actor: Actor) => Pick<Reader, 'answer' | 'at' | 'now'>;
  /** The kinds that may be asked for. */
  readonly kinds: { readonly [name: string]: Kind };
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly refuse: Refuse;
}

/**
 * POST /api/view: `{queries}` in, the rows (or groups) of each query out, once. It asks the view itself and not the hub: a stream is
 * kept for those who come back, and who asks once does not.
 */
export function routeView(app: FastifyInstance, { city, reader, kinds, actorOf, refuse }: ViewOptions): void {
  app.post('/api/view', async (request, reply) => {
    const body = request.body as { readonly queries?: unknown } | null;
    const open = parseOpen({ t: 'open', versions: WIRE_VERSIONS, queries: body?.queries }, kinds);
    if (!('t' in open))
      return refuse(request, reply, { status: 400, code: open.code, message: open.message, issues: [open] });
    const view = reader(actorOf(request));
    let answers: (readonly [key: string, answer: ReturnType<Reader['answer']>])[];
    try {
      answers = Object.entries(open.queries).map(([key, query]) => [key, view.answer(query)] as const);
    } catch (error) {
      if (!(error instanceof YingjiError) || error.recovery !== 'skip') throw error;
      return refuse(request, reply, {
        status: 400,
        code: error.code,
        message: 'A query asks for too much; narrow it.',
      });
    }
    const groups = Object.fromEntries(
      answers.flatMap(([key, answer]) => (answer.groups ? [[key, answer.groups]] : [])),
    );
    const counted = Object.keys(groups).length === 0 ? {} : { groups };
    const rows = answers.map(([key, { put }]) => [key, put] as const);
    const answer = writeRows({ city, at: view.at, now: view.now, ...counted }, rows);
    return reply.type('application/json; charset=utf-8').send(Readable.from(answer, { objectMode: false }));
  });
}

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
