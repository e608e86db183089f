import {
  systemIds,
  YingjiError,
  type AsideSum,
  type Authenticator,
  type Clock,
  type DefinedKind,
  type Ids,
  type Logger,
} from '@yingji/core';
import type { Hub } from '@yingji/core/wire';
import fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActs } from '../audit/acts.js';
import type { Audit } from '../audit/audit-file.js';
import { createAddresses } from '../auth/addresses.js';
import { citySource } from '../config/city-source.js';
import type { GatewayConfig } from '../config/schema.js';
import { cityThresholds } from '../config/thresholds.js';
import { acceptJson } from './body.js';
import { routeCommands, type CommandsOptions } from './commands.js';
import { limitConnections } from './connections.js';
import { createCounts } from './counts.js';
import { routeElements, type Elements } from './elements.js';
import { guardEncrypted } from './encrypted.js';
import { routeEvents } from './events.js';
import { routeAside } from './aside.js';
import { guardActors, guardDoors } from './guard.js';
import { routeOpen } from './open-routes.js';
import { createDoors, type Doors } from './origin.js';
import { createHubAnswer } from './hub-answer.js';
import { limitActors, limitAddresses } from './rates.js';
import { createPast, type PastOptions } from './past.js';
import type { LookAhead } from './look-ahead.js';
import { routeReplay, type Replaying } from './replay.js';
import { createRefuse, handleErrors, refuseUnparsed } from './refuse.js';
import { createSlots } from './slots.js';
import { createSpeak } from './speak.js';
import { createStillIn } from './standing.js';
import { serveStatic } from './static.js';
import { routeStream } from './stream.js';
import { readTls } from './tls.js';
import { routeView, type ViewOptions } from './view.js';
import { createMeter, createWork, STREAMS_MS, type Meter, type Work } from './work.js';

