import { mayDecide, type Actor, type Authenticator, type Issue, type ReadOnly } from '@yingji/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Doors } from './origin.js';
import type { Acts } from '../audit/acts.js';
import { isActor, reasonOf } from '../auth/refused.js';
import type { Refuse } from './refuse.js';
import { presented } from './standing.js';

/** What every answer carries, the static pages' own policy aside: nothing here is a page. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Who speaks to whom: said twice, a proxy before us might believe the one and we the other. */
const ONCE = ['host', 'origin', 'authorization', 'x-forwarded-proto'];

/** Reads with no Authenticator set: only this machine's own pages, and never a Command. */
export const localReader: Actor = { id: 'local', masked: 'local', roles: ['duty-desk'], scope: [] };

/** Why no Command of this actor is taken, whatever it is: its stream says so before anybody tries. */
export const readOnlyFor = (actor: Actor): ReadOnly | undefined =>
  actor === localReader ? 'no-actor' : mayDecide(actor.roles) ? undefined : 'no-right';

export interface GuardOptions {
  readonly doors: () => Doors;
  /** Further headers that may be sent once only: those by which a proxy says who somebody is. */
  readonly once: readonly string[];
  readonly refuse: Refuse;
}

/** Host, Origin and preflight, before anything else of a request is looked at. */
export function guardDoors(app: FastifyInstance, options: GuardOptions): void {
  const { doors, refuse } = options;
  const once = [...ONCE, ...options.once];
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    const { host, origin } = request.headers;
    if (once.some((name) => (request.raw.headersDistinct[name]?.length ?? 0) > 1))
      return refuse(request, reply, {
        status: 400,
        code: 'header-repeated',
        message: `${once.join(', ')} may each be sent once only.`,
      });
    if (host === undefined || !doors().isHost(host))
      return refuse(request, reply, {
        status: 421,
        code: 'wrong-host',
        message: 'The Host header names another server; add it to listen.names if it is yours.',
      });
    if (origin !== undefined) {
      void reply.header('vary', 'Origin');
      if (!doors().isOrigin(origin, host))
        return refuse(request, reply, {
          status: 403,
          code: 'foreign-origin',
          message: 'Pages of this origin may not talk to the gateway; add it to origins if it is yours.',
        });
      void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'Retry-After' });
    }
    if (request.method === 'OPTIONS' && origin !== undefined) return preflight(request, reply);
    if (request.headers['content-encoding'] !== undefined)
      return refuse(request, reply, {
        status: 415,
        code: 'unsupported-encoding',
        message: 'Send the body uncompressed.',
      });
    return undefined;
  });
}

function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.headers({
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'Authorization, Content-Type',
    'access-control-max-age': '600',
  });
  // A page on a public address that calls one on a private network asks for this too.
  if (request.headers['access-control-request-private-network'] === 'true')
    void reply.header('access-control-allow-private-network', 'true');
  return reply.code(204).send();
}

/** Finds out who asks, before the body is read. Gives the actor of a request that passed. */
export function guardActors(
  app: FastifyInstance,
  options: {
    readonly authenticator: Authenticator | undefined;
    readonly acts: Acts | undefined;
    readonly refuse: Refuse;
  },
): (request: FastifyRequest) => Actor {
  const { authenticator, acts, refuse } = options;
  const actors = new WeakMap<FastifyRequest, Actor>();
  const authenticate = async (request: FastifyRequest): Promise<Actor | Issue> => {
    if (!authenticator) return withoutTokens(request);
    const { headers, peer } = presented(request);
    return authenticator.authenticate(headers, peer);
  };
  app.addHook('onRequest', async (request, reply) => {
    const found = await authenticate(request);
    if (isActor(found)) {
      actors.set(request, found);
      return undefined;
    }
    acts?.refused({ what: 'credential', code: reasonOf(found) }, request.ip);
    return refuse(request, reply.header('www-authenticate', 'Bearer'), {
      status: 401,
      code: found.code,
      message: found.message,
    });
  });
  return (request) => actors.get(request)!;
}

/** Without an Authenticator only a page that a browser vouches for may read: its Origin was checked, or it is our own. */
function withoutTokens(request: FastifyRequest): Actor | Issue {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined || site === 'same-origin') return localReader;
  return {
    code: 'token-missing',
    path: '',
    level: 'error',
    message:
      'A program needs a token: set auth.tokens, make one with yingji token create, send it as Authorization: Bearer …',
  };
}
