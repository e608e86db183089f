import {
  createCity,
  defineErase,
  defineLimitWatch,
  defineReveal,
  fireZone,
  kinds as ourKinds,
  peerCalls,
  standardCommands,
  systemClock,
  systemIds,
  issue,
  YingjiError,
  type Actor,
  type Analyst,
  type Audit,
  type Authenticator,
  type City,
  type CityOptions,
  type Clock,
  type CommandDefinition,
  type DefinedKind,
  type Feed,
  type FeedDefinition,
  type Ids,
  type Issue,
  type Logger,
} from '@yingji/core';
import { commandRules, readPolicy, type ReadPolicy } from '@yingji/core/access';
import { createHub, seenBy, type Policy } from '@yingji/core/wire';
import { openAudit, type Audit as AuditFile } from './audit/audit-file.js';
import { auditFiles } from './audit/files.js';
import { secretsIn } from './audit/secrets.js';
import { createAuthenticator } from './auth/authenticator.js';
import { isLoopback } from './auth/loopback.js';
import { SECRET } from './auth/proxy.js';

import { citySource } from './config/city-source.js';
import { loadKinds } from './config/load-kinds.js';
import { checkConfig } from './config/parse.js';
import type { GatewayConfig, GatewayConfigInput } from './config/schema.js';
import { servedSecrets } from './config/served-secrets.js';
import { watchedThresholds } from './config/thresholds.js';
import { feedLoaders, type FeedLoader } from './feeds.js';
import { isolateFeed } from './isolation/isolated-feed.js';
import { decoderOf, type Decoder } from './quarantine/decoder.js';
import { createQuarantineCommands } from './quarantine/commands.js';
import { installedElements, readElements } from './http/elements.js';
import { createLookAhead } from './http/look-ahead.js';
import { createHttpServer, type HttpServer } from './http/server.js';
import type { Reading } from './http/view.js';
import { createMeter, createWork, STREAMS_MS } from './http/work.js';
import { createJsonLogger } from './logger.js';
import { pruning } from './pruning.js';
import { storageFor, type Storage } from './storage.js';

export interface GatewayOptions {
  /** Who may come in. Default: the tokens of `auth.tokens`; without either, this machine's own pages may read. */
  readonly authenticator?: Authenticator;
  /** Feeds that the configuration may name. Default: the built-in ones. */
  readonly feeds?: { readonly [use: string]: FeedDefinition | FeedLoader };
  /** Stands between one feed and its runner, to record it. `packets`: it tells of them. */
  readonly hear?: {
    readonly source: string;
    feed(feed: Feed, of: { readonly use: string; readonly packets: boolean }): Feed;
  };
  /** Kinds of others, besides those of the modules that the configuration names. */
  readonly kinds?: readonly DefinedKind[];
  /** Where the log and the vault are. Default: the SQLite file of `store`, for this process alone. */
  readonly storage?: Storage;
  /** Folder with the elements for `/elements/v1/` and their integrity.json. Default: that of `@yingji/components`, where it is installed. */
  readonly elements?: string;
  /** Default: those of `createCity`, and `limit-watch` with the numbers of rainstorm and of the signals under `thresholds`. */
  readonly analysts?: readonly Analyst[];
  /** Default: those of `createCity`, `reveal` for who leads, `erase` for a commander of the whole city. */
  readonly commands?: readonly CommandDefinition[];
  /** Where it is kept who saw what is personal. Default: the audit log of the host. */
  readonly audit?: Audit;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** Default: JSON lines on standard error, from `log.level` on. */
  readonly logger?: Logger;
}

export interface Gateway {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly city: City;
  /** Resolves when the city can take nothing more: close, mend, start again. */
  readonly failed: Promise<YingjiError>;
  /** Stops feeds, commits what was taken, says goodbye to streams, closes the store. Later calls wait for the first. */
  close(): Promise<void>;
}

/**
 * Starts a city behind HTTP; ready when it resolves. Errors: `config-wrong`, `not-loopback` (an address others can reach
 * needs an Authenticator), `not-encrypted` (and TLS), `listen-failed`, `lease-held`, and whatever the store says. What was opened before is closed.
 */
