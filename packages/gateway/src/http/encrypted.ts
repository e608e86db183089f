import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../auth/loopback.js';
import type { Refuse } from './refuse.js';
import { plainAddress } from './standing.js';

export interface EncryptedOptions {
  readonly isProxy: (address: string) => boolean;
  /** Whether it was said that none is needed. */
  readonly plain: boolean;
  readonly refuse: Refuse;
}

const FORWARDED = ['x-forwarded-proto', 'x-forwarded-for', 'forwarded'];

/**
 * Takes credentials, and opens streams, over TLS alone: our own, that of a proxy which says so, or within this machine
 * (OWASP ASVS 5.0, 4.4.1). It answers no and leads nowhere else: a client that once spoke in the clear must notice.
 */
export function guardEncrypted(app: FastifyInstance, { isProxy, plain, refuse }: EncryptedOptions): void {
  if (plain) return;
  app.addHook('onRequest', async (request, reply) => {
    if (isEncrypted(request, isProxy)) return undefined;
    return refuse(request, reply, {
      status: 403,
      code: 'not-encrypted',
      message:
        'This came in the clear. Use https; a reverse proxy before us is named in listen.proxies and sends X-Forwarded-Proto: https.',
    });
  });
}

function isEncrypted(request: FastifyRequest, isProxy: (address: string) => boolean): boolean {
  if ('encrypted' in request.socket) return true;
  const address = plainAddress(request.socket.remoteAddress);
  const forwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
  if (isProxy(address) && forwarded) return request.headers['x-forwarded-proto'] === 'https';
  return isLoopback(address);
}