export interface HttpOptions {
  readonly config: Pick<GatewayConfig, 'listen' | 'origins' | 'static' | 'limits' | 'thresholds'>;
  readonly city: string;
  readonly reader: ViewOptions['reader'];
  /** How it stood then, as this actor may see it; without it no past is served. */
  readonly past?: PastOptions['open'];
  readonly head?: PastOptions['head'];
  /** How it came to be; without it none is served. */
  readonly replaying?: Replaying;
  /** Counts what is asked of the view that `reader` and `hub` read; without it only the time is looked at. */
  readonly meter?: Meter;
  /** What streams take of the host, where the hub adds to it what it costs to follow them. */
  readonly opening?: Work;
  readonly hub: Hub;
  /** Looks ahead for what is dear to answer. Default: nothing is. */
  readonly lookAhead?: LookAhead;
  /** URI-reference of the city, as the `source` of CloudEvents. Default `/yingji/<city>`. */
  readonly source?: string;
  /** Names streams of CloudEvents. Default: random ones. */
  readonly ids?: Ids;
  /** Kinds of others, whose schemas are shown with ours. Default none. */
  readonly kinds?: readonly DefinedKind[];
  readonly send: CommandsOptions['send'];
  readonly commands: ReadonlySet<string>;
  readonly authenticator: Authenticator | undefined;
  readonly ready: () => boolean;
  /** The elements, for `/elements/v1/`; without them it says that there are none. */
  readonly elements?: Elements | undefined;
  /** What the log holds that nobody here can read, for `/api/aside`. Default: nothing. */
  readonly aside?: () => readonly AsideSum[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where decisions and refusals are written down. */
  readonly audit?: Audit | undefined;
  /** Headers by which a proxy says who somebody is: sent twice, a request is refused. */
  readonly once?: readonly string[];
  /** How often the right of an open stream is looked at again. Default 2,000 ms. */
  readonly recheckMs?: number;
  /** How long a stream may be open, whoever opened it. Default 10 min. */
  readonly openMs?: number;
}

export interface HttpServer {
  readonly url: string;
  /** Takes no more requests, waits for what is running, and cuts what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Binds the address and serves the API. Error `listen-failed` when the address cannot be had. */
export async function createHttpServer(options: HttpOptions): Promise<HttpServer> {
  const { config, clock, logger } = options;
  const { limits } = config;
  const host = config.listen.host === 'localhost' ? '127.0.0.1' : config.listen.host;
  const { proxies, tls, plain } = config.listen;
  const isProxy = createAddresses(proxies);
  const elapsed = (): number => clock.elapsed();
  const socket = {
    maxHeaderSize: limits.headerBytes,
    // Node's own default would give headers a minute, whatever the limit of the whole request.
    headersTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1_000, limits.requestMs),
  };
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.stallMs,
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 64 },
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    ...(tls ? { https: { ...socket, ...readTls(tls) } } : { http: socket }),
    // Fastify's own words would repeat the path.
    frameworkErrors: (_: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void refuse(request, reply, { status: 400, code: 'bad-url', message: 'The path cannot be read.' }),
    clientErrorHandler: refuseUnparsed,
  } as FastifyHttpOptions<Server>);
  const refuse = createRefuse(createCounts(limits.failuresPerMinute, elapsed));
  let doors: Doors = { isHost: () => false, isOrigin: () => false };

  app.server.maxConnections = limits.connections;
  limitConnections(app.server, { each: limits.connectionsPerAddress, isProxy, logger });
  app.server.maxHeadersCount = 64;
  acceptJson(app, { depth: limits.jsonDepth });
  handleErrors(app, { refuse, logger });
  guardDoors(app, { doors: () => doors, once: options.once ?? [], refuse });
  logRequests(app, options);
  routeOpen(app, {
    ready: options.ready,
    kinds: options.kinds ?? [],
    thresholds: cityThresholds(config.thresholds),
    refuse,
  });
  routeElements(app, { elements: options.elements, refuse });
  await serveStatic(app, config.static);
  await app.register(async (inner) => {
    const { city, reader, hub, send, commands, authenticator } = options;
    const acts = options.audit && createActs(options.audit, elapsed);
    const rates = { perAddress: limits.requestsPerAddress, perActor: limits.requestsPerActor, elapsed };
    guardEncrypted(inner, { isProxy, plain, refuse });
    limitAddresses(inner, rates);
    const actorOf = guardActors(inner, { authenticator, acts, refuse });
    limitActors(inner, { ...rates, actorOf });
    routeAside(inner, { aside: options.aside ?? (() => []), actorOf, acts, refuse });
    const { past: openPast, head, meter = createMeter(), lookAhead = noLook } = options;
    const past = openPast && head && createPast({ open: openPast, head, acts });
    const slots = createSlots({ each: limits.streamsPerActor, all: limits.streams });
    const recheckMs = options.recheckMs ?? 2_000;
    const { stallMs } = limits;
    // Apart from each other: whoever asks too much must not miss alarms for it. A wall opens many streams at once.
    const { opening = createWork({ burstMs: STREAMS_MS, clock }) } = options;
    const asking = createWork({ burstMs: 1_000, clock });
    const speak = createSpeak({ authenticator, meter, acts, clock, stallMs, recheckMs, openMs: options.openMs });
    const stillIn = createStillIn({ authenticator, clock, recheckMs });
    const answer = createHubAnswer({ hub, speak, actorOf, slots, stillIn, clock, work: opening, lookAhead, refuse });
    routeStream(inner, { hub, answer, refuse });
    const { source = citySource({ name: city }), ids = systemIds } = options;
    routeEvents(inner, { hub, source, answer, ids, refuse });
    const viewing = { city, reader, past, meter, work: asking, lookAhead, kinds: hub.kinds };
    routeView(inner, { ...viewing, actorOf, refuse, stillIn, clock });
    const { replaying } = options;
    const playing = { kinds: hub.kinds, most: limits.replays, speak, actorOf, acts, refuse, stillIn, clock };
    if (replaying && head) routeReplay(inner, { ...replaying, head, ...playing });
    routeCommands(inner, { names: commands, send, actorOf, acts, refuse, authenticator, clock, recheckMs });
  });

  try {
    await app.listen({ host, port: config.listen.port });
  } catch (cause) {
    await app.close();
    throw new YingjiError('listen-failed', `${host}:${config.listen.port} cannot be bound; is it taken?`, { cause });
  }
  const { port } = app.server.address() as AddressInfo;
  doors = createDoors({ host, port, names: config.listen.names, origins: config.origins });
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close(graceMs) {
      const stop = new AbortController();
      void clock.sleep(graceMs, stop.signal).then(() => stop.signal.aborted || app.server.closeAllConnections());
      await app.close();
      stop.abort();
    },
  };
}

const noLook: LookAhead = () => Promise.resolve(() => undefined);

/** One line a request, at debug level: the route's pattern and the outcome, never what was sent. */
function logRequests(app: FastifyInstance, { logger }: Pick<HttpOptions, 'logger'>): void {
  app.addHook('onResponse', async (request, reply) =>
    logger.write('debug', 'request', {
      method: request.method,
      route: request.routeOptions.url ?? '',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }),
  );
}