export async function createGateway(input: GatewayConfigInput, options: GatewayOptions = {}): Promise<Gateway> {
  const { clock = systemClock, ids = systemIds } = options;
  const checked = checkConfig(input);
  if ('issues' in checked) throw wrong(checked.issues);
  const { config } = checked;
  const served = servedSecrets(config);
  if (served.length > 0) throw wrong(served);
  const logger =
    options.logger ??
    createJsonLogger({ level: config.log.level, clock, write: (line) => void process.stderr.write(line) });
  const authenticator = authenticate(config, options.authenticator, { clock, logger });
  const { feeds, decoders } = await configureFeeds(config, options.feeds ?? feedLoaders, {
    clock,
    ...(options.hear && { hear: options.hear }),
  });
  const loaded = await loadKinds(config.kinds, process.cwd());
  if (loaded.issues.length > 0) throw wrong(loaded.issues);
  const own = [...loaded.kinds, ...(options.kinds ?? [])];
  const kinds = { ...ourKinds, ...Object.fromEntries(own.map(({ kind }) => [kind.name, kind])) };
  let policy: ReadPolicy | undefined;
  const commands = options.commands ?? [
    ...standardCommands,
    defineReveal({
      rule: commandRules.reveal,
      may: (actor, { row }) => row !== undefined && policy!.may(actor, commandRules.reveal, row),
    }),
    defineErase({
      rule: commandRules.erase,
      may: (actor) => policy!.against(actor, { input: null }, commandRules.erase) === undefined,
    }),
  ];
  const ruleOf = new Map(commands.map(({ name, rule }) => [name, rule]));
  // These say themselves who may, of what is hidden and of what does not exist alike; and every attempt is to be in the audit.
  const audited = new Set(options.commands ? [] : ['reveal', 'erase']);

  const began = clock.elapsed();
  const opened: (() => Promise<void>)[] = [];
  try {
    const storage = await storageFor(config.store, options.storage, { clock });
    opened.push(() => storage.close());
    const audit = await openAudit(auditFiles(config), { clock, logger });
    opened.push(() => audit.close());
    await audit.append({ what: 'start', outcome: 'noted' });
    const { store, vault, quarantined: quarantine } = storage;
    const secrets = options.audit ?? secretsIn(audit);
    const { analysts = [fireZone, peerCalls, defineLimitWatch({ thresholds: watchedThresholds(config.thresholds) })] } =
      options;
    const cityOptions: CityOptions = {
      store,
      vault,
      feeds,
      commands,
      kinds: own,
      clock,
      ids,
      logger,
      analysts,
      audit: secrets,
    };
    const city = await createCity(cityOptions);
    opened.push(() => city.close());
    const ending = new AbortController();
    opened.push(async () => ending.abort());
    void pruning(storage, { clock, logger, stop: ending.signal });
    const { name } = config.city;
    const rights = readPolicy(city.view, { kinds });
    const meter = createMeter();
    const view = meter.over(city.view);
    const reader = (actor: Actor): Reading => {
      const see = rights.see(actor);
      return see ? seenBy(view, see, { kinds }) : view;
    };
    policy = rights;
    const aside =
      quarantine &&
      createQuarantineCommands({ quarantine, vault, city, decoders, audit: secrets, policy: rights, clock });
    const opening = createWork({ burstMs: STREAMS_MS, clock });
    const bill = (actor: Actor, ms: number): number | undefined => opening.charge(actor.id, ms);
    const hub = createHub({ city: name, view, clock, ids, kinds, policy: rights, bill });
    opened.push(async () => hub.close());

    const elements = await readElements(options.elements ?? installedElements(), { logger });
    let stopping: Promise<void> | undefined;
    let broken = false;
    void city.failed.then(() => (broken = true));
    let live = true;
    city.view.health$.subscribe(({ link }) => (live = link.state === 'live'));
    const http = await createHttpServer({
      config,
      city: name,
      reader,
      elements,
      past: async (when, actor) => {
        const then = await city.asOf(when);
        const see = rights.seePast(actor, then);
        return { reading: see ? seenBy(meter.over(then), see, { kinds }) : then, close: then.close };
      },
      head: () => city.view,
      replaying: {
        play: city.replay,
        hubOf(then, actor) {
          const { audience } = rights;
          const see = rights.seePast(actor, then);
          const eyes: Policy = see
            ? { audience, see: () => see, moved$: rights.movedPast(then) }
            : { audience, see: () => undefined };
          const played = meter.over(then);
          return createHub({ city: name, view: played, policy: eyes, clock, ids, kinds, ...REPLAY_HUB });
        },
      },
      meter,
      opening,
      hub,
      lookAhead: createLookAhead(city.view),
      kinds: own,
      ids,
      source: citySource(config.city),
      send(request, actor, fallen) {
        if (aside?.names.includes(request.name)) return aside.send(request, actor, fallen);
        const against = (): Issue | undefined =>
          fallen() ??
          (audited.has(request.name)
            ? rights.unseen(actor, { ...request, input: null })
            : rights.against(actor, request, ruleOf.get(request.name)));
        // Asked now, so that nobody waits for a no; and again when it is decided.
        const barred = against();
        if (barred) return Promise.resolve({ ok: false, issues: [barred] });
        return city.send(request, actor, { sight: reader(actor), against });
      },
      commands: new Set([...commands.map((command) => command.name), ...(aside?.names ?? [])]),
      authenticator,
      once: proxyHeaders(config),
      audit,
      ready: () => !stopping && !broken && live && audit.sound,
      aside: () => city.aside,
      clock,
      logger,
    });
    logger.write('info', 'ready', { url: http.url, ms: Math.round(clock.elapsed() - began), position: city.view.at });
    return {
      url: http.url,
      city,
      failed: city.failed,
      close: () => {
        ending.abort();
        return (stopping ??= stop({ city, hub, http, audit, storage, clock, logger, stopMs: config.limits.stopMs }));
      },
    };
  } catch (error) {
    for (const close of opened.reverse()) await close().catch(() => undefined);
    throw error;
  }
}

