import { issue, type Clock, type Issue } from '@yingji/core/feed';

export interface FetchRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Hosts to which a redirect may leave the asked one. */
  readonly hosts: readonly string[];
  /** Validators of the answer that is already here. */
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export type FetchAnswer =
  | {
      readonly bytes: Uint8Array;
      /** Where they were found, redirects followed. */
      readonly url: string;
      readonly etag?: string | undefined;
      readonly lastModified?: string | undefined;
      /** What the clock of the source showed, in milliseconds since 1970; absent where it does not say so. */
      readonly date?: number;
    }
  | { readonly unchanged: true }
  | { readonly wrong: Issue; /** Asking again will hardly help. */ readonly final: boolean };

const MOST_REDIRECTS = 3;

/**
 * GET with a time limit and a size limit: what is larger is not read on. Redirects are followed only to the same host or an
 * allowed one, and the configured headers go to the same origin alone: they may hold a secret.
 */
export async function fetchCapped(request: FetchRequest, clock: Clock, stop: AbortSignal): Promise<FetchAnswer> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  if (stop.aborted) return failed('http-stopped', `${placeOf(request.url)}: stopped.`);
  stop.addEventListener('abort', end, { once: true });
  let late = false;
  let over = false;
  void clock.sleep(request.timeoutMs, ending.signal).then(() => {
    if (over || ending.signal.aborted) return;
    late = true;
    end();
  });
  try {
    return await follow(request, ending.signal);
  } catch (error) {
    return late
      ? failed('http-timeout', `${placeOf(request.url)} did not answer within ${request.timeoutMs / 1000} s.`)
      : failed('http-failed', `${placeOf(request.url)} cannot be reached (${reasonOf(error)}).`);
  } finally {
    over = true;
    stop.removeEventListener('abort', end);
    end();
  }
}

async function follow(request: FetchRequest, signal: AbortSignal): Promise<FetchAnswer> {
  const origin = new URL(request.url);
  let url = origin;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: headersFor(request, url.origin === origin.origin),
    });
    const { status } = response;
    if (status === 304) {
      await response.body?.cancel();
      return { unchanged: true };
    }
    const location = response.headers.get('location');
    if (status >= 300 && status < 400 && location !== null) {
      await response.body?.cancel();
      const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
      if (!next || !mayFollow(url, next, [origin.host, ...request.hosts]) || redirects >= MOST_REDIRECTS)
        return failed(
          'http-redirect',
          `${placeOf(request.url)} redirects to ${next ? `${next.protocol}//${next.host}` : 'nowhere'}, which is not followed. Poll that address, or add its host to "follow".`,
          true,
        );
      url = next;
      continue;
    }
    if (status !== 200) {
      await response.body?.cancel();
      return failed(
        'http-status',
        `${placeOf(request.url)} answers ${status}.`,
        status < 500 && status !== 408 && status !== 429,
      );
    }
    const bytes = await readBody(response, request.maxBytes);
    if (!bytes)
      return failed(
        'document-too-large',
        `${placeOf(request.url)} sends more than ${request.maxBytes} bytes; the rest was not read. Raise maxBytes if it should be.`,
      );
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      bytes,
      url: url.href,
      etag: response.headers.get('etag') ?? undefined,
      lastModified: response.headers.get('last-modified') ?? undefined,
      ...(!Number.isNaN(date) && { date }),
    };
  }
}

function headersFor({ headers, etag, lastModified }: FetchRequest, own: boolean): Headers {
  const all = new Headers({
    accept:
      'application/cap+xml, application/atom+xml, application/rss+xml, application/xml, text/xml;q=0.9, */*;q=0.1',
  });
  if (own) for (const [name, value] of Object.entries(headers)) all.set(name, value);
  if (own && etag !== undefined) all.set('if-none-match', etag);
  if (own && lastModified !== undefined) all.set('if-modified-since', lastModified);
  return all;
}

/** `undefined` as soon as it is too large. */
async function readBody(response: Response, most: number): Promise<Uint8Array | undefined> {
  const { body } = response;
  if (!body) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = Number(response.headers.get('content-length') ?? 0) > most ? Infinity : 0;
  while (length <= most) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.byteLength;
  }
  if (length > most) {
    await reader.cancel();
    return undefined;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Whether a host is in the list, as `name` or `name:port`, and the protocol is HTTP. */
export function isAllowed({ protocol, host, hostname }: URL, hosts: readonly string[]): boolean {
  return (
    (protocol === 'http:' || protocol === 'https:') &&
    hosts.some(
      (allowed) =>
        allowed.toLowerCase() === host ||
        (!allowed.includes(':') && host === hostname && allowed.toLowerCase() === hostname),
    )
  );
}

/** Whether an allowed host may be asked next. What is sent safely is not fetched where anybody on the way may change it. */
export function mayFollow(from: URL, to: URL, hosts: readonly string[]): boolean {
  return isAllowed(to, hosts) && !(from.protocol === 'https:' && to.protocol === 'http:');
}

/** An address without what may be secret in it: user, password, query. */
export function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function failed(code: string, message: string, final = false): FetchAnswer {
  return { wrong: issue(code, message, { path: '/http' }), final };
}

/** The cause of a failed fetch as a word: ECONNREFUSED, ENOTFOUND … */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
