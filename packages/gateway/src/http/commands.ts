import type { Actor, Authenticator, Clock, CommandRequest, CommandResult, Issue } from '@yingji/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Acts, Went } from '../audit/acts.js';
import { readOnlyFor } from './guard.js';
import type { Refuse } from './refuse.js';
import { CommandBody, issuesOf } from './command.schema.js';
import { presented, untilFallen } from './standing.js';

export interface CommandsOptions {
  readonly names: ReadonlySet<string>;
  /** `fallen` tells why the credential counts no more, if so, when it is decided. */
  readonly send: (request: CommandRequest, actor: Actor, fallen: () => Issue | undefined) => Promise<CommandResult>;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly acts: Acts | undefined;
  readonly refuse: Refuse;
  readonly authenticator: Authenticator | undefined;
  readonly clock: Clock;
  /** How often a credential is looked at anew while its Command waits, in milliseconds. */
  readonly recheckMs: number;
}

/** POST /api/commands/:name: one decision. 200 with the result; 422 with the reasons when it was decided against. */
export function routeCommands(app: FastifyInstance, options: CommandsOptions): void {
  const { names, send, actorOf, acts, refuse, authenticator, clock, recheckMs } = options;

  /** A Command may wait for a slow store: a credential that ends or is taken back meanwhile decides nothing. */
  async function whileStanding<T>(
    request: FastifyRequest,
    actor: Actor,
    work: (fallen: () => Issue | undefined) => Promise<T>,
  ): Promise<T> {
    if (!authenticator) return work(() => undefined);
    let why: Issue | undefined;
    const done = new AbortController();
    const asked = { authenticator, presented: presented(request), clock, recheckMs, stop: done.signal };
    void untilFallen(actor, asked).then((fallen) => (why = fallen));
    try {
      return await work(() => why);
    } finally {
      done.abort();
    }
  }

  app.post<{ Params: { name: string } }>('/api/commands/:name', async (request, reply) => {
    const actor = actorOf(request);
    const readOnly = readOnlyFor(actor);
    if (readOnly === 'no-actor')
      return refuse(request, reply, {
        status: 403,
        code: 'actor-unknown',
        message: 'A decision needs a named person: set auth.tokens and send a token.',
      });
    if (readOnly) {
      acts?.refused({ what: 'command', code: 'not-permitted', who: actor.id }, request.ip);
      return refuse(request, reply, {
        status: 403,
        code: 'not-permitted',
        message: 'Your role reads, and decides nothing; ask for another if it should.',
      });
    }
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
    const command = { ...body.data, name } as CommandRequest;
    const note = async (went: Went): Promise<void> => acts?.command(command, { actor, address: request.ip }, went);
    const result = await whileStanding(request, actor, (fallen) => send(command, actor, fallen)).catch(
      async (error: unknown) => {
        await note('failed');
        throw error;
      },
    );
    // No answer without its line: the id makes it safe to ask again.
    await note(result);
    if (result.ok) return reply.send(result);
    const { code = 'refused', message = '' } = result.issues[0] ?? {};
    // A decision against is an answer, not a misuse: it does not count as a failure of the caller.
    return reply.code(422).send({ code, message, ...result });
  });
}