/** Its time is told each second, as a slider shows it; who falls behind is waited for, so that little need be kept. */
const REPLAY_HUB = { beatMs: 1_000, ringBytes: 1024 * 1024 };

/** In an order that loses nothing, and within a time that a supervisor waits. */
async function stop(parts: {
  readonly city: City;
  readonly hub: { close(): void };
  readonly http: HttpServer;
  readonly audit: AuditFile;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stopMs: number;
}): Promise<void> {
  const { city, hub, http, audit, storage, clock, logger, stopMs } = parts;
  logger.write('info', 'stopping');
  const since = clock.elapsed();
  const left = (): number => Math.max(100, stopMs - (clock.elapsed() - since));
  const late = new AbortController();
  const drained = await Promise.race([
    city.close().then(() => true),
    clock.sleep(Math.max(100, stopMs - 500), late.signal).then(() => false),
  ]);
  late.abort();
  if (!drained) logger.write('warn', 'stop-late', { ms: stopMs });
  hub.close();
  await http.close(Math.min(500, left()));
  await audit.close();
  await storage.close();
  logger.write('info', 'stopped', { ms: Math.round(clock.elapsed() - since) });
}

/** Who lets in. Errors `not-loopback`, `not-encrypted`: an address that others can reach needs somebody at the door, and TLS. */
function authenticate(
  config: GatewayConfig,
  given: Authenticator | undefined,
  parts: Parts,
): Authenticator | undefined {
  const { host, proxies, tls, plain } = config.listen;
  const own = given ? undefined : config.auth && createAuthenticator(config.auth, { proxies, ...parts });
  if (isLoopback(host)) return given ?? own;
  if (!given && own?.open !== true)
    throw new YingjiError(
      'not-loopback',
      `${host} can be reached by others and nobody is authenticated; set auth.tokens and make a token, or listen on 127.0.0.1.`,
    );
  if (!tls && proxies.length === 0) {
    if (!plain)
      throw new YingjiError(
        'not-encrypted',
        `${host} can be reached by others, who would read along: set listen.tls, or name the reverse proxy that has TLS in listen.proxies.`,
      );
    parts.logger.write('warn', 'plain-http', { host });
  }
  return given ?? own;
}

interface Parts {
  readonly clock: Clock;
  readonly logger: Logger;
}

function proxyHeaders({ auth }: GatewayConfig): readonly string[] {
  if (!auth?.proxy) return [];
  const { user, name, roles, scope } = auth.proxy;
  return [user, name, roles, scope, SECRET];
}

async function configureFeeds(
  config: GatewayConfig,
  known: NonNullable<GatewayOptions['feeds']>,
  { clock, hear }: Pick<GatewayOptions, 'hear'> & { readonly clock: Clock },
): Promise<{
  readonly feeds: NonNullable<CityOptions['feeds']>;
  /** By source. */
  readonly decoders: ReadonlyMap<string, Decoder>;
}> {
  // All at once: one that takes long to load is not waited for by each of the others.
  const made = await Promise.all(
    config.feeds.map(async ({ use, config: own, limits }) => {
      const found = Object.hasOwn(known, use) ? known[use] : undefined;
      const definition = typeof found === 'function' ? await found() : found;
      if (definition)
        return {
          ...definition.configure(own),
          decoder: decoderOf(definition, own),
          recipe: definition.over !== undefined,
        };
      if (!isFromOutside(use)) return undefined;
      return isolateFeed({ feed: use, from: process.cwd(), config: own }, { clock, ...(limits && { limits }) });
    }),
  );
  const issues: Issue[] = [];
  const feeds: NonNullable<CityOptions['feeds']>[number][] = [];
  const decoders = new Map<string, Decoder>();
  for (const [i, { use, source, title, exercise }] of config.feeds.entries()) {
    const one = made[i];
    if (one && 'feed' in one) {
      const feed = hear?.source === source ? hear.feed(one.feed, { use, packets: one.recipe }) : one.feed;
      feeds.push({ feed: title ? { ...feed, title } : feed, source, ...(exercise !== undefined && { exercise }) });
      decoders.set(source, one.decoder);
    } else if (one) issues.push(...one.issues.map((found) => ({ ...found, path: `/feeds/${i}/config${found.path}` })));
    else {
      const there = Object.keys(known).join(', ');
      const message = `There is no feed "${use}"; there are: ${there}, folders (./name) and packages (@scope/name).`;
      issues.push(issue('unknown-feed', message, { path: `/feeds/${i}/use` }));
    }
  }
  if (issues.length > 0) throw wrong(issues);
  return { feeds, decoders };
}

/** A folder, or a package that is not ours. */
const isFromOutside = (use: string): boolean => /^[.@/\\]|^[A-Za-z]:|\//.test(use);

const wrong = (issues: readonly Issue[]): YingjiError =>
  new YingjiError('config-wrong', issues.map(({ path, message }) => `${path || '/'} ${message}`).join('\n'));
