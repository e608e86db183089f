import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLocalView,
  systemClock,
  systemIds,
  toInstant,
  withAllClear,
  type Actor,
  type AllClearing,
  type Authenticator,
  type Clock,
  type CommandRequest,
  type CommandResult,
  type Issue,
  type LocalView,
  type Position,
} from '@yingji/core';
import { createEntries, createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { createHub } from '@yingji/core/wire';
import type { Audit } from '../src/audit/audit-file.js';
import { createToken, createTokenAuthenticator } from '../src/auth/tokens.js';
import { Config, type GatewayConfigInput } from '../src/config/schema.js';
import type { Elements } from '../src/http/elements.js';
import { createLookAhead } from '../src/http/look-ahead.js';
import { createHttpServer, type HttpOptions, type HttpServer } from '../src/http/server.js';

export const li: Actor = { id: 'li', masked: '李*', roles: ['duty-desk'], scope: [] };

export interface HttpFixture {
  readonly url: string;
  readonly token: string;
  readonly tokensFile: string;
  readonly view: LocalView & AllClearing;
  readonly sent: { readonly request: CommandRequest; readonly actor: Actor }[];
  readonly log: ReturnType<typeof createMemoryLogger>['lines'];
  /** POSTs JSON with the token. */
  post(path: string, body: unknown, headers?: { [name: string]: string }): Promise<Response>;
  /** One more detector's alarm reaches the picture. */
  alarm(native: string): void;
  close(): Promise<void>;
}

/** The real server over a real view and hub; only the writer is a list. */
export async function startHttp(
  options: {
    readonly config?: Partial<GatewayConfigInput>;
    readonly withTokens?: boolean;
    /** Who lets in; default: the one token. */
    readonly authenticator?: Authenticator;
    readonly audit?: Audit;
    readonly answer?: CommandResult | Error | ((fallen: () => Issue | undefined) => Promise<CommandResult>);
    readonly recheckMs?: number;
    readonly openMs?: number;
    readonly beatMs?: number;
    readonly clock?: Clock;
    readonly replaying?: HttpOptions['replaying'];
    readonly elements?: Elements | undefined;
  } = {},
): Promise<HttpFixture> {
  const { withTokens = true, answer = { ok: true, at: 3 as Position, ids: [] } } = options;
  const folder = mkdtempSync(join(tmpdir(), 'yingji-http-'));
  const tokensFile = join(folder, 'tokens.json');
  const token = createToken(tokensFile, li, systemClock);
  const config = Config.parse({
    city: { name: 'nanning' },
    store: { file: 'unused', keyFile: 'unused' },
    listen: { port: 0 },
    ...options.config,
  });
  const view = withAllClear(createLocalView({ now: systemClock.now() }));
  const build = createEntries();
  const now = (): ReturnType<typeof toInstant> => toInstant(Date.now());
  view.apply([build.put(...detector('d1')), build.put(...fireAlarm('d1'))], now());
  const hub = createHub({
    city: 'nanning',
    view,
    clock: systemClock,
    ids: systemIds,
    ...(options.beatMs && { beatMs: options.beatMs }),
  });
  const logger = createMemoryLogger();
  const sent: { request: CommandRequest; actor: Actor }[] = [];
  const started = createHttpServer({
    config,
    city: 'nanning',
    hub,
    reader: () => view,
    lookAhead: createLookAhead({ ahead: (...asked) => view.ahead(...asked) }),
    send: async (request, actor, fallen) => {
      sent.push({ request, actor });
      if (typeof answer === 'function') return answer(fallen);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    commands: new Set(['acknowledge-alarm']),
    authenticator: options.authenticator ?? (withTokens ? createTokenAuthenticator(tokensFile) : undefined),
    audit: options.audit,
    ready: () => true,
    clock: options.clock ?? systemClock,
    logger,
    elements: options.elements,
    ...(options.replaying && { replaying: options.replaying, head: () => view }),
    ...(options.recheckMs !== undefined && { recheckMs: options.recheckMs }),
    ...(options.openMs !== undefined && { openMs: options.openMs }),
  });
  started.catch(() => hub.close());
  const http: HttpServer = await started;
  return {
    url: http.url,
    token,
    tokensFile,
    view,
    sent,
    log: logger.lines,
    post: (path, body, headers = {}) =>
      fetch(`${http.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    alarm: (native) => view.apply([build.put(...detector(native)), build.put(...fireAlarm(native))], now()),
    async close() {
      hub.close();
      await http.close(100);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const reports = { queries: { reports: { kind: 'report' } } };
export const openReports = { t: 'open', versions: [1], ...reports };
