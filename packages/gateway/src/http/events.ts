import type { Ids } from '@yingji/core';
import { CLOUD_EVENT_BATCH, createRowEvents, placeOfEvent, type CloudEvent } from '@yingji/core/envelope';
import { parseOpen, WIRE_VERSIONS, type Down, type Hub } from '@yingji/core/wire';
import type { FastifyInstance } from 'fastify';
import type { HubAnswer } from './hub-answer.js';
import type { Refuse } from './refuse.js';
import type { Form } from './speak.js';

export interface EventsOptions {
  readonly hub: Hub;
  /** URI-reference of the city, as the `source` of events. */
  readonly source: string;
  readonly answer: HubAnswer;
  readonly ids: Ids;
  readonly refuse: Refuse;
}

const NDJSON = 'application/x-ndjson';
/** Events of one batch, when they are changes; a whole result is not cut. */
const MOST = 1_000;
const LONGEST_WAIT_MS = 30_000;

type Asked = { readonly kind?: unknown; readonly lastEventId?: unknown; readonly timeout?: unknown };

/**
 * GET /api/events: what /api/stream says, as CloudEvents 1.0. As a batch (the manner of HTTP Feeds: `lastEventId`, `timeout`, an
 * empty list when there is no more), or as lines for as long as the client listens.
 */
export function routeEvents(app: FastifyInstance, { hub, source, answer, ids, refuse }: EventsOptions): void {
  // To HEAD there would be nothing to say, for as long as somebody listens.
  app.get<{ Querystring: Asked }>('/api/events', { exposeHeadRoute: false }, async (request, reply) => {
    const wrong = (message: string, code = 'bad-open', status = 400): ReturnType<Refuse> =>
      refuse(request, reply, { status, code, message });
    const form = formOf(request.headers.accept);
    if (!form)
      return wrong(`Events come as ${CLOUD_EVENT_BATCH} or as ${NDJSON}; accept one of them.`, 'not-acceptable', 406);
    const { kind, lastEventId = '', timeout = '0' } = request.query;
    if (typeof kind !== 'string' || typeof lastEventId !== 'string')
      return wrong('Ask with ?kind=report,warning and, to go on, one lastEventId.');
    const waitMs = typeof timeout === 'string' && /^\d{1,5}$/.test(timeout) ? Number(timeout) : Infinity;
    if (waitMs > LONGEST_WAIT_MS) return wrong(`The timeout is 0 to ${LONGEST_WAIT_MS} milliseconds.`);
    // An id that names no place here is one all the same: its reader may have missed something.
    const resume = lastEventId === '' ? undefined : (placeOfEvent(lastEventId) ?? NOWHERE);
    const queries = Object.fromEntries(kind.split(',').map((each) => [each, { kind: each }]));
    const open = parseOpen({ t: 'open', versions: WIRE_VERSIONS, queries, ...(resume && { resume }) }, hub.kinds);
    if (!('t' in open)) return wrong(`${open.message} /api/schema lists the kinds.`);
    const take = createRowEvents({ source, unique: ids.next(), resume });
    return answer(request, reply, open, form === 'lines' ? linesOf(take) : batchOf(take, waitMs));
  });
}

const NOWHERE = { epoch: 'none', seq: 0, position: 0 as never };

type Take = (message: Down) => readonly CloudEvent[];

const linesOf = (take: Take): Form => ({
  type: `${NDJSON}; charset=utf-8`,
  put: (line) =>
    take(JSON.parse(line) as Down)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
});

function batchOf(take: Take, waitMs: number): Form {
  let count = 0;
  let ready = false;
  let full = false;
  let patient = waitMs > 0;
  let bye: (Down & { t: 'bye' }) | undefined;
  return {
    type: `${CLOUD_EVENT_BATCH}; charset=utf-8`,
    put(line) {
      const message = JSON.parse(line) as Down;
      if (message.t === 'bye') bye = message;
      if (message.t === 'bye' || message.t === 'beat') return '';
      const events = take(message);
      const text = events.map((event) => `${count++ === 0 ? '[' : ','}\n${JSON.stringify(event)}`).join('');
      ready ||= message.t === 'ready';
      full = message.t === 'diff' && count >= MOST;
      return text;
    },
    end: {
      whole: () => full || (ready && (count > 0 || !patient)),
      broken: () => bye && { ...bye.issue, retryMs: bye.retryMs },
      tail: () => (count === 0 ? '[]\n' : '\n]\n'),
      waitMs,
      waited: () => void (patient = false),
    },
  };
}

/** What of ours a client accepts first; a batch when it does not say. */
function formOf(accept: string | undefined): 'batch' | 'lines' | undefined {
  for (const range of (accept || '*/*').toLowerCase().split(',')) {
    const [type = '', ...rest] = range.split(';').map((part) => part.trim());
    if (rest.some((part) => /^q=0(\.0*)?$/.test(part))) continue;
    if (type === NDJSON) return 'lines';
    if ([CLOUD_EVENT_BATCH, 'application/json', 'application/*', '*/*'].includes(type)) return 'batch';
  }
  return undefined;
}
