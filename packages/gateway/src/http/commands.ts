import type { Actor, CommandRequest, CommandResult } from '@yingji/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { localReader } from './guard.js';
import type { Refuse } from './refuse.js';
import { CommandBody, issuesOf } from './command.schema.js';

export interface CommandsOptions {
  readonly names: ReadonlySet<string>;
  readonly send: (request: CommandRequest, actor: Actor) => Promise<CommandResult>;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly refuse: Refuse;
}

/** POST /api/commands/:name: one decision. 200 with the result; 422 with the reasons when it was decided against. */
export function routeCommands(app: FastifyInstance, { names, send, actorOf, refuse }: CommandsOptions): void {
  app.post<{ Params: { name: string } }>('/api/commands/:name', async (request, reply) => {
    const actor = actorOf(request);
    if (actor === localReader)
      return refuse(request, reply, {
        status: 403,
        code: 'actor-unknown',
        message: 'A decision needs a named person: set auth.tokens and send a token.',
      });
    const { name } = request.params;
    if (!names.has(name))
      return refuse(request, reply, {
        status: 404,
        code: 'unknown-command',
        message: `Commands are: ${[...names].join(', ')}.`,
      });
    const body = CommandBody.safeParse(request.body);
    if (!body.success || (body.data.name !== undefined && body.data.name !== name))
      return refuse(request, reply, {
        status: 400,
        code: 'bad-request',
        message: body.success ? 'The name in the body is not the one in the path.' : 'This is no Command; see issues.',
        ...(!body.success && { issues: issuesOf(body.error) }),
      });
    const result = await send({ ...body.data, name } as CommandRequest, actor);
    if (result.ok) return reply.send(result);
    const { code = 'refused', message = '' } = result.issues[0] ?? {};
    // A decision against is an answer, not a misuse: it does not count as a failure of the caller.
    return reply.code(422).send({ code, message, ...result });
  });
}
