import { YingjiError } from '@yingji/core';

/** Where one fixed service is asked; nothing of a request decides where it goes. */
export interface FixedRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Asks, follows no redirect, waits no longer than it may and reads no more than it may.
 * Error `service-unreachable`: it did not answer in time, or with too much.
 */
export async function fetchFixed(request: FixedRequest): Promise<{ readonly status: number; readonly text: string }> {
  const { url, method, headers, body, timeoutMs, maxBytes } = request;
  try {
    const answer = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      // Whoever could turn an answer elsewhere would get the credentials that go with the request.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, text: await textOf(answer, maxBytes) };
  } catch (cause) {
    // The cause may quote what was sent.
    const why = cause instanceof Error && cause.name === 'TimeoutError' ? 'in time' : 'as it should';
    throw new YingjiError('service-unreachable', `${new URL(url).host} did not answer ${why}.`, { recovery: 'retry' });
  }
}

async function textOf(answer: Response, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new Error('too large');
    parts.push(part);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
}
