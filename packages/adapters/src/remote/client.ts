import type { Clock, Ids } from '@yingji/core';
import { YingjiError, type Open } from '@yingji/core/wire';
import { readLines } from './lines.js';

/** The part of `fetch` that is used; give your own to add headers, a proxy, or a test. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface GatewayOptions {
  /** Where the gateway is, e.g. `https://yingji.example.cn`; a path before `/api` is kept. */
  readonly url: string;
  /** A static token; or `getToken`, asked before each request, so that a short-lived one stays fresh. Neither: a page of the gateway itself. */
  readonly token?: string;
  readonly getToken?: () => Promise<string>;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** Bytes of a refusal that are read. */
const REFUSAL_BYTES = 65_536;

/** How a gateway is asked. */
export interface GatewayClient {
  /** Without a path. */
  readonly base: string;
  /** Errors: `gateway-unreachable`, `token-unavailable`. */
  post(path: string, body: unknown, stop: AbortSignal): Promise<Response>;
  /** The lines of a stream; errors beside those with the code of the refusal. */
  lines(path: string, open: Open, stop: AbortSignal): AsyncGenerator<string, void, undefined>;
}

export function createClient(options: GatewayOptions): GatewayClient {
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const base = options.url.replace(/\/+$/, '');

  async function post(path: string, body: unknown, stop: AbortSignal): Promise<Response> {
    const token = options.token ?? (options.getToken && (await tokenOf(options.getToken, stop)));
    try {
      return await fetch(`${base}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        signal: stop,
        cache: 'no-store',
        credentials: 'omit',
        // A token must not follow to wherever an answer points.
        redirect: 'error',
      });
    } catch (cause) {
      throw new YingjiError('gateway-unreachable', `${base} does not answer.`, { recovery: 'retry', cause });
    }
  }

  async function* lines(path: string, open: Open, stop: AbortSignal): AsyncGenerator<string, void, undefined> {
    const answer = await post(path, open, stop);
    if (!answer.ok || !answer.body) {
      const { code, message } = await refusalOf(answer);
      throw new YingjiError(code, message, { recovery: 'retry' });
    }
    yield* readLines(answer.body);
  }

  return { base, post, lines };
}

/** Asks for a token as long as the request may take, not longer. */
async function tokenOf(getToken: () => Promise<string>, stop: AbortSignal): Promise<string> {
  const stopped = new Promise<never>((_, reject) =>
    stop.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
  );
  try {
    return await Promise.race([getToken(), stopped]);
  } catch (cause) {
    if (cause instanceof YingjiError) throw cause;
    throw new YingjiError('token-unavailable', 'no token was given.', { recovery: 'retry', cause });
  }
}

/** Why the gateway said no; a stranger's error page gives only its status. */
export async function refusalOf(answer: Response): Promise<{ readonly code: string; readonly message: string }> {
  const plain = { code: `http-${answer.status}`, message: `the gateway answered ${answer.status}.` };
  try {
    const body = JSON.parse(await beginningOf(answer)) as { code?: unknown; message?: unknown };
    if (typeof body.code !== 'string' || !/^[a-z][a-z0-9-]{0,63}$/.test(body.code)) return plain;
    return { code: body.code, message: typeof body.message === 'string' ? body.message : plain.message };
  } catch {
    return plain;
  }
}

/** No more than a refusal may have: a stranger's page may never end. */
async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let left = REFUSAL_BYTES; reader && left > 0;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.length;
  }
  void reader?.cancel().catch(() => undefined);
  return text;
}
