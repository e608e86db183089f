import { parseOpen, type Hub } from '@yingji/core/wire';
import type { FastifyInstance } from 'fastify';
import type { HubAnswer } from './hub-answer.js';
import type { Refuse } from './refuse.js';
import type { Form } from './speak.js';

export interface StreamOptions {
  readonly hub: Hub;
  readonly answer: HubAnswer;
  readonly refuse: Refuse;
}

/** Lines as they are, for as long as somebody listens. */
export const LINES: Form = { type: 'application/x-ndjson; charset=utf-8', put: (line) => line };

/** POST /api/stream: newline-delimited JSON for as long as the client listens. Heartbeats come from the hub. */
export function routeStream(app: FastifyInstance, { hub, answer, refuse }: StreamOptions): void {
  app.post('/api/stream', async (request, reply) => {
    const open = parseOpen(request.body, hub.kinds);
    if (!('t' in open))
      return refuse(request, reply, { status: 400, code: open.code, message: open.message, issues: [open] });
    return answer(request, reply, open, LINES);
  });
}
